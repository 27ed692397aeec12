"""Shortlists as one HTML file that needs nothing else: no scripts, no fonts, no network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from engine.charts import STYLE
from engine.exports.parts import (
    discount_text,
    discounted_text,
    mentions_text,
    points_by_part,
    warnings_of,
)
from engine.exports.pictures import charts_of
from engine.exports.templates import make_environment
from engine.exports.views import sections_of
from engine.exports.writing import left_out_reason
from engine.vocabulary import Shortlist

if TYPE_CHECKING:
    from jinja2 import Environment

_MONTHS = "January February March April May June July August September October November December"


def html_bytes(shortlists: Sequence[Shortlist]) -> bytes:
    """Return the report, in UTF-8; every text is escaped, only http(s) addresses are links."""
    template = _environment().get_template("report.html.j2")
    style = STYLE.read_text(encoding="utf-8")
    return template.render(sections=sections_of(shortlists), chart_style=style).encode()


@cache
def _environment() -> Environment:
    return make_environment(
        "engine.exports",
        keep_trailing_newline=True,
        charts=charts_of,
        day=_day,
        count=_count,
        left_out=left_out_reason,
        points=points,
        sentence=sentence,
        percent=percent,
        discount=discount_text,
        discounted=discounted_text,
        mentions=mentions_text,
        warnings=warnings_of,
        weights=points_by_part,
    )


def _day(moment: datetime) -> str:
    """Return `1 May 2026`, whatever the language of the machine."""
    day = moment.astimezone(UTC)
    return f"{day.day} {_MONTHS.split()[day.month - 1][:3]} {day.year}"


def _count(number: int) -> str:
    return f"{number:,}"


def points(points: float) -> str:
    """Return points with one decimal and a real minus sign."""
    return f"{points:.1f}".replace("-0.0", "0.0").replace("-", "\N{MINUS SIGN}")


def percent(share: float) -> str:
    """Return a share that is already in hundredths, with two decimals."""
    return f"{share:.2f}%"


def sentence(words: Sequence[str]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
