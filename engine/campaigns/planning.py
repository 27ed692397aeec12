"""Campaigns being planned: begun, with creators, their codes and links, as tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.amounts import parse_when
from engine.campaigns.codes import given_code, make_code, make_tag
from engine.campaigns.report import campaign_values, member_values
from engine.config import nearest
from engine.errors import ConfigError
from engine.exports.papers import Paper, Sheet
from engine.exports.writing import web_link
from engine.money.amounts import parse_currency, parse_money
from engine.store import Store
from engine.store.campaigns import Campaign, Member, campaigns, codes_in_use, members
from engine.vocabulary import Creator, CreatorKey

PLAN_HEADS = ("source", "id", "handle", "code", "fee", "gift", "link")
CAMPAIGN_HEADS = ("name", "from", "until", "creators", "currency", "url")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A campaign as it is typed: `start` is its first day, `end` the day after its last."""

    name: str
    start: str
    end: str
    url: str | None = None
    hashtags: Sequence[str] = ()
    mentions: Sequence[str] = ()
    currency: str = "USD"


def campaign_of(planned: Planned, *, now: datetime) -> Campaign:
    """Return the campaign that is meant; it is not kept yet.

    Raises:
        ConfigError: the name, a date, the address or the currency is none, or it ends too early.
    """
    if not _NAME.fullmatch(planned.name):
        raise ConfigError(
            f"{planned.name!r} is no name of a campaign",
            hint="letters, digits and hyphens: spring-glow",
        )
    if planned.url is not None and web_link(planned.url) is None:
        raise ConfigError(
            f"{planned.url!r} is no address", hint="for example https://acme.example/spring"
        )
    tags = (tag.strip().lstrip("#").casefold() for tag in planned.hashtags if tag.strip("# "))
    campaign = Campaign(
        name=planned.name,
        starts_at=parse_when(planned.start, now),
        ends_at=parse_when(planned.end, now),
        currency=parse_currency(planned.currency),
        url=planned.url,
        hashtags=tuple(tags),
        mentions=tuple(name.strip() for name in planned.mentions if name.strip("@ ")),
    )
    if campaign.ends_at <= campaign.starts_at:
        raise ConfigError("the campaign ends before it begins", hint="give --until a later day")
    return campaign


def find_campaign(name: str, store: Store) -> Campaign:
    """Return the campaign of that name.

    Raises:
        ConfigError: there is none.
    """
    named = {campaign.name: campaign for campaign in campaigns(store)}
    if name not in named:
        hint = nearest(name, tuple(named)) if named else "begin one: overheard campaign create"
        raise ConfigError(f"there is no campaign {name!r}", hint=hint)
    return named[name]


def member_for(
    creator: Creator, campaign: Campaign, store: Store, *, code: str | None = None
) -> Member:
    """Return what is kept of a creator in a campaign, else a new code and tag for them.

    Raises:
        ConfigError: `code` is none.
    """
    ours = members(store, campaign)
    known = next((member for member in ours if member.key == creator.key), None)
    if known is None:
        known = Member(
            key=creator.key,
            code=make_code(creator, campaign, codes_in_use(store)),
            tag=make_tag(creator, [member.tag for member in ours]),
        )
    return replace(known, code=given_code(code)) if code else known


def paid(member: Member, campaign: Campaign, *, fee: str | None, gift: str | None) -> Member:
    """Return `member` with fee and gift as typed; what is None stays as it is.

    Raises:
        ConfigError: an amount cannot be read.
    """
    read = [
        None if text is None else parse_money(text, currency=campaign.currency)
        for text in (fee, gift)
    ]
    amounts = [None if money is None else (money.amount, money.currency) for money in read]
    return replace(member, fee=amounts[0] or member.fee, gift=amounts[1] or member.gift)


def campaign_rows(store: Store) -> list[tuple[str | None, ...]]:
    """Return all campaigns under `CAMPAIGN_HEADS`."""
    return [
        (
            *(one.name, f"{one.starts_at:%Y-%m-%d}", f"{one.ends_at:%Y-%m-%d}"),
            *(str(len(members(store, one))), one.currency, one.url),
        )
        for one in campaigns(store)
    ]


def handles_of(ours: Sequence[Member], store: Store) -> dict[CreatorKey, str | None]:
    """Return the handles of those of a campaign who are in the corpus."""
    ids = {member.key: store.creator_by_key(member.key) for member in ours}
    creators = store.creators([id_ for id_ in ids.values() if id_ is not None])
    return {
        key: creators[id_].handle for key, id_ in ids.items() if id_ is not None and id_ in creators
    }


def plan_paper(
    campaign: Campaign,
    ours: Sequence[Member],
    handles: Mapping[CreatorKey, str | None],
    *,
    made_at: datetime,
) -> Paper:
    """Return the plan of a campaign as a paper."""
    rows = [member_values(member, campaign, handles.get(member.key)) for member in ours]
    return Paper(
        title=f"Campaign {campaign.name}",
        made_at=made_at,
        sheets=(Sheet(name="Creators", heads=PLAN_HEADS, rows=[_plan_row(row) for row in rows]),),
        document={"campaign": campaign_values(campaign), "creators": rows},
    )


def _plan_row(row: Mapping[str, object]) -> tuple[str | None, ...]:
    return tuple(_written(row[name]) for name in PLAN_HEADS)


def _written(value: object) -> str | None:
    if isinstance(value, dict):
        return f"{value['amount']:,.2f} {value['currency']}"
    return None if value is None else str(value)
