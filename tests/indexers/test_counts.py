"""Counts as exports write them."""

from __future__ import annotations

import pytest

from indexers.files.counts import ROUNDED, read_likes, read_metric


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (0, 0), (12, 12), (12.0, 12), ("12", 12), (" 12 ", 12), ("12.0", 12),
        ("1,234", 1_234), ("1,234,567", 1_234_567), ("1.234.567", 1_234_567), ("1 234", 1_234),
        (None, None), ("", None), ("null", None), ("NaN", None), ("N/A", None), ("-", None),
        (-1, None), ("-1", None), (-1.0, None), (True, None), ([1], None),
    ],
)  # fmt: skip
def test_counts_are_read_and_hidden_ones_are_not_known(written: object, number: int | None) -> None:
    notes: list[str] = []
    assert read_metric(written, "likes", notes.append) == number
    assert notes == []


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("48.5M", 48_500_000), ("1,5k", 1_500), ("82.2B", 82_200_000_000), ("12 K", 12_000),
        ("2.28E+11", 228_000_000_000), ("2,28e11", 228_000_000_000), ("1K+", 1_000),
    ],
)  # fmt: skip
def test_rounded_counts_are_read_and_said(written: str, number: int) -> None:
    notes: list[str] = []
    assert read_metric(written, "views", notes.append) == number
    assert notes == [f"views {ROUNDED}"]


@pytest.mark.parametrize("written", ["many", "1.234", "12,34", "1e999", 1.5, "1,2,3"])
def test_what_is_no_count_is_not_known_and_said(written: object) -> None:
    notes: list[str] = []
    assert read_metric(written, "likes", notes.append) is None
    assert notes == ["likes that is no count"]


def test_three_likes_on_instagram_may_be_hidden_ones() -> None:
    notes: list[str] = []
    assert [read_likes(likes, "likes", notes.append) for likes in (2, 3, 4)] == [2, None, 4]
    assert notes == ["likes of 3, which Instagram also says where likes are hidden: not known"]
