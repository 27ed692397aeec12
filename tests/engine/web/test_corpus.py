"""The corpus page: posts over time, what was left out, and the runs before."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from engine.store import Store, database_path
from engine.web.pages.corpus import RUNS
from tests.engine.web.conftest import Served, fill, serving
from tests.fakes import NOW, make_page, make_post

N_RUNS = RUNS + 3
AGES = (400, 200, 2, 2, 1)  # days


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Five posts, and one more run than two pages of them hold."""
    home = tmp_path_factory.mktemp("heard")
    posts = [make_post(str(i), created_at=NOW - timedelta(days=d)) for i, d in enumerate(AGES)]
    fill(home, make_page(*posts))
    with Store.open(database_path(home)) as store:
        for number in range(1, N_RUNS + 1):
            query = {"query": f"#tea{number}.", "posts_read": 7, "posts_new": number, "failed": 1,
                     "problems": [{"where": "page 1", "reason": "<i>odd</i>"}],
                     "dropped": {"a <b>repost</b>": number}, "stopped": "no more"}  # fmt: skip
            at = (NOW + timedelta(hours=number)).isoformat()
            report = {"at": at, "sources": [{"source": "lemmy", "queries": [query]}]}
            store.put_report("collect", report, now=NOW)
    with serving(home) as served:
        yield served


def test_days_runs_and_what_was_left_out_are_all_shown(heard: Served) -> None:
    held, text = heard.ask("/corpus.json").json, heard.ask("/corpus").text
    days = [str((NOW - timedelta(days=ago)).date()) for ago in (2, 1)]
    total = sum(range(1, N_RUNS + 1))
    assert held["by_day"] == {"mastodon": dict(zip(days, (2, 1), strict=True))}
    assert held["left_out"] == {"a <b>repost</b>": total}
    assert "Posts per day and source" in text
    assert f'<bdi>a &lt;b&gt;repost&lt;/b&gt;</bdi></th><td class="n">{total}</td>' in text
    assert "page 1: &lt;i&gt;odd&lt;/i&gt;" in text


def test_older_runs_are_on_the_pages_that_follow(heard: Served) -> None:
    told, address = list[str](), "/corpus"
    while address:
        text = heard.ask(address).text
        told += re.findall(r"#tea\d+\.", text)
        after = re.search(r'rel="next" href="([^"#]+)', text)
        address = after.group(1).replace("&amp;", "&") if after else ""
    assert told == [f"#tea{number}." for number in range(N_RUNS, 0, -1)]
    first = heard.ask("/corpus.json").json
    rest = heard.ask(f"/corpus.json?after={first['runs_next']}").json
    assert (len(first["runs"]), len(rest["runs"]), rest["runs_next"]) == (RUNS, 3, None)


def test_files_hold_every_run_and_every_source(heard: Served) -> None:
    rows = list(csv.DictReader(io.StringIO(heard.ask("/corpus.csv").text)))
    (source,) = (row for row in rows if row["row"] == "source")
    runs = [row for row in rows if row["row"] == "run"]
    book = load_workbook(io.BytesIO(heard.ask("/corpus.xlsx?days=all").body))
    assert (source["source"], source["posts"]) == ("mastodon", "5")
    assert [run["asked_for"] for run in runs] == [f"#tea{n}." for n in range(N_RUNS, 0, -1)]
    assert runs[0]["left_out"] == f"a <b>repost</b> {N_RUNS}"
    assert runs[0]["why_unreadable"] == "page 1: <i>odd</i>"
    assert book["Runs"].max_row == N_RUNS + 1
    assert sum(row[2].value for row in book["Posts by day"].iter_rows(min_row=2)) == len(AGES)


@pytest.mark.parametrize(
    ("days", "posts", "step"),
    [("1", 3, "day"), ("200", 4, "week"), ("all", 5, "week"), ("36500", 5, "week")],
)
def test_the_address_says_the_days_of_the_chart(
    heard: Served, days: str, posts: int, step: str
) -> None:
    held = heard.ask(f"/corpus.json?days={days}").json
    text = heard.ask(f"/corpus?days={days}").text
    assert sum(held["by_day"]["mastodon"].values()) == posts
    assert f"Posts per {step} and source" in text
    assert '<a href="/corpus?days=365#days">a year</a>' in text


@pytest.mark.parametrize("wrong", ["days=0", "days=x", "after=-1", "until=2026", "days=1&days=2"])
def test_what_the_address_cannot_say_is_refused(heard: Served, wrong: str) -> None:
    assert heard.ask(f"/corpus?{wrong}").status == 400
