"""Campaigns as lines of a terminal: the plan, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.campaigns.planning import PLAN_HEADS
from engine.campaigns.report import (
    CLAIM_RULE,
    FORMULAE,
    Report,
)
from engine.campaigns.results import Disclose, Result
from engine.cli.layout import UNKNOWN, columns, count_text, fit
from engine.exports.papers import Paper
from engine.money.amounts import plain
from engine.money.saying import amount_text
from engine.store.campaigns import Campaign

_NAME = 28
_TEXT = 60


def plan_lines(campaign: Campaign, paper: Paper) -> Iterator[str]:
    """Yield the plan: window, hashtags, mentions, and a line a creator."""
    yield f"{campaign.name}: {campaign.starts_at:%Y-%m-%d} to before {campaign.ends_at:%Y-%m-%d}"
    tags = " ".join(f"#{tag}" for tag in campaign.hashtags)
    yield f"found by code, link{', ' + tags if tags else ''}" + (
        f", {', '.join(campaign.mentions)}" if campaign.mentions else ""
    )
    rows = [["" if cell is None else str(cell) for cell in row] for row in paper.sheets[0].rows]
    yield from columns([PLAN_HEADS, *rows], left=(0, 1, 2, 3, 6)) if rows else ["no creators yet"]


def report_lines(report: Report) -> Iterator[str]:
    """Yield what came of a campaign: a line a creator, the total, posts, and what is missing."""
    campaign = report.campaign
    yield (
        f"Campaign {campaign.name}: {campaign.starts_at:%Y-%m-%d} to before "
        f"{campaign.ends_at:%Y-%m-%d}, amounts in {campaign.currency}"
    )
    heads = ("creator", "posts", "engagements", "views", "cost", "per engagement", "orders",
             "revenue", "ROI", "EMV", "lift", "disclosed")  # fmt: skip
    rows = [_cells(result) for result in (*report.results, report.total)]
    yield from columns([heads, *rows], left=(0,))
    yield ""
    yield from _posts(report.results, report.terms.disclose)
    for result in report.results:
        for sentence in result.missing:
            yield f"{_who(result)}: {sentence}"
    for sentence in report.total.missing:
        yield f"total: {sentence}"
    yield ""
    yield from (f"{name} = {formula}" for name, formula in FORMULAE.items())
    values = ", ".join(f"{row.metric} {plain(row.value)}" for row in report.terms.units)
    yield f"unit values {report.unit_set}: {values} {report.terms.units[0].currency}"
    if any(claim.others for result in report.results for claim in result.claims):
        yield CLAIM_RULE


def _cells(result: Result) -> tuple[str, ...]:
    clear = result.disclosed.get("clear")
    n_posts = len(result.counted)
    return (
        _who(result),
        str(n_posts),
        count_text(result.engagements),
        count_text(result.counts.get("views")),
        amount_text(None if result.cost is None else float(result.cost)),
        amount_text(result.cost_per_engagement),
        str(result.orders) + (f" -{result.refunds}" if result.refunds else ""),
        amount_text(None if result.revenue is None else float(result.revenue)),
        UNKNOWN if result.roi is None else f"{result.roi:+.0%}",
        amount_text(result.emv) + (f" {result.emv_currency}" if result.emv_currency else ""),
        UNKNOWN if result.lift is None else f"{result.lift:.2f}x",
        UNKNOWN if clear is None else f"{clear}/{n_posts}",
    )


def _who(result: Result) -> str:
    if result.entrant is None:
        return "total"
    key, creator = result.entrant.member.key, result.entrant.creator
    name = f"@{creator.handle}" if creator and creator.handle else key.native_id
    return f"{fit(name, _NAME)} ({key.source})"


def _posts(results: Sequence[Result], disclose: Disclose | None) -> Iterator[str]:
    for result in results:
        for claim in result.claims:
            ways = ", ".join(way.name.lower() for way in claim.found)
            there = "" if claim.counted_in not in claim.others else f", in {claim.counted_in}"
            level = "" if disclose is None else f", disclosed: {disclose(claim.post).level.value}"
            yield (
                f"{claim.post.created_at:%Y-%m-%d} {_who(result)} by {ways}{there}{level}: "
                f"{fit(claim.post.text, _TEXT)}"
            )
