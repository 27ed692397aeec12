"""What people said of posts that cards found."""

from __future__ import annotations

from engine.store.databases import Database


def m010_labels(database: Database) -> None:
    """Make the table of what people said of posts that cards found."""
    database.execute(
        """CREATE TABLE labels(
            brand TEXT NOT NULL, post_id INTEGER NOT NULL REFERENCES posts(id) ON DELETE CASCADE,
            meant INTEGER NOT NULL, at_random INTEGER NOT NULL,
            PRIMARY KEY(brand, post_id)) WITHOUT ROWID"""
    )
    database.execute("CREATE INDEX labels_by_post ON labels(post_id)")
