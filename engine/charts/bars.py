"""Lying bars, the first on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from leather import Axis, Chart, Ordinal, Series
from markupsafe import Markup

from engine.charts.drawing import About, Sheet, figure, nothing
from engine.charts.scales import numbers, whole_ticks
from engine.charts.shapes import Lying
from engine.charts.values import measured, number, shown

_HEIGHT = 24  # of a bar with its room
_AXIS = 30
_NAME = 60  # characters of a label in what is said of a bar


def bar_chart(bars: Sequence[tuple[str, float | None]], *, title: str, unit: str = "") -> Markup:
    """Return a lying bar for each label and value; what is not known has no bar.

    A label may come twice. Where a label is too long for its place, the whole is said on the bar.
    """
    values = [value for _, value in bars if value is not None]
    if not values:
        return nothing(title)
    texts = [
        f"{shown(label, _NAME)}: {'not known' if value is None else measured(value, unit)}"
        for label, value in bars
    ]
    rows = [(value or 0.0, str(i), 0, texts[i]) for i, (_, value) in reversed([*enumerate(bars)])]
    whole = all(value == int(value) for value in values) and min(values) >= 0

    def paint(sheet: Sheet) -> Any:
        chart = Chart()
        chart.set_x_scale(numbers(min(values), max(values)))
        chart.set_y_scale(Ordinal([row[1] for row in rows]))
        ticks = whole_ticks(max(values)) if whole else None
        chart.set_x_axis(Axis(ticks=ticks, tick_formatter=lambda value, *_: number(value)))
        labels = [_label(label, value, sheet.letters) for label, value in bars]
        chart.set_y_axis(Axis(tick_formatter=lambda place, *_: labels[int(place)]))
        chart.add_series(Series(rows), Lying())
        return chart

    about = About(title=title, description="; ".join(texts) + ".")
    return figure(paint, about, height=_AXIS + _HEIGHT * len(bars), kind="ch-lying")


def _label(label: str, value: float | None, letters: int) -> str:
    return f"{shown(label, letters - 3)} (?)" if value is None else shown(label, letters)
