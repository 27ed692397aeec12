"""`overheard shortlist` on a small home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engine.cli.test_commands import NOW, Run, home, posts, run

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
    assert run("shortlist", "list").out == "no list is kept yet\n"
