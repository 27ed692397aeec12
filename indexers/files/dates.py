"""The dates of a column, in whatever way it writes them all.

`03/04/2021` says nothing of which is the day. So a column is looked at until one of its dates can
only be read one way; a column that never tells is refused, unless the user says which it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Final

from indexers.values import RefusedError, shown

_EXCEL_ZERO: Final = datetime(1899, 12, 30, tzinfo=UTC)
_QUOTES = "\"'\u201c\u201d\u2018\u2019` \t\r\n"
_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[/.\-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})"
    r"(?:[ ,T]+(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<secs>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_WORDED = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|º)?(?:\s+|-)(?:de\s+)?(?P<month>[^\W\d]{3,10})\.?"
    r"|(?P<month2>[^\W\d]{3,10})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?)"
    r"(?:,?\s+|-)(?:de\s+|del\s+)?(?P<year>\d{4})"
    r"(?:,?\s+(?:at\s+|um\s+|a las\s+|às\s+|à\s+)?"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<secs>\d{2}))?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_TWITTER = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d\d:\d\d:\d\d [+-]\d{4} \d{4}")
_NUMBER = re.compile(r"\d{9,17}(?:\.\d+)?|\d(?:\.\d+)?[eE]\+\d\d", re.ASCII)
_EXCEL = re.compile(r"[3-6]\d{4}(?:\.\d+)?", re.ASCII)
_ZONED = re.compile(r"(?P<at>.*\d)\s*(?P<zone>[A-Z]{3,4})(?:[+-]00:?00)?")
_HOURS_BEHIND = {
    "UTC": 0, "GMT": 0, "EST": 5, "EDT": 4, "CST": 6, "CDT": 5, "MST": 7, "MDT": 6, "PST": 8,
    "PDT": 7, "CET": -1, "CEST": -2,
}  # fmt: skip
_MONTHS = """jan ene janv januar|feb fev febr fevr|mar mrz marz marc mars|apr abr avr|
    may mai mayo maio|jun juin|jul juil|aug ago aout|sep sept set|
    oct okt out|nov|dec dic dez dezember"""
_MONTH = {
    word: number
    for number, words in enumerate(_MONTHS.split("|"), start=1)
    for word in words.split()
}


class Order(Enum):
    """What stands first in dates of numbers."""

    DAY = "day-first"
    MONTH = "month-first"


def order_of(cell: object) -> Order | None:
    """Return the order that a date of numbers proves, `None` if it proves none."""
    match = _NUMERIC.fullmatch(str(cell).strip(_QUOTES))
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    if first > 12 >= second:
        return Order.DAY
    return Order.MONTH if second > 12 >= first else None


def is_numeric(cell: object) -> bool:
    """Tell whether `cell` is a date of which the order matters."""
    match = _NUMERIC.fullmatch(str(cell).strip(_QUOTES))
    return match is not None and match["first"] != match["second"]


def read_date(cell: object, order: Order | None, note: Callable[[str], None]) -> datetime | float:
    """Return the moment of `cell`, aware and in UTC, or a number of seconds since 1970.

    What has no zone is in UTC, and `note` is told.

    Raises:
        RefusedError: it is no date, or one that the `order` of the column makes impossible.
    """
    if isinstance(cell, int | float):
        return cell
    text = str(cell).strip(_QUOTES)
    try:
        moment = _read(text, order, note)
    except (ValueError, OverflowError) as error:
        raise RefusedError(f"the date {shown(text)!r} does not exist: {error}") from error
    if moment is None:
        raise RefusedError(f"{shown(text)!r} is no date")
    if isinstance(moment, datetime) and moment.tzinfo is None:
        note("created_at without a zone, taken as UTC")
        return moment.replace(tzinfo=UTC)
    return moment


def _read(text: str, order: Order | None, note: Callable[[str], None]) -> datetime | float | None:
    if text[:4].isdecimal() and (moment := _iso(text)):
        return moment
    if _NUMBER.fullmatch(text):
        if "e" in text.lower():
            raise ValueError("a spreadsheet has cut digits off")
        return float(text)
    if match := _NUMERIC.fullmatch(text):
        return _of_numbers(match, order)
    if _TWITTER.fullmatch(text):
        return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")
    if match := _WORDED.fullmatch(text):
        return _of_words(match)
    if _EXCEL.fullmatch(text):
        note("created_at as a spreadsheet counts days")
        return _EXCEL_ZERO + timedelta(days=float(text))
    return _last(text)


def _iso(text: str) -> datetime | None:
    for written in (text, text.replace("/", "-", 2), text.replace(" UTC", "Z").replace(" +", "+")):
        try:
            return datetime.fromisoformat(written)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text.replace(" -", "-", 1) if text.count(" -") == 1 else "")
    except ValueError:
        return None


def _of_numbers(match: re.Match[str], order: Order | None) -> datetime:
    first, second = int(match["first"]), int(match["second"])
    day, month = (second, first) if order is Order.MONTH else (first, second)
    if order is None and first != second:
        raise ValueError("day first, or month first?")
    return _moment(match, _year(match["year"]), month, day)


def _of_words(match: re.Match[str]) -> datetime | None:
    word = _unaccented(match["month"] or match["month2"])
    found = next((n for length in (5, 4, 3) if (n := _MONTH.get(word[:length]))), None)
    if found is None:
        return None
    return _moment(match, int(match["year"]), found, int(match["day"] or match["day2"]))


def _moment(match: re.Match[str], year: int, month: int, day: int) -> datetime:
    hour = int(match["hour"] or 0)
    if half := match["half"]:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    minute, second = int(match["minute"] or 0), int(match["secs"] or 0)
    naive = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    zone = (match["zone"] or "").upper()
    if not zone:
        return naive
    written = "+00:00" if zone[0] in "ZUG" else zone
    return datetime.fromisoformat(naive.isoformat() + written)


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _last(text: str) -> datetime | None:
    """Read `... EST` and the dates of e-mails."""
    match = _ZONED.fullmatch(text)
    if match and match["zone"] in _HOURS_BEHIND and (moment := _iso(match["at"])):
        return moment.replace(tzinfo=UTC) + timedelta(hours=_HOURS_BEHIND[match["zone"]])
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _unaccented(word: str) -> str:
    return word.lower().translate(str.maketrans("áàâäéèêíóôúûüç", "aaaaeeeioouuuc"))
