"""The gazetteer: which place a name means, and by what other names its people may say so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

EITHER = "|"
"""Stands between places of which any one will do: `Spain | Portugal`."""

_PLAIN = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L", "ı": "i", "ø": "o", "Ø": "O", "đ": "d"})  # noqa: RUF001
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place: its English name where there is one, further names, its country's code.

    `kind` is country, region, city, or town: a city whose name tells no country, since there is
    another of that name.
    """

    kind: str
    country: str
    thousands: int
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The first of its names."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    by_name: Mapping[str, Place]
    of_country: Mapping[str, tuple[str, ...]]
    longest: int


def find(name: str) -> Place | None:
    """Return the place called `name` in any case and accents; the largest of several."""
    return _gazetteer().by_name.get(folded(name))


def longest_name() -> int:
    """Return how many words the longest name of a place has."""
    return _gazetteer().longest


def demonym(word: str) -> Place | None:
    """Return the country whose people or things `word` names: `brasileños`, `German`."""
    code = _demonyms().get(folded(word))
    return None if code is None else _country(code)


def home_of(word: str) -> str | None:
    """Return the place whose people `word` names, a country, a region or a city: `Parisian`."""
    country = demonym(word)
    return country.name if country else _people().get(folded(word))


def members(name: str) -> tuple[str, ...]:
    """Return the places that an area of several is made of (`DACH`), none where it is no such."""
    return _groups().get(folded(name), ())


@lru_cache(maxsize=64)
def given_names(location: str) -> tuple[str, ...]:
    """Return the names of `location`, each once.

    A country's are its own and those of its regions and larger cities; a city's its names in
    other languages; what is no known place stands for itself. Bars stand between several.
    """
    names = (name for part in places_in(location) for name in _names_of_one(part))
    return tuple(dict.fromkeys(spelling for name in names for spelling in _spellings(name)))


def places_in(location: str) -> list[str]:
    """Return the places between the bars of `location`, or all of it; of areas their places too."""
    parts = [part.strip() for part in location.split(EITHER) if part.strip()] or [location]
    return [place for part in parts for place in (part, *members(part))]


def folded(name: str) -> str:
    """Return the words of `name` without accents and capitals, one space between two."""
    if name.isascii():
        return " ".join(_TOKEN.findall(name.lower()))
    apart = unicodedata.normalize("NFKD", name.translate(_PLAIN).casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(_TOKEN.findall(bare))


def country_codes() -> tuple[str, ...]:
    """Return the codes of all countries, of two letters, ascending."""
    places = _gazetteer().by_name.values()
    return tuple(sorted({place.country for place in places if place.kind == "country"}))


def _names_of_one(location: str) -> Iterator[str]:
    place = find(location)
    yield location
    if place is None:
        return
    yield from place.names
    if place.kind == "country":
        yield from _gazetteer().of_country.get(place.country, ())


def _spellings(name: str) -> Iterator[str]:
    """Yield `name`, and as typed without the letters that are no accented ones: Lodz, Strasse."""
    yield name
    plain = name.translate(_PLAIN)
    if plain != name:
        yield plain


def _country(code: str) -> Place:
    return next(
        place
        for place in _gazetteer().by_name.values()
        if place.country == code and place.kind == "country"
    )


@cache
def _gazetteer() -> _Gazetteer:
    by_name: dict[str, Place] = {}
    of_country: dict[str, list[str]] = {}
    for place in _read_places():
        for name in place.names:
            by_name.setdefault(folded(name), place)
        if place.kind in {"region", "city"}:
            of_country.setdefault(place.country, []).extend(place.names)
    tells = {
        code: tuple(name for name in names if by_name[folded(name)].country == code)
        for code, names in of_country.items()
    }
    return _Gazetteer(by_name, tells, max(len(name.split()) for name in by_name))


def _read_places() -> Iterator[Place]:
    text = files("engine.places").joinpath("places.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        kind, country, thousands, name, others = line.split("\t")
        names = (name, *filter(None, others.split("|")))
        yield Place(kind=kind, country=country, thousands=int(thousands), names=names)


@cache
def _demonyms() -> Mapping[str, str]:
    """Return the country code of every demonym, by folded word."""
    text = files("engine.places").joinpath("demonyms.tsv").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines():
        code, *written = line.split("\t")
        for word in " ".join(written).split():
            for form in _forms(word):
                found.setdefault(folded(form), code)
    return found


@cache
def _people() -> Mapping[str, str]:
    """Return the region or city of every word for its people, by folded word."""
    found: dict[str, str] = {}
    for place, *written in _rows("people.tsv"):
        for word in " ".join(written).split():
            for form in _forms(word):
                found.setdefault(folded(form), place)
    return found


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    """Return the places of every area, by each of its folded names."""
    return {
        folded(name): tuple(places.split(EITHER))
        for names, places in _rows("groups.tsv")
        for name in names.split(EITHER)
    }


def _rows(name: str) -> list[list[str]]:
    text = files("engine.places").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def _forms(word: str) -> Iterator[str]:
    """Yield the forms of `brasileñ/o,a,os,as`, or the word itself."""
    stem, _, endings = word.partition("/")
    for ending in endings.split(","):
        yield stem + ending
