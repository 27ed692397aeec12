"""What was collected when, as it was reported: kept for `status`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.store.rows import to_microseconds

KEPT = 1_000  # of a kind


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
