"""What is measured of how somebody posts, worked out by hand."""

from __future__ import annotations

import math

import pytest

from engine.vetting import habits
from engine.vocabulary import Mark
from tests.engine.vetting.people import NAN, facts
from tests.fakes import NOW


def value(measure, **posts):
    return measure(facts(**posts), NOW).value


def test_the_text_posted_most_is_counted_and_its_posts_are_shown():
    measured = habits.repeated_text(facts(texts=[7, 8, 7, 0, 0, 0, 7]), NOW)
    assert measured.value == 3
    assert measured.n == 4
    assert measured.evidence == (1, 3, 7)


def test_shares_of_draws_and_links_are_of_all_posts():
    draw = int(Mark.PRIZE_DRAW)
    assert value(habits.giveaways, marks=[draw, 0, draw | 1, 1]) == 2 / 4
    assert value(habits.link_posts, links=[True, False, False, False]) == 1 / 4


def test_the_busiest_24_hours_need_not_be_a_day_of_the_calendar():
    assert value(habits.busiest_day, hours_ago=[100, 30, 20, 10, 6.1, 6, 1]) == 5
    assert value(habits.busiest_day, hours_ago=[24, 0]) == 1  # the end is not within


def test_a_stretch_ends_at_a_pause_of_more_than_four_hours():
    assert value(habits.no_pause, hours_ago=[50, 47, 43, 39, 30, 28]) == pytest.approx(11 / 24)
    assert value(habits.no_pause, hours_ago=[5]) is None


def test_entropy_of_hours_is_zero_for_one_hour_and_log_of_how_many_for_even_ones():
    assert value(habits.hours, hours_ago=[72, 48, 24]) == 0.0
    assert value(habits.hours, hours_ago=[float(h) for h in range(24)][::-1]) == pytest.approx(
        math.log2(24)
    )
    two = value(habits.hours, hours_ago=[49, 48, 25, 24])
    assert two == pytest.approx(1.0)


def test_even_gaps_are_the_deviation_of_gaps_by_their_mean():
    assert value(habits.even_gaps, hours_ago=[9, 6, 3, 0]) == pytest.approx(0.0, abs=1e-9)
    # gaps of 1, 2 and 3 hours: mean 2, variance 2/3
    assert value(habits.even_gaps, hours_ago=[6, 5, 3, 0]) == pytest.approx(math.sqrt(2 / 3) / 2)
    assert value(habits.even_gaps, hours_ago=[3, 3]) is None


def test_likes_for_each_reply_are_of_posts_that_tell_both():
    measured = habits.likes_to_replies(facts(likes=[10, 5, NAN, 8], replies=[2, NAN, 3, 0]), NOW)
    assert measured.value == (10 + 8 + 1) / (2 + 0 + 1)
    assert measured.n == 2


def test_reactions_are_those_of_the_ranking():
    y = habits.reactions_of(facts(likes=[3, NAN], replies=[1, NAN], reposts=[NAN, NAN]))
    assert y.tolist() == [math.log1p(3 + 2 * 1)]


def test_silence_is_counted_in_days_to_now():
    assert value(habits.silence, hours_ago=[480, 240]) == 10.0
    assert habits.silence(facts(), NOW).value is None
