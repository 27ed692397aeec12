"""What each post counts for as evidence, and why it counts for less than one.

Judged by form and meaning: what a creator says again, what others had said first, prize draws,
keywords without a sentence, and what the brief does not want. No post is removed: each is shown
with what it counts for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ranking.distinct import Distinct, Positions
from engine.ranking.originality import (
    most_telling,
    originality,
    own_words,
    said_by_others,
    similarity_at,
)
from engine.ranking.question import Question
from engine.vocabulary import Activity, Floats, Mark


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Discounts:
    """What is left of each distinct post, (m,): by cause, and in all."""

    own: Floats  # (m,) in [0, 1] what its creator had not said before
    others: Floats  # (m,) in [0, 1] what nobody else had said before
    common: Floats  # (m,) in [0, 1] what their creator's posts have that not everybody says
    earlier: Positions  # (m,) row of the nearest earlier post by another creator, -1 where none
    draw: Floats  # (m,) in [0, 1] what is no prize draw
    is_post: Floats  # (m,) in [0, 1] as how much of a post a creator's share is of it
    is_keywords: NDArray[np.bool_]  # (m,) keywords without a sentence
    keywords: float  # what is left of those
    is_unwanted: NDArray[np.bool_]  # (m,) nearer to what the brief excludes than to the brief

    @property
    def weight(self) -> Floats:
        """Return what each post counts for, (m,) in [0, 1]."""
        kept = self.own * self.others * self.common * self.draw
        kept = np.where(self.is_keywords, self.keywords * kept, kept)
        return np.where(self.is_unwanted, 0.0, kept)


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
        least = similarity_at(tuning.copies[0], related)
        nearest, earlier[rows] = said_by_others(distinct, activity, rows, least=least)
        others[rows] = originality(nearest, related, tuning.copies)
    marks = activity.marks[distinct.posts] if tuning.discounts else np.zeros(n, dtype=np.uint8)
    draw = _draw(question, distinct, activity, marks) if tuning.discounts else np.ones(n)
    return Discounts(
        own=own,
        others=others,
        earlier=earlier,
        common=_common(question, distinct, activity, strength),
        draw=draw,
        is_post=_is_post(distinct, draw),
        is_keywords=(marks & Mark.KEYWORDS) != 0,
        keywords=tuning.keywords,
        is_unwanted=_unwanted(question, distinct, activity),
    )


def _common(question: Question, distinct: Distinct, activity: Activity, strength: Floats) -> Floats:
    """Return what is left of posts by how often their creator has a word of their own, (m,).

    Among the creator's posts on topic, beside what is usual in the corpus; a few posts prove
    little, and stay near it.
    """
    tuning, usual = question.tuning, question.around.own_words
    topical = strength >= tuning.threshold
    if not tuning.originality or usual <= 0.0:
        return np.ones(len(distinct.posts))
    n = distinct.total(topical.astype(np.float64))
    own = distinct.total((topical & activity.own_words[distinct.posts]).astype(np.float64))
    share = (own / usual + tuning.common_prior) / (n + tuning.common_prior)
    low, high = tuning.common
    return distinct.spread(np.clip((share - low) / (high - low), 0.0, 1.0))


def _draw(
    question: Question, distinct: Distinct, activity: Activity, marks: NDArray[np.uint8]
) -> Floats:
    """Return what is left of posts by how much they are prize draws, (m,) in [0, 1].

    A post that speaks of one and does not sound like one keeps a part; where it is not known what
    they sound like, it keeps nothing.
    """
    toward, speaks_of_one = question.around.draw, (marks & Mark.PRIZE_DRAW) != 0
    if toward is None:
        return np.where(speaks_of_one, 0.0, 1.0)
    along = (activity.vectors @ toward)[distinct.posts].astype(np.float64)
    low, high = question.tuning.draw
    standing = question.around.ordinary_standing(along, toward)
    left = np.clip((high - standing) / (high - low), 0.0, 1.0)
    return np.where(speaks_of_one, np.minimum(left, question.tuning.speaks_of_draw), left)


def _is_post(distinct: Distinct, draw: Floats) -> Floats:
    """Return as how much of a post each counts in its creator's share, (m,) in [0, 1].

    A prize draw now and then is left aside; the more of their posts are draws, the more each is a
    post off topic.
    """
    drawn = distinct.total(1.0 - draw) / np.maximum(np.diff(distinct.starts), 1)
    return 1.0 - (1.0 - draw) * (1.0 - distinct.spread(drawn))


def _unwanted(question: Question, distinct: Distinct, activity: Activity) -> NDArray[np.bool_]:
    """Return which posts are clearly about what is excluded, and more so than about the brief."""
    posts, norm = distinct.posts, question.around.posts
    found = np.zeros(len(posts), dtype=np.bool_)
    if not len(question.unwanted):
        return found
    similarity = np.nan_to_num(activity.similarity[posts].astype(np.float64))
    wanted = norm.standing(similarity, question.query)
    for direction in question.unwanted:
        along = (activity.vectors @ direction)[posts].astype(np.float64)
        standing = norm.standing(along, direction)
        found |= (standing >= question.tuning.unwanted) & (standing > wanted)
    return found
