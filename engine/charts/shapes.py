"""Shapes leather does not have. Each draws one series and takes its colour from a class."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any

from leather.utils import X

from engine.charts.values import day_text, measured

Element = ET.Element
_LEAST = 0.5  # of the height of a bar that is not zero
_WIDEST = 60.0  # of a column
_SEEN = 60  # spots on a line, above which they are seen only when pointed at
_SAID = 400  # spots on a line, above which there are none


class _Drawn:
    """What leather asks of every shape; legends are written beside the chart."""

    def validate_series(self, series: Any) -> None:
        """Take any series."""

    def legend_to_svg(self, _series: Any, _palette: Any) -> list[Any]:
        """Return nothing."""
        return []


class Band(_Drawn):
    """The area between `row[1]` and `row[2]`; it is broken where one of them is None."""

    def __init__(self, colour: int) -> None:
        self._colour = colour

    def to_svg(
        self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, _palette: Any
    ) -> Element:
        """Return the area, a piece for each run of known intervals."""
        group = Element("g")
        for run in _runs([datum.row for datum in series.data()]):
            at = [float(x_scale.project(row[0], 0, width)) for row in run]
            low, high = ([float(y_scale.project(row[j], height, 0)) for row in run] for j in (1, 2))
            path = [*zip(at, high, strict=True), *reversed([*zip(at, low, strict=True)])]
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in path)
            ET.SubElement(group, "polygon", points=points).set(
                "class", f"ch-band ch-k{self._colour}"
            )
        return group


class Spots(_Drawn):
    """A spot on each known point, which says its day and value when pointed at.

    Of many points the spots are not seen, of very many there are none: they would hide the line.
    """

    def __init__(self, colour: int, *, name: str, unit: str) -> None:
        self._colour, self._name, self._unit = colour, name, unit

    def to_svg(
        self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, _palette: Any
    ) -> Element:
        """Return the spots."""
        group = Element("g")
        spots = [datum for datum in series.data() if datum.y is not None]
        kind = "ch-spot" if len(spots) <= _SEEN else "ch-quiet"
        for datum in spots if len(spots) <= _SAID else ():
            spot = ET.SubElement(group, "circle", r="3")
            spot.set("cx", str(x_scale.project(datum.x, 0, width)))
            spot.set("cy", str(y_scale.project(datum.y, height, 0)))
            spot.set("class", f"{kind} ch-k{self._colour}")
            _say(spot, f"{self._name}, {day_text(datum.x)}: {measured(datum.y, self._unit)}")
        return group


class Stack(_Drawn):
    """A column from `row[1]` to `row[1] + row[2]` on each day, `days` wide."""

    def __init__(self, colour: int, *, name: str, unit: str, days: int) -> None:
        self._colour, self._name, self._unit, self._days = colour, name, unit, days

    def to_svg(
        self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, _palette: Any
    ) -> Element:
        """Return the columns."""
        group = Element("g")
        wide = min(0.86 * x_scale.width(self._days, 0, width), _WIDEST)
        for day, base, value, *_ in (datum.row for datum in series.data()):
            if not value:
                continue
            top, foot = (float(y_scale.project(y, height, 0)) for y in (base + value, base))
            middle = float(x_scale.project(day, 0, width))
            column = _rectangle(group, x=middle - wide / 2, y=top, width=wide, height=foot - top)
            column.set("class", f"ch-fill ch-k{self._colour}")
            _say(column, f"{self._name}, {day_text(day)}: {measured(value, self._unit)}")
        return group


class Bins(_Drawn):
    """A column from `row[1]` to `row[2]` across, `row[3]` high."""

    def __init__(self, unit: str) -> None:
        self._unit = unit

    def to_svg(
        self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, _palette: Any
    ) -> Element:
        """Return the columns."""
        group = Element("g")
        for _, low, high, count in (datum.row for datum in series.data()):
            if count:
                left, right = (float(x_scale.project(x, 0, width)) for x in (low, high))
                top = float(y_scale.project(count, height, 0))
                wide = max(right - left - 1, 1)
                column = _rectangle(group, x=left, y=top, width=wide, height=float(height) - top)
                column.set("class", "ch-bin")
                ends = f"{measured(low, '')} to {measured(high, self._unit)}"
                _say(column, f"{count:,}: {ends}")
        return group


class Posts(_Drawn):
    """An upright line at each x of the series, numbered where `numbered`."""

    def __init__(self, texts: Sequence[str], *, numbered: bool, own: bool = False) -> None:
        self._texts, self._numbered = texts, numbered
        self._kind = "ch-own" if own else "ch-mark"

    def to_svg(
        self, width: float, height: float, x_scale: Any, _y_scale: Any, series: Any, _palette: Any
    ) -> Element:
        """Return the lines."""
        group = Element("g")
        for i, at in enumerate(series.values(X)):
            x = str(x_scale.project(at, 0, width))
            post = ET.SubElement(group, "g")
            line = ET.SubElement(post, "line", x1=x, x2=x, y1="4", y2=str(height))
            line.set("class", self._kind)
            head = ET.SubElement(post, "circle", cx=x, cy="7", r="7" if self._numbered else "5")
            head.set("class", f"{self._kind}-head")
            if self._numbered:
                label = ET.SubElement(post, "text", x=x, y="10.5")
                label.set("class", "ch-mark-text")
                label.set("text-anchor", "middle")
                label.text = str(i + 1)
            _say(post, self._texts[i])
        return group


class Lying(_Drawn):
    """A lying bar of the colour `row[2]` for each label, which says `row[3]` when pointed at."""

    def to_svg(
        self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, _palette: Any
    ) -> Element:
        """Return the bars."""
        group = Element("g")
        zero = float(x_scale.project(0, 0, width))
        for value, label, colour, said in (datum.row for datum in series.data()):
            ends = y_scale.project_interval(label, height, 0)
            top, foot = sorted(float(end) for end in ends)
            inset = 0.15 * (foot - top)
            end = float(x_scale.project(value, 0, width))
            long = max(abs(end - zero), _LEAST if value else 0)
            bar = _rectangle(group, x=min(zero, end), y=top + inset, width=long,
                             height=foot - top - 2 * inset)  # fmt: skip
            bar.set("class", f"ch-fill ch-k{colour}")
            _say(bar, said)
        return group


def _rectangle(group: Element, **numbers: float) -> Element:
    return ET.SubElement(group, "rect", {name: str(value) for name, value in numbers.items()})


def _say(element: Element, text: str) -> None:
    said = Element("title")
    said.text = text
    element.insert(0, said)


def _runs(rows: Sequence[Any]) -> list[list[Any]]:
    runs: list[list[Any]] = [[]]
    for row in rows:
        if None in row[1:3]:
            runs.append([])
        else:
            runs[-1].append(row)
    return [run for run in runs if run]
