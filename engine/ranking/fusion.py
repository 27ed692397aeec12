"""Runs put on one scale, and creators voted for by their posts.

The voting model of Macdonald & Ounis (CIKM 2006): each retrieved post votes for its creator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Floats, Ids, Run, Scores

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ballots:
    """The scores of posts, each in [0, 1], grouped by creator, best first within a creator."""

    scores: Floats  # (n,)
    owner: Positions  # (n,) which of the creators, from 0, ascending
    place: Positions  # (n,) place among the creator's posts, from 0

    def total(self, values: Floats) -> Floats:
        """Return the sum of `values`, (n,), by creator, (c,)."""
        return np.bincount(self.owner, values).astype(np.float64)

    def first(self, n: int) -> Floats:
        """Return the scores of the best `n` posts of each creator, 0 for the others, (n,)."""
        return np.where(self.place < n, self.scores, 0.0)


Vote = Callable[[Ballots], Floats]  # (c,), one number a creator

VOTES: Mapping[str, Vote] = {
    "votes": lambda given: given.total(np.ones_like(given.scores)),
    "comb_sum": lambda given: given.total(given.scores),
    "comb_sum_top5": lambda given: given.total(given.first(5)),
    "comb_max": lambda given: given.total(given.first(1)),
    "comb_mnz": lambda given: given.total(np.ones_like(given.scores)) * given.total(given.scores),
}
"""The exponential models are left out: on similarities they merely count (exp is nearly flat
between 0 and 1)."""


def min_max(scores: Scores) -> Floats:
    """Return the scores stretched to [0, 1]; all ones where they do not differ."""
    values = scores.astype(np.float64)
    if not len(values):
        return values
    low, high = values.min(), values.max()
    return (values - low) / (high - low) if high > low else np.ones_like(values)


def ordered(ids: Ids, scores: Floats, name: str) -> Run:
    """Return the run of `ids` by descending score, equal scores by ascending id."""
    order = np.lexsort((ids, -scores))
    return Run(ids[order], scores[order].astype(np.float32), name)


def vote(run: Run, creators: Ids, model: Vote) -> Run:
    """Return creators by the votes of the posts in `run`; `creators` is whose each post is."""
    ids, owner = np.unique(creators, return_inverse=True)
    order = np.argsort(owner, kind="stable")  # the run is best first, and so is each group
    owner = owner[order]
    place = np.arange(len(owner)) - np.searchsorted(owner, owner)
    return ordered(ids, model(Ballots(min_max(run.scores)[order], owner, place)), run.name)
