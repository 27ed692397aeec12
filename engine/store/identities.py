"""What the user has decided: which creators are the same person, and which are not."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from engine.store.rows import to_microseconds
from engine.vocabulary import CreatorId


def decide(
    connection: sqlite3.Connection,
    pair: tuple[CreatorId, CreatorId],
    *,
    is_same: bool | None,
    now: datetime,
) -> None:
    """Keep whether two creators are the same person; `None` takes it back. In a transaction."""
    one, other = sorted(pair)
    if is_same is None:
        connection.execute(
            "DELETE FROM identity_decisions WHERE one = ? AND other = ?", (one, other)
        )
        return
    connection.execute(
        "INSERT OR REPLACE INTO identity_decisions VALUES (?, ?, ?, ?)",
        (one, other, is_same, to_microseconds(now)),
    )


def decisions(connection: sqlite3.Connection, creator: CreatorId) -> Mapping[CreatorId, bool]:
    """Return what was decided of a creator and each other one."""
    rows = connection.execute(
        """SELECT iif(one = ?1, other, one), is_same FROM identity_decisions
            WHERE one = ?1 OR other = ?1""",
        (creator,),
    )
    return {CreatorId(id_): bool(is_same) for id_, is_same in rows}
