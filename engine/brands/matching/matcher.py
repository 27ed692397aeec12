"""Where posts name brands: many cards at once, with spaCy, behind a prefilter that loses nothing.

A text is folded (`folding`), sifted (`sieve`, `inflecting`), cut into tokens (`tokens`) and
compared with all that the cards claim (`terms`). What a card finds depends on no other card.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from hashlib import blake2b
from itertools import accumulate
from typing import TYPE_CHECKING

from engine.brands.matching.addresses import address_of, covering, host_spellings
from engine.brands.matching.choosing import Found, chosen
from engine.brands.matching.doubts import is_told_by_capital
from engine.brands.matching.edges import is_host, is_whole
from engine.brands.matching.endings import tongue
from engine.brands.matching.folding import folded, marked, original, origins
from engine.brands.matching.inflecting import Inflections
from engine.brands.matching.sieve import Sieve, widened
from engine.brands.matching.terms import Claim, claims, marked_ways
from engine.brands.matching.tokens import (
    IS_LINK,
    MIN_STEM,
    compound_at,
    pipeline,
    same_words,
    tokens,
)
from engine.vocabulary import Brand, Kind, Passage, Span

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

RULES = 5
"""Raised when the rules of matching change: what was matched by other rules is matched anew."""

_BATCH = 10_000  # passages after which spaCy forgets the words it has met
_BETWEEN = " \u2063 "  # between windows: a character that folding removes
_Piece = tuple[int, int, str]  # of a folded text: which one, from where, and the piece itself
_MEANT = ("about", "not_about", "rivals")  # what of a card decides verdicts, not spans


def lexicon_id(card: Brand) -> str:
    """Return a hash of all that decides what `card` finds, and of the rules."""
    said = {key: value for key, value in asdict(card).items() if key not in _MEANT}
    return blake2b(json.dumps([RULES, said], sort_keys=True).encode(), digest_size=8).hexdigest()


class BrandMatcher:
    """Finds what `cards` claim. `sifted=False`: spaCy alone, which finds the same more slowly."""

    def __init__(self, cards: Sequence[Brand], *, sifted: bool = True) -> None:
        self._cards = tuple(cards)
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        self._addresses: dict[str, list[Claim]] = defaultdict(list)
        hosts: list[str] = []
        for i, card in enumerate(self._cards):
            for way, claim in claims(card, i):
                self._claims[way].append(claim)
            for domain in card.domains:
                self._addresses[address_of(domain)].append(Claim(i, Kind.LINK))
                hosts += host_spellings(domain)
        self._accented = {
            i: marked_ways(card) for i, card in enumerate(self._cards) if card.accents_matter
        }
        self._sieve = Sieve(self._claims, hosts) if sifted else None
        self._phrases = _Phrases(self._claims)
        self._inflections = Inflections(self._cards, self._claims)

    def spans(self, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        """Return what is found in each of `passages`, in the order of its text.

        Of matches of one card that overlap the longest counts. What a post has only beside its
        text, links and hashtags, comes first.
        """
        spans: list[tuple[Span, ...]] = []
        for first in range(0, len(passages), _BATCH):
            batch = passages[first : first + _BATCH]
            folds = [folded(passage.text) for passage in batch]
            langs = [_language(passage.lang) for passage in batch]
            if self._sieve is None:
                self._inflections.everything(set(langs))
            pieces = [
                (i, start, fold[start:end])
                for i, fold in enumerate(folds)
                for start, end in self._windows(fold, langs[i])
            ]
            self._phrases.add(self._inflections.fresh())
            with self._phrases.forgetting():
                spans += self._in(batch, folds, langs, pieces)
        return spans

    def _in(
        self,
        passages: Sequence[Passage],
        folds: Sequence[str],
        langs: Sequence[str | None],
        pieces: Sequence[_Piece],
    ) -> Iterator[tuple[Span, ...]]:
        found = self._found(passages, langs, pieces)
        for i, passage in enumerate(passages):
            spans = self._spanned(passage.text, folds[i], found[i]) if i in found else []
            if passage.links or passage.hashtags:
                spans += self._beside(passage, spans, langs[i])
            yield tuple(sorted(spans, key=_place)) if spans else ()

    def _found(
        self,
        passages: Sequence[Passage],
        langs: Sequence[str | None],
        pieces: Sequence[_Piece],
    ) -> Mapping[int, list[Found]]:
        """Return the claims on each passage, by its position, overlapping ones too.

        All pieces are one text for spaCy, with a token between them that no way of writing has.
        """
        starts = [0, *accumulate(len(piece) + len(_BETWEEN) for _, _, piece in pieces)]
        joined = _BETWEEN.join(piece for _, _, piece in pieces)
        found: dict[int, list[Found]] = defaultdict(list)
        for start, end, way, claims_on in self._claimed(joined):
            number = bisect_right(starts, start) - 1
            i, first, _ = pieces[number]
            if way is not None and not _is_said(joined, start, end, way=way, lang=langs[i]):
                continue
            shift = first - starts[number]
            found[i] += [
                Found(start + shift, end + shift, claim)
                for claim in claims_on
                if claim.counts_on(passages[i].source) and self._listens(claim, langs[i])
            ]
        return found

    def _windows(self, fold: str, lang: str | None) -> list[tuple[int, int]]:
        if self._sieve is None:
            return [(0, len(fold))]
        windows = self._sieve.windows(fold, lang)
        places = self._inflections.places(fold, lang)
        return widened(fold, windows, places) if places else windows

    def _listens(self, claim: Claim, lang: str | None) -> bool:
        langs = self._cards[claim.card].langs
        if claim.form is not None and claim.form.lang not in (
            map(tongue, langs) if lang is None else (tongue(lang),)
        ):
            return False
        return not langs or lang is None or lang in langs

    def _claimed(self, text: str) -> Iterator[tuple[int, int, str | None, Sequence[Claim]]]:
        """Return where in a folded text which way of writing stands, and whose; links without."""
        doc = self._phrases.cut(text)
        for start, end, way in self._phrases.matches(doc):
            if is_whole(text, start, end):
                is_end = is_host(text, start, end)
                claims_on = self._claims.get(way, [])
                if way in self._inflections.forms:
                    claims_on = [*claims_on, *self._inflections.forms[way]]
                yield (
                    start,
                    end,
                    way,
                    [claim for claim in claims_on if is_end or claim.kind is not Kind.LINK],
                )
        if self._addresses and "." in text:
            for start, link in links_in(doc):
                yield start, start + len(link), None, self._owners(link)

    def _owners(self, link: str) -> list[Claim]:
        return [claim for address in covering(link) for claim in self._addresses.get(address, ())]

    def _spanned(self, text: str, fold: str, found: Sequence[Found]) -> list[Span]:
        origin = origins(text, fold)
        spans: list[Span] = []
        if any(one.claim.form for one in found):
            places = [(one, original(text, origin, one.start, one.end)) for one in found]
            found = [one for one, place in places if _counts_as_form(one.claim, text, *place)]
        for start, end, claim in chosen(found):
            first, last = original(text, origin, start, end)
            surface = text[first:last]
            if self._has_accents(claim, surface, fold[start:end]):
                spans.append(_span(self._cards[claim.card], claim.kind, first, surface))
        return spans

    def _has_accents(self, claim: Claim, surface: str, said: str) -> bool:
        """Return whether accents stand where they must; handles and links have none."""
        if claim.card not in self._accented or claim.form or claim.kind in {Kind.HANDLE, Kind.LINK}:
            return True
        written = marked(surface)
        return written in self._accented[claim.card]

    def _beside(self, passage: Passage, spans: Sequence[Span], lang: str | None) -> list[Span]:
        """Return links and hashtags of a post that its text does not show."""
        shown = {(span.brand, span.kind, _sameness(span.kind, span.surface)) for span in spans}
        found: dict[tuple[str, Kind, str], Span] = {}
        for kind, written, claim in self._loose(passage):
            card = self._cards[claim.card]
            key = (card.key, kind, _sameness(kind, written))
            if key not in shown and self._listens(claim, lang):
                found.setdefault(key, _span(card, kind, 0, written, is_shown=False))
        return list(found.values())

    def _loose(self, passage: Passage) -> Iterator[tuple[Kind, str, Claim]]:
        if self._addresses:
            for link in passage.links:
                yield from ((Kind.LINK, link, claim) for claim in self._owners(link))
        for hashtag in passage.hashtags:
            tag = f"#{hashtag.removeprefix('#')}"
            for claim in self._claims.get(folded(tag), ()):
                if claim.kind is Kind.HASHTAG and self._has_accents(claim, tag, tag):
                    yield Kind.HASHTAG, tag, claim


class _Phrases:
    """All ways of writing, as spaCy's `PhraseMatcher` compares them."""

    def __init__(self, ways: Iterable[str]) -> None:
        from spacy.matcher import PhraseMatcher

        self._ways = list(ways)
        cut = [tokens(way) for way in self._ways]
        stems = {parts[-1] for parts in cut if len(parts[-1]) >= MIN_STEM and parts[-1].isalpha()}
        self._nlp = pipeline(stems, {part for parts in cut for part in parts})
        self._matcher: PhraseMatcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
        self._numbers: dict[int, int] = {}
        for number, way in enumerate(self._ways):
            self._put(number, way)

    def add(self, ways: Iterable[str]) -> None:
        """Look for further ways of writing; not while words are to be forgotten."""
        for way in ways:
            self._ways.append(way)
            self._put(len(self._ways) - 1, way)

    def _put(self, number: int, way: str) -> None:
        self._numbers[self._nlp.vocab.strings.add(f"way {number}")] = number
        self._matcher.add(f"way {number}", [self.cut(way)])

    def forgetting(self) -> AbstractContextManager[object]:
        """Return a context at whose end spaCy forgets the words it met in it."""
        return self._nlp.memory_zone()

    def cut(self, folded: str) -> Doc:
        """Return the tokens of a folded text."""
        return self._nlp.tokenizer(folded)

    def matches(self, doc: Doc) -> Iterator[tuple[int, int, str]]:
        """Return where in the text of `doc` which way of writing stands."""
        for number, first, last in self._matcher(doc):
            end = doc[last - 1]
            yield doc[first].idx, end.idx + len(end), self._ways[self._numbers[number]]


def _span(
    card: Brand, kind: Kind | None, start: int, surface: str, *, is_shown: bool = True
) -> Span:
    if kind is None:
        raise ValueError("an exclusion is no span")
    end = start + len(surface) if is_shown else 0
    return Span(brand=card.key, kind=kind, start=start, end=end, surface=surface)


def _counts_as_form(claim: Claim, text: str, start: int, end: int) -> bool:
    """Return whether what stands in `text` is spelled as the form it is taken for, if it is one."""
    form = claim.form
    if form is None:
        return True
    if marked(text[start:end]) not in form.written:
        return False
    return not form.is_doubtful or is_told_by_capital(text, start, end)


def links_in(doc: Doc) -> Iterator[tuple[int, str]]:
    """Return the tokens that are links, and where they begin."""
    for token in doc:
        text = token.text
        if "." in text and IS_LINK.fullmatch(text):
            yield token.idx, text


def _is_said(text: str, start: int, end: int, *, way: str, lang: str | None) -> bool:
    """Return whether a match is `way` itself, or a compound with it in a language that has them."""
    said = text[start:end]
    return same_words(said, way) or (
        same_words(said[: len(way)], way) and compound_at(text, start + len(way), lang)
    )


def _place(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.brand


def _sameness(kind: Kind, written: str) -> str:
    """Return what two links to one host, or one hashtag written twice, have in common."""
    return address_of(written).partition("/")[0] if kind is Kind.LINK else folded(written)


def _language(tag: str | None) -> str | None:
    """Return the language of a tag such as `en-US`."""
    return tag.replace("_", "-").partition("-")[0].lower() or None if tag else None
