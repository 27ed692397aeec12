"""What is known of each creator for a brief, as numbers in [0, 1]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from engine.ranking.distinct import Distinct, Positions
from engine.ranking.engagement import EngagementNorms, post_engagement
from engine.ranking.topic import Topic
from engine.ranking.tuning import Tuning
from engine.vocabulary import Activity, Floats

_DAY = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """Every array is (c,), in [0, 1], NaN for not known, unless it says otherwise."""

    best: Floats  # strength of the best distinct posts
    profile: Floats  # strength of all posts taken as one
    frequency: Floats  # distinct posts on topic, on a log scale
    focus: Floats  # share of distinct posts on topic, on a log-odds scale
    engagement: Floats  # percentile within tier of the posts on topic
    recency: Floats  # two to the minus age of the latest post on topic, in half-lives
    on_topic: Positions  # number of distinct posts on topic


def measure(
    distinct: Distinct,
    activity: Activity,
    topic: Topic,
    *,
    profile: Floats,
    norms: EngagementNorms,
    now: datetime,
    tuning: Tuning,
) -> Signals:
    """Return the signals of every creator at `now`; `profile` is `profile_strength`, (c,)."""
    topical = is_on_topic(topic, tuning)
    return Signals(
        best=_best(distinct, topic, tuning),
        profile=np.clip(profile / tuning.full_profile, 0.0, 1.0),
        frequency=_between(np.log(topic.count + 0.5), np.log(0.5), np.log(tuning.full_count + 0.5)),
        focus=_between(
            _log_odds(topic.share), _log_odds(tuning.base_rate), _log_odds(tuning.full_share)
        ),
        engagement=_engagement(distinct, activity, topical, norms),
        recency=_recency(distinct, activity, topical, now, tuning),
        on_topic=distinct.total(topical.astype(np.float64)).astype(np.int64),
    )


def is_on_topic(topic: Topic, tuning: Tuning) -> NDArray[np.bool_]:
    """Return whether each distinct post is said to be on topic and to add something, (m,)."""
    return np.asarray((topic.surely >= tuning.on_topic) & (topic.weight >= tuning.adds_something))


def _best(distinct: Distinct, topic: Topic, tuning: Tuning) -> Floats:
    """Return the mean strength of the best posts, missing ones as 0, over the full strength."""
    strength = np.maximum(topic.strength, 0.0) * topic.weight
    best = distinct.best(strength, tuning.best_posts)
    mean = distinct.total(np.where(best, strength, 0.0)) / tuning.best_posts
    return np.clip(mean / tuning.full_strength, 0.0, 1.0)


def _between(values: Floats, low: float | Floats, high: float | Floats) -> Floats:
    return np.clip((values - low) / (high - low), 0.0, 1.0)


def _log_odds(share: Floats | float) -> Floats:
    return np.log(np.asarray(share) / (1.0 - np.asarray(share)))


def _engagement(
    distinct: Distinct, activity: Activity, topical: NDArray[np.bool_], norms: EngagementNorms
) -> Floats:
    y = post_engagement(activity)[distinct.posts]
    counted = topical & ~np.isnan(y)
    n = distinct.total(counted.astype(np.float64))
    mean = distinct.total(np.where(counted, y, 0.0)) / np.maximum(n, 1.0)
    return norms.percentiles(distinct.creator_ids, mean, n.astype(np.int64))


def _recency(
    distinct: Distinct,
    activity: Activity,
    topical: NDArray[np.bool_],
    now: datetime,
    tuning: Tuning,
) -> Floats:
    age = np.maximum(now.timestamp() - activity.created_at[distinct.posts], 0.0) / _DAY
    worth = np.where(topical, 2.0 ** (-age / tuning.recency_half_life), 0.0)
    latest = np.maximum.reduceat(worth, distinct.starts[:-1]) if len(worth) else worth
    return np.asarray(latest, dtype=np.float64)
