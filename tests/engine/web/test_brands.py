"""Pages about brands: what is asked reaches the findings, and they are shown as they are."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from tests.engine.web.conftest import Served
from tests.engine.web.findings import MENTIONS, N_MENTIONS


def test_what_is_asked_reaches_the_findings(served: Served) -> None:
    said = served.ask("/api/voice?brand=krups,delonghi&brand=aeg&since=90d&by=week").json
    assert said == {
        "brands": ["krups", "delonghi", "aeg"],
        "where": {"since": "90d"},
        "by": "week",
    }
    said = served.ask("/api/mentions?brand=krups&verdict=unsure,not").json
    assert said["verdict"] == "unsure,not"


def test_files_hold_all_findings_and_the_page_the_first(served: Served) -> None:
    rows = list(csv.reader(io.StringIO(served.ask("/mentions.csv?brand=krups").text)))
    assert (tuple(rows[0]), len(rows)) == (MENTIONS, 1 + N_MENTIONS)
    book = openpyxl.load_workbook(io.BytesIO(served.ask("/partners.xlsx?brand=krups").body))
    assert book.sheetnames == ["Partners", "Posts"]
    text = served.ask("/mentions?brand=krups").text
    assert text.count('<figure class="quote"') == 25
    assert f"25 of {N_MENTIONS} shown" in text
    assert served.ask("/mentions?brand=krups&top=200").text.count('<figure class="quote"') == 30


def test_a_share_is_drawn_as_wide_as_it_is_and_none_without_an_interval(served: Served) -> None:
    text = served.ask("/voice?brand=krups,delonghi").text
    assert 'width="75.00%" y="3"' in text
    assert 'x="60.00%" width="25.00%" y="6"' in text
    assert text.count('class="whisker"') == 1
    assert 'aria-label="no interval"' in text


def test_cards_are_listed_and_given_as_files(served: Served) -> None:
    assert 'value="krups"' in served.ask("/brands").text
    assert [card["key"] for card in served.ask("/brands.json").json["brands"]] == [
        "delonghi",
        "krups",
    ]


def test_shares_over_time_are_drawn_with_their_bursts(served: Served) -> None:
    text = served.ask("/voice?brand=krups,delonghi").text
    assert text.count('aria-labelledby="over-head"') == 1
    assert "12 creators where 2.5 are usual" in text
    assert "since=2026-" in text.partition('id="bursts-head"')[2]


def test_what_may_be_chosen_reaches_the_findings(served: Served) -> None:
    said = served.ask("/api/partners?brand=krups&rivals=yes").json
    assert said["choices"] == {"rivals": "yes"}
    assert served.ask("/api/partners?brand=krups&rivals=perhaps").status == 400


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/voice", "there is no brand"),
        ("/api/voice?brand=,", "there is no brand"),
        ("/api/voice?brand=krups&by=year", "by: there is no 'year'"),
        ("/api/mentions?brand=krups&by=week", "there is no parameter 'by'"),
        ("/api/mentions?brand=krups&now=soonish", "'soonish'"),
    ],
)
def test_what_cannot_be_asked_is_said(served: Served, path: str, said: str) -> None:
    answer = served.ask(path)
    assert answer.status == 400
    assert said in answer.json["error"]
