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

import numpy as np
from numpy.typing import NDArray

from engine.ranking.distinct import Distinct
from engine.ranking.tuning import Tuning
from engine.ranking.usual import Usual
from engine.vocabulary import Activity, Floats, Ids, Mark, Run, Vectors


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

    direction: Vectors | None  # (dim,) unit, None before any post has taught
    threshold: float  # strength at which a post of an even record is as likely on topic as not


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """Distinct posts beside the brief: all that does not change while the topic is learned."""

    question: Question
    distinct: Distinct
    activity: Activity
    known: NDArray[np.bool_]  # (m,) whether the post has a vector
    counted: NDArray[np.bool_]  # (m,) whether it counts as evidence
    meaning: Floats  # (m,) strength by similarity to the brief
    words: Floats  # (m,) strength added by matching words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Topic:
    """Posts and creators judged by a lesson.

    `strength` is in standard deviations above random posts, `surely` the probability that a
    post is on topic; `share` and `count` are each creator's, of distinct posts.
    """

    counted: NDArray[np.bool_]  # (m,)
    strength: Floats  # (m,)
    surely: Floats  # (m,) in [0, 1]
    share: Floats  # (c,) in (0, 1)
    count: Floats  # (c,) at least 0


def compare(question: Question, distinct: Distinct, activity: Activity) -> Compared:
    """Return the distinct posts of `activity` beside the brief.

    Prize draws do not count as evidence, and the words of a wall of hashtags match nothing.
    """
    similarity = activity.similarity[distinct.posts].astype(np.float64)
    marks, known = activity.marks[distinct.posts], ~np.isnan(similarity)
    standing = question.around.posts.standing(np.nan_to_num(similarity), question.query)
    words = lexical_strength(activity.post_ids[distinct.posts], question.lexical, question.tuning)
    counted = np.ones(len(marks), dtype=np.bool_)
    if question.tuning.discounts:
        counted = np.asarray((marks & Mark.PRIZE_DRAW) == 0)
        words = np.where((marks & Mark.HASHTAG_WALL) == 0, words, 0.0)
    return Compared(
        question=question,
        distinct=distinct,
        activity=activity,
        known=known,
        counted=counted,
        meaning=np.where(known, standing, 0.0),
        words=words,
    )


def unlearned(question: Question) -> Lesson:
    """Return the lesson of the brief alone, as if it had been taught by posts just like it."""
    tuning = question.tuning
    return Lesson(direction=question.query, threshold=tuning.threshold * (1.0 + tuning.brief_share))


def learn(compared: Compared) -> Lesson:
    """Return what the posts that surely answer the brief teach, in rounds of feedback."""
    tuning = compared.question.tuning
    fixed = tuning.threshold * (1.0 + tuning.brief_share)
    lesson = Lesson(direction=None, threshold=tuning.threshold)
    enough = compared.question.around.posts.own.n >= tuning.feedback_needs
    for _ in range(tuning.feedback_rounds if enough else 0):
        topic = judge(compared, lesson)
        sure = _surest(compared, topic)
        direction = _taught(compared, topic, sure)
        if direction is None:
            break
        strength = _strength(compared, direction)[sure]
        middle = float(np.average(strength, weights=topic.surely[sure]))
        threshold = fixed + tuning.threshold_follows * (middle - fixed)
        lesson = Lesson(direction=direction, threshold=threshold)
    return unlearned(compared.question) if lesson.direction is None else lesson


def judge(compared: Compared, lesson: Lesson) -> Topic:
    """Judge every distinct post, and with them every creator, by `lesson`."""
    strength, tuning = _strength(compared, lesson.direction), compared.question.tuning
    surely, share, count = estimate(
        compared.distinct,
        tuning.steepness * (strength - lesson.threshold),
        compared.counted,
        tuning,
    )
    return Topic(
        counted=compared.counted, strength=strength, surely=surely, share=share, count=count
    )


def _strength(compared: Compared, direction: Vectors | None) -> Floats:
    """Return the strength of each distinct post by the brief and what `direction` adds, (m,)."""
    if direction is None:
        return compared.meaning + compared.words
    along = (compared.activity.vectors @ direction)[compared.distinct.posts].astype(np.float64)
    learned = compared.question.around.posts.standing(along, direction)
    share = compared.question.tuning.brief_share
    return share * compared.meaning + np.where(compared.known, learned, 0.0) + compared.words


def _taught(compared: Compared, topic: Topic, sure: NDArray[np.int64]) -> Vectors | None:
    """Return the direction from random posts to the rows `sure`; None where there are none."""
    weights = topic.surely[sure] * compared.known[sure]
    if weights.sum() < 1e-6:
        return None
    vectors = compared.activity.vectors[compared.distinct.posts[sure]].astype(np.float64)
    return compared.question.around.discriminant(weights @ vectors / weights.sum())


def _surest(compared: Compared, topic: Topic) -> NDArray[np.int64]:
    """Return the rows most surely on topic, at most a few of each creator."""
    tuning = compared.question.tuning
    value = topic.surely + 1e-3 * (compared.meaning + compared.words)
    few = np.flatnonzero(compared.distinct.best(value, tuning.feedback_per_creator))
    order = np.lexsort((few, -value[few]))
    return few[order][: tuning.feedback_posts]


def lexical_strength(post_ids: Ids, lexical: Run, tuning: Tuning) -> Floats:
    """Return what matching words add to each post's strength, (m,): 0 where none match.

    A BM25 score equal to the median of the best posts adds `tuning.words`.
    """
    strength = np.zeros(len(post_ids))
    if not len(lexical):
        return strength
    half = max(float(np.median(lexical.scores[: tuning.lexical_median_of])), 1e-9)
    order = np.argsort(lexical.ids)
    ids, scores = lexical.ids[order], lexical.scores[order].astype(np.float64)
    place = np.minimum(np.searchsorted(ids, post_ids), len(ids) - 1)
    found = ids[place] == post_ids
    strength[found] = tuning.words * scores[place[found]] / half
    return strength


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


def profile_strength(compared: Compared, lesson: Lesson) -> Floats:
    """Return how far each creator's mean vector stands above random creators', (c,).

    Along the direction in which posts' strengths grow, words left aside. NaN for a creator
    without a vector that counts.
    """
    distinct, toward = compared.distinct, _toward(compared.question, lesson)
    used = compared.counted & compared.known
    along = (compared.activity.vectors @ toward)[distinct.posts].astype(np.float64)
    lengths = _lengths(compared, used)
    mean = distinct.total(np.where(used, along, 0.0)) / np.maximum(lengths, 1e-6)
    standing = compared.question.around.profiles.standing(mean, toward)
    return np.where(lengths > 1e-6, standing, np.nan)


def _lengths(compared: Compared, used: NDArray[np.bool_]) -> Floats:
    """Return the length of the sum of each creator's vectors, (c,)."""
    rows, vectors = compared.distinct.posts[used], compared.activity.vectors
    bounds = np.searchsorted(
        compared.distinct.owner[used], np.arange(len(compared.distinct.seen) + 1)
    )
    pairs = zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    sums = [vectors[rows[first:last]].sum(axis=0) for first, last in pairs]
    return np.array([float(np.sqrt(total @ total)) for total in sums], dtype=np.float64)


def _toward(question: Question, lesson: Lesson) -> Vectors:
    """Return the direction along which strength by meaning grows."""
    query, posts = question.query, question.around.posts
    if lesson.direction is None:
        return query
    plain = question.tuning.brief_share * query / posts.along(query)[1]
    learned = lesson.direction / posts.along(lesson.direction)[1]
    return (plain + learned).astype(np.float32)
