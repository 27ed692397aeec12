"""Imports are kept as runs, with what was left out and why."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.cli import pastruns
from engine.cli.pastruns import Outcome, keep_import, past_runs
from engine.pipeline import ImportReport
from engine.store import Store, database_path
from tests.engine.cli.small_home import Run, home, posts, run

__all__ = ["home", "posts", "run"]


def status(run: Run, *options: str) -> Any:
    return json.loads(run("status", "--output", "json", *options).out)


def test_an_import_is_kept_with_its_files_and_what_could_not_be_read(
    run: Run, home: Path, tmp_path: Path
) -> None:
    first = (tmp_path / "posts.jsonl").read_text(encoding="utf-8").splitlines()[0]
    broken = "\n".join([first, '{"source": "x"}', "{broken"])
    (tmp_path / "more.jsonl").write_text(broken, encoding="utf-8")
    (tmp_path / "other.bin").write_bytes(bytes(range(256)) * 10)
    run("import", "more.jsonl", "other.bin", str(tmp_path / "posts.jsonl"))
    held = status(run)
    rows = {row["query"]: row for row in held["runs"][:3]}
    assert {row["kind"] for row in held["runs"]} == {"import"}
    assert (held["runs_kept"], len(held["runs"]), held["runs_next"]) == (2, 4, None)
    assert (rows["posts.jsonl"]["posts_read"], rows["posts.jsonl"]["posts_new"]) == (9, 0)
    assert [it["where"] for it in rows["more.jsonl"]["problems"]] == ["line 2", "line 3"]
    assert "no known format" in rows["other.bin"]["error"]
    assert "last import" in run("status").out
    assert [row["query"] for row in status(run, "--runs", "1")["runs"]] == list(rows)
    assert datetime.fromisoformat(held["runs"][0]["at"]) <= datetime.now(UTC)


def test_an_import_of_nothing_makes_no_home(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(bytes(range(256)) * 10)
    assert run("import", "other.bin").status == 2
    assert not (tmp_path / "home").exists()


def report(new: int, **dropped: int) -> ImportReport:
    return ImportReport(
        posts_read=new, posts_new=new, posts_updated=0, posts_unchanged=0, creators=1,
        problems=(), n_problems=1, unmapped={"odd": 2}, dropped=dropped,
    )  # fmt: skip


def test_many_files_are_kept_as_some_and_a_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pastruns, "_FILES", 2)
    outcomes = [
        Outcome(name=f"/a/{i}.csv", report=report(i, repost=i), read_as="csv") for i in range(5)
    ]
    Store.open(database_path(tmp_path)).close()
    keep_import(tmp_path, outcomes)
    with Store.open(database_path(tmp_path), read_only=True) as store:
        found = past_runs(store)
    assert [row["query"] for row in found.rows] == ["0.csv", "1.csv", "3 more files"]
    assert [row["posts_new"] for row in found.rows] == [0, 1, 2 + 3 + 4]
    assert found.rows[-1]["unmapped"] == {"odd": 3 * 2}
    assert found.left_out == {"repost": 1 + 2 + 3 + 4}


def test_what_runs_left_out_is_summed_whether_they_tell_it_by_query_or_not(tmp_path: Path) -> None:
    dropped = {"dropped": {"repost": 3, "a (b) 'c'": 1}}
    with Store.open(database_path(tmp_path)) as store:
        now = datetime.now(UTC)
        by_query = {"at": now.isoformat(), "sources": [{"source": "a", "queries": [dropped] * 2}]}
        whole = {"at": now.isoformat(), "sources": [{"source": "b", **dropped}, {"source": "c"}]}
        store.put_report("collect", by_query, now=now)
        store.put_report("listen", whole, now=now)
        found = past_runs(store, limit=1)
    assert found.left_out == {"repost": 9, "a (b) 'c'": 3}
    assert [row["source"] for row in found.rows] == ["b", "c"]
    with Store.open(database_path(tmp_path), read_only=True) as store:
        rest = past_runs(store, before=found.before)
    assert ([row["source"] for row in rest.rows], rest.before) == (["a", "a"], None)
