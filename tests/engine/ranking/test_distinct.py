"""Distinct posts, held to sorting them all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.ranking.distinct import Distinct, distinct_posts
from engine.vocabulary import Activity


def some(n: int, creators: int, *, copied: float) -> Activity:
    """Return `n` posts of some creators; a share `copied` of them near-repeat an earlier one."""
    dice = np.random.default_rng(n)
    owner = np.sort(dice.integers(0, creators, n)) * 7 + 3
    leader = np.arange(n)
    for row in range(1, n):
        if owner[row] == owner[row - 1] and dice.random() < copied:
            leader[row] = dice.choice([row - 1, leader[row - 1]])
    similarity = dice.random(n).astype(np.float32).round(1)
    similarity[dice.random(n) < 0.1] = np.nan
    return Activity(
        post_ids=np.arange(n),
        creator_ids=owner,
        created_at=dice.integers(0, 10**9, n),
        similarity=similarity,
        vectors=np.zeros((n, 2), dtype=np.float32),
        marks=np.zeros(n, dtype=np.uint8),
        duplicate_of=leader,
        said_before=np.zeros(n, dtype=np.float32),
        likes=np.full(n, np.nan),
        replies=np.full(n, np.nan),
        reposts=np.full(n, np.nan),
    )


def creator_rows(distinct: Distinct) -> list[range]:
    starts = distinct.starts.tolist()
    return [range(first, end) for first, end in pairwise(starts)]


@pytest.mark.parametrize("copied", [0.0, 0.2, 0.9])
@pytest.mark.parametrize("n", [1, 60, 400])
def test_of_a_post_and_its_copies_the_nearest_stands_for_all(n: int, copied: float) -> None:
    activity = some(n, n // 8 + 1, copied=copied)
    distinct = distinct_posts(activity)
    similarity = np.nan_to_num(activity.similarity, nan=-2.0).tolist()
    groups: dict[int, list[int]] = {}
    for row, leader in enumerate(activity.duplicate_of.tolist()):
        groups.setdefault(leader, []).append(row)
    nearest = {max(rows, key=lambda row: (similarity[row], -row)): rows for rows in groups.values()}
    assert dict(zip(distinct.posts.tolist(), distinct.copies.tolist(), strict=True)) == {
        row: len(rows) for row, rows in nearest.items()
    }
    times = activity.created_at.tolist()
    assert distinct.latest.tolist() == [
        max(times[row] for row in nearest[post]) for post in distinct.posts.tolist()
    ]


@pytest.mark.parametrize("wanted", [0, 1, 3, 500])
def test_the_best_of_each_creator_are_the_first_of_those_sorted(wanted: int) -> None:
    distinct = distinct_posts(some(400, 30, copied=0.1))
    values = np.random.default_rng(1).standard_normal(len(distinct.posts)).round(1)
    best = distinct.best(values, wanted)
    for rows in creator_rows(distinct):
        first = sorted(rows, key=lambda row: (-values[row], row))[:wanted]
        assert np.flatnonzero(best[rows.start : rows.stop]).tolist() == sorted(
            row - rows.start for row in first
        )


def test_of_no_posts_none_are_best() -> None:
    distinct = distinct_posts(some(0, 1, copied=0.0))
    assert not len(distinct.best(np.zeros(0), 5))
