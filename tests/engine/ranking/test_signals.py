"""Relevance, duplicates, engagement, focus and recency on arrays small enough to check by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from engine.ranking.engagement import EngagementNorms, post_engagement, tier_codes
from engine.ranking.fusion import VOTES, min_max, vote
from engine.ranking.judge import judge, measure, post_relevance, profile_relevance
from engine.ranking.tuning import TIERS, Tuning, tier_of
from engine.vocabulary import Activity, Background, EngagementTable, Run

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NAN = np.nan
TUNING = Tuning()


def activity(creators, similarity=None, duplicate_of=None, **counts):
    n = len(creators)
    ages = counts.pop("age_days", np.zeros(n))
    seconds = [int((NOW - timedelta(days=float(age))).timestamp()) for age in ages]
    column = {
        name: np.array(counts.get(name, [NAN] * n), float)
        for name in ("likes", "replies", "reposts")
    }
    return Activity(
        post_ids=np.arange(1, n + 1),
        creator_ids=np.array(creators),
        created_at=np.array(seconds),
        similarity=np.array([NAN] * n if similarity is None else similarity, np.float32),
        duplicate_of=np.arange(n) if duplicate_of is None else np.array(duplicate_of),
        **column,
    )


def run(ids, scores):
    return Run(np.array(ids, np.int64), np.array(scores, np.float32), "lexical")


NOBODY = run([], [])


def norms(**columns):
    n = len(columns["mean_y"])
    base = {
        "creator_ids": np.arange(1, n + 1),
        "source": np.zeros(n, np.int32),
        "followers": np.full(n, 5000.0),
        "n_posts": np.full(n, 10),
        "var_y": np.ones(n),
    }
    return EngagementNorms(
        EngagementTable(**{k: np.asarray(v) for k, v in {**base, **columns}.items()})
    )


def test_relevance_is_a_half_at_the_midpoint_and_joins_words_as_independent_evidence():
    background = Background(mean=0.1, std=0.05)
    middle = 0.1 + TUNING.semantic_midpoint * 0.05
    posts = activity([1, 1, 1], similarity=[middle, middle, NAN])
    found = post_relevance(posts, background, run([2, 3], [4.0, 4.0]), TUNING)
    words = TUNING.lexical_share * 4.0 / (4.0 + 4.0)
    expected = [0.5, 1 - (1 - 0.5) * (1 - words), words]
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_relevance_grows_with_similarity_and_stays_in_its_range():
    posts = activity([1] * 5, similarity=[-1, 0, 0.3, 0.5, 1])
    found = post_relevance(posts, Background(mean=0.0, std=0.1), NOBODY, TUNING)
    assert (np.diff(found) > 0).all()
    assert found.min() >= 0.0
    assert found.max() <= 1.0


def test_a_profile_not_known_stays_unknown():
    found = profile_relevance(np.array([0.4, NAN]), Background(mean=0.0, std=0.1), TUNING)
    assert found[0] == pytest.approx(
        1 / (1 + np.exp(-(4 - TUNING.profile_midpoint) / TUNING.profile_width))
    )
    assert np.isnan(found[1])


def test_near_duplicates_are_one_row_stood_for_by_the_most_relevant():
    posts = activity([7, 7, 7, 9], duplicate_of=[0, 0, 2, 3])
    judged = judge(posts, np.array([0.2, 0.9, 0.5, 0.1]))
    assert judged.creator_ids.tolist() == [7, 9]
    assert judged.starts.tolist() == [0, 2, 3]
    assert judged.posts.tolist() == [1, 2, 3]
    assert judged.copies.tolist() == [2, 1, 1]
    assert judged.seen.tolist() == [3, 1]


def measured(posts, relevance, table=None):
    judged = judge(posts, np.array(relevance))
    profile = np.zeros(len(judged.creator_ids))
    return measure(
        judged, posts, profile, norms=table or norms(mean_y=[1.0] * 9), now=NOW, tuning=TUNING
    )


def test_posting_the_same_thing_forty_times_is_worth_one_post():
    once = measured(activity([1]), [0.9])
    often = measured(activity([1] * 40, duplicate_of=[0] * 40), [0.9] * 40)
    for name in ("best", "soft_count", "focus", "on_topic"):
        assert getattr(often, name).tolist() == getattr(once, name).tolist()


def test_few_good_posts_are_divided_by_the_number_asked_for():
    signals = measured(activity([1, 1, 2, 2, 2, 2]), [0.9, 0.6, 0.9, 0.6, 0.3, 0.3])
    assert signals.best[0] == pytest.approx((0.9 + 0.6) / 3)
    assert signals.best[1] == pytest.approx((0.9 + 0.6 + 0.3) / 3)
    assert signals.on_topic.tolist() == [2, 2]


def test_focus_is_a_lower_bound_that_more_posts_tighten():
    few, many = activity([1] * 4), activity([1] * 40)
    share = [0.99, 0.99, 0.01, 0.01]
    assert measured(many, share * 10).focus[0] > measured(few, share).focus[0]
    a, b = 2 + 5 * 0.01, 2 + 5 * 0.99
    mean = a / (a + b)
    bound = mean - 1.28 * np.sqrt(mean * (1 - mean) / (a + b + 1))
    assert measured(few, share).focus[0] == pytest.approx(bound / TUNING.focus_full, rel=1e-6)


def test_recency_halves_with_each_half_life_and_looks_at_posts_on_topic_only():
    posts = activity(
        [1, 1, 2], age_days=[TUNING.recency_half_life, 0.0, 3 * TUNING.recency_half_life]
    )
    assert measured(posts, [0.9, 0.1, 0.9]).recency == pytest.approx([0.5, 0.125])


def test_engagement_of_a_post_is_unknown_only_when_all_of_it_is():
    posts = activity(
        [1] * 4, likes=[NAN, 3, NAN, 0], replies=[NAN, 2, 1, NAN], reposts=[NAN, NAN, 1, NAN]
    )
    expected = [NAN, np.log1p(3 + 2 * 2), np.log1p(2 * 1 + 2 * 1), 0.0]
    np.testing.assert_allclose(post_engagement(posts), expected)


def test_a_creator_without_measured_posts_on_topic_has_unknown_engagement():
    posts = activity([1, 1, 2], likes=[NAN, 5, 5])
    signals = measured(posts, [0.9, 0.1, 0.9])
    assert np.isnan(signals.engagement[0])
    assert 0.0 <= signals.engagement[1] <= 1.0


def test_percentile_is_among_peers_of_the_same_source_and_tier():
    table = norms(
        mean_y=[*range(10), *range(100, 110)],
        followers=[5e3] * 10 + [5e5] * 10,
        n_posts=[1000] * 20,
        var_y=[1e-6] * 20,
    )
    found = table.percentiles(
        np.array([1, 10, 11, 20]), np.array([0.0, 9.0, 100.0, 109.0]), np.full(4, 1000)
    )
    np.testing.assert_allclose(found, [0.05, 0.95, 0.05, 0.95])


def test_few_posts_are_shrunk_towards_the_middle():
    table = norms(mean_y=np.linspace(0, 8, 41), var_y=[4.0] * 41, n_posts=[20] * 41)
    one, many = table.percentiles(np.array([1, 1]), np.array([8.0, 8.0]), np.array([1, 50]))
    assert 0.5 < one < many


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
