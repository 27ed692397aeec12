"""Bursts beside shares of voice: as lines, as rows and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.brands.counting.bursts import Burst
from engine.brands.counting.periods import moment_of
from engine.cli.layout import columns, day_text
from engine.exports.papers import Sheet
from engine.exports.writing import number

_HEADS = ("brand", "name", "first", "last", "creators", "usual", "times", "mentions")


def burst_lines(bursts: Sequence[Burst], names: Mapping[str, str]) -> Iterator[str]:
    """Yield the bursts as a table; nothing where there are none."""
    if not bursts:
        return
    yield ""
    yield "Bursts, days on which far more creators than usual named a brand:"
    rows = [
        (names[one.brand], _days(one), f"{one.creators:,}", f"{one.expected:.1f}",
         f"{one.factor:.1f}", f"{one.mentions:,}")
        for one in bursts
    ]  # fmt: skip
    yield from columns([("brand", "days", *_HEADS[4:]), *rows], left=(0, 1))


def burst_sheet(bursts: Sequence[Burst], names: Mapping[str, str]) -> Sheet:
    """Return the bursts as a sheet; `usual` creators were to be expected, `times` as many came."""
    rows = [
        (one.brand, names[one.brand], moment_of(one.first), moment_of(one.last), one.creators,
         number(one.expected), number(one.factor), one.mentions)
        for one in bursts
    ]  # fmt: skip
    return Sheet(name="Bursts", heads=_HEADS, rows=rows)


def burst_values(one: Burst) -> dict[str, Any]:
    """Return a burst as JSON values; days are inclusive."""
    return {
        "brand": one.brand,
        "first": moment_of(one.first).date().isoformat(),
        "last": moment_of(one.last).date().isoformat(),
        "creators": one.creators,
        "usual": number(one.expected),
        "mentions": one.mentions,
        "q": number(one.q),
    }


def _days(one: Burst) -> str:
    first, last = day_text(moment_of(one.first)), day_text(moment_of(one.last))
    return first if first == last else f"{first} to {last}"
