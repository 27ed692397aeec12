"""How retrieved posts vote for their creators: the data fusion of Macdonald & Ounis (CIKM 2006)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Floats

Rows: TypeAlias = NDArray[np.int64]

DEPTHS = (100, 300, 1000, 3000)
TOP_M = (2, 3, 5, 8, 12, 20)
SHARPNESS = (0.05, 0.15)


@dataclass(frozen=True, slots=True, eq=False)
class Ballots:
    """Posts best first: who posted each, its score, and its place among those of its creator."""

    creators: Rows  # (k,) in 0..n
    scores: Floats  # (k,) descending
    places: Rows  # (k,) from 0, by creator
    n: int  # creators there are

    @classmethod
    def of(cls, scores: Floats, creators: Rows, *, depth: int, n: int) -> Ballots:
        """Return the `depth` posts with the best of `scores`, (p,); equal ones by row.

        Posts of score 0 or less are not retrieved.
        """
        order = np.argsort(-scores, kind="stable")[:depth]
        order = order[scores[order] > 0.0]
        return cls(creators[order], scores[order], places_within(creators[order]), n)

    def first(self, depth: int) -> Ballots:
        """Return the first `depth` of these posts."""
        return Ballots(self.creators[:depth], self.scores[:depth], self.places[:depth], self.n)

    def total(self, weights: Floats) -> Floats:
        """Return the sum of `weights`, (k,), by creator, (n,)."""
        sums = np.bincount(self.creators, weights, minlength=self.n)
        return np.asarray(sums, dtype=np.float64)


Vote: TypeAlias = Callable[[Ballots], Floats]


def places_within(creators: Rows) -> Rows:
    """Return how many earlier entries have the same creator, for each, (k,)."""
    order = np.argsort(creators, kind="stable")
    grouped = creators[order]
    places = np.empty(len(creators), dtype=np.int64)
    places[order] = np.arange(len(creators)) - np.searchsorted(grouped, grouped)
    return places


def count(ballots: Ballots) -> Floats:
    """Votes: the number of posts."""
    return ballots.total(np.ones(len(ballots.scores)))


def comb_sum(ballots: Ballots) -> Floats:
    """CombSUM: the sum of the scores."""
    return ballots.total(ballots.scores)


def comb_mnz(ballots: Ballots) -> Floats:
    """CombMNZ: the sum of the scores times the number of posts."""
    return count(ballots) * comb_sum(ballots)


def reciprocal_rank(ballots: Ballots) -> Floats:
    """RR: the sum of 1 / rank."""
    return ballots.total(1.0 / np.arange(1.0, len(ballots.scores) + 1.0))


def top(m: int) -> Vote:
    """CombSUM of the best `m` posts of each creator; CombMAX for 1."""
    return lambda ballots: ballots.total(np.where(ballots.places < m, ballots.scores, 0.0))


def sharpened(temperature: float) -> Vote:
    """Sum e to the power of scores, as shares of the best one, over a temperature: expCombSUM.

    Without it e to the power of a cosine is nearly the same for all, and this is Votes again.
    """

    def vote(ballots: Ballots) -> Floats:
        best = max(float(ballots.scores[0]), 1e-9) if len(ballots.scores) else 1.0
        return ballots.total(np.exp((ballots.scores / best - 1.0) / temperature))

    return vote


VOTES: Mapping[str, Vote] = {
    "Votes": count,
    "CombSUM": comb_sum,
    "CombMNZ": comb_mnz,
    "CombMAX": top(1),
    "RR": reciprocal_rank,
    **{f"CombSUM-top{m}": top(m) for m in TOP_M},
    **{f"expCombSUM {t:g}": sharpened(t) for t in SHARPNESS},
}
