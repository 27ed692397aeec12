"""Share of voice over time as charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from engine.charts import Line, Mark, stacked_time_chart, time_chart
from engine.exports.rows import Cell
from engine.text import number_of

_WHOLE = "whole"
_HUNDRED = 100.0
_GAP = 24  # periods without a mention, behind which charts begin anew

Row = Mapping[str, Cell]


class Charts(NamedTuple):
    """Shares with their intervals, and mentions on top of each other; None without periods.

    `undrawn` says what stands before a gap so long that the chart begins behind it.
    """

    shares: Markup | None = None
    mentions: Markup | None = None
    undrawn: str | None = None


def charts_of(voice: Sequence[Row], bursts: Sequence[Row]) -> Charts:
    """Return the charts of rows of shares by period and brand; bursts are marked."""
    rows = [row for row in voice if row["period"] != _WHOLE and row["since"] is not None]
    if len({row["since"] for row in rows}) < 2:
        return Charts()
    step = str(rows[0]["period"])
    rows, undrawn = _behind_gaps(rows, step)
    names = dict.fromkeys(str(row["name"]) for row in rows)
    by_name = {name: [row for row in rows if row["name"] == name] for name in names}
    marks = [
        Mark(_day(row["first"]), f"{row['name']}: {row['creators']} creators where "
             f"{_number(row['usual']):.1f} are usual")
        for row in bursts
    ]  # fmt: skip
    return Charts(
        shares=time_chart(
            [_share(name, of_name) for name, of_name in by_name.items()],
            title=f"Share of mentions by {step}, with 95 % intervals",
            unit="%",
            marks=marks,
        ),
        mentions=stacked_time_chart(
            [_counts(name, of_name) for name, of_name in by_name.items()],
            title=f"Mentions by {step}",
            unit="mentions",
        ),
        undrawn=undrawn,
    )


def _behind_gaps(rows: list[Row], step: str) -> tuple[list[Row], str | None]:
    """Return the rows behind the last long gap, and what is said of those before it.

    A line over years without a mention would leave no room for the days there are.
    """
    counts: Counter[date] = Counter()
    for row in rows:
        counts[_day(row["since"])] += int(_number(row["mentions"]))
    days = sorted(counts)
    spoken = [i for i, day in enumerate(days) if counts[day]]
    gaps = [(a, b) for a, b in pairwise(spoken) if b - a > _GAP and b < len(days) - 1]
    if not gaps:
        return rows, None
    last, first = gaps[-1]
    n = sum(counts[day] for day in days[: last + 1])
    said = (
        f"Not drawn: {number_of(n, 'mention')} of {days[0]} to {days[last]}, before "
        f"{first - last - 1:,} {step}s without any; the table has them."
    )
    return [row for row in rows if _day(row["since"]) >= days[first]], said


def _share(name: str, rows: Sequence[Row]) -> Line:
    return Line(
        name,
        [(_day(row["since"]), _percent(row["mentions_share"])) for row in rows],
        low=[_percent(row["mentions_low"]) for row in rows],
        high=[_percent(row["mentions_high"]) for row in rows],
    )


def _counts(name: str, rows: Sequence[Row]) -> Line:
    return Line(name, [(_day(row["since"]), _number(row["mentions"])) for row in rows])


def _day(at: Cell) -> date:
    if not isinstance(at, datetime):
        raise TypeError(f"{at!r} is no moment")
    return at.date()


def _number(value: Cell) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def _percent(value: Cell) -> float | None:
    return None if value is None else _HUNDRED * _number(value)
