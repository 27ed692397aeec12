"""How often something happened, over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Counts in equal stretches of time from `start` (included) to `end`."""

    start: datetime
    end: datetime
    counts: tuple[int, ...]

    @property
    def most(self) -> int:
        """The largest count, 0 if there is none."""
        return max(self.counts, default=0)


def timeline(
    moments: Sequence[datetime], *, start: datetime, end: datetime, stretches: int
) -> Timeline:
    """Return how many of `moments` lie in each stretch; `end` counts as in the last one.

    What lies outside is left out. `ValueError` unless `start` is before `end`.
    """
    span = (end - start).total_seconds()
    if span <= 0.0 or stretches < 1:
        raise ValueError(f"no time between {start} and {end}, or no stretches")
    counts = [0] * stretches
    for moment in moments:
        into = (moment - start).total_seconds() / span
        if 0.0 <= into <= 1.0:
            counts[min(int(into * stretches), stretches - 1)] += 1
    return Timeline(start=start, end=end, counts=tuple(counts))
