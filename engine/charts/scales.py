"""Scales that leather does not have: days without spare room at the ends, and logarithms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from leather.scales import Linear

from engine.charts.values import day_text, month_text, number, short_day

_WEEKS = 70  # days, up to which days are named and not months
_YEARS = 1_400  # days, from which years are named
_FEW = 5  # steps of a scale of counts
_MONTH_VARIES = 3  # days by which one month is longer than another


class Days:
    """From one day to another, ends included, half a day of room at each end."""

    def __init__(
        self,
        first: date,
        last: date,
        *,
        room: float = 0.5,
        most: int,
        points: Sequence[date] = (),
    ) -> None:
        """`most` labels find a place beside each other; few even `points` are named themselves."""
        self._first, self._last = first, last
        self._named = [*points] if _are_even(points) and len(points) <= most else []
        self._are_months = all(day.day == 1 for day in self._named)
        self._start = first.toordinal() - room
        self._end = max(last.toordinal() + room, self._start + 1)
        self._most = most

    def contains(self, value: date) -> bool:
        """Whether a day is on the scale."""
        return self._first <= value <= self._last

    def project(self, value: date, start: float, end: float) -> float:
        """Return where a day stands between `start` and `end`."""
        share = (value.toordinal() - self._start) / (self._end - self._start)
        return float(start) + share * (float(end) - float(start))

    def width(self, days: int, start: float, end: float) -> float:
        """Return how wide so many days are."""
        return days / (self._end - self._start) * (float(end) - float(start))

    def ticks(self) -> Sequence[date]:
        """Return the days that are named: some days, first days of months, or of years."""
        if self._named:
            return self._named
        n_days = (self._last - self._first).days
        if n_days <= _WEEKS:
            step = max(1, math.ceil((n_days + 1) / self._most))
            step = next(size for size in (1, 2, 7, 14, 28, 70) if size >= step)
            return [self._first + timedelta(days=i) for i in range(0, n_days + 1, step)]
        months = self._months(12 if n_days > _YEARS else 1)
        every = max(1, math.ceil(len(months) / self._most))
        return months[::every] or [self._first]

    def format_tick(self, value: date, _place: int, _count: int) -> str:
        """Return the name of a day as far as the scale needs it."""
        n_days = (self._last - self._first).days
        if n_days == 0:
            return day_text(value)
        if self._named:
            return month_text(value) if self._are_months else short_day(value)
        if n_days > _YEARS:
            return str(value.year)
        return short_day(value) if n_days <= _WEEKS else month_text(value)

    def _months(self, step: int) -> list[date]:
        first = self._first.year * 12 + self._first.month - 1
        last = self._last.year * 12 + self._last.month - 1
        starts = (date(i // 12, i % 12 + 1, 1) for i in range(first, last + 1) if i % step == 0)
        return [day for day in starts if day >= self._first]


class Logs:
    """From zero up, each tick ten times the one before; zero has a place, as log(1 + x) gives."""

    def __init__(self, highest: float) -> None:
        self._highest = max(highest, 1.0)
        self._end = math.log1p(self._highest)

    def contains(self, value: float) -> bool:
        """Whether a number is on the scale."""
        return 0 <= value <= self._highest

    def project(self, value: float, start: float, end: float) -> float:
        """Return where a number stands between `start` and `end`."""
        share = math.log1p(float(value)) / self._end
        return float(start) + share * (float(end) - float(start))

    def ticks(self) -> Sequence[float]:
        """Return zero and the powers of ten."""
        tens = range(int(math.log10(self._highest)) + 1)
        return [0.0, *(10.0**power for power in tens)]

    def format_tick(self, value: float, _place: int, _count: int) -> str:
        """Return the number as it is written."""
        return number(value)


class Counts:
    """From zero to at least `highest`, where only whole numbers are named."""

    def __init__(self, highest: float) -> None:
        tens = int(10 ** max(0, int(math.log10(max(highest, 1.0))) - 1))
        sizes = (size * tens for size in (1, 2, 5, 10, 20, 50))
        self._step = next(size for size in sizes if highest <= _FEW * size)
        self._highest = self._step * max(1, math.ceil(highest / self._step))

    def contains(self, value: float) -> bool:
        """Whether a number is on the scale."""
        return 0 <= value <= self._highest

    def project(self, value: float, start: float, end: float) -> float:
        """Return where a number stands between `start` and `end`."""
        return float(start) + float(value) / self._highest * (float(end) - float(start))

    def ticks(self) -> Sequence[int]:
        """Return zero and the numbers that are named."""
        return range(0, self._highest + 1, self._step)

    def format_tick(self, value: float, _place: int, _count: int) -> str:
        """Return the number as it is written."""
        return number(value)


def numbers(lowest: float, highest: float) -> Any:
    """Return a linear scale from `lowest` to `highest`, of which zero is always a part."""
    low, high = min(lowest, 0.0), max(highest, 0.0)
    return Linear(Decimal(low), Decimal(high if high > low else low + 1.0))


def whole(values: Sequence[float]) -> bool:
    """Whether all `values` are counts, between which nothing is."""
    return all(value == int(value) for value in values) and min(values) >= 0


def _are_even(days: Sequence[date]) -> bool:
    """Whether `days` are more than one and about as far from each other, as months are."""
    gaps = [(b - a).days for a, b in pairwise(days)]
    return bool(gaps) and max(gaps) <= min(gaps) + _MONTH_VARIES
