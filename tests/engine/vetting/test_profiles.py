"""What is measured of a profile is the arithmetic of the rule's source."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.vetting import profiles
from engine.vetting.findings import FLAG, TOO_LITTLE, UNKNOWN, USUAL, Measured, Standing, found
from engine.vetting.rules import rules
from tests.engine.vetting.people import facts
from tests.fakes import NOW, make_creator


def value(measure, **profile):
    return measure(facts(make_creator(**profile)), NOW).value


def test_following_is_counted_for_each_follower_and_nobody_counts_as_one():
    assert value(profiles.following_ratio, following=500, followers=10) == 500 / 10
    assert value(profiles.following_ratio, following=60, followers=0) == 60
    assert value(profiles.following_ratio, following=60) is None
    assert value(profiles.following_ratio, followers=60) is None


def test_an_empty_bio_is_not_one_that_is_not_known():
    assert value(profiles.no_bio, bio="", following=120) == 120
    assert value(profiles.no_bio, bio="I bake", following=120) == 0
    assert value(profiles.no_bio, following=120) is None


def test_the_platforms_picture_counts_by_the_age_of_the_account():
    born = NOW - timedelta(days=75)
    assert value(profiles.default_avatar, default_avatar=True, created_at=born) == 75
    assert value(profiles.default_avatar, default_avatar=False, created_at=born) == 0
    assert value(profiles.default_avatar, created_at=born) is None
    assert value(profiles.default_avatar, default_avatar=True) is None


@pytest.mark.parametrize(
    ("handle", "digits"),
    [("ana@example.social", 0), ("ana1987@example.social", 4), ("@user83740193", 8), ("4ever", 0)],
)
def test_digits_that_end_the_handle_are_counted_without_its_server(handle, digits):
    assert value(profiles.handle_digits, handle=handle) == digits


def test_posts_a_day_are_over_at_least_a_month():
    born = NOW - timedelta(days=200)
    assert value(profiles.posts_a_day, posts=1000, created_at=born) == 1000 / 200
    young = NOW - timedelta(days=3)
    assert value(profiles.posts_a_day, posts=300, created_at=young) == 300 / 30
    assert value(profiles.followers_a_day, followers=60, created_at=born) == 60 / 200


def test_age_ends_where_the_profile_was_measured():
    born, seen = NOW - timedelta(days=200), NOW - timedelta(days=100)
    assert value(profiles.posts_a_day, posts=500, created_at=born, measured_at=seen) == 500 / 100


@pytest.mark.parametrize(
    ("measured", "state"),
    [
        (Measured(value=4.0, n=20), FLAG),
        (Measured(value=3.0, n=20), USUAL),
        (Measured(value=9.0, n=19), TOO_LITTLE),
        (Measured(value=None, n=0), TOO_LITTLE),
        (Measured(value=None, n=30), UNKNOWN),
    ],
)
def test_the_same_text_is_said_aloud_above_three_times_of_twenty_posts(measured, state):
    assert found(rules()["repeated_text"], measured, None).state == state


@pytest.mark.parametrize(("z", "state"), [(3.6, FLAG), (3.4, USUAL), (-3.6, FLAG), (None, USUAL)])
def test_what_is_out_of_line_is_said_both_ways(z, state):
    at = Standing(n=40, median=0.5, percentile=0.5, z=z)
    assert found(rules()["reactions"], Measured(value=2.0, n=20), at).state == state


def test_peers_much_alike_make_nobody_stand_out():
    at = Standing(n=40, median=1.0, percentile=1.0, z=9.0)
    assert found(rules()["reactions"], Measured(value=2.9, n=20), at).state == USUAL
    assert found(rules()["reactions"], Measured(value=3.0, n=20), at).state == FLAG


def test_a_flag_says_the_fact_and_costs_what_its_rule_says():
    rule = rules()["following_ratio"]
    finding = found(rule, profiles.following_ratio(
        facts(make_creator(following=4000, followers=50)), NOW), None)  # fmt: skip
    assert finding.sentence == (
        "follows 80 accounts for each of their followers; 4,000 followed, 50 followers"
    )
    assert finding.points == rule.points
    assert found(rule, Measured(value=49.9, n=1), None).points == 0.0


def test_every_rule_has_a_bound_a_source_and_a_sentence_with_the_value():
    for rule in rules().values():
        assert rule.bound()
        assert rule.source
        assert "{value}" in rule.says
        assert "fake" not in rule.says
        assert rule.points >= 0.0
