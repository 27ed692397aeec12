"""How much the database holds: posts by source and day, and how far they have come."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from engine.store import embeddings
from engine.store.opened import OpenDatabase
from engine.store.rows import from_microseconds, to_microseconds
from engine.vocabulary import CorpusSummary, Ids

_DAY = 86_400_000_000  # microseconds
_WITH_TEXT = "SELECT count(*) FROM posts INDEXED BY posts_narrow WHERE content_hash IS NOT NULL"


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


class Tallies(OpenDatabase):
    """Counts of one store."""

    def summary(self) -> CorpusSummary:
        """Return counts, the span of posting times, and posts by source."""
        with self.reading() as connection:
            return summary(connection)

    def only_source(self) -> str | None:
        """Return the source that all posts are of, `None` if there are several or no posts."""
        with self.reading() as connection:
            return only_source(connection)

    def posted_days(self, since: datetime) -> Ids:
        """Return the days (since 1970, UTC) from `since` on that posts were written on."""
        with self.reading() as connection:
            return posted_days(connection, since)

    def posts_by_day(self, since: datetime) -> Mapping[str, Mapping[int, int]]:
        """Return, by source and day (since 1970, UTC), the posts written from `since` on."""
        with self.reading() as connection:
            return posts_by_day(connection, since)

    def counts(self, model_id: str) -> StoreCounts:
        """Return how far the posts have come with the model, and the freshness of each source."""
        with self.reading() as connection:
            return counts(connection, model_id)
