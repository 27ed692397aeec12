"""What a brief is about, learned from the posts that answer it best.

A brief is a handful of words; the posts that surely answer it say much more. So posts are first
judged by their similarity to the brief and by its words, each creator's share of posts on topic
is estimated from that, and the surest posts then teach a direction that tells the topic from the
rest of the corpus, by which all posts are judged again (pseudo-relevance feedback, with Fisher's
discriminant in place of Rocchio's mean).

The share is that of a two-part mixture: every post is on topic or it is not, a creator's share is
how often, and both are estimated together by expectation-maximisation (Dempster, Laird & Rubin
1977), with a prior of a few posts off topic. A post by somebody who keeps to the topic is thus
believed more readily than the same post by somebody who does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.ranking.discounts import Discounts, discounts
from engine.ranking.distinct import Distinct, Positions
from engine.ranking.question import Question
from engine.ranking.tuning import Tuning
from engine.vocabulary import Activity, Floats, Mark, Vectors


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """What tells posts on topic from others: beside the brief, a direction the posts taught."""

    direction: Vectors | None  # (dim,) unit, None before any post has taught
    threshold: float  # strength at which a post of an even record is as likely on topic as not


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """Distinct posts beside the brief: all that does not change while the topic is learned."""

    question: Question
    distinct: Distinct
    activity: Activity
    known: NDArray[np.bool_]  # (m,) whether the post has a vector
    discounts: Discounts
    is_wall: NDArray[np.bool_]  # (m,) whether the post is a wall of hashtags
    named: NDArray[np.bool_]  # (m,) whether the post names the brief, where that is a name
    meaning: Floats  # (m,) strength by similarity to the brief
    words: Floats  # (m,) strength added by matching words

    def of(self, rows: Positions, distinct: Distinct, activity: Activity) -> Compared:
        """Return the posts at `rows`, which are `distinct` in `activity`, as they were judged."""
        return Compared(
            question=self.question,
            distinct=distinct,
            activity=activity,
            known=self.known[rows],
            discounts=self.discounts.of(rows),
            is_wall=self.is_wall[rows],
            named=self.named[rows],
            meaning=self.meaning[rows],
            words=self.words[rows],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Topic:
    """Posts and creators judged by a lesson.

    `strength` is in standard deviations above random posts, `surely` the probability that a
    post is on topic; `share` and `count` are each creator's, of distinct posts, each of which
    counts for its `weight`.
    """

    weight: Floats  # (m,) in [0, 1]
    strength: Floats  # (m,)
    surely: Floats  # (m,) in [0, 1]
    share: Floats  # (c,) in (0, 1)
    count: Floats  # (c,) at least 0
    posts: Floats  # (c,) distinct posts that the share is of


def compare(
    question: Question, distinct: Distinct, activity: Activity, lesson: Lesson | None = None
) -> Compared:
    """Return the distinct posts of `activity` beside the brief.

    The words of a wall of hashtags match nothing. Where the brief is a name, the posts that hold
    it are what its words find, and no others. Posts are held against those of others that `lesson`
    finds near the topic, or that the brief does, where nothing was learned: a name is in few of
    the posts on its topic, and a few prove nothing.
    """
    tuning, posts = question.tuning, distinct.posts
    similarity = activity.similarity[posts].astype(np.float64)
    known = ~np.isnan(similarity)
    standing = question.around.posts.standing(np.nan_to_num(similarity), question.query)
    meaning = np.where(known, standing, 0.0)
    marks = activity.marks[posts]
    is_wall, is_tagged = (marks & Mark.HASHTAG_WALL) != 0, (marks & Mark.TAGGED) != 0
    named = question.is_named(activity.post_ids[posts])
    words = question.words(activity.post_ids[posts])
    if tuning.discounts:
        words = np.where(is_wall, 0.0, np.where(is_tagged, tuning.tagged * words, words))
        named = named & ~is_wall
    direction = None if lesson is None else lesson.direction
    learned = _learned(question, distinct, activity, direction)
    strength = _summed(tuning, meaning, words, learned)
    return Compared(
        question=question,
        distinct=distinct,
        activity=activity,
        known=known,
        discounts=discounts(question, distinct, activity, strength),
        is_wall=is_wall & tuning.discounts,
        named=named,
        meaning=meaning,
        words=words,
    )


def unlearned(question: Question) -> Lesson:
    """Return the lesson of the brief alone, as if it had been taught by posts just like it."""
    tuning = question.tuning
    return Lesson(direction=question.query, threshold=tuning.threshold * (1.0 + tuning.brief_share))


def learn(compared: Compared) -> Lesson:
    """Return what the posts that surely answer the brief teach, in rounds of feedback.

    Where the brief is a name, none but posts that hold it teach the first round, and they come
    first in the others.
    """
    tuning = compared.question.tuning
    fixed = tuning.threshold * (1.0 + tuning.brief_share)
    lesson = Lesson(direction=None, threshold=tuning.threshold)
    strength = _strength(compared, None)
    enough = compared.question.around.posts.own.n >= tuning.feedback_needs
    for number in range(tuning.feedback_rounds if enough else 0):
        belief = _judged(compared, strength, lesson).surely * compared.discounts.weight
        belief = np.where(compared.named, compared.discounts.weight, belief)
        sure = _surest(compared, belief, only_named=number == 0)
        direction = _taught(compared, belief, sure)
        if direction is None:
            break
        strength = _strength(compared, direction)
        middle = float(np.average(strength[sure], weights=belief[sure]))
        threshold = fixed + tuning.threshold_follows * (middle - fixed)
        lesson = Lesson(direction=direction, threshold=threshold)
    return unlearned(compared.question) if lesson.direction is None else lesson


def judge(compared: Compared, lesson: Lesson) -> Topic:
    """Judge every distinct post, and with them every creator, by `lesson`."""
    return _judged(compared, _strength(compared, lesson.direction), lesson)


def _judged(compared: Compared, strength: Floats, lesson: Lesson) -> Topic:
    tuning, weight = compared.question.tuning, compared.discounts.weight
    posts = compared.distinct.total(compared.discounts.is_post)
    evidence = tuning.steepness * (strength - lesson.threshold)
    surely, share, count = estimate(compared.distinct, evidence, weight, posts, tuning)
    return Topic(
        weight=weight, strength=strength, surely=surely, share=share, count=count, posts=posts
    )


def _strength(compared: Compared, direction: Vectors | None) -> Floats:
    """Return the strength of each distinct post by the brief and what `direction` adds, (m,)."""
    learned = _learned(compared.question, compared.distinct, compared.activity, direction)
    return _summed(compared.question.tuning, compared.meaning, compared.words, learned)


def _summed(tuning: Tuning, meaning: Floats, words: Floats, learned: Floats | None) -> Floats:
    """Return the strength of posts by meaning, by words and by what was learned, each (m,)."""
    if learned is None:
        return meaning + words
    return tuning.brief_share * meaning + learned + words


def _learned(
    question: Question, distinct: Distinct, activity: Activity, direction: Vectors | None
) -> Floats | None:
    """Return what `direction` adds to the strength of each distinct post, (m,), 0 without a vector.

    None where there is no direction.
    """
    if direction is None:
        return None
    posts = distinct.posts
    along = (activity.vectors @ direction)[posts].astype(np.float64)
    learned = question.around.posts.standing(along, direction)
    return np.where(np.isnan(activity.similarity[posts]), 0.0, learned)


def _taught(compared: Compared, belief: Floats, sure: NDArray[np.int64]) -> Vectors | None:
    """Return the direction from random posts to the rows `sure`; None where there are none."""
    weights = belief[sure] * compared.known[sure]
    if weights.sum() < 1e-6:
        return None
    vectors = compared.activity.vectors[compared.distinct.posts[sure]].astype(np.float64)
    return compared.question.around.discriminant(weights @ vectors / weights.sum())


def _surest(compared: Compared, belief: Floats, *, only_named: bool) -> NDArray[np.int64]:
    """Return the rows most surely on topic, at most a few of each creator."""
    tuning = compared.question.tuning
    value = belief + 1e-3 * (compared.meaning + compared.words) + 2.0 * compared.named
    few = np.flatnonzero(compared.distinct.best(value, tuning.feedback_per_creator))
    if only_named and compared.named.any():
        few = few[compared.named[few]]
    order = np.lexsort((few, -value[few]))
    return few[order][: tuning.feedback_posts]


def estimate(
    distinct: Distinct,
    evidence: Floats,
    weight: Floats,
    posts: Floats,
    tuning: Tuning,
) -> tuple[Floats, Floats, Floats]:
    """Return the probability of each post, the share and the count of each creator.

    `evidence` is each post's log-likelihood ratio of being on topic. A post on topic counts for
    its `weight`; a creator's share is of their `posts`, (c,).
    """
    share = np.full(len(distinct.creator_ids), tuning.base_rate)
    surely, count = np.zeros(len(evidence)), np.zeros(len(share))
    for _ in range(tuning.mixture_rounds):
        odds = np.log(share / (1.0 - share))
        surely = 1.0 / (1.0 + np.exp(-np.clip(evidence + distinct.spread(odds), -30.0, 30.0)))
        count = distinct.total(surely * weight)
        share = (count + tuning.prior_posts * tuning.base_rate) / (posts + tuning.prior_posts)
        share = np.clip(share, 1e-4, 1.0 - 1e-4)
    return surely, share, count


def profile_strength(compared: Compared, lesson: Lesson, sums: Vectors) -> Floats:
    """Return how far each creator's mean vector stands above random creators', (c,).

    Along the direction in which posts' strengths grow, words left aside. Posts count for their
    weight, and the strength of a creator is scaled by the share of their posts that this leaves.
    `sums` are those of `profile_sums`. NaN for a creator without a vector that counts.
    """
    distinct, toward = compared.distinct, _toward(compared.question, lesson)
    weight = _counted(compared)
    lengths = np.sqrt(np.einsum("cd,cd->c", sums, sums)).astype(np.float64)
    mean = (sums @ toward).astype(np.float64) / np.maximum(lengths, 1e-6)
    standing = compared.question.around.profiles.standing(mean, toward)
    posts = distinct.total(compared.discounts.is_post * compared.known)
    left = distinct.total(weight) / np.maximum(posts, 1.0)
    return np.where(lengths > 1e-6, standing * left, np.nan)


def _counted(compared: Compared) -> Floats:
    """Return what the vector of each distinct post counts for, (m,)."""
    return np.asarray(compared.discounts.weight * compared.known)


def profile_sums(compared: Compared) -> Vectors:
    """Return the sum of each creator's vectors, each for what it counts, (c, dim)."""
    activity, distinct = compared.activity, compared.distinct
    weights = np.zeros(len(activity.vectors), dtype=np.float32)
    weights[distinct.posts] = _counted(compared)  # where the posts stand: no vector is copied
    starts = np.searchsorted(activity.creator_ids, distinct.creator_ids)
    pairs = pairwise([*starts.tolist(), len(weights)])
    sums = np.empty((len(starts), activity.vectors.shape[1]), dtype=np.float32)
    for place, (first, last) in enumerate(pairs):
        np.dot(weights[first:last], activity.vectors[first:last], out=sums[place])
    return sums


def _toward(question: Question, lesson: Lesson) -> Vectors:
    """Return the direction along which strength by meaning grows."""
    query, posts = question.query, question.around.posts
    if lesson.direction is None:
        return query
    plain = question.tuning.brief_share * query / posts.along(query)[1]
    learned = lesson.direction / posts.along(lesson.direction)[1]
    return (plain + learned).astype(np.float32)
