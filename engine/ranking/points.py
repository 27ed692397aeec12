"""Signals to points: by part, and shared out to the posts they came from."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.errors import ConfigError
from engine.ranking.distinct import Distinct
from engine.ranking.engagement import post_engagement
from engine.ranking.parts import relevance_parts
from engine.ranking.signals import Signals, is_on_topic
from engine.ranking.topic import Compared, Topic
from engine.ranking.tuning import Tuning
from engine.vocabulary import Floats

_LEAST = 1e-12  # a share of nothing at all


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
    compared: Compared, topic: Topic, signals: Signals, points: Mapping[str, Floats]
) -> Floats:
    """Return what each distinct post gave its creator, (m,): by creator they sum to the score.

    Points for the best posts go to those posts, by strength; for naming, to the posts that do; for
    reactions, evenly to the posts on topic that were measured; for recency, to the latest post on
    topic; the rest to all posts, by how surely they are on topic.
    """
    distinct, tuning = compared.distinct, compared.question.tuning
    topical = is_on_topic(topic, tuning)
    strength = np.maximum(topic.strength, 0.0) * topic.weight
    best = _shared(distinct, np.where(distinct.best(strength, tuning.best_posts), strength, 0.0))
    everywhere = _shared(distinct, topic.surely * topic.weight)
    measured = topical & ~np.isnan(post_engagement(compared.activity)[distinct.posts])
    latest = _latest(distinct, topical)
    relevance = relevance_parts(signals, tuning)
    whole = np.maximum(np.sum(relevance, axis=0), _LEAST)
    by_best, by_profile, by_name = (distinct.spread(part / whole) for part in relevance)
    naming = _shared(distinct, compared.named * topic.weight)
    rest = 1.0 - by_best - by_profile - by_name
    shares = {
        "relevance": by_best * best + (by_profile + rest) * everywhere + by_name * naming,
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


def _latest(distinct: Distinct, topical: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return, (m,), whether a row is its creator's latest post on topic (one a creator)."""
    rows = np.flatnonzero(topical)
    order = rows[np.lexsort((-distinct.latest[rows], distinct.owner[rows]))]
    _, first = np.unique(distinct.owner[order], return_index=True)
    latest = np.zeros(len(topical), dtype=np.bool_)
    latest[order[first]] = True
    return latest
