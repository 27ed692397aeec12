"""Where one is: pages that stand elsewhere belong to one of the navigation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.charts import STYLE
from engine.web.rendering import STATIC
from tests.engine.web.conftest import Served


@pytest.mark.parametrize(
    ("path", "belongs_to", "kind"),
    [
        ("/corpus", "Corpus", "page"),
        ("/listen", "Corpus", "true"),
        ("/alerts", "Corpus", "true"),
        ("/import", "Corpus", "true"),
        ("/mentions?brand=krups", "Brands", "true"),
        ("/prices/tables", "Prices", "true"),
        ("/creators/mastodon/5", "Search", "true"),
    ],
)
def test_every_page_is_marked_in_the_navigation(
    served: Served, path: str, belongs_to: str, kind: str
) -> None:
    page = served.ask(path).text
    assert re.findall(r'aria-current="(page|true)">(\w+)</a></li>', page) == [(kind, belongs_to)]


def test_tables_of_prices_have_columns_and_their_numbers_stand_below_each_other(
    served: Served,
) -> None:
    page = served.ask("/prices/tables").text
    heads = re.findall(r'<th scope="col"([^>]*)>([^<]+)</th>', page)
    assert heads[:6] == [
        ("", "Platform"), ("", "Format"), ("", "Per"),
        (' class="n"', "Followers"), (' class="n"', "Amount"), ("", "Currency"),
    ]  # fmt: skip
    assert '<td class="n" data-label="followers"><bdi>1,000 to 10,000</bdi></td>' in page


def test_languages_are_named_and_days_are_written_alike(served: Served) -> None:
    page = served.ask("/corpus").text
    assert '<th scope="row">English</th>' in page
    assert not re.findall(r">\d{4}-\d\d-\d\d", page)


def test_every_rule_of_the_style_sheets_ends_where_it_should() -> None:
    for sheet in (STYLE, *(Path(str(STATIC)).glob("*.css"))):
        depth = 0
        for line in sheet.read_text().splitlines():
            assert depth == 0 or not line.startswith("/*"), f"{sheet.name}: {line}"
            depth += line.count("{") - line.count("}")
        assert depth == 0, sheet.name
