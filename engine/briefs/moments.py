"""Moments: since when the posts are, and how lately somebody posted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from engine.briefs.reading import Context, Found, amount
from engine.briefs.tagging import Tagged

_RECENT_YEARS = 5  # "vegan since 2012" is no filter on posts


def recent(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read a span up to now: `active in the last 3 months`."""
    items = tagged.items[match.start() : match.end()]
    unit = next(str(item.value) for item in items if item.role == "u")
    number = next((amount(item) for item in items if item.role in "nk"), 1.0)
    if not number.is_integer() or not 0 < number < 1000:
        return None
    return ("active-within" if "v" in match[0] else "since"), f"{number:.0f}{unit}"


def this_span(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read a span that is not over: `posted this year`."""
    items, now = tagged.items[match.start() : match.end()], context.now
    unit = next(item.value for item in items if item.role == "u")
    monday = now - timedelta(days=now.weekday())
    starts = {"y": f"{now:%Y}-01-01", "mo": f"{now:%Y-%m}-01", "w": f"{monday:%Y-%m-%d}"}
    if unit not in starts:
        return None
    return ("active-within" if "v" in match[0] else "since"), starts[str(unit)]


def dated(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read a date, a month or a year: `since 1 March 2026`."""
    items = tagged.items[match.start() : match.end()]
    before = re.split("[.,]", tagged.roles[: match.start()])[-1]
    if (
        before[-1:] == "w"
        and match[0][0] == "s"
        and not re.search("[cd]", match[0])
        and not re.search("[KpG8g]", before)
    ):
        return None  # "vegan since March"
    date = next((str(item.value) for item in items if item.role == "d"), None)
    if date is None:
        month = next((item.value for item in items if item.role == "m"), None)
        year = next((int(amount(item)) for item in items if item.role == "c"), None)
        now = context.now
        if year is None and isinstance(month, int):
            year = now.year - (month > now.month)
        day = next((int(amount(item)) for item in items if item.role == "n"), 1)
        date = f"{year or now.year:04}-{month if isinstance(month, int) else 1:02}-{day:02}"
    try:
        moment = datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError:
        return None
    if not context.now.year - _RECENT_YEARS <= moment.year <= context.now.year:
        return None
    if re.search("[BT]", match[0]):
        return "until", date
    return ("active-within" if "v" in match[0] else "since"), date


def season(match: re.Match[str], tagged: Tagged, context: Context) -> Found:
    """Read `since summer`: from the first day of the latest that has begun, in the north."""
    items = tagged.items[match.start() : match.end()]
    month = next((item.value for item in items if item.role == "3"), None)
    if not isinstance(month, int):
        return None
    year = context.now.year - (month > context.now.month)
    if "B" in match[0]:
        return "until", f"{year:04}-{month:02}-01"
    return ("active-within" if "v" in match[0] else "since"), f"{year:04}-{month:02}-01"
