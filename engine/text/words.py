"""The words of texts as numbers: cut and hashed as arrays of bytes.

A million posts are a hundred million letters, too many to cut one by one. Equal words have equal
numbers; now and then two different words share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_LEAST_BYTES = 3
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_BITS = 32  # of a word's hash
_PRIME = 1_099_511_628_211  # the multiplier of FNV, odd: it has an inverse modulo 2^64
_INVERSE = pow(_PRIME, -1, 1 << 64)
_MIX = np.uint64(0x9E3779B97F4A7C15)

Codes = NDArray[np.uint32]
Counts = NDArray[np.int32]


def words_of(texts: Sequence[str]) -> tuple[Codes, Counts]:
    """Return the numbers of all words of `texts`, in order, and how many each text has, (t,).

    Words have three bytes or more in UTF-8 and no digit; hashtags, handles and links are none.
    Capitals are those of ASCII.
    """
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


def _table(members: Iterable[int]) -> NDArray[np.bool_]:
    table = np.zeros(256, dtype=np.bool_)
    table[list(members)] = True
    return table


_LETTERS = [*b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", *range(128, 256)]
_PART = _table([*_LETTERS, *b"0123456789_"])
_DIGIT = _table(b"0123456789_")
_SIGN = _table(b"#@")
_LOWER = np.arange(256, dtype=np.uint64)
_LOWER[ord("A") : ord("Z") + 1] += ord("a") - ord("A")
