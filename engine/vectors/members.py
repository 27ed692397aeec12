"""The ids of a vector index: an append-only log, in which a position is found by bisection."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Ids, Run, Scores, Vectors

Mask = NDArray[np.bool_]
Positions = NDArray[np.int64]
NO_IDS: Ids = np.zeros(0, dtype=np.int64)
# A table over the range of ids is worth its memory up to this many times the number of ids.
_SPARSE = 64


class Members:
    """The ids of an index, strictly ascending, and the largest one ever added.

    Removing ids closes the gap: the position of an id is its rank from 0 among those present.
    """

    def __init__(self, ids: Ids = NO_IDS, *, watermark: int = 0) -> None:
        self.ids = ids
        self.watermark = watermark

    def __len__(self) -> int:
        return len(self.ids)

    def append(self, ids: Ids) -> None:
        """Add `ids` at the end.

        Raises:
            ValueError: they do not ascend, or do not begin above the watermark.
        """
        if not len(ids):
            return
        if ids[0] <= self.watermark or np.any(ids[1:] <= ids[:-1]):
            raise ValueError(f"ids must ascend from above the watermark {self.watermark}")
        self.ids = np.concatenate([self.ids, ids])
        self.watermark = int(ids[-1])

    def keep(self, mask: Mask) -> None:
        """Drop the ids where `mask` is false. The watermark stays."""
        self.ids = self.ids[mask]

    def among(self, ids: Ids) -> Mask:
        """Return which members are in `ids` (any order, unknown ones ignored), (n,)."""
        n = len(self.ids)
        if not n or not len(ids):
            return np.zeros(n, dtype=np.bool_)
        low, high = int(self.ids[0]), int(self.ids[-1])
        if high - low > _SPARSE * n:
            return np.isin(self.ids, ids)
        if ids.min() < low or ids.max() > high:
            ids = ids[(ids >= low) & (ids <= high)]
        table = np.zeros(high - low + 1, dtype=np.bool_)
        table[ids - low] = True
        return table[self.ids - low] if len(table) > n else table

    def positions(self, ids: Ids) -> Positions:
        """Return where each of `ids` stands, (n,).

        Raises:
            KeyError: an id is not a member.
        """
        positions = np.clip(self._places(ids), 0, max(len(self.ids) - 1, 0))
        missing = self.ids[positions] != ids if len(self.ids) else np.ones(len(ids), np.bool_)
        if np.any(missing):
            raise KeyError(int(ids[missing][0]))
        return positions.astype(np.int64)

    def _places(self, ids: Ids) -> Positions:
        """Return where `ids` would stand; without gaps, as nearly always, that is a difference."""
        if len(self.ids) and self.ids[-1] - self.ids[0] == len(self.ids) - 1:
            return np.asarray(ids - self.ids[0], dtype=np.int64)
        return np.searchsorted(self.ids, ids)


def checked_rows(ids: Ids, vectors: Vectors, dim: int) -> Vectors:
    """Return `vectors` as contiguous float32, one row an id.

    Raises:
        ValueError: they are not (len(ids), dim), or not finite.
    """
    if vectors.shape != (len(ids), dim):
        raise ValueError(f"vectors must be {(len(ids), dim)}, not {vectors.shape}")
    rows: Vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    if not np.isfinite(rows).all():
        raise ValueError("vectors must be finite")
    return rows


def checked_query(query: Vectors, dim: int) -> Vectors:
    """Return `query` as contiguous float32.

    Raises:
        ValueError: it is not (dim,), or not finite.
    """
    if query.shape != (dim,):
        raise ValueError(f"a query must be {(dim,)}, not {query.shape}")
    row: Vectors = np.ascontiguousarray(query, dtype=np.float32)
    if not np.isfinite(row).all():
        raise ValueError("a query must be finite")
    return row


def best(ids: Ids, scores: Scores, k: int, *, name: str) -> Run:
    """Return the `k` best of `ids` as a run: by score, equal scores by ascending id."""
    if len(ids) > k:
        limit = np.partition(scores, len(scores) - k)[len(scores) - k] if k else np.inf
        chosen = scores >= limit
        ids, scores = ids[chosen], scores[chosen]
    order = np.lexsort((ids, -scores))[:k]
    return Run(ids=ids[order], scores=scores[order].astype(np.float32), name=name)
