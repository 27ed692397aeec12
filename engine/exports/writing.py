"""How values are written: texts made safe, numbers tidy, moments in UTC, filters as flags."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from engine.amounts import range_text
from engine.text import clean
from engine.vocabulary import PostFilter, Range

DIGITS = 8  # decimals: tidy, and the sum of twenty printed parts is within 1e-6 of the score
ELLIPSIS = "…"
# A spreadsheet calculates what begins so, some after dropping blanks or reading wide characters.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# No blanks, controls or marks of reading direction: they show another address than they open.
_WEB_LINK = re.compile(
    r"https?://[^\s/?#\\\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
    r"[^\s\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]*",
    re.IGNORECASE,
)


def number(value: float) -> float:
    """Return `value` rounded to `DIGITS` decimals, without a negative zero."""
    return round(value, DIGITS) + 0.0


def moment(when: datetime) -> str:
    """Return `when` in ISO 8601, in UTC, ending in `Z`."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def calculates(text: str) -> bool:
    """Return whether a spreadsheet may take `text` for a formula."""
    return _FORMULA.match(text) is not None


def harmless_cell(text: str) -> str:
    """Return `text` cleaned, with an apostrophe before what a spreadsheet would calculate."""
    cleaned = clean(text)
    return f"'{cleaned}" if calculates(cleaned) else cleaned


def plain_cell(text: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from calculating it."""
    return text[1:] if text.startswith("'") and calculates(text[1:]) else text


def cut(text: str, limit: int) -> str:
    """Return `text` in at most `limit` UTF-16 units, ending in an ellipsis if anything is cut."""
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * limit:
        return text
    return encoded[: 2 * (limit - len(ELLIPSIS))].decode("utf-16-le", "ignore") + ELLIPSIS


def web_link(url: str | None) -> str | None:
    """Return `url` if it is an http(s) address one may click on, else `None`."""
    return url if url and _WEB_LINK.fullmatch(url) else None


def flags(where: PostFilter) -> dict[str, str | list[str]]:
    """Return the filters that are set, by the names of their flags, as they are typed.

    A file of briefs may hold the result as its `where`; times are written out, never as ages.
    """
    creators = where.creators
    written: dict[str, str | list[str] | None] = {
        "followers": _range(creators.followers),
        "engagement-rate": _range(creators.engagement_rate, percent=True),
        "source": list(where.sources),
        "not-source": list(where.sources_none),
        "lang": list(where.langs),
        "since": moment(where.since) if where.since else None,
        "until": moment(where.until) if where.until else None,
        "location": creators.location,
        "not-in": creators.location_none,
        "bio": creators.bio,
        "hashtag": list(where.hashtags),
        "mentions": list(creators.mentions_any),
        "not-mentions": list(creators.mentions_none),
        "exclude": list(dict.fromkeys((*where.exclude, *creators.exclude))),
        "active-within": moment(creators.active_since) if creators.active_since else None,
        "min-posts": None if creators.min_posts is None else str(creators.min_posts),
        "opted-out": "include" if creators.opted_out else None,
        "community": creators.community,
    }
    return {name: value for name, value in written.items() if value not in (None, "", [])}


def flags_text(where: PostFilter) -> str:
    """Return the filters on one line: `followers 5000..50000; source mastodon, bluesky`."""
    return "; ".join(f"{name} {flag_text(value)}" for name, value in flags(where).items())


def left_out_reason(name: str) -> str:
    """Return why creators counted under `name` in `Shortlist.dropped` were left out."""
    if name == "opted_out":
        return "who asked not to be found"
    if name == "mentions_any":
        return "of whose mentions it is not sure that they mean the brand"
    return f"{name.replace('_', '-')} not known"


def flag_text(value: str | list[str]) -> str:
    """Return the value of a filter as one text."""
    return value if isinstance(value, str) else ", ".join(value)


def _range(bounds: Range | None, *, percent: bool = False) -> str | None:
    return None if bounds is None else range_text(bounds, percent=percent)
