"""Filters as masks over the columns, and why a creator does not pass."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.columns.mentions import BrandRows
from engine.columns.sentences import NO_POSTS, about_creator, about_posts
from engine.columns.tables import Codes, Columns, Rows
from engine.store.community import community
from engine.store.filters import (
    creators_in,
    creators_with_words,
    posts_with_hashtags,
    posts_with_words,
)
from engine.text.languages import is_in_language
from engine.vocabulary import Creator, CreatorFilter, Floats, Ids, PostFilter, Range

Mask = NDArray[np.bool_]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_REMEMBERED = 8  # masks of a byte a post
_NAMING = ("bio", "name", "handle")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One condition of a filter on creators: who passes it, and of whom it is known, (c,)."""

    name: str
    passes: Mask
    known: Mask


class Masks:
    """Compiles filters against `columns`; words and hashtags are looked up by SQL.

    The masks of the last filters are kept, as long as the columns are: they are read-only, copy
    before changing one.
    """

    def __init__(self, columns: Columns, connection: sqlite3.Connection) -> None:
        self._columns = columns
        self._connection = connection
        self.posts = lru_cache(_REMEMBERED)(self._posts)
        self.creators = lru_cache(_REMEMBERED)(self._creators)
        self.located = lru_cache(_REMEMBERED)(self._located)
        self.brand = lru_cache(maxsize=None)(self._brand)
        self.in_community = cache(self._in_community)

    def _posts(self, where: PostFilter) -> Mask:
        """Return which posts pass `where`, those on their creators included, (n,)."""
        mask = self._post_mask(where)
        if where.creators != CreatorFilter() or self._columns.creators.opted_out.any():
            mask &= self._creator_mask(where.creators, mask)[self._columns.posts.creator]
        mask.flags.writeable = False
        return mask

    def _post_mask(self, where: PostFilter) -> Mask:
        mask = np.ones(len(self._columns.posts.ids), dtype=np.bool_)
        for _, passes in self._post_parts(where):
            mask &= passes
        return mask

    def _creator_mask(self, where: CreatorFilter, posts: Mask) -> Mask:
        """Return which creators pass, `posts` being those that pass the rest of the filter."""
        mask = np.ones(len(self._columns.creators.ids), dtype=np.bool_)
        for part in self._creator_parts(where):
            mask &= part.passes
        if where.min_posts is not None:
            mask &= self._counts(posts) >= where.min_posts
        return mask

    def _creators(self, where: PostFilter) -> Mask:
        """Return which creators have a post that passes `where`, (c,)."""
        passing, mask = self.posts(where), np.diff(self._columns.starts) > 0
        if not passing.all():
            mask[:] = False
            mask[self._columns.posts.creator[np.flatnonzero(passing)]] = True
        mask.flags.writeable = False
        return mask

    def dropped(self, where: PostFilter) -> Mapping[str, int]:
        """Count, by filter, the creators of whom it is not known what that filter asks.

        Those who asked not to be found are counted under `opted_out`. Only creators with a post
        that passes the filters on posts are counted.
        """
        asked = replace(where, creators=CreatorFilter(opted_out=True))
        present = self.creators(asked)
        counts = {
            part.name: int(np.count_nonzero(present & ~part.known))
            for part in self._creator_parts(where.creators)
        }
        return {name: count for name, count in counts.items() if count}

    def why_not(self, row: int, profile: Creator, where: PostFilter) -> Sequence[str]:
        """Return the filters, as sentences, that keep out the creator in `row`; empty if none."""
        sentences = [
            about_creator(part.name, profile, where.creators, self._measured(row))
            for part in self._creator_parts(where.creators)
            if not part.passes[row]
        ]
        sentences += self._posts_missed(self._columns.rows_of(row), where)
        return list(dict.fromkeys(sentences))

    def _posts_missed(self, rows: Rows, where: PostFilter) -> list[str]:
        """Return, as sentences, why the posts in `rows`, all of one creator, are not enough."""
        if not len(rows):
            return [NO_POSTS]
        passing, sentences = np.ones(len(rows), dtype=np.bool_), []
        for name, passes in self._post_parts(where):
            passing &= passes[rows]
            if not passes[rows].any():
                sentences.append(about_posts(name, where))
        n, wanted = int(np.count_nonzero(passing)), where.creators.min_posts or 0
        if not n and not sentences:
            sentences.append("no post passes all filters together")
        if 0 < n < wanted:
            sentences.append(f"{n} posts pass the filters, fewer than {wanted}")
        return sentences

    def _measured(self, row: int) -> tuple[float, datetime | None]:
        latest = int(self._columns.latest[row])
        known = len(self._columns.rows_of(row)) > 0
        when = _EPOCH + timedelta(microseconds=latest) if known else None
        return float(self._columns.engagement_rate[row]), when

    def _counts(self, posts: Mask) -> Rows:
        n = len(self._columns.creators.ids)
        return np.bincount(self._columns.posts.creator[posts], minlength=n)

    def _post_parts(self, where: PostFilter) -> Iterator[tuple[str, Mask]]:
        """Yield each condition on posts: its name, and which posts pass, (n,)."""
        posts = self._columns.posts
        if where.sources:
            chosen = [is_from(name, where.sources) for name in self._columns.sources]
            yield "sources", _chosen(posts.source, chosen)
        if where.sources_none:
            chosen = [not is_from(name, where.sources_none) for name in self._columns.sources]
            yield "sources_none", _chosen(posts.source, chosen)
        if where.langs:
            chosen = [is_in_language(tag, where.langs) for tag in self._columns.langs]
            yield "langs", _chosen(posts.lang, chosen)
        if where.since is not None:
            yield "since", posts.created_at >= _microseconds(where.since)
        if where.until is not None:
            yield "until", posts.created_at < _microseconds(where.until)
        if where.hashtags:
            ids = posts_with_hashtags(self._connection, where.hashtags)
            yield "hashtags", _members(posts.ids, ids)
        for words in where.exclude:
            yield "exclude", ~_members(posts.ids, posts_with_words(self._connection, words))

    def _creator_parts(self, where: CreatorFilter) -> Iterator[Part]:
        """Yield each condition on creators but `min_posts`, which depends on the others."""
        yield from self._asked_of(where)
        if where.followers is not None:
            yield _range("followers", self._columns.creators.followers, where.followers)
        if where.engagement_rate is not None:
            yield _range("engagement_rate", self._columns.engagement_rate, where.engagement_rate)
        if where.location is not None:
            passes = self.located(where.location)
            yield Part("location", passes, self._columns.creators.has_location)
        if where.location_none is not None:
            passes = ~self.located(where.location_none)
            yield Part("location_none", passes, np.ones_like(passes))
        if where.bio is not None:
            yield Part("bio", self._speaking(where.bio, ("bio",)), self._columns.creators.has_bio)
        if where.active_since is not None:
            passes = self._columns.latest >= _microseconds(where.active_since)
            yield Part("active_since", passes, np.ones_like(passes))
        if where.exclude:
            passes = ~np.logical_or.reduce(
                [self._speaking(text, _NAMING) for text in where.exclude]
            )
            yield Part("exclude", passes, np.ones_like(passes))
        yield from self._brand_parts(where)

    def _brand_parts(self, where: CreatorFilter) -> Iterator[Part]:
        if where.mentions_any:
            found = [self.brand(brand) for brand in where.mentions_any]
            passes = self._posting([brand.rows[brand.counts] for brand in found])
            unsure = self._posting([brand.unsure for brand in found])
            yield Part("mentions_any", passes, passes | ~unsure)
        if where.mentions_none:
            found = [self.brand(brand) for brand in where.mentions_none]
            passes = ~self._posting([brand.possible for brand in found])
            yield Part("mentions_none", passes, np.ones_like(passes))

    def _posting(self, posts: Sequence[Rows]) -> Mask:
        """Return which creators posted any of `posts`, rows of posts, (c,)."""
        mask = np.zeros(len(self._columns.creators.ids), dtype=np.bool_)
        mask[self._columns.posts.creator[np.concatenate(posts)]] = True
        return mask

    def _brand(self, brand: str) -> BrandRows:
        """Return where a brand is mentioned; kept as long as the columns are."""
        return BrandRows.load(self._connection, self._columns, brand)

    def _asked_of(self, where: CreatorFilter) -> Iterator[Part]:
        """Yield the conditions on what creators have asked for, and on whether we know them."""
        if not where.opted_out and self._columns.creators.opted_out.any():
            passes = ~self._columns.creators.opted_out
            yield Part("opted_out", passes, passes)
        if where.community is not None:
            passes = self.in_community() == (where.community == "only")
            yield Part("community", passes, np.ones_like(passes))

    def _located(self, location: str) -> Mask:
        """Return which creators are from `location`, (c,): asked by a brief and by its filter."""
        mask = _members(self._columns.creators.ids, creators_in(self._connection, location))
        mask.flags.writeable = False
        return mask

    def _in_community(self) -> Mask:
        """Return which creators are in one of the user's lists, (c,)."""
        members = np.array(sorted(community(self._connection)), dtype=np.int64)
        mask = _members(self._columns.creators.ids, members)
        mask.flags.writeable = False
        return mask

    def _speaking(self, words: str, columns: Sequence[str]) -> Mask:
        ids = creators_with_words(self._connection, words, columns)
        return _members(self._columns.creators.ids, ids)


def _range(name: str, values: Floats, bounds: Range) -> Part:
    known = ~np.isnan(values)
    passes = known.copy()
    if bounds.low is not None:
        passes &= values >= bounds.low
    if bounds.high is not None:
        passes &= values <= bounds.high
    return Part(name, passes, known)


def is_from(source: str, wanted: Sequence[str]) -> bool:
    """Return whether `source` is one of `wanted`, however either is capitalised."""
    return source.casefold() in {name.casefold() for name in wanted}


def _chosen(codes: Codes, chosen: Sequence[bool]) -> Mask:
    """Return where `codes` stand for a place of `chosen` that is true."""
    table = np.array(chosen, dtype=np.bool_)
    return table[codes] if len(table) else np.zeros(len(codes), dtype=np.bool_)


def _members(ids: Ids, chosen: Ids) -> Mask:
    """Return which of `ids`, ascending, are among `chosen`, ascending."""
    mask = np.zeros(len(ids), dtype=np.bool_)
    if len(ids):
        places = np.minimum(np.searchsorted(ids, chosen), len(ids) - 1)
        mask[places[ids[places] == chosen]] = True
    return mask


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
