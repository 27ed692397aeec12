"""Which cards were changed, or taken away and made again, since somebody looked."""

from __future__ import annotations

from engine.store.databases import Database


def m014_versions_of_cards(database: Database) -> None:
    """Give each card a random word that is another whenever what it finds may have changed."""
    database.execute("ALTER TABLE cards ADD COLUMN version INTEGER NOT NULL DEFAULT 0")
