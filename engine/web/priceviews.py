"""Prices as a page shows them: ranges on one scale, ways in words, and what may be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from engine.errors import ConfigError
from engine.money.estimates import Estimate, Way
from engine.money.quotes import Quoted, standing
from engine.money.rows import ANY, Sourced
from engine.money.saying import Said, amount_text, way_said
from engine.money.tables import Tables, load_tables
from engine.questions.pricing import Priced

_CENTS = 100
_WHOLE = 100.0  # the scale
_LEAST_WIDTH = 1.0  # of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen by the tables: platforms with prices of their own, formats, niches."""

    platforms: Sequence[str]
    formats: Sequence[str]
    niches: Sequence[str]
    own: Sequence[str]  # the files of the user's that take the place of ours

    @classmethod
    def of(cls, tables: Tables) -> Choices:
        """Return what `tables` know."""
        prices, factors = tables.prices.price, tables.multipliers
        return cls(
            platforms=sorted({row.platform for row in prices} - {ANY}),
            formats=sorted({row.format for row in prices} | {row.name for row in factors.format}),
            niches=sorted({row.name for row in factors.niche}),
            own=[name for name, origin in tables.origins.items() if origin != "bundled"],
        )


def choices_of(home: Path) -> Choices:
    """Return what may be chosen at `home`; by the tables that come along where its own are wrong.

    What is wrong is said to whoever asks for prices.
    """
    try:
        return Choices.of(load_tables(home))
    except ConfigError:
        return Choices.of(load_tables())


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a range lies among those shown, in hundredths of a scale of ratios."""

    start: float
    width: float
    middle: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWay:
    """A way in words, and who published its row and its factors."""

    said: Said
    row: Sourced
    sources: Sequence[tuple[str, Sequence[Sourced]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A creator as the page shows them; `price` is what the post is bought for, if it is.

    `why` says why it is not, where there is a budget.
    """

    quoted: Quoted
    span: Span | None
    ways: Sequence[ShownWay]
    price: str | None
    why: str | None

    @property
    def amounts(self) -> tuple[str, str, str]:
        """Low, middle and high as the command writes them."""
        found = self.quoted.estimate
        more = "+" if found.is_open and found.high else ""
        return amount_text(found.low), amount_text(found.middle), amount_text(found.high) + more

    @property
    def unpriced(self) -> str:
        """Why there is no estimate."""
        return "; ".join(self.quoted.estimate.notes)

    @property
    def name(self) -> str:
        """What the creator is called."""
        creator = self.quoted.creator
        return creator.name or creator.handle or creator.native_id


def shown_of(priced: Priced) -> list[Shown]:
    """Return everybody who was asked for, in their order."""
    scale = _Scale.of([one.estimate for one in priced.quoted])
    prices = _prices(priced)
    return [
        Shown(
            quoted=one,
            span=scale.span(one.estimate) if scale else None,
            ways=[*map(_way, one.estimate.ways)],
            price=prices.get(one.key),
            why=standing(one, priced.bought)[1] if priced.bought else None,
        )
        for one in priced.quoted
    ]


def _prices(priced: Priced) -> Mapping[str, str]:
    taken = priced.bought.choice.taken if priced.bought else ()
    return {offer.name: f"{offer.cents / _CENTS:,.2f}" for offer in taken}


def _way(way: Way) -> ShownWay:
    sources = [(factor.name, factor.rows) for factor in way.factors if factor.rows]
    return ShownWay(said=way_said(way), row=way.row, sources=sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """A scale of ratios from the lowest to the highest price shown, both above zero."""

    low: float
    high: float

    @classmethod
    def of(cls, found: Sequence[Estimate]) -> _Scale | None:
        """Return the scale of all ranges, None where no price is above zero."""
        ends = [end for one in found for end in _ends(one) if end > 0]
        return cls(low=min(ends), high=max(ends)) if ends else None

    def span(self, found: Estimate) -> Span | None:
        """Return where a range lies, None where there is none; an open one goes to the end."""
        if found.low is None:
            return None
        high = self.high if found.is_open or found.high is None else found.high
        start = min(self._place(found.low), _WHOLE - _LEAST_WIDTH)
        width = max(self._place(high) - start, _LEAST_WIDTH)
        middle = None if found.middle is None else self._place(found.middle)
        return Span(start=start, width=width, middle=middle)

    def _place(self, amount: float) -> float:
        if amount <= self.low or self.low == self.high:
            return 0.0
        return min(_WHOLE, _WHOLE * log(amount / self.low) / log(self.high / self.low))


def _ends(found: Estimate) -> Iterator[float]:
    yield from (end for end in (found.low, found.high) if end is not None)
