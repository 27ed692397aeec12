"""Whereabouts: the platforms, languages and places that are asked for."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.briefs.reading import Context, Found, Reading, is_person
from engine.briefs.tagging import Tagged
from engine.places import EITHER, find, home_of


def sources(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read platforms: `on IG or TikTok`, `TikTok creators`."""
    if match.end() - match.start() == len(tagged.items):
        return None
    items = tagged.items[match.start() : match.end()]
    named = list(dict.fromkeys(str(item.value) for item in items if item.role in "PQ"))
    known = None if context.sources is None else {name.casefold() for name in context.sources}
    found = [name for name in named if known is None or name in known]
    if not found:
        return Reading(start=match.start(), stop=match.end(), name="source",
                       reason="no posts here are from there")  # fmt: skip
    start, stop = match.span()
    read = Reading(start=start, stop=stop, name="source", value=", ".join(found))
    said = [Reading(start=start, stop=stop, name="source", reason=f"no posts here are from {name}")
            for name in named if name not in found]  # fmt: skip
    return [read, *said]


def languages(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read languages: `posting in French`, `francophones`."""
    if match.end() - match.start() == len(tagged.items):
        return None
    items = tagged.items[match.start() : match.end()]
    return "lang", ", ".join(dict.fromkeys(str(i.value) for i in items if i.role in "LU"))


def location(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read places after a word such as `in`."""
    if "K" in tagged.roles[: match.start()] and not _is_firm(match, tagged):
        return None
    if match.start() and tagged.items[match.start() - 1].role == "i":
        return None  # "made in Italy"
    return _known_places(match, _narrowest(_named(match, tagged)), context)


def _narrowest(names: list[str]) -> list[str]:
    """Return `names` without those that only say where the one before is: Portland, Oregon."""
    named: list[str] = []
    for name in names:
        place, before = find(name), find(named[-1]) if named else None
        inside = place and before and before.country == place.country and place.kind != before.kind
        if not inside:
            named.append(name)
    return named


def _is_firm(match: re.Match[str], tagged: Tagged) -> bool:
    """Return whether a preposition of place, not one of kind, stands before the place."""
    return any(item.role == "I" for item in tagged.items[match.start() : match.end()])


def _known_places(match: re.Match[str], named: list[str], context: Context) -> Found:
    knows = context.knows_location
    found = [name for name in dict.fromkeys(named) if knows is None or knows(name)]
    if not found:
        return Reading(start=match.start(), stop=match.end(), name="location", kept=True,
                       reason="nobody here is known to be there")  # fmt: skip
    start, stop = match.span()
    missing = [name for name in dict.fromkeys(named) if name not in found]
    read = Reading(start=start, stop=stop, name="location", value=f" {EITHER} ".join(found))
    why = "nobody here is known to be in"
    said = [Reading(start=start, stop=stop, name="location", reason=f"{why} {name}")
            for name in missing]  # fmt: skip
    return [read, *said]


def _named(match: re.Match[str], tagged: Tagged) -> list[str]:
    """Return the places of a match; `Lyon and surroundings` as `near Lyon`."""
    named: list[str] = []
    for i in range(*match.span()):
        item, around = tagged.items[i], tagged.roles[i + 1 : i + 2] == "7"
        if item.role == "Z":
            named.append(f"near {item.value}" if around else str(item.value))
    return named


def segment(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read places that stand by themselves: a line of a list, or `UK-based`."""
    rest = tagged.roles[: match.start()] + tagged.roles[match.end() :]
    if not re.search("[wzLiKGg]", rest):
        return None
    named = _narrowest(_named(match, tagged))
    last = tagged.items[match.end() - 1]
    if match[0] == "ZA" and last.folded not in {"based", "only"}:
        return None
    found = _known_places(match, named, context)
    return replace(found, kept=False) if isinstance(found, Reading) else found


def people_of(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read words for people beside a noun of people: `German bakers`, `panaderos alemanes`."""
    start, stop = match.span()
    many = bool(re.search("[,jJ]", match[0]))
    after = any(is_person(tagged, i) for i in range(stop, min(stop + 1 + many, len(tagged.items))))
    before = start > 0 and is_person(tagged, start - 1)
    first = tagged.vocabulary.code in {"en", "de"}
    if not (after if first else before or (after and tagged.items[stop].role in "Gg")):
        return None
    homes = [home_of(i.folded.split()[0]) for i in tagged.items[start:stop] if i.role in "zL"]
    named = [home for home in homes if home is not None]
    if not named:
        return None
    return _known_places(match, named, context)


def bio(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read quoted words of the bio."""
    quoted = next(i for i in tagged.items[match.start() : match.end()] if i.role == "q")
    field = next(i for i in tagged.items[match.start() : match.end()] if i.role == "f")
    if field.value == "bio":
        return "bio", str(quoted.value)
    return Reading(start=match.start(), stop=match.end(), kept=True, name="name",
                   reason="names are not filtered")  # fmt: skip
