"""How values are spread, and where one of them stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from leather import Axis, Chart, Series
from markupsafe import Markup

from engine.charts.drawing import About, Sheet, figure, nothing
from engine.charts.scales import Counts, Logs, numbers
from engine.charts.shapes import Bins, Posts
from engine.charts.values import known, known_of, measured, number

_MOST_BINS = 30
_HEIGHT = 170


def distribution_chart(
    values: Sequence[float | None],
    *,
    title: str,
    unit: str,
    mark: float | None = None,
    log: bool = False,
) -> Markup:
    """Return a histogram of `values` with an upright line at `mark`; unknown values are left out.

    With `log`, of values that are not below zero, equal widths are equal steps of log(1 + x).
    """
    found, own = known_of(values), known(mark)
    if log:
        found = [value for value in found if value >= 0]
        own = own if own is not None and own >= 0 else None
    if not found:
        return nothing(title)
    everything = [*found, *([] if own is None else [own])]
    lowest, highest = min(everything), max(everything)
    counts, edges = _binned(found, lowest, highest, log=log)
    rows = [(edges[i], edges[i], edges[i + 1], int(count)) for i, count in enumerate(counts)]

    def paint(sheet: Sheet) -> Any:
        chart = Chart()
        chart.set_x_scale(Logs(edges[-1]) if log else numbers(edges[0], edges[-1]))
        chart.set_y_scale(Counts(max(counts)))
        chart.set_x_axis(Axis(tick_formatter=lambda value, *_: number(value)))
        chart.set_y_axis(Axis(tick_formatter=lambda value, *_: number(value)))
        chart.add_series(Series(rows, x=0, y=3), Bins(unit))
        if own is not None:
            chart.add_series(Series([(own, 0)]), Posts([measured(own, unit)], numbered=False,
                                                       own=True))  # fmt: skip
        return chart

    return figure(paint, _about(title, unit, found, own), height=_HEIGHT)


def _binned(
    values: Sequence[float], lowest: float, highest: float, *, log: bool
) -> tuple[list[int], list[float]]:
    """Return counts and the edges between them, one more; bins as Freedman and Diaconis cut them.

    Freedman & Diaconis (1981), with at least five bins where values differ and at most thirty.
    """
    scaled = np.log1p(values) if log else np.asarray(values, dtype=float)
    ends = (math.log1p(lowest), math.log1p(highest)) if log else (lowest, highest)
    if ends[0] == ends[1]:
        ends = (ends[0] if log else ends[0] - 0.5, ends[1] + 0.5)
    quarters = np.percentile(scaled, [25, 75])
    wide = 2 * float(quarters[1] - quarters[0]) / len(values) ** (1 / 3)
    wanted = math.ceil((ends[1] - ends[0]) / wide) if wide > 0 else _MOST_BINS // 2
    counts, edges = np.histogram(scaled, bins=min(_MOST_BINS, max(5, wanted)), range=ends)
    found = (np.expm1(edges) if log else edges).tolist()
    return counts.tolist(), [min(found[0], lowest), *found[1:-1], max(found[-1], highest)]


def _about(title: str, unit: str, values: Sequence[float], mark: float | None) -> About:
    middle = float(np.median(values))
    said = f"{len(values):,} values from {number(min(values))} to {measured(max(values), unit)}"
    at = "" if mark is None else f"; marked: {measured(mark, unit)}"
    return About(title=title, description=f"{said}, half below {number(middle)}{at}.")
