"""Which posts hold a word that hardly anybody else uses.

Whoever writes about something they do names things: a place, a part, a person, a slip of the pen.
Posts put together from a few words that many search for, whatever the sentence around them, hold
no such word. How rare it has to be is read off the corpus: half of its posts hold one.

A million posts are a hundred million letters: words are cut and hashed as arrays of bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.columns.masks import Mask

_PORTION = 4_096  # texts cut at once
_MANY_WORDS = 1 << 22  # counted at once
_NO_WORD = np.iinfo(np.int32).max
_LEAST_BYTES = 3
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_BITS = 22  # of a word's hash: as many buckets as a large corpus has words
_PRIME = 1_099_511_628_211  # the multiplier of FNV, odd: it has an inverse modulo 2^64
_INVERSE = pow(_PRIME, -1, 1 << 64)
_MIX = np.uint64(0x9E3779B97F4A7C15)

Codes = NDArray[np.uint32]


def have_own_words(chunks: Iterable[Sequence[str]]) -> Mask:
    """Return which texts hold a word at least as rare as the rarest of the middle text, (n,).

    Words have three bytes or more in UTF-8 and no digit; hashtags, handles and links are none.
    Capitals are those of ASCII. Words are told apart by hashes: now and then one that is rare
    passes for a commoner one, never the other way.
    """
    counts = np.zeros(1 << _BITS, dtype=np.int32)
    found: list[tuple[Codes, NDArray[np.int32]]] = []
    for many in _joined(_words(texts) for texts in _portions(chunks)):
        counts += np.bincount(many[0], minlength=len(counts)).astype(np.int32)
        found.append(many)
    rarest = [_rarest(counts[codes], n_words) for codes, n_words in found]
    least = np.concatenate([np.zeros(0, dtype=np.int32), *rarest])
    worded = np.sort(least[least < _NO_WORD])
    rare = worded[(len(worded) - 1) // 2] if len(worded) else 0
    return np.asarray(least <= rare)


def _portions(chunks: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for texts in chunks:
        for first in range(0, len(texts), _PORTION):
            yield texts[first : first + _PORTION]


def _joined(
    parts: Iterable[tuple[Codes, NDArray[np.int32]]],
) -> Iterator[tuple[Codes, NDArray[np.int32]]]:
    """Yield the words of several portions as one: small arrays that are kept tear memory up."""
    waiting, n = [], 0
    for part in parts:
        waiting.append(part)
        n += len(part[0])
        if n >= _MANY_WORDS:
            yield _one(waiting)
            waiting, n = [], 0
    if waiting:
        yield _one(waiting)


def _one(parts: list[tuple[Codes, NDArray[np.int32]]]) -> tuple[Codes, NDArray[np.int32]]:
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _rarest(counts: NDArray[np.int32], n_words: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return how often the rarest word of each text is found, (t,)."""
    least = np.full(len(n_words), _NO_WORD, dtype=np.int32)
    worded = np.flatnonzero(n_words)
    if len(worded):
        starts = np.cumsum(n_words) - n_words
        least[worded] = np.minimum.reduceat(counts, starts[worded])
    return least


def _words(texts: Sequence[str]) -> tuple[Codes, NDArray[np.int32]]:
    """Return the hashes of all words of `texts`, in order, and how many each text has, (t,)."""
    encoded = [_without_links(text).encode() for text in texts]
    data = np.frombuffer(b"\n" + b"\n".join(encoded) + b"\n", dtype=np.uint8)
    is_part = _PART[data]
    starts = np.flatnonzero(is_part[1:] & ~is_part[:-1]) + 1
    ends = np.flatnonzero(is_part[:-1] & ~is_part[1:]) + 1
    digits = np.concatenate([[0], np.cumsum(_DIGIT[data])])
    is_word = (ends - starts >= _LEAST_BYTES) & (digits[ends] == digits[starts])
    is_word &= ~_SIGN[data[starts - 1]]
    starts, ends = starts[is_word], ends[is_word]
    bounds = np.cumsum([len(text) + 1 for text in encoded])
    owner = np.searchsorted(bounds, starts, side="left")
    return _hashes(data, starts, ends), np.bincount(owner, minlength=len(texts)).astype(np.int32)


def _hashes(data: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Codes:
    """Return a hash of `data` between each of `starts` and `ends`: a polynomial modulo 2^64."""
    powers = _powers(_PRIME, len(data))
    total = np.zeros(len(data) + 1, dtype=np.uint64)
    np.cumsum(_LOWER[data] * powers, out=total[1:])
    values = (total[ends] - total[starts]) * _powers(_INVERSE, len(data))[starts]
    return ((values * _MIX) >> np.uint64(64 - _BITS)).astype(np.uint32)


def _powers(base: int, n: int) -> NDArray[np.uint64]:
    powers = np.full(n, base, dtype=np.uint64)
    powers[:1] = 1
    return np.cumprod(powers, dtype=np.uint64)


def _without_links(text: str) -> str:
    return _LINK.sub(" ", text) if "/" in text or "www." in text else text


def _table(members: Iterable[int]) -> Mask:
    table = np.zeros(256, dtype=np.bool_)
    table[list(members)] = True
    return table


_LETTERS = [*b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", *range(128, 256)]
_PART = _table([*_LETTERS, *b"0123456789_"])
_DIGIT = _table(b"0123456789_")
_SIGN = _table(b"#@")
_LOWER = np.arange(256, dtype=np.uint64)
_LOWER[ord("A") : ord("Z") + 1] += ord("a") - ord("A")
