"""An embedder without a model, for tests: words hashed to signed dimensions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import shake_128

import numpy as np

from engine.embedders.rows import check_text, distinct, unit_rows
from engine.vocabulary import Vectors

_WORD = re.compile(r"\w+")


class HashingEmbedder:
    """Texts to `dim` numbers by their words: texts that share words are similar.

    Every word adds a fixed direction, so the same text has the same vector on any machine. A
    text without a single letter or digit is hashed as a whole.
    """

    def __init__(self, dim: int = 64) -> None:
        if dim < 1:
            raise ValueError(f"dim must be at least 1, not {dim}")
        self.dim = dim

    @property
    def model_id(self) -> str:
        """The name of this scheme and its dimension."""
        return f"hashing-{self.dim}"

    def embed(self, texts: Sequence[str]) -> Vectors:  # (n, dim) float32, unit rows
        """Return a unit row for each of `texts`.

        Raises:
            ValueError: a text is blank or not clean Unicode.
        """
        unique, positions = distinct(texts)
        rows = np.zeros((len(unique), self.dim), dtype=np.float32)
        for row, text in zip(rows, unique, strict=True):
            row += sum(_direction(word, self.dim) for word in _words(text))
        return unit_rows(rows, unique)[positions]

    def embed_query(self, text: str) -> Vectors:  # (dim,) float32, unit
        """Return the same vector as `embed` gives: queries are not treated apart.

        Raises:
            ValueError: `text` is blank or not clean Unicode.
        """
        check_text(text)
        query: Vectors = self.embed([text])[0]
        return query


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold()) or [text]


@lru_cache(maxsize=65536)
def _direction(word: str, dim: int) -> Vectors:
    """Return the direction of `word`: numbers in [-1, 1], none of them 0."""
    numbers = np.frombuffer(shake_128(word.encode()).digest(dim), dtype=np.uint8)
    direction: Vectors = (numbers.astype(np.float32) - 127.5) / 127.5
    return direction
