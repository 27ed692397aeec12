"""Small codes of the vectors of a flat index, by which to find the few that are worth a look.

Every few values of a vector become four bits (product quantisation: Jégou, Douze & Schmid, PAMI
2011), and a query is held against all codes by look-ups in registers (André, Kermarrec & Le
Scouarnec, VLDB 2015). The codes only propose: what they propose is held against the vectors
themselves, which also tells how far the codes err, and so whether enough was proposed. Where that
is not so, all vectors are searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorIndexError
from engine.vectors.flat import Found, decoded, faiss, found, gathered
from engine.vectors.members import Mask, Positions
from engine.vocabulary import Scores, Vectors

_SAMPLE = 20_000  # vectors that training looks at
_BLOCK = 8_192  # vectors converted at a time
_OUTGROWN = 4  # times as many vectors as training chose from
_PROPOSED = 8  # times as many as wanted are proposed at first
_MORE = 3  # times as many, where that was not enough
_MOST_PROPOSED = 60_000  # from there on a look at all vectors costs no more
# How far the last of the wanted must stand above what was not proposed: in standard deviations of
# the codes' error. On a million vectors 8 times as many proposals then hold 0.999 of the wanted.
_SAFELY = 1.2

Rows = NDArray[np.int32]


def code_values(dim: int, wanted: Sequence[int]) -> int | None:
    """Return the first of `wanted` that cuts `dim` values into equal parts; None if none does."""
    return next((values for values in wanted if dim % values == 0), None)


class Sketch:
    """The codes of the vectors of one flat index, of `n_seen` of which training chose.

    Codes of vectors that were removed stay; `rows`, (codes,), then says where each one's vector
    stands now, -1 if it is gone.
    """

    def __init__(self, index: Any, *, n_seen: int, rows: Rows | None = None) -> None:
        self._index = index
        self._rows = rows
        self.n_seen = n_seen

    @classmethod
    def of(cls, flat: Any, values: int) -> Sketch:
        """Return the sketch of a flat index, a code for so many `values`.

        It is the same for the same vectors.
        """
        n, dim = int(flat.ntotal), int(flat.d)
        index = faiss.index_factory(dim, f"PQ{dim // values}x4fs", faiss.METRIC_INNER_PRODUCT)
        chosen = np.unique(np.linspace(0, n - 1, min(n, _SAMPLE)).astype(np.int64))
        index.pq.cp.min_points_per_centroid = 1
        index.train(decoded(flat, chosen))
        sketch = cls(index, n_seen=n)
        for start in range(0, n, _BLOCK):
            sketch.add(decoded(flat, np.arange(start, min(start + _BLOCK, n))))
        return sketch

    @classmethod
    def read(cls, stream: BinaryIO, *, n_seen: int, n_codes: int) -> Sketch:
        """Return the sketch of `n_codes` that `write` wrote.

        Raises:
            VectorIndexError: it is not there, or FAISS cannot read it.
        """
        rows = np.frombuffer(stream.read(4 * n_codes), dtype="<i4").astype(np.int32)
        try:
            index = faiss.read_index(faiss.PyCallbackIOReader(stream.read))
        except RuntimeError as error:
            raise VectorIndexError(f"holds what FAISS cannot read ({error})") from error
        if len(rows) != n_codes or index.ntotal != n_codes:
            raise VectorIndexError(f"holds {index.ntotal} codes, not {n_codes}")
        is_whole = np.array_equal(rows, np.arange(n_codes))
        return cls(index, n_seen=n_seen, rows=None if is_whole else rows)

    def write(self, write: Any) -> None:
        """Write the codes with a function that takes bytes."""
        rows = np.arange(len(self), dtype="<i4") if self._rows is None else self._rows
        write(rows.astype("<i4").tobytes())
        faiss.write_index(self._index, faiss.PyCallbackIOWriter(write))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def is_outgrown(self, n: int) -> bool:
        """Return whether `n` vectors deserve a new one: training saw few, or most codes are dead.

        Vectors of later posts may lie where training saw none.
        """
        return n > _OUTGROWN * self.n_seen or len(self) > 2 * n

    def add(self, vectors: Vectors) -> None:
        """Add the codes of `vectors`, (n, dim), which were appended to the flat index."""
        if self._rows is not None:
            first = int(self._rows.max(initial=-1)) + 1
            more = np.arange(first, first + len(vectors), dtype=np.int32)
            self._rows = np.concatenate([self._rows, more])
        self._index.add(vectors)

    def keep(self, mask: Mask) -> None:
        """Follow the removal of the vectors where `mask`, by position, is false."""
        rows = np.arange(len(self), dtype=np.int32) if self._rows is None else self._rows
        moved = np.where(mask, np.cumsum(mask) - 1, -1).astype(np.int32)
        self._rows = np.where(rows >= 0, moved[rows], np.int32(-1))

    def search(
        self, flat: Any, query: Vectors, k: int, *, mask: Mask | None, share: float
    ) -> Found | None:
        """Return the `k` nearest of the positions in `mask`; None where the codes cannot tell.

        `share` is how many of all positions are in `mask`, in (0, 1].
        """
        asked = int(_PROPOSED * k / share)
        while asked <= min(_MOST_PROPOSED, len(self)):
            positions, rough, last = self._proposed(query, asked, mask)
            if len(positions) >= k:
                nearest = gathered(flat, query, k, positions)
                if _is_safe(nearest, positions, rough, last):
                    return nearest
            asked *= _MORE
        return None

    def _proposed(
        self, query: Vectors, n: int, mask: Mask | None
    ) -> tuple[Positions, Scores, float]:
        """Return `n` positions but for those not in `mask`, ascending, and their rough scores.

        The third value is the rough score of the last of the `n`.
        """
        codes, rough = found(self._index.search(query, n))
        last = float(rough[-1]) if len(rough) == n else -np.inf
        positions = codes if self._rows is None else self._rows[codes].astype(np.int64)
        kept = positions >= 0
        if mask is not None:
            kept &= mask[positions]
        positions, rough = positions[kept], rough[kept]
        order = np.argsort(positions)
        return positions[order], rough[order], last


def _is_safe(nearest: Found, positions: Positions, rough: Scores, last: float) -> bool:
    """Return whether what was not proposed, at most `last` roughly, would hardly come near."""
    chosen, scores = nearest
    errors = scores - rough[np.searchsorted(positions, chosen)]
    return float(scores[-1]) > last + float(errors.mean()) + _SAFELY * float(errors.std())
