"""A walk ends where the last one began, and trusts the service's cursor while it is fresh."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from indexers.bluesky.walks import MAX_AGE, OVERLAP, REPEATED, begin

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def test_the_first_walk_goes_all_the_way_and_the_next_only_to_where_it_began() -> None:
    walk = begin(None, since=None, now=NOW)
    assert (walk.at, walk.floor) == (None, None)
    walk.advance("p2", [ago(1), ago(2)], now=NOW)
    walk.advance(None, [ago(3)], now=NOW)
    assert walk.is_over
    following = begin(walk.cursor(now=NOW), since=None, now=NOW)
    assert (following.at, following.floor) == (None, ago(1) - OVERLAP)
    following.advance("p2", [ago(0.5), ago(1.1)], now=NOW)
    assert not following.is_over
    following.advance("p3", [ago(1.2), ago(1.3)], now=NOW)
    assert following.is_over
    third = begin(following.cursor(now=NOW), since=None, now=NOW)
    assert third.floor == ago(0.5) - OVERLAP


def test_a_walk_that_broke_off_goes_on_while_its_place_is_fresh() -> None:
    walk = begin(None, since=None, now=NOW)
    walk.advance("p2", [ago(1), ago(2)], now=NOW)
    cursor = walk.cursor(now=NOW)
    assert begin(cursor, since=None, now=NOW + MAX_AGE).at == "p2"
    stale = begin(cursor, since=None, now=NOW + MAX_AGE + timedelta(seconds=1))
    assert (stale.at, stale.floor, stale.newest) == (None, None, ago(1))  # all of it again


def test_a_place_given_twice_ends_the_walk_and_is_told() -> None:
    walk = begin(None, since=None, now=NOW)
    assert walk.advance("a", [ago(1)], now=NOW) is None
    assert walk.advance("b", [ago(2)], now=NOW) is None
    assert walk.advance("a", [ago(3)], now=NOW) == REPEATED
    assert walk.is_over
    same = begin(None, since=None, now=NOW)
    same.advance("a", [], now=NOW)
    assert same.advance("a", [], now=NOW) == REPEATED


def test_posts_wanted_from_a_time_on_end_the_walk_there() -> None:
    walk = begin(None, since=ago(2), now=NOW)
    walk.advance("p2", [ago(1), ago(1.9)], now=NOW)
    assert not walk.is_over
    walk.advance("p3", [ago(1.95), ago(2.1)], now=NOW)
    assert walk.is_over
    later = begin(walk.cursor(now=NOW), since=ago(2), now=NOW)
    assert later.floor == ago(1) - OVERLAP
    for earlier in (ago(3), None):
        assert begin(walk.cursor(now=NOW), since=earlier, now=NOW).floor == earlier


def test_a_post_of_the_future_does_not_hide_those_that_follow() -> None:
    walk = begin(None, since=None, now=NOW)
    walk.advance(None, [NOW + timedelta(days=900)], now=NOW)
    assert begin(walk.cursor(now=NOW), since=None, now=NOW).floor == NOW - OVERLAP


def test_nothing_found_leaves_the_beginning() -> None:
    walk = begin(None, since=None, now=NOW)
    walk.advance(None, [None], now=NOW)
    again = begin(walk.cursor(now=NOW), since=None, now=NOW)
    assert (again.floor, again.newest) == (None, None)


@pytest.mark.parametrize("cursor", ["", "x", "17", "[]", '{"newest": 3}', '{"newest": "soon"}'])
def test_a_cursor_that_is_not_ours_begins_anew(cursor: str) -> None:
    walk = begin(cursor, since=None, now=NOW)
    assert (walk.at, walk.floor, walk.newest) == (None, None, None)
