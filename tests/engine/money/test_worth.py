"""What posts brought is the arithmetic of the sources."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ConfigError
from engine.money.tables import load_tables
from engine.money.worth import (
    cost_per,
    counts_of,
    emv_terms,
    engagements_of,
    median_engagements,
    reach_share,
    roi,
    units_called,
)
from tests.fakes import make_post

UNITS = load_tables().units


def test_earned_media_value_is_that_of_the_example_it_is_from() -> None:
    """5,000 likes, 500 comments and 50,000 impressions are worth 1,752.50."""
    counts = {"likes": 5_000, "comments": 500, "views": 50_000, "shares": None}
    terms = emv_terms(counts, "instagram", units_called("later", UNITS.unit))
    expected = 5_000 * 0.30 + 500 * 0.50 + 50_000 / 1_000 * 0.05
    assert sum(term.value for term in terms) == pytest.approx(expected) == 1_752.50


def test_what_is_not_known_has_no_term_and_what_is_zero_has_one() -> None:
    terms = emv_terms({"likes": 0, "comments": None}, "x", units_called("later", UNITS.unit))
    assert [(term.metric, term.value) for term in terms] == [("likes", 0.0)]


def test_a_unit_value_of_the_platform_goes_before_one_of_any() -> None:
    views = units_called("views", UNITS.unit)
    (term,) = emv_terms({"likes": 3, "views": 1_000}, "youtube", views)
    assert term.value == pytest.approx(1_000 * 20 / 1_000)
    assert emv_terms({"views": 1_000}, "mastodon", views) == ()


def test_an_unknown_set_of_units_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="no set of unit values 'pr'") as caught:
        units_called("pr", UNITS.unit)
    assert caught.value.hint == "there are: later, views"


def test_cost_per_engagement_is_that_of_its_example() -> None:
    assert cost_per(200, 1_000) == 0.20
    assert cost_per(200, 0) is None
    assert cost_per(None, 10) is cost_per(10, None) is None
    assert cost_per(0, 10) == 0


@given(st.floats(0, 1e6), st.floats(0.01, 1e6))
def test_roi_is_revenue_less_cost_over_cost(revenue: float, cost: float) -> None:
    assert roi(revenue, cost) == (revenue - cost) / cost


def test_roi_of_what_is_not_known_or_cost_nothing_is_not_known() -> None:
    assert roi(100.0, 0.0) is roi(None, 5.0) is roi(5.0, None) is None
    assert roi(0.0, 50.0) == -1.0


def test_the_share_who_see_a_post_is_that_of_its_source() -> None:
    """0.15 below 100,000 followers, 0.06 above 10 million, linear in between."""
    rows = UNITS.reach
    assert reach_share(5_000, rows) == reach_share(100_000, rows) == 0.15
    assert reach_share(10_000_000, rows) == reach_share(5e7, rows) == 0.06
    assert reach_share(5_050_000, rows) == pytest.approx((0.15 + 0.06) / 2)
    assert reach_share(5_000, ()) is None


def test_engagements_are_the_sum_of_what_is_known() -> None:
    post = make_post(likes=3, replies=None, reposts=2, quotes=1)
    assert engagements_of(post) == 3 + 2 + 1
    assert counts_of(post) == {"likes": 3, "comments": None, "shares": 3, "views": None}
    assert engagements_of(make_post(views=9)) is None


def test_a_median_needs_its_posts() -> None:
    posts = [make_post(str(n), likes=n) for n in (1, 2, 30)] + [make_post("x")]
    assert median_engagements(posts, least=3) == (2, 3)
    assert median_engagements(posts, least=4) == (None, 3)
