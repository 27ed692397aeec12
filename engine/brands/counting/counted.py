"""Which mentions count, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.brands.counting.periods import days_of, microseconds
from engine.vocabulary import VERDICTS, Mark, MentionTable, Verdict

Rows = NDArray[np.int64]  # rows of a `MentionTable`
Bits = NDArray[np.bool_]


class Reason(StrEnum):
    """Why a mention is not counted; of several reasons the first in this order."""

    NOT = "not"  # the words do not mean the brand
    UNSURE = "unsure"  # whether they do could not be told
    WALL = "hashtag walls"
    DRAW = "prize draws"
    REPEAT = "repeats"
    SAME_DAY = "same day"  # the creator had named the brand that day already


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which posts are looked at: written from `since` to before `until`, and known by `known_by`.

    `None` leaves a side open. A post is known once a mention in it was stored.
    """

    since: datetime | None = None
    until: datetime | None = None
    known_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """The rows of a table that count, and the rows left out, by reason.

    `named` tells, for each of `rows`, how many of the brands of the table its post names.
    """

    rows: Rows  # (r,) ascending
    named: NDArray[np.int64]  # (r,) at least 1
    left_out: Mapping[Reason, Rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What counts beside plain mentions.

    `poor` ones stand in hashtag walls, prize draws and repeats; of `unsure` ones it could not be
    told whether they mean the brand.
    """

    poor: bool = False
    unsure: bool = False


def counted(
    table: MentionTable, window: Window | None = None, counting: Counting | None = None
) -> Counted:
    """Return what counts of `table` inside `window`.

    A creator has one mention a brand and day (UTC): the first.
    """
    inside = within(table, window or Window())
    left_out: dict[Reason, Rows] = {}
    for reason, applies in _reasons(table, counting or Counting()):
        left_out[reason] = np.flatnonzero(inside & applies)
        inside &= ~applies
    named = _named(table, inside)
    kept = first_of_day(table, np.flatnonzero(inside))
    again = inside.copy()
    again[kept] = False
    left_out[Reason.SAME_DAY] = np.flatnonzero(again)
    return Counted(rows=kept, named=named[kept], left_out=left_out)


def within(table: MentionTable, window: Window) -> Bits:
    """Return which rows are inside `window`."""
    inside = np.ones(len(table), dtype=np.bool_)
    if window.since is not None:
        inside &= table.created_at >= microseconds(window.since)
    if window.until is not None:
        inside &= table.created_at < microseconds(window.until)
    if window.known_by is not None:
        inside &= table.found_at < microseconds(window.known_by)
    return inside


def first_of_day(table: MentionTable, rows: Rows) -> Rows:
    """Return, ascending, the first of `rows` of each creator, brand and day."""
    days = days_of(table.created_at[rows])
    keys = (table.post_ids[rows], table.created_at[rows], days, table.creator_ids[rows])
    order = np.lexsort((*keys, table.brand[rows]))
    if not len(order):
        return rows
    groups = np.stack([table.brand[rows], table.creator_ids[rows], days])[:, order]
    is_first = np.append(True, (groups[:, 1:] != groups[:, :-1]).any(axis=0))
    return np.sort(rows[order[is_first]])


def _reasons(table: MentionTable, counting: Counting) -> Iterator[tuple[Reason, Bits]]:
    yield Reason.NOT, table.verdict == VERDICTS.index(Verdict.NOT)
    if not counting.unsure:
        yield Reason.UNSURE, table.verdict == VERDICTS.index(Verdict.UNSURE)
    if not counting.poor:
        yield Reason.WALL, (table.marks & Mark.HASHTAG_WALL) != 0
        yield Reason.DRAW, (table.marks & Mark.PRIZE_DRAW) != 0
        yield Reason.REPEAT, table.repeats


def _named(table: MentionTable, inside: Bits) -> NDArray[np.int64]:
    """Return, for every row of `inside`, how many brands its post names; 0 for the others."""
    named = np.zeros(len(table), dtype=np.int64)
    _, places, counts = np.unique(table.post_ids[inside], return_inverse=True, return_counts=True)
    named[inside] = counts[places]
    return named
