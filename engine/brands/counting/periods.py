"""Days, weeks and months, as numbers of days since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

DAY = 86_400_000_000  # microseconds
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEK = 7
_MONDAY = 3  # days from the Monday before 1970-01-01, a Thursday

Days = NDArray[np.int64]


class Step(StrEnum):
    """How a window is cut into periods; weeks begin on Mondays."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def microseconds(moment: datetime) -> int:
    """Return `moment` as microseconds since 1970, UTC."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def days_of(times: NDArray[np.int64]) -> Days:
    """Return the days that `times`, microseconds since 1970, fall on."""
    return times // DAY


def starts_of(days: Days, step: Step) -> Days:
    """Return the first day of the period that each of `days` falls in."""
    if step is Step.WEEK:
        return (days + _MONDAY) // _WEEK * _WEEK - _MONDAY
    if step is Step.MONTH:
        months = days.astype("datetime64[D]").astype("datetime64[M]")
        return months.astype("datetime64[D]").astype(np.int64)
    return days


def starts_between(first: int, last: int, step: Step) -> Days:
    """Return the first days of all periods from the one of day `first` to that of day `last`."""
    return np.unique(starts_of(np.arange(first, last + 1), step))


def end_of(start: int, step: Step) -> int:
    """Return the day after the last one of the period that begins on `start`."""
    if step is Step.MONTH:
        month = np.datetime64(int(start), "D").astype("datetime64[M]") + 1
        return int(month.astype("datetime64[D]").astype(np.int64))
    return int(start) + (_WEEK if step is Step.WEEK else 1)


def moment_of(day: int) -> datetime:
    """Return the midnight that `day` begins with."""
    return EPOCH + timedelta(days=int(day))
