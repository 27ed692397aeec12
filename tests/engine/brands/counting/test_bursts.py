"""Bursts: what is told, what is not, and against what a day is held."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from engine.brands.counting.baselines import Past, tail, usual
from engine.brands.counting.bursts import Rules, find_bursts
from engine.brands.counting.counted import Window, counted
from engine.brands.counting.periods import days_of, microseconds
from engine.brands.counting.streams import Streams, moving_sums, streams_of
from engine.vocabulary import Mark
from tests.engine.brands.mentions import START, Line, at, table_of

DAYS, EVENT = 120, 100
FIRST = int(days_of(np.array([microseconds(START)]))[0])


def steady(creators_a_day: int = 4, brand: str = "a") -> list[Line]:
    """Return posts of as many creators every day, at a level that does not change."""
    return [
        Line(post=day * 100 + i, creator=1_000 + day * 100 + i, brands=brand, day=day)
        for day in range(DAYS)
        for i in range(creators_a_day)
    ]


def event(n: int, *, creators: int, day: float = EVENT, **more) -> list[Line]:
    """Return `n` posts on one day by so many creators."""
    return [
        Line(post=90_000 + i, creator=i % creators, brands="a", day=day, **more) for i in range(n)
    ]


def found_in(lines, *, brands="a b", days=DAYS, since=None, missing=()):
    table = table_of(lines, brands)
    covered = np.array([FIRST + day for day in range(days) if day not in missing])
    streams = streams_of(table, counted(table), covered, spans=Rules().spans)
    return find_bursts(streams, since=since)


def test_many_more_creators_than_usual_are_a_burst() -> None:
    (burst,) = found_in([*steady(), *event(20, creators=20)]).bursts
    assert (burst.brand, burst.first, burst.last) == ("a", FIRST + EVENT, FIRST + EVENT)
    assert (burst.creators, burst.mentions) == (4 + 20, 4 + 20)
    assert burst.expected == pytest.approx(4, abs=0.05)
    assert burst.factor == pytest.approx(24 / 4, rel=0.02)
    assert burst.p <= burst.q <= Rules().q


def test_a_steady_brand_has_none() -> None:
    assert found_in(steady()).bursts == ()


def test_a_brand_that_slowly_grows_has_none() -> None:
    lines = [
        Line(post=day * 1_000 + i, creator=day * 1_000 + i, brands="a", day=day)
        for day in range(DAYS)
        for i in range(round(20 * 4 ** (day / DAYS)))
    ]
    assert found_in(lines).bursts == ()
    more = [Line(post=900_000 + i, creator=900_000 + i, brands="a", day=EVENT) for i in range(130)]
    assert [burst.first for burst in found_in([*lines, *more]).bursts] == [FIRST + EVENT]


def test_one_creator_who_posts_on_and_on_is_no_burst() -> None:
    flood = [Line(post=90_000 + i, creator=7, brands="a", day=EVENT + i / 50) for i in range(350)]
    assert found_in([*steady(1), *flood]).bursts == ()


def test_two_creators_are_too_few_and_so_are_four_mentions() -> None:
    """So quiet a brand: any of these days alone is most improbable."""
    quiet = [Line(post=day, creator=day, brands="a b", day=day) for day in range(0, DAYS, 40)]
    assert found_in([*quiet, *event(40, creators=2)]).bursts == ()
    assert found_in([*quiet, *event(4, creators=4)]).bursts == ()
    assert len(found_in([*quiet, *event(12, creators=12)]).bursts) == 1


def test_walls_of_hashtags_and_prize_draws_make_no_burst() -> None:
    for mark in (Mark.HASHTAG_WALL, Mark.PRIZE_DRAW):
        assert found_in([*steady(), *event(40, creators=40, marks=mark)]).bursts == ()


def test_a_rise_of_several_days_is_one_burst() -> None:
    rise = [
        Line(
            post=90_000 + 100 * day + i, creator=90_000 + 100 * day + i, brands="a", day=EVENT + day
        )
        for day in range(3)
        for i in range(12)
    ]
    (burst,) = found_in([*steady(), *rise]).bursts
    assert (burst.first, burst.last) == (FIRST + EVENT, FIRST + EVENT + 2)
    assert burst.creators == 3 * (4 + 12)


def test_a_busy_weekday_is_no_burst_on_that_weekday() -> None:
    def weekly(day: int) -> int:
        return 14 if day % 7 == 2 else 2

    lines = [
        Line(post=day * 100 + i, creator=day * 100 + i, brands="a", day=day)
        for day in range(DAYS)
        for i in range(weekly(day))
    ]
    assert found_in(lines).bursts == ()
    moved = [Line(post=90_000 + i, creator=90_000 + i, brands="a", day=7 * 14) for i in range(18)]
    (burst,) = found_in([*lines, *moved]).bursts
    assert burst.first == FIRST + 7 * 14


def test_a_burst_does_not_hide_the_next_one() -> None:
    second = [
        Line(post=95_000 + i, creator=5_000_000 + i, brands="a", day=EVENT + 12) for i in range(20)
    ]
    found = found_in([*steady(), *event(20, creators=20), *second]).bursts
    assert [burst.first - FIRST for burst in found] == [EVENT, EVENT + 12]


def test_a_level_that_stays_becomes_what_is_usual() -> None:
    higher = [
        Line(post=90_000 + day * 100 + i, creator=9_000_000 + day * 100 + i, brands="a", day=day)
        for day in range(60, DAYS)
        for i in range(16)
    ]
    found = found_in([*steady(), *higher]).bursts
    assert [burst.from_day - FIRST for burst in found[:1]] == [60]
    assert len(found) == 1
    assert found[0].to_day - FIRST < DAYS - 20


def test_days_without_any_post_are_not_known_and_not_quiet() -> None:
    """Every other week nothing was collected: the level is that of the weeks that were."""
    missing = [day for day in range(DAYS - 10) if day // 7 % 2]
    lines = [line for line in steady(8) if line.day not in missing]
    (burst,) = found_in(
        [*lines, *event(40, creators=40, day=112)], missing=missing, since=FIRST + 110
    ).bursts
    assert burst.expected == pytest.approx(8, abs=0.3)


def test_too_little_before_is_said_and_not_judged() -> None:
    found = found_in([*steady(), *event(40, creators=40, day=10)], days=15)
    assert (found.bursts, found.tested) == ((), 0)
    assert found.untested == 2 * 15


def test_only_days_that_are_asked_for_are_told() -> None:
    lines = [*steady(), *event(20, creators=20)]
    assert found_in(lines, since=FIRST + EVENT + 8).bursts == ()
    assert len(found_in(lines, since=FIRST + EVENT).bursts) == 1


def test_creators_within_some_days_are_counted_once() -> None:
    """Held against sets."""
    rng = np.random.default_rng(3)
    lines = [
        Line(post=i, creator=int(rng.integers(6)), brands="ab"[i % 2], day=int(rng.integers(30)))
        for i in range(150)
    ]
    table = table_of(lines)
    counts = counted(table)
    made = streams_of(table, counts, FIRST + np.arange(30), spans=(1, 3, 7))
    for span in (1, 3, 7):
        for place, key in enumerate("ab"):
            expected = [
                len(
                    {
                        line.creator
                        for line in lines
                        if line.brands == key and day - span < line.day <= day
                    }
                )
                for day in range(30)
            ]
            assert made.speakers[span][place].tolist() == expected
    assert made.mentions[1].sum() == len(lines)


def test_sums_of_the_days_before_are_shorter_at_the_beginning() -> None:
    assert moving_sums(np.array([1, 2, 3, 4]), 3).tolist() == [1, 3, 6, 9]


def past_of(counts: np.ndarray) -> Past:
    days = counts.shape[1]
    return Past(
        counts=counts.astype(np.float64),
        usual=np.ones(counts.shape, dtype=np.bool_),
        seen=np.ones(days, dtype=np.bool_),
        weekdays=np.arange(days) % 7,
    )


def test_counts_that_scatter_by_chance_are_held_against_poisson() -> None:
    rng = np.random.default_rng(1)
    expected = usual(past_of(rng.poisson(20, (200, 56))), np.array([0]), overdispersed=1.5)
    assert np.mean(expected.scatter == 1.0) > 0.9
    assert expected.mean.mean() == pytest.approx(20, rel=0.02)


def test_counts_that_scatter_more_are_held_against_their_own_variance() -> None:
    rng = np.random.default_rng(2)
    counts = rng.negative_binomial(10, 1 / 3, (200, 56))  # mean 20, variance 60
    expected = usual(past_of(counts), np.array([0]), overdispersed=1.5)
    assert np.median(expected.scatter) == pytest.approx(1.25 * 3, rel=0.2)


def test_days_that_are_alike_make_sums_of_days_scatter_more() -> None:
    weeks = np.repeat(np.random.default_rng(3).poisson(20, (200, 8)), 7, axis=1)
    one, seven = (
        usual(past_of(weeks), np.arange(n), overdispersed=1.5).scatter.mean() for n in (1, 7)
    )
    assert seven > 3 * one


def test_the_tail_is_that_of_the_negative_binomial_and_of_poisson_without_scatter() -> None:
    rng = np.random.default_rng(4)
    expected = usual(past_of(rng.poisson(9, (3, 56))), np.array([1]), overdispersed=1.5)
    mean, variance = expected.mean, expected.variance
    size = mean**2 / (variance - mean)
    by_hand = 1 - nbinom.cdf(19, size, size / (size + mean))
    assert tail(np.full(3, 20.0), expected) == pytest.approx(by_hand, rel=1e-6)
    assert np.all(tail(np.full(3, 20.0), expected) > poisson.sf(19, mean))
    assert tail(np.zeros(3), expected) == pytest.approx(1.0)


def quiet_streams(n: int, rate: float, seed: int) -> Streams:
    counts = np.random.default_rng(seed).poisson(rate, (n, 56 + 91))
    sums = {span: moving_sums(counts, span) for span in Rules().spans}
    return Streams(
        brands=tuple(map(str, range(n))),
        first=0,
        creators=counts,
        speakers=sums,
        mentions=sums,
        covered=np.ones(counts.shape[1], dtype=np.bool_),
    )


def test_of_quiet_brands_looked_at_together_next_to_none_is_told() -> None:
    """A tenth of what is told may be false: with nothing true, a tenth of all looks tell any."""
    found = [find_bursts(quiet_streams(50, 6, seed), since=56).bursts for seed in range(6)]
    assert sum(map(len, found)) <= 3


def test_brands_apart_are_each_judged_as_if_alone() -> None:
    streams = quiet_streams(20, 6, 5)
    streams.creators[3, 120] += 15
    for span in Rules().spans:
        streams.speakers[span][3] = moving_sums(streams.creators[3], span)
    apart = find_bursts(streams, since=56, apart=True).bursts
    alone = find_bursts(
        Streams(
            brands=("3",),
            first=0,
            creators=streams.creators[[3]],
            speakers={s: c[[3]] for s, c in streams.speakers.items()},
            mentions={s: c[[3]] for s, c in streams.mentions.items()},
            covered=streams.covered,
        ),
        since=56,
    ).bursts
    assert [burst for burst in apart if burst.brand == "3"] == list(alone)
    assert len(alone) == 1


def test_a_window_bounds_what_is_counted() -> None:
    table = table_of([*steady(), *event(20, creators=20)])
    counts = counted(table, Window(until=at(EVENT)))
    made = streams_of(table, counts, FIRST + np.arange(DAYS), spans=(1,))
    assert made.creators[0, EVENT] == 0
    assert made.creators[0, EVENT - 1] == 4
