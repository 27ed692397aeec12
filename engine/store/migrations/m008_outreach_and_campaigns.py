"""Whom we wrote to, and what campaigns cost and sold."""

from __future__ import annotations

from engine.store.databases import Database


def m008_outreach_and_campaigns(database: Database) -> None:
    """Keep whom we wrote to, whom not to write to, and what campaigns cost and sold.

    Creators are named by source and id, so that the books survive a creator who goes and comes
    back; `erase` takes their rows out. Amounts are decimals as text, with their currency.
    """
    for statement in _BOOKS:
        database.execute(statement)


_BOOKS = (
    """CREATE TABLE outreach(
        source TEXT NOT NULL, native_id TEXT NOT NULL, status TEXT NOT NULL,
        note TEXT, changed_at INTEGER NOT NULL, PRIMARY KEY(source, native_id)) WITHOUT ROWID""",
    """CREATE TABLE do_not_contact(
        kind TEXT NOT NULL, entry TEXT NOT NULL, why TEXT, added_at INTEGER NOT NULL,
        PRIMARY KEY(kind, entry)) WITHOUT ROWID""",
    """CREATE TABLE campaigns(
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, starts_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL, currency TEXT NOT NULL, url TEXT,
        hashtags TEXT NOT NULL, mentions TEXT NOT NULL, made_at INTEGER NOT NULL,
        erased INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE campaign_creators(
        campaign INTEGER NOT NULL REFERENCES campaigns(id) ON DELETE CASCADE,
        source TEXT NOT NULL, native_id TEXT NOT NULL,
        fee TEXT, fee_currency TEXT, gift TEXT, gift_currency TEXT,
        code TEXT NOT NULL COLLATE NOCASE, tag TEXT NOT NULL COLLATE NOCASE,
        PRIMARY KEY(campaign, source, native_id),
        UNIQUE(campaign, code), UNIQUE(campaign, tag)) WITHOUT ROWID""",
    """CREATE TABLE campaign_sales(
        campaign INTEGER NOT NULL REFERENCES campaigns(id) ON DELETE CASCADE,
        sale TEXT NOT NULL, kind TEXT NOT NULL,
        code TEXT COLLATE NOCASE, tag TEXT COLLATE NOCASE,
        sold_at INTEGER, amount TEXT, currency TEXT, orders INTEGER, sessions INTEGER,
        PRIMARY KEY(campaign, sale)) WITHOUT ROWID""",
)
