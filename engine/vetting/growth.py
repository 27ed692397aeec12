"""Jumps of followers in the history of a profile."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from engine.store.measurements import Measurement
from engine.vetting.facts import Facts
from engine.vetting.findings import Measured
from engine.vocabulary import Floats

_DAY = 86_400.0
_WEIGHT = 0.3  # of the newest rate in the moving average, as is usual for EWMA charts (0.2 to 0.3)
_WARM = 3  # rates that have to be known before one can be unusual
_FLOOR = 0.002  # of the followers a day: below, no change is a jump
_BEFORE = 7 * _DAY  # how long before a jump a post may have brought it
_VIRAL = 5.0  # times the median of reactions


def follower_jump(history: Sequence[Measurement], facts: Facts) -> Measured:
    """Return the largest change of followers by day, in deviations of a moving average (EWMA).

    The average and the variance are those of the rates before it (Roberts 1959; weight 0.3); the
    deviation is at least 0.2 % of the followers. A jump in the week after a post with five times
    the usual reactions is explained by it and does not count.
    """
    known = [(m.measured_at.timestamp(), m.followers) for m in history if m.followers is not None]
    n = len(known)
    if n < _WARM + 2:
        return Measured(value=None, n=n)
    times, followers = (np.array(column, dtype=np.float64) for column in zip(*known, strict=True))
    rates = np.diff(followers) / np.maximum(np.diff(times) / _DAY, 1.0)
    deviations = _deviations(rates, followers[:-1])
    explained = np.array([_explained(facts, a, b) for a, b in pairwise(times)])
    unexplained = np.where(explained, 0.0, np.abs(deviations))
    place = int(unexplained.argmax())
    return Measured(
        value=float(unexplained[place]),
        n=n,
        detail=f"{followers[place]:,.0f} to {followers[place + 1]:,.0f} followers in "
        f"{(times[place + 1] - times[place]) / _DAY:,.1f} days"
        + (f"; {int(explained.sum())} changes follow a post that did well" * bool(explained.any())),
    )


def _deviations(rates: Floats, followers: Floats) -> Floats:
    """Return how far each rate is from the moving average of those before, (n,); 0 while warm."""
    mean, variance = float(rates[0]), 0.0
    found = np.zeros(len(rates))
    for i in range(1, len(rates)):
        scale = max(np.sqrt(variance), _FLOOR * float(followers[i]), 1.0)
        off = float(rates[i]) - mean
        if i >= _WARM:
            found[i] = off / scale
        mean += _WEIGHT * off
        variance = (1.0 - _WEIGHT) * (variance + _WEIGHT * off * off)
    return found


def _explained(facts: Facts, start: float, end: float) -> bool:
    counts = np.stack([facts.likes, facts.replies, facts.reposts])
    known = ~np.isnan(counts).all(axis=0)
    total = np.nansum(counts, axis=0)
    if not known.any():
        return False
    near = known & (facts.times >= start - _BEFORE) & (facts.times <= end)
    usual = max(float(np.median(total[known])), 1.0)
    return bool((total[near] >= _VIRAL * usual).any())
