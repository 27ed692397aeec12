"""What the pages and the interface for programs answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest

from tests.engine.web.conftest import Answer, Served, fill, serving
from tests.engine.web.people import HOSTILE, pages
from tests.fakes import make_creator, make_page, make_post

SEARCH = "/search?brief=espresso+grinder"
CREATOR = "/creators/mastodon/7"
ADDRESSES = [
    ("/search.{}?brief=espresso", "json csv xlsx"),
    (CREATOR + ".{}", "json csv xlsx"),
    ("/corpus.{}", "json csv xlsx"),
]
FILES = [path.format(suffix) for path, suffixes in ADDRESSES for suffix in suffixes.split()]


@pytest.mark.parametrize("path", ["/search", SEARCH, f"{SEARCH}&view=table", CREATOR, "/corpus"])
def test_a_page_is_html_under_a_policy_that_runs_nothing_inline(served: Served, path: str) -> None:
    answer = served.ask(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in answer.text
    assert " style=" not in answer.text


@pytest.mark.parametrize("path", FILES)
def test_every_page_has_its_files_at_the_same_address(served: Served, path: str) -> None:
    answer = served.ask(path)
    assert answer.status == 200
    if ".json" in path:
        assert isinstance(answer.json, dict)
        assert answer.json
    elif ".csv" in path:
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert rows
        assert all(None not in row for row in rows)
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[0]
        assert sheet.max_row > 1


def test_the_page_and_the_interface_rank_as_the_command_line_does(served: Served) -> None:
    listed = served.ask("/api/search?brief=espresso+grinder&top=5").json["creators"]
    in_csv = csv.DictReader(io.StringIO(served.ask("/search.csv?brief=espresso+grinder").text))
    ids = [row["id"] for row in in_csv]
    assert [creator["id"] for creator in listed] == ids[:5]
    assert [creator["rank"] for creator in listed] == [1, 2, 3, 4, 5]
    for creator in listed:
        assert creator["score"] == pytest.approx(sum(creator["parts"].values()), abs=1e-6)


@pytest.mark.parametrize("sort", ["score", "followers", "posts", "recency"])
def test_pages_put_together_are_the_whole_list(served: Served, sort: str) -> None:
    seen = list(_walked(served, f"/api/search?brief=espresso&sort={sort}&top=7"))
    whole = served.ask(f"/api/search?brief=espresso&sort={sort}&top=200").json
    assert [c["id"] for c in seen] == [c["id"] for c in whole["creators"]]
    assert len({c["id"] for c in seen}) == len(seen) == whole["listed"] > 50


def test_a_list_by_followers_has_the_unknown_last(served: Served) -> None:
    rows = served.ask("/api/search?brief=espresso&sort=followers&top=200").json["creators"]
    known = [row["followers"] for row in rows if row["followers"] is not None]
    assert known == sorted(known, reverse=True)
    assert [row["followers"] for row in rows[: len(known)]] == known


def _walked(served: Served, path: str) -> Iterator[dict[str, object]]:
    after = ""
    while True:
        page = served.ask(path + after).json
        yield from page["creators"]
        if page["next"] is None:
            return
        after = f"&after={page['next']}"


def test_an_import_between_two_pages_shows_nobody_twice(tmp_path: Path) -> None:
    fill(tmp_path, *pages())
    with serving(tmp_path) as served:
        first = served.ask("/api/search?brief=espresso&top=20").json
        best = [make_post(f"n{j}", f"espresso grinder espresso {j}", creator="new") for j in "abcd"]
        fill(tmp_path, make_page(*best, creators=[make_creator("new", handle="new")]))
        second = served.ask(f"/api/search?brief=espresso&top=20&after={first['next']}").json
        again = served.ask("/api/search?brief=espresso&top=200").json
    ids = [creator["id"] for creator in (*first["creators"], *second["creators"])]
    assert len(set(ids)) == 40
    assert "new" in {creator["id"] for creator in again["creators"]}


def test_filters_of_the_address_hold_and_are_shown_as_chips(served: Served) -> None:
    path = f"{SEARCH}&followers=1k..50k&location=Porto"
    rows = served.ask("/api" + path).json["creators"]
    assert rows
    assert all(1_000 <= row["followers"] <= 50_000 for row in rows)
    assert all("Porto" in (row["location"] or "") for row in rows)
    text = served.ask(path).text
    assert 'aria-label="Remove followers 1k..50k"' in text
    assert 'href="/search?brief=espresso+grinder&amp;location=Porto"' in text


def test_what_was_understood_can_be_taken_back(served: Served) -> None:
    brief = "espresso%2C+over+1k+followers"
    text = served.ask(f"/search?brief={brief}").text
    assert f'href="/search?brief={brief}&amp;ignore=followers"' in text
    ignored = served.ask(f"/api/search?brief={brief}&ignore=followers").json
    assert ignored["brief"]["where"] == {}


def test_places_left_out_are_chips_that_can_be_taken_back(served: Served) -> None:
    path = "/search?brief=espresso%2C+not+from+Portugal"
    kept = served.ask(f"/api{path}&top=200").json
    assert kept["brief"]["where"] == {"not-in": "Portugal"}
    assert kept["creators"]
    assert all("Porto" not in (row["location"] or "") for row in kept["creators"])
    assert any(row["location"] is None for row in kept["creators"])
    assert f'href="{path}&amp;ignore=not-in"' in served.ask(path).text
    by_hand = served.ask("/search?brief=espresso&not-in=Portugal&not-source=reddit").text
    assert 'aria-label="Remove not-in Portugal"' in by_hand
    assert 'name="not-source" value="reddit"' in by_hand


def test_a_creator_has_a_portrait_and_the_sum_behind_their_place(served: Served) -> None:
    path = "/api/creators/mastodon/5"
    seen = served.ask(f"{path}?brief=espresso").json
    assert (seen["posts_seen"], len(seen["newest_posts"])) == (6, 6)
    assert sum(seen["by_week"]["counts"]) == 6
    assert seen["hashtags"] == {"espresso": 6, "coffee": 3}
    assert seen["why"]["rank"] >= 1
    assert len(seen["similar"]) == 6
    assert served.ask(path).json["why"] is None


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_any_id_has_an_address(served: Served, number: int) -> None:
    id_ = f"h{number}/{HOSTILE[number]}"
    seen = served.ask(f"/api/creators/mastodon/{quote(id_, safe='')}")
    assert (seen.status, seen.json["id"]) == (200, id_)


def test_an_answer_that_has_not_changed_is_not_sent_again(served: Served) -> None:
    tag = served.ask("/api/status").headers["Etag"]
    again = served.ask("/api/status", If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    assert served.ask("/api/status", If_None_Match='"other"').status == 200


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/search", "there is no brief"),
        ("/api/search?brief=espresso&folowers=1k", "there is no parameter 'folowers'"),
        ("/api/search?brief=espresso&followers=many", "followers:"),
        ("/api/search?brief=espresso&top=0", "top: 0 is not from 1 to 200"),
        ("/api/search?brief=espresso&top=1e3", "top: '1e3' is not a whole number"),
        ("/api/search?brief=espresso&brief=tea", "brief is given 2 times"),
        ("/api/search?brief=espresso&sort=luck", "sort: there is no 'luck'"),
        ("/api/search?brief=espresso&after=bm9uZQ", "the cursor is none of ours"),
        ("/api/similar?creator=nobody", "nobody here is called 'nobody'"),
    ],
)
def test_bad_input_is_told_what_to_do(served: Served, path: str, said: str) -> None:
    answer = served.ask(path)
    assert answer.status == 400
    assert answer.json["error"].startswith(said)
    assert answer.json["hint"] or "from 1 to" in said or "whole number" in said


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/campaigns/spring/creators/out", "/campaigns/spring"),
        ("/community/talking-to?x=1", "/community"),
        ("/brands/card/acme/label", "/brands/card/acme"),
        ("/shortlists/mine/notes", "/shortlists/mine"),
        ("/job/stop", "/job"),
    ],
)
def test_an_address_that_only_takes_a_form_leads_to_the_page_of_the_form(
    served: Served, path: str, page: str
) -> None:
    answer = served.ask(path)
    assert (answer.status, answer.headers["Location"]) == (303, page)
    assert served.ask("/api/search", method="POST", body="csrf=" + served.door.form_token,
                      Content_Type="application/x-www-form-urlencoded").status == 405  # fmt: skip


def test_what_is_not_there_is_not_found(served: Served) -> None:
    assert served.ask("/api/creators/mastodon/none").status == 404
    missing = served.ask("/nowhere")
    assert missing.status == 404
    assert "There is nothing at this address" in missing.text


def test_an_erased_creator_is_gone_at_once(tmp_path: Path) -> None:
    fill(tmp_path, *pages())
    with serving(tmp_path) as served:
        assert served.ask(CREATOR).status == 200
        not_meant = served.send(f"{CREATOR}/erase")
        assert (not_meant.status, served.ask(CREATOR).status) == (400, 200)
        done = served.send(f"{CREATOR}/erase", sure="erase")
        rows = served.ask("/api/search?brief=espresso&top=200").json["creators"]
        assert (done.status, served.ask(CREATOR).status) == (200, 404)
    assert "7" not in {row["id"] for row in rows}


def test_an_empty_home_greets_and_says_how_to_begin(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        greeting = served.ask("/")
        sent_on: Answer = served.ask("/search")
        told = served.ask("/api/status")
    assert greeting.status == 200
    assert all(way in greeting.text for way in ("demo", "import FILE", "collect hackernews"))
    assert (sent_on.status, sent_on.headers["Location"]) == (303, "/")
    assert (told.status, told.json["error"]) == (400, "there are no posts here yet")


def test_scripts_and_styles_are_small() -> None:
    import gzip

    from engine.web.rendering import STATIC

    files = [file for file in STATIC.iterdir() if file.name.endswith((".js", ".css", ".svg"))]
    assert len(files) >= 3
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 400_000
