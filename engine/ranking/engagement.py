"""Engagement within tier: is this much reaction usual for so many followers?

A post's engagement is y = log(1 + likes + 2 replies + 2 reposts). What is usual is the median of
the creators' mean y over bins of followers, per source. A creator's mean residual is shrunk to
zero by how few posts it rests on (Efron & Morris' empirical Bayes, variances by moments), and
the signal is its percentile among the creators of the same source and follower tier.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.ranking.tuning import DEFAULTS, TIERS, Tuning
from engine.vocabulary import Activity, EngagementTable, Floats, Ids

_UNKNOWN_TIER = len(TIERS)
_Z = 1.96  # standard errors of a 95 % interval


def post_engagement(activity: Activity) -> Floats:
    """Return y of each post, (n,): NaN where none of likes, replies and reposts is known."""
    counts = np.stack([activity.likes, activity.replies, activity.reposts])
    total = np.nansum(counts * np.array([[1.0], [2.0], [2.0]]), axis=0)
    y: Floats = np.where(np.isnan(counts).all(axis=0), np.nan, np.log1p(np.maximum(total, 0.0)))
    return y


def tier_codes(followers: Floats) -> NDArray[np.int64]:
    """Return the position in `TIERS` of each number of followers, (n,); unknown has its own."""
    bounds = np.array([bound for bound, _ in TIERS])
    codes = np.searchsorted(bounds, np.nan_to_num(followers, nan=0.0), side="right")
    return np.where(np.isnan(followers), _UNKNOWN_TIER, codes)


@dataclass(frozen=True, slots=True, eq=False)
class _SourceNorms:
    """What is usual on one source: medians over follower bins, variances, peers by tier."""

    log_followers: Floats  # (bins,) ascending
    median_y: Floats  # (bins,)
    overall_y: float  # for creators whose followers are not known
    within: float  # variance of a post's y about its creator's mean
    between: float  # variance of creators' true residuals
    peers: dict[int, Floats]  # tier code -> sorted shrunk residuals

    def usual(self, followers: Floats) -> Floats:
        known = np.interp(np.log10(np.nan_to_num(followers) + 1), self.log_followers, self.median_y)
        return np.where(np.isnan(followers), self.overall_y, known)

    def shrunk(self, residual: Floats, n: NDArray[np.int64]) -> Floats:
        weight = n * self.between / (n * self.between + self.within)
        return np.asarray(residual * weight, dtype=np.float64)

    def error(self, n: NDArray[np.int64]) -> Floats:
        """Return the standard deviation of what a shrunk residual stands for."""
        variance = self.between * self.within / (n * self.between + self.within)
        return np.asarray(np.sqrt(variance), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where creators stand among peers, (c,) in [0, 1], with 95 % intervals; NaN: not known."""

    percentile: Floats
    low: Floats
    high: Floats
    posts: NDArray[np.int64]  # measured ones that it rests on


class EngagementNorms:
    """The usual engagement of a corpus; `standing` says where creators stand among peers."""

    def __init__(self, table: EngagementTable, tuning: Tuning = DEFAULTS) -> None:
        self._table = table
        self._tuning = tuning
        measured = table.n_posts > 0
        self._norms = {
            int(source): _fit(table, measured & (table.source == source), tuning)
            for source in np.unique(table.source[measured])
        }

    def standing(self, creator_ids: Ids, mean_y: Floats, n: NDArray[np.int64]) -> Standing:
        """Return the share of peers whose shrunk residual is below each creator's.

        `mean_y` is the mean of `n` posts' y. Ties count half. Not known where `n` is 0 or nobody
        on the source was measured. The interval is that of the creator's true residual.
        """
        rows = np.searchsorted(self._table.creator_ids, creator_ids)
        sources, followers = self._table.source[rows], self._table.followers[rows]
        tiers, found = tier_codes(followers), np.full((3, len(creator_ids)), np.nan)
        for source, norms in self._norms.items():
            here = (sources == source) & (n > 0)
            shrunk = norms.shrunk(mean_y - norms.usual(followers), n)
            around = shrunk + np.outer([0.0, -_Z, _Z], norms.error(n))
            for tier in np.unique(tiers[here]).tolist():
                group = here & (tiers == tier)
                found[:, group] = _share_below(norms.peers[tier], around[:, group])
        return Standing(found[0], found[1], found[2], n)


@lru_cache(maxsize=4)
def engagement_norms(table: EngagementTable) -> EngagementNorms:
    """Return the norms of a table, fitted once for each table object."""
    return EngagementNorms(table)


def _fit(table: EngagementTable, rows: NDArray[np.bool_], tuning: Tuning) -> _SourceNorms:
    followers, mean_y, n = table.followers[rows], table.mean_y[rows], table.n_posts[rows]
    edges, medians = _binned_medians(followers, mean_y, tuning.engagement_bins)
    within = max(float((table.var_y[rows] * n).sum() / max(1, (n - 1).clip(0).sum())), 1e-6)
    norms = _SourceNorms(edges, medians, float(np.median(mean_y)), within, 1.0, {})
    residual = mean_y - norms.usual(followers)
    between = max(float(np.var(residual) - within * np.mean(1.0 / n)), 0.05)
    norms = _SourceNorms(edges, medians, norms.overall_y, within, between, {})
    shrunk = norms.shrunk(residual, n)
    tiers = tier_codes(followers)
    everybody = np.sort(shrunk)
    for tier in range(_UNKNOWN_TIER + 1):
        own = np.sort(shrunk[tiers == tier])
        norms.peers[tier] = own if len(own) >= tuning.engagement_min_peers else everybody
    return norms


def _binned_medians(followers: Floats, mean_y: Floats, bins: int) -> tuple[Floats, Floats]:
    """Return log10 followers and the median y of up to `bins` equally full bins of followers."""
    known = ~np.isnan(followers)
    if not known.any():
        return np.zeros(1), np.array([float(np.median(mean_y))])
    order = np.lexsort((mean_y[known], followers[known]))
    x, y = np.log10(followers[known][order] + 1), mean_y[known][order]
    parts = np.array_split(np.arange(len(x)), min(bins, max(1, len(x) // 10)))
    return (
        np.array([float(np.median(x[part])) for part in parts]),
        np.array([float(np.median(y[part])) for part in parts]),
    )


def _share_below(peers: Floats, values: Floats) -> Floats:
    """Return the share of the sorted `peers` below each value, ties counted half."""
    low, high = np.searchsorted(peers, values, "left"), np.searchsorted(peers, values, "right")
    return np.asarray((low + high) / (2.0 * len(peers)), dtype=np.float64)
