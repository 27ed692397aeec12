"""The rows of the tables of money, as they stand in TOML."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
Amount: TypeAlias = Annotated[float, msgspec.Meta(ge=0)]
Currency: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
Per: TypeAlias = Literal["post", "thousand followers", "thousand views", "engagement"]
Metric: TypeAlias = Literal["likes", "comments", "shares", "views"]
ANY = "any"  # a platform that a source does not name


class Sourced(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every row has: who published it, when, and where it can be read."""

    source: Text
    dated: Text
    url: str | None = None


class PriceRow(Sourced, frozen=True, kw_only=True):
    """The lowest and highest price, for accounts of `followers[0]` up to below `followers[1]`."""

    platform: Text
    format: Text
    per: Per
    followers: tuple[Amount, Amount]
    amount: tuple[Amount, Amount]
    currency: Currency


class FormatRow(Sourced, frozen=True, kw_only=True):
    """What a post of another format costs, as a multiple of a plain one."""

    name: Text
    factor: Amount


class NicheRow(Sourced, frozen=True, kw_only=True):
    """What prices in a niche are multiplied by; `words` tell the niche."""

    name: Text
    words: tuple[Text, ...]
    factor: Amount


class ExpectedRow(Sourced, frozen=True, kw_only=True):
    """The engagement rate expected of accounts of that size, as a share of followers."""

    followers: tuple[Amount, Amount]
    rate: Annotated[float, msgspec.Meta(gt=0, le=1)]


class EngagementRow(Sourced, frozen=True, kw_only=True):
    """The factor for engagement of at least `times` what is expected."""

    times: Amount
    factor: Amount


class UnitRow(Sourced, frozen=True, kw_only=True):
    """What one reaction of a kind is counted for."""

    set: Text
    platform: Text
    metric: Metric
    value: Amount
    currency: Currency


class ReachRow(Sourced, frozen=True, kw_only=True):
    """The share of followers who see a post, of an account with `at` followers."""

    at: Annotated[float, msgspec.Meta(gt=0)]
    share: Annotated[float, msgspec.Meta(ge=0, le=1)]


class TierRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tier and its first number of followers."""

    name: Text
    start: Amount = msgspec.field(name="from")


class SchemeRow(Sourced, frozen=True, kw_only=True):
    """The tiers of one vendor, ascending."""

    name: Text
    tiers: tuple[TierRow, ...]


class Prices(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`prices.toml`."""

    price: tuple[PriceRow, ...] = ()


class Multipliers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`multipliers.toml`."""

    format: tuple[FormatRow, ...] = ()
    niche: tuple[NicheRow, ...] = ()
    expected: tuple[ExpectedRow, ...] = ()
    engagement: tuple[EngagementRow, ...] = ()


class Units(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`units.toml`."""

    unit: tuple[UnitRow, ...] = ()
    reach: tuple[ReachRow, ...] = ()


class Tiers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`tiers.toml`."""

    scheme: tuple[SchemeRow, ...] = ()
