"""The digests that were sent: to whom, when, whether they were taken, and which posts they quoted.

A digest that a channel did not take is tried again together with what came since: it stays one row
until it is taken. Posts that are deleted, and those of erased creators, go from it by themselves.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from engine.store.opened import OpenDatabase
from engine.store.rows import to_microseconds
from engine.vocabulary import CreatorKey, PostId, PostKey

KEPT = 500  # digests
GONE = "not kept: it was about somebody who was erased"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Quoted(NamedTuple):
    """A post that a digest told, for the brand with that key, by whom."""

    post_id: PostId
    brand: str
    handle: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A digest given to the channel called `channel`; `error` says why it was not taken.

    `counts` are the mentions by name of the brand, told or only counted; `bursts` are ready for
    `json.dumps`; `quoted` are the posts told, each with the key of its brand.
    """

    channel: str
    at: datetime
    counts: Mapping[str, int]
    bursts: Sequence[Mapping[str, object]] = ()
    quoted: Sequence[tuple[PostKey, str]] = ()
    error: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A digest that was taken at `last_at`, or waits to be tried again since `first_at`.

    `quoted` are those of its posts that are still here, `told` is how many there were.
    """

    id: int
    channel: str
    first_at: datetime
    last_at: datetime
    tries: int
    is_taken: bool
    error: str | None
    hint: str | None
    counts: Mapping[str, int]
    bursts: Sequence[Mapping[str, Any]] = ()
    told: int = 0
    quoted: Sequence[Quoted] = ()


class Deliveries(OpenDatabase):
    """The part of a store that knows what was told."""

    def put_attempt(self, attempt: Attempt) -> None:
        """Note an attempt: on the digest that waits for its channel, if one does, else anew."""
        with self.noting() as connection:
            row = connection.execute(
                "SELECT id FROM alerts WHERE channel = ? AND NOT taken ORDER BY id DESC LIMIT 1",
                (attempt.channel,),
            ).fetchone()
            number = _begun(connection, attempt) if row is None else int(row[0])
            _put(connection, number, attempt)
            connection.execute(
                """DELETE FROM alerts WHERE id <=
                    (SELECT id FROM alerts ORDER BY id DESC LIMIT 1 OFFSET ?)""",
                (KEPT,),
            )

    def deliveries(self, *, limit: int, before: int | None = None) -> tuple[Delivery, ...]:
        """Return the last digests that were sent, the newest first, those before a number."""
        with self.reading() as connection:
            rows = connection.execute(
                """SELECT id, channel, first_at, last_at, tries, taken, error, hint, told
                    FROM alerts WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2""",
                (before, limit),
            ).fetchall()
            return tuple(_read(connection, row) for row in rows)


def forget(connection: sqlite3.Connection, keys: Sequence[CreatorKey]) -> None:
    """Drop what receivers complained of where a digest quotes these creators: it may quote, too."""
    connection.executemany(
        """UPDATE alerts SET error = ?, hint = NULL WHERE error IS NOT NULL AND id IN (
            SELECT alert FROM alert_posts
                JOIN posts ON posts.id = alert_posts.post_id
                JOIN creators ON creators.id = posts.creator_id
                WHERE creators.source = ? AND creators.native_id = ?)""",
        [(GONE, *key) for key in keys],
    )


def _begun(connection: sqlite3.Connection, attempt: Attempt) -> int:
    at = to_microseconds(attempt.at)
    added = connection.execute(
        """INSERT INTO alerts(channel, first_at, last_at, tries, taken, told)
            VALUES (?, ?, ?, 0, 0, '{}')""",
        (attempt.channel, at, at),
    )
    return int(added.lastrowid or 0)


def _put(connection: sqlite3.Connection, number: int, attempt: Attempt) -> None:
    told = {
        "counts": dict(attempt.counts),
        "bursts": [dict(one) for one in attempt.bursts],
        "told": len(attempt.quoted),
    }
    connection.execute(
        """UPDATE alerts SET last_at = ?, tries = tries + 1, taken = ?, error = ?, hint = ?,
            told = ? WHERE id = ?""",
        (to_microseconds(attempt.at), attempt.error is None, attempt.error, attempt.hint,
         json.dumps(told, ensure_ascii=False), number),
    )  # fmt: skip
    connection.execute("DELETE FROM alert_posts WHERE alert = ?", (number,))
    connection.executemany(
        """INSERT INTO alert_posts(alert, place, brand, post_id)
            SELECT ?, ?, ?, id FROM posts WHERE source = ? AND native_id = ?""",
        [(number, place, brand, *key) for place, (key, brand) in enumerate(attempt.quoted)],
    )


def _read(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Delivery:
    number, channel, first_at, last_at, tries, taken, error, hint, written = row
    told = json.loads(written)
    quoted = connection.execute(
        """SELECT post_id, brand, handle FROM alert_posts
            JOIN posts ON posts.id = post_id JOIN creators ON creators.id = posts.creator_id
            WHERE alert = ? ORDER BY place""",
        (number,),
    )
    return Delivery(
        id=int(number),
        channel=str(channel),
        first_at=_moment(first_at),
        last_at=_moment(last_at),
        tries=int(tries),
        is_taken=bool(taken),
        error=error,
        hint=hint,
        counts=told.get("counts", {}),
        bursts=told.get("bursts", ()),
        told=int(told.get("told", 0)),
        quoted=tuple(Quoted(PostId(post), brand, handle) for post, brand, handle in quoted),
    )


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
