"""Engagement rates: the same name is used for different sums, so each has its formula beside it.

A rate is a numerator (which reactions) by a denominator (followers, or views), over the posts of a
window that tell all of it, as a mean, a median or a ratio of sums. Its typical value is estimated
by empirical Bayes on logarithms, inside platform and tier, so that three posts are not believed
like three hundred.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from engine.ranking.engagement import Spread, between_creators, pooled_within
from engine.vetting.facts import Facts
from engine.vetting.peers import LEAST, share_below
from engine.vocabulary import Floats

Z80 = 1.2815515655446004
"""Standard deviations from the middle of a normal distribution that leave 10 % on either side."""
_HALF = 0.5  # added to a count, so that no reactions have a logarithm


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A named rate: the sum of `counts` by `by` (followers or views), as a `statistic` of posts."""

    name: str
    counts: tuple[str, ...]
    by: str
    statistic: str  # mean, median, or ratio (of sums)
    used_by: str

    @property
    def text(self) -> str:
        """The formula as one writes it."""
        total = " + ".join("comments" if c == "replies" else c for c in self.counts)
        top = total if len(self.counts) == 1 else f"({total})"
        if self.statistic == "ratio":
            return f"sum {top} / sum {self.by}"
        return f"{self.statistic} of {top} / {self.by}"


_LIKES, _TALK, _ALL = ("likes",), ("likes", "replies"), ("likes", "replies", "reposts")
FORMULAE: tuple[Formula, ...] = (
    Formula(name="median_likes_by_followers", counts=_LIKES, by="followers",
            statistic="median", used_by="Modash for Instagram"),
    Formula(name="mean_likes_by_followers", counts=_LIKES, by="followers",
            statistic="mean", used_by="nobody we know: Modash's with the mean"),
    Formula(name="likes_comments_by_followers", counts=_TALK, by="followers",
            statistic="mean", used_by="Brandwatch, infludata, Stellar for Instagram"),
    Formula(name="median_likes_comments_by_followers", counts=_TALK, by="followers",
            statistic="median", used_by="nobody we know: infludata's with the median"),
    Formula(name="reactions_by_followers", counts=_ALL, by="followers",
            statistic="mean", used_by="CreatorIQ"),
    Formula(name="median_reactions_by_followers", counts=_ALL, by="followers",
            statistic="median", used_by="--engagement-rate here, which lets one be unknown"),
    Formula(name="likes_by_views", counts=_LIKES, by="views",
            statistic="ratio", used_by="Modash for TikTok and YouTube: mean likes / mean views"),
    Formula(name="likes_comments_by_views", counts=_TALK, by="views",
            statistic="mean", used_by="infludata for TikTok, Stellar for YouTube"),
    Formula(name="reactions_by_views", counts=_ALL, by="views",
            statistic="mean", used_by="CreatorIQ for TikTok (with saves, which no source gives)"),
    Formula(name="median_reactions_by_views", counts=_ALL, by="views",
            statistic="median", used_by="nobody we know: CreatorIQ's with the median"),
)  # fmt: skip
"""Every formula, by followers and by views, median and mean, with comments and without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The typical rate of a post, shrunk to that of `n` peers, with an 80 % interval.

    `mean` is the mean rate that follows: the typical one times exp(half the variance of posts).
    """

    rate: float
    low: float
    high: float
    mean: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A rate that somebody published, for context."""

    platform: str
    formula: str
    tier: str
    rate: str
    date: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One formula's value for a creator, None where no post tells enough.

    `n` posts told, `left_out` did not. `percentile` is the share of `peers` (of the same platform
    and tier, by the same formula in the same window) below it, None among fewer than 20.
    """

    formula: Formula
    value: float | None
    n: int
    left_out: int
    estimate: Estimate | None = None
    percentile: float | None = None
    peers: int = 0
    benchmarks: tuple[Benchmark, ...] = ()


def rate(formula: Formula, facts: Facts, peers: Sequence[Facts]) -> Rate:
    """Return a creator's rate by `formula`, and where it stands among those of `peers`."""
    tops, bottoms = _parts(formula, facts)
    value = statistic(formula, tops, bottoms)
    parts = [_parts(formula, peer) for peer in peers]
    others = [found for pair in parts if (found := statistic(formula, *pair)) is not None]
    ranked = value is not None and len(others) >= LEAST
    return Rate(
        formula=formula,
        value=value,
        n=len(tops),
        left_out=len(facts.post_ids) - len(tops),
        estimate=None if value is None else shrunk((tops, bottoms), parts),
        percentile=share_below(np.array(others), value) if ranked and value is not None else None,
        peers=len(others),
        benchmarks=tuple(
            b
            for b in benchmarks()
            if b.formula == formula.name and b.platform == facts.creator.source
        ),
    )


def statistic(formula: Formula, tops: Floats, bottoms: Floats) -> float | None:
    """Return the rate over posts with `tops` reactions by `bottoms`; None without a post."""
    if not len(tops):
        return None
    if formula.statistic == "ratio":
        return float(tops.sum() / bottoms.sum())
    rates = tops / bottoms
    return float(np.median(rates) if formula.statistic == "median" else rates.mean())


def shrunk(own: tuple[Floats, Floats], others: Sequence[tuple[Floats, Floats]]) -> Estimate | None:
    """Return the typical rate by what a creator's posts and those of peers say; None among few.

    On logarithms of (reactions + 0.5) / denominator, normal within creators and between them; the
    variances by moments, the mean by that of the peers.
    """
    logs = [np.log((tops + _HALF) / bottoms) for tops, bottoms in others if len(tops)]
    if len(logs) < LEAST:
        return None
    n = np.array([len(values) for values in logs])
    means = np.array([values.mean() for values in logs])
    within = pooled_within(np.array([values.var() for values in logs]), n)
    spread = Spread(within, between_creators(means - means.mean(), n, within))
    mine = np.log((own[0] + _HALF) / own[1])
    count = np.array([len(mine)])
    middle = means.mean() + float(spread.weight(count)[0]) * (mine.mean() - means.mean())
    half = Z80 * float(spread.error(count)[0])
    low, mid, high = np.exp([middle - half, middle, middle + half]).tolist()
    mean = mid * float(np.exp(within / 2.0))
    return Estimate(rate=mid, low=low, high=high, mean=mean, n=len(logs))


def _parts(formula: Formula, facts: Facts) -> tuple[Floats, Floats]:
    """Return the reactions and the denominator of each post that tells all of them, (k,) each."""
    counts = np.stack([getattr(facts, name) for name in formula.counts])
    tops = counts.sum(axis=0)
    if formula.by == "views":
        bottoms = facts.views
    else:
        followers = facts.creator.followers
        bottoms = np.full(len(tops), np.nan if followers is None else float(followers))
    told = ~np.isnan(tops) & (bottoms > 0.0)
    return tops[told], bottoms[told]


@cache
def benchmarks() -> tuple[Benchmark, ...]:
    """Return what others published, as `benchmarks.toml` has it."""
    text = files("engine.vetting").joinpath("benchmarks.toml").read_text(encoding="utf-8")
    return tuple(Benchmark(**row) for row in tomllib.loads(text)["benchmark"])


def by_name() -> Mapping[str, Formula]:
    """Return the formulae by their names."""
    return {formula.name: formula for formula in FORMULAE}
