"""A plain sentence to a `Brief`: what it is about, and the filters its words already say."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import pairwise

from engine.amounts import parse_count, parse_range, parse_share, parse_when
from engine.briefs.clauses import clauses
from engine.briefs.exclusions import exclusions
from engine.briefs.framing import greetings, introductions
from engine.briefs.lexicon import ROLES
from engine.briefs.limits import overlapping
from engine.briefs.mentioning import MENTIONS, Asked, mentioning, without
from engine.briefs.reading import Context, Reading
from engine.briefs.rivals import unread_rivals
from engine.briefs.tagging import Tagged, tag
from engine.briefs.topic import topic_of
from engine.errors import ConfigError
from engine.places import EITHER
from engine.vocabulary import Brand, Brief, CreatorFilter, NotFiltered, PostFilter, Understood

LISTED = 25
"""Creators on a shortlist where nobody says how many."""
TOP = "top"
ALL = "all"
"""What `ignore` holds to take a brief as typed."""
READ = ("top", "followers", "engagement-rate", "source", "not-source", "lang", "since", "until",
        "location", "not-in", "bio", "exclude", "active-within", "min-posts", "mentions",
        "not-mentions")  # fmt: skip
"""The filters that are read from words, by the names of their flags."""
_FIELDS = {"engagement-rate": "engagement_rate", "source": "sources",
           "not-source": "sources_none", "not-in": "location_none", "lang": "langs",
           "active-within": "active_since", "min-posts": "min_posts",
           "mentions": "mentions_any", "not-mentions": "mentions_none"}  # fmt: skip
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SHOWN = 80  # letters of a brief in an error
_LISTED = frozenset({"source", "not-source", "lang", "exclude", "mentions", "not-mentions"})
_FRAMING = frozenset("VGgWAHIDKJj,.XxTRv")  # roles of words that name no topic


def parse_brief(
    text: str,
    *,
    now: datetime,
    flags: PostFilter | None = None,
    knows_location: Callable[[str], bool] | None = None,
    sources: Collection[str] | None = None,
    brands: Sequence[Brand] = (),
    ignore: Collection[str] = (),
    id: str = "brief",  # noqa: A002  (the contract's name)
    k_creators: int | None = None,
) -> Brief:
    """Return the brief meant by `text`, its spans of time counted from `now`.

    English, Spanish, French, German and Portuguese are read; words in quotation marks are not.
    `flags` are filters given by hand; where both speak of the same thing, `flags` wins.
    `knows_location` says whether anybody in the corpus is from a place, and `sources` are its
    platforms: what it does not know is not filtered by, and said in `not_filtered`. Without them
    all is filtered by. Of `brands`, clauses that want them mentioned or not are read; where nothing
    else is asked for, what is searched for is their names. `ignore` names filters (of `READ`)
    whose words stay in the topic; `all` takes the text as it is. `k_creators` bounds the shortlist;
    where it is None the brief may ("give me 20"), else `LISTED` does.

    Raises:
        ConfigError: nothing is left to search for, or `ignore` names no filter.
    """
    _check(text, ignore)
    given = flags or PostFilter()
    if ALL in ignore:
        return Brief(text=text, topic=text.strip(), id=id, where=given,
                     k_creators=k_creators or LISTED)  # fmt: skip
    asked = mentioning(text, brands, ignore)
    tagged = tag(_TAG.sub(lambda tag: " " * len(tag[0]), without(text, asked)), sources or ())
    context = Context(now=now, sources=sources, knows_location=knows_location)
    polite = greetings(tagged)
    readings, gone = _read(tagged, context, polite, list(introductions(tagged, polite)), ignore)
    if _is_bare(tagged, gone):  # what it is about was said by who asks
        readings, gone = _read(tagged, context, polite, [], ignore)
    if not _is_bare(tagged, gone):
        topic = topic_of(tagged, gone)
    elif asked:
        topic = _names(asked, brands)
    else:  # "tea list" may be a topic, "give me 20" is none
        topic = "" if _only_asks(tagged, gone) else topic_of(tagged, gone)
    if not re.search(r"\w", topic):
        limits = " and ".join(f"“{_words(tagged, r)}”" for r in readings)
        raise ConfigError(
            f"the brief {_short(text)!r} names nothing to search for"
            + (f", only {limits}" if limits else ""),
            hint='say what they post about, for example "home espresso, 5k to 50k followers"',
        )
    said = [_Said(name=one.name, value=", ".join(one.brands), words=text[one.start : one.stop])
            for one in asked]  # fmt: skip
    said += [_Said(name=r.name, value=r.value, words=_words(tagged, r)) for r in readings
             if not r.reason]  # fmt: skip
    tops = [int(one.value) for one in said if one.name == TOP]
    where, understood = _filters(said, given, now=now, is_counted=k_creators is not None)
    unfiltered = [
        NotFiltered(words=_words(tagged, r), reason=r.reason) for r in readings if r.reason
    ]
    if MENTIONS not in ignore:
        unfiltered += unread_rivals(text, brands)
    return Brief(
        text=text, topic=topic, id=id, where=overlay(where, given), understood=understood,
        not_filtered=tuple(unfiltered), k_creators=k_creators or (tops[0] if tops else LISTED),
    )  # fmt: skip


def _check(text: str, ignore: Collection[str]) -> None:
    unknown = sorted({*ignore} - {*READ, ALL})
    if unknown:
        raise ConfigError(
            f"no filter {unknown[0]!r} is read from a brief",
            hint=f"ignore one of: {', '.join(READ)}, {ALL}",
        )
    if not re.search(r"\w", text):
        raise ConfigError(
            f"the brief {text!r} names nothing to search for",
            hint='say what they post about, for example "home espresso"',
        )


def _read(
    tagged: Tagged,
    context: Context,
    polite: set[int],
    introduced: list[Reading],
    ignore: Collection[str],
) -> tuple[list[Reading], set[int]]:
    """Return what is read of a brief, in order, and the items that are no topic."""
    hidden = polite | {i for r in introduced for i in range(r.start, r.stop)}
    found = _without_origins(list(clauses(tagged, context, hidden)), tagged)
    taken = hidden | {i for reading in found for i in range(reading.start, reading.stop)}
    found += exclusions(tagged, taken)
    kept = sorted((r for r in (*found, *introduced) if r.name not in ignore), key=_place)
    readings = _without_contradictions(kept, tagged)
    gone = polite | {i for r in readings if not r.kept for i in range(r.start, r.stop)}
    return readings, gone


def _place(reading: Reading) -> int:
    return reading.start


def _without_contradictions(readings: list[Reading], tagged: Tagged) -> list[Reading]:
    """Say of limits of followers that nobody meets beside a later one that they do not count."""
    limits = [r for r in readings if r.name == "followers" and not r.reason]
    said: dict[int, str] = {}
    for before, after in pairwise(limits):
        if overlapping(before.value, after.value) is None:
            said[before.start] = f"nobody has that and “{_words(tagged, after)}”, which counts"
    return [replace(r, reason=said[r.start]) if r.start in said else r for r in readings]


def _without_origins(readings: list[Reading], tagged: Tagged) -> list[Reading]:
    """Leave out where people are from (`Italian cooks`) where a place they are in is named too."""

    def is_origin(reading: Reading) -> bool:
        roles = tagged.roles[reading.start : reading.stop]
        return reading.name == "location" and "Z" not in roles

    is_placed = any(r.name == "location" and not is_origin(r) for r in readings)
    return [r for r in readings if not (is_placed and is_origin(r))]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Words that were read as the filter `name` with `value`, as a user types it."""

    name: str
    value: str
    words: str


def _is_bare(tagged: Tagged, gone: set[int]) -> bool:
    """Return whether nothing is left that names a topic."""
    return all(i in gone or item.role in _FRAMING for i, item in enumerate(tagged.items))


def _only_asks(tagged: Tagged, gone: set[int]) -> bool:
    """Return whether what is left of a bare brief is `give me` or `find creators`."""
    left = [item for i, item in enumerate(tagged.items) if i not in gone]
    for_whom = any(item.role == ROLES["crowd"] for item in left)
    return any(item.role == ROLES["asking"] and (for_whom or " " in item.folded) for item in left)


def _names(asked: Sequence[Asked], brands: Sequence[Brand]) -> str:
    """Return the names of the brands that are to be mentioned."""
    keys = {key for one in asked if one.name == MENTIONS for key in one.brands}
    return ", ".join(card.name for card in brands if card.key in keys)


def _filters(
    said: Sequence[_Said], given: PostFilter, *, now: datetime, is_counted: bool
) -> tuple[PostFilter, tuple[Understood, ...]]:
    """Return the filter that all of `said` makes together, and each with its words."""
    values: dict[str, str] = {}
    for one in said:
        values[one.name] = _joined(one, values.get(one.name))
    by_hand, understood = _names_set(given), []
    where = PostFilter()
    by_hand |= {TOP} if is_counted else set()
    for name, value in values.items():
        if name == TOP:
            continue
        where = overlay(where, _filter(name, value, now))
    for one in said:
        written = one.value if one.name in _LISTED else values[one.name]
        overruled = _FIELDS.get(one.name, one.name) in by_hand
        meaning = f"overruled by --{one.name}" if overruled else f"{one.name} {written}"
        understood.append(Understood(words=one.words, meaning=meaning))
    return where, tuple(understood)


def _joined(said: _Said, before: str | None) -> str:
    if before is None:
        return said.value
    if said.name in _LISTED:
        parts = [*before.split(", "), *said.value.split(", ")]
        return ", ".join(dict.fromkeys(parts))
    if said.name == "followers":
        return overlapping(before, said.value) or said.value
    if said.name in {"location", "not-in"}:
        return f" {EITHER} ".join(
            dict.fromkeys(f"{before} {EITHER} {said.value}".split(f" {EITHER} "))
        )
    return said.value


def _filter(name: str, value: str, now: datetime) -> PostFilter:
    """Return the filter that `--name value` is."""
    many = tuple(value.split(", "))
    make: dict[str, Callable[[], PostFilter]] = {
        "source": lambda: PostFilter(sources=many),
        "not-source": lambda: PostFilter(sources_none=many),
        "lang": lambda: PostFilter(langs=many),
        "since": lambda: PostFilter(since=parse_when(value, now)),
        "until": lambda: PostFilter(until=parse_when(value, now)),
        "exclude": lambda: PostFilter(exclude=many, creators=CreatorFilter(exclude=many)),
        "followers": lambda: _creators(followers=parse_range(value)),
        "engagement-rate": lambda: _creators(engagement_rate=parse_range(value, parse_share)),
        "location": lambda: _creators(location=value),
        "not-in": lambda: _creators(location_none=value),
        "bio": lambda: _creators(bio=value),
        "active-within": lambda: _creators(active_since=parse_when(value, now)),
        "min-posts": lambda: _creators(min_posts=int(parse_count(value))),
        "mentions": lambda: _creators(mentions_any=many),
        "not-mentions": lambda: _creators(mentions_none=many),
    }
    return make[name]()


def _creators(**conditions: object) -> PostFilter:
    return PostFilter(creators=replace(CreatorFilter(), **conditions))  # type: ignore[arg-type]


def _words(tagged: Tagged, reading: Reading) -> str:
    return tagged.words(reading.start, reading.stop).strip(" ,;.()")


def overlay(under: PostFilter, over: PostFilter) -> PostFilter:
    """Return the filter in which what `over` sets replaces what `under` sets."""
    posts = {name: getattr(over, name) for name in _names_set(over, creators=False)}
    creators = {
        field.name: getattr(over.creators, field.name)
        for field in fields(CreatorFilter)
        if getattr(over.creators, field.name) != getattr(CreatorFilter(), field.name)
    }
    return replace(under, **posts, creators=replace(under.creators, **creators))


def _names_set(where: PostFilter, *, creators: bool = True) -> set[str]:
    empty = PostFilter()
    names = {
        field.name
        for field in fields(PostFilter)
        if field.name != "creators" and getattr(where, field.name) != getattr(empty, field.name)
    }
    if not creators:
        return names
    return names | {
        field.name
        for field in fields(CreatorFilter)
        if getattr(where.creators, field.name) != getattr(empty.creators, field.name)
    }
