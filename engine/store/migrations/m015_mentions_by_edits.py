"""Which mentions came into a post that was there before, because its words were changed."""

from __future__ import annotations

from engine.store.databases import Database


def m015_mentions_by_edits(database: Database) -> None:
    """Note why a post waits to be looked at, and of a mention whether an edit brought it.

    `why` is added, edited or shared: another card changed what is said of the post. A post that is
    edited before anybody looked at it was just added.
    """
    database.execute("ALTER TABLE unmatched ADD COLUMN why TEXT NOT NULL DEFAULT 'added'")
    database.execute("ALTER TABLE mentions ADD COLUMN by_edit INTEGER NOT NULL DEFAULT 0")
    database.execute("DROP TRIGGER unmatched_edited")
    database.execute(
        """CREATE TRIGGER unmatched_edited AFTER UPDATE OF text, hashtags, links, lang ON posts
        WHEN (old.text, old.hashtags, old.links, old.lang)
            IS NOT (new.text, new.hashtags, new.links, new.lang)
            AND EXISTS (SELECT 1 FROM cards) BEGIN
        INSERT INTO unmatched(post_id, version, why) VALUES (new.id, random(), 'edited')
            ON CONFLICT(post_id) DO UPDATE SET version = excluded.version,
                why = iif(why = 'added', why, excluded.why);
        END"""
    )
