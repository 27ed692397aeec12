"""What sources that are read again and again need."""

from __future__ import annotations

from engine.store.databases import Database


def m005_live_sources(database: Database) -> None:
    """Make room for opt-outs, for creators who are erased, and for reports of collecting."""
    database.execute("ALTER TABLE creators ADD COLUMN opt_outs TEXT")
    # When the whole profile was last asked for; what comes along with a post may be a part of it.
    database.execute("ALTER TABLE creators ADD COLUMN profiled_at INTEGER")
    # Who was erased is kept as a hash, so that they can be refused without being remembered.
    database.execute(
        "CREATE TABLE erased(key_hash BLOB PRIMARY KEY, erased_at INTEGER NOT NULL) WITHOUT ROWID"
    )
    database.execute(
        """CREATE TABLE reports(
            id INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, kind TEXT NOT NULL,
            report TEXT NOT NULL)"""
    )
