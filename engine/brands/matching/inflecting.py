"""Names as languages inflect them: which forms of what cards claim stand in a text.

One pass of an automaton finds the stems in a post whose language has endings; a form is worked out
when it is first met, so that a thousand cards in twenty languages cost what their posts have.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import ahocorasick

from engine.brands.matching.doubts import is_doubtful
from engine.brands.matching.endings import (
    LONGEST,
    MIN_LETTERS,
    Grammar,
    Line,
    grammar,
    tongue,
    tongues,
)
from engine.brands.matching.folding import folded, marked
from engine.brands.matching.sieve import spacings
from engine.brands.matching.terms import Claim, Form, phrases_of, ways
from engine.brands.matching.tokens import is_unspaced, is_wordy, tokens
from engine.vocabulary import Brand

_MIN_LAST = 3  # letters of the last word of a name
_MIN_LEFT = 2  # letters of it that are left where some go
_LONGEST_PREFIX = 4
_REST = re.compile(r"\w*")


class _Base(NamedTuple):
    """A way of writing that takes endings: whose it is, and how it is written with accents."""

    way: str
    claim: Claim
    marks: tuple[str, ...]
    is_strict: bool  # accents must stand
    langs: frozenset[str]  # of the card; empty for all


class _Stem(NamedTuple):
    base: _Base
    cut: int


class Inflections:
    """The forms of what `cards` claim; `forms` are those met, as further ways of writing."""

    def __init__(self, cards: Sequence[Brand], plain: Mapping[str, Sequence[Claim]]) -> None:
        self.forms: dict[str, list[Claim]] = defaultdict(list)
        self._plain = plain
        self._fresh: list[str] = []
        self._worked_out: dict[tuple[str, str, str, str], bool] = {}
        self._stems: dict[str, list[_Stem]] = defaultdict(list)
        self._tongues = tuple(
            sorted({code for card in cards for code in map(tongue, card.langs) if code})
        )
        for base in _bases(cards):
            for text, stem in _stems(base):
                self._stems[text].append(stem)
        self._automaton = ahocorasick.Automaton()
        for text in self._stems:
            self._automaton.add_word(text, text)
        if self._stems:
            self._automaton.make_automaton()

    def fresh(self) -> list[str]:
        """Return the ways of writing met since this was last asked."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def everything(self) -> None:
        """Work out every form there is, whether a text has it or not."""
        for text, stems in self._stems.items():
            for lang in tongues():
                for before, ending in _possible(stems, lang):
                    self._is_form(text, before, ending, lang)

    def places(self, fold: str, lang: str | None) -> list[tuple[int, int]]:
        """Return where in a folded text in `lang` forms stand.

        Where the language is not known, those of the languages of the cards count.
        """
        code = tongue(lang)
        langs = (code,) if code else () if lang else self._tongues
        if not langs or not self._stems:
            return []
        has_prefixes = any(grammar(one).prefixes for one in langs)
        found: list[tuple[int, int]] = []
        for last, text in self._automaton.iter(fold):
            start, end = last + 1 - len(text), last + 1
            first = start
            if start and _is_letter(fold[start - 1]):
                if not has_prefixes:
                    continue
                first = _beginning(fold, start)
            elif not fold[end : end + 1].isalpha():
                continue
            stop = _stop(fold, end)
            if start - first > _LONGEST_PREFIX or stop - end > LONGEST:
                continue
            before, ending = fold[first:start], fold[end:stop]
            met = [self._is_form(text, before, ending, one) for one in langs]
            if any(met):
                found.append((first, stop))
        return found

    def _is_form(self, text: str, before: str, ending: str, lang: str) -> bool:
        """Return whether a stem is a form so, and keep it if it is."""
        key = (text, before, ending, lang)
        if key not in self._worked_out:
            made = [
                form
                for stem in self._stems[text]
                if not stem.base.langs or lang in stem.base.langs
                for form in _forms(stem, before, ending, lang)
            ]
            self._keep(made)
            self._worked_out[key] = bool(made)
        return self._worked_out[key]

    def _keep(self, made: Iterable[tuple[str, Claim]]) -> None:
        for way, claim in made:
            if any(claim.card == other.card for other in self._plain.get(way, ())):
                continue
            if way not in self.forms and way not in self._plain:
                self._fresh.append(way)
            if claim not in self.forms[way]:
                self.forms[way].append(claim)


def _bases(cards: Sequence[Brand]) -> Iterator[_Base]:
    for position, card in enumerate(cards):
        langs = frozenset(code for code in map(tongue, card.langs) if code)
        if card.langs and not langs:
            continue
        for kind, phrase in phrases_of(card):
            marks = defaultdict(list)
            for way in ways(phrase, fold=marked):
                marks[folded(way)].append(way)
            for way in filter(_takes_endings, ways(phrase)):
                yield _Base(
                    way=way,
                    claim=Claim(position, kind),
                    marks=tuple(marks[way]),
                    is_strict=card.accents_matter,
                    langs=langs,
                )


def _takes_endings(way: str) -> bool:
    parts = tokens(way)
    return (
        sum(map(len, parts)) >= MIN_LETTERS
        and len(parts[-1]) >= _MIN_LAST
        and parts[-1].isalpha()
        and not any(is_unspaced(part[0]) for part in parts)
        and all(part == "-" or is_wordy(part) for part in parts)
        and spacings(way)[1]
    )


def _stems(base: _Base) -> Iterator[tuple[str, _Stem]]:
    """Return all texts that begin a form of `base`, and what they are."""
    last = tokens(base.way)[-1]
    cuts = {
        line.cut for lang in base.langs or tongues() for line in _lines(grammar(lang), base.way)
    }
    if any(grammar(lang).prefixes for lang in base.langs or tongues()):
        cuts.add(0)
    for cut in cuts:
        if len(last) - cut >= _MIN_LEFT:
            for text in spacings(base.way[: len(base.way) - cut])[0]:
                yield text, _Stem(base, cut)


def _lines(rules: Grammar, way: str) -> list[Line]:
    return [line for line in rules.lines if line.fits(way)]


def _possible(stems: Sequence[_Stem], lang: str) -> Iterator[tuple[str, str]]:
    """Return every prefix and ending that may stand around one of `stems`."""
    rules = grammar(lang)
    yield from ((before, "") for before in rules.prefixes)
    for base, cut in stems:
        for line in _lines(rules, base.way):
            if line.cut == cut:
                left = base.way[: len(base.way) - cut]
                yield from (("", plain) for plain, _ in line.endings(left))


def _forms(stem: _Stem, before: str, ending: str, lang: str) -> Iterator[tuple[str, Claim]]:
    base, cut = stem
    rules = grammar(lang)
    left = base.way[: len(base.way) - cut]
    if before:
        written = {""} if not ending and not cut and before in rules.prefixes else set()
    else:
        lines = (line for line in _lines(rules, base.way) if line.cut == cut)
        written = {said for line in lines for plain, said in line.endings(left) if plain == ending}
    if not written:
        return
    way = before + left + ending
    spelled = {before + mark[: len(mark) - cut] + said for mark in base.marks for said in written}
    if not base.is_strict:
        spelled |= {way, *(before + left + said for said in written)}
    is_single = len(tokens(base.way)) == 1
    doubtful = is_single and is_doubtful(spelled, {base.way, *base.marks}, lang)
    if doubtful and not rules.tells_names:
        return
    form = Form(lang=lang, written=frozenset(spelled), is_doubtful=doubtful)
    yield way, base.claim._replace(form=form)


def _beginning(fold: str, start: int) -> int:
    """Return where the word begins that has a stem at `start`, as far as prefixes reach."""
    first = start
    while first and start - first <= _LONGEST_PREFIX and _is_letter(fold[first - 1]):
        first -= 1
    return first


def _stop(fold: str, end: int) -> int:
    """Return where the word ends that goes on at `end`."""
    rest = _REST.match(fold, end)
    return rest.end() if rest else end


def _is_letter(c: str) -> bool:
    return (c.isalnum() or c == "_") and not is_unspaced(c)
