"""Posts judged against a brief, and creators by all of their posts.

Works on whole arrays: one row a post, grouped by creator. Nothing here reads a corpus.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from engine.ranking.engagement import EngagementNorms, post_engagement
from engine.ranking.tuning import Tuning
from engine.vocabulary import Activity, Background, Floats, Run

Positions = NDArray[np.int64]
_DAY = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The distinct posts of the candidates, best first within each creator.

    A post and its near-duplicates by the same creator are one row, stood for by the most
    relevant of them. `starts` has one entry a creator, and the end.
    """

    creator_ids: NDArray[np.int64]  # (c,) ascending
    starts: Positions  # (c + 1,) rows of creator i are starts[i]:starts[i + 1]
    posts: Positions  # (m,) position in the activity
    relevance: Floats  # (m,) in [0, 1]
    copies: Positions  # (m,) posts in the row, itself included
    seen: Positions  # (c,) posts of the creator, copies included

    def rank_within(self) -> Positions:
        """Return each row's place within its creator, from 0, (m,)."""
        return np.arange(len(self.posts)) - np.repeat(self.starts[:-1], np.diff(self.starts))

    def total(self, values: Floats) -> Floats:
        """Return the sum of `values` by creator, (c,)."""
        sums = np.concatenate([[0.0], np.cumsum(values)])
        return np.asarray(sums[self.starts[1:]] - sums[self.starts[:-1]], dtype=np.float64)

    def spread(self, values: Floats) -> Floats:
        """Return each creator's value repeated for its rows, (m,)."""
        return np.repeat(values, np.diff(self.starts))


def post_relevance(
    activity: Activity, background: Background, lexical: Run, tuning: Tuning
) -> Floats:
    """Return how surely each post is on topic, (n,) in [0, 1].

    The similarity, in standard deviations above random posts, goes through a logistic step; the
    BM25 score s through s / (s + b), b the median of the best posts. The two are independent
    evidence and are joined by a noisy-or: 1 - (1 - semantic)(1 - share * lexical).
    """
    z = (activity.similarity.astype(np.float64) - background.mean) / max(background.std, 1e-6)
    step = _logistic((z - tuning.semantic_midpoint) / tuning.semantic_width)
    semantic = np.where(np.isnan(z), 0.0, step)
    words = _lexical_relevance(activity, lexical, tuning)
    joined: Floats = 1.0 - (1.0 - semantic) * (1.0 - tuning.lexical_share * words)
    return joined


def _lexical_relevance(activity: Activity, lexical: Run, tuning: Tuning) -> Floats:
    relevance = np.zeros(len(activity.post_ids))
    if not len(lexical):
        return relevance
    half = float(np.median(lexical.scores[: tuning.lexical_median_of]))
    order = np.argsort(lexical.ids)
    ids, scores = lexical.ids[order], lexical.scores[order].astype(np.float64)
    place = np.minimum(np.searchsorted(ids, activity.post_ids), len(ids) - 1)
    found = ids[place] == activity.post_ids
    relevance[found] = scores[place[found]] / (scores[place[found]] + half)
    return relevance


def judge(activity: Activity, relevance: Floats) -> Judged:
    """Return the distinct posts of every creator in `activity`, with their relevance."""
    creators = activity.creator_ids
    ids, counts = np.unique(creators, return_counts=True)
    leader = activity.duplicate_of
    best = np.lexsort((np.arange(len(creators)), -relevance, leader))
    _, first = np.unique(leader[best], return_index=True)
    posts = best[first]
    copies = np.bincount(leader, minlength=len(creators))[leader[posts]]
    order = np.lexsort((activity.post_ids[posts], -relevance[posts], creators[posts]))
    posts, copies = posts[order], copies[order]
    starts = np.searchsorted(creators[posts], ids)
    return Judged(
        creator_ids=ids,
        starts=np.append(starts, len(posts)).astype(np.int64),
        posts=posts.astype(np.int64),
        relevance=relevance[posts],
        copies=copies.astype(np.int64),
        seen=counts.astype(np.int64),
    )


def profile_relevance(similarity: Floats, background: Background, tuning: Tuning) -> Floats:
    """Return how surely each creator is about the topic as a whole, (c,) in [0, 1], NaN unknown.

    `similarity` is that of the query to the mean vector of a creator's posts, `background` its
    mean and deviation over creators.
    """
    z = (similarity - background.mean) / max(background.std, 1e-6)
    return _logistic((z - tuning.profile_midpoint) / tuning.profile_width)


def _logistic(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -60.0, 60.0))), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """What is known of each creator for a brief: every array is (c,), in [0, 1], NaN unknown."""

    best: Floats  # mean relevance of the best distinct posts
    profile: Floats  # relevance of all posts taken as one
    soft_count: Floats  # sum of relevance over distinct posts; not in [0, 1]
    focus: Floats  # lower bound of the share of distinct posts on topic, over `focus_full`
    engagement: Floats  # percentile within tier of the posts on topic
    recency: Floats  # two to the minus age of the latest post on topic, in half-lives
    on_topic: Positions  # distinct posts on topic


def measure(
    judged: Judged,
    activity: Activity,
    profile: Floats,
    *,
    norms: EngagementNorms,
    now: datetime,
    tuning: Tuning,
) -> Signals:
    """Return the signals of every judged creator at `now`. `profile` is (c,), as in `Signals`."""
    relevance, best = judged.relevance, judged.rank_within() < tuning.best_posts
    topical = relevance >= tuning.on_topic
    distinct = np.diff(judged.starts).astype(np.float64)
    soft = judged.total(relevance)
    return Signals(
        best=judged.total(np.where(best, relevance, 0.0)) / tuning.best_posts,
        profile=profile,
        soft_count=soft,
        focus=_focus(soft, distinct, tuning),
        engagement=_engagement(judged, activity, topical, norms),
        recency=_recency(judged, activity, topical, now, tuning),
        on_topic=judged.total(topical.astype(np.float64)).astype(np.int64),
    )


def _focus(soft: Floats, distinct: Floats, tuning: Tuning) -> Floats:
    """Lower bound of a Beta posterior of the share on topic, by its mean and deviation."""
    prior, base = tuning.focus_prior, tuning.focus_base_rate
    a, b = soft + prior * base, distinct - soft + prior * (1.0 - base)
    mean = a / (a + b)
    bound = mean - tuning.focus_z * np.sqrt(mean * (1.0 - mean) / (a + b + 1.0))
    return np.asarray(np.clip(bound / tuning.focus_full, 0.0, 1.0), dtype=np.float64)


def _engagement(
    judged: Judged, activity: Activity, topical: NDArray[np.bool_], norms: EngagementNorms
) -> Floats:
    y = post_engagement(activity)[judged.posts]
    counted = topical & ~np.isnan(y)
    n = judged.total(counted.astype(np.float64))
    mean = judged.total(np.where(counted, y, 0.0)) / np.maximum(n, 1.0)
    return norms.percentiles(judged.creator_ids, mean, n.astype(np.int64))


def _recency(
    judged: Judged, activity: Activity, topical: NDArray[np.bool_], now: datetime, tuning: Tuning
) -> Floats:
    age = np.maximum(now.timestamp() - activity.created_at[judged.posts], 0.0) / _DAY
    worth = np.where(topical, 2.0 ** (-age / tuning.recency_half_life), 0.0)
    latest = np.maximum.reduceat(worth, judged.starts[:-1]) if len(worth) else worth
    return np.asarray(latest, dtype=np.float64)
