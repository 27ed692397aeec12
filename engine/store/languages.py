"""The language each post was found to be in, kept beside the platform's tag, never over it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.store.opened import OpenDatabase
from engine.vocabulary import PostId


@dataclass(frozen=True, slots=True, kw_only=True)
class UndetectedPost:
    """A post of whose text, as it is now, the language was not looked for."""

    post_id: PostId
    text: str
    content_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLanguage:
    """The language of a post's text; `None` if it is too short. `confidence` is in 0 … 1."""

    post_id: PostId
    content_hash: bytes
    lang: str | None
    confidence: float


_PENDING = """
    FROM posts INDEXED BY posts_narrow
    WHERE posts.content_hash IS NOT NULL AND posts.id > :after AND NOT EXISTS (
        SELECT 1 FROM languages
        WHERE languages.post_id = posts.id AND languages.content_hash = posts.content_hash)
"""
_PENDING_POSTS = f"""
    SELECT wanted.id, posts.text, posts.content_hash
    FROM (SELECT posts.id {_PENDING} ORDER BY posts.id LIMIT :limit) AS wanted
    JOIN posts ON posts.id = wanted.id ORDER BY wanted.id
"""  # noqa: S608 - our own words, never input


def pending(connection: sqlite3.Connection, *, limit: int, after: int) -> list[UndetectedPost]:
    """Return at most `limit` posts without a language with ids above `after`, ascending."""
    rows = connection.execute(_PENDING_POSTS, {"after": after, "limit": limit})
    return [
        UndetectedPost(post_id=PostId(post_id), text=text, content_hash=content_hash)
        for post_id, text, content_hash in rows
    ]


def n_pending(connection: sqlite3.Connection) -> int:
    """Return how many posts are left to be looked at."""
    (count,) = connection.execute(f"SELECT count(*) {_PENDING}", {"after": 0}).fetchone()
    return int(count)


def put(connection: sqlite3.Connection, rows: Sequence[PostLanguage]) -> None:
    """Keep `rows`, each in place of an older one of the same post."""
    connection.executemany(
        """INSERT OR REPLACE INTO languages(post_id, content_hash, lang, confidence)
            VALUES (?, ?, ?, ?)""",
        [(row.post_id, row.content_hash, row.lang, row.confidence) for row in rows],
    )


def counts(connection: sqlite3.Connection, sure: float) -> Mapping[str | None, int]:
    """Return how many posts were found in each language with confidence `sure`, most first.

    Under `None` those of which nothing is as sure.
    """
    rows = connection.execute(
        """SELECT iif(confidence >= ?, lang, NULL) AS found, count(*) FROM languages
            GROUP BY found ORDER BY count(*) DESC, found""",
        (sure,),
    )
    return dict(rows.fetchall())


class Languages(OpenDatabase):
    """The languages of the posts of one store."""

    def pending_languages(self, limit: int, *, after: int = 0) -> Sequence[UndetectedPost]:
        """Return at most `limit` posts, by ascending id above `after`, that lack a language."""
        with self.reading() as connection:
            return pending(connection, limit=limit, after=after)

    def n_pending_languages(self) -> int:
        """Return how many posts lack a language."""
        with self.reading() as connection:
            return n_pending(connection)

    def put_languages(self, rows: Sequence[PostLanguage]) -> None:
        """Keep the languages of posts, each in place of an older one."""
        with self._writing() as connection:
            put(connection, rows)

    def language_counts(self, sure: float) -> Mapping[str | None, int]:
        """Return how many posts are in each language with confidence `sure`; `None`: not sure."""
        with self.reading() as connection:
            return counts(connection, sure)
