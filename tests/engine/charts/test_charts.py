"""Charts: where values stand, what is said of them, and that labels stay labels."""

from __future__ import annotations

import math
import re
import warnings
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.charts import (
    STYLE,
    Line,
    Mark,
    bar_chart,
    distribution_chart,
    stacked_time_chart,
    time_chart,
)
from engine.charts.scales import Counts, Days, Logs
from engine.charts.values import number

FIRST = date(2026, 3, 1)
HOSTILE = "\"><script>alert(1)</script><b onclick='x'>&amp;\x00\u202e" * 3


def weekly(*values: float | None, name: str = "one") -> Line:
    return Line(name, [(FIRST + timedelta(days=7 * i), value) for i, value in enumerate(values)])


def tree(markup: str) -> ET.Element:
    """Every chart is well-formed XML too, which is what is looked at here."""
    return ET.fromstring(markup)  # noqa: S314  # our own


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [it for it in root.iter() if name in it.get("class", "").split()]


def wide(markup: str) -> ET.Element:
    return of_class(tree(markup), "ch-wide")[0]


def said(element: ET.Element) -> list[str]:
    return [title.text or "" for title in element.iter("title")]


def numbers_of(path: str) -> list[float]:
    return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_what_is_not_known_is_a_gap_in_the_line_and_not_zero() -> None:
    lines = of_class(wide(time_chart([weekly(4, 8, None, 2, 6)], title="t", unit="posts")),
                     "ch-line")  # fmt: skip
    assert [len(numbers_of(path.get("d", ""))) // 2 for path in lines] == [2, 2]


def test_a_line_rises_as_its_values_do() -> None:
    [path] = of_class(wide(time_chart([weekly(0, 5, 10)], title="t", unit="posts")), "ch-line")
    at = numbers_of(path.get("d", ""))
    (x0, y0), (x1, y1), (x2, y2) = zip(at[::2], at[1::2], strict=True)
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.2)
    assert y0 - y1 == pytest.approx(y1 - y2, abs=0.2)
    assert y2 < y1 < y0


def test_the_band_lies_around_the_line_and_breaks_where_an_end_is_not_known() -> None:
    points = [(FIRST + timedelta(days=i), 5.0) for i in range(5)]
    line = Line("one", points, [4, 4, None, 3, 3], [6, 6, 6, 9, 9])
    root = wide(time_chart([line], title="t", unit="%"))
    bands = [numbers_of(band.get("points", "")) for band in of_class(root, "ch-band")]
    [path] = of_class(root, "ch-line")
    middle = numbers_of(path.get("d", ""))[1]
    assert [len(band) for band in bands] == [8, 8]
    assert min(bands[0][1::2]) < middle < max(bands[0][1::2])
    above, below = middle - min(bands[1][1::2]), max(bands[1][1::2]) - middle
    assert above / below == pytest.approx((9 - 5) / (5 - 3), rel=0.02)


def test_each_point_says_its_name_day_and_value() -> None:
    root = wide(time_chart([weekly(4, 1250, name="CeraVe")], title="Mentions", unit="posts"))
    assert said(root) == ["Mentions", "CeraVe, 1 Mar 2026: 4 posts", "CeraVe, 8 Mar 2026: 1.25k posts"]  # noqa: E501  # fmt: skip


def test_the_description_gives_the_ends_and_what_is_not_known() -> None:
    [desc] = wide(time_chart([weekly(4, None, 9)], title="t", unit="posts")).iter("desc")
    assert desc.text == "From 1 Mar 2026 to 15 Mar 2026. one: 4 to 9 posts, not known 1 times."


def test_marks_are_numbered_by_day_and_those_outside_are_left_out() -> None:
    marks = [Mark(FIRST + timedelta(days=7), "later"), Mark(FIRST, "first"),
             Mark(FIRST - timedelta(days=1), "before")]  # fmt: skip
    root = tree(time_chart([weekly(1, 2, 3)], title="t", unit="", marks=marks))
    [below] = of_class(root, "ch-marks")
    assert ["".join(it.itertext()) for it in below] == ["1 Mar 2026: first", "8 Mar 2026: later"]
    assert [it.text for it in of_class(root, "ch-mark-text")][:2] == ["1", "2"]


def test_columns_stand_on_each_other_in_proportion() -> None:
    lines = [weekly(6, name="a"), weekly(3, name="b")]
    lower, upper = of_class(wide(stacked_time_chart(lines, title="t", unit="posts")), "ch-fill")
    heights = [float(it.get("height", "")) for it in (lower, upper)]
    assert heights[0] / heights[1] == pytest.approx(6 / 3, rel=0.01)
    assert float(upper.get("y", "")) + heights[1] == pytest.approx(float(lower.get("y", "")), abs=0.2)  # noqa: E501  # fmt: skip


def test_bars_are_as_long_as_their_values_and_the_unknown_has_none() -> None:
    root = wide(bar_chart([("a", 8), ("b", 2), ("c", None)], title="t", unit="posts"))
    bars = {it[0].text: float(it.get("width", "")) for it in of_class(root, "ch-fill")}
    assert bars["a: 8 posts"] / bars["b: 2 posts"] == pytest.approx(8 / 2, rel=0.01)
    assert bars["c: not known"] == 0
    assert "c (?)" in [it.text for it in of_class(root, "ch-text")]


def test_two_bars_of_one_label_are_two_bars() -> None:
    root = wide(bar_chart([("a", 8), ("a", 2)], title="t"))
    assert {float(it.get("y", "")) for it in of_class(root, "ch-fill")} != {0}
    assert len(of_class(root, "ch-fill")) == 2


def test_bars_of_two_kinds_have_a_colour_each_and_one_label_for_both() -> None:
    bars = [("Ana", 8.0), ("Ana", 2.0), ("Bo", 4.0), ("Bo", None)]
    markup = bar_chart(bars, title="t", unit="EUR", kinds=["revenue", "cost"])
    root = wide(markup)
    drawn = {it[0].text: it.get("class", "").split()[-1] for it in of_class(root, "ch-fill")}
    assert drawn == {"Ana, revenue: 8 EUR": "ch-k0", "Ana, cost: 2 EUR": "ch-k1",
                     "Bo, revenue: 4 EUR": "ch-k0", "Bo, cost: not known": "ch-k1"}  # fmt: skip
    assert [it.text for it in of_class(root, "ch-text") if (it.text or "").isalpha()].count(
        "Ana"
    ) == 1
    [legend] = of_class(tree(markup), "ch-legend")
    assert ["".join(it.itertext()).strip() for it in legend] == ["revenue", "cost"]


@given(st.integers(0, 10**9))
def test_between_counts_nothing_is_named_and_the_highest_is_on_the_paper(highest: int) -> None:
    ticks = Counts(highest).ticks()
    assert 2 <= len(ticks) <= 6
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert Counts(highest).contains(highest)
    assert max(highest, 1) > ticks[-2]


def test_every_known_value_is_in_one_bin() -> None:
    values = [1, 2, 2, 3, 10, 40, None, math.nan, 900]
    for log in (False, True):
        root = wide(distribution_chart(values, title="t", unit="likes", mark=2, log=log))
        counts = [int((it[0].text or "").split(":")[0]) for it in of_class(root, "ch-bin")]
        assert sum(counts) == 7
        [own] = of_class(root, "ch-own")
        assert own.get("x1") == own.get("x2")


def test_the_mark_stands_where_its_value_does() -> None:
    root = wide(distribution_chart([0, 10], title="t", unit="", mark=5))
    [own] = of_class(root, "ch-own")
    bins = of_class(root, "ch-bin")
    left, right = bins[0].get("x", ""), bins[-1]
    end = float(right.get("x", "")) + float(right.get("width", "")) + 1
    assert float(own.get("x1", "")) == pytest.approx((float(left) + end) / 2, abs=0.3)


@pytest.mark.parametrize(
    "chart",
    [
        time_chart([weekly(None, None)], title="Voice", unit="%"),
        stacked_time_chart([], title="Voice", unit="%"),
        bar_chart([("a", None)], title="Voice"),
        distribution_chart([None, math.inf], title="Voice", unit=""),
    ],
)
def test_a_chart_of_nothing_says_so(chart: str) -> None:
    assert "".join(tree(chart).itertext()) == "Voice: nothing is known."


@pytest.mark.parametrize(
    "chart",
    [
        time_chart([weekly(1, 2, name=HOSTILE)], title=HOSTILE, unit=HOSTILE,
                   marks=[Mark(FIRST, HOSTILE)]),
        stacked_time_chart([weekly(1, 2, name=HOSTILE)], title=HOSTILE, unit=HOSTILE),
        bar_chart([(HOSTILE, 3), (HOSTILE, None)], title=HOSTILE, unit=HOSTILE),
        distribution_chart([1, 2], title=HOSTILE, unit=HOSTILE, mark=1),
        bar_chart([(HOSTILE, None)], title=HOSTILE),
    ],
)  # fmt: skip
def test_hostile_labels_add_no_element_attribute_or_style(chart: str) -> None:
    root = tree(chart)
    tags = {element.tag for element in root.iter()}
    names = {name for element in root.iter() for name in element.attrib}
    assert tags <= {"div", "p", "svg", "title", "desc", "g", "rect", "line", "text", "path",
                    "circle", "polygon", "ul", "ol", "li", "bdi"}  # fmt: skip
    assert not {name for name in names if name.startswith("on")} | names & {"style", "href", "id"}
    assert "\x00" not in chart
    assert "\u202e" not in chart


def test_every_class_of_a_chart_is_in_the_style_sheet_or_needs_no_rule() -> None:
    chart = time_chart([Line("a", [(FIRST, 1.0)], [0.5], [2])], title="t", unit="",
                       marks=[Mark(FIRST, "m")])  # fmt: skip
    used = {name for it in tree(chart).iter() for name in it.get("class", "").split()}
    ruled = set(re.findall(r"\.([\w-]+)", STYLE.read_text()))
    assert used - ruled <= {"ch-axis", "ch-left", "ch-tick", "ch-series", "ch-lines", "ch-upright"}


FLOATS = st.none() | st.just(math.nan) | st.just(math.inf) | st.floats(-1e9, 1e9)


@settings(max_examples=25, deadline=None)
@given(st.lists(FLOATS, min_size=1, max_size=12), st.integers(1, 400))
def test_any_numbers_make_a_chart_that_stays_on_its_paper(
    values: list[float | None], step: int
) -> None:
    line = Line("a", [(FIRST + timedelta(days=step * i), it) for i, it in enumerate(values)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        charts = [
            time_chart([line], title="t", unit=""),
            stacked_time_chart([line], title="t", unit=""),
            bar_chart([("a", it if it is None or math.isfinite(it) else None) for it in values],
                      title="t"),
            distribution_chart(values, title="t", unit="", mark=values[0]),
            distribution_chart(values, title="t", unit="", mark=values[0], log=True),
        ]  # fmt: skip
    for chart in charts:
        for path in of_class(tree(chart), "ch-line"):
            assert all(-1 <= at <= 760 for at in numbers_of(path.get("d", "")))


def test_days_are_named_as_the_span_needs_and_never_more_than_fit() -> None:
    for n_days in (0, 1, 5, 20, 69, 71, 200, 365, 1_399, 1_500, 9_000):
        scale = Days(FIRST, FIRST + timedelta(days=n_days), most=8)
        ticks = scale.ticks()
        assert 1 <= len(ticks) <= 9
        assert all(scale.contains(day) for day in ticks)
        texts = [scale.format_tick(day, i, len(ticks)) for i, day in enumerate(ticks)]
        assert len(set(texts)) == len(texts)


def test_points_a_month_apart_are_named_by_their_months() -> None:
    months = [date(2026, month, 1) for month in (6, 7, 8)]
    line = Line("a", [(day, 1.0) for day in months])
    texts = [it.text for it in of_class(wide(time_chart([line], title="t", unit="")), "ch-text")]
    assert texts[:3] == ["Jun 2026", "Jul 2026", "Aug 2026"]


def test_points_a_week_apart_are_named_by_their_days_and_uneven_ones_are_not() -> None:
    weeks = [FIRST + timedelta(days=7 * i) for i in range(5)]
    scale = Days(weeks[0], weeks[-1], most=8, points=weeks)
    assert [scale.format_tick(day, 0, 5) for day in scale.ticks()][:2] == ["1 Mar", "8 Mar"]
    uneven = Days(FIRST, weeks[-1], most=8, points=[FIRST, FIRST + timedelta(days=1), weeks[-1]])
    assert len(uneven.ticks()) > 3


def test_steps_of_ten_are_equal_steps_for_large_numbers() -> None:
    scale = Logs(1e6)
    at = [scale.project(10.0**power, 0, 1) for power in (3, 4, 5, 6)]
    assert at[3] == 1
    assert at[1] - at[0] == pytest.approx(at[2] - at[1], rel=0.01)


def test_numbers_are_short_and_keep_three_digits() -> None:
    written = [number(it) for it in (0, 12, 0.25, 37_123, 1_000, 2.5e6, -3)]
    assert written == ["0", "12", "0.25", "37.1k", "1k", "2.5m", "−3"]  # noqa: RUF001
