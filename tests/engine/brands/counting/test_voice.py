"""Share of voice: what counts, how it is shared, and how sure one may be of it."""

from __future__ import annotations

from datetime import UTC, datetime
from math import log
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.brands.counting.counted import Counting, Reason, Window, counted
from engine.brands.counting.periods import Step
from engine.brands.counting.resampling import (
    DRAWS,
    LEAST_CREATORS,
    MOST_UNITS,
    Resampling,
    bounds,
    tails,
)
from engine.brands.counting.voice import Measure, change, voice
from engine.vocabulary import Mark, Verdict
from tests.engine.brands.mentions import Line, at, table_of

LINES = (
    Line(post=1, creator=1, brands="a b", engagement=9),
    Line(post=2, creator=2, brands="a", engagement=99),
    Line(post=3, creator=2, brands="a", day=1, engagement=None),
    Line(post=4, creator=3, brands="b", day=1, engagement=0),
)


def shares_of(figures, measure):
    return [figure.shares[measure].value for figure in figures]


def test_a_post_that_names_two_brands_counts_once_for_each_and_half_in_the_shares() -> None:
    found = voice(table_of(LINES)).whole
    a, b = found.figures
    assert (a.mentions, b.mentions) == (3, 2)
    assert shares_of(found.figures, Measure.MENTIONS) == [2.5 / 4, 1.5 / 4]


def test_a_creator_counts_once_for_every_brand_they_name() -> None:
    found = voice(table_of(LINES)).whole
    assert [figure.creators for figure in found.figures] == [2, 2]
    assert shares_of(found.figures, Measure.CREATORS) == [2 / 4, 2 / 4]
    assert found.creators == 3


def test_log_engagement_is_shared_as_mentions_are_and_what_is_unknown_adds_nothing() -> None:
    found = voice(table_of(LINES)).whole
    a, b = found.figures
    of_a, of_b = log(10) / 2 + log(100), log(10) / 2 + log(1)
    assert shares_of(found.figures, Measure.ENGAGEMENT) == pytest.approx(
        [of_a / (of_a + of_b), of_b / (of_a + of_b)]
    )
    assert a.engagement == pytest.approx(log(10) + log(100))
    assert (a.unknown, b.unknown) == (1, 0)


def test_a_source_that_tells_no_engagement_is_named_with_how_many_it_lacks() -> None:
    lines = [*LINES, Line(post=5, creator=4, brands="a", source="there", engagement=None)]
    assert voice(table_of(lines)).unknown_by_source == {"here": (1, 5), "there": (1, 1)}


def test_a_creator_has_one_mention_a_brand_and_day_the_first() -> None:
    lines = [
        Line(post=9, creator=1, brands="a", day=0.1, engagement=5),
        Line(post=2, creator=1, brands="a", day=0.2, engagement=500),
        Line(post=3, creator=1, brands="b", day=0.3),
        Line(post=4, creator=1, brands="a", day=1.0),
    ]
    found = counted(table_of(lines))
    table = table_of(lines)
    assert sorted(table.post_ids[found.rows].tolist()) == [3, 4, 9]
    assert table.post_ids[found.left_out[Reason.SAME_DAY]].tolist() == [2]


def test_everything_not_counted_is_counted_under_its_first_reason() -> None:
    lines = [
        Line(post=1, creator=1, brands="a"),
        Line(post=2, creator=2, brands="a", verdict=Verdict.NOT, marks=Mark.HASHTAG_WALL),
        Line(post=3, creator=3, brands="a b", verdict=Verdict.UNSURE),
        Line(post=4, creator=4, brands="a", marks=Mark.HASHTAG_WALL | Mark.PRIZE_DRAW),
        Line(post=5, creator=5, brands="a", marks=Mark.PRIZE_DRAW),
        Line(post=6, creator=6, brands="a", is_repeat=True),
        Line(post=7, creator=1, brands="a", day=0.5),
        Line(post=8, creator=7, brands="b", marks=Mark.TAGGED),
    ]
    found = voice(table_of(lines))
    assert [figure.mentions for figure in found.whole.figures] == [1, 1]
    assert found.left_out == {
        "a": {
            Reason.NOT: 1,
            Reason.UNSURE: 1,
            Reason.WALL: 1,
            Reason.DRAW: 1,
            Reason.REPEAT: 1,
            Reason.SAME_DAY: 1,
        },
        "b": {Reason.UNSURE: 1},
    }


def test_discounts_can_be_done_without() -> None:
    lines = [
        Line(post=1, creator=1, brands="a", marks=Mark.HASHTAG_WALL),
        Line(post=2, creator=2, brands="a", is_repeat=True),
        Line(post=3, creator=3, brands="a", verdict=Verdict.UNSURE),
    ]
    (figure, _) = voice(table_of(lines), counting=Counting(poor=True)).whole.figures
    assert figure.mentions == 2
    (figure, _) = voice(table_of(lines), counting=Counting(unsure=True)).whole.figures
    assert figure.mentions == 1


def test_a_window_is_half_open_and_knows_what_was_known() -> None:
    table = table_of(
        [
            Line(post=1, creator=1, brands="a", day=0),
            Line(post=2, creator=2, brands="a", day=1),
            Line(post=3, creator=3, brands="a", day=2),
            Line(post=4, creator=4, brands="a", day=1, found=9),
        ]
    )
    found = voice(table, Window(since=at(1), until=at(2)))
    assert found.whole.figures[0].post_ids.tolist() == [2, 4]
    known = voice(table, Window(since=at(1), until=at(2), known_by=at(5)))
    assert known.whole.figures[0].post_ids.tolist() == [2]


def test_periods_cover_the_window_and_those_without_mentions_have_no_share() -> None:
    lines = [
        Line(post=1, creator=1, brands="a", day=0),
        Line(post=2, creator=2, brands="b", day=7.5),
        Line(post=3, creator=2, brands="a", day=13.99),
    ]
    found = voice(table_of(lines), Window(since=at(0.25), until=at(22)), by=Step.WEEK)
    spans = [(period.window.since, period.window.until) for period in found.periods]
    assert spans == [(at(0.25), at(7)), (at(7), at(14)), (at(14), at(21)), (at(21), at(22))]
    shares = [shares_of(period.figures, Measure.MENTIONS) for period in found.periods]
    assert shares == [[None, None], [1 / 2, 1 / 2], [None, None], [None, None]]


def test_months_are_those_of_the_calendar_and_weeks_begin_on_mondays() -> None:
    lines = [
        Line(post=1, creator=1, brands="a", day=6.99),  # Sunday 8 March 2026
        Line(post=2, creator=1, brands="a", day=30),  # Wednesday 1 April
    ]
    months = voice(table_of(lines), by=Step.MONTH).periods
    assert [period.window.since for period in months] == [
        datetime(2026, 3, 1, tzinfo=UTC),
        datetime(2026, 4, 1, tzinfo=UTC),
    ]
    assert [period.figures[0].mentions for period in months] == [1, 1]
    weeks = voice(table_of(lines), by=Step.WEEK).periods
    assert weeks[0].window.since == at(0)
    assert [period.figures[0].mentions for period in weeks] == [1, 0, 0, 0, 1]


def test_no_mention_at_all_is_no_share_of_zero() -> None:
    found = voice(table_of([]), by=Step.DAY)
    assert shares_of(found.whole.figures, Measure.MENTIONS) == [None, None]
    assert found.periods == ()


@given(
    st.lists(
        st.tuples(
            st.integers(1, 8),  # creator
            st.sampled_from(["a", "b", "c", "a b", "a b c"]),
            st.integers(0, 20),  # day
            st.one_of(st.none(), st.integers(0, 100)),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_shares_of_a_period_sum_to_one_and_mentions_are_those_of_its_periods(rows) -> None:
    lines = [
        Line(post=i, creator=creator, brands=brands, day=day, engagement=engagement)
        for i, (creator, brands, day, engagement) in enumerate(rows)
    ]
    found = voice(table_of(lines, "a b c"), by=Step.WEEK)
    for period in (found.whole, *found.periods):
        for measure in Measure:
            values = shares_of(period.figures, measure)
            assert None in values or sum(values) == pytest.approx(1.0)
            for figure in period.figures:
                share = figure.shares[measure]
                if share.low is not None:
                    assert 0 <= share.low <= share.high <= 1
    for place, figure in enumerate(found.whole.figures):
        per_period = [period.figures[place].mentions for period in found.periods]
        assert sum(per_period) == figure.mentions


def test_an_interval_is_that_of_drawing_whole_creators() -> None:
    """Held against creators drawn one by one: posts of one creator come and go together."""
    rng = np.random.default_rng(7)
    lines, n = [], 0
    for creator in range(40):
        key = "a" if rng.random() < 0.4 else "b"
        for day in range(int(rng.integers(1, 12))):
            lines.append(Line(post=n, creator=creator, brands=key, day=day))
            n += 1
    by_creator = np.zeros((40, 2))
    for line in lines:
        by_creator[line.creator, "ab".index(line.brands)] += 1
    drawn = [by_creator[rng.integers(0, 40, 40)].sum(axis=0) for _ in range(4_000)]
    (tail,) = tails(np.array([40]))
    expected = np.quantile([some[0] / some.sum() for some in drawn], [tail, 1 - tail])
    share = voice(table_of(lines)).whole.figures[0].shares[Measure.MENTIONS]
    assert [share.low, share.high] == pytest.approx(expected, abs=0.02)
    alone = 1.96 * np.sqrt(share.value * (1 - share.value) / n)
    assert (share.high - share.low) / 2 > 1.5 * alone


def test_the_same_table_gives_the_same_interval() -> None:
    lines = [Line(post=i, creator=i, brands="ab"[i % 3 % 2]) for i in range(60)]
    first, second = (voice(table_of(lines)).whole.figures[0].shares for _ in range(2))
    assert first == second


def test_intervals_shrink_with_more_creators() -> None:
    def width(n: int) -> float:
        lines = [Line(post=i, creator=i, brands="ab"[i % 2]) for i in range(n)]
        share = voice(table_of(lines)).whole.figures[0].shares[Measure.MENTIONS]
        return share.high - share.low

    assert width(400) == pytest.approx(width(100) / 2, rel=0.15)


def test_too_few_creators_have_no_interval() -> None:
    few = [
        Line(post=i, creator=i % (LEAST_CREATORS - 1), brands="ab"[i % 2], day=i) for i in range(20)
    ]
    share = voice(table_of(few)).whole.figures[0].shares[Measure.MENTIONS]
    assert (share.value, share.low, share.high) == (0.5, None, None)


def test_a_brand_nobody_names_may_still_have_been_missed() -> None:
    """Zero of n creators: at most 1 - 0.025 ** (1 / n) of them all."""
    lines = [Line(post=i, creator=i, brands="a") for i in range(10)]
    a, b = voice(table_of(lines)).whole.figures
    bound = 1 - 0.025 ** (1 / 10)
    assert b.shares[Measure.MENTIONS].value == 0.0
    assert b.shares[Measure.MENTIONS].high == pytest.approx(bound)
    assert a.shares[Measure.MENTIONS].low == pytest.approx(1 - bound)


def test_many_creators_are_drawn_in_groups_with_the_same_spread() -> None:
    """The mean of n draws of 0 and 1 with share p varies by sqrt(p (1 - p) / n)."""
    n = 5 * MOST_UNITS
    creators = np.arange(n)
    weights = (creators % 4 == 0).astype(np.float64)
    draws = Resampling(creators)
    ((_, sums),) = draws.totals(np.zeros(n, dtype=np.int64), weights, n=1, of=1)
    assert sums.shape == (DRAWS, 1)
    low, high = bounds(sums / n, tails(np.array([n])))
    spread = 1.96 * np.sqrt(0.25 * 0.75 / n)
    assert (high - low) / 2 == pytest.approx(spread, rel=0.1)


def test_a_change_is_now_less_then_with_an_interval_of_its_own() -> None:
    lines = [
        Line(post=i, creator=i % 30, brands="a" if i % 4 else "b", day=i % 30) for i in range(300)
    ]
    lines += [
        Line(post=300 + i, creator=i % 30, brands="b" if i % 4 else "a", day=30 + i % 30)
        for i in range(300)
    ]
    table = table_of(lines)
    found = change(table, Window(since=at(0), until=at(30)), Window(since=at(30), until=at(60)))
    then, now = (
        period.figures[0].shares[Measure.MENTIONS].value for period in (found.then, found.now)
    )
    moved = found.moved["a"][Measure.MENTIONS]
    assert moved.value == pytest.approx(now - then)
    assert moved.low < moved.value < moved.high < 0


def test_nothing_has_changed_where_nothing_is_new() -> None:
    lines = [Line(post=i, creator=i, brands="ab"[i % 2]) for i in range(40)]
    found = change(table_of(lines), Window(until=at(5)), Window(until=at(9)))
    share = found.moved["a"][Measure.MENTIONS]
    assert (share.value, share.low, share.high) == (0.0, 0.0, 0.0)


def test_few_creators_cut_less_off_the_draws() -> None:
    """norm.cdf(sqrt(10 / 9) * t(.025, 9)): t is -2.262157; of many it is .025."""
    few, many = tails(np.array([10, 10**7]))
    assert few == pytest.approx(NormalDist().cdf(-2.262157 * (10 / 9) ** 0.5), rel=1e-5)
    assert many == pytest.approx(0.025, rel=1e-5)


def test_bounds_leave_out_draws_that_say_nothing() -> None:
    drawn = np.array(
        [[np.nan, np.nan, 5.0], [3.0, np.nan, 1.0], [1.0, np.nan, 3.0], [2.0, np.nan, 2.0]]
    )
    low, high = bounds(drawn, np.full(3, 0.25))
    assert low[0] == pytest.approx(np.quantile([1.0, 2.0, 3.0], 0.25))
    assert high[2] == pytest.approx(np.quantile([1.0, 2.0, 3.0, 5.0], 0.75))
    assert np.isnan([low[1], high[1]]).all()
