"""What a post is about, beside what a card says the name means: glosses in embedding space.

A similarity is told in standard deviations above that of ordinary posts (`background.txt`, windows
of public-domain posts around all kinds of names), so that one model may be put in another's place
and a gloss that is near to everything says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.brands.verdicts.writing import window, words_of
from engine.protocols import Embedder
from engine.text.stopwords import STOP_WORDS
from engine.vocabulary import Brand, Vectors

Owners = NDArray[np.int64]
Values = NDArray[np.float64]
Spans = Sequence[tuple[int, int]]
WIDTH = 90  # characters on either side of a mention
WINDOWS = 3  # of a post that are embedded
_CLAUSE = re.compile(r"[,;:]| and ")
_NAMED = ("{name}, the brand", "{name} is a company. {name} store, products, customers",
          "I bought this from {name}")  # fmt: skip
_WORDED = ("{name} as an ordinary word", "the {name}", "a {name}, some {name}, to {name}")
_ENDINGS = ("ies", "es", "s", "ing", "ed", "ly")
_NOTHING = "nothing"


class Glosses:
    """A card's glosses as vectors, for comparing posts with."""

    def __init__(self, card: Brand, embedder: Embedder) -> None:
        self._embedder = embedder
        shared: Any = embedder  # a protocol is not said to be hashable
        self._background: Vectors = _embedded_background(shared)
        named = [template.format(name=card.name) for template in _NAMED]
        worded = [template.format(name=card.name.lower()) for template in _WORDED]
        about = [f"{card.name}: {gloss}" for gloss in card.about]
        self._about = self._sense([*card.about, *about, *_clauses(card.about)])
        self._not_about = self._sense([*card.not_about, *_clauses(card.not_about)])
        self._named, self._worded = self._sense(named), self._sense(worded)
        own = set(words_of(card.name))
        self._about_words = _stems(card.about) - own
        self._other_words = _stems(card.not_about) - own - self._about_words
        self._phrases = [
            phrase.lower()
            for phrase in _clauses(card.not_about)
            if len(phrase.split()) > 1 and own & set(words_of(phrase))
        ]

    def compare(
        self, texts: Sequence[str], spans: Sequence[Spans], posts: Sequence[Vectors | None]
    ) -> tuple[dict[str, Values], dict[str, Vectors]]:
        """Return the likeness of each post to the senses of the name, and vectors, by the view.

        `posts` are the vectors of the whole posts where they are known. The vector `around` is of
        the windows around the name, all of a post's in one.
        """
        (around, context, post), owner = self.views(texts, spans, posts)
        n = len(texts)
        found = self._by_view("around", around, owner, n)
        found |= self._by_view("context", context, owner, n)
        found |= self.of_posts(texts, post)
        return found, {"around": _together(around, owner, n), "post": post}

    def of_posts(self, texts: Sequence[str], posts: Vectors) -> dict[str, Values]:
        """Return the part of `compare` that needs no windows."""
        return self._by_view("post", posts, np.arange(len(texts)), len(texts)) | self._words(texts)

    def views(
        self, texts: Sequence[str], spans: Sequence[Spans], posts: Sequence[Vectors | None]
    ) -> tuple[tuple[Vectors, Vectors, Vectors], Owners]:
        """Return vectors of windows with and without the name, and of posts; whose windows."""
        around: list[str] = []
        context: list[str] = []
        owner: list[int] = []
        for i, (text, places) in enumerate(zip(texts, spans, strict=True)):
            for start, end in places[:WINDOWS]:
                head, tail = window(text, start, end, width=WIDTH)
                around.append(head + text[start:end] + tail)
                context.append(f"{head} {tail}".strip() or _NOTHING)
                owner.append(i)
        rows = self._embedder.embed([*around, *context])
        n = len(around)
        whole = self.filled(texts, posts)
        return (rows[:n], rows[n:], whole), np.array(owner, dtype=np.int64)

    def filled(self, texts: Sequence[str], posts: Sequence[Vectors | None]) -> Vectors:
        """Return the vectors of whole posts, those that are not known embedded, (n, dim)."""
        missing = [text for text, post in zip(texts, posts, strict=True) if post is None]
        fresh = iter(self._embedder.embed(missing) if missing else ())
        return np.stack([next(fresh) if post is None else post for post in posts])

    def leaning(self, rows: Vectors) -> float:
        """Return how far other posts of a creator lean to the card's sense: the mean of three."""
        if not len(rows) or self._about is None:
            return 0.0
        likeness = self._likeness(self._about, rows)
        if self._not_about is not None:
            likeness = likeness - self._likeness(self._not_about, rows)
        return float(np.sort(likeness)[-3:].mean())

    def _sense(self, texts: Sequence[str]) -> tuple[Vectors, float, float] | None:
        if not texts:
            return None
        vectors = self._embedder.embed(texts)
        usual = (self._background @ vectors.T).max(axis=1)
        return vectors, float(usual.mean()), float(usual.std()) or 1.0

    @staticmethod
    def _likeness(sense: tuple[Vectors, float, float] | None, rows: Vectors) -> Values:
        if sense is None:
            return np.zeros(len(rows))
        vectors, mean, spread = sense
        return np.asarray(((rows @ vectors.T).max(axis=1) - mean) / spread, dtype=np.float64)

    def _senses(self, rows: Vectors) -> dict[str, Values]:
        about = self._likeness(self._about, rows)
        other = self._likeness(self._not_about, rows)
        both = self._about is not None and self._not_about is not None
        named = self._likeness(self._named, rows) - self._likeness(self._worded, rows)
        return {
            "about": about,
            "not_about": other,
            "rather about": about - other if both else np.zeros(len(rows)),
            "named": named,
        }

    def _by_view(self, view: str, rows: Vectors, owner: Owners, n: int) -> dict[str, Values]:
        return {
            f"{sense} by {view}": _largest(values, owner, n)
            for sense, values in self._senses(rows).items()
        }

    def _words(self, texts: Sequence[str]) -> dict[str, Values]:
        stems = [_stems([text]) for text in texts]
        said = [text.lower() for text in texts]
        n = len(texts)
        return {
            "words of about": np.array([min(3, len(s & self._about_words)) for s in stems], float),
            "words of not_about": np.array(
                [min(3, len(s & self._other_words)) for s in stems], float
            ),
            "phrase of not_about": np.array(
                [any(phrase in text for phrase in self._phrases) for text in said], float
            ),
            "has about": np.full(n, float(self._about is not None)),
            "has not_about": np.full(n, float(self._not_about is not None)),
        }


@cache
def background() -> tuple[str, ...]:
    """Return the windows of ordinary posts that likeness is measured against."""
    text = files("engine.brands.verdicts").joinpath("background.txt").read_text(encoding="utf-8")
    return tuple(text.splitlines())


@lru_cache(maxsize=4)
def _embedded_background(embedder: Embedder) -> Vectors:
    rows: Vectors = embedder.embed(background())
    return rows


def _largest(values: Values, owner: NDArray[np.int64], n: int) -> Values:
    found = np.full(n, -np.inf)
    np.maximum.at(found, owner, values)
    return found


def _together(rows: Vectors, owner: Owners, n: int) -> Vectors:
    """Return the mean of each owner's rows as a unit vector, (n, dim)."""
    found = np.zeros((n, rows.shape[1]), dtype=np.float32)
    np.add.at(found, owner, rows)
    unit: Vectors = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return unit


def _clauses(glosses: Sequence[str]) -> list[str]:
    return [c.strip() for gloss in glosses for c in _CLAUSE.split(gloss) if c.strip()]


def _stems(texts: Sequence[str]) -> set[str]:
    words = (word for text in texts for word in words_of(text))
    return {_stem(word) for word in words if len(word) > 2 and word not in STOP_WORDS}


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word
