"""Wishes that nothing can be filtered by: said aloud rather than swallowed."""

from __future__ import annotations

import re

from engine.briefs.reading import Context, Found, Reading, amount, is_person, numbers
from engine.briefs.tagging import Tagged

_MOSTLY = frozenset("high strong large mostly mainly".split())  # noqa: SIM905
_AGE = "age is not known of creators"
_GENDER = "gender is not known of creators"
_OFTEN = "how often they post is not filtered"
_AGES = range(10, 100)  # years


def unfiltered(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read what a vocabulary lists as not filtered by."""
    place = next(i for i in range(*match.span()) if tagged.items[i].role == "N")
    item, after = tagged.items[place], tagged.items[place + 1 : place + 2]
    start, stop, reason = match.start(), match.end(), str(item.value)
    if reason == _AGE:
        is_open = item.folded.split()[-1].isdigit() and any(one.role in "wu" for one in after)
        if is_open and tagged.roles[place - 1 : place] != "6":
            return None  # "under 30 minute meals"
        numbered = re.match("[AD]*n?(?:[TJ][ADI]*n)?w?u?", tagged.roles[place + 1 :])
        return _aged(tagged, place, place + 1 + (numbered.end() if numbered else 0))
    if start and tagged.items[start - 1].folded in _MOSTLY:
        start -= 1
    return Reading(start=start, stop=stop, reason=reason, kept="award" in reason)


def _aged(tagged: Tagged, start: int, stop: int) -> list[Reading]:
    """Return the ages at `start` and whom they are said of, who stays in the topic."""
    found = [Reading(start=start, stop=stop, reason=_AGE)]
    before = start
    while before and tagged.items[before - 1].role in "ADW":
        before -= 1
    if before and tagged.items[before - 1].role == "6":
        found.append(Reading(start=before - 1, stop=before, reason=_GENDER, kept=True))
    return found


def address(match: re.Match[str], _: Tagged, __: Context) -> Found:
    """Read a link."""
    return Reading(start=match.start(), stop=match.end(), reason="links are not opened")


def payment(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read what is paid: a price beside a word for paying, or a budget and a colon."""
    if "4" not in match[0]:
        mark = tagged.items[match.start() + match[0].index("y") + 1]
        if mark.folded != ":":
            return None
    return Reading(start=match.start(), stop=match.end(), reason="what is paid is not filtered")


def age(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read the ages that creators should have."""
    unit = next(item for item in tagged.items[match.start() : match.end()] if item.role == "u")
    years = [amount(item) for item in numbers(match, tagged, "n")]
    if unit.value != "y" or not all(int(year) in _AGES for year in years):
        return None
    start = match.start() + (match[0].rindex("6") + 1 if "6" in match[0] else 0)
    return _aged(tagged, start, match.end())


def ages(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read ages that say of what by nothing but the people before: `skaters 16-24`."""
    years = [amount(item) for item in numbers(match, tagged, "n")]
    if not (is_person(tagged, match.start() - 1) and all(int(year) in _AGES for year in years)):
        return None
    return _aged(tagged, *match.span())


def frequency(match: re.Match[str], tagged: Tagged, _: Context) -> Found:
    """Read how often creators should post."""
    named = [item.value for item in tagged.items[match.start() : match.end()] if item.role == "N"]
    if named and named != [_OFTEN]:
        return None
    return Reading(start=match.start(), stop=match.end(), reason=_OFTEN)
