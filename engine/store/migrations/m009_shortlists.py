"""Shortlists with a name, and every run of them."""

from __future__ import annotations

from engine.store.databases import Database


def m009_shortlists(database: Database) -> None:
    """Keep named shortlists, every run of them, and notes on their creators.

    Creators and the posts shown for them are rows of their own, so that `erase` and what platforms
    delete take them out of every list; the rest of a run is one JSON document.
    """
    for statement in _SAVED:
        database.execute(statement)


_SAVED = (
    """CREATE TABLE saved_lists(
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, asked TEXT NOT NULL,
        made_at INTEGER NOT NULL)""",
    """CREATE TABLE saved_runs(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        list INTEGER NOT NULL REFERENCES saved_lists(id) ON DELETE CASCADE,
        document TEXT NOT NULL)""",
    """CREATE TABLE saved_candidates(
        run INTEGER NOT NULL REFERENCES saved_runs(id) ON DELETE CASCADE,
        place INTEGER NOT NULL, source TEXT NOT NULL, native_id TEXT NOT NULL,
        document TEXT NOT NULL, PRIMARY KEY(run, place)) WITHOUT ROWID""",
    "CREATE INDEX saved_candidates_by_creator ON saved_candidates(source, native_id)",
    """CREATE TABLE saved_evidence(
        run INTEGER NOT NULL REFERENCES saved_runs(id) ON DELETE CASCADE,
        source TEXT NOT NULL, native_id TEXT NOT NULL, place INTEGER NOT NULL,
        post_id TEXT NOT NULL, document TEXT NOT NULL,
        PRIMARY KEY(run, source, native_id, place)) WITHOUT ROWID""",
    "CREATE INDEX saved_evidence_by_post ON saved_evidence(source, post_id)",
    "CREATE INDEX saved_evidence_by_creator ON saved_evidence(source, native_id)",
    """CREATE TABLE saved_notes(
        list INTEGER NOT NULL REFERENCES saved_lists(id) ON DELETE CASCADE,
        source TEXT NOT NULL, native_id TEXT NOT NULL, note TEXT NOT NULL,
        PRIMARY KEY(list, source, native_id)) WITHOUT ROWID""",
)
