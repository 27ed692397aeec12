"""Walks back in time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indexers.walks import Walk, earliest, read_walk, second_of


def test_a_walk_survives_its_cursor() -> None:
    walk = Walk(floor=5, top=9, at="7")
    assert read_walk(walk.written()) == walk


def test_what_is_no_cursor_begins_anew() -> None:
    assert read_walk(None) == read_walk("damaged") == Walk()


def test_a_walk_ends_where_the_next_one_begins() -> None:
    walk = Walk(floor=5).onward("80", newest=100).onward("60", newest=79)
    assert walk == Walk(floor=5, top=100, at="60")
    assert walk.is_under_way
    assert walk.done(newest=59) == Walk(floor=100)
    assert not walk.done().is_under_way


def test_a_walk_that_saw_nothing_keeps_its_floor() -> None:
    assert Walk(floor=5).done(newest=None) == Walk(floor=5)


def test_the_later_of_floor_and_wish_is_where_a_walk_may_stop() -> None:
    since = datetime.fromtimestamp(1_000, UTC)
    assert earliest(Walk(), None) is None
    assert earliest(Walk(floor=2_000), since) == 2_000
    assert earliest(Walk(floor=2_000), since, overlap=300) == 1_700
    assert earliest(Walk(floor=500), since, overlap=300) == 1_000


@pytest.mark.parametrize("value", [None, "5", True, -1, 1e300, float("nan"), 1 << 70])
def test_what_is_no_moment_is_left_out_of_cursors(value: object) -> None:
    assert second_of(value) is None


def test_moments_are_whole_seconds() -> None:
    assert second_of(5.9) == 5
