"""A migration is applied whole, together with its record, or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from engine.errors import StoreError
from engine.store import Store, schema
from tests.fakes import NOW, make_page, make_post


def tables(store: Store) -> list[str]:
    rows = store.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return sorted(row[0] for row in rows)


def with_one_more(migration: object) -> Migrations:
    migrations = Migrations("overheard")
    for known in (schema.m001_posts_creators_embeddings, migration):
        migrations()(known)  # type: ignore[type-var]
    return migrations


def m002_half_done(database: Database) -> None:
    database.execute("CREATE TABLE half(id)")
    database.execute("CREATE TABLE posts(id)")  # exists already


def m002_done(database: Database) -> None:
    database.execute("CREATE TABLE whole(id)")


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "overheard.db"
    with Store.open(path) as store:
        store.commit_page(make_page(make_post()), now=NOW)
        before = tables(store)
    with monkeypatch.context() as patched:
        patched.setattr(schema, "migrations", with_one_more(m002_half_done))
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            Store.open(path)
    with Store.open(path) as store:
        assert tables(store) == before
        assert store.summary().posts == 1


def test_an_older_database_is_migrated_when_opened_for_writing_and_keeps_its_posts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "overheard.db"
    with Store.open(path) as store:
        store.commit_page(make_page(make_post()), now=NOW)
        before, database_id = tables(store), store.database_id
    monkeypatch.setattr(schema, "migrations", with_one_more(m002_done))
    monkeypatch.setattr(schema, "_IN_ORDER", (schema.m001_posts_creators_embeddings, m002_done))
    with pytest.raises(StoreError, match="older version"):
        Store.open(path, read_only=True)
    for _ in range(2):
        with Store.open(path) as store:
            assert tables(store) == sorted([*before, "whole"])
            assert store.database_id == database_id
            assert store.posts([1]) == {1: make_post()}
