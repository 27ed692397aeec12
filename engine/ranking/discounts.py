"""What each post counts for as evidence, and why it counts for less than one.

Judged by form and meaning: what a creator says again, what others had said first, prize draws,
keywords without a sentence, and what the brief does not want. No post is removed: each is shown
with what it counts for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.beside import at_once
from engine.ranking.distinct import Distinct, Positions
from engine.ranking.originality import (
    first_of,
    most_telling,
    originality,
    own_words,
    said_by_others,
    similarity_at,
)
from engine.ranking.phrases import Wordings, wordings
from engine.ranking.question import Question
from engine.ranking.tuning import Tuning
from engine.vocabulary import Activity, Floats, Mark


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Discounts:
    """What is left of each distinct post, (m,): by cause, and in all."""

    own: Floats  # (m,) in [0, 1] what its creator had not said before
    others: Floats  # (m,) in [0, 1] what nobody else had said before
    borrowed: Floats  # (m,) in [0, 1] what nobody else had put in the same words
    common: Floats  # (m,) in [0, 1] what their creator's posts have that not everybody says
    patterned: Floats  # (m,) in [0, 1] what is not put into the form of other posts
    earlier: Positions  # (m,) row of the nearest earlier post by another creator, -1 where none
    draw: Floats  # (m,) in [0, 1] what is no prize draw
    is_post: Floats  # (m,) in [0, 1] as how much of a post a creator's share is of it
    is_keywords: NDArray[np.bool_]  # (m,) keywords without a sentence
    keywords: float  # what is left of those
    is_unwanted: NDArray[np.bool_]  # (m,) nearer to what the brief excludes than to the brief

    @property
    def weight(self) -> Floats:
        """Return what each post counts for, (m,) in [0, 1]."""
        kept = self.own * self.others * self.borrowed * self.common * self.draw
        kept = kept * self.patterned
        kept = np.where(self.is_keywords, self.keywords * kept, kept)
        return np.where(self.is_unwanted, 0.0, kept)

    def of(self, rows: Positions) -> Discounts:
        """Return those of the posts at `rows`; whom they came after is left behind."""
        return Discounts(
            own=self.own[rows],
            others=self.others[rows],
            borrowed=self.borrowed[rows],
            common=self.common[rows],
            patterned=self.patterned[rows],
            earlier=np.full(len(rows), -1, dtype=np.int64),
            draw=self.draw[rows],
            is_post=self.is_post[rows],
            is_keywords=self.is_keywords[rows],
            keywords=self.keywords,
            is_unwanted=self.is_unwanted[rows],
        )


def discounts(
    question: Question, distinct: Distinct, activity: Activity, strength: Floats
) -> Discounts:
    """Return what each distinct post counts for; `strength`, (m,), is what is known of it so far.

    The strongest posts are held against those of other creators; the others hardly count anyway.
    """
    tuning, n = question.tuning, len(distinct.posts)
    rows = most_telling(strength, tuning.compared_with_others if tuning.originality else 0)
    topical = rows[strength[rows] >= tuning.threshold]
    (own, others, earlier), (borrowed, common, patterned) = at_once(
        lambda: _said(question, distinct, activity, rows),
        lambda: _worded(question, distinct, activity, topical),
    )
    marks = activity.marks[distinct.posts] if tuning.discounts else np.zeros(n, dtype=np.uint8)
    draw = _draw(question, distinct, activity, marks) if tuning.discounts else np.ones(n)
    return Discounts(
        own=own,
        others=others,
        earlier=earlier,
        borrowed=borrowed,
        common=common,
        patterned=patterned,
        draw=draw,
        is_post=_is_post(distinct, draw),
        is_keywords=(marks & Mark.KEYWORDS) != 0,
        keywords=tuning.keywords,
        is_unwanted=_unwanted(question, distinct, activity),
    )


def _said(
    question: Question, distinct: Distinct, activity: Activity, rows: Positions
) -> tuple[Floats, Floats, Positions]:
    """Return what is left of posts by who had said the same before, and after whose, (m,) each.

    Their creator, somebody else, and the row of that post, -1 where none; `rows` are held against
    each other.
    """
    tuning, related, n = question.tuning, question.around.related, len(distinct.posts)
    others, earlier = np.ones(n), np.full(n, -1, dtype=np.int64)
    if not tuning.originality or related < 0.0:
        return np.ones(n), others, earlier
    least = similarity_at(tuning.copies[0], related)
    nearest, earlier[rows] = said_by_others(distinct, activity, rows, least=least)
    others[rows] = originality(nearest, related, tuning.copies)
    return own_words(distinct, activity, related, tuning), others, earlier


def _worded(
    question: Question, distinct: Distinct, activity: Activity, rows: Positions
) -> tuple[Floats, Floats, Floats]:
    """Return what is left of posts by whose wording they are, three arrays, (m,).

    By how much of a post others had put in the same words, by how seldom its creator has a word
    of their own, and by how much of its form other posts have; `rows` are the posts on topic,
    which are held against each other.
    """
    tuning, posts = question.tuning, distinct.posts[rows]
    if not tuning.originality or question.around.background.n < tuning.wording_needs:
        whole = np.ones(len(distinct.posts))
        return whole, whole, whole
    found = wordings(
        question.spoken(activity.post_ids[posts]),
        owner=distinct.owner[rows],
        times=first_of(activity.created_at, activity)[posts].astype(np.int64),
        background=question.around.background,
    )
    return (
        _left(distinct, rows, found.borrowed, found.pairs, _borrowing(tuning)),
        _common(question, distinct, rows, found),
        _left(distinct, rows, found.patterned, found.frames, _patterns(tuning)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Usual:
    """What share of a post's pairs or frames may be others'; see `Tuning.borrowed`."""

    between: tuple[float, float]
    share: float
    prior: float
    follows: float


def _borrowing(tuning: Tuning) -> _Usual:
    return _Usual(
        between=tuning.borrowed,
        share=tuning.borrowed_usual,
        prior=tuning.borrowed_prior,
        follows=tuning.borrowed_follows,
    )


def _patterns(tuning: Tuning) -> _Usual:
    return _Usual(
        between=tuning.patterned,
        share=tuning.patterned_usual,
        prior=tuning.patterned_prior,
        follows=tuning.patterned_follows,
    )


def _left(distinct: Distinct, rows: Positions, taken: Floats, of: Floats, usual: _Usual) -> Floats:
    """Return what is left of posts by the share `taken` of their pairs or frames, (m,).

    A creator's share is drawn to what is usual, and a post's to its creator's: a few words prove
    little.
    """
    left, owner, n = np.ones(len(distinct.posts)), distinct.owner[rows], len(distinct.creator_ids)
    whole = np.bincount(owner, of, minlength=n) + usual.prior
    mean = (np.bincount(owner, taken, minlength=n) + usual.prior * usual.share) / whole
    own = (taken + usual.follows * mean[owner]) / (of + usual.follows)
    low, high = usual.between
    left[rows] = np.clip((high - own) / (high - low), 0.0, 1.0)
    return left


def _common(question: Question, distinct: Distinct, rows: Positions, found: Wordings) -> Floats:
    """Return what is left of posts by how little their creator says that not everybody says, (m,).

    By how often their posts on topic have a word of their own, beside how often as many words
    would in random posts, and by how many new words they have for each of the topic's words,
    beside what most creators have. A few posts prove little, and stay near what is usual.
    """
    tuning, owner, n = question.tuning, distinct.owner[rows], len(distinct.creator_ids)
    expected = 1.0 - (1.0 - question.around.background.rare) ** found.words
    usually = np.bincount(owner, expected, minlength=n) + tuning.common_prior
    own = np.bincount(owner, found.has_own, minlength=n) + tuning.common_prior
    left = _between(own / usually, tuning.common)
    new = _between(_new(owner, n, found, tuning), tuning.new)
    return distinct.spread(np.minimum(left, new))


def _new(owner: Positions, n: int, found: Wordings, tuning: Tuning) -> Floats:
    """Return how many new words each of `n` creators has, as a share of what is usual, (n,).

    Where most creators say little that is new, that is what is usual, within bounds.
    """
    mentions = np.maximum(found.topical, 1.0)
    new = np.minimum(found.new, tuning.new_at_most * mentions)
    said, of_it = (np.bincount(owner, values, minlength=n) for values in (new, mentions))
    several = np.bincount(owner, minlength=n) >= tuning.new_posts
    rates = said[several] / of_it[several]
    usual = float(np.clip(np.median(rates) if len(rates) else 1.0, *tuning.new_usually))
    return np.asarray((said / usual + tuning.new_prior) / (of_it + tuning.new_prior))


def _between(values: Floats, bounds: tuple[float, float]) -> Floats:
    low, high = bounds
    return np.clip((values - low) / (high - low), 0.0, 1.0)


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
