"""Which posts and creators have certain words or hashtags: the filters that need the database.

What a user types reaches SQLite as a parameter and FTS5 as one quoted phrase, so no character of
it is ever read as an operator. All answers are ascending ids.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np

from engine.vocabulary import Ids

_CREATOR_COLUMNS = frozenset({"handle", "name", "bio", "location"})


def phrase(text: str) -> str:
    """Return the FTS5 expression for the words of `text`, in this order.

    A phrase with nothing searchable in it (punctuation, emoji) is valid and matches nothing.
    """
    speakable = text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")
    return '"' + speakable.replace('"', '""') + '"'


def posts_with_hashtags(connection: sqlite3.Connection, tags: Sequence[str]) -> Ids:
    """Return the posts with any one of `tags`, in any case, with or without `#`."""
    folded = json.dumps([tag.lstrip("#").casefold() for tag in tags])
    return _ids(
        connection.execute(
            """SELECT DISTINCT post_id FROM post_hashtags
                WHERE tag IN (SELECT value FROM json_each(?))""",
            (folded,),
        )
    )


def posts_with_words(connection: sqlite3.Connection, words: str) -> Ids:
    """Return the posts whose text or hashtags hold `words` in order (case, accents, endings)."""
    return _ids(
        connection.execute("SELECT rowid FROM posts_fts WHERE posts_fts MATCH ?", (phrase(words),))
    )


def creators_with_words(
    connection: sqlite3.Connection, words: str, columns: Sequence[str] = ("bio",)
) -> Ids:
    """Return the creators that hold `words` in order in any one of `columns`.

    Raises:
        ValueError: a column is none of handle, name, bio, location.
    """
    if not columns or not _CREATOR_COLUMNS.issuperset(columns):
        raise ValueError(f"{columns} are not all of {sorted(_CREATOR_COLUMNS)}")
    match = f"{{{' '.join(columns)}}} : {phrase(words)}"
    return _ids(
        connection.execute("SELECT rowid FROM creators_fts WHERE creators_fts MATCH ?", (match,))
    )


def _ids(rows: Iterable[tuple[int]]) -> Ids:
    return np.sort(np.fromiter((row[0] for row in rows), dtype=np.int64))
