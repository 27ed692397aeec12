"""Limits in numbers: followers, tiers, engagement, posts, and how many creators are wanted."""

from __future__ import annotations

import re

from engine.amounts import range_text
from engine.briefs.reading import Context, Found, Reading, amount, is_person, numbers
from engine.briefs.tagging import Tagged
from engine.tiers import TIERS
from engine.vocabulary import Range

_LARGE = 1_000  # that a number without k is of followers
_LISTED = 8  # from which a number before a noun asks for so many
_MEASURES = frozenset("minute minutes ingredient day step second piece inch mile km".split())  # noqa: SIM905
_MOST = 1_000  # creators asked for


def between(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read numbers from and to: `5k to 50k followers`."""
    first, second = numbers(match, tagged)[:2]
    low, high = amount(first), amount(second)
    written = tagged.text[second.start : second.stop]
    scale = 1_000_000 if re.search(r"\d\s?mi?", written.lower()) and high >= 1e6 else 1_000
    if first.role != "k" and second.role == "k" and low * scale <= high:
        low *= scale  # "5 to 50k" leaves out the first k
    return ("followers", range_text(Range(low=low, high=high))) if low <= high else None


def bounded(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read one bound or two: `more than 5k but under 50k followers`."""
    low: float | None = None
    high: float | None = None
    items = tagged.items[match.start() : match.end()]
    bound = ""
    for item in items:
        if item.role in ">a<b":
            bound = item.role
        if item.role in "nkc":
            number = amount(item)
            if bound in ">a":
                low = number + (bound == "a")
            elif bound:
                high = number - (bound == "b")
    if low is not None and high is not None and low > high:
        one = "one range can be filtered by, not two" if "j" in match[0] else "nobody has both"
        return Reading(start=match.start(), stop=match.end(), reason=one)
    return "followers", range_text(Range(low=low, high=high))


def refused_bound(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read a bound that nobody may have: `no accounts over 50k`."""
    bound = next(i.role for i in tagged.items[match.start() : match.end()] if i.role in ">a<b")
    number = amount(numbers(match, tagged)[0])
    if bound in ">a":
        return "followers", range_text(Range(high=number - (bound == ">")))
    return "followers", range_text(Range(low=number + (bound == "<")))


def or_more(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read `5k+ followers` and `50k or less followers`."""
    number = amount(numbers(match, tagged)[0])
    bounds = Range(high=number) if "_" in match[0] else Range(low=number)
    return "followers", range_text(bounds)


def short_bound(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read a bound that says of what by nothing: `sub 10k`, `3k+`."""
    number = numbers(match, tagged)[0]
    is_large = number.role == "k" or amount(number) >= _LARGE
    if not is_large or not _stands_alone(match, tagged):
        return None
    return (or_more if re.search("[+_]", match[0]) else bounded)(match, tagged, context)


def short_between(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read numbers from and to that say of what by nothing: `5-20k`."""
    if numbers(match, tagged)[1].role != "k":
        return None
    return between(match, tagged, context)


def _stands_alone(match: re.Match[str], tagged: Tagged) -> bool:
    """Return whether what was matched belongs to no word before it: not `meals under 20k`."""
    i = match.start()
    return (
        not i
        or match[0][0] in ",JW"
        or tagged.items[i - 1].role in ",.HFZPQLUW"
        or (is_person(tagged, i - 1))
    )


def wanted(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read how many creators are asked for: `give me 20 bakers`, `10 accounts`."""
    i, number = match.start(), amount(tagged.items[match.start()])
    before = tagged.roles[:i].rstrip("ADW")
    if not (before[-1:] in {"", ".", "V"} and 1 < number <= _MOST):
        return None
    after = i + 1
    while after < len(tagged.items) and tagged.items[after].role in "zLYUPA":
        after += 1
    rest = re.split("[,.VWHK]", tagged.roles[after:])[0]
    if not rest:
        ends = before.endswith("V") and tagged.roles[after : after + 1] in {"", ",", "."}
        return ("top", f"{number:.0f}") if ends else None
    near = range(after, after + min(len(rest), 3 if after > i + 1 else 1))
    is_listed = before.endswith("V") and number >= _LISTED and re.match("w{1,4}G", rest)
    is_measure = tagged.items[after].folded in _MEASURES
    if any(is_person(tagged, j) for j in near) or (is_listed and not is_measure):
        return "top", f"{number:.0f}"
    return None


def engagement(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read a share of reactions: `engagement rate above 3%`."""
    share = amount(numbers(match, tagged, "%")[0]) / 100
    is_high = re.search("[<b]", match[0]) is not None
    bounds = Range(high=share) if is_high else Range(low=share)
    return "engagement-rate", range_text(bounds, percent=True)


def min_posts(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read how many posts there are to be: `at least 3 posts`."""
    return "min-posts", f"{amount(numbers(match, tagged)[0]) + ('a' in match[0]):.0f}"


def _tiers(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    named = [_tier(i.value) for i in tagged.items[match.start() : match.end()] if i.role == "r"]
    bounds = [bound for bound, _ in TIERS]
    places = [next(n for n, (_, tier) in enumerate(TIERS) if tier == name) for name in named]
    low, high = bounds[min(places) - 1], bounds[max(places)]
    return "followers", range_text(Range(low=low, high=None if high == float("inf") else high - 1))


def _tier(value: object) -> str:
    return str(value[0]) if isinstance(value, tuple) else str(value)


def is_tier(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read tiers beside a noun of people: `nano and micro influencers`."""
    joined = any(isinstance(i.value, tuple) for i in tagged.items[match.start() : match.end()])
    return _tiers(match, tagged, context) if joined or "G" in match[0] else None


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
