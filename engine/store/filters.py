"""Which posts and creators have certain words or hashtags: the filters that need the database.

What a user types reaches SQLite as a parameter and FTS5 as one quoted phrase, so no character of
it is ever read as an operator. All answers are ascending ids.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np

from engine.places import names_of, places_in
from engine.text import clean
from engine.text.scripts import beside, holds, written
from engine.vocabulary import Ids

_CREATOR_COLUMNS = frozenset({"handle", "name", "bio", "location"})


def phrase(text: str) -> str:
    """Return the FTS5 expression for the words of `text`, in this order.

    As written, or as `engine.text.scripts` has them beside a post; `#tag` and `@handle` as
    written. A phrase with nothing searchable in it (punctuation, emoji) is valid and matches
    nothing.
    """
    speakable = _speakable(text)
    spelled, is_beginning = ("", False) if text[:1] in ("#", "@") else written(clean(speakable))
    if not spelled:
        return _quoted(speakable)
    return f"({_quoted(speakable)} OR {_quoted(spelled)}{' *' if is_beginning else ''})"


def _speakable(text: str) -> str:
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


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
    match = f"{{{' '.join(columns)}}} : {_quoted(_speakable(words))}"
    found = connection.execute(
        "SELECT rowid FROM creators_fts WHERE creators_fts MATCH ?", (match,)
    ).fetchall()
    return _ids({*found, *_creators_within(connection, words, columns)})


def creators_with_any(
    connection: sqlite3.Connection, texts: Sequence[str], columns: Sequence[str]
) -> Ids:
    """Return the creators that hold any one of `texts`, each as FTS5 has it, in `columns`.

    Raises:
        ValueError: there are no texts, or a column is none of handle, name, bio, location.
    """
    if not texts or not columns or not _CREATOR_COLUMNS.issuperset(columns):
        raise ValueError(f"{columns} are not all of {sorted(_CREATOR_COLUMNS)}, or no {texts}")
    either = " OR ".join(_quoted(_speakable(text)) for text in texts)
    match = f"{{{' '.join(columns)}}} : ({either})"
    return _ids(
        connection.execute("SELECT rowid FROM creators_fts WHERE creators_fts MATCH ?", (match,))
    )


def creators_in(connection: sqlite3.Connection, location: str) -> Ids:
    """Return the creators whose location is in `location`, as `engine.places.names_of` reads it."""
    found = [creators_with_words(connection, part, ("location",)) for part in places_in(location)]
    found.append(creators_with_any(connection, names_of(location), ("location",)))
    return np.unique(np.concatenate(found))


def _creators_within(
    connection: sqlite3.Connection, words: str, columns: Sequence[str]
) -> Iterable[tuple[int]]:
    """Yield the creators that hold `words`, where these are not written as FTS5 has them.

    Profiles have nothing beside them: they are few enough to be read.
    """
    if not beside(clean(words)):
        return
    listed = ", ".join(columns)
    rows = connection.execute(f"SELECT id, {listed} FROM creators")  # noqa: S608 - our own columns
    for number, *texts in rows:
        if any(text and holds(text, words) for text in texts):
            yield (number,)


def _ids(rows: Iterable[tuple[int]]) -> Ids:
    return np.sort(np.fromiter((row[0] for row in rows), dtype=np.int64))
