"""What some creators posted: their posts with the similarity to a query, repeats marked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.columns.masks import Mask
from engine.columns.tables import MICROSECONDS, Columns, Rows
from engine.protocols import VectorIndex
from engine.vocabulary import Activity, Ids, Vectors

NEWEST = 500  # posts looked at of each creator
NEAR = 0.95  # cosine from which two posts of a creator say the same
_BLOCK = 256  # posts of several creators compared at once


def activity(
    columns: Columns, index: VectorIndex, query: Vectors, creators: Ids, mask: Mask
) -> Activity:
    """Return the posts in `mask` of `creators`, the newest `NEWEST` of each."""
    owners = np.unique(columns.creator_rows(creators))
    chosen = [_newest(columns, owner, mask) for owner in owners.tolist()]
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *chosen])
    similarity, duplicate_of = _compared(columns, index, query, rows)
    posts = columns.posts
    return Activity(
        post_ids=posts.ids[rows],
        creator_ids=columns.creators.ids[posts.creator[rows]],
        created_at=posts.created_at[rows] // MICROSECONDS,
        similarity=similarity,
        duplicate_of=duplicate_of,
        likes=posts.likes[rows],
        replies=posts.replies[rows],
        reposts=posts.reposts[rows],
    )


def _newest(columns: Columns, owner: int, mask: Mask) -> Rows:
    """Return the rows of the creator's newest posts in `mask`, by ascending id."""
    rows = columns.rows_of(owner)
    rows = rows[mask[rows]]
    if len(rows) > NEWEST:
        rows = rows[np.lexsort((rows, columns.posts.created_at[rows]))[-NEWEST:]]
        rows.sort()
    return rows


def _compared(
    columns: Columns, index: VectorIndex, query: Vectors, rows: Rows
) -> tuple[NDArray[np.float32], Rows]:
    """Return the similarity to `query`, and the position of the first near-duplicate, (n,) each."""
    similarity = np.full(len(rows), np.nan, dtype=np.float32)
    duplicate_of = np.arange(len(rows))
    embedding = columns.posts.embedding[rows]
    known = np.flatnonzero(embedding)
    vectors = index.vectors(embedding[known])
    similarity[known] = np.clip(vectors @ query, -1.0, 1.0)
    duplicate_of[known] = known[first_repeats(vectors, columns.posts.creator[rows[known]])]
    return similarity, duplicate_of


def first_repeats(vectors: Vectors, owners: Rows) -> Rows:
    """Return, for each vector, the position of the first of its owner's that it nearly repeats.

    Owners are grouped. A vector that repeats none has its own position. Several owners with few
    vectors are compared in one product, and what is of another owner dropped.
    """
    first = np.arange(len(vectors))
    for start, end in _spans(owners):
        block = vectors[start:end]
        near = block @ block.T >= NEAR
        near &= owners[start:end, None] == owners[None, start:end]
        np.fill_diagonal(near, val=True)
        first[start:end] = start + near.argmax(axis=1)
    return first


def _spans(owners: Rows) -> list[tuple[int, int]]:
    """Return bounds of runs of whole owners, of about a block's size where owners allow it."""
    ends = np.append(np.flatnonzero(np.diff(owners)) + 1, len(owners)).tolist()
    spans, start = [], 0
    for end, following in zip(ends, [*ends[1:], None], strict=True):
        if following is None or following - start > _BLOCK:
            spans.append((start, end))
            start = end
    return spans if len(owners) else []
