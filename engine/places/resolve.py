"""From what a profile says of a place to a country, a region and a city; ambiguity is kept.

A text is cut at commas and the like. Each piece is a country, a region, a city or nothing known;
pieces decide each other (`Paris, TX`). What is left of several places in several countries is
said to be ambiguous, and so is a name shared by cities of about the same size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.places.codes import ABROAD, CODES, NICKNAMES, NO_PLACE, PREFIXES, SUFFIXES
from engine.places.gazetteer import demonym, find, folded
from engine.places.world import Spot, world

_CUT = re.compile(
    r"[,;/|•·→>()\[\]{}\n\\+&~^«»\"“”\u2013\u2014]|\s-|-\s"
    r"|(?<!\bSt)(?<!\bFt)(?<!\bMt)\.\s|:|\b(?:and|und|y|et|or|via)\b"
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_SIGNS = re.compile(r"[^\w\s.'’#@-]")  # noqa: RUF001
_LINK = re.compile(r"https?://\S+|www\.\S+|@\w+")
_SAINT = re.compile(r"^St\.? ", re.IGNORECASE)
_LARGER = 3.0  # times as likely: then a name means the likelier of two places
# Likelihoods of a region, on the scale of `Spot.weight`: its people in thousands, within bounds.
_LEAST_REGION, _REGION = 300.0, 3_000.0
_KNOWN = 100  # thousands of people from which a city is looked for among other words
_LETTERS = 4  # of a name that is looked for among other words
_AIRPORT = 3  # letters of a code of airports, which are among the names of cities
_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A place as far as a text tells: `country` is a code, None where it is ambiguous.

    `options` are the places it may be, the likeliest first, each with its country.
    """

    country: str | None
    region: str | None = None
    city: str | None = None
    options: tuple[Spot, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        """Return whether places of several countries are possible."""
        return self.country is None and bool(self.options)


NOWHERE = Located(country=None)


_IN_BIO = re.compile(
    r"(?:\U0001f4cd|\b(?:based|living|live|located|born and raised)\s+in\b|\baus\b|\bvivo en\b"
    r"|\bbasée? à)\s*(?P<place>[^.|\n\u2022]{2,40})",
    re.IGNORECASE,
)


def resolve_profile(location: str | None, bio: str | None) -> Located:
    """Return the place a profile names: in its location, else where its bio says they live."""
    found = resolve(location) if location else NOWHERE
    if found.options or not bio:
        return found
    said = _IN_BIO.search(bio)
    return resolve(said["place"]) if said else NOWHERE


@lru_cache(maxsize=8192)
def resolve(text: str) -> Located:
    """Return the place that `text` names, `NOWHERE` if it names none that is known."""
    flags = _flags(text)
    pieces = [piece for part in _CUT.split(_LINK.sub(" ", text)) if (piece := _plain(part))]
    if len(pieces) == 1 and folded(pieces[0]) in NO_PLACE:
        pieces = []
    found = [options for piece in pieces if (options := _options(piece, pieces))]
    if flags:
        found.append(flags)
    for is_weak in (_is_code, _is_small):
        if not _common(found):  # two letters are a state elsewhere, and small places are many
            found = [options for options in found if not is_weak(options)] or found
    return _combined(found)


def _flags(text: str) -> list[Spot]:
    codes = ["".join(chr(ord(c) - 0x1F1E6 + 65) for c in flag) for flag in _FLAG.findall(text)]
    return [_of_country(code) for code in dict.fromkeys(codes)]


def _of_country(code: str) -> Spot:
    return Spot(kind="country", name=code, country=code, region="")


def _plain(piece: str) -> str:
    words = _SIGNS.sub(" ", piece).replace("#", " ").replace("_", " ").split()
    while words and folded(words[0]) in PREFIXES:
        words = words[1:]
    while len(words) > 1 and folded(words[-1]) in SUFFIXES:
        words = words[:-1]
    return " ".join(words).strip(" .-'")


def _options(piece: str, pieces: Sequence[str]) -> list[Spot]:
    """Return what a piece may be: as a whole, else by the names among its words."""
    if folded(piece) in NO_PLACE:
        return []
    whole = _named(piece, alone=len(pieces) == 1)
    if whole:
        return whole
    inside = [*_within(piece.split())]
    return inside[0] if len(inside) == 1 else _agreed(inside)


def _named(name: str, *, alone: bool) -> list[Spot]:
    """Return the places called `name`: a country before a region before cities."""
    code = name.replace(".", "")
    nick = NICKNAMES.get(folded(name))
    if nick and alone:
        return list(nick)
    if code.isupper() and code in CODES:
        options = CODES[code]
        return [] if alone and len({o.country for o in options}) > 1 else list(options)
    if nick:
        return list(nick)
    place = find(name)
    if place is not None and place.kind == "country":
        return [_of_country(place.country), *_cities(name, others=False)]
    short = len(code) < _LETTERS and code.isascii()
    return _cities(name, others=not short or (alone and len(code) == _AIRPORT and code.isupper()))


def _cities(name: str, *, others: bool) -> list[Spot]:
    """Return regions and cities called `name`; by further names only if `others`."""
    spots = [s for n in _written(name) for s in world().called(n, others=others)]
    return sorted(dict.fromkeys(spots), key=lambda s: (-_weight(s), s.country, s.name))


def _written(name: str) -> list[str]:
    """Return `name`, and as gazetteers have it."""
    saint = _SAINT.sub("Saint ", name)
    return [name] if saint == name else [name, saint]


def _weight(spot: Spot) -> float:
    if spot.kind != "region":
        return spot.weight
    cities = world().of_region.get((spot.country, spot.region), ())
    return min(max(float(sum(city.thousands for city in cities)), _LEAST_REGION), _REGION)


def _within(words: Sequence[str]) -> Iterator[list[Spot]]:
    """Yield what the names among other words may be, the longest first, none within another."""
    start = 0
    while start < len(words):
        for end in range(min(start + _WORDS, len(words)), start, -1):
            options = _certain(" ".join(words[start:end]))
            if options:
                yield options
                start = end - 1
                break
        start += 1


def _certain(name: str) -> list[Spot]:
    """Return what `name` is if it is surely a place, though other words stand beside it."""
    bare = name.strip(".'-")
    if not bare[:1].isupper() or folded(bare) in NO_PLACE:
        return []
    code = bare.replace(".", "")
    if code.isupper() and code in CODES and len({o.country for o in CODES[code]}) == 1:
        return list(CODES[code])
    if len(folded(bare)) < _LETTERS:
        return []
    whole = _named(bare, alone=False)
    if not whole and " " not in bare:
        country = demonym(bare)
        return [] if country is None else [_of_country(country.country)]
    return [s for s in whole if s.kind != "city" or s.thousands >= _KNOWN]


def _agreed(inside: Sequence[list[Spot]]) -> list[Spot]:
    """Return the likeliest of several names in one piece, as far as they fit together."""
    if not inside:
        return []
    place = _combined(list(inside))
    return list(place.options) if place.options else []


def _combined(found: Sequence[list[Spot]]) -> Located:
    """Return the place that all pieces together name."""
    if not found:
        return NOWHERE
    countries = _common(found)
    if not countries:
        options = tuple(options[0] for options in found)
        return Located(country=None, options=options)
    fitting = [[s for s in options if s.country in countries] for options in found]
    if len(countries) == 1:
        return _placed(fitting)
    return _chosen(fitting)


def _common(found: Sequence[list[Spot]]) -> set[str]:
    """Return the countries that every piece may be in."""
    countries = [{spot.country for spot in options} for options in found]
    return set.intersection(*countries) if countries else set()


def _is_code(options: Sequence[Spot]) -> bool:
    return any(spot.kind == "code" for spot in options)


def _is_small(options: Sequence[Spot]) -> bool:
    return all(spot.kind == "city" and spot.thousands < _KNOWN for spot in options)


def _placed(fitting: Sequence[list[Spot]]) -> Located:
    """Return the place in the one country that is left, the city in the region if there is one."""
    regions = {s.region for options in fitting for s in options[:3] if s.kind == "region"}
    cities = [s for options in fitting for s in options if s.kind == "city"]
    pieces = len(fitting)
    inside = [s for s in cities if s.region in regions] if pieces > 1 else []
    named = [options[0] for options in fitting if options[0].kind == "city"]
    city = next(iter(inside or named or (cities if pieces > 1 else [])), None)
    region = city.region if city else next(iter(sorted(regions)), None)
    shown = tuple(dict.fromkeys(([city] if city else []) + [o[0] for o in fitting]))
    return Located(
        country=fitting[0][0].country,
        region=region or None,
        city=city.name if city else None,
        options=shown,
    )


def _chosen(fitting: Sequence[list[Spot]]) -> Located:
    """Return the place where several countries are possible: the far larger one, or none."""
    weights: dict[str, float] = {}
    for options in fitting:
        for spot in options:
            size = 1e6 if spot.kind in {"country", "code"} else _weight(spot)
            weights[spot.country] = max(weights.get(spot.country, 0.0), size)
    ranked = sorted(weights, key=lambda code: (-weights[code], code))
    first, second = ranked[0], ranked[1]
    known_abroad = {folded(s.name) for options in fitting for s in options} & ABROAD
    if weights[first] >= _LARGER * weights[second] and not known_abroad:
        return _placed([[s for s in options if s.country == first] for options in fitting])
    best = [next(s for o in fitting for s in o if s.country == code) for code in ranked[:4]]
    return Located(country=None, options=tuple(best))
