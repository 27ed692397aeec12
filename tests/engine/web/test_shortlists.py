"""Lists in the page: begun from a search, worked on, run again, compared, exported and removed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from engine.shortlists import heads_of, sheet_of
from engine.store import Store, database_path
from engine.store.shortlists import saved_lists
from tests.engine.web.conftest import Served, fill
from tests.engine.web.kept import ADDRESS, FORM, JSON, fresh, held, keep, ranked, send
from tests.engine.web.people import HOSTILE
from tests.fakes import make_creator, make_page, make_post


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A home in which every test keeps lists of its own names."""
    with fresh(tmp_path_factory.mktemp("lists")) as served:
        yield served


def test_whoever_is_ticked_is_the_list_and_the_rest_is_proposed(lists: Served) -> None:
    found = ranked(lists)
    path = keep(lists, "ticked", found[0], found[3], found[29])
    document = lists.ask(f"/api{path}").json
    assert [f"mastodon:{row['id']}" for row in document["creators"]] == [
        found[0],
        found[3],
        found[29],
    ]
    assert [row["found_at_rank"] for row in document["creators"]] == [1, 4, 30]
    assert (document["follows"], document["run"], document["runs"]) == (False, 1, 1)
    text = lists.ask(path).text
    assert "Found by the last run, not on the list" in text
    assert text.count('class="card work"') == 3


def test_a_list_of_all_that_was_found_is_what_the_search_showed(lists: Served) -> None:
    path = keep(lists, "all")
    searched = lists.ask(f"/api/search?{ADDRESS}").json["creators"]
    for row, kept in zip(searched, held(lists, path).values(), strict=True):
        assert {name: kept[name] for name in row.keys() - {"evidence", "notices"}} == {
            name: row[name] for name in row.keys() - {"evidence", "notices"}
        }
        assert [one["id"] for one in kept["evidence"]] == [one["id"] for one in row["evidence"]]
    again = send(lists, "/shortlists", ("name", "all"), ("address", ADDRESS), ("who", "first"))
    assert (again.status, "There is a list &#39;all&#39; already" in again.text) == (400, True)


def test_more_are_added_to_a_list_from_another_search(lists: Served) -> None:
    found = ranked(lists)
    path = keep(lists, "more", found[0])
    address = "brief=latte+art&now=2026-06-01"
    other = [row["id"] for row in lists.ask(f"/api/search?{address}").json["creators"]]
    new = next(f"mastodon:{id_}" for id_ in other if f"mastodon:{id_}" != found[0])
    answer = send(lists, "/shortlists", ("name", "more"), ("address", address), ("who", "ticked"),
                  ("creator", new), ("creator", "mastodon:nobody"))  # fmt: skip
    assert answer.headers["Location"] == f"{path}?said=added&n=1"
    assert list(held(lists, path)) == sorted([found[0], new], key=[*held(lists, path)].index)
    assert len(held(lists, path)) == 2
    assert lists.ask(f"/api{path}").json["runs"] == 1


def test_whoever_a_search_does_not_find_is_placed_by_its_brief(lists: Served) -> None:
    """As from the page of a creator: with its brief, and with that of a list there is."""
    address = "brief=espresso+grinder&followers=..5k&now=2026-06-01"
    found = {row["id"] for row in lists.ask(f"/api/search?{address}").json["creators"]}
    other = next(one for one in ranked(lists) if one.partition(":")[2] not in found)
    fields = (("name", "placed"), ("who", "ticked"), ("creator", other))
    answer = send(lists, "/shortlists", *fields, ("address", address))
    assert answer.headers["Location"] == "/shortlists/placed?said=added&n=1"
    kept = held(lists, "/shortlists/placed")
    assert (list(kept), kept[other]["found_at_rank"]) == ([other], None)
    assert kept[other]["score"] > 0
    third = next(one for one in ranked(lists) if one != other)
    again = (("name", "placed"), ("who", "ticked"), ("creator", third), ("address", ""))
    assert send(lists, "/shortlists", *again).status == 303
    assert set(held(lists, "/shortlists/placed")) == {other, third}
    page = lists.ask(f"/creators/{other.replace(':', '/')}").text
    assert '<option value="placed"></option>' in page


def test_notes_status_and_columns_survive_another_run(tmp_path: Path) -> None:
    with fresh(tmp_path) as served:
        found = ranked(served)
        path = keep(served, "spring", *found[:2])
        assert send(served, f"{path}/columns", ("column", "budget")).status == 303
        marks = (("creator", found[0]), ("note", "met\r\nat the fair"), ("status", "contacted"),
                 ("own.budget", "300"), ("was.note", ""), ("was.status", ""),
                 ("was.own.budget", ""))  # fmt: skip
        assert send(served, f"{path}/notes", *marks).status == 303
        texts = [f"espresso grinder espresso grinder number {i}" for i in range(9)]
        best = [make_post(f"n{i}", text, creator="new", likes=90) for i, text in enumerate(texts)]
        fill(tmp_path, make_page(*best, creators=[make_creator("new", name="Newcomer")]))
        assert send(served, f"{path}/rerun").headers["Location"] == f"{path}/changes"
        told = served.ask(f"{path}/changes").text
        assert "<h2>New</h2>" in told
        assert "Newcomer" in told
        assert "espresso grinder espresso grinder number" in told
        rows = held(served, path)
        assert set(rows) == set(found[:2])
        kept = rows[found[0]]
        assert (kept["status"], kept["note"], kept["own"]) == (
            "contacted",
            "met\nat the fair",
            {"budget": "300"},
        )
        assert kept["change"] in {"down", "same"}
        assert 'class="flag new">new</span>' in served.ask(path).text  # among those proposed
        document = served.ask(f"{path}/changes.json").json
        assert [row["id"] for row in document["rows"] if row["change"] == "new"] == ["new"]
        assert served.ask(f"/api{path}?run=1").json["run"] == 1


def older(key: str) -> bool:
    """Return whether a creator's last post is more than two days older than the second run."""
    id_ = key.partition(":")[2]
    return not id_.isdecimal() or int(id_) >= 10


def test_who_is_not_found_any_more_stays_if_they_were_worked_on(lists: Served) -> None:
    """The age is counted from each run: creator i posted 1 + i / 10 days before the second."""
    address = "brief=espresso+grinder&since=2d&now=2026-05-30"
    send(lists, "/shortlists", ("name", "aging"), ("who", "first"), ("address", address))
    before = held(lists, "/shortlists/aging")
    noted = next(key for key in before if older(key))
    edits = (("creator", noted), ("note", "keep an eye on them"))
    assert send(lists, "/shortlists/aging/notes", *edits).status == 303
    assert send(lists, "/shortlists/aging/rerun").status == 303
    rows = held(lists, "/shortlists/aging")
    assert {key for key in rows if older(key)} == {noted}
    assert rows[noted]["found_at_rank"] is None
    assert rows[noted]["score"] == before[noted]["score"]
    assert "not found by this run" in lists.ask("/shortlists/aging").text
    told = lists.ask("/shortlists/aging/changes.json").json["rows"]
    gone = {f"{row['source']}:{row['id']}" for row in told if row["change"] == "gone"}
    assert gone == {key for key in before if older(key)}


def test_of_two_who_write_at_once_the_second_is_asked_and_keeps_what_was_typed(
    lists: Served,
) -> None:
    who = ranked(lists)[0]
    path = keep(lists, "two writers", who)
    first = (("creator", who), ("note", "mine"), ("was.note", ""), ("status", "agreed"),
             ("was.status", ""))  # fmt: skip
    assert send(lists, f"{path}/notes", *first).status == 303
    second = (("creator", who), ("note", "theirs <b>"), ("was.note", ""))
    asked = send(lists, f"{path}/notes", *second)
    assert asked.status == 409
    assert "while you wrote" in asked.text
    assert 'rows="2" maxlength="10000">theirs &lt;b&gt;</textarea>' in asked.text
    assert 'name="was.note" value="mine"' in asked.text
    told = send(lists, f"{path}/notes", *second, **JSON)
    assert (told.status, told.json["stored"]) == (409, {"note": "mine"})
    assert held(lists, path)[who]["note"] == "mine"
    again = send(lists, f"{path}/notes", ("creator", who), ("note", "both"), ("was.note", "mine"),
                 **JSON)  # fmt: skip
    assert (again.status, again.json) == (200, {"saved": 1})
    assert held(lists, path)[who]["note"] == "both"


def test_who_is_taken_off_stays_off_and_comes_back_with_the_note(lists: Served) -> None:
    path = keep(lists, "off and on")
    who = ranked(lists)[1]
    send(lists, f"{path}/notes", ("creator", who), ("note", "too young"))
    assert send(lists, f"{path}/members", ("do", "off"), ("creator", who)).status == 303
    assert send(lists, f"{path}/rerun").status == 303
    assert who not in held(lists, path)
    assert "Taken off" in lists.ask(path).text
    assert send(lists, f"{path}/members", ("do", "add"), ("creator", who)).status == 303
    assert held(lists, path)[who]["note"] == "too young"


def test_weights_are_tried_kept_and_given_back(lists: Served) -> None:
    path = keep(lists, "weighed", *ranked(lists)[:9])
    usual = [*held(lists, path)]
    tried = lists.ask(f"/api{path}?recency=100&relevance=0&frequency=0&focus=0&engagement=0").json
    parts = [row["parts"]["recency"] for row in tried["creators"]]
    assert parts == sorted(parts, reverse=True)
    assert [row["score"] for row in tried["creators"]] == pytest.approx(parts)
    assert tried["brief"]["weights"]["recency"] == 100.0
    assert [*held(lists, path)] == usual  # tried only
    assert send(lists, f"{path}/weights", ("recency", "100"), ("relevance", "0")).status == 303
    assert lists.ask(f"/api{path}").json["weights"]["recency"] == 100.0
    assert send(lists, f"{path}/rerun").status == 303
    kept = lists.ask(f"/api{path}").json
    assert kept["weights"]["relevance"] == 0.0
    assert all(row["parts"]["relevance"] == 0.0 for row in kept["creators"])
    assert send(lists, f"{path}/weights").status == 303
    back = lists.ask(f"/api{path}").json  # of a run without relevance, its share can be had again
    assert max(row["parts"]["relevance"] for row in back["creators"]) > 1.0
    for wrong in ("recency=-1", "recency=101", "recency=nan", "recency=x", "luck=3"):
        assert lists.ask(f"/api{path}?{wrong}").status == 400


def test_two_lists_are_compared(lists: Served) -> None:
    keep(lists, "one of two")
    address = "brief=latte+art&now=2026-06-01"
    send(lists, "/shortlists", ("name", "two of two"), ("address", address), ("who", "first"))
    text = lists.ask("/shortlists/one%20of%20two/changes?with=two+of+two").text
    assert "one of two and two of two" in text
    assert "Nothing changed" not in text
    keep(lists, "one again")
    alike = lists.ask("/shortlists/one%20of%20two/changes?with=one+again").text
    assert "Nothing changed: the same" in alike
    assert lists.ask("/shortlists/one%20of%20two/changes?with=three").status == 400
    assert "was run once only" in lists.ask("/shortlists/one%20of%20two/changes").text


def test_every_format_is_given_at_the_address_of_the_list(lists: Served) -> None:
    who = ranked(lists)[:3]
    path = keep(lists, "all formats.csv", *who)
    send(lists, f"{path}/columns", ("column", "budget"))
    send(lists, f"{path}/notes", ("creator", who[0]), ("note", "=1+1"), ("own.budget", "=2+2"))
    rows = list(csv.DictReader(io.StringIO(lists.ask(f"{path}.csv").text)))
    assert [f"{row['source']}:{row['id']}" for row in rows] == who
    assert rows[0]["notices"].endswith("note: =1+1")
    book = openpyxl.load_workbook(io.BytesIO(lists.ask(f"{path}.xlsx").body))
    assert book["Creators"].max_row == 4
    assert lists.ask(f"{path}.json").json["columns"] == ["budget"]
    assert lists.ask(f"{path}.parquet").body.startswith(b"PAR1")
    assert "<!doctype html>" in lists.ask(f"{path}.html").text.lower()
    assert len(lists.ask(f"{path}.txt").text.splitlines()) == 3
    assert lists.ask(path).headers["Content-Type"].startswith("text/html")
    names = list(csv.DictReader(io.StringIO(lists.ask("/shortlists.csv").text)))
    assert "all formats.csv" in {row["name"] for row in names}
    assert lists.ask("/api/shortlists").json["shortlists"][0]["runs"] >= 1


@pytest.mark.parametrize("name", [*HOSTILE, "a/b/changes", "x.json", "100 % ü ☕ 'q' ?#&", "{x}"])
def test_a_list_may_be_called_anything_one_can_type(lists: Served, name: str) -> None:
    path = keep(lists, name[:100], ranked(lists)[0])
    assert lists.ask(f"/api{path}").json["name"] == name[:100]
    assert lists.ask(path).status == 200
    assert lists.ask(f"{path}/changes").status == 200
    send(lists, f"{path}/columns", ("column", name[:60]))
    page = lists.ask(path).text
    assert len(re.findall(r"<script\b", page)) == 2
    assert 'onerror="' not in page


def test_the_overview_counts_as_the_lists_do_and_reads_of_no_creator(lists: Served) -> None:
    found = ranked(lists)
    first, few = keep(lists, "all of it"), keep(lists, "a few", *found[:3])
    send(lists, f"{first}/members", ("do", "off"), ("creator", found[0]))
    send(lists, f"{first}/members", ("do", "add"), ("creator", found[40]))
    send(lists, f"{few}/notes", ("creator", found[1]), ("status", "agreed"))
    send(lists, f"{first}/rerun")
    with Store.open(database_path(lists.home)) as store:
        sheets = [sheet_of(store, one.name) for one in saved_lists(store)]
        read: list[str] = []
        store.connection.set_trace_callback(read.append)
        heads = heads_of(store)
        store.connection.set_trace_callback(None)
    assert [head.creators for head in heads] == [len(sheet.rows) for sheet in sheets]
    statuses = [Counter(row.status for row in sheet.rows if row.status) for sheet in sheets]
    assert [head.statuses for head in heads] == statuses
    assert [head.made_at for head in heads] == [sheet.found.made_at for sheet in sheets]
    assert sum(map(len, statuses)) > 0
    assert not any("document FROM" in query or "saved_evidence" in query for query in read)
    assert '<span class="flag">1 agreed</span>' in lists.ask("/shortlists").text


def test_a_column_is_renamed_with_what_stands_in_it(lists: Served) -> None:
    (who,) = ranked(lists)[:1]
    path = keep(lists, "columns", who)
    send(lists, f"{path}/columns", ("column", "budget"))
    send(lists, f"{path}/columns", ("column", "gift"))
    send(lists, f"{path}/notes", ("creator", who), ("own.budget", "500"))
    rename = (("do", "rename"), ("column", "budget"))
    assert send(lists, f"{path}/columns", *rename, ("new", "gift")).status == 400
    assert send(lists, f"{path}/columns", *rename, ("new", " ")).status == 400
    assert send(lists, f"{path}/columns", *rename, ("new", "fee  in €")).status == 303
    document = lists.ask(f"{path}.json").json
    assert document["columns"] == ["fee in €", "gift"]
    assert document["creators"][0]["own"] == {"fee in €": "500"}


def test_removing_asks_first(lists: Served) -> None:
    path = keep(lists, "doomed", ranked(lists)[0])
    asked = send(lists, f"{path}/remove")
    assert (asked.status, "Nothing was removed" in asked.text) == (400, True)
    send(lists, f"{path}/columns", ("column", "budget"))
    assert send(lists, f"{path}/columns", ("column", "budget"), ("do", "remove")).status == 400
    assert lists.ask(f"/api{path}").json["columns"] == ["budget"]
    column = (("column", "budget"), ("do", "remove"), ("sure", "remove"))
    assert send(lists, f"{path}/columns", *column).status == 303
    assert send(lists, f"{path}/rename", ("new", "renamed")).headers["Location"] == (
        "/shortlists/renamed?said=renamed"
    )
    assert lists.ask(path).status == 404
    gone = send(lists, "/shortlists/renamed/remove", ("sure", "remove"))
    assert gone.headers["Location"] == "/shortlists"
    assert lists.ask("/api/shortlists/renamed").status == 404
    assert send(lists, "/shortlists/renamed/rerun").status == 400


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "x", "who": "ticked", "address": ADDRESS}, "nobody is ticked"),
        ({"name": " ", "who": "first", "address": ADDRESS}, "a list needs a name"),
        ({"name": "x", "who": "first", "address": ""}, "there is nothing to keep"),
        ({"name": "x", "who": "first", "address": "luck=1"}, "there is no parameter"),
        ({"name": "..", "who": "first", "address": ADDRESS}, "no list can be called"),
    ],
)
def test_what_cannot_be_kept_is_told(lists: Served, fields: dict[str, str], said: str) -> None:
    before = len(lists.ask("/api/shortlists").json["shortlists"])
    answer = send(lists, "/shortlists", *fields.items())
    assert answer.status == 400
    assert answer.says(said)
    assert len(lists.ask("/api/shortlists").json["shortlists"]) == before


def test_nothing_is_written_without_the_token_of_the_page(lists: Served) -> None:
    path = keep(lists, "guarded", ranked(lists)[0])
    for verb in ("notes", "members", "columns", "weights", "rerun", "rename", "remove"):
        answer = lists.ask(f"{path}/{verb}", method="POST", body="sure=remove&new=x", **FORM)
        assert answer.status == 403
    assert lists.ask(f"/api{path}").status == 200


def test_erasing_takes_a_creator_and_the_notes_off_every_list(tmp_path: Path) -> None:
    with fresh(tmp_path) as served:
        who = ranked(served)[0]
        path = keep(served, "erased", who, ranked(served)[1])
        send(served, f"{path}/columns", ("column", "budget"))
        send(served, f"{path}/notes", ("creator", who), ("note", "sixteen oclock"),
             ("own.budget", "a secret sum"))  # fmt: skip
        address = f"/creators/{who.replace(':', '/')}/erase"
        assert send(served, address, ("sure", "erase")).status == 200
        assert who not in held(served, path)
    stored = database_path(tmp_path).read_bytes()
    assert b"sixteen oclock" not in stored
    assert b"a secret sum" not in stored
    with Store.open(database_path(tmp_path)) as store:
        assert [one.name for one in saved_lists(store)] == ["erased"]


def test_the_home_that_has_no_lists_says_how_to_begin_one(tmp_path: Path) -> None:
    with fresh(tmp_path) as served:
        assert "No list is kept yet" in served.ask("/shortlists").text
        assert json.loads(served.ask("/shortlists.json").text) == {"shortlists": []}
