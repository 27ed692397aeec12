"""Runs put on one scale, and creators voted for by their posts.

The voting model of Macdonald & Ounis (CIKM 2006): each retrieved post votes for its creator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from engine.vocabulary import Floats, Ids, Run, Scores

Vote = Callable[[Floats], float]

VOTES: Mapping[str, Vote] = {
    "votes": lambda s: float(len(s)),
    "comb_sum": lambda s: float(s.sum()),
    "comb_sum_top5": lambda s: float(np.sort(s)[-5:].sum()),
    "comb_max": lambda s: float(s.max()),
    "comb_mnz": lambda s: len(s) * float(s.sum()),
}
"""One creator's post scores, each in [0, 1], to one number. The exponential models are left out:
on similarities they merely count (exp is nearly flat between 0 and 1)."""


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
    scores = min_max(run.scores)
    order = np.argsort(creators, kind="stable")
    ids, starts = np.unique(creators[order], return_index=True)
    groups = np.split(scores[order], starts[1:]) if len(ids) else []
    return ordered(ids, np.array([model(group) for group in groups]), run.name)
