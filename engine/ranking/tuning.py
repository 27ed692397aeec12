"""Every constant of the ranking, in one place, with what it means and where it comes from.

Nothing else in `engine.ranking` holds a number that changes an order. The defaults are those of
the literature named beside them, with values chosen on the tuning half of the niches that
`scripts/evaluate.py` splits; they name no niche, platform or brand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

POINTS: Mapping[str, float] = MappingProxyType(
    {"relevance": 40.0, "frequency": 20.0, "focus": 15.0, "engagement": 15.0, "recency": 10.0}
)
"""Points of each part at its best; together 100. A part nobody can know shares its points out."""

TIERS: tuple[tuple[float, str], ...] = (
    (1e3, "starter"),
    (1e4, "nano"),
    (1e5, "micro"),
    (5e5, "mid"),
    (1e6, "macro"),
    (float("inf"), "mega"),
)
"""Follower tiers: the first whose bound is above the number. Vendors differ; these are GRIN's and
Later's for micro and mid, with those below a thousand kept apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """How posts become points. See each field; `DEFAULTS` is what `shortlist` uses."""

    semantic_midpoint: float = 4.5
    """Standard deviations above random posts at which a post is as likely on topic as not."""
    semantic_width: float = 0.8
    """Width of that logistic step, in standard deviations."""
    lexical_share: float = 0.5
    """How far matching words alone carry a post's relevance (noisy-or with the semantic part)."""
    lexical_median_of: int = 100
    """A BM25 score equal to the median of this many best posts counts half."""
    on_topic: float = 0.5
    """Relevance from which a post is said to be on topic."""
    best_posts: int = 3
    """Distinct posts whose mean is the evidence half of the relevance part."""
    profile_share: float = 0.4
    """Share of the relevance part judged on all of a creator's posts at once (Balog's Model 1)
    beside their best posts (Model 2); TREC 2008 found the two together best."""
    profile_midpoint: float = 4.0
    """Standard deviations above all creators at which a profile is as likely on topic as not."""
    profile_width: float = 1.2
    """Width of that logistic step, in standard deviations."""
    focus_prior: float = 5.0
    """Weight, in posts, of the prior belief that a creator is off topic."""
    focus_base_rate: float = 0.01
    """That prior's share of posts on topic."""
    focus_z: float = 1.28
    """Focus is a lower bound: this many standard deviations under the mean (10 % one-sided)."""
    focus_full: float = 0.8
    """A lower bound of this share earns all points of focus."""
    frequency_quantile: float = 0.95
    """The soft count of posts on topic that earns all points of frequency: this quantile among
    the candidates of the brief."""
    recency_half_life: float = 90.0
    """Days after which the latest post on topic is worth half its points."""
    candidates_per_run: int = 300
    """Creators taken from each run into the full judgement."""
    engagement_bins: int = 20
    """Bins of followers over which the usual engagement of a source is read off."""
    engagement_min_peers: int = 8
    """A tier with fewer measured creators than this is judged against the whole source."""
    evidence_posts: int = 5
    """Posts shown as evidence for each creator."""
    points: Mapping[str, float] = field(default_factory=lambda: POINTS)


DEFAULTS = Tuning()


def tier_of(followers: float | None) -> str | None:
    """Return the name of the follower tier, None where followers are not known."""
    if followers is None:
        return None
    return next(name for bound, name in TIERS if followers < bound)
