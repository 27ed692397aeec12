"""`overheard community` on a small home."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.engine.cli.small_home import NOW, Run, home, posts, run

__all__ = ["home", "posts", "run"]
pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    file = tmp_path / "customers.csv"
    file.write_text("email,handle\na@mail.example,@ana\nb@mail.example,\n,c@mail.example\n")
    return file


def test_without_a_list_it_is_said_how_to_read_one(run: Run) -> None:
    assert run("community", "list").out == (
        "no list is known yet; read one: overheard community import FILE\n"
    )


def test_a_list_is_imported_shown_and_removed(run: Run, customers: Path) -> None:
    answer = run("community", "import", "customers.csv", "--hashed")
    assert answer.status == 3
    assert answer.out == "customers: 1 new of 1 read; 1 are creators in the corpus\n"
    assert "refused 1 line: no handle, link or id (line 3)" in answer.err
    assert "refused 1 line: an e-mail address, which is not kept (line 4)" in answer.err
    (one,) = json.loads(run("community", "list", "--output", "json").out)
    assert (one["name"], one["members"], one["creators"], one["hashed"]) == (
        "customers", 1, 1, True,
    )  # fmt: skip
    assert "as hashes" in run("community", "list").out
    assert run("community", "remove", "customers").out == "removed customers\n"
    assert json.loads(run("community", "list", "--output", "json").out) == []


def test_a_list_that_is_not_there_is_said_with_those_that_are(run: Run, customers: Path) -> None:
    run("community", "import", "customers.csv")
    answer = run("community", "remove", "clients")
    assert answer.status == 2
    assert "there is no list 'clients'" in answer.err
    assert "there are: customers" in answer.err


def test_a_file_that_is_not_there_makes_no_list(run: Run) -> None:
    answer = run("community", "import", "nothing.csv", *NOW)
    assert answer.status == 2
    assert "cannot be read" in answer.err
    assert json.loads(run("community", "list", "--output", "json").out) == []


def found(run: Run, *options: str) -> dict[str, dict[str, object]]:
    answer = run("search", "espresso", *NOW, "--output", "json", *options)
    assert answer.status == 0, answer.err
    return {row["id"]: row for row in json.loads(answer.out)["creators"]}


def test_a_file_that_names_nobody_makes_no_list_and_says_so(run: Run, tmp_path: Path) -> None:
    for name, text in (("empty.csv", ""), ("mails.csv", "handle\nana@example.org\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        answer = run("community", "import", str(tmp_path / name))
        assert (answer.status, f"{name} names nobody" in answer.err) == (3, True)
    assert json.loads(run("community", "list", "--output", "json").out) == []


def test_members_are_marked_filtered_and_preferred_where_asked(run: Run, customers: Path) -> None:
    before = found(run)
    run("community", "import", "customers.csv")
    marked = found(run)
    assert marked["c-ana"]["community"] == ["customers"]
    assert [row["score"] for row in marked.values()] == [row["score"] for row in before.values()]
    assert [*found(run, "--community", "only")] == ["c-ana"]
    assert {*found(run, "--community", "exclude")} == {*before} - {"c-ana"}
    more = found(run, "--prefer-community", "5")
    assert more["c-ana"]["parts"]["community"] == 5
    assert more["c-ana"]["score"] == pytest.approx(before["c-ana"]["score"] + 5, abs=1e-6)
    assert more["c-bo"]["score"] == before["c-bo"]["score"]
    assert "    in customers" in run("search", "espresso", *NOW).out


def test_settings_prefer_and_doubt_and_a_flag_wins(run: Run, customers: Path) -> None:
    run("community", "import", "customers.csv")
    (customers.parent / "own.toml").write_text("prefer_community = 3\ndoubts = true\n")
    search = ("--config", "own.toml", "search", "espresso", *NOW, "--output", "json")
    (ana,) = (r for r in json.loads(run(*search).out)["creators"] if r["id"] == "c-ana")
    assert ana["parts"]["community"] == 3
    assert ana["parts"]["doubts"] == 0
    by_hand = run(*search, "--no-doubts", "--prefer-community", "0")
    (ana,) = (r for r in json.loads(by_hand.out)["creators"] if r["id"] == "c-ana")
    assert {"community", "doubts"}.isdisjoint(ana["parts"])


def test_every_export_has_the_mark(run: Run, customers: Path) -> None:
    run("community", "import", "customers.csv")
    assert run("search", "espresso", *NOW, "--to", "a.csv", "--to", "a.parquet").status == 0
    rows = csv.DictReader(io.StringIO((customers.parent / "a.csv").read_text("utf-8")))
    assert {row["id"]: row["community"] for row in rows}["c-ana"] == "customers"
    table = pq.read_table(customers.parent / "a.parquet").to_pylist()
    assert {row["id"]: row["community"] for row in table}["c-ana"] == ["customers"]


def test_who_talks_to_our_account_becomes_a_list(run: Run, tmp_path: Path) -> None:
    reply = {
        "source": "mastodon", "id": "900", "text": "how do you do it, @ana?",
        "created_at": "2026-05-20T10:00:00Z", "creator": {"id": "c-bo", "handle": "bo"},
    }  # fmt: skip
    (tmp_path / "more.jsonl").write_text(json.dumps(reply), encoding="utf-8")
    assert run("import", "more.jsonl").status == 0
    answer = run("community", "talking-to", "@ana")
    assert answer.out == "talks to @ana: 1 new of 1 who do\n"
    assert [*found(run, "--community", "only")] == ["c-bo"]
