"""Which creators' profiles are not known, or not anew: what is left for a source to look up."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from engine.store.rows import to_microseconds

# A profile that came along with posts is whole where it says how many followers there are.
_KNOWN_AT = "coalesce(profiled_at, iif(followers IS NOT NULL, measured_at, NULL), 0)"


def stale(
    connection: sqlite3.Connection, source: str, *, before: datetime, limit: int
) -> tuple[str, ...]:
    """Return at most `limit` native ids of `source` not known since `before`, the oldest first."""
    rows = connection.execute(
        f"""SELECT native_id FROM creators WHERE source = ? AND {_KNOWN_AT} < ?
            ORDER BY {_KNOWN_AT}, id LIMIT ?""",  # noqa: S608 - our own columns
        (source, to_microseconds(before), limit),
    )
    return tuple(native_id for (native_id,) in rows)


def mark(
    connection: sqlite3.Connection, source: str, native_ids: Sequence[str], *, now: datetime
) -> None:
    """Note that these creators were looked up `now`, whatever was found."""
    connection.executemany(
        "UPDATE creators SET profiled_at = ? WHERE source = ? AND native_id = ?",
        [(to_microseconds(now), source, native_id) for native_id in native_ids],
    )
