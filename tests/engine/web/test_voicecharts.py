"""Charts of share of voice begin behind a gap that would leave no room for the days there are."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.web.voicecharts import charts_of


def row(year: int, month: int, mentions: int) -> dict[str, object]:
    return {
        "period": "month",
        "since": datetime(year, month, 1, tzinfo=UTC),
        "name": "Krups",
        "mentions": mentions,
        "mentions_share": 0.5 if mentions else None,
        "mentions_low": None,
        "mentions_high": None,
    }


def rows(gap: int) -> list[dict[str, object]]:
    """Months: two with mentions, `gap` without any, three with mentions."""
    counts = [2, 1, *[0] * gap, 4, 0, 5]
    return [row(2016 + i // 12, 1 + i % 12, n) for i, n in enumerate(counts)]


def test_what_stands_before_a_gap_of_years_is_said_and_not_drawn() -> None:
    charts = charts_of(rows(gap=100), [])  # type: ignore[arg-type]
    assert charts.undrawn == (
        "Not drawn: 3 mentions of 2016-01-01 to 2016-02-01, before 100 months without any; "
        "the table has them."
    )
    assert charts.shares is not None
    assert "From 1 Jul 2024" in charts.shares or "2024" in charts.shares
    assert "2016" not in charts.shares


def test_a_gap_of_a_year_is_drawn_as_it_is() -> None:
    charts = charts_of(rows(gap=12), [])  # type: ignore[arg-type]
    assert charts.undrawn is None
    assert charts.shares is not None
    assert "2016" in charts.shares
