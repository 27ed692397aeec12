"""Engagement within tier: is this much reaction usual for so many followers?

A post's engagement is y = log(1 + likes + 2 replies + 2 reposts). What is usual is the median of
the creators' mean y over bins of followers, per source. A creator's mean residual is shrunk to
zero by how few posts it rests on (Efron & Morris' empirical Bayes, variances by moments), and
the signal is its percentile among the creators of the same source and follower tier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.ranking.tuning import DEFAULTS, Tuning
from engine.tiers import TIERS
from engine.vocabulary import Activity, EngagementTable, Floats, Ids

_UNKNOWN_TIER = len(TIERS)
_Z = 1.96  # standard errors of a 95 % interval


def post_engagement(activity: Activity) -> Floats:
    """Return y of each post, (n,): NaN where none of likes, replies and reposts is known."""
    return post_reactions(activity.likes, activity.replies, activity.reposts)


def post_reactions(likes: Floats, replies: Floats, reposts: Floats) -> Floats:
    """Return log(1 + likes + 2 replies + 2 reposts), (n,): NaN where none of them is known."""
    counts = np.stack([likes, replies, reposts])
    total = np.nansum(counts * np.array([[1.0], [2.0], [2.0]]), axis=0)
    y: Floats = np.where(np.isnan(counts).all(axis=0), np.nan, np.log1p(np.maximum(total, 0.0)))
    return y


def tier_codes(followers: Floats) -> NDArray[np.int64]:
    """Return the position in `TIERS` of each number of followers, (n,); unknown has its own."""
    bounds = np.array([bound for bound, _ in TIERS])
    codes = np.searchsorted(bounds, np.nan_to_num(followers, nan=0.0), side="right")
    return np.where(np.isnan(followers), _UNKNOWN_TIER, codes)


@dataclass(frozen=True, slots=True)
class Spread:
    """How values vary: `within` a creator from post to post, `between` creators' true means.

    Both are variances. What a creator's mean of n posts says of their true mean is drawn to that
    of all by the share of its variance that is chance (Efron & Morris' empirical Bayes).
    """

    within: float
    between: float

    def weight(self, n: NDArray[np.int64]) -> Floats:
        """Return what is left of the distance from all others of a mean of `n` posts, in [0, 1)."""
        return np.asarray(n * self.between / (n * self.between + self.within), dtype=np.float64)

    def error(self, n: NDArray[np.int64]) -> Floats:
        """Return the standard deviation of the true mean about the shrunk one of `n` posts."""
        variance = self.between * self.within / (n * self.between + self.within)
        return np.asarray(np.sqrt(variance), dtype=np.float64)


def pooled_within(variance: Floats, n: NDArray[np.int64]) -> float:
    """Return the variance about their means of creators' `n` posts; `variance` has ddof 0."""
    return max(float((variance * n).sum() / max(1, (n - 1).clip(0).sum())), 1e-6)


def between_creators(residual: Floats, n: NDArray[np.int64], within: float) -> float:
    """Return the variance of creators' true means by moments: what chance does not explain."""
    return max(float(np.var(residual) - within * np.mean(1.0 / n)), 0.05)


@dataclass(frozen=True, slots=True, eq=False)
class _SourceNorms:
    """What is usual on one source: medians over follower bins, variances, peers by tier."""

    log_followers: Floats  # (bins,) ascending
    median_y: Floats  # (bins,)
    overall_y: float  # for creators whose followers are not known
    spread: Spread  # of a post's y about its creator's mean, and of creators' true residuals
    peers: dict[int, Floats]  # tier code -> sorted shrunk residuals

    def usual(self, followers: Floats) -> Floats:
        known = np.interp(np.log10(np.nan_to_num(followers) + 1), self.log_followers, self.median_y)
        return np.where(np.isnan(followers), self.overall_y, known)

    def shrunk(self, residual: Floats, n: NDArray[np.int64]) -> Floats:
        return np.asarray(residual * self.spread.weight(n), dtype=np.float64)


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

    def residuals(self, creator_ids: Ids, mean_y: Floats) -> Floats:
        """Return how far each creator's mean y is from what is usual for their followers, (c,).

        NaN where nobody on the source was measured.
        """
        rows = np.searchsorted(self._table.creator_ids, creator_ids)
        sources, followers = self._table.source[rows], self._table.followers[rows]
        found = np.full(len(creator_ids), np.nan)
        for source, norms in self._norms.items():
            here = sources == source
            found[here] = mean_y[here] - norms.usual(followers[here])
        return found

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
            around = shrunk + np.outer([0.0, -_Z, _Z], norms.spread.error(n))
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
    within = pooled_within(table.var_y[rows], n)
    norms = _SourceNorms(edges, medians, float(np.median(mean_y)), Spread(within, 1.0), {})
    residual = mean_y - norms.usual(followers)
    spread = Spread(within, between_creators(residual, n, within))
    norms = replace(norms, spread=spread)
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
