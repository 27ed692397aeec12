"""The clauses of a brief that are filters, as patterns over roles, whatever the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.amounts import range_text
from engine.briefs.tagging import Item, Tagged
from engine.errors import ConfigError
from engine.places import EITHER, find
from engine.tiers import TIERS
from engine.vocabulary import Range

_RECENT_YEARS = 5  # "vegan since 2012" is no filter on posts
_END = r"(?=$|[,.JjWHXxIP])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the clauses are read against: the moment, and what the corpus knows.

    `sources` are None where any platform will do; so is `knows_location`, where any place will.
    """

    now: datetime
    sources: Collection[str] | None = None
    knows_location: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Items `start` to before `stop`, read as the filter `name` with `value`, as a user types it.

    With a `reason` nothing can be filtered by them; `kept` says whether they stay in the topic.
    """

    start: int
    stop: int
    name: str = ""
    value: str = ""
    reason: str = ""
    kept: bool = False


_Found = tuple[str, str] | Reading | None
_Rule = Callable[[re.Match[str], Tagged, Context], _Found]


def clauses(tagged: Tagged, context: Context) -> Iterator[Reading]:
    """Yield the filters read from `tagged`; no item is read twice."""
    taken: set[int] = set()
    for pattern, rule in _RULES:
        for match in pattern.finditer(tagged.roles):
            if not taken.isdisjoint(range(*match.span())):
                continue
            found = rule(match, tagged, context)
            if isinstance(found, tuple):
                name, value = found
                found = Reading(start=match.start(), stop=match.end(), name=name, value=value)
            if found is not None:
                taken.update(range(found.start, found.stop))
                yield found


def is_person(tagged: Tagged, i: int) -> bool:
    """Return whether the item at `i` names people, as far as its ending tells."""
    item, words = tagged.items[i], tagged.vocabulary
    if item.role in "GgQr":
        return True
    last = item.folded.split()[-1] if item.folded else ""
    is_noun = item.role == "w" and last not in words.things.split()
    return is_noun and last.endswith(_folded_endings(words.person_endings))


def _folded_endings(endings: tuple[str, ...]) -> tuple[str, ...]:
    from engine.briefs.words import fold

    return tuple(fold(ending) for ending in endings)


def _numbers(match: re.Match[str], tagged: Tagged, roles: str = "nkc%") -> list[Item]:
    return [item for item in tagged.items[match.start() : match.end()] if item.role in roles]


def _amount(item: Item) -> float:
    return item.value if isinstance(item.value, float) else 0.0


def _between(match: re.Match[str], tagged: Tagged, _: Context) -> _Found:
    first, second = _numbers(match, tagged)[:2]
    low, high = _amount(first), _amount(second)
    written = tagged.text[second.start : second.stop]
    scale = 1_000_000 if re.search(r"\d\s?mi?", written.lower()) and high >= 1e6 else 1_000
    if first.role != "k" and second.role == "k" and low * scale <= high:
        low *= scale  # "5 to 50k" leaves out the first k
    return ("followers", range_text(Range(low=low, high=high))) if low <= high else None


def _bounded(match: re.Match[str], tagged: Tagged, _: Context) -> _Found:
    low: float | None = None
    high: float | None = None
    items = tagged.items[match.start() : match.end()]
    bound = ""
    for item in items:
        if item.role in ">a<b":
            bound = item.role
        if item.role in "nkc":
            number = _amount(item)
            if bound in ">a":
                low = number + (bound == "a")
            elif bound:
                high = number - (bound == "b")
    if low is not None and high is not None and low > high:
        return None
    return "followers", range_text(Range(low=low, high=high))


def _refused_bound(match: re.Match[str], tagged: Tagged, _: Context) -> _Found:
    bound = next(i.role for i in tagged.items[match.start() : match.end()] if i.role in ">a<b")
    number = _amount(_numbers(match, tagged)[0])
    if bound in ">a":
        return "followers", range_text(Range(high=number - (bound == ">")))
    return "followers", range_text(Range(low=number + (bound == "<")))


def _or_more(match: re.Match[str], tagged: Tagged, _: Context) -> _Found:
    number = _amount(_numbers(match, tagged)[0])
    bounds = Range(high=number) if "_" in match[0] else Range(low=number)
    return "followers", range_text(bounds)


def _short_bound(match: re.Match[str], tagged: Tagged, context: Context) -> _Found:
    i = match.start()
    if i and not (tagged.items[i - 1].role in ",.HF" or is_person(tagged, i - 1)):
        return None
    return (_or_more if "+" in match[0] else _bounded)(match, tagged, context)


def _engagement(match: re.Match[str], tagged: Tagged, _: Context) -> _Found:
    share = _amount(_numbers(match, tagged, "%")[0]) / 100
    is_high = re.search("[<b]", match[0]) is not None
    bounds = Range(high=share) if is_high else Range(low=share)
    return "engagement-rate", range_text(bounds, percent=True)


def _min_posts(match: re.Match[str], tagged: Tagged, _: Context) -> _Found:
    return "min-posts", f"{_amount(_numbers(match, tagged)[0]) + ('a' in match[0]):.0f}"


def _recent(match: re.Match[str], tagged: Tagged, context: Context) -> _Found:
    items = tagged.items[match.start() : match.end()]
    unit = next(str(item.value) for item in items if item.role == "u")
    number = next((_amount(item) for item in items if item.role in "nk"), 1.0)
    if not number.is_integer() or not 0 < number < 1000:
        return None
    return ("active-within" if "v" in match[0] else "since"), f"{number:.0f}{unit}"


def _this(match: re.Match[str], tagged: Tagged, context: Context) -> _Found:
    unit, now = tagged.items[match.end() - 1].value, context.now
    starts = {"y": f"{now:%Y}-01-01", "mo": f"{now:%Y-%m}-01"}
    if unit not in starts:
        return None
    return ("active-within" if "v" in match[0] else "since"), starts[str(unit)]


def _dated(match: re.Match[str], tagged: Tagged, context: Context) -> _Found:
    items = tagged.items[match.start() : match.end()]
    date = next((str(item.value) for item in items if item.role == "d"), None)
    if date is None:
        month = next((item.value for item in items if item.role == "m"), None)
        year = next((int(_amount(item)) for item in items if item.role == "c"), None)
        now = context.now
        if year is None and isinstance(month, int):
            year = now.year - (month > now.month)
        date = f"{year or now.year:04}-{month if isinstance(month, int) else 1:02}-01"
    try:
        moment = datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError:
        return None
    if not context.now.year - _RECENT_YEARS <= moment.year <= context.now.year:
        return None
    if re.search("[BT]", match[0]):
        return "until", date
    return ("active-within" if "v" in match[0] else "since"), date


def _sources(match: re.Match[str], tagged: Tagged, context: Context) -> _Found:
    items = tagged.items[match.start() : match.end()]
    named = list(dict.fromkeys(str(item.value) for item in items if item.role in "PQ"))
    known = None if context.sources is None else {name.casefold() for name in context.sources}
    found = [name for name in named if known is None or name in known]
    if not found:
        return Reading(start=match.start(), stop=match.end(), name="source",
                       reason="no posts here are from there")  # fmt: skip
    return "source", ", ".join(found)


def _languages(match: re.Match[str], tagged: Tagged, _: Context) -> _Found:
    items = tagged.items[match.start() : match.end()]
    return "lang", ", ".join(dict.fromkeys(str(i.value) for i in items if i.role == "L"))


def _location(match: re.Match[str], tagged: Tagged, context: Context) -> _Found:
    items = [i for i in tagged.items[match.start() : match.end()] if i.role == "Z"]
    if "K" in tagged.roles[: match.start()] and not _is_firm(match, tagged):
        return None
    named: list[str] = []
    for item in items:
        place, before = find(str(item.value)), find(named[-1]) if named else None
        inside = place and before and before.country == place.country and place.kind != before.kind
        if not inside:
            named.append(str(item.value))
    return _known_places(match, named, context)


def _is_firm(match: re.Match[str], tagged: Tagged) -> bool:
    """Return whether a preposition of place, not one of kind, stands before the place."""
    return any(item.role == "I" for item in tagged.items[match.start() : match.end()])


def _known_places(match: re.Match[str], named: list[str], context: Context) -> _Found:
    knows = context.knows_location
    found = [name for name in dict.fromkeys(named) if knows is None or knows(name)]
    if not found:
        return Reading(start=match.start(), stop=match.end(), name="location", kept=True,
                       reason="nobody here is known to be there")  # fmt: skip
    return "location", f" {EITHER} ".join(found)


def _people_of(match: re.Match[str], tagged: Tagged, context: Context) -> _Found:
    """Read a demonym beside a noun of people: `German bakers`, `panaderos alemanes`."""
    from engine.places import demonym

    for i in range(*match.span()):
        item = tagged.items[i]
        if item.role not in "zL":
            continue
        after = i + 1 < len(tagged.items) and is_person(tagged, i + 1)
        before = i > 0 and is_person(tagged, i - 1)
        country = demonym(item.folded.split()[0])
        first = tagged.vocabulary.code in {"en", "de"}
        if country is None or not (after if first else before):
            return None
        found = _known_places(match, [country.name], context)
        if isinstance(found, tuple):
            return Reading(start=i, stop=i + 1, name="location", value=country.name)
    return None


def _tiers(match: re.Match[str], tagged: Tagged, _: Context) -> _Found:
    named = [_tier(i.value) for i in tagged.items[match.start() : match.end()] if i.role == "r"]
    bounds = [bound for bound, _ in TIERS]
    places = [next(n for n, (_, tier) in enumerate(TIERS) if tier == name) for name in named]
    low, high = bounds[min(places) - 1], bounds[max(places)]
    return "followers", range_text(Range(low=low, high=None if high == float("inf") else high - 1))


def _tier(value: object) -> str:
    return str(value[0]) if isinstance(value, tuple) else str(value)


def _is_tier(match: re.Match[str], tagged: Tagged, context: Context) -> _Found:
    joined = any(isinstance(i.value, tuple) for i in tagged.items[match.start() : match.end()])
    return _tiers(match, tagged, context) if joined or "G" in match[0] else None


def _bio(match: re.Match[str], tagged: Tagged, _: Context) -> _Found:
    quoted = next(i for i in tagged.items[match.start() : match.end()] if i.role == "q")
    field = next(i for i in tagged.items[match.start() : match.end()] if i.role == "f")
    if field.value == "bio":
        return "bio", str(quoted.value)
    return Reading(start=match.start(), stop=match.end(), kept=True, name="name",
                   reason="names are not filtered")  # fmt: skip


def _unfiltered(match: re.Match[str], tagged: Tagged, _: Context) -> _Found:
    item = next(i for i in tagged.items[match.start() : match.end()] if i.role == "N")
    return Reading(start=match.start(), stop=match.end(), reason=str(item.value),
                   kept="award" in str(item.value))  # fmt: skip


def overlapping(value: str, other: str) -> str | None:
    """Return the range that both ranges of followers leave, None where they have none in common."""
    from engine.amounts import parse_range

    one, two = parse_range(value), parse_range(other)
    lows = [bound for bound in (one.low, two.low) if bound is not None]
    highs = [bound for bound in (one.high, two.high) if bound is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return None
    return range_text(Range(low=low, high=high))


_N = "[nkc]"
_LEAD = "[,JWHA]*"
_PATTERNS: Mapping[str, _Rule] = {
    r"[,JWHAD]*(?:w?[Zz])?N(?:[^,.JIPqRnk%>a<b]|J(?![HW])|I(?![AD]*[PZLt]))*": _unfiltered,
    r"[JW]*H?qA*[IDA]*f": _bio,
    rf"[,J]*[Xx][AGWHJgD]*[>a<b]A*{_N}[AD]*F?": _refused_bound,
    rf"{_LEAD}(?:[AR]?R{_N}[TJ]|[>D]?R?{_N}T){_N}[AD]*F": _between,
    rf"{_LEAD}F[ADI,]*R?{_N}[TJ]{_N}": _between,
    rf"{_LEAD}[>a<b]A*{_N}[,JWH]*[>a<b]A*{_N}[AD]*F": _bounded,
    rf"{_LEAD}[>a<b]A*{_N}[AD]*F(?:[,JWH]*[>a<b]A*{_N})?": _bounded,
    rf"{_LEAD}{_N}[+_][AD]*F": _or_more,
    rf"{_LEAD}{_N}[AD]*F[+_]": _or_more,
    rf"{_LEAD}F[AWD,]*[>a<b]A*{_N}": _bounded,
    rf"{_LEAD}(?<=[HA]){_N}[AD]*F": _or_more,
    rf"[JWHA]*(?:[>a<b]k|k[+]){_END}": _short_bound,
    rf"{_LEAD}E[DAW]*[>a<b]?[DA]*%[+]?": _engagement,
    rf"{_LEAD}(?:[>a<b]A*%|%[+])[DA]*E": _engagement,
    rf"{_LEAD}(?:[>a]A*n|n[+])O": _min_posts,
    r"[,JWA]*[vpO]+[IAWD]*(?:tA?n?u|ntu)v?": _recent,
    r"[,JWA]*[IDAW]*(?:tA?n?u|ntu)W?v+W?": _recent,
    r"[,JWA]*I[IDA]*(?:tA?n?u|ntu)": _recent,
    r"[,JWA]*[vpO]+[IAD]*hu": _this,
    r"[,JWHA]*[vpO]*[sB][IDA]*(?:m[DAR]*c|d|c)": _dated,
    r"[,JWA]*[vpO]+[sB][IDA]*m": _dated,
    r"[,JA]*[IDA]+P(?:[,JjA]+I?P)*l?": _sources,
    r"(?:^|(?<=[,.GAV]))P(?=l?[GgK])|Q|(?<=[,.])P(?=$|[,.])": _sources,
    r"[,JW]*Y[IA]*L(?:[,jJ]I?L)*|[,]?IL(?=$|[,.JWHXx])|LY": _languages,
    r"[,JWA]*[IDA]+Z(?:(?:,|[,jJ]*[IDA]+|[jJ])Z)*": _location,
    r"[zL]": _people_of,
    r"[A]?r(?:[Jj,]r)*G?": _is_tier,
}
_RULES = tuple((re.compile(pattern), rule) for pattern, rule in _PATTERNS.items())

__all__ = ["ConfigError", "Context", "Reading", "clauses", "is_person", "overlapping"]
