"""From leather's tree to what stands in a page: classes for colours, short numbers, two widths."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leather import theme
from markupsafe import Markup

from engine.charts.values import shown
from engine.text import clean

COLOURS = 8
STYLE = Path(__file__).with_name("charts.css")
"""The style sheet every page with a chart needs."""
_NUMBER = re.compile(r"-?\d+\.?\d*(?:E[+-]?\d+)?")
_PLACED = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "d")
_PAINTED = ("fill", "stroke", "font-family", "font-size", "stroke-width")
_NONE = Markup()
_LONGEST = 80  # characters of a name below a chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The paper of a chart in its own units, about pixels; `labels` fit beside each other."""

    kind: str
    width: int
    height: int
    labels: int
    letters: int


WIDE = Sheet(kind="ch-wide", width=760, height=250, labels=8, letters=30)
NARROW = Sheet(kind="ch-narrow", width=380, height=230, labels=4, letters=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said of a chart: its title, a description, names by colour, texts of its marks."""

    title: str
    description: str
    names: Sequence[tuple[int, str]] = ()
    marks: Sequence[str] = ()


Painter = Callable[[Sheet], Any]


def figure(
    paint: Painter, about: About, *, height: int | None = None, kind: str = "ch-upright"
) -> Markup:
    """Return the chart `paint` makes, in two widths, with its legend and marks below it."""
    drawn = [
        _svg(paint(sheet), about, sheet, height=height or sheet.height) for sheet in (WIDE, NARROW)
    ]
    return Markup('<div class="chart-box {}">{}{}{}</div>').format(
        kind, Markup("").join(drawn), _legend(about.names), _marks(about.marks)
    )


def nothing(title: str) -> Markup:
    """Return what stands in the place of a chart that has nothing to show."""
    return Markup('<p class="chart-box ch-nothing">{}: nothing is known.</p>').format(clean(title))


def _svg(chart: Any, about: About, sheet: Sheet, *, height: int) -> Markup:
    edge = round(sheet.width * theme.margin)
    group = chart.to_svg_group(sheet.width + 2 * edge, height + 2 * edge)
    group.remove(group[0])  # the ground is the page's
    for element in group.iter():
        _tidy(element)
    box = f"{edge - 4} {edge - 4} {sheet.width + 12} {height + 8}"
    root = ET.Element("svg", {"class": f"ch {sheet.kind}", "viewBox": box, "role": "img"})
    ET.SubElement(root, "title").text = clean(about.title)
    ET.SubElement(root, "desc").text = clean(about.description)
    root.append(group)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704  # escaped by ElementTree


def _tidy(element: ET.Element) -> None:
    if element.text is not None:
        element.text = clean(element.text)
    names = list(_classes(element))
    for name in _PAINTED:
        element.attrib.pop(name, None)
    for name in _PLACED:
        if name in element.attrib:
            element.set(name, _NUMBER.sub(_shortened, element.attrib[name]))
    if names:
        element.set("class", " ".join(names))


def _classes(element: ET.Element) -> Iterator[str]:
    for name in element.get("class", "").split():
        yield name if name.startswith("ch-") else f"ch-{name}"
    if "class" in element.attrib:
        return
    stroke = element.get("stroke", "")
    if element.tag == "text":
        yield "ch-text"
    elif element.tag == "line":
        yield "ch-zero" if stroke == theme.zero_color else "ch-grid"
    elif stroke.startswith("ch-"):
        yield from ("ch-line", stroke)


def _shortened(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")


def _legend(names: Sequence[tuple[int, str]]) -> Markup:
    rows = [
        Markup(
            '<li><svg class="ch-key" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">'
            '<rect class="ch-fill ch-k{}" width="12" height="12" rx="2"/></svg> <bdi>{}</bdi></li>'
        ).format(colour, shown(name, _LONGEST))
        for colour, name in names
    ]
    return Markup('<ul class="ch-legend">{}</ul>').format(Markup("").join(rows)) if rows else _NONE


def _marks(texts: Sequence[str]) -> Markup:
    rows = [Markup("<li><bdi>{}</bdi></li>").format(shown(text, 3 * _LONGEST)) for text in texts]
    return Markup('<ol class="ch-marks">{}</ol>').format(Markup("").join(rows)) if rows else _NONE
