"""What a card claims: every way of writing that counts as it, as folded text.

Case, accents and kinds of hyphens do not matter anywhere. Beyond that a name, an alias, a product
and an exclusion are found with hyphens or spaces between their words, without an apostrophe, with
`and` for `&`, and several words written as one if that has `MIN_JOINED` letters. Nothing in a card
is a pattern: every character of it stands for itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from typing import NamedTuple

from engine.brands.matching.addresses import address_of
from engine.brands.matching.folding import folded, marked
from engine.brands.matching.tokens import is_wordy, tokens
from engine.vocabulary import Brand, Kind

MIN_JOINED = 6  # letters; what is shorter is an ordinary word too often
ANYWHERE = "any"
_REDDIT = "reddit"
_MAX_WAYS = 24
_ENDS = "!?.\u2122\u00ae\u00a9"
_MAX_MIXED = 3  # gaps that may be filled one so and one so
_GAP = re.compile("[ -]")
_MIN_BARE = 3  # letters


class Form(NamedTuple):
    """What a way of writing is a form of: the language, and how it is spelled with accents.

    One that `is_doubtful` may be another word of the language.
    """

    lang: str
    written: frozenset[str]
    is_doubtful: bool


class Claim(NamedTuple):
    """Whose a way of writing is: the position of a card, and what of the card it is.

    `kind` is `None` for an exclusion. `on` is the source where it counts, `None` for all but
    `not_on`. `form` says of an inflected name where and how it counts.
    """

    card: int
    kind: Kind | None
    on: str | None = None
    not_on: frozenset[str] = frozenset()
    form: Form | None = None

    def counts_on(self, source: str) -> bool:
        """Return whether it counts in posts of `source`."""
        return source not in self.not_on if self.on is None else source == self.on


def claims(card: Brand, position: int) -> Iterator[tuple[str, Claim]]:
    """Return all that `card` claims in texts: ways of writing, the stronger kind first."""
    for kind, phrase in phrases_of(card):
        yield from ((way, Claim(position, kind)) for way in ways(phrase))
    yield from ((phrase, Claim(position, None)) for p in card.exclude for phrase in ways(p))
    yield from _handles(card, position)
    tagged = (f"#{folded(tag)}" for tag in card.hashtags)
    named = (tag for _, phrase in phrases_of(card) for tag in joined_tags(phrase))
    for tag in dict.fromkeys((*tagged, *named)):
        yield tag, Claim(position, Kind.HASHTAG)
    yield from _addressed(card, position)


def phrases_of(card: Brand) -> Iterator[tuple[Kind, str]]:
    """Return name, aliases and products of `card`, the stronger kind first."""
    yield Kind.NAME, card.name
    yield from ((Kind.ALIAS, phrase) for phrase in card.aliases)
    yield from ((Kind.PRODUCT, phrase) for phrase in card.products)


def _handles(card: Brand, position: int) -> Iterator[tuple[str, Claim]]:
    """Return its handles; where it has none, `@` and its name are its name."""
    for source, handles in card.handles.items():
        on = None if source == ANYWHERE else source
        for handle in handles:
            for way in _handle_ways(folded(handle), on):
                yield way, Claim(position, Kind.HANDLE, on)
    if not card.handles.get(ANYWHERE):
        known = frozenset(source for source, handles in card.handles.items() if handles)
        for kind, phrases in ((Kind.NAME, (card.name,)), (Kind.ALIAS, card.aliases)):
            for phrase in phrases:
                for tag in joined_tags(phrase):
                    yield f"@{tag[1:]}", Claim(position, kind, None, known)


def _handle_ways(handle: str, source: str | None) -> Iterator[str]:
    if source == _REDDIT and "/" in handle:
        yield from (handle, f"/{handle}")
        return
    yield f"@{handle}"
    if source in {None, _REDDIT}:
        yield from (f"u/{handle}", f"/u/{handle}")


def _addressed(card: Brand, position: int) -> Iterator[tuple[str, Claim]]:
    """Return domains whose end is no usual one: in a text they are no link, but words and dots."""
    for domain in card.domains:
        address = address_of(domain)
        if tokens(address) != [address]:
            yield address, Claim(position, Kind.LINK)


def marked_ways(card: Brand) -> frozenset[str]:
    """Return the ways in which words and hashtags of `card` are written with their accents."""
    phrases = [phrase for _, phrase in phrases_of(card)]
    words = (way for phrase in phrases for way in ways(phrase, fold=marked))
    joined = (tag for phrase in phrases for tag in joined_tags(phrase, fold=marked))
    tags = (f"#{marked(tag)}" for tag in card.hashtags)
    handles = (f"@{tag[1:]}" for phrase in phrases for tag in joined_tags(phrase, fold=marked))
    return frozenset((*words, *joined, *tags, *handles))


def ways(phrase: str, *, fold: Callable[[str], str] = folded) -> tuple[str, ...]:
    """Return the ways in which `phrase` is written, folded; the plain one first."""
    found = dict.fromkeys((fold(phrase),))
    for change in (_without_end, _without_apostrophes, _without_dots, _with_and):
        found |= dict.fromkeys(change(way) for way in tuple(found))
    found |= dict.fromkeys(spaced for way in tuple(found) for spaced in _spaced(way))
    found |= dict.fromkeys(filter(None, (_joined(way) for way in tuple(found))))
    return tuple(filter(None, found))[:_MAX_WAYS]


def joined_tags(phrase: str, *, fold: Callable[[str], str] = folded) -> tuple[str, ...]:
    """Return the hashtags that are `phrase` without spaces, or with `_` for them."""
    found: dict[str, None] = {}
    for way in (fold(phrase), _with_and(fold(phrase))):
        words = [word for word in tokens(_without_apostrophes(way)) if _is_written(word)]
        if words:
            found |= dict.fromkeys((f"#{''.join(words)}", f"#{'_'.join(_runs(words))}"))
    return tuple(tag for tag in found if tokens(tag) == [tag])


def _is_written(token: str) -> bool:
    """Return whether a token is letters, digits or signs of them."""
    return unicodedata.category(token[0])[0] in "LMN"


def _runs(words: list[str]) -> list[str]:
    """Return `words` with letters of scripts without spaces put together."""
    runs = words[:1]
    for before, word in pairwise(words):
        if is_wordy(before) or is_wordy(word):
            runs.append(word)
        else:
            runs[-1] += word
    return runs


def _without_end(way: str) -> str:
    """Yahoo! is also Yahoo."""
    bare = way.rstrip(_ENDS)
    return bare if len(bare) >= _MIN_BARE and is_wordy(bare[-1]) else way


def _without_apostrophes(way: str) -> str:
    return way.replace("'", "")


def _without_dots(way: str) -> str:
    """P.C. Richard is also PC Richard; a host stays one, and e.l.f. is not elf by itself."""
    if "." not in way or " " not in way or any("." in t and len(t) > 1 for t in tokens(way)):
        return way
    return " ".join(way.replace(".", "").split())


def _with_and(way: str) -> str:
    return " ".join(way.replace("&", " and ").split())


def _spaced(way: str) -> Iterator[str]:
    """Return `way` with spaces or hyphens between its words; of many words all the one or other."""
    words = _GAP.split(way)
    if not all(word and is_wordy(word[0]) and is_wordy(word[-1]) for word in words):
        return
    n = len(words) - 1
    for gaps in product(" -", repeat=n) if n <= _MAX_MIXED else ((" ",) * n, ("-",) * n):
        yield "".join(part for pair in zip(words, (*gaps, ""), strict=True) for part in pair)


def _joined(way: str) -> str | None:
    """Return several words as one; `None` if that is too short, or they are no plain words."""
    parts = [part for part in tokens(way) if part not in {"-", "."}]
    if len(parts) < 2 or not all(map(is_wordy, parts)):
        return None
    whole = "".join(parts)
    return whole if len(whole) >= MIN_JOINED and tokens(whole) == [whole] else None
