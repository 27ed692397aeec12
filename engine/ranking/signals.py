"""What is known of each creator for a brief: the numbers behind the parts of the score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from engine.ranking.distinct import Distinct, Positions
from engine.ranking.engagement import EngagementNorms, Standing, post_engagement
from engine.ranking.topic import Compared, Topic
from engine.ranking.tuning import Tuning
from engine.vocabulary import Activity, Floats

_DAY = 86_400.0
_Z = 1.96  # standard errors of a 95 % interval


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """One number a creator, (c,); NaN stands for not known."""

    best: Floats  # mean strength of the best distinct posts, at least 0
    profile: Floats  # strength of all posts taken as one; NaN without a vector
    named: Floats  # distinct posts that hold the name, each for its weight; NaN: no name asked for
    count: Floats  # distinct posts on topic, each for its probability and weight
    share: Floats  # of distinct posts on topic, in (0, 1), drawn to the base rate
    share_low: Floats  # the 95 % interval around it
    share_high: Floats
    reactions: Standing  # percentile within tier of the posts on topic
    days: Floats  # since the latest post on topic; NaN without one
    on_topic: Positions  # number of distinct posts said to be on topic


def measure(
    compared: Compared, topic: Topic, *, profile: Floats, norms: EngagementNorms, now: datetime
) -> Signals:
    """Return the signals of every creator at `now`; `profile` is `profile_strength`, (c,)."""
    distinct, tuning = compared.distinct, compared.question.tuning
    topical = is_on_topic(topic, tuning)
    low, high = _wilson(topic.share, topic.posts + tuning.prior_posts)
    return Signals(
        best=_best(distinct, topic, tuning),
        profile=profile,
        named=_named(compared, topic),
        count=topic.count,
        share=topic.share,
        share_low=low,
        share_high=high,
        reactions=_reactions(distinct, compared.activity, topical, norms),
        days=_days(distinct, topical, now),
        on_topic=distinct.total(topical.astype(np.float64)).astype(np.int64),
    )


def is_on_topic(
    topic: Topic, tuning: Tuning, rows: Positions | slice = slice(None)
) -> NDArray[np.bool_]:
    """Return whether each distinct post of `rows` is said to be on topic and to add something."""
    surely, weight = topic.surely[rows], topic.weight[rows]
    return np.asarray((surely >= tuning.on_topic) & (weight >= tuning.adds_something))


def _best(distinct: Distinct, topic: Topic, tuning: Tuning) -> Floats:
    """Return the mean strength of the best posts, missing ones as 0."""
    strength = np.maximum(topic.strength, 0.0) * topic.weight
    best = distinct.best(strength, tuning.best_posts)
    return distinct.total(np.where(best, strength, 0.0)) / tuning.best_posts


def _named(compared: Compared, topic: Topic) -> Floats:
    if not len(compared.question.named):
        return np.full(len(topic.share), np.nan)
    return compared.distinct.total(compared.named * topic.weight)


def _wilson(share: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Return the 95 % score interval of a share of `n` (Wilson 1927)."""
    middle = (share + _Z**2 / (2.0 * n)) / (1.0 + _Z**2 / n)
    half = _Z * np.sqrt(share * (1.0 - share) / n + (_Z / (2.0 * n)) ** 2) / (1.0 + _Z**2 / n)
    return middle - half, middle + half


def _reactions(
    distinct: Distinct, activity: Activity, topical: NDArray[np.bool_], norms: EngagementNorms
) -> Standing:
    y = post_engagement(activity)[distinct.posts]
    counted = topical & ~np.isnan(y)
    n = distinct.total(counted.astype(np.float64))
    mean = distinct.total(np.where(counted, y, 0.0)) / np.maximum(n, 1.0)
    return norms.standing(distinct.creator_ids, mean, n.astype(np.int64))


def _days(distinct: Distinct, topical: NDArray[np.bool_], now: datetime) -> Floats:
    age = np.maximum(now.timestamp() - distinct.latest, 0.0) / _DAY
    if not len(age):
        return np.full(len(distinct.creator_ids), np.nan)
    least = np.minimum.reduceat(np.where(topical, age, np.inf), distinct.starts[:-1])
    return np.where(np.isinf(least), np.nan, least)
