"""Which days of a window are covered by posts at all: what was not collected was not heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from engine.brands.counting.counted import Window
from engine.brands.counting.periods import DAY, Days, microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Of the days `first` to `last` (since 1970, UTC), those without any post."""

    first: int
    last: int
    silent: tuple[int, ...]

    @property
    def days(self) -> int:
        """How many days the window has."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The days of a window without a post of any source, and of each source by name.

    `whole` is None where nothing bounds the window: there is no post and no date.
    """

    whole: Covered | None
    by_source: Mapping[str, Covered]


def coverage(days: Mapping[str, Days], window: Window, *, now: datetime) -> Coverage:
    """Return what `days`, by source those with posts, leave open of `window`.

    A window without a beginning begins with the first post, one without an end ends `now`.
    """
    everything = np.concatenate([*days.values(), np.array([], dtype=np.int64)])
    last = _day(min(filter(None, (window.until, now)))) if window.until else _day(now)
    if window.since is not None:
        first = microseconds(window.since) // DAY
    elif len(everything):
        first = int(everything.min())
    else:
        return Coverage(whole=None, by_source={})
    if first > last:
        return Coverage(whole=None, by_source={})
    return Coverage(
        whole=_covered(everything, first, last),
        by_source={name: _covered(some, first, last) for name, some in sorted(days.items())},
    )


def _covered(days: Days, first: int, last: int) -> Covered:
    missing = np.setdiff1d(np.arange(first, last + 1), days)
    return Covered(first=first, last=last, silent=tuple(missing.tolist()))


def _day(end: datetime) -> int:
    """Return the last day before the moment `end`."""
    return (microseconds(end) - 1) // DAY
