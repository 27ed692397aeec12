"""What brand cards find in posts."""

from __future__ import annotations

from engine.store.databases import Database


def m006_mentions(database: Database) -> None:
    """Make room for what brand cards find in posts, and for which posts were looked at.

    A card looks at the posts up to `walked`, all where that is NULL, and at those in `unmatched`
    as they come: posts that were added or changed while there were cards. So nothing is kept of
    the posts in which nothing is found, and an import without cards costs what it did.
    """
    for statement in (*_MENTIONS, *_UNMATCHED):
        database.execute(statement)


_MENTIONS = (
    """CREATE TABLE cards(
        id INTEGER PRIMARY KEY, brand TEXT NOT NULL UNIQUE, lexicon TEXT NOT NULL,
        judge TEXT, walked INTEGER)""",
    """CREATE TABLE mentions(
        card INTEGER NOT NULL REFERENCES cards(id) ON DELETE CASCADE,
        post_id INTEGER NOT NULL REFERENCES posts(id) ON DELETE CASCADE,
        spans TEXT NOT NULL, stance TEXT, verdict TEXT NOT NULL, sureness REAL,
        judged INTEGER NOT NULL, found_at INTEGER NOT NULL,
        PRIMARY KEY(card, post_id)) WITHOUT ROWID""",
    "CREATE INDEX mentions_by_post ON mentions(post_id)",
    "CREATE INDEX mentions_unjudged ON mentions(card, post_id) WHERE NOT judged",
)
_QUEUED = """INSERT INTO unmatched(post_id, version) VALUES (new.id, random())
        ON CONFLICT(post_id) DO UPDATE SET version = excluded.version"""
# A random version tells a post that changed while it was looked at from one that did not, even
# where the id of a removed post was given to another.
_UNMATCHED = (
    """CREATE TABLE unmatched(
        post_id INTEGER PRIMARY KEY REFERENCES posts(id) ON DELETE CASCADE,
        version INTEGER NOT NULL)""",
    f"""CREATE TRIGGER unmatched_added AFTER INSERT ON posts
    WHEN EXISTS (SELECT 1 FROM cards) BEGIN {_QUEUED}; END""",  # noqa: S608 - our own words
    f"""CREATE TRIGGER unmatched_edited AFTER UPDATE OF text, hashtags, links, lang ON posts
    WHEN (old.text, old.hashtags, old.links, old.lang)
        IS NOT (new.text, new.hashtags, new.links, new.lang)
        AND EXISTS (SELECT 1 FROM cards) BEGIN {_QUEUED}; END""",  # noqa: S608
)
