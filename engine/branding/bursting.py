"""The bursts of a window: days on which far more creators than usual name a brand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engine.brands.counting.bursts import Burst, Rules, find_bursts
from engine.brands.counting.counted import Counting, Window, counted
from engine.brands.counting.periods import DAY, Days, microseconds
from engine.brands.counting.streams import streams_of
from engine.vocabulary import MentionTable

PAST = 200  # days before a window that tell what is usual


def bursts_in(
    table: MentionTable,
    posted: Mapping[str, Days],
    window: Window,
    *,
    counting: Counting | None = None,
) -> tuple[Burst, ...]:
    """Return the bursts of the brands of `table` that begin in `window`, by brand then day.

    `posted` are, by source, the days that have posts at all.
    """
    days = _days(posted, window)
    if not len(days):
        return ()
    rules, before = Rules(), replace(window, since=None)
    streams = streams_of(table, counted(table, before, counting), days, spans=rules.spans)
    since = None if window.since is None else microseconds(window.since) // DAY
    return find_bursts(streams, rules, since=since).bursts


def _days(posted: Mapping[str, Days], window: Window) -> Days:
    days = np.unique(np.concatenate([np.array([], dtype=np.int64), *posted.values()]))
    if window.until is not None:
        days = days[days * DAY < microseconds(window.until)]
    if window.since is not None:
        days = days[days >= microseconds(window.since) // DAY - PAST]
    return np.asarray(days)
