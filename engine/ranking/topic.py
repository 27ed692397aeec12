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
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.ranking.distinct import Distinct
from engine.ranking.tuning import Tuning
from engine.vocabulary import Activity, Floats, Mark, Run, Sample, Vectors

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """What random posts of a corpus are like."""

    posts: Vectors  # (s, dim)
    profiles: Vectors  # (p, dim) unit means of random creators' posts
    mean: Vectors  # (dim,)
    precision: Matrix  # (dim, dim) inverse of the shrunk covariance


@lru_cache(maxsize=4)
def usual(sample: Sample, shrinkage: float) -> Usual:
    """Return what is usual in `sample`, worked out once for each sample object."""
    dim = sample.posts.shape[1]
    if len(sample.posts) < 2:
        return Usual(
            sample.posts, sample.profiles, np.zeros(dim, np.float32), np.eye(dim, dtype=np.float32)
        )
    mean = sample.posts.mean(axis=0)
    centred = (sample.posts - mean).astype(np.float64)
    covariance = centred.T @ centred / (len(centred) - 1)
    ridge = max(shrinkage * float(np.trace(covariance)) / dim, 1e-6)
    precision = np.linalg.inv(covariance + ridge * np.eye(dim))
    return Usual(sample.posts, sample.profiles, mean, precision.astype(np.float32))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """A brief as posts are compared with it."""

    query: Vectors  # (dim,) unit
    lexical: Run  # posts by words
    around: Usual
    tuning: Tuning


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """What tells posts on topic from others: beside the brief, a direction the posts taught."""

    direction: Vectors | None  # (dim,), None before any post has taught
    threshold: float  # strength at which a post of an even record is as likely on topic as not


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Topic:
    """Posts and creators judged by a lesson.

    `strength` is in standard deviations above random posts, `surely` the probability that a
    post is on topic; `share` and `count` are each creator's, of distinct posts.
    """

    plain: Floats  # (m,) strength by the brief alone
    strength: Floats  # (m,)
    surely: Floats  # (m,) in [0, 1]
    share: Floats  # (c,) in (0, 1)
    count: Floats  # (c,) at least 0
    profile: Floats  # (c,) strength of all of a creator's posts as one, NaN unknown


def learn(question: Question, distinct: Distinct, activity: Activity) -> Lesson:
    """Return what the posts that surely answer the brief teach, in rounds of feedback."""
    tuning = question.tuning
    first = Lesson(direction=None, threshold=tuning.threshold)
    lesson = first
    for _ in range(tuning.feedback_rounds):
        topic = judge(question, lesson, distinct, activity)
        direction = _taught(question, topic, distinct, activity)
        if direction is None:
            return first
        lesson = Lesson(direction=direction, threshold=tuning.threshold)
        lesson = Lesson(
            direction=direction, threshold=_threshold(question, lesson, topic, distinct, activity)
        )
    return lesson


def judge(question: Question, lesson: Lesson, distinct: Distinct, activity: Activity) -> Topic:
    """Judge every distinct post, and with them every creator, by `lesson`."""
    plain, strength = _strengths(question, lesson, distinct, activity)
    counted = counted_posts(distinct, activity, question.tuning)
    evidence = question.tuning.steepness * (strength - lesson.threshold)
    surely, share, count = estimate(distinct, evidence, counted, question.tuning)
    profile = _profiles(question, lesson, distinct, activity)
    return Topic(
        plain=plain, strength=strength, surely=surely, share=share, count=count, profile=profile
    )


def _strengths(
    question: Question, lesson: Lesson, distinct: Distinct, activity: Activity
) -> tuple[Floats, Floats]:
    """Return the strength of each distinct post by the brief alone, and by the lesson, (m,)."""
    vectors, around, tuning = activity.vectors[distinct.posts], question.around, question.tuning
    known = ~np.isnan(activity.similarity[distinct.posts])
    words = lexical_strength(distinct, activity, question.lexical, tuning)
    plain = _standing(vectors, around.posts, question.query, known)
    if lesson.direction is None:
        return plain + words, plain + words
    learned = _standing(vectors, around.posts, lesson.direction, known)
    return plain + words, tuning.brief_share * plain + learned + words


def _taught(
    question: Question, topic: Topic, distinct: Distinct, activity: Activity
) -> Vectors | None:
    """Return the direction from random posts to the surest ones; None where there are none."""
    sure = _surest(distinct, topic, question.tuning)
    known = ~np.isnan(activity.similarity[distinct.posts[sure]])
    weights = topic.surely[sure] * known
    if weights.sum() < 1e-6:
        return None
    centre = weights @ activity.vectors[distinct.posts[sure]] / weights.sum()
    direction = question.around.precision @ (centre - question.around.mean)
    length = float(np.linalg.norm(direction))
    return (direction / length).astype(np.float32) if length > 0.0 else None


def _threshold(
    question: Question, lesson: Lesson, topic: Topic, distinct: Distinct, activity: Activity
) -> float:
    """Return the threshold for strengths by `lesson`, drawn towards those of the surest posts."""
    tuning = question.tuning
    sure = _surest(distinct, topic, tuning)
    _, strength = _strengths(question, lesson, distinct, activity)
    middle = float(np.average(strength[sure], weights=topic.surely[sure]))
    fixed = tuning.threshold * (1.0 + tuning.brief_share)
    return fixed + tuning.threshold_follows * (middle - fixed)


def lexical_strength(
    distinct: Distinct, activity: Activity, lexical: Run, tuning: Tuning
) -> Floats:
    """Return what matching words add to each post's strength, (m,): 0 where none match.

    A BM25 score equal to the median of the best posts adds `tuning.words`. The words of a wall of
    hashtags add nothing.
    """
    strength = np.zeros(len(distinct.posts))
    if not len(lexical):
        return strength
    half = max(float(np.median(lexical.scores[: tuning.lexical_median_of])), 1e-9)
    order = np.argsort(lexical.ids)
    ids, scores = lexical.ids[order], lexical.scores[order].astype(np.float64)
    post_ids = activity.post_ids[distinct.posts]
    place = np.minimum(np.searchsorted(ids, post_ids), len(ids) - 1)
    found = ids[place] == post_ids
    if tuning.discounts:
        found &= (activity.marks[distinct.posts] & Mark.HASHTAG_WALL) == 0
    strength[found] = tuning.words * scores[place[found]] / half
    return strength


def counted_posts(distinct: Distinct, activity: Activity, tuning: Tuning) -> NDArray[np.bool_]:
    """Return whether each distinct post counts as evidence, (m,): prize draws do not."""
    if not tuning.discounts:
        return np.ones(len(distinct.posts), dtype=np.bool_)
    return np.asarray((activity.marks[distinct.posts] & Mark.PRIZE_DRAW) == 0)


def estimate(
    distinct: Distinct, evidence: Floats, counted: NDArray[np.bool_], tuning: Tuning
) -> tuple[Floats, Floats, Floats]:
    """Return the probability of each post, the share and the count of each creator.

    `evidence` is each post's log-likelihood ratio of being on topic; posts not `counted` are
    judged and neither count nor weigh in a share.
    """
    weight = counted.astype(np.float64)
    posts = distinct.total(weight)
    share = np.full(len(distinct.creator_ids), tuning.base_rate)
    surely, count = np.zeros(len(evidence)), np.zeros(len(share))
    for _ in range(tuning.mixture_rounds):
        odds = np.log(share / (1.0 - share))
        surely = 1.0 / (1.0 + np.exp(-np.clip(evidence + distinct.spread(odds), -30.0, 30.0)))
        count = distinct.total(surely * weight)
        share = (count + tuning.prior_posts * tuning.base_rate) / (posts + tuning.prior_posts)
        share = np.clip(share, 1e-4, 1.0 - 1e-4)
    return surely, share, count


def _surest(distinct: Distinct, topic: Topic, tuning: Tuning) -> NDArray[np.int64]:
    """Return the rows most surely on topic, at most a few of each creator."""
    value = topic.surely + 1e-3 * topic.plain
    few = np.flatnonzero(distinct.best(value, tuning.feedback_per_creator))
    order = np.lexsort((few, -value[few]))
    return few[order][: tuning.feedback_posts]


def _standing(
    vectors: Vectors, random: Vectors, direction: Vectors, known: NDArray[np.bool_]
) -> Floats:
    """Return how many deviations above `random` ones vectors stand; 0 where there is none."""
    mean, std = _background(random, direction)
    standing = ((vectors @ direction).astype(np.float64) - mean) / std
    return np.where(known, standing, 0.0)


def _background(random: Vectors, direction: Vectors) -> tuple[float, float]:
    """Return mean and deviation of `random` along `direction`; 0 and 1 where there are too few."""
    if len(random) < 2:
        return 0.0, 1.0
    values = (random @ direction).astype(np.float64)
    return float(values.mean()), max(float(values.std()), 1e-6)


def _profiles(question: Question, lesson: Lesson, distinct: Distinct, activity: Activity) -> Floats:
    """Return how far each creator's mean vector stands above random creators', (c,)."""
    around, counted = question.around, counted_posts(distinct, activity, question.tuning)
    if not len(counted):
        return np.zeros(0)
    vectors = activity.vectors[distinct.posts] * counted[:, None]
    sums = np.add.reduceat(vectors, distinct.starts[:-1], axis=0)
    lengths = np.linalg.norm(sums, axis=1)
    toward = _toward(question, lesson)
    mean, std = _background(around.profiles, toward)
    standing = (sums @ toward / np.maximum(lengths, 1e-6) - mean) / std
    return np.where(lengths > 1e-6, standing, np.nan).astype(np.float64)


def _toward(question: Question, lesson: Lesson) -> Vectors:
    """Return the direction along which posts' strengths grow, the words left aside."""
    around, query = question.around, question.query
    if lesson.direction is None:
        return query
    return np.asarray(
        question.tuning.brief_share * query / _background(around.posts, query)[1]
        + lesson.direction / _background(around.posts, lesson.direction)[1],
        dtype=np.float32,
    )
