"""The parts of a score as shares of their points: worked out, and written down as formulae."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.ranking.signals import Signals
from engine.ranking.tuning import Tuning
from engine.vocabulary import Floats, Formula

_FORMULAE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "relevance": (
        "(1 - name_relevance) * ((1 - profile_share) * clip(best / full_strength) + "
        "profile_share * clip(profile / full_profile)) + name_relevance * (1 - 4 ** -named); "
        "profile_share is 0 where profile is not known, name_relevance where named is not "
        "asked for",
        ("name_relevance", "profile_share", "full_strength", "full_profile"),
    ),
    "frequency": (
        "clip((log(count + 0.5) - log(0.5)) / (log(full_count + 0.5) - log(0.5)))",
        ("full_count",),
    ),
    "focus": (
        "clip((logit(share) - logit(base_rate)) / (logit(full_share) - logit(base_rate)))",
        ("base_rate", "full_share"),
    ),
    "engagement": ("percentile", ()),
    "recency": (
        "2 ** (-days / recency_half_life); 0 without a post on topic",
        ("recency_half_life",),
    ),
}
"""Each part as a share of its points, and the fields of `Tuning` in it; `clip` is to [0, 1]."""


def parts(signals: Signals, tuning: Tuning) -> dict[str, Floats]:
    """Return each part as a share of its points, (c,) in [0, 1], NaN where it is not known.

    What `formulae` says in words. Without a post on topic, recency is 0.
    """
    count, full = np.log(signals.count + 0.5), math.log(tuning.full_count + 0.5)
    low, high = (float(_log_odds(share)) for share in (tuning.base_rate, tuning.full_share))
    age = np.where(np.isnan(signals.days), np.inf, signals.days) / tuning.recency_half_life
    return {
        "relevance": np.sum(relevance_parts(signals, tuning), axis=0),
        "frequency": _between(count, math.log(0.5), full),
        "focus": _between(_log_odds(signals.share), low, high),
        "engagement": signals.reactions.percentile,
        "recency": 2.0**-age,
    }


def relevance_parts(signals: Signals, tuning: Tuning) -> tuple[Floats, Floats, Floats]:
    """Return what relevance is the sum of, each (c,): the best posts, all posts as one, naming.

    A creator whose posts have no vectors has no profile; the best posts stand in. Where the brief
    is no name, naming is not asked for.
    """
    by_name = np.where(np.isnan(signals.named), 0.0, tuning.name_relevance)
    by_profile = np.where(np.isnan(signals.profile), 0.0, tuning.profile_share)
    best = _between(signals.best, 0.0, tuning.full_strength)
    profile = _between(np.nan_to_num(signals.profile), 0.0, tuning.full_profile)
    naming = 1.0 - 4.0 ** -np.nan_to_num(signals.named)
    rest = 1.0 - by_name
    return rest * (1.0 - by_profile) * best, rest * by_profile * profile, by_name * naming


def formulae(weights: Mapping[str, float], tuning: Tuning) -> tuple[Formula, ...]:
    """Return how each part follows from a candidate's inputs, as `parts` and `to_points` do it."""
    return tuple(
        Formula(
            part=part,
            points=weights[part],
            text=text,
            constants={name: float(getattr(tuning, name)) for name in names},
        )
        for part, (text, names) in _FORMULAE.items()
    )


def inputs(signals: Signals, place: int) -> dict[str, dict[str, float | None]]:
    """Return the numbers behind each part of the score of the creator at `place`."""
    reactions = signals.reactions
    values: dict[str, dict[str, NDArray[Any]]] = {
        "relevance": {"best": signals.best, "profile": signals.profile, "named": signals.named},
        "frequency": {"count": signals.count},
        "focus": {
            "share": signals.share,
            "share_low": signals.share_low,
            "share_high": signals.share_high,
        },
        "engagement": {
            "percentile": reactions.percentile,
            "percentile_low": reactions.low,
            "percentile_high": reactions.high,
            "posts_measured": reactions.posts,
        },
        "recency": {"days": signals.days},
    }
    return {
        part: {name: _known(value[place]) for name, value in named.items()}
        for part, named in values.items()
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _between(values: Floats, low: float, high: float) -> Floats:
    return np.clip((values - low) / (high - low), 0.0, 1.0)


def _log_odds(share: Floats | float) -> Floats:
    return np.asarray(np.log(np.asarray(share) / (1.0 - np.asarray(share))))
