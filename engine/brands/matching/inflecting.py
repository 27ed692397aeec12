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
from engine.text.scripts import UNSPACED
from engine.vocabulary import Brand

_MIN_LAST = 3  # letters of the last word of a name
_MIN_LEFT = 2  # letters of it that are left where some go
_LONGEST_PREFIX = 4
_REST = re.compile(rf"(?:(?![{UNSPACED}_])\w)*")


class _Base(NamedTuple):
    """A way of writing that takes endings: whose it is, and how it is written with accents."""

    way: str
    claim: Claim
    marks: tuple[str, ...]
    is_strict: bool  # accents must stand
    langs: frozenset[str]  # of the card; empty for all


_Stem = tuple[_Base, int]  # what begins a form, and how many letters of it went


class Inflections:
    """The forms of what `cards` claim; `forms` are those met, as further ways of writing."""

    def __init__(self, cards: Sequence[Brand], plain: Mapping[str, Sequence[Claim]]) -> None:
        self.forms: dict[str, list[Claim]] = defaultdict(list)
        self._plain = plain
        self._fresh: list[str] = []
        self._worked_out: dict[tuple[str, str, str, str], bool] = {}
        self._langs: dict[str | None, tuple[str, ...]] = {
            None: tuple(
                sorted({code for card in cards for code in map(tongue, card.langs) if code})
            )
        }
        self._whole: set[str] = set()  # languages of which every form is worked out
        self._bases = tuple(_bases(cards))
        # By text numbers of bases, then cuts: plain numbers are nothing for Python to look after.
        self._stems: dict[str, tuple[int, ...]] = {}
        for number, base in enumerate(self._bases):
            for text, cut in _stems(base):
                self._stems[text] = (*self._stems.get(text, ()), number, cut)
        self._automaton = ahocorasick.Automaton()
        for text in self._stems:
            self._automaton.add_word(text, text)
        if self._stems:
            self._automaton.make_automaton()

    def fresh(self) -> list[str]:
        """Return the ways of writing met since this was last asked."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def everything(self, langs: Iterable[str | None]) -> None:
        """Work out every form there is in posts in `langs`, whether a text has it or not."""
        for lang in sorted({code for one in langs for code in self._langs_in(one)} - self._whole):
            self._whole.add(lang)
            for text in self._stems:
                for before, ending in _possible(self._stems_of(text), lang):
                    self._is_form(text, before, ending, lang)

    def places(self, fold: str, lang: str | None) -> list[tuple[int, int]]:
        """Return where in a folded text in `lang` forms stand."""
        langs = self._langs_in(lang)
        return self._places(fold, langs) if langs and self._stems else []

    def _langs_in(self, lang: str | None) -> tuple[str, ...]:
        """Return whose endings count in posts in `lang`; of the cards where it is not known."""
        langs = self._langs.get(lang)
        if langs is None:
            code = tongue(lang)
            langs = self._langs[lang] = (code,) if code else ()
        return langs

    def _places(self, fold: str, langs: Sequence[str]) -> list[tuple[int, int]]:
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
                for stem in self._stems_of(text)
                if not stem[0].langs or lang in stem[0].langs
                for form in _forms(stem, before, ending, lang)
            ]
            self._keep(made)
            self._worked_out[key] = bool(made)
        return self._worked_out[key]

    def _stems_of(self, text: str) -> Iterator[_Stem]:
        numbers = self._stems[text]
        return ((self._bases[n], cut) for n, cut in zip(numbers[::2], numbers[1::2], strict=True))

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


def _stems(base: _Base) -> Iterator[tuple[str, int]]:
    """Return all texts that begin a form of `base`, and how many letters of it went."""
    last = tokens(base.way)[-1]
    cuts = {
        line.cut for lang in base.langs or tongues() for line in _lines(grammar(lang), base.way)
    }
    if any(grammar(lang).prefixes for lang in base.langs or tongues()):
        cuts.add(0)
    for cut in cuts:
        if len(last) - cut >= _MIN_LEFT:
            for text in spacings(base.way[: len(base.way) - cut])[0]:
                yield text, cut


def _lines(rules: Grammar, way: str) -> list[Line]:
    return [line for line in rules.lines if line.fits(way)]


def _possible(stems: Iterable[_Stem], lang: str) -> Iterator[tuple[str, str]]:
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
    if before:
        stands = not ending and not cut and before in rules.prefixes
        written = {""} if stands else set()
    else:
        written = _written(base, cut, ending, rules.lines)
    if written:
        way, form = _form(stem, before, ending, written, lang)
        if not form.is_doubtful or rules.tells_names:
            yield way, base.claim._replace(form=form)


def _written(base: _Base, cut: int, ending: str, lines: Sequence[Line]) -> set[str]:
    """Return the spellings of a folded ending after `base` without `cut` letters; none if not."""
    left = base.way[: len(base.way) - cut]
    fitting = (line for line in lines if line.cut == cut and line.fits(base.way))
    return {said for line in fitting for plain, said in line.endings(left) if plain == ending}


def _form(
    stem: _Stem, before: str, ending: str, written: Iterable[str], lang: str
) -> tuple[str, Form]:
    """Return a form as a way of writing, and what counts as it."""
    base, cut = stem
    left = base.way[: len(base.way) - cut]
    way = before + left + ending
    spelled = {before + mark[: len(mark) - cut] + said for mark in base.marks for said in written}
    if not base.is_strict:
        spelled |= {way, *(before + left + said for said in written)}
    doubtful = len(tokens(base.way)) == 1 and (
        (cut > 0 and len(left) < MIN_LETTERS) or is_doubtful(spelled, {base.way, *base.marks}, lang)
    )
    return way, Form(lang=lang, written=frozenset(spelled), is_doubtful=doubtful)


def forms_to_ask_about(card: Brand) -> dict[str, bool]:
    """Return forms of one word, folded, that only people can tell to mean `card`.

    By form whether it may be another word: plurals, and what does not count in small letters, in
    the languages of the card.
    """
    asked: dict[str, bool] = {}
    for base in _bases((card,)):
        for lang in sorted(base.langs) if len(tokens(base.way)) == 1 else ():
            rules = grammar(lang)
            for line in (*rules.lines, *rules.plurals):
                if not line.fits(base.way):
                    continue
                left = base.way[: len(base.way) - line.cut]
                for plain, said in line.endings(left):
                    way, form = _form((base, line.cut), "", plain, {said}, lang)
                    if form.is_doubtful or line in rules.plurals:
                        asked[way] = asked.get(way, False) or form.is_doubtful
    return asked


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
    return c.isalnum() and not is_unspaced(c)
