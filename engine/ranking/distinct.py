"""The distinct posts of some creators: near-duplicates by one creator are one row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Activity, Floats

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Distinct:
    """Rows of distinct posts, grouped by creator in ascending order.

    A post and its near-duplicates by the same creator are one row, stood for by the one most
    similar to the query. `starts` has one entry a creator, and the end.
    """

    creator_ids: NDArray[np.int64]  # (c,) ascending
    starts: Positions  # (c + 1,) rows of creator i are starts[i]:starts[i + 1]
    owner: Positions  # (m,) which of the creators, from 0
    posts: Positions  # (m,) position in the activity
    copies: Positions  # (m,) posts in the row, itself included
    latest: Positions  # (m,) when the newest post of the row was posted, seconds since 1970
    seen: Positions  # (c,) posts of the creator, copies included

    def total(self, values: Floats) -> Floats:
        """Return the sum of `values` by creator, (c,)."""
        return np.bincount(self.owner, values, minlength=len(self.creator_ids)).astype(np.float64)

    def spread(self, values: Floats) -> Floats:
        """Return each creator's value repeated for its rows, (m,)."""
        return values[self.owner]

    def best(self, values: Floats, n: int) -> NDArray[np.bool_]:
        """Return whether a row is among its creator's `n` with the highest values, (m,)."""
        chosen, left = np.zeros(len(values), dtype=np.bool_), values.astype(np.float64)
        for _ in range(n if len(values) else 0):  # sorting them all takes four times as long
            highest = np.maximum.reduceat(left, self.starts[:-1])
            rows = np.flatnonzero(left == highest[self.owner])
            rows = rows[np.diff(self.owner[rows], prepend=-1) > 0]  # of equal ones the first
            chosen[rows], left[rows] = True, -np.inf
        return chosen


def distinct_posts(activity: Activity) -> Distinct:
    """Return the distinct posts of every creator in `activity`."""
    creators, leader = activity.creator_ids, activity.duplicate_of
    ids, seen = np.unique(creators, return_counts=True)
    similarity = np.nan_to_num(activity.similarity.astype(np.float64), nan=-2.0)
    newest = np.full(len(leader), np.iinfo(np.int64).min)
    np.maximum.at(newest, leader, activity.created_at)
    n_copies = np.bincount(leader, minlength=len(leader))
    groups = np.flatnonzero(n_copies)
    posts = _nearest(leader, similarity, n_copies)[groups]
    owner = np.searchsorted(ids, creators[posts])
    by_owner = np.lexsort((posts, owner))
    copies = n_copies[groups]
    owner = owner[by_owner]
    return Distinct(
        creator_ids=ids,
        starts=np.searchsorted(owner, np.arange(len(ids) + 1)).astype(np.int64),
        owner=owner.astype(np.int64),
        posts=posts[by_owner].astype(np.int64),
        copies=copies[by_owner].astype(np.int64),
        latest=newest[groups][by_owner],
        seen=seen.astype(np.int64),
    )


def _nearest(leader: Positions, similarity: Floats, n_copies: Positions) -> Positions:
    """Return the post most similar to the query of those that each post leads, (n,)."""
    nearest = np.zeros(len(leader), dtype=np.int64)
    nearest[leader] = np.arange(len(leader))
    rows = np.flatnonzero(n_copies[leader] > 1)  # few, as a rule
    order = rows[np.lexsort((rows, -similarity[rows], leader[rows]))]
    groups, first = np.unique(leader[order], return_index=True)
    nearest[groups] = order[first]
    return nearest
