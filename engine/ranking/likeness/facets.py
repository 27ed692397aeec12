"""What a creator posts about, as a few vectors: one mean would lie between their subjects."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Vectors

_ROUNDS = 10
_LEAST = 1e-9


def facets(vectors: Vectors, n: int) -> Vectors:
    """Return at most `n` unit vectors that stand for `vectors`, (m, dim) unit rows; largest first.

    Spherical k-means (Dhillon & Modha, 2001) from a start that is always the same: the vector
    nearest the mean, then again and again the one that is least like all chosen before. There are
    at most half as many facets as vectors, and at least one.
    """
    if not len(vectors):
        return vectors
    centres = vectors[_start(vectors, min(n, max(len(vectors) // 2, 1)))]
    nearest = np.zeros(0, dtype=np.int64)
    for _ in range(_ROUNDS):
        again = (vectors @ centres.T).argmax(axis=1)
        if np.array_equal(again, nearest):
            break
        nearest = again
        centres = _means(vectors, nearest, centres)
    sizes = np.bincount(nearest, minlength=len(centres))
    order = np.lexsort((np.arange(len(centres)), -sizes))
    return centres[order[sizes[order] > 0]]


def _start(vectors: Vectors, n: int) -> list[int]:
    chosen = [int((vectors @ vectors.mean(axis=0)).argmax())]
    covered = vectors @ vectors[chosen[0]]
    while len(chosen) < n:
        chosen.append(int(covered.argmin()))
        covered = np.maximum(covered, vectors @ vectors[chosen[-1]])
    return chosen


def _means(vectors: Vectors, nearest: NDArray[np.int64], centres: Vectors) -> Vectors:
    means = np.zeros_like(centres)
    np.add.at(means, nearest, vectors)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    moved = np.where(lengths > _LEAST, means / np.maximum(lengths, _LEAST), centres)
    return np.asarray(moved, dtype=np.float32)
