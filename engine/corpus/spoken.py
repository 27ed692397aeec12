"""The words of all posts as numbers, in a file: most are never looked at.

Not mapped: of what is mapped, every page near one that is looked at is counted as the process'.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.typing import NDArray

from engine.columns.tables import Rows
from engine.errors import StoreError
from engine.text.words import words_of
from engine.vocabulary import Spoken

_PORTION = 4_096  # texts cut at once
_AT_A_TIME = 1 << 20  # bytes copied at once
_BYTES = 4  # of a number
_MOST = np.iinfo(np.uint16).max  # words of a post


class Codes:
    """The `n` numbers of 32 bits from byte `start` of a file on, which may be closed or removed."""

    def __init__(self, file: IO[bytes], *, start: int, n: int) -> None:
        self._descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._descriptor)
        self._start, self._n = start, n

    def __len__(self) -> int:
        return self._n

    def runs(self, starts: NDArray[np.uint32], counts: NDArray[np.uint16]) -> NDArray[np.uint32]:
        """Return the numbers from each of `starts` on, as many as `counts` says, joined.

        Raises:
            StoreError: the file was cut short since it was opened.
        """
        places = (self._start + _BYTES * starts.astype(np.int64)).tolist()
        sizes = (_BYTES * counts.astype(np.int64)).tolist()
        read, descriptor = os.pread, self._descriptor
        parts = [read(descriptor, size, at) for size, at in zip(sizes, places, strict=True)]
        joined = b"".join(parts)
        if len(joined) != sum(sizes):
            raise StoreError(
                "the file of the words of posts was cut short while it was read",
                hint="search again: what is kept of a home is made again where it is damaged",
            )
        return np.frombuffer(joined, dtype=np.uint32)

    def portions(self) -> Iterator[bytes]:
        """Yield all numbers as bytes, some at a time."""
        end = self._start + _BYTES * self._n
        for at in range(self._start, end, _AT_A_TIME):
            yield os.pread(self._descriptor, min(_AT_A_TIME, end - at), at)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of n posts by row: `codes` from `starts` on, as many as `counts` says."""

    codes: Codes
    starts: NDArray[np.uint32]  # (n,)
    counts: NDArray[np.uint16]  # (n,)

    def of(self, rows: Rows) -> Spoken:
        """Return the words of the posts at `rows`, in that order."""
        counts = self.counts[rows]
        return Spoken(self.codes.runs(self.starts[rows], counts), counts.astype(np.int32))

    def at(self, found: NDArray[np.bool_], places: Rows) -> Words:
        """Return the words of the posts at `places`, none of those that are not `found`."""
        if not len(self.starts):
            nothing = np.zeros(len(found))
            return Words(self.codes, nothing.astype(np.uint32), nothing.astype(np.uint16))
        counts = np.where(found, self.counts[places], 0).astype(np.uint16)
        return Words(self.codes, self.starts[places], counts)


def words_in(chunks: Iterable[Sequence[str]]) -> Words:
    """Return the words of all texts, in order; of a text the first 65,535.

    They stand in a file without a name, which is gone with the last that reads it.
    """
    counts = [np.zeros(0, dtype=np.uint16)]
    with tempfile.TemporaryFile() as file:
        for texts in _portions(chunks):
            codes, n_words = words_of(texts)
            codes, n_words = _few(codes, n_words)
            file.write(codes.tobytes())
            counts.append(n_words.astype(np.uint16))
        file.flush()
        of_each = np.concatenate(counts)
        starts = (np.cumsum(of_each, dtype=np.int64) - of_each).astype(np.uint32)
        n = int(of_each.sum(dtype=np.int64))
        return Words(Codes(file, start=0, n=n), starts, of_each)


def _few(
    codes: NDArray[np.uint32], n_words: NDArray[np.int32]
) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    if not (n_words > _MOST).any():
        return codes, n_words
    place = np.arange(len(codes)) - np.repeat(np.cumsum(n_words) - n_words, n_words)
    return codes[place < _MOST], np.minimum(n_words, _MOST)


def _portions(chunks: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for texts in chunks:
        for first in range(0, len(texts), _PORTION):
            yield texts[first : first + _PORTION]
