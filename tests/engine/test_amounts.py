"""Amounts as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.amounts import parse_count, parse_range, parse_share, parse_when, range_text
from engine.errors import ConfigError
from engine.vocabulary import Range

NOW = datetime(2026, 3, 31, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("5000", 5_000),
        ("5,000", 5_000),
        ("5_000", 5_000),
        (" 10k ", 10_000),
        ("10K", 10_000),
        ("1.5m", 1_500_000),
        ("2b", 2_000_000_000),
        ("1.1k", 1_100),
        (".5k", 500),
    ],
)
def test_a_count_is_read_exactly(text: str, count: float) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize("text", ["", "-5", "ten", "1e5", "5kk", "1,00", "k", "nan", "inf", "٣"])
def test_what_is_no_count_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ConfigError, match="is not a count") as caught:
        parse_count(text)
    assert "10k" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("text", "share"), [("2%", 0.02), ("0.02", 0.02), ("0.1%", 0.001), ("100%", 1.0), ("150%", 1.5)]
)
def test_a_share_is_a_fraction(text: str, share: float) -> None:
    assert parse_share(text) == share


def test_a_bare_share_above_one_asks_for_a_percent_sign() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_share("3")
    assert caught.value.hint == "did you mean 3%?"


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("10k..100k", Range(low=10_000, high=100_000)),
        ("..50000", Range(high=50_000)),
        ("5k..", Range(low=5_000)),
        ("7..7", Range(low=7, high=7)),
        (" 1 .. 2 ", Range(low=1, high=2)),
    ],
)
def test_a_range_has_both_ends_or_one(text: str, bounds: Range) -> None:
    assert parse_range(text) == bounds


def test_a_range_of_shares() -> None:
    assert parse_range("2%..", parse_share) == Range(low=0.02)


@pytest.mark.parametrize("text", ["", "..", "5k", "5k...", "a..b", "1-2"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_range(text)


def test_swapped_ends_are_offered_the_right_way_round() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_range("50k..5k")
    assert caught.value.hint == "did you mean 5k..50k?"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", NOW),
        ("12h", NOW - timedelta(hours=12)),
        ("30d", NOW - timedelta(days=30)),
        ("2w", NOW - timedelta(days=14)),
        ("1mo", datetime(2026, 2, 28, 12, 30, tzinfo=UTC)),
        ("3mo", datetime(2025, 12, 31, 12, 30, tzinfo=UTC)),
        ("1y", datetime(2025, 3, 31, 12, 30, tzinfo=UTC)),
        ("2026-10-01", datetime(2026, 10, 1, tzinfo=UTC)),
        ("2026-10-01T12:00:00Z", datetime(2026, 10, 1, 12, tzinfo=UTC)),
        ("2026-10-01T12:00:00+02:00", datetime(2026, 10, 1, 10, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_span_before_now_or_a_date(text: str, moment: datetime) -> None:
    assert parse_when(text, NOW) == moment


@pytest.mark.parametrize("text", ["", "30", "30m", "yesterdayish", "2026-13-01", "9999y", "-3d"])
def test_what_is_no_moment_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_when(text, NOW)
    assert "30d" in str(caught.value.hint)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_range_survives_being_written_and_read(one: int, other: int) -> None:
    bounds = Range(low=min(one, other), high=max(one, other))
    assert parse_range(range_text(bounds)) == bounds


@given(st.decimals(0, 1, places=4))
def test_a_share_survives_being_written_and_read(share: object) -> None:
    bounds = Range(low=float(str(share)))
    assert parse_range(range_text(bounds, percent=True), parse_share) == bounds
