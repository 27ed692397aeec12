"""The best set of posts that a budget buys: a knapsack, solved exactly by HiGHS.

Maximise the sum of the scores of those taken, subject to the sum of their prices being at most the
budget and their number at most `posts`; of equally good sets the cheapest. Prices are whole cents,
so that no rounding lets a set cost more than it may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import OverheardError

_NEGLIGIBLE = 1e-7  # points; below it two sums of scores are the same
_HALF = 0.5
_MOST_ASKED = 50  # left out that are tried one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A post that can be bought: what it is worth to us, in points, and its price in cents."""

    name: str
    score: float
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An offer that was not taken, and why.

    `cost` is what the sum of scores would lose if it were taken all the same; None where it
    cannot be, or was not tried.
    """

    offer: Offer
    why: str
    cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The best set, in the order of the offers, and what became of the others."""

    taken: tuple[Offer, ...]
    left: tuple[Left, ...]
    budget: int  # cents
    posts: int

    @property
    def score(self) -> float:
        """The sum of the scores of those taken."""
        return sum(offer.score for offer in self.taken)

    @property
    def cents(self) -> int:
        """The sum of their prices."""
        return sum(offer.cents for offer in self.taken)


def choose(offers: Sequence[Offer], *, budget: int, posts: int) -> Choice:
    """Return the best set of at most `posts` of the `offers` for at most `budget` cents.

    Offers without a positive score are never taken. `budget` and prices are zero or more.
    """
    taken = _best(offers, budget, posts)
    best = sum(offers[i].score for i in taken)
    left, tried = [], 0
    for i, offer in enumerate(offers):
        if i in taken:
            continue
        why = _impossible(offer, budget, posts)
        cost = None
        if why is None and tried < _MOST_ASKED:
            tried += 1
            cost = best - _with(offers, i, budget, posts)
        left.append(Left(offer=offer, why=why or _beaten(cost), cost=cost))
    return Choice(
        taken=tuple(offers[i] for i in sorted(taken)), left=tuple(left), budget=budget, posts=posts
    )


def _impossible(offer: Offer, budget: int, posts: int) -> str | None:
    if offer.cents > budget:
        return "costs more than the whole budget"
    if offer.score <= 0:
        return "has no points"
    return "no post is to be bought" if posts < 1 else None


def _beaten(cost: float | None) -> str:
    if cost is None:
        return "the set without it is better"
    if cost < _NEGLIGIBLE:
        return "an equally good set is as cheap or cheaper"
    return f"with it the best set would have {cost:.1f} points fewer"


def _with(offers: Sequence[Offer], i: int, budget: int, posts: int) -> float:
    """Return the best sum of scores of the sets that hold offer `i`."""
    others = [*offers[:i], *offers[i + 1 :]]
    problem = _Problem.of(others, budget - offers[i].cents, posts - 1)
    return offers[i].score + (float(problem.scores[problem.best()].sum()) if problem else 0.0)


def _best(offers: Sequence[Offer], budget: int, posts: int) -> frozenset[int]:
    """Return the positions of the best set, the cheapest of the best."""
    problem = _Problem.of(offers, budget, posts)
    if problem is None:
        return frozenset()
    cheapest = problem.cheapest(float(problem.scores[problem.best()].sum()) - _NEGLIGIBLE)
    return frozenset(problem.able[j] for j in np.flatnonzero(cheapest))


@dataclass(frozen=True, slots=True)
class _Problem:
    """A knapsack of the offers that can be taken at all, by their positions in `able`."""

    able: list[int]
    scores: NDArray[np.float64]  # (n,)
    cents: NDArray[np.float64]  # (n,)
    limits: tuple[tuple[NDArray[np.float64], float, float], ...]

    @classmethod
    def of(cls, offers: Sequence[Offer], budget: int, posts: int) -> _Problem | None:
        """Return the problem, None where nothing can be taken."""
        able = [i for i, offer in enumerate(offers) if offer.score > 0 and offer.cents <= budget]
        if not able or posts < 1:
            return None
        scores = np.array([offers[i].score for i in able])
        cents = np.array([float(offers[i].cents) for i in able])
        limits = ((cents, -np.inf, float(budget)), (np.ones_like(scores), -np.inf, float(posts)))
        return cls(able, scores, cents, limits)

    def best(self) -> NDArray[np.bool_]:
        """Return a set with the greatest sum of scores."""
        return _solve(-self.scores, self.limits)

    def cheapest(self, least: float) -> NDArray[np.bool_]:
        """Return the cheapest set whose scores sum to at least `least`."""
        return _solve(self.cents, [*self.limits, (self.scores, least, np.inf)])


def _solve(
    costs: NDArray[np.float64], limits: Sequence[tuple[NDArray[np.float64], float, float]]
) -> NDArray[np.bool_]:
    """Return which to take, (n,), so that the sum of `costs` is least within the limits."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows, lows, highs = zip(*limits, strict=True)
    solved = milp(
        costs,
        integrality=np.ones_like(costs),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.vstack(rows), lows, highs),
        options={"mip_rel_gap": 0.0},
    )
    if solved.x is None:
        raise OverheardError(f"no best set could be found: {solved.message}")
    taken: NDArray[np.bool_] = solved.x > _HALF
    return taken
