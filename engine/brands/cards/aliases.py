"""Other ways to write a brand that its card does not find yet: what might be added to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.brands.cards.sightings import Near, Sightings
from engine.brands.matching.addresses import address_of
from engine.brands.matching.folding import folded
from engine.brands.matching.inflecting import forms_to_ask_about
from engine.brands.matching.ordinary import is_ordinary
from engine.brands.matching.terms import MIN_JOINED, ways
from engine.brands.matching.tokens import is_wordy
from engine.text import split_hashtag
from engine.vocabulary import Brand

MIN_NAME = 5  # letters of a name from which hashtags and domains with it are surely its own
RARER = 4  # a misspelling is at least so many times rarer than the name
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou\W]y$")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ARTICLES = frozenset(
    ["the", "le", "la", "les", "el", "los", "las", "der", "die", "das", "il", "lo"]
)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa"}
)
_INITIALS = 3  # words from which their first letters may be a name


class Why(StrEnum):
    """How a proposal differs from the name."""

    PLURAL = "plural"
    SINGULAR = "without its s"
    SPACING = "spacing"
    LETTERS = "other letters"
    DOTS = "without dots"
    ARTICLE = "without article"
    INITIALS = "initials"
    ENDING = "with an ending"
    MISSPELLING = "misspelling"
    HASHTAG = "hashtag with it"
    DOMAIN = "domain of that name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What might be added to a list of a card; `doubt` says why it is not safe, if it is not."""

    field: str  # "aliases", "hashtags" or "domains"
    text: str
    why: Why
    doubt: str | None = None


def proposals(card: Brand, seen: Sightings) -> list[Proposal]:
    """Return what might be added to `card`, given what was seen of it in a corpus; each once.

    Only what the card does not find yet, and what another word of English is only with a doubt.
    """
    found = {way for phrase in (card.name, *card.aliases) for way in ways(phrase)}
    proposed: dict[tuple[str, str], Proposal] = {}
    for one in (*_spellings(card.name), *_inflected(card, seen), *_misspellings(card.name, seen)):
        key = folded(one.text)
        if key and key not in found:
            proposed.setdefault((one.field, key), one)
    for one in (*_hashtags(card, seen), *_domains(card, seen)):
        proposed.setdefault((one.field, one.text), one)
    return list(proposed.values())


def _spellings(name: str) -> Iterator[Proposal]:
    """Return what follows from the name alone."""
    forms: tuple[tuple[Why, Iterable[str]], ...] = (
        (Why.PLURAL, _plurals(name)),
        (Why.SINGULAR, _singulars(name)),
        (Why.SPACING, _respaced(name)),
        (Why.LETTERS, [name.translate(_UMLAUTS)]),
        (Why.DOTS, [re.sub(r"[.\u00b7]", "", name)]),
        (Why.ARTICLE, _without_article(name)),
    )
    for why, texts in forms:
        for text in texts:
            yield Proposal(field="aliases", text=text, why=why, doubt=_doubt(text))
    for text in _initials(name):
        doubt = "a few letters mean much"
        yield Proposal(field="aliases", text=text, why=Why.INITIALS, doubt=doubt)


def _doubt(text: str) -> str | None:
    if is_ordinary(text):
        return "ordinary words" if " " in text else "an ordinary word"
    return "very short" if len(folded(text)) < _INITIALS else None


def _plurals(name: str) -> Iterator[str]:
    if _POSSESSIVE.search(name) or not unicodedata.name(name[-1], "").startswith("LATIN"):
        return
    if _CONSONANT_Y.search(name):
        yield f"{name[:-1]}ies"
    yield f"{name}es" if _SIBILANT.search(name) else f"{name}s"


def _singulars(name: str) -> Iterator[str]:
    """Return the name without a possessive: Trader Joe for Trader Joe's."""
    bare = _POSSESSIVE.sub("", name)
    if bare != name:
        yield bare


def _respaced(name: str) -> Iterator[str]:
    """Return the name with a space where it has a hump, and without any where it is short."""
    if _HUMP.search(name):
        yield _HUMP.sub(" ", name)
    joined = re.sub(r"[\s-]", "", name)
    if joined != name and len(joined) < MIN_JOINED:
        yield joined


def _without_article(name: str) -> Iterator[str]:
    first, space, rest = name.partition(" ")
    if space and folded(first) in _ARTICLES and len(rest) >= MIN_NAME:
        yield rest


def _initials(name: str) -> Iterator[str]:
    words = re.split(r"[\s-]+", folded(name))
    if len(words) >= _INITIALS and all(is_wordy(word[:1]) for word in words):
        yield "".join(word[0] for word in words).upper()


def _inflected(card: Brand, seen: Sightings) -> Iterator[Proposal]:
    """Return plurals and other forms that were seen and are not found by themselves."""
    asked = forms_to_ask_about(card)
    for form in seen.forms:
        doubt = "may be another word" if asked.get(form) else _doubt(form)
        yield Proposal(field="aliases", text=form, why=Why.ENDING, doubt=doubt)


def _misspellings(name: str, seen: Sightings) -> Iterator[Proposal]:
    """Return what was seen in the place of a word of the name and is no word, likeliest first."""
    plain = folded(name)
    for near in seen.near:
        if not is_ordinary(near.word):
            text = re.sub(rf"(?<!\w){re.escape(near.meant)}(?!\w)", near.word, plain)
            doubt = _misspelling_doubt(near, seen.named)
            yield Proposal(field="aliases", text=text, why=Why.MISSPELLING, doubt=doubt)


def _misspelling_doubt(near: Near, named: int) -> str | None:
    if is_ordinary(near.meant):
        return "the name is a word"
    if near.word[0] != near.meant[0]:
        return "begins otherwise"
    return "not much rarer than the name" if near.posts * RARER > named else None


def _hashtags(card: Brand, seen: Sightings) -> Iterator[Proposal]:
    for tag, name in seen.hashtags:
        rest = tag.removeprefix(name) if tag.startswith(name) else tag.removesuffix(name)
        doubt = None
        if len(name) < MIN_NAME or is_ordinary(name):
            doubt = "the name is a word or short"
        elif not is_ordinary(split_hashtag(rest)):
            doubt = "no ordinary word beside the name"
        if tag not in card.hashtags:
            yield Proposal(field="hashtags", text=tag, why=Why.HASHTAG, doubt=doubt)


def _domains(card: Brand, seen: Sightings) -> Iterator[Proposal]:
    known = {address_of(domain) for domain in card.domains}
    for host, name in seen.hosts:
        doubt = "the name is a word or short" if len(name) < MIN_NAME or is_ordinary(name) else None
        if host not in known:
            yield Proposal(field="domains", text=host, why=Why.DOMAIN, doubt=doubt)
