"""Which pieces of a text are worth cutting into tokens: a prefilter that loses nothing.

One pass of Aho and Corasick's automaton finds every place where something looked for may stand;
what is kept is widened to whole pieces between spaces, whose tokens depend on nothing else, so
spaCy finds in them what it finds in the whole text.

A plain prefilter (the lower-case names, with no letter, digit or `_` beside them) loses 0.40 % of
what spaCy's English pipeline finds: 115 of 28,774 matches of 1,000 names in 20,000 posts of Reddit.
All are words inside words that its tokenizer cuts: 67 where it drops or adds a space ("im" for "i
m", "can not" for "cannot", because a pattern says nothing of what stands between its tokens) and 48
within a run of letters and digits ("pm" in 3pm, "have" in haven't). So, first, `tokens` has no
such exceptions: no token ends between two letters or digits, and a place is thrown away only if it
would. Second, a pattern is looked for in every spacing that has its tokens (`spacings`): "h & m"
and "h&m" are the same to spaCy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, product

import ahocorasick

from engine.brands.matching.tokens import MIN_STEM, compound_at, is_unspaced, is_wordy, tokens

_MAX_FREE = 4  # gaps of a pattern that are tried with and without a space
_ALNUM = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class Sieve:
    """Everything that is looked for, as one automaton: ways of writing, and parts of links."""

    def __init__(self, ways: Iterable[str], literals: Iterable[str] = ()) -> None:
        self._automaton = ahocorasick.Automaton()
        looked_for = dict.fromkeys(literals, True)
        for way in ways:
            texts, whole = spacings(way)
            for text in texts:  # that is a way of its own may be a part of another, too
                looked_for[text] = looked_for.get(text, True) and whole
        for text, whole in looked_for.items():
            self._automaton.add_word(text, (len(text), whole))
        self._empty = len(self._automaton) == 0
        if not self._empty:
            self._automaton.make_automaton()

    def windows(self, folded: str, lang: str | None = None) -> list[tuple[int, int]]:
        """Return the half-open ranges of `folded` that may hold a match, in order, apart."""
        if self._empty:
            return []
        found: list[tuple[int, int]] = []
        for last, (length, whole) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if start and folded[start - 1] in _ALNUM and folded[start] in _ALNUM:
                continue
            if whole and found and end <= found[-1][1] and start >= found[-1][0]:
                continue
            if _may_end(folded, start, end, lang=lang):
                if not whole:
                    return [(0, len(folded))]
                _add(found, _widened(folded, start, end))
        return found


def _may_end(folded: str, start: int, end: int, *, lang: str | None) -> bool:
    if end < len(folded) and folded[end] in _ALNUM and folded[end - 1] in _ALNUM:
        return end - start >= MIN_STEM and compound_at(folded, end, lang)
    return True


def widened(
    folded: str, windows: Iterable[tuple[int, int]], places: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return `windows` and those around `places`, in order, apart."""
    found: list[tuple[int, int]] = []
    around = [_widened(folded, start, end) for start, end in places]
    for window in sorted([*windows, *around], key=lambda one: (one[1], one[0])):
        _add(found, window)
    return found


def _widened(folded: str, start: int, end: int) -> tuple[int, int]:
    after = folded.find(" ", end)
    return folded.rfind(" ", 0, start) + 1, len(folded) if after < 0 else after


def _add(found: list[tuple[int, int]], window: tuple[int, int]) -> None:
    """Add a window; matches come by their end, so it may swallow several before it."""
    start, end = window
    while found and found[-1][1] >= start:
        before = found.pop()
        start, end = min(start, before[0]), max(end, before[1])
    found.append((start, end))


def spacings(way: str) -> tuple[set[str], bool]:
    """Return texts of which each text with the tokens of `way` holds one, and if that is all of it.

    Between two words there is a space; elsewhere there may be one or not, but for letters of
    scripts without spaces, which stand as they are written. Of a way with many such places only
    its longest part without them is looked for.
    """
    pieces = [tokens(piece) for piece in way.split(" ")]
    parts = [token for piece in pieces for token in piece]
    spaced = [i + 1 == len(piece) for piece in pieces for i in range(len(piece))]
    gaps = [
        _gaps(before, after, is_spaced=space)
        for (before, after), space in zip(pairwise(parts), spaced, strict=False)
    ]
    if sum(len(gap) > 1 for gap in gaps) > _MAX_FREE:
        return {max(_fixed(parts, gaps), key=len)}, False
    return {_put_together(parts, chosen) for chosen in product(*gaps)}, True


def _gaps(before: str, after: str, *, is_spaced: bool) -> tuple[str, ...]:
    if is_wordy(before[-1]) and is_wordy(after[0]):
        return (" ",)
    if is_unspaced(before[-1]) and is_unspaced(after[0]):
        return (" ",) if is_spaced else ("",)
    return ("", " ")


def _put_together(parts: list[str], gaps: Sequence[str]) -> str:
    return "".join(part for pair in zip(parts, (*gaps, ""), strict=True) for part in pair)


def _fixed(parts: list[str], gaps: list[tuple[str, ...]]) -> list[str]:
    """Return the parts of a way within which nothing is free."""
    found = parts[:1]
    for token, gap in zip(parts[1:], gaps, strict=True):
        if len(gap) > 1:
            found.append(token)
        else:
            found[-1] += gap[0] + token
    return found
