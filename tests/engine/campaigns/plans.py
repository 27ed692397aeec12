"""A campaign and its creators, for the tests of campaigns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from engine.campaigns.results import Entrant, Terms
from engine.money.tables import load_tables
from engine.money.worth import units_called
from engine.store.campaigns import Campaign, Member
from engine.vocabulary import CreatorKey, Post
from tests.fakes import NOW, make_creator

START = NOW - timedelta(days=30)
SPRING = Campaign(
    id=1,
    name="spring",
    starts_at=START,
    ends_at=NOW,
    currency="EUR",
    url="https://www.acme.example/spring/",
    hashtags=("acmespring",),
    mentions=("@acme", "Acme Coffee"),
)
ANA = CreatorKey("mastodon", "77")
MEMBER = Member(
    key=ANA,
    code="ANA-SPRING",
    tag="ana",
    fee=(Decimal(100), "EUR"),
    gift=(Decimal("20.50"), "EUR"),
)
_TABLES = load_tables().units
TERMS = Terms(units=units_called("later", _TABLES.unit), reach=_TABLES.reach)


def entrant(*posts: Post, **changes: object) -> Entrant:
    whole = Entrant(
        member=MEMBER, creator=make_creator("77", handle="ana", followers=1_000), posts=posts
    )
    return replace(whole, **changes)  # type: ignore[arg-type]
