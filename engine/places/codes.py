"""Short forms of places that no gazetteer has: codes of states, nicknames, and what is no place.

`nicknames.tsv` (country, region, city, names between bars) and `noplaces.txt` are kept by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files

from engine.places.gazetteer import country_codes, folded
from engine.places.world import Spot

_STATES = """AL Alabama AK Alaska AZ Arizona AR Arkansas CA California CO Colorado CT Connecticut
DE Delaware FL Florida GA Georgia HI Hawaii ID Idaho IL Illinois IN Indiana IA Iowa KS Kansas
KY Kentucky LA Louisiana ME Maine MD Maryland MA Massachusetts MI Michigan MN Minnesota
MS Mississippi MO Missouri MT Montana NE Nebraska NV Nevada NH New_Hampshire NJ New_Jersey
NM New_Mexico NY New_York NC North_Carolina ND North_Dakota OH Ohio OK Oklahoma OR Oregon
PA Pennsylvania RI Rhode_Island SC South_Carolina SD South_Dakota TN Tennessee TX Texas UT Utah
VT Vermont VA Virginia WA Washington WV West_Virginia WI Wisconsin WY Wyoming
DC Washington,_D.C."""
_PROVINCES = """AB Alberta BC British_Columbia MB Manitoba NB New_Brunswick
NL Newfoundland_and_Labrador NS Nova_Scotia NT Northwest_Territories NU Nunavut ON Ontario
PE Prince_Edward_Island PEI Prince_Edward_Island QC Quebec SK Saskatchewan YT Yukon"""
_AUSTRALIA = """NSW New_South_Wales VIC Victoria QLD Queensland TAS Tasmania ACT
Australian_Capital_Territory SA South_Australia WA Western_Australia NT Northern_Territory"""
# Written for a country beside or against its code of two letters.
_COUNTRIES = """UK GB USA US UAE AE RSA ZA KSA SA PRC CN DRC CD ROI IE KL MY"""
PREFIXES = frozenset(
    """based in live living from near in at born raised currently now originally of greater
    downtown central somewhere around outside just city sunny lovely beautiful the home der die
    das aus wohnt en desde vivo les le a i'm im metro mostly usually between ex formerly
    proudly proud""".split()  # noqa: SIM905
)
SUFFIXES = frozenset(
    """area based metro region born city county suburbs metropolitan surroundings originally
    native resident downtown province state mostly usually baby""".split()  # noqa: SIM905
)
ABROAD = frozenset({"georgia"})
"""Names of a region and of a country, neither of which is likelier."""


def _lines(name: str) -> list[str]:
    return files("engine.places").joinpath(name).read_text(encoding="utf-8").splitlines()


def _regions(table: str, country: str) -> Iterator[tuple[str, Spot]]:
    words = table.split()
    for code, written in zip(words[::2], words[1::2], strict=True):
        name = written.replace("_", " ")
        yield code, Spot(kind="region", name=name, country=country, region=name)


def _country(kind: str, code: str) -> Spot:
    return Spot(kind=kind, name=code, country=code, region="")


def _codes() -> dict[str, tuple[Spot, ...]]:
    found: dict[str, list[Spot]] = {}
    for country, table in (("US", _STATES), ("CA", _PROVINCES), ("AU", _AUSTRALIA)):
        for code, spot in _regions(table, country):
            found.setdefault(code, []).append(spot)
    words = _COUNTRIES.split()
    for code, country in zip(words[::2], words[1::2], strict=True):
        found.setdefault(code, []).append(_country("country", country))
    for code in country_codes():
        found.setdefault(code, []).append(_country("code", code))
    return {code: tuple(spots) for code, spots in found.items()}


def _nicknames() -> dict[str, tuple[Spot, ...]]:
    found: dict[str, list[Spot]] = {}
    for line in _lines("nicknames.tsv"):
        country, region, city, names = line.split("\t")
        kind, people = ("city", 1_000) if city else ("region", 0)
        spot = Spot(kind=kind, name=city, country=country, region=region, thousands=people)
        for name in names.split("|"):
            found.setdefault(folded(name), []).append(spot)
    return {name: tuple(spots) for name, spots in found.items()}


NO_PLACE = frozenset(map(folded, _lines("noplaces.txt")))
"""Folded words that stand where a place would and are none, though some place is called so."""

CODES: Mapping[str, tuple[Spot, ...]] = _codes()
"""Capital letters for a state, a province or a country -> what they may stand for."""

NICKNAMES: Mapping[str, tuple[Spot, ...]] = _nicknames()
"""Folded names that only people use -> what they stand for."""


def nickname(word: str) -> str | None:
    """Return the place that only people call so: `LA`, `Rio`; a region as it is written."""
    spots = NICKNAMES.get(folded(word), ())
    return None if not spots else spots[0].name or word
