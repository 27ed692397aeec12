"""Distinct posts, engagement, focus and recency on arrays small enough to check by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from engine.ranking.discounts import Discounts
from engine.ranking.distinct import distinct_posts
from engine.ranking.engagement import EngagementNorms, post_engagement, tier_codes
from engine.ranking.fusion import VOTES, min_max, vote
from engine.ranking.parts import parts
from engine.ranking.points import post_points, to_points
from engine.ranking.question import Question
from engine.ranking.signals import measure
from engine.ranking.topic import Compared, Topic, estimate
from engine.ranking.tuning import POINTS, Tuning
from engine.tiers import TIERS, tier_of
from engine.vocabulary import Activity, EngagementTable, Run

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NAN = np.nan
TUNING = Tuning()


def activity(creators, similarity=None, duplicate_of=None, **counts):
    n = len(creators)
    ages = counts.pop("age_days", np.zeros(n))
    seconds = [int((NOW - timedelta(days=float(age))).timestamp()) for age in ages]
    names = ("likes", "replies", "reposts")
    return Activity(
        post_ids=np.arange(1, n + 1),
        creator_ids=np.array(creators),
        created_at=np.array(seconds),
        similarity=np.array([NAN] * n if similarity is None else similarity, np.float32),
        vectors=np.zeros((n, 2), np.float32),
        marks=np.zeros(n, np.uint8),
        duplicate_of=np.arange(n) if duplicate_of is None else np.array(duplicate_of),
        said_before=np.zeros(n, np.float32),
        **{name: np.array(counts.get(name, [NAN] * n), float) for name in names},
    )


def norms(**columns):
    n = len(columns["mean_y"])
    base = {
        "creator_ids": np.arange(1, n + 1),
        "source": np.zeros(n, np.int32),
        "followers": np.full(n, 5000.0),
        "n_posts": np.full(n, 10),
        "var_y": np.ones(n),
    }
    table = {name: np.asarray(value) for name, value in {**base, **columns}.items()}
    return EngagementNorms(EngagementTable(**table))


def topic(distinct, surely, *, strength=None, share=None, count=None, weight=None):
    creators = len(distinct.creator_ids)
    surely = np.array(surely, float)
    strength = surely if strength is None else np.array(strength, float)
    return Topic(
        weight=np.ones(len(surely)) if weight is None else np.array(weight, float),
        strength=strength,
        surely=surely,
        share=np.full(creators, 0.5) if share is None else np.array(share, float),
        count=distinct.total(surely) if count is None else np.array(count, float),
        posts=distinct.total(np.ones(len(surely))),
    )


def compared(posts, named=()):
    """Posts beside a brief that is a name if any of them is `named`, by id."""
    distinct = distinct_posts(posts)
    n = len(distinct.posts)
    nothing, none = np.zeros(n), np.zeros(n, dtype=np.bool_)
    return Compared(
        question=Question(
            query=np.array([1.0, 0.0], np.float32),
            lexical=Run(np.zeros(0, np.int64), np.zeros(0, np.float32), "lexical"),
            around=None,
            tuning=TUNING,
            named=np.array(named, np.int64),
            unwanted=np.zeros((0, 2), np.float32),
            spoken=lambda posts: None,
        ),
        distinct=distinct,
        activity=posts,
        known=~none,
        discounts=Discounts(
            own=nothing + 1, others=nothing + 1, borrowed=nothing + 1, common=nothing + 1,
            patterned=nothing + 1,
            draw=nothing + 1, is_post=nothing + 1, earlier=np.full(n, -1), is_keywords=none,
            keywords=0.25, is_unwanted=none,
        ),
        is_wall=none,
        named=np.isin(posts.post_ids[distinct.posts], named),
        meaning=nothing,
        words=nothing,
    )  # fmt: skip


def measured(posts, surely, table=None, *, named=(), **judged):
    seen = compared(posts, named)
    return measure(
        seen,
        topic(seen.distinct, surely, **judged),
        profile=np.zeros(len(seen.distinct.creator_ids)),
        norms=table or norms(mean_y=[1.0] * 9),
        now=NOW,
    )


def test_near_duplicates_are_one_row_stood_for_by_the_most_similar():
    posts = activity([7, 7, 7, 9], similarity=[0.2, 0.9, 0.5, NAN], duplicate_of=[0, 0, 2, 3])
    distinct = distinct_posts(posts)
    assert distinct.creator_ids.tolist() == [7, 9]
    assert distinct.starts.tolist() == [0, 2, 3]
    assert distinct.owner.tolist() == [0, 0, 1]
    assert distinct.posts.tolist() == [1, 2, 3]
    assert distinct.copies.tolist() == [2, 1, 1]
    assert distinct.seen.tolist() == [3, 1]


def test_the_best_rows_are_chosen_within_each_creator():
    distinct = distinct_posts(activity([1, 1, 1, 2]))
    assert distinct.best(np.array([0.1, 0.9, 0.5, 0.0]), 2).tolist() == [False, True, True, True]
    assert distinct.best(np.array([0.5, 0.5, 0.5, 0.0]), 1).tolist() == [True, False, False, True]


def test_strength_is_that_of_the_best_posts_and_missing_ones_are_nothing():
    n = TUNING.best_posts
    posts = activity([1, 1, *[2] * (n + 1)])
    strength = [8.0, 4.0, *[8.0] * n, 1.0]
    found = measured(posts, np.zeros(n + 3), strength=strength).best
    np.testing.assert_allclose(found, [(8.0 + 4.0) / n, 8.0])


def test_a_prize_draw_is_no_evidence():
    signals = measured(activity([1, 1]), [0.9, 0.9], strength=[9.0, 3.0], weight=[0.0, 1.0])
    assert signals.on_topic.tolist() == [1]
    assert signals.best[0] == pytest.approx(3.0 / TUNING.best_posts)


def test_who_names_the_brief_gains_and_nobody_is_judged_by_it_where_it_is_no_name():
    posts = activity([1, 2, 3, 3])
    strength, surely = [8.0, 8.0, 8.0, 0.0], [0.9, 0.9, 0.9, 0.0]
    plain = measured(posts, surely, strength=strength)
    assert np.isnan(plain.named).all()
    asked = measured(posts, surely, strength=strength, named=[2, 3, 4])
    assert asked.named.tolist() == [0.0, 1.0, 2.0]
    without = parts(plain, TUNING)["relevance"]
    found, share = parts(asked, TUNING)["relevance"], TUNING.name_relevance
    np.testing.assert_allclose(found, (1 - share) * without + share * np.array([0, 3 / 4, 15 / 16]))


def test_frequency_and_focus_run_from_nothing_to_full():
    posts = activity([1, 2, 3])
    signals = measured(
        posts,
        [0.0, 0.5, 1.0],
        count=[0.0, 5.0, TUNING.full_count],
        share=[TUNING.base_rate, 0.5, TUNING.full_share],
    )
    shares = parts(signals, TUNING)
    whole = np.log(TUNING.full_count + 0.5) - np.log(0.5)
    np.testing.assert_allclose(shares["frequency"], [0.0, np.log(5.5 / 0.5) / whole, 1.0])
    odds = [np.log(p / (1 - p)) for p in (TUNING.base_rate, 0.5, TUNING.full_share)]
    np.testing.assert_allclose(
        shares["focus"], [0.0, (odds[1] - odds[0]) / (odds[2] - odds[0]), 1.0], atol=1e-12
    )


def test_shares_follow_the_evidence_and_few_posts_stay_near_the_prior():
    distinct = distinct_posts(activity([*[1] * 4, *[2] * 40, *[3] * 40]))
    evidence = np.array([9.0] * 4 + [9.0] * 40 + [-9.0] * 40)
    all_of_it, posts = np.ones(84), np.array([4.0, 40.0, 40.0])
    surely, share, count = estimate(distinct, evidence, all_of_it, posts, TUNING)
    prior, base = TUNING.prior_posts, TUNING.base_rate
    assert count[1] == pytest.approx(40.0, abs=0.1)
    assert share[1] == pytest.approx((40 + prior * base) / (40 + prior), abs=1e-2)
    assert share[2] < base
    assert share[0] < share[1]
    assert surely[:44].min() > 0.5 > surely[44:].max()


def test_a_doubtful_post_is_believed_of_somebody_who_keeps_to_the_topic():
    distinct = distinct_posts(activity([*[1] * 10, *[2] * 10]))
    evidence = np.array([6.0] * 9 + [1.0] + [-6.0] * 9 + [1.0])
    all_of_it, posts = np.ones(20), np.array([10.0, 10.0])
    surely, _, _ = estimate(distinct, evidence, all_of_it, posts, TUNING)
    assert surely[9] > 0.5 > surely[19]


def test_prize_draws_leave_shares_alone_and_repeats_lower_them():
    distinct = distinct_posts(activity([1, 1, 2, 3, 3]))
    weight, posts = np.array([1.0, 0.0, 1.0, 1.0, 0.0]), np.array([1.0, 1.0, 2.0])
    evidence = np.array([3.0, 9.0, 3.0, 3.0, 9.0])
    _, share, count = estimate(distinct, evidence, weight, posts, TUNING)
    assert share[2] < share[1]
    assert share[0] == pytest.approx(share[1])
    assert count[0] == pytest.approx(count[1])


def test_recency_halves_with_each_half_life_and_looks_at_posts_on_topic_only():
    half_life = TUNING.recency_half_life
    posts = activity([1, 1, 2], age_days=[half_life, 0.0, 3 * half_life])
    signals = measured(posts, [0.9, 0.1, 0.9])
    assert signals.days == pytest.approx([half_life, 3 * half_life])
    assert parts(signals, TUNING)["recency"] == pytest.approx([0.5, 0.125])


def test_engagement_of_a_post_is_unknown_only_when_all_of_it_is():
    posts = activity(
        [1] * 4, likes=[NAN, 3, NAN, 0], replies=[NAN, 2, 1, NAN], reposts=[NAN, NAN, 1, NAN]
    )
    expected = [NAN, np.log1p(3 + 2 * 2), np.log1p(2 * 1 + 2 * 1), 0.0]
    np.testing.assert_allclose(post_engagement(posts), expected)


def test_a_creator_without_measured_posts_on_topic_has_unknown_engagement():
    posts = activity([1, 1, 2], likes=[NAN, 5, 5])
    signals = measured(posts, [0.9, 0.1, 0.9])
    assert np.isnan(signals.reactions.percentile[0])
    assert 0.0 <= signals.reactions.percentile[1] <= 1.0


def test_percentile_is_among_peers_of_the_same_source_and_tier():
    table = norms(
        mean_y=[*range(10), *range(100, 110)],
        followers=[5e3] * 10 + [5e5] * 10,
        n_posts=[1000] * 20,
        var_y=[1e-6] * 20,
    )
    found = table.standing(
        np.array([1, 10, 11, 20]), np.array([0.0, 9.0, 100.0, 109.0]), np.full(4, 1000)
    )
    np.testing.assert_allclose(found.percentile, [0.05, 0.95, 0.05, 0.95])


def test_few_posts_are_shrunk_towards_the_middle():
    table = norms(mean_y=np.linspace(0, 8, 41), var_y=[4.0] * 41, n_posts=[20] * 41)
    found = table.standing(np.array([1, 1]), np.array([8.0, 8.0]), np.array([1, 50]))
    one, many = found.percentile
    assert 0.5 < one < many
    assert found.high[0] - found.low[0] > found.high[1] - found.low[1] > 0.0
    assert (found.low <= found.percentile).all()
    assert (found.percentile <= found.high).all()


def test_tiers_include_their_lower_bound():
    assert [tier_of(n) for n in (0, 999, 1000, 9_999, 10_000, 100_000, 10**9)] == [
        "starter", "starter", "nano", "nano", "micro", "mid", "mega",
    ]  # fmt: skip
    assert tier_of(None) is None
    codes = tier_codes(np.array([999.0, 1000.0, NAN]))
    assert codes.tolist() == [0, 1, len(TIERS)]


def test_votes_count_each_creator_once_and_order_ties_by_id():
    posts = Run(np.array([5, 6, 7, 8]), np.array([0.9, 0.5, 0.5, 0.1], np.float32), "dense")
    found = vote(posts, np.array([2, 1, 3, 1]), VOTES["comb_sum"])
    assert found.ids.tolist() == [2, 1, 3]
    np.testing.assert_allclose(found.scores, [1.0, 0.5, 0.5])


def test_min_max_of_equal_scores_is_one():
    assert min_max(np.array([3.0, 3.0], np.float32)).tolist() == [1.0, 1.0]
    assert min_max(np.zeros(0, np.float32)).tolist() == []


def test_unknown_parts_share_their_weight_among_the_known():
    shares = {"relevance": np.array([0.5, 0.5]), "engagement": np.array([NAN, 0.0])}
    points = to_points(shares, {"relevance": 60.0, "engagement": 20.0})
    np.testing.assert_allclose(points["relevance"], [0.5 * 80.0, 0.5 * 60.0])
    np.testing.assert_allclose(points["engagement"], [NAN, 0.0])


@pytest.mark.parametrize("named", [(), (3, 17, 40)])
def test_the_points_of_posts_add_up_to_the_score_of_their_creator(named):
    dice = np.random.default_rng(3)
    creators = np.sort(dice.integers(1, 9, 60))
    posts = activity(
        creators,
        similarity=dice.random(60),
        likes=np.where(dice.random(60) < 0.3, NAN, dice.integers(0, 99, 60)),
        age_days=dice.integers(0, 400, 60),
    )
    seen = compared(posts, named)
    distinct = seen.distinct
    judged = topic(
        distinct, dice.random(60), strength=dice.normal(3, 4, 60), weight=dice.random(60)
    )
    signals = measure(
        seen,
        judged,
        profile=dice.normal(3, 4, len(distinct.creator_ids)),
        norms=norms(mean_y=[1.0] * 9),
        now=NOW,
    )
    points = to_points(parts(signals, TUNING), POINTS)
    by_post = post_points(seen, judged, signals, points)
    scores = np.nansum(np.stack([*points.values()]), axis=0)
    np.testing.assert_allclose(distinct.total(by_post), scores, atol=1e-9)
