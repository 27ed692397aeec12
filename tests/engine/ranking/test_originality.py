"""What is new in a post, on vectors whose likeness is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.ranking.distinct import distinct_posts
from engine.ranking.originality import most_telling, originality, own_words, said_by_others
from engine.ranking.tuning import Tuning
from tests.engine.ranking.test_topic import activity, noise, unit

TUNING = Tuning()
RELATED = 0.3


def test_originality_falls_from_all_to_nothing_between_its_bounds():
    """Bounds are shares of the way from unrelated to the same."""
    low, high = RELATED + 0.1 * 0.7, RELATED + 0.7 * 0.7
    nearest = np.array([0.0, low, (low + high) / 2, high, 1.0])
    found = originality(nearest, RELATED, (0.1, 0.7))
    np.testing.assert_allclose(found, [1.0, 1.0, 0.5, 0.0, 0.0], atol=1e-12)


def test_of_a_post_and_its_near_duplicates_the_first_says_it():
    posts = replace(
        activity(unit(noise(3, 1)), [1, 1, 1]),
        duplicate_of=np.array([0, 0, 2]),
        said_before=np.array([1.0, 0.2, 0.95], np.float32),
    )
    found = own_words(distinct_posts(posts), posts, RELATED, TUNING)
    np.testing.assert_allclose(found, [1.0, 0.0], atol=1e-12)


def test_who_said_it_first_is_told_by_time_and_never_by_oneself():
    rows = unit(noise(4, 2))
    rows[2] = rows[0]
    rows[3] = rows[1]
    posts = replace(activity(rows, [1, 2, 2, 2]), created_at=np.array([50, 10, 40, 60]))
    distinct = distinct_posts(posts)
    nearest, earlier = said_by_others(distinct, posts, np.arange(4), least=0.9)
    assert nearest[0] == pytest.approx(1.0)  # creator 2 had posted it at 40
    assert earlier[0] == 2
    assert earlier[1] == -1  # the first of all
    assert nearest[2] == 0.0  # later than their own only
    assert nearest[3] == 0.0


def test_who_said_it_first_is_told_as_by_comparing_every_pair():
    """A few wordings said again and again, in spurts of one moment, by five creators."""
    dice = np.random.default_rng(11)
    n, least = 400, 0.9
    rows = unit(noise(12, 3)[dice.integers(0, 12, n)] + 0.15 * noise(n, 4))
    posts = replace(
        activity(rows, np.sort(dice.integers(1, 6, n))), created_at=dice.integers(0, 60, n)
    )
    distinct = distinct_posts(posts)
    asked = np.flatnonzero(dice.random(n) < 0.8)
    nearest, earlier = said_by_others(distinct, posts, asked, least=least)
    alike = (rows @ rows.T).astype(float)
    for row, near, first in zip(asked.tolist(), nearest, earlier, strict=True):
        before = [
            other
            for other in asked.tolist()
            if posts.created_at[other] < posts.created_at[row]
            and posts.creator_ids[other] != posts.creator_ids[row]
            and alike[row, other] >= least
        ]
        best = max(alike[row, before], default=0.0)
        assert near == pytest.approx(best, abs=1e-6)
        equal = [other for other in before if alike[row, other] >= best - 1e-5]
        assert first == min(equal, key=lambda i: (posts.created_at[i], i), default=-1)
    assert (earlier >= 0).sum() > 100


def test_the_most_telling_are_the_strongest_by_row():
    assert most_telling(np.array([1.0, 9.0, 9.0, 3.0]), 3).tolist() == [1, 2, 3]
    assert most_telling(np.array([9.0, 1.0, 9.0, 9.0]), 2).tolist() == [0, 2]
    assert most_telling(np.array([9.0, 1.0]), 0).tolist() == []
    assert most_telling(np.zeros(0), 3).tolist() == []
