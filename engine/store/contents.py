"""The posts and creators of the database, by id, by key and by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from engine.store.opened import OpenDatabase
from engine.store.rows import (
    CREATOR_COLUMNS,
    POST_COLUMNS,
    id_list,
    to_creator,
    to_microseconds,
    to_post,
)
from engine.vocabulary import Creator, CreatorId, CreatorKey, Post, PostId, PostKey


def posts(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[PostId, Post]:
    """Return those of the posts `ids` that exist."""
    rows = connection.execute(
        f"""SELECT {POST_COLUMNS} FROM json_each(?) AS wanted
            JOIN posts ON posts.id = wanted.value
            JOIN creators ON creators.id = posts.creator_id""",  # noqa: S608 - our own columns
        (id_list(ids),),
    )
    return {PostId(row[0]): to_post(row) for row in rows}


def posts_by(
    connection: sqlite3.Connection, creators: Iterable[int], since: int | None, until: int | None
) -> dict[CreatorId, list[Post]]:
    """Return the posts of each of `creators` from `since` to before `until`, oldest first.

    Times are microseconds since 1970, None for no bound. Reads all posts once.
    """
    rows = connection.execute(
        f"""SELECT posts.creator_id, {POST_COLUMNS} FROM posts
            JOIN creators ON creators.id = posts.creator_id
            WHERE posts.creator_id IN (SELECT value FROM json_each(?))
                AND (? IS NULL OR posts.created_at >= ?) AND (? IS NULL OR posts.created_at < ?)
            ORDER BY posts.created_at, posts.id""",  # noqa: S608 - our own columns
        (id_list(creators), since, since, until, until),
    )
    found: dict[CreatorId, list[Post]] = {}
    for creator_id, *row in rows:
        found.setdefault(CreatorId(creator_id), []).append(to_post(tuple(row)))
    return found


def creators(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[CreatorId, Creator]:
    """Return those of the creators `ids` that exist."""
    rows = connection.execute(
        f"""SELECT {CREATOR_COLUMNS} FROM json_each(?) AS wanted
            JOIN creators ON creators.id = wanted.value""",  # noqa: S608 - our own columns
        (id_list(ids),),
    )
    return {CreatorId(row[0]): to_creator(row) for row in rows}


def creators_by_handle(connection: sqlite3.Connection, handle: str) -> tuple[CreatorId, ...]:
    """Return the creators called `handle`, with or without `@`, in any (ASCII) case, by id."""
    name = handle.removeprefix("@")
    rows = connection.execute(
        "SELECT id FROM creators WHERE handle COLLATE NOCASE IN (?, ?) ORDER BY id",
        (name, f"@{name}"),
    )
    return tuple(CreatorId(row[0]) for row in rows)


def posts_by_keys(connection: sqlite3.Connection, keys: Iterable[PostKey]) -> list[Post]:
    """Return those of the posts `keys` that exist, in that order."""
    query = f"""SELECT {POST_COLUMNS} FROM posts
        JOIN creators ON creators.id = posts.creator_id
        WHERE posts.source = ? AND posts.native_id = ?"""  # noqa: S608 - our own columns
    rows = (connection.execute(query, tuple(key)).fetchone() for key in keys)
    return [to_post(row) for row in rows if row is not None]


def creator_by_key(connection: sqlite3.Connection, key: CreatorKey) -> CreatorId | None:
    """Return the creator with this identity, `None` if there is none."""
    row = connection.execute(
        "SELECT id FROM creators WHERE source = ? AND native_id = ?", key
    ).fetchone()
    return None if row is None else CreatorId(row[0])


class Contents(OpenDatabase):
    """The posts and creators of one store."""

    def posts(self, ids: Iterable[int]) -> Mapping[PostId, Post]:
        """Return those of the posts `ids` (any number) that exist."""
        with self.reading() as connection:
            return posts(connection, ids)

    def posts_by_keys(self, keys: Iterable[PostKey]) -> Sequence[Post]:
        """Return those of the posts `keys` that exist, in that order."""
        with self.reading() as connection:
            return posts_by_keys(connection, keys)

    def posts_by(
        self,
        creators: Iterable[int],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Mapping[CreatorId, Sequence[Post]]:
        """Return the posts of each of `creators` from `since` to before `until`, oldest first."""
        bounds = [None if when is None else to_microseconds(when) for when in (since, until)]
        with self.reading() as connection:
            return posts_by(connection, creators, *bounds)

    def creators(self, ids: Iterable[int]) -> Mapping[CreatorId, Creator]:
        """Return those of the creators `ids` (any number) that exist."""
        with self.reading() as connection:
            return creators(connection, ids)

    def creators_by_handle(self, handle: str) -> Sequence[CreatorId]:
        """Return the creators called `handle`, with or without `@`, in any (ASCII) case, by id."""
        with self.reading() as connection:
            return creators_by_handle(connection, handle)

    def creator_by_key(self, key: CreatorKey) -> CreatorId | None:
        """Return the creator with this identity, `None` if there is none."""
        with self.reading() as connection:
            return creator_by_key(connection, key)

    def last_post_id(self) -> int:
        """Return the largest id of a post, 0 if there is none; new posts have larger ones."""
        with self.reading() as connection:
            (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM posts").fetchone()
        return int(last)
