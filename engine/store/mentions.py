"""What brand cards found in posts: as mentions, and as a table to count in."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.store.opened import OpenDatabase
from engine.store.rows import id_list
from engine.vocabulary import (
    STANCES,
    VERDICTS,
    Ids,
    Kind,
    Mark,
    Mention,
    MentionTable,
    PostId,
    Span,
    Stance,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandCounts:
    """How many posts a card found something in, by verdict, and how many are to be judged."""

    brand: str
    verdicts: Mapping[Verdict, int]
    unjudged: int

    @property
    def posts(self) -> int:
        """How many posts the card found something in."""
        return sum(self.verdicts.values())


_VERDICT = {verdict.value: code for code, verdict in enumerate(VERDICTS)}
_STANCE = {stance.value: code for code, stance in enumerate(STANCES)}
_TABLE = """
    SELECT wanted.key, posts.id, posts.creator_id, posts.source, posts.created_at,
        mentions.found_at, mentions.verdict, mentions.stance,
        iif(coalesce(likes, replies, reposts) IS NULL, NULL,
            coalesce(likes, 0) + coalesce(replies, 0) + coalesce(reposts, 0)),
        iif(mentions.is_draw IS NULL, posts.marks,
            (posts.marks & ~:draw) | iif(mentions.is_draw, :draw, 0)), posts.content_hash
    FROM json_each(:wanted) AS wanted
    JOIN cards ON cards.brand = wanted.value
    JOIN mentions ON mentions.card = cards.id
    JOIN posts ON posts.id = mentions.post_id
    ORDER BY wanted.key, posts.id
"""
_MENTIONS = """
    SELECT mentions.post_id, cards.brand, spans, verdict, sureness, stance
    FROM mentions INDEXED BY mentions_by_post JOIN cards ON cards.id = mentions.card
    WHERE mentions.post_id IN (SELECT value FROM json_each(:posts))
    AND (:any OR cards.brand IN (SELECT value FROM json_each(:brands)))
    ORDER BY mentions.post_id, cards.brand
"""


def brands(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the brands whose cards were held against posts, in order."""
    rows = connection.execute("SELECT brand FROM cards ORDER BY brand")
    return tuple(row[0] for row in rows)


def judges(connection: sqlite3.Connection) -> dict[str, str | None]:
    """Return by what each brand's mentions are judged; None: by nothing yet."""
    return dict(connection.execute("SELECT brand, judge FROM cards").fetchall())


def table(connection: sqlite3.Connection, wanted: Sequence[str]) -> MentionTable:
    """Return the posts that mention the brands `wanted`, whatever the verdict.

    Marks are those of the posts, but for prize draws: what the judge said goes where it said it.
    """
    asked = {"wanted": json.dumps(list(wanted)), "draw": int(Mark.PRIZE_DRAW)}
    rows = connection.execute(_TABLE, asked).fetchall()
    columns: list[Sequence[object]] = list(zip(*rows, strict=True)) or [()] * 11
    brand, post, creator, source, created, found, verdict, stance, engagement, marks, key = columns
    sources = tuple(sorted({str(name) for name in source}))
    places = {name: i for i, name in enumerate(sources)}
    made = MentionTable(
        brands=tuple(wanted),
        sources=sources,
        brand=np.array(brand, dtype=np.int32),
        post_ids=np.array(post, dtype=np.int64),
        creator_ids=np.array(creator, dtype=np.int64),
        source=np.array([places[str(name)] for name in source], dtype=np.int32),
        created_at=np.array(created, dtype=np.int64),
        found_at=np.array(found, dtype=np.int64),
        verdict=np.array([_VERDICT[str(word)] for word in verdict], dtype=np.int8),
        stance=np.array([_STANCE.get(str(word), 0) for word in stance], dtype=np.int8),
        engagement=np.array(engagement, dtype=np.float64),
        marks=np.array(marks, dtype=np.uint8),
        repeats=np.zeros(len(rows), dtype=np.bool_),
    )
    made.repeats[:] = _repeats(made, key)
    return made


def _repeats(found: MentionTable, hashes: Sequence[object]) -> NDArray[np.bool_]:
    """Return which rows are of a text that an earlier post with the brand has, (n,).

    Of equal times the smaller id is the earlier. A post without anything to embed repeats nothing.
    """
    seen: set[tuple[int, object]] = set()
    repeats = np.zeros(len(found), dtype=np.bool_)
    for row in np.lexsort((found.post_ids, found.created_at)).tolist():
        if hashes[row] is not None:
            key = (int(found.brand[row]), hashes[row])
            repeats[row] = key in seen
            seen.add(key)
    return repeats


def mentions(
    connection: sqlite3.Connection, posts: Iterable[int], only: Sequence[str]
) -> dict[PostId, tuple[Mention, ...]]:
    """Return the mentions in `posts` by brand and place; of the brands `only`, empty for all."""
    asked = {"posts": id_list(posts), "any": not only, "brands": json.dumps(list(only))}
    found: dict[PostId, list[Mention]] = defaultdict(list)
    for post_id, brand, spans, verdict, sureness, stance in connection.execute(_MENTIONS, asked):
        found[PostId(post_id)] += [
            Mention(
                post_id=PostId(post_id),
                brand=brand,
                kind=span.kind,
                start=span.start,
                end=span.end,
                surface=span.surface,
                verdict=Verdict(verdict),
                sureness=sureness,
                stance=None if stance is None else Stance(stance),
            )
            for span in spans_of(brand, spans)
        ]
    return {post_id: tuple(of_post) for post_id, of_post in found.items()}


def spans_of(brand: str, kept: str) -> tuple[Span, ...]:
    """Return the spans of `brand` as they are kept: [[kind, start, end, surface], …]."""
    return tuple(
        Span(brand=brand, kind=Kind(kind), start=start, end=end, surface=surface)
        for kind, start, end, surface in json.loads(kept)
    )


def of_brand(
    connection: sqlite3.Connection, brand: str
) -> tuple[Ids, NDArray[np.int8], NDArray[np.int8], NDArray[np.int8]]:
    """Return the posts that mention `brand`, ascending, and codes of verdicts and stances; (n,).

    And whether each is a prize draw: 1, 0, or -1 where it was not told.
    """
    rows = connection.execute(
        """SELECT post_id, verdict, stance, coalesce(is_draw, -1) FROM mentions
            WHERE card = (SELECT id FROM cards WHERE brand = ?) ORDER BY post_id""",
        (brand,),
    ).fetchall()
    return (
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([_VERDICT[row[1]] for row in rows], dtype=np.int8),
        np.array([_STANCE.get(row[2], 0) for row in rows], dtype=np.int8),
        np.array([row[3] for row in rows], dtype=np.int8),
    )


def counts(connection: sqlite3.Connection) -> tuple[BrandCounts, ...]:
    """Return what every card found, in order of brands."""
    by_brand: dict[str, dict[Verdict, int]] = {}
    unjudged_of: dict[str, int] = defaultdict(int)
    rows = connection.execute(
        """SELECT brand, verdict, count(post_id), total(NOT judged) FROM cards
            LEFT JOIN mentions ON mentions.card = cards.id GROUP BY brand, verdict ORDER BY brand"""
    )
    for brand, verdict, n_posts, n_unjudged in rows:
        verdicts = by_brand.setdefault(brand, {})
        if verdict is not None:
            verdicts[Verdict(verdict)] = n_posts
            unjudged_of[brand] += int(n_unjudged)
    return tuple(
        BrandCounts(brand=brand, verdicts=verdicts, unjudged=unjudged_of[brand])
        for brand, verdicts in by_brand.items()
    )


def by_edits(connection: sqlite3.Connection, since: int) -> set[tuple[str, int]]:
    """Return brand and post of mentions that edits brought into posts, found after `since`."""
    rows = connection.execute(
        """SELECT brand, post_id FROM mentions JOIN cards ON cards.id = mentions.card
            WHERE by_edit AND found_at > ?""",
        (since,),
    )
    return {(brand, post_id) for brand, post_id in rows}


class Mentions(OpenDatabase):
    """What the brand cards found in the posts of one store."""

    def brands(self) -> tuple[str, ...]:
        """Return the brands whose cards were held against posts, in order."""
        with self.reading() as connection:
            return brands(connection)

    def judges(self) -> Mapping[str, str | None]:
        """Return by what each brand's mentions are judged, None: by nothing yet."""
        with self.reading() as connection:
            return judges(connection)

    def brand_counts(self) -> Sequence[BrandCounts]:
        """Return what every card found, in order of brands."""
        with self.reading() as connection:
            return counts(connection)

    def mentions(
        self, post_ids: Iterable[int], brands: Sequence[str] = ()
    ) -> Mapping[PostId, Sequence[Mention]]:
        """Return the mentions in posts, by brand and place, of `brands` only if there are any."""
        with self.reading() as connection:
            return mentions(connection, post_ids, brands)

    def mentions_by_edits(self, since: int) -> set[tuple[str, int]]:
        """Return brand and post (by id) of mentions that came into posts by edits.

        Those found after `since`, in microseconds since 1970, of posts that had been looked at.
        """
        with self.reading() as connection:
            return by_edits(connection, since)

    def mention_table(self, brands: Sequence[str] = ()) -> MentionTable:
        """Return the posts that mention `brands` (none: all there are), whatever the verdict."""
        with self.reading() as connection:
            return table(connection, brands or self.brands())
