"""Lying bars, the first on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from leather import Axis, Chart, Ordinal, Series
from markupsafe import Markup

from engine.charts.drawing import About, Sheet, figure, nothing
from engine.charts.scales import Counts, numbers, whole
from engine.charts.shapes import Lying
from engine.charts.values import measured, number, shown

_HEIGHT = 24  # of a bar with its room
_AXIS = 30
_NAME = 60  # characters of a label in what is said of a bar


def bar_chart(
    bars: Sequence[tuple[str, float | None]],
    *,
    title: str,
    unit: str = "",
    kinds: Sequence[str] = (),
) -> Markup:
    """Return a lying bar for each label and value; what is not known has no bar.

    A label may come twice. Where a label is too long for its place, the whole is said on the bar.
    With `kinds` each label has a bar of each kind, in turn, told apart by colour and named below.
    """
    values = [value for _, value in bars if value is not None]
    if not values:
        return nothing(title)
    n_kinds = max(1, len(kinds))
    texts = [
        f"{shown(label, _NAME)}{f', {kinds[i % n_kinds]}' if kinds else ''}: "
        f"{'not known' if value is None else measured(value, unit)}"
        for i, (label, value) in enumerate(bars)
    ]
    rows = [
        (value or 0.0, str(i), i % n_kinds, texts[i])
        for i, (_, value) in reversed([*enumerate(bars)])
    ]

    def paint(sheet: Sheet) -> Any:
        chart = Chart()
        lowest, highest = min(values), max(values)
        chart.set_x_scale(Counts(highest) if whole(values) else numbers(lowest, highest))
        chart.set_y_scale(Ordinal([row[1] for row in rows]))
        chart.set_x_axis(Axis(tick_formatter=lambda value, *_: number(value)))
        labels = [
            "" if i % n_kinds else _label(label, value, sheet.letters)
            for i, (label, value) in enumerate(bars)
        ]
        chart.set_y_axis(Axis(tick_formatter=lambda place, *_: labels[int(place)]))
        chart.add_series(Series(rows), Lying())
        return chart

    about = About(title=title, description="; ".join(texts) + ".", names=[*enumerate(kinds)])
    return figure(paint, about, height=_AXIS + _HEIGHT * len(bars), kind="ch-lying")


def _label(label: str, value: float | None, letters: int) -> str:
    return f"{shown(label, letters - 3)} (?)" if value is None else shown(label, letters)
