"""What a campaign brought in all: sums over its creators, and what they leave out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from engine.campaigns.results import Result
from engine.money.worth import METRICS, cost_per, roi
from engine.store.campaigns import Campaign
from engine.text import number_of
from engine.vocabulary import Disclosed


def total_of(results: Sequence[Result], campaign: Campaign) -> Result:
    """Return the sums over all creators of what is known of each.

    A ratio is over the creators of whom both of its numbers are known, so that like is compared
    with like; how many others there are is said.
    """
    return Result(
        entrant=None,
        claims=tuple(claim for result in results for claim in result.claims),
        counts={
            name: sum(one.counts.get(name, 0) for one in results)
            for name in METRICS
            if any(name in one.counts for one in results)
        },
        unsaid={
            name: n for name in METRICS if (n := sum(one.unsaid.get(name, 0) for one in results))
        },
        engagements=_count([one.engagements for one in results]),
        impressions=_sum([one.impressions for one in results]),
        fee=_amounts([one.fee for one in results]),
        gift=_amounts([one.gift for one in results]),
        cost=_amounts([one.cost for one in results]),
        orders=sum(one.orders for one in results),
        refunds=sum(one.refunds for one in results),
        sessions=sum(one.sessions for one in results),
        revenue=_amounts([one.revenue for one in results]),
        roi=_roi(results),
        cost_per_engagement=_cost_per_engagement(results),
        emv=_sum([one.emv for one in results]),
        emv_currency=next((one.emv_currency for one in results if one.emv_currency), None),
        disclosed=_disclosed(results),
        missing=_missing(results, campaign),
    )


def _roi(results: Sequence[Result]) -> float | None:
    whole = [one for one in results if one.cost is not None and one.revenue is not None]
    revenue = float(sum((one.revenue or Decimal(0) for one in whole), Decimal(0)))
    cost = float(sum((one.cost or Decimal(0) for one in whole), Decimal(0)))
    return roi(revenue, cost) if whole else None


def _cost_per_engagement(results: Sequence[Result]) -> float | None:
    whole = [one for one in results if one.cost is not None and one.engagements is not None]
    cost = float(sum((one.cost or Decimal(0) for one in whole), Decimal(0)))
    return cost_per(cost, sum(one.engagements or 0 for one in whole)) if whole else None


def _disclosed(results: Sequence[Result]) -> dict[str, int]:
    if not any(one.disclosed for one in results):
        return {}
    return {
        level.value: sum(one.disclosed.get(level.value, 0) for one in results)
        for level in Disclosed
    }


def _missing(results: Sequence[Result], campaign: Campaign) -> tuple[str, ...]:
    counts = {
        "cost": sum(one.cost is None for one in results),
        "revenue": sum(one.revenue is None for one in results),
        "engagements": sum(one.engagements is None for one in results),
    }
    said = [
        f"{what} of {count} of {len(results)} creators not known: left out of its sum and ratios"
        for what, count in counts.items()
        if count
    ]
    if campaign.erased:
        were = "was" if campaign.erased == 1 else "were"
        said.append(
            f"{number_of(campaign.erased, 'creator')} {were} erased since: neither their cost nor "
            "their sales are in this report"
        )
    return tuple(said)


def _count(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _amounts(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
