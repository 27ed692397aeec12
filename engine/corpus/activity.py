"""What some creators posted: their posts with the similarity to a query, repeats marked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.columns.masks import Mask
from engine.columns.tables import MICROSECONDS, Columns, Rows
from engine.corpus.repeats import first_repeats
from engine.protocols import VectorIndex
from engine.vocabulary import Activity, Ids, Scores, Vectors

NEWEST = 500  # posts looked at of each creator


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Traits:
    """What is known of every post of a corpus beside its columns, all (n,) by row of the post."""

    is_repeated: Mask  # as in `Profiles`
    said_before: Scores  # as in `Profiles`


def activity(
    columns: Columns,
    index: VectorIndex,
    query: Vectors,
    creators: Ids,
    mask: Mask,
    traits: Traits,
) -> Activity:
    """Return the posts in `mask` of `creators`, the newest `NEWEST` of each.

    Only posts that are known to be repeated are compared with each other.
    """
    owners = np.unique(columns.creator_rows(creators))
    rows = _newest(columns, owners, mask)
    posts = columns.posts
    known = posts.embedding[rows] > 0
    vectors = _vectors(index, posts.embedding[rows], known)
    return Activity(
        post_ids=posts.ids[rows],
        creator_ids=columns.creators.ids[posts.creator[rows]],
        created_at=posts.created_at[rows] // MICROSECONDS,
        similarity=np.where(known, np.clip(vectors @ query, -1.0, 1.0), np.float32(np.nan)),
        vectors=vectors,
        marks=posts.marks[rows],
        duplicate_of=_duplicates(vectors, posts.creator[rows], known & traits.is_repeated[rows]),
        said_before=traits.said_before[rows],
        likes=posts.likes[rows],
        replies=posts.replies[rows],
        reposts=posts.reposts[rows],
    )


def _newest(columns: Columns, owners: Rows, mask: Mask) -> Rows:
    """Return the rows of the newest posts in `mask` of each owner, by owner, then time."""
    rows = columns.rows_of_all(owners)
    rows = rows[mask[rows]]
    owner = columns.posts.creator[rows]
    later = np.searchsorted(owner, owner, side="right") - np.arange(len(owner))
    return rows[later <= NEWEST]


def _vectors(index: VectorIndex, embedding: Ids, known: Mask) -> Vectors:
    """Return the vectors of `embedding`, zeros where there is none, (n, dim)."""
    if not known.any():
        return np.zeros((len(embedding), index.dim), dtype=np.float32)
    # Any vector stands where there is none, and is wiped: copying the others would take longer.
    vectors = index.vectors(np.where(known, embedding, embedding[known.argmax()]))
    vectors[~known] = 0.0
    return vectors


def _duplicates(vectors: Vectors, owners: Rows, suspected: Mask) -> Rows:
    """Return the position of each post's first near-duplicate, (n,); its own unless suspected."""
    duplicate_of = np.arange(len(vectors))
    suspects = np.flatnonzero(suspected)
    duplicate_of[suspects] = suspects[first_repeats(vectors[suspects], owners[suspects])]
    return duplicate_of
