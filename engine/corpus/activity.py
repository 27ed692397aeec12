"""What some creators posted: their posts with the similarity to a query, repeats marked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.columns.masks import Mask
from engine.columns.tables import MICROSECONDS, Columns, Rows
from engine.corpus.repeats import first_repeats
from engine.protocols import VectorIndex
from engine.vocabulary import Activity, Ids, Vectors

NEWEST = 500  # posts looked at of each creator


def activity(
    columns: Columns,
    vectors: VectorIndex,
    query: Vectors,
    creators: Ids,
    mask: Mask,
    is_repeated: Mask,
) -> Activity:
    """Return the posts in `mask` of `creators`, the newest `NEWEST` of each.

    Only posts in `is_repeated` are compared with each other.
    """
    owners = np.unique(columns.creator_rows(creators))
    chosen = [_newest(columns, owner, mask) for owner in owners.tolist()]
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *chosen])
    posts = columns.posts
    return Activity(
        post_ids=posts.ids[rows],
        creator_ids=columns.creators.ids[posts.creator[rows]],
        created_at=posts.created_at[rows] // MICROSECONDS,
        similarity=_similarity(vectors, query, columns.posts.embedding[rows]),
        duplicate_of=_duplicates(columns, vectors, rows, is_repeated),
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


def _similarity(index: VectorIndex, query: Vectors, embedding: Ids) -> NDArray[np.float32]:
    """Return the similarity to `query` of the vectors `embedding`, NaN for 0, (n,)."""
    similarity = np.full(len(embedding), np.nan, dtype=np.float32)
    known = embedding > 0
    # Far cheaper than to have the vectors back and multiply them.
    run = index.search(query, len(embedding), allowed=embedding[known])
    order = np.argsort(run.ids)
    places = order[np.searchsorted(run.ids, embedding[known], sorter=order)]
    similarity[known] = np.clip(run.scores[places], -1.0, 1.0)
    return similarity


def _duplicates(columns: Columns, index: VectorIndex, rows: Rows, is_repeated: Mask) -> Rows:
    """Return the position in `rows` of the first near-duplicate of each post, (n,)."""
    duplicate_of = np.arange(len(rows))
    suspects = np.flatnonzero(is_repeated[rows])
    vectors = index.vectors(columns.posts.embedding[rows[suspects]])
    first = first_repeats(vectors, columns.posts.creator[rows[suspects]])
    duplicate_of[suspects] = suspects[first]
    return duplicate_of
