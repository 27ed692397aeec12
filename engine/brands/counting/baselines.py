"""What a brand usually gets on a day: a level, a rhythm of the week, and how far it scatters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom, poisson

from engine.vocabulary import Floats

WEEK = 7
_HALF = 0.5  # of a mention, added to the history: nothing so far is not never
_PRIOR = 12.0  # mentions that say every weekday is like the others
_FARTHEST = 4.0  # standard deviations that a day may add to the scatter
_UNSURE = 1.25  # what a scatter worked out of some weeks may be too small by
_RECENT, _ENOUGH = 14, 7  # days that raise the level where it rose, and how many must be usual
_SCATTERED, _MENTIONS = 3.0, 10.0  # what so few mentions are taken to scatter by, and how few

Bits = NDArray[np.bool_]
Weekdays = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Usual:
    """What is expected of some brands, one row each: mean and variance of the next counts.

    `scatter` is the variance over the mean, 1.0 where it is no more than chance; `days` are those
    the expectation rests on.
    """

    mean: Floats  # (b,)
    variance: Floats  # (b,)
    scatter: Floats  # (b,)
    days: Floats  # (b,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Past:
    """The days before, oldest first: counts, which of them tell what is usual, and weekdays.

    `seen` are the days that were looked at at all: those that are not usual add to the scatter,
    though not to the level.
    """

    counts: Floats  # (b, d)
    usual: Bits  # (b, d)
    seen: Bits  # (d,)
    weekdays: Weekdays  # (d,) from 0


def usual(past: Past, coming: Weekdays, *, overdispersed: float) -> Usual:
    """Return what is expected of the days `coming`, one after the other, together.

    The level is the mean of the usual days, or of the last fourteen where that is higher: what has
    grown slowly is no burst. A weekday's factor is drawn towards 1 as if it had
    been seen in twelve mentions more. The scatter is that of sums of as many days, neighbouring
    days being alike or not, drawn towards 3 as if ten mentions more had been seen: few say
    little of it. One of `overdispersed` or less is taken for chance. The variance includes that
    of level and factors, which are only estimated.
    """
    counts = np.where(past.usual, past.counts, 0.0)
    days = past.usual.sum(axis=1)
    total = counts.sum(axis=1) + _HALF
    level = total / np.maximum(days, 1)
    seen = _by_weekday(counts, past.weekdays)
    expected = level[:, None] * _by_weekday(past.usual.astype(np.float64), past.weekdays)
    factors = (seen + _PRIOR) / (expected + _PRIOR)
    scatter = _scatter(past, level[:, None] * factors[:, past.weekdays], len(coming))
    scatter = (total * scatter + _MENTIONS * _SCATTERED) / (total + _MENTIONS)
    scatter = np.where(scatter > overdispersed, _UNSURE * scatter, 1.0)
    parts = level[:, None] * factors[:, coming]
    mean = parts.sum(axis=1)
    unsure = (parts**2 / (seen + _PRIOR)[:, coming]).sum(axis=1) + mean**2 / total
    risen, risen_unsure = _risen(past, level, total)
    mean, unsure = mean * risen, risen * unsure + (risen * mean) ** 2 * risen_unsure
    return Usual(mean=mean, variance=scatter * (mean + unsure), scatter=scatter, days=days * 1.0)


def _risen(past: Past, level: Floats, total: Floats) -> tuple[Floats, Floats]:
    """Return how far the last days lie above `level`, 1.0 or more, and what that adds in doubt."""
    recent = past.usual[:, -_RECENT:]
    days = recent.sum(axis=1)
    counts = np.where(recent, past.counts[:, -_RECENT:], 0.0).sum(axis=1) + _HALF
    risen = np.where(days >= _ENOUGH, counts / np.maximum(days, 1) / level, 1.0)
    doubt = np.maximum(1.0 / counts - 1.0 / total, 0.0)
    return np.maximum(risen, 1.0), np.where(risen > 1.0, doubt, 0.0)


def _by_weekday(counts: Floats, weekdays: Weekdays) -> Floats:
    return np.stack([counts[:, weekdays == day].sum(axis=1) for day in range(WEEK)], axis=1)


def _scatter(past: Past, fitted: Floats, span: int) -> Floats:
    """Return the variance over the mean of sums of `span` days, from days and their neighbours.

    It is that of a day plus twice the covariances of days k apart, each for the (span - k) / span
    of pairs that fall in one sum; not below that of a day. No day counts as farther off than four
    standard deviations: one burst shall not hide the next.
    """
    off = np.where(past.seen, (past.counts - fitted) / np.sqrt(fitted), 0.0)
    off = np.clip(off, -_FARTHEST, _FARTHEST)
    n = max(float(past.seen.sum()) - 1.0, 1.0)
    alone: Floats = (off**2).sum(axis=1) / n
    together = alone.copy()
    for apart in range(1, span):
        shared = (off[:, apart:] * off[:, :-apart]).sum(axis=1) / n
        together += 2.0 * (1.0 - apart / span) * (shared + alone / n)
    return np.maximum(alone, together)


def tail(counts: Floats, expected: Usual) -> Floats:
    """Return the probability of `counts` (b,) or more: negative binomial with mean and variance."""
    mean, variance = expected.mean, np.maximum(expected.variance, expected.mean * (1 + 1e-9))
    size = mean**2 / (variance - mean)
    above: Floats = nbinom.sf(counts - 1, size, mean / variance)
    return np.where(size > 1e6, poisson.sf(counts - 1, mean), above)
