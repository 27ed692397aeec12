"""Whom people put on a list, and columns of their own."""

from __future__ import annotations

from engine.store.databases import Database


def m011_worksheets(database: Database) -> None:
    """Keep whom people put on a list or took off it, and columns of their own.

    A run that is a pick holds who was put on a list from elsewhere, as they were found there.
    Whoever was noted on before is on the list for good.
    """
    for statement in _WORKSHEETS:
        database.execute(statement)


_WORKSHEETS = (
    "ALTER TABLE saved_runs ADD COLUMN is_pick INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE saved_members(
        list INTEGER NOT NULL REFERENCES saved_lists(id) ON DELETE CASCADE,
        source TEXT NOT NULL, native_id TEXT NOT NULL, is_on INTEGER NOT NULL,
        PRIMARY KEY(list, source, native_id)) WITHOUT ROWID""",
    """INSERT INTO saved_members(list, source, native_id, is_on)
        SELECT list, source, native_id, 1 FROM saved_notes""",
    """CREATE TABLE saved_columns(
        id INTEGER PRIMARY KEY,
        list INTEGER NOT NULL REFERENCES saved_lists(id) ON DELETE CASCADE,
        name TEXT NOT NULL, UNIQUE(list, name))""",
    """CREATE TABLE saved_cells(
        column_id INTEGER NOT NULL REFERENCES saved_columns(id) ON DELETE CASCADE,
        source TEXT NOT NULL, native_id TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY(column_id, source, native_id)) WITHOUT ROWID""",
    "CREATE INDEX saved_cells_by_creator ON saved_cells(source, native_id)",
)
