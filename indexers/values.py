"""Single fields of a record: checked, cleaned, or refused with a reason in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from engine.text import clean, snippet

MAX_TEXT = 200_000  # characters
MAX_ID = 512
MAX_LABEL = 1_000
MAX_BIO = 20_000
MAX_URL = 4_096
MAX_HASHTAGS = 1_000
MAX_LINKS = 1_000
MAX_TAG = 140
MAX_COUNT = 1 << 53  # above it a spreadsheet, or JSON in a browser, loses digits
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)  # clocks go wrong, and zones are mistaken, by less

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WHOLE = re.compile(r"(\d{1,20})(?:\.0{1,20})?", re.ASCII)
_SECONDS = re.compile(r"-?\d{9,17}(?:\.\d{1,20})?", re.ASCII)
_DAMAGED_ID = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+", re.ASCII)
_NO_ZONE = "without a zone"


class RefusedError(ValueError):
    """A record that cannot be kept; the message is the reason."""


def shown(value: object) -> str:
    """Return `value` as an excerpt that fits into a sentence."""
    return snippet(clean(str(value)), 60)


def read_id(value: str | float, name: str) -> str:
    """Return an id as a string of 1 to `MAX_ID` characters.

    Raises:
        RefusedError: it is empty, too long, no whole number, or was damaged by a spreadsheet
            (`5.70306E+17`): other posts would get the same id.
    """
    if isinstance(value, str):
        if value.isalnum() and value.isascii() and len(value) <= MAX_ID:
            return value
        known = clean(value).strip()
    elif isinstance(value, int) or (value.is_integer() and abs(value) <= MAX_COUNT):
        known = str(int(value))
    else:
        raise RefusedError(f"{name} is the number {value!r}, and not every digit of it is known")
    if not known:
        raise RefusedError(f"{name} is empty")
    if _DAMAGED_ID.fullmatch(known):
        raise RefusedError(f"{name} is {known!r}: a spreadsheet has cut digits off")
    return _within(known, MAX_ID, name)


def read_text(value: str, name: str, limit: int) -> str:
    """Return `value` cleaned.

    Raises:
        RefusedError: it has more than `limit` characters.
    """
    if len(value) <= limit and value.isascii() and value.isprintable():
        return value
    return _within(clean(value), limit, name)


def read_label(value: str | None, name: str, limit: int = MAX_LABEL) -> str | None:
    """Return `value` cleaned, `None` where it is not known.

    Raises:
        RefusedError: it has more than `limit` characters.
    """
    return None if value is None else read_text(value, name, limit)


def read_count(value: str | float | None, name: str) -> int | None:
    """Return a count from 0 to `MAX_COUNT`, also when it is written as a text of digits.

    Raises:
        RefusedError: it is negative, too large, or no whole number.
    """
    if value is None or (isinstance(value, int) and 0 <= value <= MAX_COUNT):
        return value
    if isinstance(value, str):
        match = _WHOLE.fullmatch(value.strip())
        if match is None:
            raise RefusedError(f"{name} is {shown(value)!r}, which is not a whole number")
        value = int(match[1])
    if isinstance(value, float) and not value.is_integer():
        raise RefusedError(f"{name} is {value!r}, which is not a whole number")
    if value < 0:
        raise RefusedError(f"{name} is {shown(value)}: a count is never negative (null: not known)")
    if value > MAX_COUNT:
        raise RefusedError(f"{name} is {shown(value)}, more than any platform counts")
    return int(value)


def read_moment(value: str | float, name: str, *, notes: list[str]) -> datetime:
    """Return the aware UTC moment of an ISO 8601 text or of seconds or milliseconds since 1970.

    A text without a zone is taken as UTC, and noted.

    Raises:
        RefusedError: it is neither.
    """
    if not isinstance(value, str):
        return _since_1970(value, name)
    text = value.strip()
    if _SECONDS.fullmatch(text):
        return _since_1970(float(text), name)
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            notes.append(f"{name} {_NO_ZONE}")
            return moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RefusedError(
            f"{name} is {shown(value)!r}, which is no time (as in 2026-05-01T10:00:00Z)"
        ) from error


def read_post_moment(value: str | float, name: str, *, now: datetime, notes: list[str]) -> datetime:
    """Return when something was posted: from 1990 on, and not later than `now`.

    Up to two days after `now` count as `now`: clocks go wrong.

    Raises:
        RefusedError: it is no time, or earlier or later than that.
    """
    moment = read_moment(value, name, notes=notes)
    if moment < EARLIEST:
        raise RefusedError(f"{name} is {moment:%Y-%m-%d}, before 1990: an empty date, likely")
    if moment > now + AHEAD:
        raise RefusedError(f"{name} is {moment:%Y-%m-%d}, which is in the future")
    return min(moment, now)


def read_hashtags(
    given: Sequence[str], in_text: Sequence[str], *, notes: list[str]
) -> tuple[str, ...]:
    """Return the `given` hashtags, case-folded and without `#`, then others found `in_text`.

    Raises:
        RefusedError: there are more than `MAX_HASHTAGS`, or one is too long.
    """
    if not given:
        tags = dict.fromkeys(in_text)
    else:
        named = [_tag(tag) for tag in given]
        if "" in named:
            notes.append("hashtags: an empty one")
        tags = dict.fromkeys([tag for tag in (*named, *in_text) if tag])
    if len(tags) > MAX_HASHTAGS:
        raise RefusedError(f"the post has {len(tags):,} hashtags; the limit is {MAX_HASHTAGS:,}")
    return tuple(tags)


def read_links(given: Sequence[str]) -> tuple[str, ...]:
    """Return the `given` links cleaned.

    Raises:
        RefusedError: there are more than `MAX_LINKS`, or one is too long.
    """
    if len(given) > MAX_LINKS:
        raise RefusedError(f"the post has {len(given):,} links; the limit is {MAX_LINKS:,}")
    return tuple([_within(clean(link), MAX_URL, "a link") for link in given])


def _tag(written: str) -> str:
    return _within(
        " ".join(clean(written).split()).lstrip("#\uff03").casefold(), MAX_TAG, "a hashtag"
    )


def _within(text: str, limit: int, name: str) -> str:
    if len(text) > limit:
        raise RefusedError(f"{name} has {len(text):,} characters; the limit is {limit:,}")
    return text


def _since_1970(value: float, name: str) -> datetime:
    """Read seconds, milliseconds or microseconds: the size tells, from 1970 to the year 5000."""
    if not 0 <= value < 1e17:
        raise RefusedError(f"{name} is {shown(value)}, which is no time since 1970")
    per_second = 1 if value < 1e11 else 1_000 if value < 1e14 else 1_000_000
    return _EPOCH + timedelta(seconds=value / per_second)
