"""What is known of some creators, as numbers: profiles, and the newest of their posts as arrays."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.store.contents import creators
from engine.store.rows import id_list, to_microseconds
from engine.vocabulary import Creator, CreatorId, Floats, Ids

NEWEST = 500
"""Posts of one creator that are looked at, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """A creator, and the newest of their posts, the oldest first. Counts are NaN if not known."""

    creator: Creator
    post_ids: Ids  # (n,)
    times: Floats  # (n,) seconds since 1970
    texts: NDArray[np.int64]  # (n,) equal for equal texts, 0 where there is hardly any text
    likes: Floats  # (n,)
    replies: Floats  # (n,)
    reposts: Floats  # (n,)
    views: Floats  # (n,)
    marks: NDArray[np.uint8]  # (n,) `Mark` bits
    has_link: NDArray[np.bool_]  # (n,)

    def since(self, moment: datetime) -> Facts:
        """Return the same with the posts from `moment` on."""
        kept = self.times >= moment.timestamp()
        return self.of_posts(kept)

    def of_posts(self, kept: NDArray[np.bool_]) -> Facts:
        """Return the same with the posts that are `kept`, (n,)."""
        arrays = {name: getattr(self, name)[kept] for name in _ARRAYS}
        return Facts(creator=self.creator, **arrays)


_ARRAYS = (
    "post_ids", "times", "texts", "likes", "replies", "reposts", "views", "marks", "has_link",
)  # fmt: skip
# One pass over the posts: they are in no order of creators.
_POSTS = """SELECT creator_id, id, created_at / 1e6, hex(ifnull(substr(content_hash, 1, 7), '')),
    likes, replies, reposts, views, marks, links <> '[]'
    FROM posts WHERE creator_id IN (SELECT value FROM json_each(?)) AND created_at <= ?
    ORDER BY creator_id, created_at, id"""


def facts_of(
    connection: sqlite3.Connection, ids: Iterable[int], *, now: datetime
) -> Mapping[CreatorId, Facts]:
    """Return what is known of those of the creators `ids` that exist; no post after `now`."""
    found = creators(connection, ids)
    rows = connection.execute(_POSTS, (id_list(found), to_microseconds(now)))
    posts = {owner: list(of)[-NEWEST:] for owner, of in groupby(rows, key=itemgetter(0))}
    return {id_: _facts(creator, posts.get(id_, [])) for id_, creator in found.items()}


def _facts(creator: Creator, rows: list[tuple[Any, ...]]) -> Facts:
    columns: Iterator[Any] = iter(zip(*rows, strict=True)) if rows else iter([()] * 10)
    _, ids, times, texts, likes, replies, reposts, views, marks, has_link = columns
    return Facts(
        creator=creator,
        post_ids=np.array(ids, dtype=np.int64),
        times=np.array(times, dtype=np.float64),
        texts=np.array([int(text or "0", 16) for text in texts], dtype=np.int64),
        likes=np.array(likes, dtype=np.float64),
        replies=np.array(replies, dtype=np.float64),
        reposts=np.array(reposts, dtype=np.float64),
        views=np.array(views, dtype=np.float64),
        marks=np.array(marks, dtype=np.uint8),
        has_link=np.array(has_link, dtype=np.bool_),
    )
