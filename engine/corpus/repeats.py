"""Which posts of a creator say nearly the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.columns.masks import Mask
from engine.columns.tables import Rows
from engine.vocabulary import Vectors

NEAR = 0.95  # cosine from which two posts of a creator say the same
MANY = 2_000  # vectors of one creator from which on not all are held against all
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


def have_near(vectors: Vectors, owners: Rows) -> Mask:
    """Return which vectors have another near them, of the same owner, (n,).

    Of owners with more than `MANY` it is said of all, without looking.
    """
    found = np.ones(len(vectors), dtype=np.bool_)
    for start, end in _spans(owners):
        if end - start <= MANY:
            near = _near(vectors[start:end], owners[start:end])
            found[start:end] = np.count_nonzero(near, axis=1) > 1
    return found


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
