"""Which mentions are still to be judged, by what, and what the judge said."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.store.mentions import spans_of
from engine.store.opened import OpenDatabase
from engine.vocabulary import CreatorId, Ids, PostId, PostKey, Span, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A post in which a card found something, and it is not known yet how that is meant."""

    post_id: PostId
    creator_id: CreatorId
    text: str
    source: str
    lang: str | None
    spans: tuple[Span, ...]
    has_words: bool  # something to embed


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How the mentions of a brand in a post are meant; `sureness` is in [0, 1], None by rule.

    `is_draw` says whether the post is a prize draw; None: not told, its mark goes for it.
    """

    post_id: PostId
    verdict: Verdict
    sureness: float | None = None
    is_draw: bool | None = None


_UNJUDGED = """
    SELECT posts.id, posts.creator_id, posts.text, posts.source, posts.lang, mentions.spans,
        posts.content_hash IS NOT NULL
    FROM mentions INDEXED BY mentions_unjudged JOIN posts ON posts.id = mentions.post_id
    WHERE mentions.card = (SELECT id FROM cards WHERE brand = ?)
    AND mentions.post_id > ? AND NOT mentions.judged
    ORDER BY mentions.post_id LIMIT ?
"""
_SIBLINGS = """
    SELECT creator_id, id, substr(content_hash, 1, 8) FROM posts
    WHERE content_hash IS NOT NULL AND creator_id IN (
        SELECT posts.creator_id FROM mentions INDEXED BY mentions_unjudged
        JOIN posts ON posts.id = mentions.post_id WHERE NOT mentions.judged)
"""


_ALIKE = """
    SELECT posts.id, posts.id = it.id FROM posts AS it
    JOIN mentions ON mentions.card = (SELECT id FROM cards WHERE brand = ?3)
    JOIN posts ON posts.id = mentions.post_id
    WHERE it.source = ?1 AND it.native_id = ?2
    AND posts.content_hash IS it.content_hash AND posts.text = it.text
    ORDER BY posts.id != it.id, posts.id
"""
_AT = """
    SELECT posts.source, posts.native_id FROM mentions JOIN posts ON posts.id = mentions.post_id
    WHERE mentions.card = (SELECT id FROM cards WHERE brand = ?) AND posts.url = ?
    ORDER BY posts.id LIMIT 1
"""
_FOUND = """
    SELECT posts.id, posts.creator_id, posts.text, posts.source, posts.lang, mentions.spans,
        posts.content_hash IS NOT NULL
    FROM mentions JOIN posts ON posts.id = mentions.post_id
    WHERE mentions.card = (SELECT id FROM cards WHERE brand = ?)
    AND mentions.post_id IN (SELECT value FROM json_each(?)) ORDER BY mentions.post_id
"""


def found_in(connection: sqlite3.Connection, brand: str, post_ids: Sequence[int]) -> list[Unjudged]:
    """Return those of `post_ids` in which the card of `brand` found something, judged or not."""
    return _rows(brand, connection.execute(_FOUND, (brand, json.dumps([*map(int, post_ids)]))))


def alike(connection: sqlite3.Connection, brand: str, key: PostKey) -> list[PostId]:
    """Return the posts with the text of `key` in which the card of `brand` found something.

    The post itself is the first; none if the card found nothing in it.
    """
    rows = connection.execute(_ALIKE, (key.source, key.native_id, brand)).fetchall()
    ids = [PostId(post_id) for post_id, _ in rows]
    return ids if any(is_it for _, is_it in rows) else []


def wait(connection: sqlite3.Connection, brand: str, post_ids: Sequence[int]) -> None:
    """Let the mentions of `brand` in `post_ids` be judged anew; till then they stay as they are."""
    connection.executemany(
        """UPDATE mentions SET judged = 0
            WHERE card = (SELECT id FROM cards WHERE brand = ?) AND post_id = ?""",
        [(brand, post_id) for post_id in post_ids],
    )


def set_judge(connection: sqlite3.Connection, brand: str, judge: str) -> None:
    """Let the mentions of `brand` be judged anew if they were by another judge than `judge`.

    Until they are, they keep the verdict they have.
    """
    changed = connection.execute(
        "UPDATE cards SET judge = ? WHERE brand = ? AND judge IS NOT ?", (judge, brand, judge)
    ).rowcount
    if changed:
        connection.execute(
            "UPDATE mentions SET judged = 0 WHERE card = (SELECT id FROM cards WHERE brand = ?)",
            (brand,),
        )


def unjudged(
    connection: sqlite3.Connection, brand: str, *, limit: int, after: int
) -> list[Unjudged]:
    """Return at most `limit` posts to be judged for `brand`, by ascending id above `after`."""
    return _rows(brand, connection.execute(_UNJUDGED, (brand, after, limit)))


def _rows(
    brand: str, rows: Iterable[tuple[int, int, str, str, str | None, str, int]]
) -> list[Unjudged]:
    return [
        Unjudged(
            post_id=PostId(post_id),
            creator_id=CreatorId(creator_id),
            text=text,
            source=source,
            lang=lang,
            spans=spans_of(brand, spans),
            has_words=bool(has_words),
        )
        for post_id, creator_id, text, source, lang, spans, has_words in rows
    ]


def put_verdicts(connection: sqlite3.Connection, brand: str, rows: Sequence[Judged]) -> None:
    """Keep how the mentions of `brand` are meant; a post without one is passed over."""
    connection.executemany(
        """UPDATE mentions SET verdict = ?, sureness = ?, is_draw = ?, judged = 1
            WHERE card = (SELECT id FROM cards WHERE brand = ?) AND post_id = ?""",
        [(row.verdict, row.sureness, row.is_draw, brand, row.post_id) for row in rows],
    )


def siblings(connection: sqlite3.Connection) -> tuple[Ids, Ids]:
    """Return the creators of posts that are to be judged, and a post of theirs with each.

    Both (n,), by creator; those of one creator in the order of a hash of their text, which is as
    good as any and depends on nothing else. Of equal texts the post with the least id is there.
    Reads all posts once.
    """
    rows = connection.execute(_SIBLINGS).fetchall()
    creators = np.array([row[0] for row in rows], dtype=np.int64)
    posts = np.array([row[1] for row in rows], dtype=np.int64)
    keys = np.frombuffer(b"".join(row[2] for row in rows), dtype="<i8")
    order = np.lexsort((posts, keys, creators))
    creators, posts, keys = creators[order], posts[order], keys[order]
    is_first = np.ones(len(rows), dtype=np.bool_)
    is_first[1:] = (np.diff(creators) != 0) | (np.diff(keys) != 0)
    return creators[is_first], posts[is_first]


class Judgements(OpenDatabase):
    """How the mentions of one store are meant, and which are still to be judged."""

    def set_judge(self, brand: str, judge: str) -> None:
        """Let the mentions of `brand` be judged anew if they were not by `judge`, a word."""
        with self._writing(renames=False) as connection:
            set_judge(connection, brand, judge)

    def unjudged(self, brand: str, limit: int, *, after: int = 0) -> Sequence[Unjudged]:
        """Return at most `limit` posts to be judged, by ascending id above `after`."""
        with self.reading() as connection:
            return unjudged(connection, brand, limit=limit, after=after)

    def found_in(self, brand: str, post_ids: Sequence[int]) -> Sequence[Unjudged]:
        """Return those of `post_ids` in which the card of `brand` found something, by id."""
        with self.reading() as connection:
            return found_in(connection, brand, post_ids)

    def posts_alike(self, brand: str, key: PostKey) -> Sequence[PostId]:
        """Return the posts with the text of `key`, itself first, in which the card found something.

        None if it found nothing in that post.
        """
        with self.reading() as connection:
            return alike(connection, brand, key)

    def post_at(self, brand: str, url: str) -> PostKey | None:
        """Return the post at `url` in which the card of `brand` found something, if there is."""
        with self.reading() as connection:
            row = connection.execute(_AT, (brand, url)).fetchone()
        return PostKey(*row) if row else None

    def let_wait(self, brand: str, post_ids: Sequence[PostId]) -> None:
        """Let the mentions of `brand` in `post_ids` be judged anew."""
        with self._writing(renames=False) as connection:
            wait(connection, brand, post_ids)

    def put_verdicts(self, brand: str, rows: Sequence[Judged]) -> None:
        """Keep how the mentions of `brand` are meant."""
        with self._writing(renames=False) as connection:
            put_verdicts(connection, brand, rows)

    def siblings(self) -> tuple[Ids, Ids]:
        """Return the creators of posts to be judged, and with each a post of theirs; by creator."""
        with self.reading() as connection:
            return siblings(connection)
