"""Posts told apart by their form, and without several hashtags."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from engine.store.databases import Database
from engine.text import content_hash, embedding_text
from engine.text.marks import marks_of


def m004_hashtags_apart(database: Database) -> None:
    """Judge every post again: by its form, and by what is left without several hashtags.

    Posts whose embedded text changes are embedded again by the next import or index.
    """
    database.execute("CREATE TEMP TABLE judged(id INTEGER PRIMARY KEY, marks INT, hash BLOB)")
    read = database.execute("SELECT id, text, hashtags, marks, content_hash FROM posts")
    database.conn.executemany("INSERT INTO temp.judged VALUES (?, ?, ?)", _judged_again(read))
    database.execute(
        """UPDATE posts SET marks = judged.marks, content_hash = judged.hash
            FROM temp.judged WHERE judged.id = posts.id"""
    )
    database.execute("DROP TABLE temp.judged")


def _judged_again(posts: Iterable[tuple[int, str, str, int, bytes | None]]) -> Iterator[Any]:
    for post_id, text, listed, before, hash_before in posts:
        hashtags = json.loads(listed)
        marks = int(marks_of(text, hashtags))
        hashed = content_hash(embedding_text(text, hashtags))
        if (marks, hashed) != (before, hash_before):
            yield post_id, marks, hashed
