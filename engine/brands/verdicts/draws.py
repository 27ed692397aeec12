"""Is a post a prize draw? Told by what draws are made of, in many languages, and by meaning.

A draw names itself, or it joins what it asks of the reader, what may be had for it, and that one of
many is picked: each kind of thing counts once, and two of one language are enough. A prize that was
won long ago, and talk about the draws of others, count against it. The words are in `draws.toml`.
Where they leave doubt the vector of the post decides: along the direction that tells examples of
draws (`draws.txt`) from ordinary posts and from posts that only come near (`undrawn.txt`).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import ahocorasick
import numpy as np
from numpy.typing import NDArray

from engine.brands.verdicts.glosses import background
from engine.protocols import Embedder
from engine.vocabulary import Vectors

_WORTH = {"name": 2, "lot": 1, "prize": 1, "ask": 1, "past": -2}
_ENOUGH = 2
_MEANT = {0: 5.0, 1: 4.5}  # by points of its words: deviations from which a post is a draw
_RIDGE = 3.0  # of the mean variance: there are fewer examples than dimensions
_UNSPACED = frozenset({"ja", "ko", "zh"})  # words stand without spaces, or with endings joined


def are_draws(
    texts: Sequence[str], vectors: Sequence[Vectors | None], embedder: Embedder
) -> list[bool]:
    """Return which posts are prize draws; those without a vector are told by their words."""
    points = [points_of(text) for text in texts]
    told = [found >= _ENOUGH for found in points]
    doubted = [i for i, found in enumerate(points) if found in _MEANT and vectors[i] is not None]
    if doubted:
        shared: Any = embedder  # a protocol is not said to be hashable
        rows = np.stack([row for i in doubted if (row := vectors[i]) is not None])
        for i, standing in zip(doubted, _direction(shared).standing(rows).tolist(), strict=True):
            told[i] = standing >= _MEANT[points[i]]
    return told


def points_of(text: str) -> int:
    """Return how much `text` sounds like a draw by its words, in the language where it does most.

    From -2, where only a draw that is over is told of, to 5; 0 where nothing is found.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    folded = " ".join(text.casefold().replace("\u2019", "'").split())
    for last, entries in _phrases().iter(folded):
        for length, is_open, lang, kind in entries:
            start = last - length + 1
            if lang in _UNSPACED or _is_whole(folded, start, last + 1, is_open=is_open):
                found[lang].add(kind)
    by_lang = [sum(map(_WORTH.__getitem__, kinds)) for kinds in found.values()]
    return max(by_lang, key=abs, default=0)


def _is_whole(text: str, start: int, end: int, *, is_open: bool) -> bool:
    """Return whether no word goes on before `text[start:end]`, nor after it unless `is_open`."""
    return not (start and text[start - 1].isalnum() and text[start].isalnum()) and (
        is_open or not (text[end : end + 1].isalnum() and text[end - 1].isalnum())
    )


@cache
def _phrases() -> ahocorasick.Automaton:
    """Return all phrases of all languages, each with (length, open end, language, kind)."""
    entries: defaultdict[str, list[tuple[int, bool, str, str]]] = defaultdict(list)
    for lang, kinds in tomllib.loads(_read("draws.toml")).items():
        for kind, phrases in kinds.items():
            for phrase in phrases:
                literal = phrase.removesuffix("*").casefold()
                entries[literal].append((len(literal), phrase.endswith("*"), lang, kind))
    automaton = ahocorasick.Automaton()
    for literal, found in entries.items():
        automaton.add_word(literal, found)
    automaton.make_automaton()
    return automaton


@dataclass(frozen=True, slots=True, eq=False)
class _Direction:
    """Where draws lie: along `way`, in deviations above ordinary posts."""

    way: NDArray[np.float64]  # (dim,)
    mean: float
    deviation: float  # above 0

    def standing(self, vectors: Vectors) -> NDArray[np.float64]:
        """Return how far `vectors`, (n, dim), stand towards draws, (n,)."""
        return np.asarray((vectors @ self.way - self.mean) / self.deviation, dtype=np.float64)


@lru_cache(maxsize=4)
def _direction(embedder: Embedder) -> _Direction:
    """Return Fisher's direction from posts that are no draws to draws, with a wide ridge."""
    ordinary, draws, near = (
        embedder.embed(texts).astype(np.float64)
        for texts in (background(), _lines("draws.txt"), _lines("undrawn.txt"))
    )
    others = (ordinary.mean(axis=0) + near.mean(axis=0)) / 2
    centred = np.vstack([rows - rows.mean(axis=0) for rows in (ordinary, draws, near)])
    spread = centred.T @ centred / len(centred)
    spread += _RIDGE * float(np.trace(spread)) / len(spread) * np.eye(len(spread))
    way = np.linalg.solve(spread, draws.mean(axis=0) - others)
    along = ordinary @ way
    return _Direction(way, float(along.mean()), max(float(along.std()), 1e-9))


@cache
def digest() -> str:
    """Return a hash of the words and examples that decide."""
    read = "".join(_read(name) for name in ("draws.toml", "draws.txt", "undrawn.txt"))
    return sha256(read.encode()).hexdigest()[:16]


def _lines(name: str) -> list[str]:
    return _read(name).splitlines()


def _read(name: str) -> str:
    return files("engine.brands.verdicts").joinpath(name).read_text(encoding="utf-8")
