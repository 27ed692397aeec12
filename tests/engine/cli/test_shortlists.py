"""`overheard shortlist` on a small home."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.engine.cli.small_home import NOW, Run, home, posts, run

__all__ = ["home", "posts", "run"]
pytestmark = pytest.mark.usefixtures("home")


def save(run: Run, name: str = "coffee", brief: str = "espresso") -> None:
    answer = run("shortlist", "save", name, brief, *NOW)
    assert (answer.status, answer.out) == (0, f"{name}: kept 3 creators\n")


def creators(run: Run, name: str = "coffee") -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        run("shortlist", "show", name, "--output", "json").out
    )["creators"]
    return found


def handles(run: Run, name: str = "coffee") -> list[object]:
    return [one["handle"] for one in creators(run, name)]


def test_a_list_is_shown_as_the_search_was(run: Run) -> None:
    save(run)
    searched = run("search", "espresso", *NOW, "--output", "json").out
    assert run("shortlist", "show", "coffee", "--output", "json").out == searched
    assert "coffee" in run("shortlist", "list").out
    assert run("shortlist", "show", "coffee", "--output", "csv").out.startswith("brief_id,brief,")


def test_notes_and_the_status_of_outreach_are_shown(run: Run) -> None:
    save(run)
    note = ("shortlist", "note", "coffee", "@ana", "at the fair", "--status", "contacted", *NOW)
    assert run(*note).out == "@ana: noted\n"
    assert "contacted" in run("outreach", "list").out
    assert run("outreach", "status", "@bo", "agreed", *NOW).status == 0
    notices = {one["handle"]: one.get("notices") for one in creators(run)}
    assert notices == {
        "ana": ["status: contacted", "note: at the fair"],
        "bo": ["status: agreed"],
        "cy": None,
    }
    assert run("shortlist", "note", "coffee", "@ana", "").out == "@ana: note removed\n"
    assert creators(run)[0]["notices"] == ["status: contacted"]


def test_another_run_says_who_is_new_and_by_which_posts(run: Run, tmp_path: Path) -> None:
    save(run)
    line = {
        "source": "mastodon", "id": "90", "text": "Espresso espresso grinder and espresso machine",
        "created_at": "2026-05-30T10:00:00Z", "creator": {"id": "c-di", "handle": "di"},
    }  # fmt: skip
    (tmp_path / "more.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert run("shortlist", "diff", "coffee").status == 2
    assert run("import", "more.jsonl").status == 0
    assert "kept run 2: 1 new, 0 gone" in run("shortlist", "rerun", "coffee", *NOW).out
    told = run("shortlist", "diff", "coffee").out
    assert "new  @di (mastodon)  rank none -> " in told
    assert "+ 2026-05-30 Espresso espresso grinder" in told
    first = json.loads(run("shortlist", "show", "coffee", "--run", "1", "--output", "json").out)
    assert len(first["creators"]) == 3
    assert run("shortlist", "show", "coffee", "--run", "3").status == 2


def test_ages_are_counted_from_the_new_run(run: Run) -> None:
    save_old = ("shortlist", "save", "recent", "espresso", "--since", "25d", *NOW)
    assert run(*save_old).status == 0
    assert run("shortlist", "rerun", "recent", "--now", "2026-06-02").status == 0
    document = json.loads(run("shortlist", "show", "recent", "--output", "json").out)
    assert document["brief"]["where"] == {"since": "2026-05-08T00:00:00Z"}


@pytest.mark.parametrize("suffix", [".json", ".csv", ".xlsx", ".parquet"])
def test_an_export_read_back_is_the_same_list(run: Run, suffix: str) -> None:
    save(run)
    run("shortlist", "note", "coffee", "@ana", "at the fair; call", *NOW)
    assert run("shortlist", "export", "coffee", "--to", f"list{suffix}").status == 0
    assert run("shortlist", "import", f"list{suffix}", "--name", "back").status == 0
    assert run("shortlist", "diff", "coffee", "back", "--output", "json").status == 0
    one, other = creators(run), creators(run, "back")
    for name in ("rank", "source", "id", "handle", "followers", "tier", "parts", "posts_on_topic"):
        assert [row[name] for row in one] == [row[name] for row in other]
    assert [row.get("notices") for row in one] == [row.get("notices") for row in other]
    assert one[0]["notices"] == ["note: at the fair; call"]
    scores, again = ([row["score"] for row in rows] for rows in (one, other))
    assert scores == pytest.approx(again, abs=1e-6)  # parts are written to eight decimals


def test_who_is_erased_leaves_every_run_and_comes_back_by_no_import(run: Run) -> None:
    save(run)
    run("shortlist", "export", "coffee", "--to", "list.json")
    run("shortlist", "note", "coffee", "@ana", "at the fair", *NOW)
    assert run("erase", "@ana", "--yes").status == 0
    assert sorted(map(str, handles(run))) == ["bo", "cy"]
    answer = run("shortlist", "import", "list.json", "--name", "back")
    assert (answer.out, answer.err) == (
        "back: kept 2 creators\n",
        "left out 1 who were erased here\n",
    )
    assert b"at the fair" not in Path("home/overheard.db").read_bytes()


def test_errors_name_the_nearest_list_and_what_to_do(run: Run) -> None:
    assert "there is none yet" in run("shortlist", "show", "coffee").err
    save(run)
    assert "did you mean 'coffee'? there are: coffee" in run("shortlist", "show", "cofee").err
    taken = run("shortlist", "save", "coffee", "tea", *NOW)
    assert (taken.status, "there is a list 'coffee' already" in taken.err) == (2, True)
    assert "did you mean 'ana'?" in run("shortlist", "note", "coffee", "@anna", "x").err
    assert run("shortlist", "remove", "coffee", "--yes").out == "removed coffee\n"
    assert (
        run("shortlist", "list").out
        == "no list is kept yet; keep one: overheard shortlist save NAME BRIEF\n"
    )


def test_a_list_is_worked_on_by_names(run: Run) -> None:
    save(run)
    assert run("shortlist", "column", "coffee", " budget ").status == 0
    note = ("shortlist", "note", "coffee", "@ana", "--set", "budget=300", "--status", "agreed")
    assert run(*note, *NOW).out == "@ana: noted\n"
    assert creators(run)[0]["own"] == {"budget": "300"}
    assert (
        "did you mean 'budget'?"
        in run("shortlist", "note", "coffee", "@bo", "--set", "budgt=1").err
    )
    assert "is no COLUMN=VALUE" in run("shortlist", "note", "coffee", "@bo", "--set", "budget").err
    assert run("shortlist", "drop", "coffee", "@ana").out == "coffee: 1 creator taken off\n"
    assert run("shortlist", "rerun", "coffee", *NOW).status == 0
    assert "ana" not in handles(run)
    assert run("shortlist", "add", "coffee", "@ana", *NOW).out == (
        "coffee: 1 creator put on the list\n"
    )
    assert creators(run)[handles(run).index("ana")]["own"] == {"budget": "300"}
    assert run("shortlist", "note", "coffee", "@ana", "--status", "none").status == 0
    assert "agreed" not in run("outreach", "list").out
    assert run("shortlist", "rename", "coffee", "tea").out == "coffee: is tea now\n"
    removed = run("shortlist", "column", "tea", "budget", "--remove", "--yes")
    assert removed.out == "tea: removed the column budget\n"
    assert all("own" not in row for row in creators(run, "tea"))


def test_whoever_the_brief_does_not_find_can_be_added_and_stays(run: Run) -> None:
    assert run("shortlist", "save", "first", "espresso", "--top", "1", *NOW).status == 0
    (first,) = handles(run, "first")
    other = next(name for name in ("ana", "bo", "cy") if name != first)
    assert run("shortlist", "add", "first", f"@{other}", *NOW).status == 0
    assert run("shortlist", "rerun", "first", *NOW).status == 0
    assert handles(run, "first") == [first, other]
    assert "nobody" in run("shortlist", "add", "first", "@dora", *NOW).err


def test_weights_reorder_without_a_search_and_the_next_run_uses_them(run: Run) -> None:
    save(run)
    said = run("shortlist", "weigh", "coffee", "relevance=0", "recency=50")
    assert said.out.startswith("coffee: relevance 0, frequency ")
    document = json.loads(run("shortlist", "show", "coffee", "--output", "json").out)
    scores = [row["score"] for row in document["creators"]]
    assert scores == sorted(scores, reverse=True)
    assert document["brief"]["weights"]["recency"] == 50.0
    assert all(row["parts"]["relevance"] == 0.0 for row in document["creators"])
    assert any("weighed anew" in label for label in document["labels"])
    assert run("shortlist", "rerun", "coffee", *NOW).status == 0
    again = json.loads(run("shortlist", "show", "coffee", "--output", "json").out)
    assert [row["score"] for row in again["creators"]] == pytest.approx(scores, abs=1e-6)
    assert not any("weighed anew" in label for label in again["labels"])
    assert (
        "no part of the score is called 'luck'" in run("shortlist", "weigh", "coffee", "luck=1").err
    )
    assert "is not from 0 to 100 points" in run("shortlist", "weigh", "coffee", "recency=-3").err
    assert run("shortlist", "weigh", "coffee").status == 0


def test_removing_asks_first(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    save(run)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    answer = run("shortlist", "remove", "coffee")
    assert "remove coffee, 1 run and its notes on 0?" in answer.err
    assert "nothing was removed" in answer.err
    assert handles(run) != []


def test_a_csv_for_excel_begins_with_its_mark_and_is_read_back(run: Run, tmp_path: Path) -> None:
    save(run)
    assert run("shortlist", "export", "coffee", "--to", "list.csv", "--excel").status == 0
    assert (tmp_path / "list.csv").read_bytes().startswith(b"\xef\xbb\xbfbrief_id,")
    assert run("shortlist", "import", "list.csv", "--name", "back").status == 0
    assert handles(run, "back") == handles(run)
    assert run("shortlist", "rerun", "back", *NOW).status == 0
    assert handles(run, "back") == handles(run)
