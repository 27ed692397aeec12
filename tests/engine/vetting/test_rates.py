"""Every engagement formula is the arithmetic of who uses it; typical rates are empirical Bayes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.vetting.peers import robust_z, share_below
from engine.vetting.rates import FORMULAE, Z80, benchmarks, by_name, rate, shrunk
from tests.engine.vetting.people import NAN, facts
from tests.fakes import make_creator

ANA = facts(
    make_creator(followers=1000, source="tiktok"),
    likes=[10, 20, 60, NAN],
    replies=[2, 4, 0, 5],
    reposts=[1, NAN, 3, 4],
    views=[500, 400, 2000, 100],
)


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("median_likes_by_followers", 20 / 1000, 3),  # Modash: median likes / followers
        ("mean_likes_by_followers", (10 + 20 + 60) / 3 / 1000, 3),
        ("likes_comments_by_followers", (12 + 24 + 60) / 3 / 1000, 3),  # Brandwatch
        ("median_likes_comments_by_followers", 24 / 1000, 3),
        ("reactions_by_followers", (13 + 63) / 2 / 1000, 2),  # CreatorIQ
        ("median_reactions_by_followers", (13 + 63) / 2 / 1000, 2),
        ("likes_by_views", ((10 + 20 + 60) / 3) / ((500 + 400 + 2000) / 3), 3),  # Modash
        ("likes_comments_by_views", (12 / 500 + 24 / 400 + 60 / 2000) / 3, 3),  # infludata
        ("reactions_by_views", (13 / 500 + 63 / 2000) / 2, 2),  # CreatorIQ 2023
        ("median_reactions_by_views", (13 / 500 + 63 / 2000) / 2, 2),
    ],
)
def test_each_formula_is_the_arithmetic_of_its_source(name, value, n):
    found = rate(by_name()[name], ANA, [])
    assert found.value == pytest.approx(value, rel=1e-12)
    assert (found.n, found.left_out) == (n, 4 - n)


def test_every_formula_is_tried_above():
    tried = test_each_formula_is_the_arithmetic_of_its_source.pytestmark[0].args[1]
    assert {name for name, *_ in tried} == {formula.name for formula in FORMULAE}


def test_unknown_followers_or_views_make_no_rate():
    nobody = facts(make_creator(), likes=[1, 2], replies=[0, 0], reposts=[0, 0])
    assert all(rate(formula, nobody, []).value is None for formula in FORMULAE)
    without = facts(make_creator(followers=0), likes=[1])
    assert rate(by_name()["median_likes_by_followers"], without, []).value is None


def peers(n, *, likes=(10.0, 20.0)):
    return [
        facts(make_creator(followers=1000), likes=[x * (i + 1) for x in likes]) for i in range(n)
    ]


def test_fewer_than_twenty_peers_say_nothing():
    formula = by_name()["mean_likes_by_followers"]
    own = facts(make_creator(followers=1000), likes=[30])
    few, enough = rate(formula, own, peers(19)), rate(formula, own, peers(20))
    assert (few.percentile, few.estimate, few.peers) == (None, None, 19)
    # peers' means are 15, 30, 45 … by 1000: one below 30 and one equal, which counts half
    assert enough.percentile == 1.5 / 20
    assert enough.estimate is not None


def test_the_typical_rate_is_the_mean_of_logarithms_drawn_to_that_of_peers():
    rng = np.random.default_rng(3)
    others = [(rng.integers(5, 50, 6).astype(float), np.full(6, 1000.0)) for _ in range(30)]
    own = (np.array([400.0, 100.0]), np.array([1000.0, 1000.0]))
    logs = [np.log((t + 0.5) / b) for t, b in others]
    means = np.array([x.mean() for x in logs])
    within = sum(((x - x.mean()) ** 2).sum() for x in logs) / sum(len(x) - 1 for x in logs)
    between = max(np.var(means) - within / 6, 0.05)
    mine = np.log((own[0] + 0.5) / own[1]).mean()
    weight = 2 * between / (2 * between + within)
    middle = means.mean() + weight * (mine - means.mean())
    sd = math.sqrt(between * within / (2 * between + within))
    found = shrunk(own, others)
    assert found.rate == pytest.approx(math.exp(middle))
    assert found.low == pytest.approx(math.exp(middle - Z80 * sd))
    assert found.high == pytest.approx(math.exp(middle + Z80 * sd))
    assert found.mean == pytest.approx(math.exp(middle + within / 2))
    assert found.n == 30


def test_ties_count_half_among_peers():
    assert share_below(np.array([1.0, 2.0, 2.0, 3.0]), 2.0) == (1 + 2 / 2) / 4


def test_distance_from_peers_is_in_robust_deviations():
    among = np.array([1.0, 2.0, 3.0, 4.0, 5.0])  # median 3, absolute deviations 2 1 0 1 2
    assert robust_z(among, 7.0) == pytest.approx((7 - 3) / (1.4826 * 1))
    assert robust_z(np.array([2.0, 2.0, 2.0, 9.0]), 3.0) is None
    logs = np.log(among)
    mad = np.median(np.abs(logs - math.log(3)))
    expected = (math.log(7) - math.log(3)) / (1.4826 * mad)
    assert robust_z(among, 7.0, scale="log") == pytest.approx(expected)


def test_what_others_published_has_a_date_a_source_and_a_formula_of_ours():
    assert benchmarks()
    for row in benchmarks():
        assert row.formula in by_name()
        assert row.date
        assert row.source
        assert "%" in row.rate
