"""A jump of followers is held against their own usual growth."""

from __future__ import annotations

from datetime import timedelta

from engine.store.measurements import Measurement
from engine.vetting.growth import follower_jump
from tests.engine.vetting.people import facts
from tests.fakes import NOW


def history(followers, *, days_between=1.0):
    n = len(followers)
    return [
        Measurement(
            measured_at=NOW - timedelta(days=days_between * (n - 1 - i)),
            followers=count,
            following=None,
            posts=None,
        )
        for i, count in enumerate(followers)
    ]


STEADY = [10_000 + 20 * i for i in range(10)]


def test_steady_growth_is_no_jump():
    assert follower_jump(history(STEADY), facts()).value < 1.0


def test_a_jump_is_counted_in_deviations_of_at_least_two_in_a_thousand_followers():
    jump = [*STEADY, STEADY[-1] + 5_000]
    measured = follower_jump(history(jump), facts())
    # Rates of 20 a day without variance: the unit is 0.2 % of the followers before the jump.
    assert round(measured.value, 3) == round((5_000 - 20) / (0.002 * STEADY[-1]), 3)
    assert measured.n == 11
    assert "10,180 to 15,180 followers in 1.0 days" in measured.detail


def test_a_fall_counts_like_a_rise():
    fall = [*STEADY, STEADY[-1] - 5_000]
    assert follower_jump(history(fall), facts()).value > 5.0


def test_a_post_that_did_well_explains_a_jump():
    jump = [*STEADY, STEADY[-1] + 5_000]
    viral = facts(hours_ago=[400, 300, 200, 20], likes=[10, 12, 9, 60])
    measured = follower_jump(history(jump), viral)
    assert measured.value < 1.0
    assert "1 changes follow a post that did well" in measured.detail
    ordinary = facts(hours_ago=[400, 300, 200, 20], likes=[10, 12, 9, 40])
    assert follower_jump(history(jump), ordinary).value > 5.0


def test_few_measurements_say_nothing():
    assert follower_jump(history(STEADY[:4]), facts()).value is None
    assert follower_jump(history([*STEADY[:3], None, None, None]), facts()).n == 3
