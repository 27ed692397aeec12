"""Each way to a price is the arithmetic of its source."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from statistics import median

import msgspec
import pytest

from engine.errors import ConfigError
from engine.money.amounts import parse_rates
from engine.money.estimates import Account, Asked, Estimate, estimate
from engine.money.rows import Multipliers, Prices
from engine.money.tables import Tables, load_tables
from engine.money.usual import Usual, usual_of
from tests.fakes import make_post

TABLES = load_tables()


def account(followers: int | None, platform: str = "instagram", **usual: float) -> Account:
    return Account(platform=platform, followers=followers, usual=Usual(**usual))  # type: ignore[arg-type]


def by_source(found: Estimate) -> dict[str, tuple[float, float | None]]:
    return {way.row.source.split(",")[0]: (way.low, way.high) for way in found.ways}


def test_the_fee_by_engagement_is_that_of_its_guide() -> None:
    """The guide's examples: followers x rate in percent x base / 100."""
    for followers, rate, base in ((5_000, 3, 0.20), (20_000, 4, 0.30), (200_000, 2, 0.40)):
        engagements = followers * rate / 100
        found = estimate(account(followers, engagements=engagements), Asked(), TABLES)
        low, high = by_source(found)["Nubtle"]
        assert low == high == pytest.approx(followers * rate * base / 100)


def test_a_thousand_views_cost_what_the_table_says_a_thousand() -> None:
    found = estimate(account(50_000, "youtube", views=100_000.0), Asked(), TABLES)
    assert by_source(found)["Word on the Block"] == (100 * 15, 100 * 30)
    assert by_source(found)["Channeltics"] == (100 * 8, 100 * 25)
    assert by_source(found)["Untapper"] == (100 * 10, 100 * 25)  # of micro, on any platform


def test_a_price_by_followers_has_the_factors_of_its_source() -> None:
    """Base x content x (1 + engagement) x industry: 50,000 followers, twice the expected 3 %."""
    engagements = 2 * 0.03 * 50_000
    asked = Asked(format="reel", niche="gaming")
    tables = only(TABLES, "Impulze")
    (way,) = estimate(account(50_000, engagements=engagements), asked, tables).ways
    assert way.low == way.high == pytest.approx(50 * 10 * 1.2 * 1.25 * 1.3)
    assert [factor.name for factor in way.factors] == [
        "format reel",
        "niche gaming",
        "engagement 2.0 times the 3.0% expected",
    ]


def only(tables: Tables, source: str) -> Tables:
    """The tables with the rows of one source."""

    def kept(rows: tuple[msgspec.Struct, ...]) -> tuple[msgspec.Struct, ...]:
        return tuple(row for row in rows if row.source.startswith(source))  # type: ignore[attr-defined]

    multipliers = {k: kept(v) for k, v in msgspec.structs.asdict(tables.multipliers).items()}
    prices = Prices(price=kept(tables.prices.price))  # type: ignore[arg-type]
    return replace(tables, prices=prices, multipliers=Multipliers(**multipliers))  # type: ignore[arg-type]


def test_engagement_below_what_is_expected_lowers_nothing() -> None:
    tables = only(TABLES, "Impulze")
    (way,) = estimate(account(50_000, engagements=1.0), Asked(), tables).ways
    assert (way.factors, way.low) == ((), 50 * 10)


def test_where_vendors_differ_on_a_niche_the_range_spans_both() -> None:
    found = estimate(account(2_000), Asked(niche="skin care for dry skin"), TABLES)
    table = next(way for way in found.ways if way.row.per == "post")
    assert (table.low, table.high) == pytest.approx((10 * 1.1, 100 * 1.3))
    # As far up the range as 2,000 is between 1,000 and 10,000, times the mean of the factors.
    inside = 10 + (100 - 10) * (2_000 - 1_000) / 9_000
    assert table.middle == pytest.approx(inside * sqrt(1.1 * 1.3))


def test_a_word_of_a_niche_counts_whole_only() -> None:
    plain = estimate(account(2_000), Asked(), TABLES)
    assert estimate(account(2_000), Asked(niche="chairs and steam"), TABLES) == plain
    assert estimate(account(2_000), Asked(niche="Make-up"), TABLES) != plain


def test_the_range_goes_over_all_ways_and_its_middle_is_the_median_of_theirs() -> None:
    found = estimate(account(20_000, engagements=700.0, views=9_000.0), Asked(), TABLES)
    assert len(found.ways) == 6
    assert found.low == min(way.low for way in found.ways)
    assert found.high == max(way.high or 0 for way in found.ways)
    assert found.middle == median(way.middle or 0 for way in found.ways)
    assert found.width == pytest.approx((found.high or 0) / (found.low or 1))


def test_nothing_is_estimated_where_followers_are_not_known() -> None:
    found = estimate(account(None, engagements=100.0, views=5_000.0), Asked(), TABLES)
    assert (found.low, found.middle, found.high, found.ways) == (None, None, None, ())
    assert found.notes == ("followers are not known",)


def test_an_unpriced_platform_has_no_estimate_until_another_is_named() -> None:
    asked = Asked()
    found = estimate(account(20_000, "mastodon", views=5_000.0), asked, TABLES)
    assert found.low is None
    assert "no price on mastodon is published" in found.notes[0]
    priced = estimate(account(20_000, "mastodon"), replace(asked, platform="tiktok"), TABLES)
    assert by_source(priced)["Impulze"] == (20 * 12, 20 * 12)


def test_what_posts_do_not_say_is_a_way_less_and_is_said() -> None:
    found = estimate(account(20_000), Asked(), TABLES)
    assert {way.row.per for way in found.ways} == {"post", "thousand followers"}
    assert "not by views: fewer than 3 posts say them" in found.notes
    assert "not by reactions: fewer than 3 posts say them" in found.notes


def test_a_source_that_names_no_highest_price_leaves_the_end_open() -> None:
    found = estimate(account(2_000_000), Asked(), TABLES)
    assert found.is_open
    assert (found.low, found.high) == (10_000, 49_500)


def test_prices_are_converted_by_the_rate_given_and_by_no_other() -> None:
    rates = parse_rates(["EUR=1.25USD"])
    dollars = estimate(account(20_000), Asked(), TABLES)
    euros = estimate(account(20_000), Asked(currency="EUR", rates=rates), TABLES)
    assert euros.low == pytest.approx((dollars.low or 0) / 1.25)
    with pytest.raises(ConfigError, match="prices are in USD and no rate to GBP"):
        estimate(account(20_000), Asked(currency="GBP", rates=rates), TABLES)


def test_a_format_of_no_table_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="no table knows the format 'billboard'") as caught:
        estimate(account(20_000), Asked(format="billboard"), TABLES)
    assert "reel" in str(caught.value.hint)


def test_a_bound_belongs_to_the_band_above_it() -> None:
    found = estimate(account(10_000), Asked(), TABLES)
    assert by_source(found)["the table most price lists copy"] == (100, 500)


def test_what_is_usual_is_a_median_of_the_latest_own_posts() -> None:
    posts = [make_post(str(n), likes=n, replies=1, days_ago=n) for n in range(1, 41)]
    posts.append(make_post("reply", likes=10_000, replies=0, reply_to="x", days_ago=0.5))
    found = usual_of(posts)
    assert (found.n, found.n_views, found.views) == (30, 0, None)
    assert found.engagements == median(n + 1 for n in range(1, 31))


def test_comments_that_are_not_known_are_left_out_and_said() -> None:
    posts = [make_post(str(n), likes=n) for n in range(3)]
    assert usual_of(posts).formula == "likes; comments not known"
    assert usual_of(posts).engagements == 1.0
    assert usual_of(posts[:2]).engagements is None


def test_what_an_account_has_none_of_is_no_way_to_a_price_of_nothing() -> None:
    found = estimate(account(0, engagements=0.0), Asked(), TABLES)
    assert (found.low, found.middle, found.high) == (None, None, None)
    assert "not by followers: there are usually none" in found.notes
    quiet = estimate(account(5_000, engagements=0.0), Asked(), TABLES)
    assert quiet.low == 10  # the table's least for a post, not 0 reactions x 0.2
    assert "not by reactions: there are usually none" in quiet.notes
