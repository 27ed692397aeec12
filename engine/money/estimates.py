"""What a sponsored post by an account may cost: a range, and every way it was worked out.

A way is a row of the price table times what it counts (`per`), times the factors for format, niche
and engagement. Where sources name a factor differently, the way spans both. The range of an
estimate goes from the lowest end of all ways to the highest; its middle is the median of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import isinf, prod, sqrt
from statistics import median

from engine.errors import ConfigError
from engine.money.amounts import Rates
from engine.money.factors import Factor, engagement_factor, format_factor, niche_factor
from engine.money.rows import ANY, PriceRow
from engine.money.tables import Tables
from engine.money.usual import LEAST, Usual
from engine.tiers import tier_of

_THOUSAND = 1000.0
POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be priced; `platform` takes the place of the account's own, where given."""

    format: str = POST
    niche: str | None = None
    platform: str | None = None
    currency: str = "USD"
    rates: Rates = field(default_factory=lambda: Rates({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is known of who would post: `followers` None where not known."""

    platform: str
    followers: int | None
    usual: Usual = field(default_factory=Usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to a price: `row.amount` x `quantity` x `factors`, in the currency asked for.

    `high` and `middle` are None where the row names no highest price.
    """

    row: PriceRow
    quantity: float
    factors: tuple[Factor, ...]
    low: float
    middle: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A range of prices for one post. `notes` say what could not be used, and why.

    Without `ways` there is no estimate: `low`, `middle` and `high` are None and `notes` say why.
    `is_open` says that a way names no highest price.
    """

    platform: str
    format: str
    tier: str | None
    currency: str
    ways: tuple[Way, ...] = ()
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    is_open: bool = False
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> float | None:
        """How many times the low end the high end is; None where one is not known."""
        return self.high / self.low if self.high and self.low else None


def estimate(account: Account, asked: Asked, tables: Tables) -> Estimate:
    """Return what a post by the account may cost.

    Nothing is estimated for an account whose followers are not known.

    Raises:
        ConfigError: no table knows the format, or a price is in a currency without a rate.
    """
    _check_format(asked.format, tables)
    blank = Estimate(
        platform=asked.platform or account.platform,
        format=asked.format,
        tier=tier_of(account.followers),
        currency=asked.currency,
    )
    if account.followers is None:
        return replace(blank, notes=("followers are not known",))
    rows = [
        row
        for row in tables.prices.price
        if row.platform in (blank.platform, ANY) and row.format in (POST, asked.format)
    ]
    if not any(row.platform == blank.platform for row in rows):
        return replace(blank, notes=(_unpriced(blank.platform, tables),))
    ways, notes = _ways(account, asked, tables, [row for row in rows if _covers(row, account)])
    return _spanned(blank, ways, notes)


def _unpriced(platform: str, tables: Tables) -> str:
    known = ", ".join(sorted({row.platform for row in tables.prices.price} - {ANY}))
    return f"no price on {platform} is published; --as PLATFORM prices as on another: {known}"


def _spanned(blank: Estimate, ways: Sequence[Way], notes: Sequence[str]) -> Estimate:
    highs = [way.high for way in ways if way.high is not None]
    middles = [way.middle for way in ways if way.middle is not None]
    if not ways:
        notes = ["no published price covers an account of this size", *notes]
    elif len({way.row.source for way in ways}) == 1:
        notes = ["by one source alone: others would widen the range", *notes]
    return replace(
        blank,
        ways=tuple(ways),
        low=min((way.low for way in ways), default=None),
        middle=median(middles) if middles else None,
        high=max(highs, default=None),
        is_open=len(highs) < len(ways),
        notes=tuple(dict.fromkeys(notes)),
    )


def _check_format(asked: str, tables: Tables) -> None:
    named = {row.format for row in tables.prices.price}
    named |= {row.name for row in tables.multipliers.format}
    if asked not in named:
        raise ConfigError(
            f"no table knows the format {asked!r}", hint=f"there are: {', '.join(sorted(named))}"
        )


def _covers(row: PriceRow, account: Account) -> bool:
    low, high = row.followers
    return account.followers is not None and low <= account.followers < high


def _ways(
    account: Account, asked: Asked, tables: Tables, rows: Sequence[PriceRow]
) -> tuple[list[Way], list[str]]:
    ways, notes = [], []
    for row in rows:
        quantity = _quantity(row, account)
        formed = format_factor(row.format, asked.format, tables.multipliers)
        if quantity is None:
            notes.append(f"not by {_COUNTED[row.per]}: fewer than {LEAST} posts say them")
        elif not quantity:
            notes.append(f"not by {_COUNTED[row.per]}: there are usually none")
        elif formed is None:
            notes.append(f"no factor from a {row.format} to a {asked.format} is published")
        else:
            factors = (*formed, *_factors(row, account, asked, tables))
            ways.append(_way(row, account, quantity, factors=factors, asked=asked))
    return ways, notes


# What the prices per this and that go by.
_COUNTED = {
    "thousand followers": "followers",
    "engagement": "reactions",
    "thousand views": "views",
}


def _quantity(row: PriceRow, account: Account) -> float | None:
    followers, usual = float(account.followers or 0), account.usual
    if row.per == "post":
        return 1.0
    if row.per == "thousand followers":
        return followers / _THOUSAND
    if row.per == "engagement":
        return usual.engagements
    return None if usual.views is None else usual.views / _THOUSAND


def _factors(row: PriceRow, account: Account, asked: Asked, tables: Tables) -> tuple[Factor, ...]:
    niche = niche_factor(asked.niche, tables.multipliers)
    if row.per != "thousand followers" or not account.followers:
        return niche
    reactions = account.usual.engagements
    return (*niche, *engagement_factor(account.followers, reactions, tables.multipliers))


def _way(
    row: PriceRow,
    account: Account,
    quantity: float,
    *,
    factors: tuple[Factor, ...],
    asked: Asked,
) -> Way:
    times = quantity * _rate(row, asked)
    high, inside = row.amount[1], _inside(row, float(account.followers or 0))
    return Way(
        row=row,
        quantity=quantity,
        factors=factors,
        low=row.amount[0] * times * prod(factor.low for factor in factors),
        middle=None if inside is None else inside * times * prod(f.middle for f in factors),
        high=None if isinf(high) else high * times * prod(factor.high for factor in factors),
    )


def _inside(row: PriceRow, followers: float) -> float | None:
    """Return the price inside a row's range; None where no highest is named.

    Of a range for a band of followers it is the one as far up the range as they are up the band,
    else the geometric mean of the two ends.
    """
    low, high = row.amount
    start, end = row.followers
    if isinf(high):
        return None
    if row.per == "post" and not isinf(end) and low < high:
        return low + (high - low) * (followers - start) / (end - start)
    return sqrt(low * high)


def _rate(row: PriceRow, asked: Asked) -> float:
    rate = asked.rates.between(row.currency, asked.currency)
    if rate is None:
        raise ConfigError(
            f"prices are in {row.currency} and no rate to {asked.currency} is given",
            hint=f"give one: --rate {row.currency}=…{asked.currency}",
        )
    return float(rate)
