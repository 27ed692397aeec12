"""Where posts name brands: many cards at once, with spaCy, behind a prefilter that loses nothing.

A text is folded (`engine.brands.folding`), sifted (`engine.brands.sieve`), cut into tokens
(`engine.brands.tokens`) and compared with all that the cards claim (`engine.brands.terms`). What
a card finds depends on no other card.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from hashlib import blake2b
from typing import TYPE_CHECKING

from engine.brands.addresses import address_of, covering, host_spellings
from engine.brands.choosing import Found, chosen
from engine.brands.edges import is_host, is_whole
from engine.brands.folding import folded, marked, original, origins
from engine.brands.sieve import Sieve
from engine.brands.terms import Claim, claims, marked_ways
from engine.brands.tokens import IS_LINK, MIN_STEM, compound_at, pipeline, same_words, tokens
from engine.vocabulary import Brand, Kind, Passage, Span

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

RULES = 1
"""Raised when the rules of matching change: what was matched by other rules is matched anew."""

_BATCH = 2_000  # passages after which spaCy forgets the words it has met
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

    def spans(self, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        """Return what is found in each of `passages`, in the order of its text.

        Of matches of one card that overlap the longest counts. What a post has only beside its
        text, links and hashtags, comes first.
        """
        found: list[tuple[Span, ...]] = []
        for first in range(0, len(passages), _BATCH):
            with self._phrases.forgetting():
                found += [self._in(passage) for passage in passages[first : first + _BATCH]]
        return found

    def _in(self, passage: Passage) -> tuple[Span, ...]:
        fold = folded(passage.text)
        lang = _language(passage.lang)
        windows = self._sieve.windows(fold, lang) if self._sieve else [(0, len(fold))]
        if not (windows or passage.links or passage.hashtags):
            return ()
        found = [
            Found(start + first, end + first, claim)
            for first, last in windows
            for start, end, claim in self._claimed(fold[first:last], lang)
            if claim.counts_on(passage.source) and self._listens(claim, lang)
        ]
        spans = self._spanned(passage.text, fold, chosen(found)) if found else []
        spans += self._beside(passage, spans, lang)
        return tuple(sorted(spans, key=lambda span: (span.start, span.end, span.brand)))

    def _listens(self, claim: Claim, lang: str | None) -> bool:
        langs = self._cards[claim.card].langs
        return not langs or lang is None or lang in langs

    def _claimed(self, window: str, lang: str | None) -> Iterator[tuple[int, int, Claim]]:
        """Return every claim on a piece of a folded text, overlapping ones too."""
        doc = self._phrases.cut(window)
        for start, end, way in self._phrases.matches(doc):
            said = window[start:end]
            compound = not same_words(said, way)
            if compound and not (
                same_words(said[: len(way)], way) and compound_at(window, start + len(way), lang)
            ):
                continue
            if is_whole(window, start, end):
                for claim in self._claims[way]:
                    if claim.kind is not Kind.LINK or is_host(window, start, end):
                        yield start, end, claim
        if self._addresses and "." in window:
            yield from self._linked(doc)

    def _linked(self, doc: Doc) -> Iterator[tuple[int, int, Claim]]:
        for token in doc:
            if "." in token.text and IS_LINK.fullmatch(token.text):
                for claim in self._owners(token.text):
                    yield token.idx, token.idx + len(token.text), claim

    def _owners(self, link: str) -> list[Claim]:
        return [claim for address in covering(link) for claim in self._addresses.get(address, ())]

    def _spanned(self, text: str, fold: str, found: Iterable[Found]) -> list[Span]:
        places = origins(text, fold)
        spans: list[Span] = []
        for start, end, claim in found:
            first, last = original(text, places, start, end)
            surface = text[first:last]
            if self._has_accents(claim, surface, fold[start:end]):
                spans.append(_span(self._cards[claim.card], claim.kind, first, surface))
        return spans

    def _has_accents(self, claim: Claim, surface: str, said: str) -> bool:
        """Return whether accents stand where they must; handles and links have none."""
        if claim.card not in self._accented or claim.kind in {Kind.HANDLE, Kind.LINK}:
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

        self._ways = tuple(ways)
        cut = [tokens(way) for way in self._ways]
        stems = {parts[-1] for parts in cut if len(parts[-1]) >= MIN_STEM and parts[-1].isalpha()}
        self._nlp = pipeline(stems, {part for parts in cut for part in parts})
        self._matcher: PhraseMatcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
        self._numbers: dict[int, int] = {}
        for number, way in enumerate(self._ways):
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


def _sameness(kind: Kind, written: str) -> str:
    """Return what two links to one host, or one hashtag written twice, have in common."""
    return address_of(written).partition("/")[0] if kind is Kind.LINK else folded(written)


def _language(tag: str | None) -> str | None:
    """Return the language of a tag such as `en-US`."""
    return tag.replace("_", "-").partition("-")[0].lower() or None if tag else None
