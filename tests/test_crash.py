"""Killed at any moment and run again, every way in comes to what an undisturbed run comes to.

`OVERHEARD_CRASHES` sets how many random deaths each way dies (100); thousands make a good night.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.errors import StoreError
from engine.store import Store
from tests.fakes import NOW, make_page, make_post

N_CRASHES = int(os.environ.get("OVERHEARD_CRASHES", "100"))
ROOT = Path(__file__).parent.parent


def drive(what: str, folder: Path, way: str = "import") -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash_driver", what, str(folder), str(N_CRASHES), way],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("way", ["import", "collect", "listen"])
def test_a_death_at_any_commit_leaves_no_trace(tmp_path: Path, way: str) -> None:
    outcome = drive("sweep", tmp_path, way)
    assert outcome["differences"] == []
    # Twice each: making the database, 8 pages, then 5; of what is imported also 7 commits of
    # vectors, the model's name, the index, then 3 commits of vectors, the index.
    indexing = 2 * (7 + 1 + 1) + 2 * (3 + 1) if way == "import" else 0
    assert outcome["deaths"] >= 2 * (1 + 8) + 2 * 5 + indexing
    oracle = outcome["oracle"]
    assert (oracle["damage"], oracle["doubt"], oracle["pending"]) == ([], None, 0)
    assert len(oracle["tables"]["posts"]) == 75
    assert len(oracle["vectors"]) == len(oracle["tables"]["embeddings"]) == 72
    mentions = oracle["tables"]["mentions"]
    assert (len(mentions), oracle["tables"]["unmatched"]) == (115 if way == "import" else 0, [])


@pytest.mark.parametrize("way", ["import", "collect", "listen"])
def test_deaths_at_random_moments_leave_no_trace(tmp_path: Path, way: str) -> None:
    outcome = drive("random", tmp_path, way)
    assert outcome["differences"] == []
    assert outcome["deaths"] >= N_CRASHES


def test_processes_that_import_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    assert drive("race", tmp_path) == {"statuses": [0, 0, 0], "equal": True, "damage": []}


def test_a_home_that_may_not_be_written_can_be_read_and_says_so(tmp_path: Path) -> None:
    outcome = drive("read_only", tmp_path)
    assert (outcome["status"], outcome["posts"]) == (0, 60)
    assert len(outcome["errors"]) == 2
    for message, hint in outcome["errors"]:
        assert "cannot be" in message
        assert "--home" in hint


def test_a_full_disk_loses_nothing_that_was_committed(store: Store) -> None:
    store.commit_page(make_page(make_post("1"), cursor="p1"), now=NOW, source="m", query="q")
    (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
    store.connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    large = make_page(*(make_post(str(n), "tea " * 5_000) for n in range(2, 9)), cursor="p2")
    with pytest.raises(StoreError, match="disk is full") as caught:
        store.commit_page(large, now=NOW, source="m", query="q")
    assert caught.value.hint is not None
    assert store.summary().posts == 1
    assert store.cursor("m", "q") == "p1"
    assert store.damage() == ()
    store.connection.execute("PRAGMA max_page_count = 1000000")
    assert store.commit_page(large, now=NOW, source="m", query="q").new == 7
    assert store.cursor("m", "q") == "p2"


def test_a_database_in_use_for_too_long_is_named(store: Store) -> None:
    store.connection.execute("BEGIN IMMEDIATE")
    with Store.open(store.path, wait=0.01) as other:
        with pytest.raises(StoreError, match="in use by another process") as caught:
            other.commit_page(make_page(make_post()), now=NOW)
        assert str(store.path) in str(caught.value)
        assert other.summary().posts == 0
    store.connection.execute("ROLLBACK")


def test_a_newer_database_is_refused_and_left_alone(store: Store) -> None:
    store.connection.execute(
        """INSERT INTO _sqlite_migrations(migration_set, name, applied_at)
            VALUES ('overheard', 'm999_from_the_future', '')"""
    )
    for read_only in (False, True):
        with pytest.raises(StoreError, match="m999_from_the_future") as caught:
            Store.open(store.path, read_only=read_only)
        assert "upgrade" in str(caught.value.hint)


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE photos(id)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="something else"):
        Store.open(path)
    with pytest.raises(StoreError, match="something else"):
        Store.open(path, read_only=True)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "overheard.db"
    path.write_text("not a database " * 100)
    with pytest.raises(StoreError, match="not a database") as caught:
        Store.open(path)
    assert str(path) in str(caught.value)


def test_damage_is_an_error_where_it_is_met_and_found_by_a_check(tmp_path: Path) -> None:
    path = tmp_path / "overheard.db"
    with Store.open(path) as store:
        posts = (make_post(str(n), f"tea number {n} " * 20) for n in range(400))
        store.commit_page(make_page(*posts), now=NOW)
        (root,) = store.connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'posts'"
        ).fetchone()
        (size,) = store.connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    with Store.open(path) as store:
        assert store.damage() != ()
        with pytest.raises(StoreError, match="damaged") as caught:
            store.posts([1])
        assert "restore" in str(caught.value.hint)


def test_a_full_text_index_that_lost_its_way_is_found_by_a_check(store: Store) -> None:
    store.commit_page(make_page(make_post("1", "green tea")), now=NOW)
    store.connection.execute(
        """INSERT INTO posts_fts(posts_fts, rowid, text, tag_words)
            VALUES ('delete', 1, 'green tea', '')"""
    )
    (sentence,) = store.damage()
    assert sentence.startswith("the full-text index posts_fts does not agree with its table")


def test_a_missing_database_cannot_be_opened_for_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no database"):
        Store.open(tmp_path / "overheard.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        Store.open(tmp_path / "nowhere" / "overheard.db")
    assert "--home" in str(caught.value.hint)
