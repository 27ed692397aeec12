"""What each post counts for as evidence, and why it counts for less than one.

Judged by form and meaning: what a creator says again, what others had said first, prize draws,
and what the brief does not want. No post is removed: each is shown with what it counts for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ranking.distinct import Distinct, Positions
from engine.ranking.originality import most_telling, originality, own_words, said_by_others
from engine.ranking.question import Question
from engine.vocabulary import Activity, Floats, Mark


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Discounts:
    """What is left of each distinct post, (m,): by cause, and in all."""

    own: Floats  # (m,) in [0, 1] what its creator had not said before
    others: Floats  # (m,) in [0, 1] what nobody else had said before
    earlier: Positions  # (m,) row of the nearest earlier post by another creator, -1 where none
    is_draw: NDArray[np.bool_]  # (m,)
    is_unwanted: NDArray[np.bool_]  # (m,) nearer to what the brief excludes than to the brief

    @property
    def weight(self) -> Floats:
        """Return what each post counts for, (m,) in [0, 1]."""
        return np.where(self.is_draw | self.is_unwanted, 0.0, self.own * self.others)

    @property
    def is_post(self) -> NDArray[np.bool_]:
        """Return which rows are posts that a creator's share is of, (m,): all but prize draws."""
        return ~self.is_draw


def discounts(
    question: Question, distinct: Distinct, activity: Activity, strength: Floats
) -> Discounts:
    """Return what each distinct post counts for; `strength`, (m,), is that of a first look.

    The strongest posts are held against those of other creators; the others hardly count anyway.
    """
    tuning, related = question.tuning, question.around.related
    n = len(distinct.posts)
    own, others, earlier = np.ones(n), np.ones(n), np.full(n, -1, dtype=np.int64)
    if tuning.originality and related >= 0.0:
        own = own_words(distinct, activity, related, tuning)
        rows = most_telling(strength, tuning.compared_with_others)
        nearest, earlier[rows] = said_by_others(distinct, activity, rows)
        others[rows] = originality(nearest, related, tuning.copies)
    marks = activity.marks[distinct.posts] if tuning.discounts else np.zeros(n, dtype=np.uint8)
    return Discounts(
        own=own,
        others=others,
        earlier=earlier,
        is_draw=(marks & Mark.PRIZE_DRAW) != 0,
        is_unwanted=_unwanted(question, distinct, activity),
    )


def _unwanted(question: Question, distinct: Distinct, activity: Activity) -> NDArray[np.bool_]:
    """Return which posts are clearly about what is excluded, and more so than about the brief."""
    posts, norm = distinct.posts, question.around.posts
    similarity = np.nan_to_num(activity.similarity[posts].astype(np.float64))
    wanted = norm.standing(similarity, question.query)
    found = np.zeros(len(posts), dtype=np.bool_)
    for direction in question.unwanted:
        along = (activity.vectors @ direction)[posts].astype(np.float64)
        standing = norm.standing(along, direction)
        found |= (standing >= question.tuning.unwanted) & (standing > wanted)
    return found
