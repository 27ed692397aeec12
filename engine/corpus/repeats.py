"""Which posts of a creator say nearly the same, and how near each comes to an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.columns.masks import Mask
from engine.columns.tables import Rows
from engine.vocabulary import Scores, Vectors

NEAR = 0.95  # cosine from which two posts of a creator say the same
MANY = 2_000  # vectors of one creator from which on not all are held against all
_RECENT = 128  # posts of one creator, at the most twice as many, that a later one is held against
_BLOCK = 96  # vectors of several creators compared at once


def first_repeats(vectors: Vectors, owners: Rows) -> Rows:
    """Return, for each vector, the position of the first of its owner's that it nearly repeats.

    The vectors of an owner stand together. A vector that repeats none has its own position.
    """
    first = np.arange(len(vectors))
    for start, end in _spans(owners):
        near = _near(vectors[start:end], owners[start:end])
        first[start:end] = start + near.argmax(axis=1)
    return first


def within_creators(vectors: Vectors, owners: Rows, times: Rows) -> tuple[Mask, Scores]:
    """Return which vectors have another near them, and how near an earlier one comes; both (n,).

    Always of the same owner. The similarity to the nearest that is earlier by `times` is 0 where
    there is none; of equal times, the one that stands first is the earlier. Of owners with more
    than `MANY` vectors all are said to have one near, and the latest `_RECENT` are looked at.
    """
    found, nearest = np.ones(len(vectors), dtype=np.bool_), np.zeros(len(vectors), np.float32)
    for start, end in _spans(owners):
        some = slice(start, end)
        if end - start > MANY:
            nearest[some] = _nearest_of_recent(vectors[some], times[some])
            continue
        found[some], nearest[some] = _within(vectors[some], owners[some], times[some])
    return found, nearest


def _within(vectors: Vectors, owners: Rows, times: Rows) -> tuple[Mask, Scores]:
    """Return the same as `within_creators` for a few vectors, all held against all."""
    order = np.lexsort((times, owners))
    if not np.array_equal(order, np.arange(len(order))):
        vectors, owners = vectors[order], owners[order]
    first = np.searchsorted(owners, owners)
    places = np.arange(len(owners))
    alike = vectors @ vectors.T
    alike *= (places >= first[:, None]) & (places < places[:, None])
    found, nearest = np.zeros(len(owners), dtype=np.bool_), np.zeros(len(owners), np.float32)
    nearest[order] = np.maximum(alike.max(axis=1), 0.0)
    late, early = np.divmod(np.flatnonzero(alike >= NEAR), len(owners))
    found[order[late]] = found[order[early]] = True
    return found, nearest


def _nearest_of_recent(vectors: Vectors, times: Rows) -> Scores:
    order = np.argsort(times, kind="stable")
    ordered, nearest = vectors[order], np.zeros(len(times), dtype=np.float32)
    for start in range(0, len(ordered), _RECENT):
        first, end = max(start - _RECENT, 0), start + _RECENT
        alike = ordered[start:end] @ ordered[first:end].T
        nearest[order[start:end]] = np.tril(alike, start - first - 1).max(axis=1)
    return np.maximum(nearest, 0.0)


def _near(vectors: Vectors, owners: Rows) -> Mask:
    near: Mask = vectors @ vectors.T >= NEAR
    if owners[0] != owners[-1]:
        near &= owners[:, None] == owners[None]
    np.fill_diagonal(near, val=True)
    return near


def _spans(owners: Rows) -> Iterator[tuple[int, int]]:
    """Yield bounds of runs of whole owners, of a block's size where owners allow it.

    One product for several owners compares more than is asked, and is still faster than several.
    """
    ends = np.append(np.flatnonzero(np.diff(owners)) + 1, len(owners)).tolist()
    start = end = 0
    for following in ends:
        if following - start > _BLOCK and end > start:
            yield start, end
            start = end
        end = following
    if end > start:
        yield start, end
