"""Areas a user asks for: the names of the cities in a region, or near a place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from engine.places.gazetteer import find, given_names, places_in
from engine.places.resolve import resolve
from engine.places.world import Spot, world

NEAR_KM = 50.0
"""How far `near` reaches from the middle of a place, in km."""

_MILE = 1.609344  # km
_NEAR = re.compile(
    r"(?:near|around|close to|nahe|bei|cerca de|près de|pres de|perto de)\s+(?P<place>.+)", re.I
)
_WITHIN = re.compile(
    r"(?:within\s+)?(?P<many>\d+(?:\.\d+)?)\s*(?P<unit>km|kilomet(?:er|re)s?|mi|miles?)\s+"
    r"(?:of|from|around|um|de)\s+(?P<place>.+)",
    re.I,
)
_LARGER = 2.0  # times as likely as its largest namesake elsewhere, for a name to tell
_SHORTEST = 4  # letters of a name that is looked for


@lru_cache(maxsize=64)
def names_of(location: str) -> tuple[str, ...]:
    """Return the texts any one of which a location must hold to be in `location`, each once.

    A country's are its own names and those of its regions and larger cities; a city's its names
    in other languages; a region's (`Bavaria`) its names and those of its cities; those of `near
    Lyon` (within 50 km) and `within 30 km of Lyon` the cities so near, the place itself included.
    A city's name counts unless it rather means one elsewhere. What is no known place stands for
    itself. Bars stand between several.
    """
    inside = (name for part in places_in(location) for name in _inside(part))
    return tuple(dict.fromkeys((*given_names(location), *inside)))


def _inside(part: str) -> Iterator[str]:
    asked = _WITHIN.fullmatch(part) or _NEAR.fullmatch(part)
    if asked is not None:
        yield from _near(asked["place"], _km(asked))
        return
    place = find(part)
    if place is None or place.kind == "region":
        for region in _regions(part):
            yield from _telling(world().of_region.get((region.country, region.region), ()))


def _km(asked: re.Match[str]) -> float:
    many = asked.groupdict().get("many")
    if many is None:
        return NEAR_KM
    return float(many) * (_MILE if asked["unit"].lower().startswith("mi") else 1.0)


def _near(place: str, km: float) -> Iterator[str]:
    """Yield the names of cities at most `km` from `place`; nothing where it is no known city."""
    found = resolve(place)
    center = next((spot for spot in found.options if spot.kind == "city"), None)
    if center is not None and math.isnan(center.latitude):
        center = world().city(center.name, center.country)
    if center is None:
        return
    yield from _city_names(center)
    yield from _telling(world().within(center, km))


def _regions(part: str) -> list[Spot]:
    """Return the region called `part`: of several, that of the country with most people."""
    regions = [spot for spot in world().called(part) if spot.kind == "region"]

    def people(region: Spot) -> int:
        cities = world().of_region.get((region.country, region.region), ())
        return sum(city.thousands for city in cities)

    return sorted(regions, key=people, reverse=True)[:1]


def _telling(spots: Iterable[Spot]) -> Iterator[str]:
    """Yield the names that mean one of `spots` rather than any place elsewhere."""
    inside = set(spots)
    for spot in sorted(inside, key=lambda s: (-s.thousands, s.name)):
        called = world().all_called(spot.name)
        elsewhere = max((s.weight for s in called if s not in inside), default=0.0)
        here = max((s.weight for s in called if s in inside), default=0.0)
        if len(spot.name) >= _SHORTEST and here >= _LARGER * elsewhere:
            yield from _city_names(spot)


def _city_names(spot: Spot) -> Iterator[str]:
    """Yield the names of a city; none of one whose name is that of a country, as in Queens."""
    place = find(spot.name)
    if place is None:
        yield spot.name
    elif place.country == spot.country and place.kind in {"city", "town"}:
        yield from (spot.name, *place.names)
