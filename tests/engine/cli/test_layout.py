"""Columns, numbers and sizes for people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.cli.layout import columns, count_text, facts, fit, size_text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (None, "–"),  # noqa: RUF001
        (0, "0"),
        (987, "987"),
        (1_000, "1k"),
        (12_345, "12.3k"),
        (999_499, "999k"),
        (999_950, "1m"),
        (1_250_000, "1.2m"),
        (2_000_000_000, "2b"),
    ],
)
def test_a_count_is_short_and_unknown_is_not_zero(count: float | None, text: str) -> None:
    assert count_text(count) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (3_400, "3.4 kB"), (5.6e6, "5.6 MB"), (7.8e9, "7.8 GB")],
)
def test_a_size_has_a_unit(size: float, text: str) -> None:
    assert size_text(int(size)) == text


@given(st.text(), st.integers(1, 60))
def test_a_fitted_text_is_one_line_no_wider_than_asked(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert cell_len(fitted) <= width
    assert "\n" not in fitted


def test_a_text_that_fits_is_whole_and_one_that_does_not_says_so() -> None:
    assert fit("espresso", 8) == "espresso"
    assert fit("espresso beans", 9) == "espresso…"
    assert fit("深煎りコーヒー", 7) == "深煎り…"


def test_numbers_stand_to_the_right_and_names_to_the_left() -> None:
    assert columns([["#", "name"], ["1", "ana"], ["10", "コー"]], left=(1,)) == [
        " #  name",
        " 1  ana",
        "10  コー",
    ]


def test_a_name_with_a_line_end_stays_on_its_line() -> None:
    assert facts({"source mast\nodon": "1 post", "home": "/a\x1b"}) == [
        "source mast odon  1 post",
        "home              /a␛",
    ]
