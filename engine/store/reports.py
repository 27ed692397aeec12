"""What was collected and imported when, as it was reported: kept for `status`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from engine.store.rows import to_microseconds

KEPT = 1_000  # of a kind


class KeptReport(NamedTuple):
    """A report, its kind, and its number, which is larger the later it was kept."""

    id: int
    kind: str
    report: Mapping[str, Any]


def put(
    connection: sqlite3.Connection, kind: str, report: Mapping[str, object], *, now: datetime
) -> None:
    """Keep `report`, which is ready for `json.dumps`, and forget those that are too old."""
    connection.execute(
        "INSERT INTO reports(made_at, kind, report) VALUES (?, ?, ?)",
        (to_microseconds(now), kind, json.dumps(report, ensure_ascii=False)),
    )
    connection.execute(
        """DELETE FROM reports WHERE kind = ?1 AND id <=
            (SELECT id FROM reports WHERE kind = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)""",
        (kind, KEPT),
    )


def last(connection: sqlite3.Connection, kind: str, limit: int) -> tuple[Mapping[str, Any], ...]:
    """Return the last reports of a kind, the newest first."""
    rows = connection.execute(
        "SELECT report FROM reports WHERE kind = ? ORDER BY id DESC LIMIT ?", (kind, limit)
    )
    return tuple(json.loads(report) for (report,) in rows)


def before(
    connection: sqlite3.Connection, number: int | None, *, limit: int | None
) -> tuple[KeptReport, ...]:
    """Return the reports of all kinds kept before `number`, the newest first; all if None."""
    rows = connection.execute(
        """SELECT id, kind, report FROM reports WHERE ?1 IS NULL OR id < ?1
            ORDER BY id DESC LIMIT ?2""",
        (number, -1 if limit is None else limit),
    )
    return tuple(KeptReport(id_, kind, json.loads(report)) for id_, kind, report in rows)


def count(connection: sqlite3.Connection) -> int:
    """Return how many reports of all kinds are kept."""
    (found,) = connection.execute("SELECT count(*) FROM reports").fetchone()
    return int(found)


def left_out(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many posts the runs that are kept left out on purpose, by reason, most first."""
    rows = connection.execute(
        """WITH sources AS (SELECT one.value AS source FROM reports, json_each(report, '$.sources')
                AS one),
            parts AS (SELECT query.value AS part FROM sources, json_each(source, '$.queries')
                AS query
                UNION ALL SELECT source FROM sources
                WHERE json_type(source, '$.queries') IS NULL)
        SELECT reason.key, sum(reason.value) AS posts
            FROM parts, json_each(part, '$.dropped') AS reason GROUP BY 1 ORDER BY posts DESC, 1"""
    )
    return {str(reason): int(posts) for reason, posts in rows}
