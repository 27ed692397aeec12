"""Sets of posts against each other, with the formula written out."""

from __future__ import annotations

import numpy as np
import pytest

from engine.ranking.distinct import distinct_posts
from engine.ranking.likeness.comparison import Own, compare
from engine.ranking.likeness.frame import Frame
from engine.ranking.likeness.tuning import DEFAULTS as T
from engine.vocabulary import Activity

DIM = 5
PLAIN = Frame(
    np.zeros(DIM, np.float32), np.eye(DIM, dtype=np.float32), np.zeros((0, DIM), np.float32)
)


def units(*rows):
    array = np.array(rows, dtype=np.float32)
    return array / np.maximum(np.linalg.norm(array, axis=1, keepdims=True), 1e-9)


def activity_of(*people):
    """Each of `people` has rows of vectors, None for a post without one."""
    rows = [row for person in people for row in person]
    n = len(rows)
    known = np.array([row is not None for row in rows])
    vectors = units(*[[0.0] * DIM if row is None else row for row in rows])
    unknown = np.full(n, np.nan)
    return Activity(
        post_ids=np.arange(1, n + 1),
        creator_ids=np.repeat(np.arange(len(people)) + 10, [len(person) for person in people]),
        created_at=np.arange(n),
        similarity=np.where(known, 0.0, np.nan).astype(np.float32),
        vectors=vectors,
        marks=np.zeros(n, np.uint8),
        duplicate_of=np.arange(n),
        said_before=np.zeros(n, np.float32),
        likes=unknown,
        replies=unknown,
        reposts=unknown,
    )


OWN = units([1, 0, 0, 0, 0], [0, 1, 0, 0, 0])


def matches(*people, own=OWN, frame=PLAIN):
    activity = activity_of(*people)
    mine = Own.of(np.arange(len(own)) + 100, own, frame, T)
    return compare(mine, distinct_posts(activity), activity, frame, T)


def test_a_match_is_the_mean_of_the_best_ones_both_ways():
    theirs = units([4, 3, 0, 0, 0], [0, 0, 1, 0, 0])
    found = matches(list(theirs))
    forth = np.mean([0.8, 0.6])
    back = (0.8 + 0.0) / (2 + T.few)
    assert found.posts[0] == pytest.approx((1 - T.backward) * forth + T.backward * back)
    assert found.topics[0] == pytest.approx(
        float(units(theirs.mean(axis=0))[0] @ units(OWN.mean(axis=0))[0])
    )


def test_what_random_posts_reach_counts_for_nothing():
    random = units(*np.random.default_rng(1).standard_normal((500, DIM)))
    frame = Frame(np.zeros(DIM, np.float32), np.eye(DIM, dtype=np.float32), random)
    usual = np.quantile(random @ OWN[0], T.related)
    below, above = usual - 0.05, usual + 0.05
    for reached, expected in ((below, 0.0), (above, 0.05 / (1 - usual))):
        row = [reached, 0, np.sqrt(1 - reached**2), 0, 0]
        assert matches([row], own=OWN[:1], frame=frame).excess[0, 0] == pytest.approx(
            expected, abs=1e-5
        )


def test_a_post_that_few_come_near_counts_more():
    crowd = units(*([[0.9, 0.1, 0, 0, 0]] * 20), *([[0, 0, 0, 1, 0]] * 400))
    frame = Frame(np.zeros(DIM, np.float32), np.eye(DIM, dtype=np.float32), crowd)
    common, rare = matches([[1, 0, 0, 0, 0]], [[0, 1, 0, 0, 0]], frame=frame).posts
    assert rare > common


def test_a_post_without_a_vector_is_passed_over_and_nobody_is_zero_for_having_none():
    with_and_without, without = matches([[1, 0, 0, 0, 0], None], [None]).posts
    assert with_and_without == pytest.approx(matches([[1, 0, 0, 0, 0]]).posts[0])
    assert np.isnan(without)


def test_the_same_post_is_known_for_what_it_is():
    found = matches([[1, 0.01, 0, 0, 0], [1, 0.6, 0, 0, 0]])
    assert found.is_copy.tolist() == [True, False]


def test_without_own_vectors_nothing_is_known_of_meaning():
    found = matches([[1, 0, 0, 0, 0]], own=np.zeros((0, DIM), np.float32))
    assert np.isnan(found.posts).all()
    assert np.isnan(found.topics).all()
