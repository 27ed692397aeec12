"""Whether a whole clause says nothing but that what is posted is advertising.

Words that name advertising are talked about in countless ways and disclosed in few: a clause that
discloses holds the name of advertising, something that points at the post or says for whom, and
else only words that say nothing (is, a, also, today). So it is not listed how people put it: a
clause is read word by word, in any order, and one word of another kind is enough to leave it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

_REACH = 120  # letters to either side
_LONGEST = 5  # words of one entry
_LONGEST_UNSPACED = 14  # letters
_MOST_UNKNOWN = 4  # words of a brand and what it makes
_EMOJI = "\u203c\u2049\u2122\u2139\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_BOUND = re.compile(
    rf"[!?\n;|#()\[\]{{}}\u2026\u2022\u2013\u2014\u3002\u3010\u3011\u300c\u300d\uff08\uff09"
    rf"{_EMOJI}]|[.:](?=\s|$)|[,\u3001]|\s[-/]+\s"
)
_TOKEN = re.compile(r"@?\w[\w'&.+-]*")
_TOKEN_UNSPACED = re.compile(r"@\w[\w.]*|[\u30a0-\u30ff]+|[A-Za-z0-9][\w.&-]*|\w")
_QUOTES = ('"', "'", "\u201d", "\u00bb")  # shut before the clause begins
_COMMA = (",", "\u3001")
_JOINING = (*_COMMA, ":")


class _Kind(Enum):
    SHOWN = "shown"
    POINTS = "points"
    SMALL = "small"
    TOWARD = "toward"
    POST = "post"
    NAME = "name"
    OTHER = "other"


_CONTENT = (_Kind.NAME, _Kind.OTHER)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    kind: _Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """The words of one language that may stand in a clause that discloses.

    `known` are their kinds, `begun` those of words that go on (video* in the file), `these` stand
    before what is talked about ("this ad is everywhere"), `goes_on` are words behind a comma that
    say more of the noun, `doubts` words before a comma by which the clause is only thought of.
    """

    known: Mapping[str, _Kind]
    begun: Mapping[str, _Kind]
    these: frozenset[str] = frozenset()
    goes_on: frozenset[str] = frozenset()
    doubts: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()
    name_endings: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
    spaced: bool = True
    capital_nouns: bool = False
    name_first: bool = False
    starts: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, words: Mapping[str, tuple[str, ...]]) -> Clauses | None:
        """Return one for the lists of a language, None where it has none.

        "style" among them names what is peculiar: "unspaced", "capital nouns", "name first"
        (a name stands before "for").
        """
        if not words.get("shown"):
            return None
        known: dict[str, _Kind] = {}
        style = words.get("style", ())
        for kind in (_Kind.POST, _Kind.SMALL, _Kind.POINTS, _Kind.TOWARD, _Kind.SHOWN):
            known |= dict.fromkeys(words.get(kind.value, ()), kind)
        known |= dict.fromkeys(words.get("for", ()), _Kind.TOWARD)
        begun = {word[:-1]: kind for word, kind in known.items() if word.endswith("*")}
        return cls(
            known=known, begun=begun, these=frozenset(words.get("these", ())),
            goes_on=frozenset(words.get("goes_on", ())), talk=words.get("talk", ()),
            joins=frozenset(words.get("joins", ())), name_endings=words.get("name_endings", ()),
            doubts=frozenset(words.get("doubts", ())), spaced="unspaced" not in style,
            capital_nouns="capital nouns" in style, name_first="name first" in style,
            starts=tuple(begun),
        )  # fmt: skip

    def discloses(self, folded: str, start: int, end: int) -> bool:
        """Return whether the clause around a name of advertising says only that this is such."""
        left, opened, earlier = _before(folded, start)
        right, shut, rest = _after(folded, end)
        if left is None or right is None or left[:1] in _QUOTES or self._doubted(earlier, opened):
            return False
        if shut in _COMMA and self._first(rest) in self.goes_on:
            return False
        before, after = list(self._words(left)), list(self._words(right))
        if before and before[-1].text in self.these:
            return False
        if after and after[0].kind in _CONTENT and after[0].text.startswith(self.talk):
            return False
        while opened in _JOINING:
            left, opened, earlier = _before(earlier, len(earlier) - len(opened))
            piece = list(self._words(left or ""))
            if not piece or any(word.kind in _CONTENT for word in piece):
                break
            before = [*piece, *before]
        return self._says(before, after, apart=opened not in _COMMA)

    def _says(self, before: list[_Word], after: list[_Word], *, apart: bool) -> bool:
        shown = any(word.kind is _Kind.SHOWN for word in (before or after))
        named = self._named(before) | self._named(after)
        if not self._plain(before, at_front=True):
            return False
        if not self._plain(after, at_front=False) and not (
            any(word.kind is _Kind.SHOWN for word in before)
            and len(after) > 1
            and (after[0].kind is _Kind.TOWARD or after[0].text in self.joins)
        ):
            return False
        points = any(word.kind is _Kind.POINTS for word in (*before, *after))
        return shown or ((points or named) and apart) or (points and named)

    def _named(self, words: list[_Word]) -> bool:
        kinds = [word.kind for word in words]
        return _Kind.NAME in kinds and _Kind.TOWARD in kinds

    def _plain(self, words: list[_Word], *, at_front: bool) -> bool:
        """Return whether nothing but small words and names that belong to "for" are there."""
        left, shown = 0, False
        for place, word in enumerate(words):
            shown = shown or word.kind is _Kind.SHOWN
            following = words[place + 1].kind if place + 1 < len(words) else None
            if word.kind is _Kind.TOWARD:
                left = _MOST_UNKNOWN
            elif word.kind is _Kind.OTHER:
                return False
            elif word.kind is _Kind.NAME and not word.text.startswith("@"):
                free = self.name_first and following in (_Kind.TOWARD, _Kind.NAME)
                inside = shown and at_front and not self.capital_nouns
                if not (left or free or inside):
                    return False
                left = max(0, left - 1)
        return True

    def _doubted(self, earlier: str, opened: str) -> bool:
        """Return whether the clause is only what somebody thinks or whether it is so."""
        if opened not in _COMMA:
            return False
        sentence = re.split(r"[.!?\n\u3002]", earlier[-_REACH:].lower())[-1]
        return any(word.text in self.doubts for word in self._words(sentence))

    def _first(self, rest: str) -> str:
        found = next(self._words(rest), None)
        return found.text if found else ""

    def _words(self, text: str) -> Iterator[_Word]:
        return self._spaced_words(text) if self.spaced else self._unspaced_words(text)

    def _spaced_words(self, text: str) -> Iterator[_Word]:
        tokens = [token.rstrip(".'-") for token in _TOKEN.findall(text)]
        place = 0
        while place < len(tokens):
            for length in range(min(_LONGEST, len(tokens) - place), 0, -1):
                joined = " ".join(tokens[place : place + length]).lower()
                kind = self.known.get(joined)
                if kind:
                    break
            else:
                length, joined = 1, tokens[place].lower()
                kind = self._unlisted(tokens[place])
            yield _Word(joined, kind)
            place += length

    def _unspaced_words(self, text: str) -> Iterator[_Word]:
        place, lower = 0, text.lower()
        while place < len(text):
            for length in range(min(_LONGEST_UNSPACED, len(text) - place), 0, -1):
                kind = self.known.get(lower[place : place + length])
                if kind:
                    yield _Word(lower[place : place + length], kind)
                    break
            else:
                token = _TOKEN_UNSPACED.match(text, place)
                length = len(token[0]) if token else 1
                if token:
                    named = len(token[0]) > 1
                    yield _Word(lower[place : place + length], _Kind.NAME if named else _Kind.OTHER)
            place += length

    def _unlisted(self, token: str) -> _Kind:
        lower = token.lower()
        if token.isdigit():
            return _Kind.SMALL
        if lower.startswith(self.starts):
            begin = max((one for one in self.starts if lower.startswith(one)), key=len)
            return self.begun[begin]
        if self.name_endings and lower.endswith(self.name_endings):
            return _Kind.TOWARD
        bare = token.rpartition("'")[2] if token[:1].islower() else token
        return _Kind.NAME if token[0] == "@" or bare[:1].isupper() else _Kind.OTHER


def _before(folded: str, start: int) -> tuple[str | None, str, str]:
    """Return what stands before in the clause, what shuts it off, and all before and with that.

    The first is None where the clause is too long.
    """
    reach = max(0, start - _REACH)
    window = folded[reach:start]
    bounds = list(_BOUND.finditer(window))
    if not bounds:
        return (window, "", "") if start <= _REACH else (None, "", "")
    at = bounds[-1].end()
    return window[at:], bounds[-1][0].strip(), folded[: reach + at].rstrip()


def _after(folded: str, end: int) -> tuple[str | None, str, str]:
    """Return what stands behind in the clause, what shuts it off, and what follows that."""
    window = folded[end : end + _REACH]
    mark: re.Match[str] | None = _BOUND.search(window)
    if mark is None:
        return (window, "", "") if len(window) < _REACH else (None, "", "")
    return window[: mark.start()], mark[0].strip(), window[mark.end() :]
