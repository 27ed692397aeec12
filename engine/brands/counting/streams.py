"""Mentions as counts by brand and day, and how many different creators speak within some days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.brands.counting.counted import Counted, Reason, Rows
from engine.brands.counting.periods import Days, days_of
from engine.vocabulary import MentionTable

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Streams:
    """What was said of some brands on the days from `first`, by brand and day.

    `creators` are distinct ones of the day. `speakers[s]` are the distinct creators of the s days
    that end with the day, and `mentions[s]` all their posts, several of one creator included.
    `covered` tells the days of which there are posts at all: nothing said on another day is not
    known to be nothing.
    """

    brands: tuple[str, ...]
    first: int
    creators: Counts  # (b, d)
    speakers: dict[int, Counts]  # by days, (b, d)
    mentions: dict[int, Counts]  # by days, (b, d)
    covered: NDArray[np.bool_]  # (d,)


def streams_of(
    table: MentionTable, counts: Counted, covered: Days, *, spans: Sequence[int]
) -> Streams:
    """Return the streams of what counts, for all days from the first to the last of `covered`.

    `covered` are the days that have posts of the corpus, whatever they are about; not empty.
    """
    first, last = int(covered.min()), int(covered.max())
    size = (len(table.brands), last - first + 1)
    again = counts.left_out.get(Reason.SAME_DAY, np.array([], dtype=np.int64))
    everything = np.concatenate([counts.rows, again])
    daily = _added(table, everything, first, size)
    has_posts = np.zeros(size[1], dtype=np.bool_)
    has_posts[covered - first] = True
    return Streams(
        brands=table.brands,
        first=first,
        creators=_added(table, counts.rows, first, size),
        speakers={days: _speakers(table, counts.rows, first, size, days=days) for days in spans},
        mentions={days: moving_sums(daily, days) for days in spans},
        covered=has_posts,
    )


def moving_sums(daily: Counts, days: int) -> Counts:
    """Return the sums over the `days` that end with each day, fewer at the beginning."""
    sums = np.cumsum(daily, axis=-1)
    late = sums.copy()
    late[..., days:] -= sums[..., :-days]
    return late


def _added(table: MentionTable, rows: Rows, first: int, size: tuple[int, int]) -> Counts:
    found = np.zeros(size, dtype=np.int64)
    days = days_of(table.created_at[rows]) - first
    inside = (days >= 0) & (days < size[1])
    np.add.at(found, (table.brand[rows][inside], days[inside]), 1)
    return found


def _speakers(
    table: MentionTable, rows: Rows, first: int, size: tuple[int, int], *, days: int
) -> Counts:
    """Return how many creators speak within the `days` that end with each day.

    A creator is counted by their last mention of the span: one of day d that is followed by one
    of day n stands for the spans that end on d and after, before n, and reach back to d.
    """
    on = days_of(table.created_at[rows]) - first
    inside = (on >= 0) & (on < size[1])
    on, who, brand = on[inside], table.creator_ids[rows][inside], table.brand[rows][inside]
    order = np.lexsort((on, who, brand))
    on, who, brand = on[order], who[order], brand[order]
    until = np.minimum(on + days, size[1])
    same = np.zeros(len(on), dtype=np.bool_)
    same[:-1] = (who[1:] == who[:-1]) & (brand[1:] == brand[:-1])
    until[same] = np.minimum(until[same], on[1:][same[:-1]])
    edges = np.zeros((size[0], size[1] + 1), dtype=np.int64)
    np.add.at(edges, (brand, on), 1)
    np.add.at(edges, (brand, until), -1)
    return np.cumsum(edges, axis=1)[:, :-1]
