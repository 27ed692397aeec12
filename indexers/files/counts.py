"""Counts as exports write them: hidden ones, short ones, and those a spreadsheet has damaged."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from indexers.values import MAX_COUNT

Number = int | float | str | None

LIKES_PLACEHOLDER: Final = 3  # Instagram answers it where the likes are hidden
_NOT_KNOWN = frozenset(
    {"", "null", "none", "nan", "n/a", "na", "-", "\u2013", "undefined", "hidden", "nil"}
)
_PLAIN = re.compile(r"\d{1,16}(?:\.0+)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:([,\u00a0\u202f ])\d{3})(?:\1\d{3})*|\d{1,3}(?:\.\d{3}){2,}")
_SHORT = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s?([kmb])\+?", re.ASCII | re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d{1,15})?e\+?\d{1,2}", re.ASCII | re.IGNORECASE)
_SCALE = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
ROUNDED = "rounded in the file (48.5M, 2.28E+11)"


def read_metric(value: object, name: str, note: Callable[[str], None]) -> int | None:
    """Return a count of reactions or followers, `None` where it is not known.

    Not known is what is absent, empty, below 0 (hidden), or cannot be read, and `note` is told of
    the last. Short (`48.5M`) and scientific (`2.28E+11`) ones are read as the number they stand
    for, and noted as rounded.
    """
    if value is None or value is False or value is True:
        return None
    if isinstance(value, int):
        return value if 0 <= value <= MAX_COUNT else None
    if isinstance(value, float):
        whole = value.is_integer() and 0 <= value <= MAX_COUNT
        if not whole and value > 0:
            note(f"{name} that is no count")
        return int(value) if whole else None
    return _read_text(str(value).strip(), name, note) if isinstance(value, str) else None


def read_likes(value: object, name: str, note: Callable[[str], None]) -> int | None:
    """Return Instagram's likes: three stand for hidden ones as well, and so are not known."""
    likes = read_metric(value, name, note)
    if likes == LIKES_PLACEHOLDER:
        note(f"{name} of 3, which Instagram also says where likes are hidden: not known")
        return None
    return likes


def _read_text(text: str, name: str, note: Callable[[str], None]) -> int | None:
    if _PLAIN.fullmatch(text):
        return int(text.split(".", 1)[0])
    if text.lower() in _NOT_KNOWN or text.startswith("-"):
        return None
    number = _grouped(text)
    if number is None:
        number = _rounded(text)
        note(f"{name} that is no count" if number is None else f"{name} {ROUNDED}")
    return number if number is None or number <= MAX_COUNT else None


def _grouped(text: str) -> int | None:
    return int(re.sub(r"\D", "", text)) if _GROUPED.fullmatch(text) else None


def _rounded(text: str) -> int | None:
    if match := _SHORT.fullmatch(text):
        return int(Decimal(match[1].replace(",", ".")) * _SCALE[match[2].lower()])
    return int(Decimal(text.replace(",", "."))) if _SCIENTIFIC.fullmatch(text) else None
