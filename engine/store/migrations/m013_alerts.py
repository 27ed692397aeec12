"""What was told of brands, to whom, and whether it was taken."""

from __future__ import annotations

from engine.store.databases import Database


def m013_alerts(database: Database) -> None:
    """Make the tables of digests, and of the posts each quoted: a post that goes leaves them.

    A row of `alerts` is tried until it is taken. `told` is JSON: counts of mentions and bursts.
    """
    database.execute(
        """CREATE TABLE alerts(
            id INTEGER PRIMARY KEY, channel TEXT NOT NULL,
            first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, tries INTEGER NOT NULL,
            taken INTEGER NOT NULL, error TEXT, hint TEXT, told TEXT NOT NULL)"""
    )
    database.execute(
        """CREATE TABLE alert_posts(
            alert INTEGER NOT NULL REFERENCES alerts(id) ON DELETE CASCADE,
            place INTEGER NOT NULL, brand TEXT NOT NULL,
            post_id INTEGER NOT NULL REFERENCES posts(id) ON DELETE CASCADE,
            PRIMARY KEY(alert, place)) WITHOUT ROWID"""
    )
    database.execute("CREATE INDEX alert_posts_by_post ON alert_posts(post_id)")
