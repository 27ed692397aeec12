"""A plain sentence to a `Brief`: what it is about, and the filters its words already say.

`vegan runners in Berlin with 5k to 50k followers, not coaches` is about vegan runners; the rest
are filters. Only wordings that can hardly mean anything else are read, everything read is given
back in `Brief.understood`, and a filter given by hand overrules the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime

from engine.amounts import parse_count, parse_share, parse_when, range_text
from engine.errors import ConfigError
from engine.vocabulary import Brief, CreatorFilter, PostFilter, Range, Understood

_COUNT = r"\d[\d,]*(?:\.\d+)?\s?(?:k|m|thousand|million)?"
_SHARE = r"\d+(?:\.\d+)?\s?%"
_MORE = r">=|at least|minimum(?: of)?|min\.?|from"
_ABOVE = r"over|above|more than|>(?!=)"
_LESS = r"<=|at most|maximum(?: of)?|max\.?|up to"
_BELOW = r"under|below|less than|fewer than|<(?!=)"
_LEAD = r"(?:(?:and|who|that|which)\s+)*(?:(?:with|have|has|having)\s+)?(?:a\s+)?"
_ASKING = re.compile(
    r"^(?:please\s+)?(?:(?:i am|i['\u2019]m|we are|we['\u2019]re)\s+)?"
    r"(?:find|search for|searching for|looking for|look for|show)(?:\s+me)?\s+"
    r"(?:(?:\w+\s+)?(?:influencers|creators|profiles|accounts|people)\s+"
    r"(?:who|that)\s+(?:(?:talk|post|are talking)\s+about\s+)?)?",
    re.IGNORECASE,
)
_SPANS = {"hour": "h", "day": "d", "week": "w", "month": "mo", "year": "y"}
_LANGUAGES: Mapping[str, str] = {
    "arabic": "ar", "chinese": "zh", "danish": "da", "dutch": "nl", "english": "en",
    "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hindi": "hi",
    "italian": "it", "japanese": "ja", "korean": "ko", "norwegian": "no", "polish": "pl",
    "portuguese": "pt", "russian": "ru", "spanish": "es", "swedish": "sv", "turkish": "tr",
    "ukrainian": "uk",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Context:
    """What the rules may look at besides the words."""

    now: datetime
    sources: Collection[str]
    knows_location: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A filter read from words: the field it sets, and its value as the user types it."""

    name: str
    where: PostFilter
    written: str


_Rule = Callable[[re.Match[str], _Context], "_Reading | None"]


def parse_brief(
    text: str,
    *,
    now: datetime,
    flags: PostFilter | None = None,
    knows_location: Callable[[str], bool] | None = None,
    sources: Collection[str] = (),
    id: str = "brief",  # noqa: A002  (the contract's name)
    k_creators: int = 25,
) -> Brief:
    """Return the brief meant by `text`, its spans of time counted from `now`.

    `flags` are filters given by hand; where both speak of the same thing, `flags` wins.
    `knows_location` says whether anybody in the corpus is from a place; words after "in" that it
    does not know stay in the topic. `sources` are the platforms that `on NAME` may name.

    Raises:
        ConfigError: nothing is left to search for.
    """
    context = _Context(now, sources, knows_location or (lambda _: False))
    given = flags or PostFilter()
    topic, where, understood = text, PostFilter(), []
    for span, reading in _readings(text, context):
        words = text[span.start : span.stop]
        topic = topic[: span.start] + " " * len(span) + topic[span.stop :]
        overruled = reading.name in _names_set(given)
        meaning = f"overruled by --{reading.written.split()[0]}" if overruled else reading.written
        understood.append(Understood(words=words.strip(" ,;.()"), meaning=meaning))
        where = overlay(where, reading.where)
    topic = _tidied(topic)
    if not re.search(r"\w", topic):
        raise ConfigError(
            f"the brief {text!r} names nothing to search for",
            hint='say what they post about, for example "home espresso, 5k to 50k followers"',
        )
    return Brief(
        text=text, topic=topic, id=id, where=overlay(where, given),
        understood=tuple(understood), k_creators=k_creators,
    )  # fmt: skip


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


def _readings(text: str, context: _Context) -> Iterator[tuple[range, _Reading]]:
    """Yield where words were read as a filter, and the filter; each word is read once."""
    taken: list[range] = []
    for pattern, rule in _RULES:
        for match in pattern.finditer(text):
            span = range(match.start(), match.end())
            if any(span.start < other.stop and other.start < span.stop for other in taken):
                continue
            reading = rule(match, context)
            if reading is not None:
                taken.append(span)
                yield span, reading


def _tidied(topic: str) -> str:
    topic = re.sub(r"\s+", " ", topic).strip(" :,;")
    topic = _ASKING.sub("", topic)
    topic = re.sub(r"\s*([,;])(?:\s*[,;])*", r"\1", topic)
    edge = r"(?:and|but|with|who|that|have|has|,|;|\s)+"
    return re.sub(rf"^{edge}\b|\b{edge}$|[\s,;.]+$", "", topic).strip(" ,;")


def _followers(bounds: Range) -> _Reading:
    where = PostFilter(creators=CreatorFilter(followers=bounds))
    return _Reading("followers", where, f"followers {range_text(bounds)}")


def _between_followers(match: re.Match[str], _: _Context) -> _Reading | None:
    low, high = match["low"].strip(), match["high"].strip()
    unit = high.lstrip("0123456789,. ")
    if low[-1].isdigit() and unit and _count(low + unit) <= _count(high):
        low += unit  # "5 to 50k" leaves out the first k
    bounds = Range(low=_count(low), high=_count(high))
    return _followers(bounds) if bounds.low <= bounds.high else None  # type: ignore[operator]


def _count(text: str) -> float:
    short = re.sub(r"thousand", "k", re.sub(r"million", "m", text, flags=re.I), flags=re.I)
    return parse_count(short.replace(" ", ""))


def _bounded(match: re.Match[str], step: float, parse: Callable[[str], float]) -> Range:
    """Return the bound a comparing word sets; `step` makes "over 10" start at the next number."""
    word, number = (match["word"] or "+").lower(), parse(match["number"])
    if word == "+" or re.fullmatch(_MORE, word):
        return Range(low=number)
    if re.fullmatch(_ABOVE, word):
        return Range(low=number + step)
    return Range(high=number if re.fullmatch(_LESS, word) else number - step)


def _bounded_followers(match: re.Match[str], _: _Context) -> _Reading:
    return _followers(_bounded(match, 1.0, _count))


def _engagement(match: re.Match[str], _: _Context) -> _Reading:
    bounds = _bounded(match, 0.0, lambda text: parse_share(text.replace(" ", "")))
    where = PostFilter(creators=CreatorFilter(engagement_rate=bounds))
    written = f"engagement-rate {range_text(bounds, percent=True)}"
    return _Reading("engagement_rate", where, written)


def _recent(match: re.Match[str], context: _Context) -> _Reading:
    span = f"{match['n'] or '1'}{_SPANS[match['unit'].lower()]}"
    moment = parse_when(span, context.now)
    if match["active"]:
        where = PostFilter(creators=CreatorFilter(active_since=moment))
        return _Reading("active_since", where, f"active-within {span}")
    return _Reading("since", PostFilter(since=moment), f"since {span}")


def _since(match: re.Match[str], context: _Context) -> _Reading | None:
    date = match["date"] if "-" in match["date"] else f"{match['date']}-01-01"
    try:
        moment = parse_when(date, context.now)
    except ConfigError:
        return None
    return _Reading("since", PostFilter(since=moment), f"since {date}")


def _source(match: re.Match[str], context: _Context) -> _Reading | None:
    name = match["name"].lower()
    if name not in map(str.lower, context.sources):
        return None
    return _Reading("sources", PostFilter(sources=(name,)), f"source {name}")


def _language(match: re.Match[str], _: _Context) -> _Reading | None:
    code = _LANGUAGES.get((match["after"] or match["before"]).lower())
    return _Reading("langs", PostFilter(langs=(code,)), f"lang {code}") if code else None


def _location(match: re.Match[str], context: _Context) -> _Reading | None:
    place = match["place"]
    if not context.knows_location(place):
        return None
    where = PostFilter(creators=CreatorFilter(location=place))
    return _Reading("location", where, f"location {place}")


def _exclusion(match: re.Match[str], _: _Context) -> _Reading:
    words = re.split(r"\s+(?:or|nor|and)\s+(?:(?:not?|any)\s+)?", match["words"].strip())
    texts = tuple(re.sub(r"^(?:an?|the|any)\s+", "", word, flags=re.IGNORECASE) for word in words)
    where = PostFilter(exclude=texts, creators=CreatorFilter(exclude=texts))
    return _Reading("exclude", where, f"exclude {', '.join(texts)}")


def _rule(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


_COMPARING = rf"(?P<word>{_MORE}|{_ABOVE}|{_LESS}|{_BELOW})"
_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = (
    (
        _rule(
            rf",?\s*{_LEAD}(?:between\s+|from\s+)?\b(?P<low>{_COUNT})\s*(?:to|-|\u2013|and|\.\.)\s*"
            rf"(?P<high>{_COUNT})\s+followers\b"
        ),
        _between_followers,
    ),
    (
        _rule(
            rf",?\s*{_LEAD}\bfollowers\s+(?:between|from)\s+(?P<low>{_COUNT})\s*(?:to|-|\u2013|and)"
            rf"\s*(?P<high>{_COUNT})\b"
        ),
        _between_followers,
    ),
    (
        _rule(rf",?\s*{_LEAD}(?<!\w){_COMPARING}\s*(?P<number>{_COUNT})\s+followers\b"),
        _bounded_followers,
    ),
    (
        _rule(rf",?\s*{_LEAD}\b(?P<number>{_COUNT})(?P<word>\+)\s*followers\b"),
        _bounded_followers,
    ),
    (
        _rule(
            rf",?\s*{_LEAD}(?:an\s+)?\bengagement(?:\s+rate)?\s+(?:of\s+)?"
            rf"{_COMPARING}\s+(?P<number>{_SHARE})"
        ),
        _engagement,
    ),
    (
        _rule(rf",?\s*{_LEAD}\b{_COMPARING}\s+(?P<number>{_SHARE})\s+engagement(?:\s+rate)?\b"),
        _engagement,
    ),
    (
        _rule(
            r",?\s*(?:(?:and|who|were|are)\s+)*(?P<active>active\s+)?"
            r"\b(?:in|within|during|over)\s+the\s+(?:last|past)\s+"
            r"(?:(?P<n>\d+)\s+)?(?P<unit>hour|day|week|month|year)s?\b"
        ),
        _recent,
    ),
    (_rule(r",?\s*\bsince\s+(?P<date>\d{4}(?:-\d\d-\d\d)?)\b"), _since),
    (_rule(r",?\s*\bon\s+(?P<name>[\w.-]+)\b"), _source),
    (
        _rule(
            r",?\s*\b(?:(?:who\s+)?(?:speak|write|post)(?:ing|s)?\s+(?:in\s+)?|in\s+)"
            r"(?P<after>[a-z]+)\b(?=\s*(?:$|[,;.]|and\b|with\b|who\b))"
            r"|,?\s*\b(?P<before>[a-z]+)[- ]speaking\b"
        ),
        _language,
    ),
    (
        _rule(
            r",?\s*\b(?:(?:who\s+)?live\s+|based\s+)?(?:in|near|from|around)\s+"
            r"(?P<place>[A-Z][\w.'-]+(?:\s+[A-Z][\w.'-]+){0,2})",
            re.NOFLAG,
        ),
        _location,
    ),
    (
        _rule(
            r"(?:[,;(]\s*(?:but\s+|and\s+)?(?:not?|never)|\bbut\s+(?:not?|never)|"
            r"[,;(]?\s*\b(?:excluding|except(?:\s+for)?))\s+"
            r"(?P<words>[^,;.()]{2,60}?)(?=\s*(?:$|[,;.()]|\bwith\b|\bwho\b|\bbut\b|\bin\b))"
        ),
        _exclusion,
    ),
)
