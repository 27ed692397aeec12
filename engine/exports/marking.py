"""What is shown of a post, and which words of it are those of the brief."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from engine.text import clean, lexical_terms, snippet
from engine.text.scripts import is_unspaced

WIDTH = 420  # characters shown of a post
_LEAD = 80  # characters before the first word of the brief, when that comes late
_SHORTEST = 4  # letters of a word that may lose its plural
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it is a word of the brief."""

    text: str
    marked: bool


def marker(topic: str) -> Callable[[str], tuple[Piece, ...]]:
    """Return a function from a text to its pieces, the words of `topic` being marked.

    Whole words in any case, singular or plural, with or without `#` or `@`, and parts of words
    in scripts without spaces; stop words are not marked. The pieces joined are an excerpt of at
    most `WIDTH` characters on one line, from where the brief's words first stand.
    """
    pattern = _pattern(topic)

    def pieces(text: str) -> tuple[Piece, ...]:
        return tuple(_split(_excerpt(clean(text), pattern), pattern))

    return pieces


def _pattern(topic: str) -> re.Pattern[str]:
    terms = {_singular(term.lstrip("#@")) for term in lexical_terms(topic)} - {""}
    if not terms:
        return _NEVER
    spaced = _alternatives(term for term in terms if not is_unspaced(term))
    unspaced = _alternatives(term for term in terms if is_unspaced(term))
    return re.compile(
        rf"(?<!\w)[#@]?(?:{spaced})(?:e?s)?(?!\w)|[#@]?(?:{unspaced})+", re.IGNORECASE
    )


def _alternatives(terms: Iterable[str]) -> str:
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    return "|".join(map(re.escape, longest_first)) or _NEVER.pattern


def _singular(term: str) -> str:
    plural = len(term) >= _SHORTEST and term.endswith("s") and not term.endswith("ss")
    return term[:-1] if plural else term


def _excerpt(text: str, pattern: re.Pattern[str]) -> str:
    line = " ".join(text.split())
    found = pattern.search(line)
    if found is None or found.end() <= WIDTH - _LEAD:
        return snippet(line, WIDTH)
    start = line.find(" ", max(found.start() - _LEAD, 0), found.start()) + 1
    return "… " + snippet(line[start or found.start() :], WIDTH - 2)


def _split(line: str, pattern: re.Pattern[str]) -> Iterator[Piece]:
    end = 0
    for found in pattern.finditer(line):
        if found.start() > end:
            yield Piece(line[end : found.start()], marked=False)
        yield Piece(found[0], marked=True)
        end = found.end()
    if end < len(line):
        yield Piece(line[end:], marked=False)
