"""Signals to points: by part, and shared out to the posts they came from."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.errors import ConfigError
from engine.ranking.distinct import Distinct
from engine.ranking.engagement import post_engagement
from engine.ranking.signals import Signals, is_on_topic
from engine.ranking.topic import Topic
from engine.ranking.tuning import Tuning
from engine.vocabulary import Activity, Floats


def part_weights(wanted: Mapping[str, float], tuning: Tuning) -> dict[str, float]:
    """Return the points each part is worth at its best: the defaults, overlaid with `wanted`.

    Raises:
        ConfigError: `wanted` names a part there is not, or holds a negative or unbounded number.
    """
    for name, weight in wanted.items():
        if name not in tuning.points:
            near = difflib.get_close_matches(name, tuning.points, n=1)
            hint = (
                f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(tuning.points)}"
            )
            raise ConfigError(f"no part of the score is called {name!r}", hint=hint)
        if not 0.0 <= weight < float("inf"):
            raise ConfigError(f"the weight of {name} is {weight}", hint="give 0 or more points")
    return {name: float(wanted.get(name, points)) for name, points in tuning.points.items()}


def parts(signals: Signals, tuning: Tuning) -> dict[str, Floats]:
    """Return each part as a share of its points, (c,) in [0, 1], NaN where it is not known.

    A creator whose posts have no vectors has no profile; relevance then rests on the best posts.
    """
    share = np.where(np.isnan(signals.profile), 0.0, tuning.profile_share)
    profile = np.nan_to_num(signals.profile)
    return {
        "relevance": (1.0 - share) * signals.best + share * profile,
        "frequency": signals.frequency,
        "focus": signals.focus,
        "engagement": signals.engagement,
        "recency": signals.recency,
    }


def to_points(shares: Mapping[str, Floats], weights: Mapping[str, float]) -> dict[str, Floats]:
    """Return the points of each part, (c,), NaN where it is not known.

    The weight of what is not known of a creator is divided among the parts that are known, in
    proportion to theirs.
    """
    known = {name: np.where(np.isnan(share), 0.0, weights[name]) for name, share in shares.items()}
    total = np.sum(list(known.values()), axis=0)
    scale = sum(weights.values()) / np.where(total > 0.0, total, 1.0)
    return {name: share * weights[name] * scale for name, share in shares.items()}


def post_points(
    distinct: Distinct,
    activity: Activity,
    topic: Topic,
    points: Mapping[str, Floats],
    tuning: Tuning,
) -> Floats:
    """Return what each distinct post gave its creator, (m,): by creator they sum to the score.

    Points for the best posts go to those posts, by strength; points for reactions to the posts on
    topic that were measured, evenly; points for recency to the latest post on topic; the rest to
    all posts, by how surely they are on topic.
    """
    topical = is_on_topic(topic, tuning)
    strength = np.maximum(topic.strength, 0.0) * topic.weight
    best = _shared(distinct, np.where(distinct.best(strength, tuning.best_posts), strength, 0.0))
    everywhere = _shared(distinct, topic.surely * topic.weight)
    measured = topical & ~np.isnan(post_engagement(activity)[distinct.posts])
    latest = _latest(distinct, activity, topical)
    shares = {
        "relevance": (1.0 - tuning.profile_share) * best + tuning.profile_share * everywhere,
        "engagement": _shared(distinct, measured.astype(np.float64)),
        "recency": _shared(distinct, latest.astype(np.float64)),
    }
    total = np.zeros(len(strength))
    for name, values in points.items():
        total += distinct.spread(np.nan_to_num(values)) * shares.get(name, everywhere)
    return total


def _shared(distinct: Distinct, weights: Floats) -> Floats:
    """Return `weights` as shares of each creator's total; even shares where the total is 0."""
    totals = distinct.spread(distinct.total(weights))
    even = 1.0 / distinct.spread(np.diff(distinct.starts).astype(np.float64))
    return np.where(totals > 0.0, weights / np.where(totals > 0.0, totals, 1.0), even)


def _latest(
    distinct: Distinct, activity: Activity, topical: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return, (m,), whether a row is its creator's latest post on topic (one a creator)."""
    times = np.where(topical, activity.created_at[distinct.posts], np.iinfo(np.int64).min)
    return distinct.best(times.astype(np.float64), 1) & topical
