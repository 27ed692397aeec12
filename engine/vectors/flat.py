"""Flat indexes of FAISS at half precision: made, read and searched by position."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from engine.vectors.members import Mask, Positions
from engine.vocabulary import Ids, Scores, Vectors

# Its stubs describe the C++ side, not the Python one on top of it.
faiss: Any = _faiss

_DECODED = 256  # rows gathered and converted at a time

# A half's sign, its exponent and its fraction, moved to where a float has them, are that number
# divided by 2**112, for which the exponents of the two begin at different powers.
_MOVED = 13  # bits
_SIGN_AND_VALUE = np.int32(-0x70002000)
_REBASED = np.float32(2.0**112)

Found = tuple[Positions, Scores]
Codes = NDArray[np.uint8]


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep FAISS to this thread: one query gains nothing from more, and waits for a busy core."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def flat(dim: int) -> Any:
    """Return an empty index of half-precision vectors, searched by inner product."""
    return faiss.IndexScalarQuantizer(
        dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )


def codes_of(index: Any) -> Codes:
    """Return the codes of a flat index, (n, bytes a vector), without copying them."""
    size = int(index.code_size)
    codes: Codes = faiss.rev_swig_ptr(index.codes.data(), int(index.ntotal) * size)
    return codes.reshape(-1, size)


def decoded(index: Any, positions: Positions) -> Vectors:
    """Return the vectors at `positions` of a flat index, some at a time: they stay in the cache."""
    rows: Vectors = np.empty((len(positions), int(index.d)), dtype=np.float32)
    codes = codes_of(index).view(np.int16)
    for start in range(0, len(positions), _DECODED):
        some = slice(start, start + _DECODED)
        _widen(codes.take(positions[some], axis=0), rows[some])
    return rows


def _widen(halves: NDArray[np.int16], rows: Vectors) -> None:
    """Write the finite half-precision numbers whose bits are `halves` to `rows`, exactly.

    By steps that processors do for many numbers at once: FAISS and NumPy convert one by one.
    """
    bits = rows.view(np.int32)
    bits[...] = halves
    np.left_shift(bits, _MOVED, out=bits)
    np.bitwise_and(bits, _SIGN_AND_VALUE, out=bits)
    np.multiply(rows, _REBASED, out=rows)


def gathered(index: Any, query: Vectors, k: int, few: Positions) -> Found:
    """Return the `k` nearest of the positions `few`, which are copied together and searched."""
    small = flat(int(index.d))
    codes = codes_of(index).view(np.float16)
    small.add_sa_codes(codes.take(few, axis=0).view(np.uint8))
    places, scores = found(small.search(query, k))
    return few[places], scores


def selector(mask: Mask) -> Any:
    """Return what makes FAISS look only at the positions in `mask`."""
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))


def found(answer: tuple[Vectors, Ids]) -> Found:
    """Return the positions and scores that a search for one query found."""
    scores, positions = answer[0][0], answer[1][0]
    real = positions >= 0
    return positions[real], scores[real]
