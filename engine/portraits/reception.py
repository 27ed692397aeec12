"""How a creator's posts are received, beside those of peers: same platform, same tier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ranking.engagement import engagement_norms, post_engagement, tier_codes
from engine.ranking.tuning import DEFAULTS
from engine.vocabulary import Activity, CreatorId, EngagementTable, Floats

BINS = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reception:
    """Reactions to a post, and where the creator stands among peers.

    Reactions are likes + 2 replies + 2 reposts, as a geometric mean over posts: exp(mean y) - 1
    with y as in `EngagementTable`. `histogram` counts peers over equal steps of y from `low` to
    `high`. `percentile` in [0, 1] is of the residual after followers are allowed for, with its 95 %
    interval. `all_typical` are the typical reactions of each peer. `same_tier` is whether the peers
    are of the creator's tier, or all of the platform where its tier has too few.
    """

    posts: int  # measured
    mean_y: float
    percentile: float
    percentile_low: float
    percentile_high: float
    peers: int
    same_tier: bool
    low: float
    high: float
    histogram: tuple[int, ...]
    all_typical: tuple[float, ...]

    @property
    def typical(self) -> float:
        """Reactions to a typical post."""
        return float(np.expm1(self.mean_y))


def reception(creator: CreatorId, activity: Activity, table: EngagementTable) -> Reception | None:
    """Return how the posts of `creator` in `activity` are received; None where nothing is known."""
    y = post_engagement(activity)
    y = y[~np.isnan(y)]
    row = int(np.searchsorted(table.creator_ids, creator))
    if not len(y):
        return None
    ids = np.array([creator], dtype=np.int64)
    standing = engagement_norms(table).standing(ids, np.array([y.mean()]), np.array([len(y)]))
    peers, same_tier = _peers(table, row)
    low, high = float(min(peers.min(), y.mean())), float(max(peers.max(), y.mean()))
    counts, _ = np.histogram(peers, bins=BINS, range=(low, max(high, low + 1e-9)))
    return Reception(
        posts=len(y),
        mean_y=float(y.mean()),
        percentile=float(standing.percentile[0]),
        percentile_low=float(standing.low[0]),
        percentile_high=float(standing.high[0]),
        peers=len(peers),
        same_tier=same_tier,
        low=low,
        high=high,
        histogram=tuple(counts.tolist()),
        all_typical=tuple(np.expm1(peers).tolist()),
    )


def _peers(table: EngagementTable, row: int) -> tuple[Floats, bool]:
    """Return the mean y of the measured creators to compare with, and whether of one tier."""
    tiers: NDArray[np.int64] = tier_codes(table.followers)
    source = (table.source == table.source[row]) & (table.n_posts > 0)
    same = source & (tiers == tiers[row])
    enough = int(same.sum()) >= DEFAULTS.engagement_min_peers
    return table.mean_y[same if enough else source], enough
