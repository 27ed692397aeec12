"""Charts as inline SVG: seen without scripts, printable, coloured by classes, hostile labels safe.

Drawn with leather (MIT, pure Python, 50 kB): pygal's charts carry their own `<style>`, matplotlib's
a `style` on every element, and those of npm's libraries need scripts; none of that passes the
page's policy. Each chart comes in two widths, of which `charts.css` shows the one that fits
its place, with its legend and marks as text below. None is unknown: a gap, never zero.
"""

from engine.charts.bars import bar_chart
from engine.charts.distribution import distribution_chart
from engine.charts.drawing import STYLE
from engine.charts.lines import stacked_time_chart, time_chart
from engine.charts.spots import Dot, Name, colour_of, spot_chart
from engine.charts.values import Line, Mark

__all__ = [
    "STYLE",
    "Dot",
    "Line",
    "Mark",
    "Name",
    "bar_chart",
    "colour_of",
    "distribution_chart",
    "spot_chart",
    "stacked_time_chart",
    "time_chart",
]
