"""What the database holds: posts and creators by id, counts, spans, and whether it is sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from engine.store import embeddings
from engine.store.rows import (
    CREATOR_COLUMNS,
    POST_COLUMNS,
    from_microseconds,
    id_list,
    to_creator,
    to_microseconds,
    to_post,
)
from engine.vocabulary import (
    CorpusSummary,
    Creator,
    CreatorId,
    CreatorKey,
    Ids,
    Post,
    PostId,
    PostKey,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCounts:
    """How far the posts have come with one model, and when each source was last heard of.

    `posts` = `embedded` + `pending` + `nothing_to_embed`. `fetched_at` is, by source, the newest
    time at which a post was added or changed.
    """

    posts: int
    creators: int
    embedded: int
    pending: int
    nothing_to_embed: int
    fetched_at: Mapping[str, datetime]


_DAY = 86_400_000_000  # microseconds
_WITH_TEXT = "SELECT count(*) FROM posts INDEXED BY posts_narrow WHERE content_hash IS NOT NULL"


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


def summary(connection: sqlite3.Connection) -> CorpusSummary:
    """Return counts, the span of posting times, and posts by source (in order of name)."""
    rows = connection.execute(
        """SELECT source, count(*), min(created_at), max(created_at)
            FROM posts INDEXED BY posts_narrow GROUP BY source ORDER BY source"""
    ).fetchall()
    return CorpusSummary(
        posts=sum(row[1] for row in rows),
        creators=_count(connection, "SELECT count(*) FROM creators"),
        oldest=from_microseconds(min((row[2] for row in rows), default=None)),
        newest=from_microseconds(max((row[3] for row in rows), default=None)),
        by_source={row[0]: row[1] for row in rows},
    )


def only_source(connection: sqlite3.Connection) -> str | None:
    """Return the source that all posts are of, `None` if there are several or no posts."""
    first, last = connection.execute(
        "SELECT (SELECT min(source) FROM posts), (SELECT max(source) FROM posts)"
    ).fetchone()
    return first if first == last else None


def posted_days(connection: sqlite3.Connection, since: datetime) -> Ids:
    """Return the days (since 1970, UTC) from `since` on that posts were written on, ascending."""
    rows = connection.execute(
        f"""SELECT DISTINCT created_at / {_DAY} AS day FROM posts INDEXED BY posts_narrow
            WHERE created_at >= ? ORDER BY day""",  # noqa: S608 - our own number
        (to_microseconds(since),),
    )
    return np.array([day for (day,) in rows], dtype=np.int64)


def posts_by_day(connection: sqlite3.Connection, since: datetime) -> dict[str, dict[int, int]]:
    """Return, by source and day (since 1970, UTC), how many posts were written from `since` on."""
    rows = connection.execute(
        f"""SELECT source, created_at / {_DAY} AS day, count(*) FROM posts INDEXED BY posts_narrow
            WHERE created_at >= ? GROUP BY source, day ORDER BY source, day""",  # noqa: S608 - ours
        (to_microseconds(since),),
    )
    found: dict[str, dict[int, int]] = {}
    for source, day, count in rows:
        found.setdefault(source, {})[day] = count
    return found


def counts(connection: sqlite3.Connection, model_id: str) -> StoreCounts:
    """Return how far the posts have come with the model `model_id`."""
    n_posts = _count(connection, "SELECT count(*) FROM posts")
    to_embed = _count(connection, _WITH_TEXT)
    n_pending = embeddings.n_pending(connection, model_id)
    return StoreCounts(
        posts=n_posts,
        creators=_count(connection, "SELECT count(*) FROM creators"),
        embedded=to_embed - n_pending,
        pending=n_pending,
        nothing_to_embed=n_posts - to_embed,
        fetched_at=_fetched_at(connection),
    )


def _count(connection: sqlite3.Connection, query: str) -> int:
    (count,) = connection.execute(query).fetchone()
    return int(count)


def _fetched_at(connection: sqlite3.Connection) -> dict[str, datetime]:
    rows = connection.execute(
        """SELECT source, max(fetched_at) FROM posts INDEXED BY posts_narrow
            GROUP BY source ORDER BY source"""
    )
    moments = ((source, from_microseconds(newest)) for source, newest in rows)
    return {source: moment for source, moment in moments if moment is not None}


def damage(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return what is wrong with the tables, a sentence each; empty if nothing is."""
    try:
        lines = [row[0] for row in connection.execute("PRAGMA quick_check(20)")]
    except sqlite3.DatabaseError as error:
        lines = [_damage_said_by(error)]
    if lines != ["ok"]:
        return tuple(f"the database says: {line}" for line in lines)
    orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(20)
    return tuple(f"row {row[1]} of {row[0]} refers to a missing row of {row[2]}" for row in orphans)


def full_text_damage(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return which full-text indexes do not agree with their tables; needs the write lock."""
    found = []
    for table in ("posts_fts", "creators_fts"):
        try:
            connection.execute(
                f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            )
        except sqlite3.DatabaseError as error:
            said = _damage_said_by(error)
            found.append(f"the full-text index {table} does not agree with its table ({said})")
    return tuple(found)


def _damage_said_by(error: sqlite3.DatabaseError) -> str:
    """Return the words of an error that means damage; any other is raised again."""
    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
        raise error
    return str(error)
