"""How people usually write a name: how often its words are capitalised within a sentence.

Counted over public-domain posts by `scripts/count_usage.py`; a word that people write "target" far
more often than "Target" is an ordinary one first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from engine.brands.matching.folding import folded

_DOUBT = 2  # occurrences of either kind that are put beside those counted
_WELL_KNOWN = 10_000  # occurrences from which a name is known as well as can be
_UNKNOWN = (0, 0)


def usual(name: str) -> tuple[float, float]:
    """Return how `name` is usually written, and how well that is known (0 to 1).

    The first is half the log odds of a capital, 0 for a name never seen. Of several words the
    pairs count, and where a pair was not kept, the word that is capitalised least.
    """
    words = folded(name).split()
    pairs = [" ".join(words[i : i + 2]) for i in range(len(words) - 1)]
    seen = [_counts()[pair] for pair in pairs if pair in _counts()]
    counts = min(seen, key=sum) if seen else min(map(_of, words), key=_odds, default=_UNKNOWN)
    known = math.log(sum(counts) + 1) / math.log(_WELL_KNOWN + 1)
    return _odds(counts) / 2, min(1.0, known)


def _of(word: str) -> tuple[int, int]:
    return _counts().get(word, _UNKNOWN)


def _odds(counts: tuple[int, int]) -> float:
    small, capital = counts
    return math.log((capital + _DOUBT) / (small + _DOUBT))


@cache
def _counts() -> Mapping[str, tuple[int, int]]:
    text = files("engine.brands.matching").joinpath("usage.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {term: (int(small), int(capital)) for term, small, capital in rows}
