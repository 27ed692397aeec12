"""Cities and regions of the world by name, with where they lie: read when first asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

import zstandard

from engine.places.gazetteer import folded

_EARTH = 6_371.0  # km


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A city, a region or a country: its name, its country's code, its region.

    `kind` is city, region, country, or code: two letters that may stand for a country. A region's
    `region` is its own name. `thousands` of people and the position in degrees are those of a
    city, 0 and NaN of the rest; `n_names` is how many names the city has in all languages.
    """

    kind: str
    name: str
    country: str
    region: str
    thousands: int = 0
    latitude: float = math.nan
    longitude: float = math.nan
    n_names: int = 1

    @property
    def weight(self) -> float:
        """Return how likely a name means it: people, and how many names others have for it."""
        return float(max(self.thousands, 1)) * math.sqrt(self.n_names)

    def km_from(self, other: Spot) -> float:
        """Return the distance on the surface of the earth in km (haversine)."""
        here, there = map(math.radians, (self.latitude, other.latitude))
        across = math.radians(other.longitude - self.longitude)
        a = math.sin((there - here) / 2) ** 2
        a += math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
        return 2 * _EARTH * math.asin(min(1.0, math.sqrt(a)))


class World:
    """Spots by their names, folded; a name may be that of many. Made when they are asked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._by_first: dict[str, list[int]] = {}
        self._by_other: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            first, *others = line[line.rfind("\t") + 1 :].split("|")
            self._by_first.setdefault(first, []).append(number)
            for name in others:
                self._by_other.setdefault(name, []).append(number)

    def called(self, name: str, *, others: bool = True) -> list[Spot]:
        """Return who is called so in the first place, else (if `others`) by another name."""
        key = folded(name)
        found = self._by_first.get(key, [])
        if not found and others:
            found = self._by_other.get(key, [])
        return [_spot(self._lines[number]) for number in found]

    def all_called(self, name: str) -> list[Spot]:
        """Return everything called so by any name."""
        key = folded(name)
        numbers = {*self._by_first.get(key, ()), *self._by_other.get(key, ())}
        return [_spot(self._lines[number]) for number in sorted(numbers)]

    def city(self, name: str, country: str | None = None) -> Spot | None:
        """Return the likeliest city called so (in `country`), None if there is none."""
        cities = [s for s in self.called(name) if s.kind == "city" and country in {None, s.country}]
        return max(cities, key=lambda spot: spot.weight, default=None)

    @cached_property
    def cities(self) -> tuple[Spot, ...]:
        """Return the cities, the largest first."""
        return tuple(_spot(line) for line in self._lines if line.startswith("city"))

    @cached_property
    def of_region(self) -> Mapping[tuple[str, str], tuple[Spot, ...]]:
        """Return the cities by country and region."""
        found: dict[tuple[str, str], list[Spot]] = {}
        for spot in self.cities:
            found.setdefault((spot.country, spot.region), []).append(spot)
        return {key: tuple(spots) for key, spots in found.items()}

    def within(self, center: Spot, km: float) -> list[Spot]:
        """Return the cities at most `km` away from `center`, itself included."""
        near = abs(km) / 111.0 + 0.01  # degrees of latitude
        return [
            spot
            for spot in self.cities
            if abs(spot.latitude - center.latitude) <= near and spot.km_from(center) <= km
        ]


@cache
def world() -> World:
    """Return the world, read from `world.tsv.zst` once."""
    packed = files("engine.places").joinpath("world.tsv.zst").read_bytes()
    return World(zstandard.decompress(packed).decode("utf-8").split("\n")[:-1])


@lru_cache(maxsize=100_000)
def _spot(line: str) -> Spot:
    kind, country, region, latitude, longitude, thousands, n_names, name, _ = line.split("\t")
    return Spot(
        kind=kind,
        name=name,
        country=country,
        region=region,
        thousands=int(thousands),
        latitude=float(latitude),
        longitude=float(longitude),
        n_names=int(n_names),
    )
