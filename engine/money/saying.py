"""Estimates and sets in words, the same on a terminal and on a page."""

from __future__ import annotations

from math import isinf
from typing import NamedTuple

from engine.money.estimates import Way
from engine.money.quotes import factors_text

UNKNOWN = "\N{EN DASH}"
_WHOLE = 10.0  # from here on without cents


class Said(NamedTuple):
    """A way in words: `120 to 400`, and `10 USD per thousand followers x 12; niche tea x 1.1`."""

    reach: str
    sum: str


def way_said(way: Way) -> Said:
    """Return the range a way leads to, in the currency asked for, and how it was worked out."""
    low, high = way.row.amount
    more = " or more" if isinf(high) else f" to {high:g}" if high != low else ""
    times = "" if way.row.per == "post" else f" x {way.quantity:,.4g}"
    factors = factors_text(way.factors)
    said = f"{low:g}{more} {way.row.currency} per {way.row.per}{times}"
    return Said(_reach(way), f"{said}; {factors}" if factors else said)


def _reach(way: Way) -> str:
    low = amount_text(way.low)
    high = amount_text(way.high) if way.high is not None else "open"
    return low if low == high else f"{low} to {high}"


def amount_text(amount: float | None) -> str:
    """Return an amount with cents where it is small, a dash where it is not known."""
    if amount is None:
        return UNKNOWN
    return f"{amount:,.2f}" if amount < _WHOLE else f"{amount:,.0f}"
