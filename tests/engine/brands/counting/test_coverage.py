"""Days without posts are said, and not taken for quiet ones."""

from __future__ import annotations

import numpy as np

from engine.brands.counting.counted import Window
from engine.brands.counting.coverage import coverage
from engine.brands.counting.periods import days_of, microseconds
from tests.engine.brands.mentions import START, at

FIRST = int(days_of(np.array([microseconds(START)]))[0])
DAYS = {"here": FIRST + np.array([0, 1, 4]), "there": FIRST + np.array([4, 9])}


def silent(covered) -> list[int]:
    return [day - FIRST for day in covered.silent]


def test_days_without_a_post_of_any_source_are_silent() -> None:
    found = coverage(DAYS, Window(since=at(0), until=at(6)), now=at(20))
    assert silent(found.whole) == [2, 3, 5]
    assert found.whole.days == 6
    assert silent(found.by_source["there"]) == [0, 1, 2, 3, 5]


def test_an_open_window_is_from_the_first_post_to_now() -> None:
    found = coverage(DAYS, Window(), now=at(11.5))
    assert (found.whole.first - FIRST, found.whole.last - FIRST) == (0, 11)
    assert silent(found.whole) == [2, 3, 5, 6, 7, 8, 10, 11]


def test_a_window_that_ends_at_midnight_does_not_hold_the_day_that_begins() -> None:
    assert coverage(DAYS, Window(since=at(4), until=at(5)), now=at(20)).whole.silent == ()


def test_days_to_come_are_not_silent() -> None:
    found = coverage(DAYS, Window(since=at(0), until=at(100)), now=at(5))
    assert found.whole.last == FIRST + 4


def test_no_posts_and_no_dates_are_no_window() -> None:
    assert coverage({}, Window(), now=at(0)).whole is None
    assert coverage(DAYS, Window(since=at(9)), now=at(3)).whole is None
