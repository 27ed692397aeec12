"""From the store to a report: the creators of a campaign, their posts, and what was sold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from engine.campaigns.report import Report, unattributed
from engine.campaigns.results import BASELINE, Entrant, Result, Terms, result_of
from engine.campaigns.totals import total_of
from engine.store import Store
from engine.store.campaigns import Campaign, Member, campaigns, members, sales_of
from engine.text import number_of


def report_of(
    campaign: Campaign, store: Store, terms: Terms, *, unit_set: str, now: datetime
) -> Report:
    """Return the report of a campaign as things stand `now`; later posts do not count."""
    sales = sales_of(store, campaign)
    entrants = list(entrants_of(campaign, store, now=now))
    results = tuple(result_of(campaign, entrant, sales, terms) for entrant in entrants)
    total = total_of(results, campaign)
    notes = [
        *_running(campaign, now),
        *_claims(results, campaign),
        *_strays(campaign, store, [entrant.member for entrant in entrants]),
    ]
    if terms.disclose is None:
        notes.append("disclosure of the posts was not looked at")
    return Report(
        campaign=campaign,
        results=results,
        total=total,
        sales=sales,
        terms=terms,
        unit_set=unit_set,
        made_at=now,
        notes=tuple(notes),
    )


def entrants_of(campaign: Campaign, store: Store, *, now: datetime) -> Iterator[Entrant]:
    """Yield the creators of a campaign with their posts from 90 days before it to its end."""
    ours = members(store, campaign)
    others = [
        (rival, {member.key: member for member in members(store, rival)})
        for rival in campaigns(store)
        if rival.id != campaign.id
    ]
    ids = {member.key: store.creator_by_key(member.key) for member in ours}
    known = [id_ for id_ in ids.values() if id_ is not None]
    creators = store.creators(known)
    until = min(campaign.ends_at, now)
    posts = store.posts_by(known, since=campaign.starts_at - BASELINE, until=until)
    for member in ours:
        id_ = ids[member.key]
        yield Entrant(
            member=member,
            creator=None if id_ is None else creators.get(id_),
            posts=() if id_ is None else posts.get(id_, ()),
            rivals=[(rival, them[member.key]) for rival, them in others if member.key in them],
        )


def _running(campaign: Campaign, now: datetime) -> Iterator[str]:
    if now < campaign.starts_at:
        yield f"the campaign begins on {campaign.starts_at:%Y-%m-%d}"
    elif now < campaign.ends_at:
        yield f"the campaign runs until {campaign.ends_at:%Y-%m-%d}: these are the numbers so far"


def _claims(results: Sequence[Result], campaign: Campaign) -> Iterator[str]:
    claims = [claim for result in results for claim in result.claims if claim.others]
    if not claims:
        return
    here = sum(claim.counted_in == campaign.name for claim in claims)
    names = ", ".join(sorted({name for claim in claims for name in claim.others}))
    are = "is" if len(claims) == 1 else "are"
    yield (
        f"{number_of(len(claims), 'post')} {are} claimed by other campaigns too ({names}): "
        f"{here} count here, {len(claims) - here} there, by the strongest way they are found"
    )


def _strays(campaign: Campaign, store: Store, ours: Sequence[Member]) -> Iterator[str]:
    stray = unattributed(sales_of(store, campaign), ours)
    if not stray:
        return
    names = sorted({sale.code or sale.tag or "without a code" for sale in stray})
    shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
    yield f"sales by the code or link of nobody here: {len(stray):,} ({shown})"
