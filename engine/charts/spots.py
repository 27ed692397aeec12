"""Spots in a plane: who is near whom, in groups with names."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.charts.drawing import COLOURS
from engine.charts.values import shown
from engine.text import clean

_WIDTH, _HEIGHT, _EDGE = 1000, 680, 24
_SMALLEST, _PER_TEN, _UNSIZED = 2.5, 2.2, 4.5  # radius of size 1, more for each power of ten
_MANY = 300  # spots, from which they are drawn smaller
_NAMES, _NARROW_NAMES = 24, 9  # groups that are named on the plane, and on a narrow one
_NAME = 26  # characters
_SIDE = 0.17  # of the width, in which a name begins or ends at its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One spot: `x` and `y` in [0, 1], from the left and from above.

    `group` counts from 1 and chooses the colour, None has none. A `size` that is not known is a
    ring, not a small spot. `said` is told when it is pointed at, a line each; `key` names it.
    """

    x: float
    y: float
    size: float | None
    group: int | None
    said: Sequence[str]
    key: str = ""
    faint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """The name of a group, at the middle of it."""

    x: float
    y: float
    group: int
    text: str


def spot_chart(dots: Sequence[Dot], names: Sequence[Name], *, title: str) -> Markup:
    """Return the plane with its spots, small ones on top, and the names of the first groups."""
    box = f"0 0 {_WIDTH} {_HEIGHT}"
    root = ET.Element("svg", {"class": "ch ch-plane", "viewBox": box, "role": "img"})
    ET.SubElement(root, "title").text = clean(title)
    ET.SubElement(root, "desc").text = f"{len(dots):,} spots in {len(names):,} groups."
    scale = min(1.0, max(0.55, math.sqrt(_MANY / max(len(dots), 1))))
    for dot in sorted(dots, key=lambda dot: -(dot.size or 0)):
        _draw(root, dot, scale)
    for i, name in enumerate(names[:_NAMES]):
        _write(root, name, "ch-group" if i < _NARROW_NAMES else "ch-group ch-late")
    return Markup('<div class="chart-box ch-map">{}</div>').format(
        Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704  # escaped by ElementTree
    )


def colour_of(group: int | None) -> str:
    """Return the class of a group's colour."""
    return "ch-none" if group is None else f"ch-k{(group - 1) % COLOURS}"


def _draw(root: ET.Element, dot: Dot, scale: float) -> None:
    radius = _UNSIZED if dot.size is None else _SMALLEST + _PER_TEN * math.log10(max(dot.size, 1))
    kind = "ch-ring" if dot.size is None else "ch-dot"
    faint = " ch-faint" if dot.faint else ""
    spot = ET.SubElement(root, "circle", cx=_across(dot.x), cy=_down(dot.y),
                         r=f"{radius * scale:.1f}")  # fmt: skip
    spot.set("class", f"{kind} {colour_of(dot.group)}{faint}")
    if dot.key:
        spot.set("data-key", clean(dot.key))
        spot.set("data-group", str(dot.group or 0))
    ET.SubElement(spot, "title").text = "\n".join(shown(line, 200) for line in dot.said)


def _write(root: ET.Element, name: Name, kind: str) -> None:
    text = ET.SubElement(root, "text", x=_across(name.x), y=_down(name.y))
    text.set("class", kind)
    middle = "start" if name.x < _SIDE else "middle"
    text.set("text-anchor", "end" if name.x > 1 - _SIDE else middle)
    text.text = shown(name.text, _NAME)


def _across(share: float) -> str:
    return f"{_EDGE + share * (_WIDTH - 2 * _EDGE):.1f}"


def _down(share: float) -> str:
    return f"{_EDGE + share * (_HEIGHT - 2 * _EDGE):.1f}"
