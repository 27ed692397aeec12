"""Words of every script beside the text of a post."""

from __future__ import annotations

import json

from engine.store.databases import Database
from engine.text import tag_words


def m002_words_of_every_script(database: Database) -> None:
    """Write `posts.tag_words` anew where it lacks what other scripts need beside the text."""
    database.execute("CREATE TEMP TABLE rewritten(id INTEGER PRIMARY KEY, tag_words TEXT)")
    read = database.execute("SELECT id, text, hashtags, tag_words FROM posts")
    rewritten = (
        (post_id, words)
        for post_id, text, hashtags, before in read
        if not (text.isascii() and hashtags.isascii())
        and (words := tag_words(text, json.loads(hashtags))) != before
    )
    database.conn.executemany("INSERT INTO temp.rewritten VALUES (?, ?)", rewritten)
    database.execute(
        """UPDATE posts SET tag_words = rewritten.tag_words
            FROM temp.rewritten WHERE rewritten.id = posts.id"""
    )
    database.execute("DROP TABLE temp.rewritten")
