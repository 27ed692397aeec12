"""What profiles measured over time: a row for each day on which a number of theirs had changed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """The numbers of a profile at `measured_at`; of several in a day, the last."""

    measured_at: datetime
    followers: int | None
    following: int | None
    posts: int | None


def measurements(connection: sqlite3.Connection, creator: int) -> tuple[Measurement, ...]:
    """Return what was measured of a creator, the oldest first, on at most 400 days."""
    rows = connection.execute(
        """SELECT measured_at, followers, following, posts FROM profile_measurements
            WHERE creator_id = ? ORDER BY day""",
        (creator,),
    )
    return tuple(
        Measurement(
            measured_at=_EPOCH + timedelta(microseconds=measured_at),
            followers=followers,
            following=following,
            posts=posts,
        )
        for measured_at, followers, following, posts in rows
    )
