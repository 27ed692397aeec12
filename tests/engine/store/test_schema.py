"""A migration is applied whole, together with its record, or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from engine.errors import StoreError
from engine.store import Store, schema
from engine.store.filters import posts_with_words
from engine.vocabulary import Mark
from tests.fakes import NOW, make_page, make_post


def tables(store: Store) -> list[str]:
    rows = store.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return sorted(row[0] for row in rows)


def with_one_more(migration: object) -> Migrations:
    migrations = Migrations("overheard")
    for known in (*schema._IN_ORDER, migration):
        migrations()(known)  # type: ignore[type-var]
    return migrations


def m999_half_done(database: Database) -> None:
    database.execute("CREATE TABLE half(id)")
    database.execute("CREATE TABLE posts(id)")  # exists already


def m999_done(database: Database) -> None:
    database.execute("CREATE TABLE whole(id)")


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "overheard.db"
    with Store.open(path) as store:
        store.commit_page(make_page(make_post()), now=NOW)
        before = tables(store)
    with monkeypatch.context() as patched:
        patched.setattr(schema, "migrations", with_one_more(m999_half_done))
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
    monkeypatch.setattr(schema, "migrations", with_one_more(m999_done))
    monkeypatch.setattr(schema, "_IN_ORDER", (*schema._IN_ORDER, m999_done))
    with pytest.raises(StoreError, match="older version"):
        Store.open(path, read_only=True)
    for _ in range(2):
        with Store.open(path) as store:
            assert tables(store) == sorted([*before, "whole"])
            assert store.database_id == database_id
            assert store.posts([1]) == {1: make_post()}


def test_a_database_from_before_other_scripts_were_cut_finds_their_words(tmp_path: Path) -> None:
    path = tmp_path / "overheard.db"
    said = [
        make_post("1", "我喜欢手冲咖啡"),
        make_post("2", "plain coffee", hashtags=["coffee"]),
        make_post("3", "a tag of another", hashtags=["珈琲店"]),
    ]
    with Store.open(path) as store:
        store.commit_page(make_page(*said), now=NOW)
        query = "SELECT id, tag_words FROM posts ORDER BY id"
        fresh = store.connection.execute(query).fetchall()
        store.connection.execute("UPDATE posts SET tag_words = '' WHERE id = 1")
        store.connection.execute("UPDATE posts SET tag_words = '珈琲店 #珈琲店' WHERE id = 3")
        store.connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm002%'")
        assert posts_with_words(store.connection, "咖啡").tolist() == []
    with Store.open(path) as store:
        assert store.connection.execute(query).fetchall() == fresh
        assert posts_with_words(store.connection, "咖啡").tolist() == [1]
        assert posts_with_words(store.connection, "珈琲").tolist() == [3]
        assert store.damage() == ()


def test_a_database_from_before_posts_were_judged_by_form_is_judged_and_embedded_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "overheard.db"
    said = [
        make_post("1", "a walk in #town #one #two", hashtags=["town", "one", "two"]),
        make_post("2", "plain coffee with a friend"),
    ]
    with Store.open(path) as store:
        store.commit_page(make_page(*said), now=NOW)
        query = "SELECT id, marks, content_hash FROM posts ORDER BY id"
        fresh = store.connection.execute(query).fetchall()
        assert [Mark(marks) for _, marks, _ in fresh] == [Mark.TAGGED, Mark(0)]
        store.connection.execute("UPDATE posts SET marks = 0, content_hash = x'00' WHERE id = 1")
        store.connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm004%'")
    with Store.open(path) as store:
        assert store.connection.execute(query).fetchall() == fresh
