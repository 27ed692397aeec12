"""The book of campaigns keeps exact amounts, and erasing a creator takes their rows out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from engine.errors import ConfigError
from engine.store import Store
from engine.store.campaigns import (
    Campaign,
    Member,
    Sale,
    campaigns,
    codes_in_use,
    create,
    members,
    put_member,
    put_sales,
    remove,
    remove_member,
    sales_of,
)
from engine.vocabulary import CreatorKey
from tests.fakes import NOW, make_creator, make_page, make_post

ANA, BO = CreatorKey("mastodon", "77"), CreatorKey("mastodon", "78")
SPRING = Campaign(
    name="spring",
    starts_at=NOW,
    ends_at=NOW + timedelta(days=30),
    currency="EUR",
    url="https://acme.example",
    hashtags=("acme",),
    mentions=("@acme",),
)
MEMBER = Member(key=ANA, code="ANA", tag="ana", fee=(Decimal("0.10"), "EUR"))


@pytest.fixture
def spring(store: Store) -> Campaign:
    create(store, SPRING, now=NOW)
    return campaigns(store)[0]


def test_a_campaign_comes_back_as_it_went_in(store: Store, spring: Campaign) -> None:
    assert replace(spring, id=0) == SPRING
    with pytest.raises(ConfigError, match="there is a campaign 'spring' already"):
        create(store, SPRING, now=NOW)


def test_a_creator_is_added_once_and_changed_after(store: Store, spring: Campaign) -> None:
    put_member(store, spring, MEMBER)
    changed = replace(MEMBER, fee=(Decimal("300.25"), "USD"), gift=(Decimal(5), "EUR"))
    put_member(store, spring, changed)
    assert members(store, spring) == (changed,)
    assert codes_in_use(store) == {"ANA"}


def test_two_creators_of_a_campaign_have_no_code_in_common(store: Store, spring: Campaign) -> None:
    put_member(store, spring, MEMBER)
    for same in ({"code": "ana", "tag": "bo"}, {"code": "BO", "tag": "ANA"}):
        with pytest.raises(ConfigError, match="another creator of the campaign has the code"):
            put_member(store, spring, replace(MEMBER, key=BO, **same))  # type: ignore[arg-type]
    assert members(store, spring) == (MEMBER,)


def stock(store: Store, spring: Campaign) -> None:
    put_member(store, spring, MEMBER)
    put_member(store, spring, Member(key=BO, code="BO", tag="bo"))
    sales = [
        Sale(sale="1", kind="order", code="ana", amount=Decimal(5), currency="EUR"),
        Sale(sale="2", kind="sessions", tag="ANA", sessions=5),
        Sale(sale="3", kind="order", code="BO", amount=Decimal(7), currency="EUR"),
        Sale(sale="4", kind="order", code="nobody", amount=Decimal(9), currency="EUR"),
    ]
    put_sales(store, spring, sales)


def test_erasing_a_creator_takes_what_they_cost_and_sold_and_counts_them(
    store: Store, spring: Campaign
) -> None:
    stock(store, spring)
    store.erase([ANA], now=NOW)
    assert [member.key for member in members(store, spring)] == [BO]
    assert [sale.sale for sale in sales_of(store, spring)] == ["3", "4"]
    assert campaigns(store)[0].erased == 1
    store.erase([CreatorKey("mastodon", "99")], now=NOW)
    assert campaigns(store)[0].erased == 1


def test_erasing_leaves_no_sale_whose_code_is_made_of_the_handle(
    store: Store, spring: Campaign
) -> None:
    page = make_page(make_post("1"), creators=[make_creator("77", handle="ana.b@home")])
    store.commit_page(page, now=NOW)
    create(store, replace(SPRING, name="autumn"), now=NOW)
    autumn = next(one for one in campaigns(store) if one.name == "autumn")
    put_member(store, spring, replace(MEMBER, code="ANABHOME-SPRING", tag="ana-b-home"))
    put_member(store, autumn, Member(key=BO, code="ANABHOME-2", tag="bo"))
    codes = ("anabhome-spring", "ANABHOME-2", "ANABHOMES", "BO")
    sold = [Sale(sale=code, kind="order", code=code, amount=Decimal(1)) for code in codes]
    by_link = Sale(sale="link", kind="sessions", tag="Ana-B-Home", sessions=5)
    for campaign in (spring, autumn):
        put_sales(store, campaign, [*sold, by_link])
    remove_member(store, spring, ANA)
    store.erase([ANA], now=NOW)
    assert {sale.sale for sale in sales_of(store, spring)} == {"ANABHOMES", "BO"}
    assert {sale.sale for sale in sales_of(store, autumn)} == {"ANABHOME-2", "ANABHOMES", "BO"}


def test_taking_a_creator_out_leaves_what_was_sold(store: Store, spring: Campaign) -> None:
    stock(store, spring)
    assert remove_member(store, spring, ANA)
    assert not remove_member(store, spring, ANA)
    assert len(sales_of(store, spring)) == 4


def test_a_campaign_that_is_forgotten_leaves_nothing(store: Store, spring: Campaign) -> None:
    stock(store, spring)
    remove(store, spring)
    assert campaigns(store) == ()
    for table in ("campaign_creators", "campaign_sales"):
        query = f"SELECT count(*) FROM {table}"  # noqa: S608 - our own tables
        assert store.connection.execute(query).fetchone() == (0,)
