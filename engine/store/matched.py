"""Which posts were held against which brand cards, and what was found in them.

A card that is new or whose words changed walks through all posts by id; posts that are added or
changed meanwhile or later wait in `unmatched` for all cards. What a batch of posts gave, and that
it was looked at, are one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from engine.store.opened import OpenDatabase
from engine.store.rows import id_list, to_microseconds, to_words
from engine.text.languages import SURE, language
from engine.vocabulary import Passage, PostId, Span, Stance, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Posts to be held against the cards of `brands`, each with what matching looks at of it.

    `versions` are of posts that waited for all cards, in the order of `posts`, and `edited` are
    those of them that had been looked at and were edited; without, the cards walk, from above
    `after` to the last of the posts, or to the end if `is_last`.
    """

    brands: tuple[str, ...]
    posts: Mapping[PostId, Passage]
    versions: tuple[int, ...] | None = None
    after: int = 0
    is_last: bool = False
    edited: frozenset[PostId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What one card found in one post: `spans` in the order of the text, at least one."""

    post_id: PostId
    brand: str
    spans: tuple[Span, ...]
    stance: Stance | None = None


_Pair: TypeAlias = tuple[int, int]  # ids of card and post
_Found: TypeAlias = tuple[str, str | None]  # spans as they are kept, and the stance

_PASSAGES = """SELECT posts.id, posts.text, posts.source, posts.lang, posts.hashtags, posts.links,
    languages.lang, languages.confidence, languages.content_hash IS posts.content_hash"""
_WAITING = f"""{_PASSAGES}, unmatched.why = 'edited', unmatched.version
    FROM (SELECT * FROM unmatched ORDER BY post_id LIMIT ?) AS unmatched
    JOIN posts ON posts.id = unmatched.post_id LEFT JOIN languages ON languages.post_id = posts.id
    ORDER BY posts.id"""  # noqa: S608 - our own words, never input
_WALKED = f"""{_PASSAGES} FROM posts LEFT JOIN languages ON languages.post_id = posts.id
    WHERE posts.id > ? ORDER BY posts.id LIMIT ?"""
_PUT = """
    INSERT INTO mentions(card, post_id, spans, stance, verdict, judged, found_at, by_edit)
    SELECT :card, :post, :spans, :stance, :verdict, 0, :now, :by_edit
    WHERE EXISTS (SELECT 1 FROM posts WHERE id = :post)
    ON CONFLICT(card, post_id) DO UPDATE SET
        spans = excluded.spans, stance = excluded.stance,
        verdict = excluded.verdict, sureness = NULL, is_draw = NULL, judged = 0
"""


def sync_cards(connection: sqlite3.Connection, lexicons: Mapping[str, str]) -> None:
    """Let the cards be those of `lexicons`, a word for what decides matching by brand.

    A card with another word walks anew, one that is gone takes its mentions along. Posts that it
    shared with others wait for these: what is said of a brand may depend on the others beside it.
    """
    known = dict(connection.execute("SELECT brand, lexicon FROM cards").fetchall())
    for brand in sorted(known.keys() - lexicons.keys()):
        _remove_card(connection, brand)
    for brand in sorted(lexicons):
        if known.get(brand) != lexicons[brand]:
            connection.execute(
                """INSERT INTO cards(brand, lexicon, walked, version) VALUES (?, ?, 0, random())
                    ON CONFLICT(brand) DO UPDATE SET
                        lexicon = excluded.lexicon, walked = 0, version = excluded.version""",
                (brand, lexicons[brand]),
            )
    if not lexicons:
        connection.execute("DELETE FROM unmatched")


def _remove_card(connection: sqlite3.Connection, brand: str) -> None:
    (card,) = connection.execute("SELECT id FROM cards WHERE brand = ?", (brand,)).fetchone()
    posts = connection.execute("SELECT post_id FROM mentions WHERE card = ?", (card,))
    _queue_shared(connection, [row[0] for row in posts], beside=[card])
    connection.execute("DELETE FROM cards WHERE id = ?", (card,))


def are_synced(connection: sqlite3.Connection, lexicons: Mapping[str, str]) -> bool:
    """Return whether the cards are those of `lexicons` and have nothing left to look at."""
    rows = connection.execute("SELECT brand, lexicon FROM cards WHERE walked IS NULL")
    (n_cards,) = connection.execute("SELECT count(*) FROM cards").fetchone()
    (waits,) = connection.execute("SELECT EXISTS (SELECT 1 FROM unmatched)").fetchone()
    return dict(rows.fetchall()) == dict(lexicons) and n_cards == len(lexicons) and not waits


def n_unmatched(connection: sqlite3.Connection) -> int:
    """Return how many posts are left to be looked at by at least one card."""
    (least,) = connection.execute("SELECT min(walked) FROM cards").fetchone()
    if least is None:
        (count,) = connection.execute("SELECT count(*) FROM unmatched").fetchone()
    else:
        (count,) = connection.execute(
            """SELECT (SELECT count(*) FROM posts WHERE id > :least)
                + (SELECT count(*) FROM unmatched WHERE post_id <= :least)""",
            {"least": least},
        ).fetchone()
    return int(count)


def next_batch(connection: sqlite3.Connection, limit: int) -> Batch | None:
    """Return at most `limit` posts to be looked at, `None` if nothing is left."""
    cards = connection.execute("SELECT brand, walked FROM cards ORDER BY brand").fetchall()
    places = [walked for _, walked in cards if walked is not None]
    if places:
        after = min(places)
        brands = tuple(brand for brand, walked in cards if walked == after)
        rows = connection.execute(_WALKED, (after, limit)).fetchall()
        posts = {PostId(row[0]): _passage(*row[1:]) for row in rows}
        return Batch(brands=brands, posts=posts, after=after, is_last=len(rows) < limit)
    rows = connection.execute(_WAITING, (limit,)).fetchall()
    if not rows:
        return None
    return Batch(
        brands=tuple(brand for brand, _ in cards),
        posts={PostId(row[0]): _passage(*row[1:-2]) for row in rows},
        versions=tuple(row[-1] for row in rows),
        edited=frozenset(PostId(row[0]) for row in rows if row[-2]),
    )


def _passage(text: str, source: str, tag: str | None, hashtags: str, *rest: object) -> Passage:
    links, found, confidence, is_of_now = rest
    is_sure = is_of_now and isinstance(confidence, float) and confidence >= SURE
    return Passage(
        text=text,
        source=source,
        lang=language(tag, str(found) if is_sure and found is not None else None),
        hashtags=to_words(hashtags),
        links=to_words(str(links)),
    )


def put_matches(
    connection: sqlite3.Connection, batch: Batch, matches: Sequence[Match], *, now: datetime
) -> None:
    """Keep what was found in the posts of `batch` in place of what was before, and that it was.

    A mention that is found again keeps the time when it was first. It is to be judged again if
    its words changed, or its post was changed or shares it with a card that was.
    """
    cards = dict(connection.execute("SELECT brand, id FROM cards").fetchall())
    known = _known(connection, batch, [cards[brand] for brand in batch.brands if brand in cards])
    found: dict[_Pair, _Found] = {
        (cards[match.brand], match.post_id): (_kept(match.spans), match.stance)
        for match in matches
        if match.brand in cards
    }
    gone = known.keys() - found.keys()
    connection.executemany("DELETE FROM mentions WHERE card = ? AND post_id = ?", sorted(gone))
    walks = batch.versions is None
    changed = [pair for pair in found if not (walks and known.get(pair) == found[pair])]
    at = {"now": to_microseconds(now)}
    rows = [{**_row(pair, found[pair]), **at, "by_edit": pair[1] in batch.edited}
            for pair in sorted(changed)]  # fmt: skip
    connection.executemany(_PUT, rows)
    if walks:
        ids = [cards[brand] for brand in batch.brands if brand in cards]
        _queue_shared(connection, [post for _, post in {*gone, *changed}], beside=ids)
    _set_matched(connection, batch)


def _known(
    connection: sqlite3.Connection, batch: Batch, cards: Sequence[int]
) -> dict[_Pair, _Found]:
    """Return what `cards` had found in the posts of `batch`."""
    rows = connection.execute(
        """SELECT card, post_id, spans, stance FROM mentions INDEXED BY mentions_by_post
            WHERE post_id IN (SELECT value FROM json_each(?))""",
        (id_list(batch.posts),),
    )
    ours = set(cards)
    return {(card, post): (spans, stance) for card, post, spans, stance in rows if card in ours}


def _row(pair: _Pair, found: _Found) -> dict[str, object]:
    (card, post), (spans, stance) = pair, found
    return {
        "card": card,
        "post": post,
        "spans": spans,
        "stance": stance,
        "verdict": Verdict.UNSURE,
    }


def _kept(spans: Sequence[Span]) -> str:
    rows = [(span.kind, span.start, span.end, span.surface) for span in spans]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _queue_shared(
    connection: sqlite3.Connection, posts: Sequence[int], *, beside: Sequence[int]
) -> None:
    """Let those of `posts` wait in which cards other than `beside` have found something."""
    connection.execute(
        """INSERT INTO unmatched(post_id, version, why)
            SELECT post_id, random(), 'shared' FROM mentions INDEXED BY mentions_by_post
            WHERE post_id IN (SELECT value FROM json_each(?))
            AND card NOT IN (SELECT value FROM json_each(?)) GROUP BY post_id
            ON CONFLICT(post_id) DO UPDATE SET version = excluded.version""",
        (id_list(posts), id_list(beside)),
    )


def _set_matched(connection: sqlite3.Connection, batch: Batch) -> None:
    """Note how far the cards have come; a post that changed meanwhile goes on waiting."""
    if batch.versions is not None:
        connection.executemany(
            "DELETE FROM unmatched WHERE post_id = ? AND version = ?",
            list(zip(batch.posts, batch.versions, strict=True)),
        )
        return
    walked = None if batch.is_last else max(batch.posts)
    connection.execute(
        """UPDATE cards SET walked = ? WHERE walked = ?
            AND brand IN (SELECT value FROM json_each(?))""",
        (walked, batch.after, json.dumps(batch.brands)),
    )


def passages(
    connection: sqlite3.Connection, limit: int, *, after: int = 0
) -> Mapping[PostId, Passage]:
    """Return at most `limit` posts with an id above `after`, as matching looks at them, by id."""
    rows = connection.execute(_WALKED, (after, limit)).fetchall()
    return {PostId(row[0]): _passage(*row[1:]) for row in rows}


class Matched(OpenDatabase):
    """How far the posts of one store were held against the brand cards."""

    def sync_cards(self, lexicons: Mapping[str, str]) -> None:
        """Let the brand cards be those of `lexicons`: a word for what decides matching, by brand.

        Posts are to be held against a card again if its word changed; the mentions of a card that
        is gone go. Call this and what follows on it under the lock of the home.
        """
        if not self.are_synced(lexicons):
            with self._writing(renames=False) as connection:
                sync_cards(connection, lexicons)

    def are_synced(self, lexicons: Mapping[str, str]) -> bool:
        """Return whether the cards are those of `lexicons` and all posts were held against them."""
        with self.reading() as connection:
            return are_synced(connection, lexicons)

    def card_versions(self) -> dict[str, int]:
        """Return a random word for each card, another one whenever it was changed or made anew."""
        with self.reading() as connection:
            return dict(connection.execute("SELECT brand, version FROM cards").fetchall())

    def n_unmatched(self) -> int:
        """Return how many posts are left to be held against at least one card."""
        with self.reading() as connection:
            return n_unmatched(connection)

    def next_batch(self, limit: int) -> Batch | None:
        """Return at most `limit` posts to be held against cards, `None` if nothing is left."""
        with self.reading() as connection:
            return next_batch(connection, limit)

    def put_matches(self, batch: Batch, matches: Sequence[Match], *, now: datetime) -> None:
        """Keep what was found in the posts of `batch`, in place of what was before."""
        with self._writing(renames=False) as connection:
            put_matches(connection, batch, matches, now=now)

    def passages(self, limit: int, *, after: int = 0) -> Mapping[PostId, Passage]:
        """Return at most `limit` posts with an id above `after`, as matching looks at them."""
        with self.reading() as connection:
            return passages(connection, limit, after=after)
