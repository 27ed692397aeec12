"""The languages that posts are in."""

from __future__ import annotations

from engine.store.databases import Database


def m003_languages(database: Database) -> None:
    """Make the table of the languages that we find posts to be in."""
    database.execute(
        """CREATE TABLE languages(
            post_id INTEGER PRIMARY KEY REFERENCES posts(id) ON DELETE CASCADE,
            content_hash BLOB NOT NULL, lang TEXT, confidence REAL NOT NULL)"""
    )
