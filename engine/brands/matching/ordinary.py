"""Which words are ordinary ones, by the English dictionary that comes with `symspellpy`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from engine.brands.matching.folding import folded
from engine.text.stopwords import STOP_WORDS

COMMON = 2_000_000  # occurrences in the web text the dictionary was counted in, of 1e12 words


def is_ordinary(phrase: str) -> bool:
    """Return whether every word of `phrase` is in the dictionary or a stop word."""
    words = folded(phrase).split()
    return bool(words) and all(word in _counts() or word in STOP_WORDS for word in words)


def is_common(word: str) -> bool:
    """Return whether `word` is a single word that people use often."""
    return folded(word) in STOP_WORDS or _counts().get(folded(word), 0) >= COMMON


@cache
def _counts() -> Mapping[str, int]:
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    pairs = (line.split() for line in text.splitlines())
    return {word: int(count) for word, count in pairs}


def commonness(phrase: str) -> float:
    """Return how common the rarest word of `phrase` is: 0 for one not in the dictionary, to 1.

    The scale is logarithmic, from 10,000 occurrences (0) to 1,000,000,000 (1).
    """
    counts = [_counts().get(word, 0) for word in folded(phrase).split()]
    return min(1.0, max(0.0, math.log10(min(counts, default=0) + 1) - 4) / 5)
