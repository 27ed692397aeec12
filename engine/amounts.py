"""Amounts as people type them: counts, shares, ranges and moments.

One reading for flags, for the `where` of a file of briefs and for a brief's own words. Numbers
are read as decimals, so a bound is exactly what was typed. Everything raises `ConfigError`, with
examples in its hint, for what it cannot read.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from engine.errors import ConfigError
from engine.vocabulary import Range

_NUMBER = r"(?:\d{1,3}(?:[,_]\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_COUNT = re.compile(rf"({_NUMBER})\s*([kmb]?)", re.ASCII)
_SHARE = re.compile(rf"({_NUMBER})\s*(%?)", re.ASCII)
_SPAN = re.compile(r"(\d{1,6})\s*(h|d|w|mo|y)", re.ASCII)
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|min|h|d)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400}
_SCALE = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_HOURS = {"h": 1, "d": 24, "w": 168}
_MONTHS = {"mo": 1, "y": 12}

COUNT_EXAMPLES = "for example 5000, 10k or 1.5m"
SHARE_EXAMPLES = "for example 2% or 0.02"
RANGE_EXAMPLES = "for example 10k..100k, 5k.. or ..50000; both ends are included"
WHEN_EXAMPLES = "for example 12h, 30d, 2w, 6mo, 1y, 2026-10-01 or 2026-10-01T12:00:00Z"


def parse_count(text: str) -> float:
    """Return the number meant by `text`: `5000`, `5,000`, `10k`, `1.5m`, `2b`.

    Raises:
        ConfigError: it is no such number, or is negative.
    """
    match = _COUNT.fullmatch(text.strip().lower())
    if match is None:
        raise ConfigError(f"{text!r} is not a count", hint=COUNT_EXAMPLES)
    return float(_decimal(match[1]) * _SCALE[match[2]])


def parse_share(text: str) -> float:
    """Return the fraction meant by `text`: `2%` and `0.02` are both 0.02.

    Raises:
        ConfigError: it is no such number, or a bare number above 1 (percent or times?).
    """
    match = _SHARE.fullmatch(text.strip())
    if match is None:
        raise ConfigError(f"{text!r} is not a share", hint=SHARE_EXAMPLES)
    number = _decimal(match[1])
    if not match[2] and number > 1:
        raise ConfigError(f"{text!r} is more than the whole", hint=f"did you mean {text.strip()}%?")
    return float(number / 100 if match[2] else number)


def parse_range(text: str, parse: Callable[[str], float] = parse_count) -> Range:
    """Return the `LOW..HIGH` of `text`, each end read by `parse`; one end may be left out.

    Raises:
        ConfigError: there is no `..`, no end at all, an end cannot be read, or they are swapped.
    """
    low_text, dots, high_text = (part.strip() for part in text.partition(".."))
    if not dots or not (low_text or high_text):
        raise ConfigError(f"{text!r} is not a range", hint=RANGE_EXAMPLES)
    low = parse(low_text) if low_text else None
    high = parse(high_text) if high_text else None
    if low is not None and high is not None and low > high:
        raise ConfigError(
            f"the range {text!r} starts above its end",
            hint=f"did you mean {high_text}..{low_text}?",
        )
    return Range(low=low, high=high)


def parse_when(text: str, now: datetime) -> datetime:
    """Return the moment meant by `text`, in UTC: that long before `now`, or a date or time.

    Months and years are those of the calendar: a month before 31 March is the last of February.
    A date is its midnight, and a time without a zone is in UTC.

    Raises:
        ConfigError: it is neither, or lies before the year 1.
    """
    written = text.strip().lower()
    if written == "now":
        return now
    match = _SPAN.fullmatch(written)
    try:
        return _before(now, int(match[1]), match[2]) if match else _moment(text.strip())
    except (ValueError, OverflowError) as error:
        raise ConfigError(f"{text!r} is not a date or a time span", hint=WHEN_EXAMPLES) from error


def parse_duration(text: str) -> float:
    """Return the seconds of a duration: `30s`, `15m`, `2h`, `1d`.

    Raises:
        ConfigError: it is none.
    """
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None or float(match[1]) <= 0:
        raise ConfigError(f"{text!r} is no duration", hint="for example 30s, 15m, 2h or 1d")
    return float(match[1]) * _SECONDS[match[2]]


def range_text(bounds: Range, *, percent: bool = False) -> str:
    """Return `bounds` as a user types it: `5000..50000`, `2%..`."""
    return (
        f"{_bound_text(bounds.low, percent=percent)}..{_bound_text(bounds.high, percent=percent)}"
    )


def _bound_text(bound: float | None, *, percent: bool) -> str:
    if bound is None:
        return ""
    written = Decimal(repr(bound)) * (100 if percent else 1)
    whole = written == written.to_integral_value()
    plain = f"{int(written)}" if whole else f"{written.normalize():f}"
    return plain + ("%" if percent else "")


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "").replace("_", ""))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _before(now: datetime, amount: int, unit: str) -> datetime:
    if unit in _HOURS:
        return now - timedelta(hours=amount * _HOURS[unit])
    months = now.year * 12 + now.month - 1 - amount * _MONTHS[unit]
    year, month = divmod(months, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)
