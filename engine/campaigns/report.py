"""The report of a campaign as a paper: creators, posts, and every input of every number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.campaigns.codes import link_of
from engine.campaigns.finding import Claim
from engine.campaigns.results import Disclose, Result, Terms, member_of
from engine.exports.papers import Paper, Sheet
from engine.exports.rows import Cell
from engine.exports.writing import number
from engine.money.amounts import plain
from engine.money.worth import counts_of, engagements_of
from engine.store.campaigns import Campaign, Member, Sale

CLAIM_RULE = (
    "a post that several campaigns claim counts for the one that finds it in the strongest way "
    "(code, link, hashtag, mention), of equal ones for the one that began last"
)
FORMULAE = {
    "engagements": "likes + comments + shares (reposts and quotes), what is not known adding none",
    "cost": "fee + gift",
    "revenue": "orders less refunds, by code, else by link; that of sessions where no orders are",
    "cost_per_engagement": "cost / engagements",
    "roi": "(revenue - cost) / cost",
    "emv": "sum of count x unit value, over likes, comments, shares and views",
    "impressions": "followers x share of them who see a post x posts: an estimate",
    "lift": "median of engagements a post / that of the organic posts of the 90 days before",
}
_HEADS = (
    *("source", "id", "handle", "code", "link", "posts", "engagements", "likes", "comments"),
    *("shares", "views", "impressions_estimated", "fee", "gift", "cost", "cost_per_engagement"),
    *("orders", "refunds", "sessions", "revenue", "roi", "currency", "emv", "emv_currency"),
    *("median_engagements", "organic_median", "organic_posts", "lift", "disclosed_clear"),
    *("disclosed_weak", "disclosed_none", "missing"),
)
_POST_HEADS = (
    *(
        "source",
        "id",
        "creator_id",
        "handle",
        "url",
        "date",
        "found_by",
        "counted_in",
        "claimed_by",
    ),
    *("disclosed", "disclosed_by", "likes", "comments", "shares", "views", "engagements", "text"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a campaign brought, the sales that are nobody's, and by what it was worked out."""

    campaign: Campaign
    results: tuple[Result, ...]
    total: Result
    sales: tuple[Sale, ...]
    terms: Terms
    unit_set: str
    made_at: datetime
    notes: tuple[str, ...] = ()


def unattributed(sales: Sequence[Sale], members: Sequence[Member]) -> tuple[Sale, ...]:
    """Return the sales whose code and link are those of none of the members."""
    return tuple(sale for sale in sales if member_of(sale, members) is None)


def report_paper(report: Report) -> Paper:
    """Return the report as a paper."""
    rows = [_row(result, report) for result in (*report.results, report.total)]
    posts = [
        _post_row(result, claim, report.terms.disclose)
        for result in report.results
        for claim in result.claims
    ]
    inputs = list(FORMULAE.items())
    inputs += [(f"unit value of {term}", value) for term, value in _units(report)]
    inputs.append(("posts several campaigns claim", CLAIM_RULE))
    return Paper(
        title=f"Campaign {report.campaign.name}",
        made_at=report.made_at,
        sheets=(
            Sheet(name="Creators", heads=_HEADS, rows=rows),
            Sheet(name="Posts", heads=_POST_HEADS, rows=posts),
            Sheet(name="Inputs", heads=("what", "how"), rows=inputs),
        ),
        document=_document(report),
        notes=report.notes,
    )


def _units(report: Report) -> list[tuple[str, str]]:
    return [
        (
            f"{row.metric} ({row.platform}, set {row.set})",
            f"{plain(row.value)} {row.currency} ({row.source}, {row.dated})",
        )
        for row in report.terms.units
    ]


def _row(result: Result, report: Report) -> tuple[Cell, ...]:
    entrant, campaign = result.entrant, report.campaign
    key = entrant.member.key if entrant else None
    creator = entrant.creator if entrant else None
    link = link_of(campaign, key.source, entrant.member.tag) if entrant and key else None
    return (
        *((key.source, key.native_id) if key else ("total", None)),
        *(creator.handle if creator else None, entrant.member.code if entrant else None, link),
        *(len(result.counted), result.engagements),
        *(result.counts.get(name) for name in ("likes", "comments", "shares", "views")),
        *(_plain(result.impressions), _plain(result.fee), _plain(result.gift)),
        *(_plain(result.cost), _plain(result.cost_per_engagement)),
        *(result.orders, result.refunds, result.sessions, _plain(result.revenue)),
        *(_plain(result.roi), campaign.currency, _plain(result.emv), result.emv_currency),
        *(_plain(result.median), _plain(result.baseline), result.n_baseline, _plain(result.lift)),
        *(result.disclosed.get(name) for name in ("clear", "weak", "none")),
        "; ".join(result.missing) or None,
    )


def _post_row(result: Result, claim: Claim, disclose: Disclose | None) -> tuple[Cell, ...]:
    post, counts = claim.post, counts_of(claim.post)
    creator = result.entrant.creator if result.entrant else None
    return (
        *(post.source, post.native_id, post.creator_id, creator.handle if creator else None),
        *(post.url, post.created_at, _ways(claim), claim.counted_in),
        ", ".join(f"{name} ({way.name.lower()})" for name, way in claim.others.items()) or None,
        *_disclosure(claim, disclose),
        *(counts[name] for name in ("likes", "comments", "shares", "views")),
        *(engagements_of(post), post.text),
    )


def _disclosure(claim: Claim, disclose: Disclose | None) -> tuple[str | None, str | None]:
    """Return whether a post discloses that it is advertising, and by which words."""
    if disclose is None:
        return None, None
    found = disclose(claim.post)
    return found.level.value, ", ".join(words.surface for words in found.words) or None


def _ways(claim: Claim) -> str:
    return ", ".join(way.name.lower() for way in claim.found)


def _document(report: Report) -> dict[str, Any]:
    campaign = report.campaign
    members = [one.entrant.member for one in report.results if one.entrant]
    stray = unattributed(report.sales, members)
    return {
        "campaign": campaign_values(campaign),
        "made_at": report.made_at,
        "formulae": FORMULAE,
        "unit_values": {
            "set": report.unit_set,
            "rows": [
                {
                    "platform": row.platform,
                    "metric": row.metric,
                    "value": row.value,
                    "currency": row.currency,
                    "source": row.source,
                    "dated": row.dated,
                    "url": row.url,
                }
                for row in report.terms.units
            ],
        },
        "rates": [
            {"from": pair[0], "to": pair[1], "rate": float(rate)}
            for pair, rate in report.terms.rates.by_pair.items()
        ],
        "claim_rule": CLAIM_RULE,
        "creators": [_values(result, report) for result in report.results],
        "total": _values(report.total, report),
        "unattributed_sales": {
            "rows": len(stray),
            "codes": sorted({sale.code for sale in stray if sale.code}),
            "tags": sorted({sale.tag for sale in stray if sale.tag}),
        },
        "notes": list(report.notes),
    }


def campaign_values(campaign: Campaign) -> dict[str, Any]:
    """Return a campaign as JSON values."""
    return {
        "name": campaign.name,
        "starts_at": campaign.starts_at,
        "ends_at": campaign.ends_at,
        "currency": campaign.currency,
        "url": campaign.url,
        "hashtags": list(campaign.hashtags),
        "mentions": list(campaign.mentions),
        "erased_creators": campaign.erased,
    }


def member_values(member: Member, campaign: Campaign, handle: str | None) -> dict[str, Any]:
    """Return a creator of a campaign as JSON values."""
    return {
        "source": member.key.source,
        "id": member.key.native_id,
        "handle": handle,
        "code": member.code,
        "link": link_of(campaign, member.key.source, member.tag),
        "fee": _money(member.fee),
        "gift": _money(member.gift),
    }


def _money(amount: tuple[Decimal, str] | None) -> dict[str, Any] | None:
    return None if amount is None else {"amount": float(amount[0]), "currency": amount[1]}


def _values(result: Result, report: Report) -> dict[str, Any]:
    entrant = result.entrant
    handle = entrant.creator.handle if entrant and entrant.creator else None
    who = member_values(entrant.member, report.campaign, handle) if entrant else {}
    return {
        **who,
        "posts": [_claim_values(claim, report.terms.disclose) for claim in result.claims]
        if entrant
        else len(result.counted),
        "counts": dict(result.counts),
        "posts_without": dict(result.unsaid),
        "engagements": result.engagements,
        "impressions_estimated": _plain(result.impressions),
        "cost": _plain(result.cost),
        "cost_per_engagement": _plain(result.cost_per_engagement),
        "orders": result.orders,
        "refunds": result.refunds,
        "sessions": result.sessions,
        "revenue": _plain(result.revenue),
        "roi": _plain(result.roi),
        "currency": report.campaign.currency,
        "emv": {"value": _plain(result.emv), "currency": result.emv_currency},
        "disclosed": dict(result.disclosed) or None,
        "median_engagements": _plain(result.median),
        "organic": {"median_engagements": _plain(result.baseline), "posts": result.n_baseline},
        "lift": _plain(result.lift),
        "missing": list(result.missing),
    }


def _claim_values(claim: Claim, disclose: Disclose | None) -> dict[str, Any]:
    post = claim.post
    return {
        "source": post.source,
        "id": post.native_id,
        "url": post.url,
        "created_at": post.created_at,
        "text": post.text,
        "found_by": [way.name.lower() for way in claim.found],
        "claimed_by": {name: way.name.lower() for name, way in claim.others.items()},
        "counted_in": claim.counted_in,
        **dict(zip(("disclosed", "disclosed_by"), _disclosure(claim, disclose), strict=True)),
        "counts": counts_of(post),
        "engagements": engagements_of(post),
    }


def _plain(value: Decimal | float | None) -> float | None:
    return None if value is None else number(float(value))
