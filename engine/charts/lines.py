"""Charts over time: lines with their intervals, and stacked columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from leather import Axis, Chart, Series
from leather import Line as Stroke
from markupsafe import Markup

from engine.charts.drawing import COLOURS, About, Sheet, figure, nothing
from engine.charts.scales import Counts, Days, numbers, whole
from engine.charts.shapes import Band, Posts, Spots, Stack
from engine.charts.values import Line, Mark, day_text, known, known_of, measured, number, shown

_NAME = 60  # characters of a name in what is said of a point
_NONE_KNOWN = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Track:
    """A line made ready: rows of day, low, high and value, in the order of days."""

    name: str
    colour: int
    rows: Sequence[tuple[date, float | None, float | None, float | None]]

    @property
    def values(self) -> list[float]:
        return known_of(row[3] for row in self.rows)


def time_chart(
    lines: Sequence[Line], *, title: str, unit: str, marks: Sequence[Mark] = ()
) -> Markup:
    """Return lines over days, each with the band of its interval; gaps where nothing is known.

    `marks` are numbered on the chart and written below it. Days outside the lines' are left out.
    """
    tracks = [track for track in _tracks(lines) if track.values]
    if not tracks:
        return nothing(title)
    days = _days(tracks)
    kept = sorted((it for it in marks if days[0] <= it.day <= days[-1]), key=lambda it: it.day)
    ends = known_of(end for track in tracks for row in track.rows for end in row[1:])

    def paint(sheet: Sheet) -> Any:
        chart = _chart(days, ends, sheet, room=0.5)
        for track in tracks:
            _add_track(chart, track, unit)
        if kept:
            rows = [(mark.day, 0) for mark in kept]
            chart.add_series(Series(rows), Posts([_marked(it) for it in kept], numbered=True))
        return chart

    return figure(paint, _about(tracks, title, unit, marks=[_marked(it) for it in kept]))


def stacked_time_chart(lines: Sequence[Line], *, title: str, unit: str) -> Markup:
    """Return columns over days, the lines' values on top of each other.

    Values below zero cannot be stacked and are left out, as unknown ones are.
    """
    tracks = [track for track in _tracks(lines) if track.values]
    if not tracks:
        return nothing(title)
    days = _days(tracks)
    apart = min(((b - a).days for a, b in pairwise(days)), default=1)
    stacked, tops = _stacked(tracks, days)

    def paint(sheet: Sheet) -> Any:
        chart = _chart(days, tops, sheet, room=apart / 2)
        for track, rows in zip(tracks, stacked, strict=True):
            shape = Stack(track.colour, name=shown(track.name, _NAME), unit=unit, days=apart)
            chart.add_series(Series(rows, x=0, y=3), shape)
        return chart

    return figure(paint, _about(tracks, title, unit))


def _tracks(lines: Sequence[Line]) -> list[_Track]:
    return [
        _Track(name=line.name, colour=i % COLOURS, rows=sorted(_rows(line), key=lambda row: row[0]))
        for i, line in enumerate(lines)
    ]


def _rows(line: Line) -> Iterable[tuple[date, float | None, float | None, float | None]]:
    blank = [None] * len(line.points)
    low, high = line.low or blank, line.high or blank
    for (day, value), least, most in zip(line.points, low, high, strict=True):
        ends = known(least), known(most)
        yield (day, *(ends if None not in ends else _NONE_KNOWN), known(value))


def _days(tracks: Sequence[_Track]) -> list[date]:
    return sorted({row[0] for track in tracks for row in track.rows})


def _chart(days: Sequence[date], values: Sequence[float], sheet: Sheet, *, room: float) -> Any:
    chart = Chart()
    chart.set_x_scale(Days(days[0], days[-1], room=room, most=sheet.labels, points=days))
    lowest, highest = min(values), max(values)
    chart.set_y_scale(Counts(highest) if whole(values) else numbers(lowest, highest))
    chart.set_y_axis(Axis(tick_formatter=lambda value, *_: number(value)))
    return chart


def _add_track(chart: Any, track: _Track, unit: str) -> None:
    if any(row[1] is not None for row in track.rows):
        chart.add_series(Series(track.rows, x=0, y=2), Band(track.colour))
    series = Series(track.rows, x=0, y=3)
    chart.add_series(series, _Silent(f"ch-k{track.colour}"))
    chart.add_series(series, Spots(track.colour, name=shown(track.name, _NAME), unit=unit))


class _Silent:
    """A line of leather's own, whose legend is written below the chart instead."""

    def __init__(self, colour: str) -> None:
        self._stroke = Stroke(colour)
        self.validate_series, self.to_svg = self._stroke.validate_series, self._stroke.to_svg

    def legend_to_svg(self, _series: Any, _palette: Any) -> list[Any]:
        return []


def _stacked(
    tracks: Sequence[_Track], days: Sequence[date]
) -> tuple[list[list[tuple[date, float, float, float]]], list[float]]:
    """Return for each track rows of day, foot, height and top; and the tops of whole columns."""
    feet = dict.fromkeys(days, 0.0)
    stacked = []
    for track in tracks:
        rows = []
        for day, _, _, value in track.rows:
            if value is not None and value >= 0:
                rows.append((day, feet[day], value, feet[day] + value))
                feet[day] += value
        stacked.append(rows or [(days[0], 0.0, 0.0, 0.0)])
    return stacked, list(feet.values())


def _marked(mark: Mark) -> str:
    return f"{day_text(mark.day)}: {mark.text}"


def _about(tracks: Sequence[_Track], title: str, unit: str, *, marks: Sequence[str] = ()) -> About:
    days = _days(tracks)
    said = [f"From {day_text(days[0])} to {day_text(days[-1])}."]
    for track in tracks:
        low, high = min(track.values), max(track.values)
        unknown = len(track.rows) - len(track.values)
        gaps = f", not known {unknown} times" if unknown else ""
        name = shown(track.name, _NAME)
        said.append(f"{name}: {number(low)} to {measured(high, unit)}{gaps}.")
    names = [(it.colour, it.name) for it in tracks] if len(tracks) > 1 else []  # the title says it
    return About(title=title, description=" ".join(said), names=names, marks=marks)
