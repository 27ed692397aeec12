"""The labelled sentences of `data/endings.txt`, and how matching does on them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from engine.brands.cards.reading import card_of
from engine.brands.matching.matcher import BrandMatcher
from engine.vocabulary import Brand, Passage

DATA = Path(__file__).parent / "data"
_MARKED = re.compile(r"\{([^}]*)\}")


class Sentence(NamedTuple):
    """A post, and what of it cards find: half-open ranges of its text."""

    lang: str
    text: str
    places: frozenset[tuple[int, int]]


def sentences(*, half: int) -> list[Sentence]:
    """Return the half for development (0) or the one for a last look (1)."""
    lines = (DATA / "endings.txt").read_text(encoding="utf-8").splitlines()
    seen: Mapping[str, Iterator[int]] = defaultdict(count)
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [_sentence(lang, text) for lang, text in rows if next(seen[lang]) % 2 == half]


def _sentence(lang: str, text: str) -> Sentence:
    places: set[tuple[int, int]] = set()
    plain = ""
    rest = 0
    for found in _MARKED.finditer(text):
        plain += text[rest : found.start()]
        places.add((len(plain), len(plain) + len(found[1])))
        plain += found[1]
        rest = found.end()
    return Sentence(lang, plain + text[rest:], frozenset(places))


def cards() -> Sequence[Brand]:
    """Return the cards the sentences are held against."""
    tables = tomllib.loads((DATA / "endings_cards.toml").read_text(encoding="utf-8"))
    return [card_of(table, key=key, where=key) for key, table in tables.items()]


class Score(NamedTuple):
    """How many were found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def score(of: Sequence[Sentence]) -> tuple[Score, list[str]]:
    """Return how matching does on sentences, and its mistakes."""
    counted: Counter[str] = Counter()
    mistakes: list[str] = []
    spans = BrandMatcher(cards()).spans([Passage(text=one.text, lang=one.lang) for one in of])
    for one, found in zip(of, spans, strict=True):
        places = {(span.start, span.end) for span in found}
        counted.update(right=len(places & one.places), wrong=len(places - one.places))
        counted.update(missed=len(one.places - places))
        for sign, wrong in (("+", places - one.places), ("-", one.places - places)):
            mistakes += [f"{sign} {one.lang} {one.text[a:b]}: {one.text}" for a, b in wrong]
    return Score(counted["right"], counted["wrong"], counted["missed"]), mistakes
