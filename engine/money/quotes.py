"""Estimates for a list of creators, and what a budget buys of them, as a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from engine.exports.papers import Paper, Sheet
from engine.exports.rows import Cell
from engine.exports.writing import number
from engine.money.amounts import Money
from engine.money.budget import Choice, Left, Offer, choose
from engine.money.estimates import Asked, Estimate, Way
from engine.money.factors import Factor
from engine.vocabulary import Creator

At: TypeAlias = Literal["low", "middle", "high"]
_CENTS = 100
DO_NOT_CONTACT = "on the do-not-contact list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A creator with an estimate; `barred` are those who must not be contacted.

    `warnings` say of which brands that the list is about they are against.
    """

    creator: Creator
    estimate: Estimate
    score: float | None = None
    barred: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`source:id`."""
        return f"{self.creator.source}:{self.creator.native_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """The best set for a budget: at what price, and who could not be considered, and why."""

    at: At
    currency: str
    choice: Choice
    unable: Mapping[str, str]  # `source:id` -> why


def purchase(quoted: Sequence[Quoted], budget: Money, posts: int, *, at: At) -> Purchase:
    """Return the best affordable set, one post a creator, at the `at` end of each estimate.

    The estimates and the budget are in one currency. Prices are rounded up to whole cents.
    """
    offers, unable = [], {}
    for one in quoted:
        why, price = _able(one, at)
        if price is None or one.score is None:
            unable[one.key] = why
        else:
            cents = -int(-price * _CENTS // 1)
            offers.append(Offer(name=one.key, score=one.score, cents=cents))
    cents = int(budget.amount * _CENTS)
    choice = choose(offers, budget=cents, posts=posts)
    return Purchase(at=at, currency=budget.currency, choice=choice, unable=unable)


def _able(one: Quoted, at: At) -> tuple[str, float | None]:
    if one.barred:
        return DO_NOT_CONTACT, None
    price: float | None = getattr(one.estimate, at)
    if price is None:
        return f"no {at} price: {'; '.join(one.estimate.notes) or 'no highest is named'}", None
    return ("" if one.score is not None else "has no score"), price


def price_paper(
    quoted: Sequence[Quoted],
    asked: Asked,
    *,
    made_at: datetime,
    bought: Purchase | None,
    notes: Sequence[str],
) -> Paper:
    """Return the paper of estimates, each with every way it was made, and of the set bought."""
    sheets = [
        Sheet(name="Prices", heads=_HEADS, rows=[_row(one, bought) for one in quoted]),
        Sheet(name="Ways", heads=_WAY_HEADS, rows=[row for one in quoted for row in _ways(one)]),
    ]
    document: dict[str, Any] = {
        "made_at": made_at,
        "asked": _asked(asked),
        "creators": [_creator(one) for one in quoted],
        "budget": None if bought is None else _bought(bought),
        "notes": list(notes),
    }
    return Paper(
        title="What a post may cost",
        made_at=made_at,
        sheets=tuple(sheets),
        document=document,
        notes=tuple(notes),
    )


_HEADS = (
    *("source", "id", "handle", "url", "followers", "tier", "score", "platform", "format"),
    *("low", "middle", "high", "currency", "high_over_low", "no_highest", "do_not_contact"),
    *("bought", "why_not_bought", "warnings", "notes"),
)
_WAY_HEADS = (
    *("source", "id", "handle", "per", "amount_low", "amount_high", "amount_currency", "quantity"),
    *("factors", "low", "middle", "high", "currency", "published_by", "dated", "url"),
)


def _row(one: Quoted, bought: Purchase | None) -> tuple[Cell, ...]:
    creator, found = one.creator, one.estimate
    taken, why = (None, None) if bought is None else standing(one, bought)
    return (
        *(creator.source, creator.native_id, creator.handle, creator.url, creator.followers),
        *(found.tier, _money(one.score), found.platform, found.format),
        *(_money(found.low), _money(found.middle), _money(found.high), found.currency),
        *(_money(found.width), "yes" if found.is_open else None),
        *("yes" if one.barred else None, taken, why),
        *("; ".join(one.warnings) or None, "; ".join(found.notes) or None),
    )


def standing(one: Quoted, bought: Purchase) -> tuple[str, str | None]:
    """Return whether a creator's post is bought, `yes` or `no`, and why not."""
    if any(offer.name == one.key for offer in bought.choice.taken):
        return "yes", None
    if one.key in bought.unable:
        return "no", bought.unable[one.key]
    return "no", next(left.why for left in bought.choice.left if left.offer.name == one.key)


def _ways(one: Quoted) -> list[tuple[Cell, ...]]:
    who = (one.creator.source, one.creator.native_id, one.creator.handle)
    return [
        (
            *(*who, way.row.per, way.row.amount[0], _end(way.row.amount[1]), way.row.currency),
            *(number(way.quantity), factors_text(way.factors)),
            *(_money(way.low), _money(way.middle), _money(way.high), one.estimate.currency),
            *(way.row.source, way.row.dated, way.row.url),
        )
        for way in one.estimate.ways
    ]


def factors_text(factors: Sequence[Factor]) -> str | None:
    """Return `niche beauty x 1.1 to 1.3; format reel x 1.2`."""
    return "; ".join(f"{factor.name} x {_span(factor)}" for factor in factors) or None


def _span(factor: Factor) -> str:
    same = factor.low == factor.high
    return f"{factor.low:g}" if same else f"{factor.low:g} to {factor.high:g}"


def _asked(asked: Asked) -> dict[str, Any]:
    rates = asked.rates.by_pair.items()
    return {
        "format": asked.format,
        "niche": asked.niche,
        "as": asked.platform,
        "currency": asked.currency,
        "rates": [{"from": pair[0], "to": pair[1], "rate": float(rate)} for pair, rate in rates],
    }


def _creator(one: Quoted) -> dict[str, Any]:
    creator = one.creator
    return {
        "source": creator.source,
        "id": creator.native_id,
        "handle": creator.handle,
        "url": creator.url,
        "followers": creator.followers,
        "score": _money(one.score),
        "do_not_contact": one.barred,
        "warnings": list(one.warnings),
        "estimate": estimate_values(one.estimate),
    }


def estimate_values(found: Estimate) -> dict[str, Any]:
    """Return an estimate as JSON values, with every way it was made and its sources."""
    return {
        "platform": found.platform,
        "format": found.format,
        "tier": found.tier,
        "low": _money(found.low),
        "middle": _money(found.middle),
        "high": _money(found.high),
        "currency": found.currency,
        "high_over_low": _money(found.width),
        "no_highest": found.is_open,
        "ways": [_way_values(way) for way in found.ways],
        "notes": list(found.notes),
    }


def _way_values(way: Way) -> dict[str, Any]:
    return {
        "per": way.row.per,
        "amount": [way.row.amount[0], _end(way.row.amount[1])],
        "currency": way.row.currency,
        "followers": [way.row.followers[0], _end(way.row.followers[1])],
        "quantity": number(way.quantity),
        "factors": [_factor_values(factor) for factor in way.factors],
        "low": _money(way.low),
        "middle": _money(way.middle),
        "high": _money(way.high),
        **_source(msgspec.structs.asdict(way.row)),
    }


def _factor_values(factor: Factor) -> dict[str, Any]:
    sources = [_source(msgspec.structs.asdict(row)) for row in factor.rows]
    return {"name": factor.name, "low": factor.low, "high": factor.high, "sources": sources}


def _source(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"source": row["source"], "dated": row["dated"], "url": row["url"]}


def _bought(bought: Purchase) -> dict[str, Any]:
    choice = bought.choice
    return {
        "budget": choice.budget / _CENTS,
        "posts": choice.posts,
        "currency": bought.currency,
        "at": bought.at,
        "taken": [_offer_values(offer) for offer in choice.taken],
        "score": _money(choice.score),
        "points_it_may_lack": _money(choice.within),
        "spent": choice.cents / _CENTS,
        "left_out": [_left_values(left) for left in choice.left]
        + [{"creator": name, "why": why} for name, why in bought.unable.items()],
    }


def _offer_values(offer: Offer) -> dict[str, Any]:
    price = offer.cents / _CENTS
    return {"creator": offer.name, "score": _money(offer.score), "price": price}


def _left_values(left: Left) -> dict[str, Any]:
    return {**_offer_values(left.offer), "why": left.why, "points_lost": _money(left.cost)}


def _money(value: float | None) -> float | None:
    return None if value is None else number(value)


def _end(value: float) -> float | None:
    return None if value == float("inf") else value
