"""Places by the names people give them: countries, regions and cities in five languages.

`places.tsv` and `world.tsv.zst` are made by `scripts/build_places.py`, the other files are kept by
hand. All are read when they are first needed: `world.tsv.zst`, the largest, for regions, distances
and what profiles say of a place.
"""

from engine.places.areas import NEAR_KM, names_of
from engine.places.codes import nickname
from engine.places.gazetteer import (
    EITHER,
    Place,
    demonym,
    find,
    home_of,
    longest_name,
    members,
    places_in,
)
from engine.places.resolve import Located, resolve, resolve_profile
from engine.places.world import world

__all__ = [
    "EITHER",
    "NEAR_KM",
    "Located",
    "Place",
    "demonym",
    "find",
    "home_of",
    "longest_name",
    "members",
    "names_of",
    "nickname",
    "places_in",
    "resolve",
    "resolve_profile",
    "world",
]
