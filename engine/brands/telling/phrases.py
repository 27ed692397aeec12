"""Phrases that a person writes down in a data file, and what they are compiled to.

A phrase is words with spaces between. `a|b` is either word, `word?` may be missing, `word*` begins
a longer one, `…` stands for up to four words of the same sentence, `^` at the front for the
beginning of a line or sentence, `$` at the end for that of a clause, `{brand}` for a handle or a
word with a capital, `{handle}` for a handle, and any other `{name}` for the words that the file
keeps under that name. Case and accents do not matter. It is not a regular expression, so that no
file can make one that takes for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.brands.telling.letters import fold
from engine.text.stopwords import STOP_WORDS

_MOST_TOKENS = 24
_GAP = r"(?:[^\s.!?。\n]+[ \t]+){0,4}?"
_ENDED = r"[\n.!?:|•…。()\[\]]"
_BEGIN = rf"(?:^|(?<={_ENDED})|(?<={_ENDED} )|(?<=[\u2190-\u2bff\U0001f000-\U0001faff] ))"
_CLAUSE = (
    r"(?=\s*(?:$|[\n.,;:!|/\u2026\u3002\u3001)\]\u2013\u2014\u3011#@(]|-\s"
    r"|[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]))"
)
_BRAND = r"(?P<brand>@\w[\w.]*|[^\W\d_a-z][\w&'.-]*)"
_HANDLE = r"@\w[\w.]*"
_NAMES = ("{brand}", "{handle}")
_SPACE = r"[^\S\n]+"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase: `hints` are words, one of which is in every text that it matches."""

    written: str
    pattern: re.Pattern[str]  # of a folded text
    hints: tuple[str, ...]  # folded, lower-case
    people: frozenset[str]  # folded, lower-case

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield where the phrase stands in a folded text."""
        named = "brand" in self.pattern.groupindex
        for match in self.pattern.finditer(folded):
            if not named or not self._is_nobody(match["brand"]):
                yield match.span()

    def _is_nobody(self, word: str | None) -> bool:
        plain = (word or "").lower().partition("'")[0].rstrip(".-")
        return plain in self.people or plain in STOP_WORDS


def compile_phrase(
    written: str,
    named: Mapping[str, Sequence[str]],
    *,
    spaced: bool = True,
    people: frozenset[str] = frozenset(),
) -> Phrase:
    """Return `written` compiled; `spaced` tells whether spaces separate words in its language.

    `people` are words, folded and lower-case, that are no brand even with a capital.

    Raises:
        ValueError: it is empty, too long, or uses a name that `named` does not have.
    """
    tokens = fold(written).split()
    if not tokens or len(tokens) > _MOST_TOKENS:
        raise ValueError(f"a phrase has 1 to {_MOST_TOKENS} words")
    begins = tokens[0] == "^"
    ends = tokens[-1] == "$"
    parts = [_Part.of(token, named) for token in tokens[begins : len(tokens) - ends]]
    hints = max((part.hints for part in parts if part.hints), key=_worth, default=())
    if not hints:
        raise ValueError("a phrase needs a word that is always there")
    body = _joined(parts, r"\s*" if not spaced else _SPACE)
    edges = (_BEGIN if begins else r"(?<![\w#@])", r"(?!\w)") if spaced else ("", "")
    clause = _CLAUSE if ends else ""
    return Phrase(written, re.compile(edges[0] + body + edges[1] + clause), hints, people)


def _worth(hints: tuple[str, ...]) -> int:
    return min(map(len, hints))


@dataclass(frozen=True, slots=True)
class _Part:
    source: str
    optional: bool
    gap: bool
    hints: tuple[str, ...]

    @classmethod
    def of(cls, token: str, named: Mapping[str, Sequence[str]]) -> _Part:
        if token in ("…", "..."):
            return cls(_GAP, optional=False, gap=True, hints=())
        optional = token.endswith("?") and len(token) > 1
        choices = (token[:-1] if optional else token).split("|")
        words = [word for choice in choices for word in _choice(choice, named)]
        source = "|".join(_source(word) for word in words)
        known = not optional and not set(_NAMES) & set(words)
        hints = tuple(word.rstrip("*").lower().split()[0] for word in words) if known else ()
        return cls(f"(?:{source})", optional=optional, gap=False, hints=hints)


def _choice(choice: str, named: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if not choice or choice == "*":
        raise ValueError("a word is missing beside | or *")
    if choice in _NAMES or not choice.startswith("{"):
        return (choice,)
    name = choice.strip("{}")
    if name not in named:
        raise ValueError(f"there are no words under {name!r}")
    return tuple(map(fold, named[name]))


def _source(word: str) -> str:
    if word == "{brand}":
        return _BRAND
    if word == "{handle}":
        return _HANDLE
    if word.endswith("*"):
        return f"(?i:{re.escape(word[:-1])}\\w*)"
    return f"(?i:{re.escape(word)})".replace(r"\ ", _SPACE)


def _joined(parts: Sequence[_Part], space: str) -> str:
    """Return the parts in a row, each optional one with the space that goes with it."""
    last = max(i for i, part in enumerate(parts) if not part.optional and not part.gap)
    source = ""
    for i, part in enumerate(parts):
        if part.gap:
            source += part.source
        elif part.optional:
            source += f"(?:{part.source}{space})?" if i < last else f"(?:{space}{part.source})?"
        else:
            source += part.source + (space if i < last else "")
    return source
