"""The words of all posts as numbers, in a file that is mapped: most are never looked at."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.typing import NDArray

from engine.columns.tables import Rows
from engine.vocabulary import Spoken
from engine.words import words_of

_PORTION = 4_096  # texts cut at once
_AT_A_TIME = 1 << 18  # numbers copied at once
_MOST = np.iinfo(np.uint16).max  # words of a post


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of n posts by row: `codes` from `starts` on, as many as `counts` says."""

    codes: NDArray[np.uint32]  # (w,), mapped
    starts: NDArray[np.uint32]  # (n,)
    counts: NDArray[np.uint16]  # (n,)

    def of(self, rows: Rows) -> Spoken:
        """Return the words of the posts at `rows`, in that order."""
        starts, counts = self.starts[rows].astype(np.int64), self.counts[rows].astype(np.int64)
        before = np.cumsum(counts) - counts
        places = np.arange(int(counts.sum())) + np.repeat(starts - before, counts)
        return Spoken(np.asarray(self.codes[places]), counts.astype(np.int32))

    def at(self, found: NDArray[np.bool_], places: Rows) -> Words:
        """Return the words of the posts at `places`, none of those that are not `found`."""
        if not len(self.starts):
            nothing = np.zeros(len(found))
            return Words(self.codes, nothing.astype(np.uint32), nothing.astype(np.uint16))
        counts = np.where(found, self.counts[places], 0).astype(np.uint16)
        return Words(self.codes, self.starts[places], counts)

    def portions(self) -> Iterator[NDArray[np.uint32]]:
        """Yield all codes, some at a time."""
        for start in range(0, len(self.codes), _AT_A_TIME):
            yield np.asarray(self.codes[start : start + _AT_A_TIME])


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
        return Words(_mapped(file, int(of_each.sum(dtype=np.int64))), starts, of_each)


def _mapped(file: IO[bytes], n: int) -> NDArray[np.uint32]:
    if not n:
        return np.zeros(0, dtype=np.uint32)  # nothing cannot be mapped
    return np.memmap(file, dtype=np.uint32, mode="r", shape=(n,))


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
