"""What a score would be if one of the posts behind it had not been posted."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from engine.ranking.distinct import distinct_posts
from engine.ranking.judgement import Judgement, Yardstick, judged
from engine.ranking.originality import own_words
from engine.ranking.topic import Compared
from engine.vocabulary import Activity, Scores

_SAME = 1e-4  # similarities this near are of the same pair of posts


def points_without(judgement: Judgement, row: int, yardstick: Yardstick) -> float:
    """Return what its creator's score would lose without the post at `row` and its copies.

    The yardstick stays: what the post may have taught about the topic is not unlearned, nor how
    its creator words things. What they said again later is then said for the first time.
    """
    place = int(judgement.compared.distinct.owner[row])
    score = float(judgement.scores[place])
    rest = _rest(judgement.compared, judgement.rows_of(place), row)
    return score if rest is None else score - float(judged(rest, yardstick).scores[0])


def _rest(compared: Compared, rows: NDArray[np.int64], row: int) -> Compared | None:
    """Return the creator with `rows` without `row`; None if that is all there is."""
    rows = rows[rows != row]
    if not len(rows):
        return None
    activity = _activity_without(compared, row)
    distinct = distinct_posts(activity)
    question, rest = compared.question, compared.of(rows, distinct, activity)
    if not question.tuning.originality or question.around.related < 0.0:
        return rest
    own = own_words(distinct, activity, question.around.related, question.tuning)
    return replace(rest, discounts=replace(rest.discounts, own=own))


def _activity_without(compared: Compared, row: int) -> Activity:
    """Return the activity of the owner of `row`, without the posts in it."""
    activity, distinct = compared.activity, compared.distinct
    leader = activity.duplicate_of[distinct.posts[row]]
    own = activity.creator_ids == activity.creator_ids[distinct.posts[row]]
    gone = own & (activity.duplicate_of == leader)
    left = np.flatnonzero(own & ~gone)
    place = np.cumsum(own & ~gone) - 1
    kept = {
        field.name: getattr(activity, field.name)[left]
        for field in fields(activity)
        if field.name not in ("duplicate_of", "said_before")
    }
    return Activity(
        **kept,
        duplicate_of=place[activity.duplicate_of[left]],
        said_before=_said_before(activity, left, np.flatnonzero(gone)),
    )


def _said_before(activity: Activity, left: NDArray[np.int64], gone: NDArray[np.int64]) -> Scores:
    """Return `said_before` of the posts `left` once the posts `gone` are; (n,).

    Of a post whose nearest earlier one is among them, the nearest of the others that are seen.
    """
    vectors, times = activity.vectors, activity.created_at
    before = activity.said_before[left].copy()
    earlier = times[gone][None, :] <= times[left][:, None]
    to_gone = np.where(earlier, vectors[left] @ vectors[gone].T, 0.0).max(axis=1)
    for i in np.flatnonzero((before > 0.0) & (to_gone >= before - _SAME)).tolist():
        others = left[(times[left] <= times[left[i]]) & (left != left[i])]
        alike = vectors[others] @ vectors[left[i]]
        before[i] = max(float(alike.max(initial=0.0)), 0.0)
    return before
