"""Mentions and the posts they are in, filtered like posts of a search, without a model."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.columns import Columns
from engine.columns.masks import Mask, Masks
from engine.errors import ConfigError
from engine.store import Store, database_path
from engine.vocabulary import (
    CorpusSummary,
    Creator,
    CreatorId,
    Ids,
    Mention,
    MentionTable,
    Post,
    PostFilter,
    PostId,
    Verdict,
)

_DAY = 86_400_000_000  # microseconds
_NO_MODEL = ""  # vectors are not looked at


class Conversation:
    """What a home holds of mentions, as it was at one moment."""

    def __init__(self, store: Store, connection: sqlite3.Connection) -> None:
        self._store, self._connection = store, connection

    @cached_property
    def _columns(self) -> Columns:
        return Columns.load(self._connection, _NO_MODEL)

    @cached_property
    def _masks(self) -> Masks:
        return Masks(self._columns, self._connection)

    def table(self, brands: Sequence[str], where: PostFilter | None = None) -> MentionTable:
        """Return the mentions of `brands` in posts that pass `where`, whatever their verdict."""
        found = self._store.mention_table(brands)
        passing = self._columns.posts.ids[self._passing(where)]
        places = np.searchsorted(passing, found.post_ids)
        inside = places < len(passing)
        inside[inside] = passing[places[inside]] == found.post_ids[inside]
        return taken(found, np.flatnonzero(inside))

    def days(self, where: PostFilter | None = None) -> Mapping[str, Ids]:
        """Return, by source, the days (since 1970, UTC) of posts that pass, ascending."""
        passing, posts = self._passing(where), self._columns.posts
        days, sources = posts.created_at[passing] // _DAY, posts.source[passing]
        return {
            name: np.unique(days[sources == code])
            for code, name in enumerate(self._columns.sources)
            if (sources == code).any()
        }

    def dropped(self, where: PostFilter) -> Mapping[str, int]:
        """Count, by filter, creators who are left out as it is not known what that asks."""
        return self._masks.dropped(where)

    def n_waiting(self) -> int:
        """Return how many posts a brand card has not looked at yet."""
        return self._store.n_unmatched()

    def n_unjudged(self, brands: Collection[str]) -> int:
        """Return how many mentions of `brands` are still to be judged."""
        return sum(c.unjudged for c in self._store.brand_counts() if c.brand in brands)

    def posts(self, ids: Iterable[int]) -> Mapping[PostId, Post]:
        """Return posts by id."""
        return self._store.posts(ids)

    def creators(self, ids: Iterable[int]) -> Mapping[CreatorId, Creator]:
        """Return creators by id."""
        return self._store.creators(ids)

    def mentions(
        self, post_ids: Iterable[int], brands: Sequence[str] = ()
    ) -> Mapping[PostId, Sequence[Mention]]:
        """Return the mentions in posts, of `brands` only if there are any."""
        return self._store.mentions(post_ids, brands)

    def labels(self, brand: str) -> Mapping[PostId, Verdict]:
        """Return what people said of posts that the card of `brand` found."""
        said = self._store.labels(brand)
        return {one.post_id: Verdict.BRAND if one.meant else Verdict.NOT for one in said}

    def summary(self) -> CorpusSummary:
        """Return what the corpus holds."""
        return self._store.summary()

    def posts_of(self, creator_ids: Ids, where: PostFilter | None = None) -> Ids:
        """Return the posts of some creators that pass, ascending."""
        columns = self._columns
        wanted = np.isin(columns.creators.ids[columns.posts.creator], creator_ids)
        ids: Ids = columns.posts.ids[wanted & self._passing(where)]
        return ids

    def owners(self, post_ids: Ids) -> Mapping[PostId, CreatorId]:
        """Return whose each of `post_ids` is; those that are not there are left out."""
        columns = self._columns
        places = np.flatnonzero(np.isin(columns.posts.ids, post_ids))
        creators = columns.creators.ids[columns.posts.creator[places]]
        return {
            PostId(post): CreatorId(creator)
            for post, creator in zip(
                columns.posts.ids[places].tolist(), creators.tolist(), strict=True
            )
        }

    def _passing(self, where: PostFilter | None) -> Mask:
        return self._masks.posts(where or PostFilter())


@contextmanager
def conversation(home: Path) -> Iterator[Conversation]:
    """Open what is said of brands in `home`, for reading.

    Raises:
        ConfigError: there is no database in `home`.
        StoreError: it cannot be read.
    """
    path = database_path(home)
    if not path.exists():
        raise ConfigError(
            f"there are no posts in {home}",
            hint="run overheard import FILE first, or overheard demo for a look around",
        )
    with Store.open(path, read_only=True) as store, store.reading() as connection:
        # One read transaction: mentions and posts of the same moment.
        connection.execute("BEGIN")
        try:
            yield Conversation(store, connection)
        finally:
            connection.execute("COMMIT")


def taken(table: MentionTable, rows: NDArray[np.int64]) -> MentionTable:
    """Return the `rows` of `table`, as a table of the same brands and sources."""
    arrays = {
        field.name: getattr(table, field.name)[rows]
        for field in fields(table)
        if field.name not in {"brands", "sources"}
    }
    return replace(table, **arrays)
