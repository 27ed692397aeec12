"""What charts are drawn of, and how numbers and days are written on them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from engine.text import clean

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SIZES = ((1e9, "b"), (1e6, "m"), (1e3, "k"))


@dataclass(frozen=True, slots=True)
class Line:
    """Values over days, None where a value is not known.

    `low` and `high` hold the ends of an interval around each point, in the order of `points`.
    """

    name: str
    points: Sequence[tuple[date, float | None]]
    low: Sequence[float | None] | None = None
    high: Sequence[float | None] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which something happened, and what."""

    day: date
    text: str


def known(value: float | None) -> float | None:
    """Return `value`, None where it is no finite number."""
    return value if value is not None and math.isfinite(value) else None


def known_of(values: Iterable[float | None]) -> list[float]:
    """Return the finite numbers among `values`."""
    return [value for value in values if value is not None and math.isfinite(value)]


def number(value: float) -> str:
    """Return `37.1k`, `12` or `0.25`: three digits or what a whole number needs."""
    size, letter = next(((s, x) for s, x in _SIZES if abs(value) >= s), (1.0, ""))
    scaled = float(value) / size
    written = f"{scaled:,.0f}" if scaled == int(scaled) else f"{scaled:.3g}"
    return f"{written}{letter}".replace("-", "\N{MINUS SIGN}")


def day_text(day: date) -> str:
    """Return `1 May 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_text(day: date) -> str:
    """Return `May 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Return `1 May`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def measured(value: float, unit: str) -> str:
    """Return a number with its unit: `12 posts`, `3.1 %`."""
    return f"{number(value)} {unit}".strip()


def shown(text: str, most: int) -> str:
    """Return `text` on one line, of at most `most` characters."""
    line = " ".join(clean(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
