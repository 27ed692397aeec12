"""The best set of posts that a budget buys: a knapsack, solved exactly by HiGHS.

Maximise the sum of the scores of those taken, subject to the sum of their prices being at most the
budget and their number at most `posts`; of equally good sets the cheapest. Prices are whole cents,
so that no rounding lets a set cost more than it may.

An offer with at least `posts` others that are both as good and as cheap is never needed: whatever
set it is in leaves one of them out, to be taken in its place. The others are solved for within a
limit of time; what could not be proven by then is said.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.money.solving import Limit, least

_NEGLIGIBLE = 1e-7  # points; below it two sums of scores are the same
_MOST_ASKED = 50  # left out that are tried one by one
_MOST_WORK = 5_000  # offers looked at by those tries together
SECONDS = 10.0  # for each of the two steps to the best set
_SECONDS_ASKED = 1.0  # for each try


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
    """The best set, in the order of the offers, and what became of the others.

    No set is more than `within` points better; 0 where that it is the best was proven in time.
    """

    taken: tuple[Offer, ...]
    left: tuple[Left, ...]
    budget: int  # cents
    posts: int
    within: float = 0.0

    @property
    def score(self) -> float:
        """The sum of the scores of those taken."""
        return sum(offer.score for offer in self.taken)

    @property
    def cents(self) -> int:
        """The sum of their prices."""
        return sum(offer.cents for offer in self.taken)


def choose(offers: Sequence[Offer], *, budget: int, posts: int, seconds: float = SECONDS) -> Choice:
    """Return the best set of at most `posts` of the `offers` for at most `budget` cents.

    Offers without a positive score are never taken. `budget` and prices are zero or more. After
    `seconds` the best set found by then is returned.
    """
    problem = _Problem.of(offers, budget, posts)
    taken, within = problem.best(seconds)
    tried = _Tries(problem, None if within else sum(offers[i].score for i in taken))
    left = []
    for i, offer in enumerate(offers):
        if i in taken:
            continue
        why = _impossible(offer, budget, posts)
        cost = tried.cost(i, offer) if why is None else None
        left.append(Left(offer=offer, why=why or _beaten(cost), cost=cost))
    return Choice(
        taken=tuple(offers[i] for i in sorted(taken)),
        left=tuple(left),
        budget=budget,
        posts=posts,
        within=within,
    )


def _impossible(offer: Offer, budget: int, posts: int) -> str | None:
    if offer.cents > budget:
        return "costs more than the whole budget"
    if offer.score <= 0:
        return "has no points"
    return "no post is to be bought" if posts < 1 else None


def _beaten(cost: float | None) -> str:
    if cost is None:
        return "no better set with it was found"
    if cost < _NEGLIGIBLE:
        return "an equally good set is as cheap or cheaper"
    return f"with it the best set would have {cost:.1f} points fewer"


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """A knapsack of the offers that may be needed, by their positions in `able`."""

    able: NDArray[np.int64]  # (n,)
    scores: NDArray[np.float64]  # (n,)
    cents: NDArray[np.float64]  # (n,)
    budget: float
    posts: float

    @classmethod
    def of(cls, offers: Sequence[Offer], budget: int, posts: int) -> _Problem:
        """Return the problem of `offers`, without those that are never needed."""
        able = np.array(_needed(offers, budget, posts), dtype=np.int64)
        scores = np.array([offers[i].score for i in able.tolist()], dtype=np.float64)
        cents = np.array([float(offers[i].cents) for i in able.tolist()], dtype=np.float64)
        return cls(able, scores, cents, float(budget), float(posts))

    def without(self, i: int, cents: int) -> _Problem:
        """Return what is left to choose once offer `i` is taken for `cents`."""
        rest = self.budget - cents
        kept = (self.able != i) & (self.cents <= rest)
        able, scores = self.able[kept], self.scores[kept]
        return _Problem(able, scores, self.cents[kept], rest, self.posts - 1)

    def best(self, seconds: float) -> tuple[frozenset[int], float]:
        """Return the best set, the cheapest of the best, and how many points it may lack."""
        found = self.greatest(seconds)
        if found is None:
            return frozenset(), float(self.scores.sum())
        taken, within = found
        if not taken.any():
            return frozenset(), within
        sure = self.scores[taken].sum() - _NEGLIGIBLE
        cheapest = least(self.cents, [*self._limits(), (self.scores, sure, np.inf)], seconds)
        if cheapest is not None and self._is_better(cheapest.taken, taken):
            taken = cheapest.taken
        return frozenset(self.able[taken].tolist()), within

    def greatest(self, seconds: float) -> tuple[NDArray[np.bool_], float] | None:
        """Return a set with the greatest sum of scores and what it may lack; None if none came."""
        if not len(self.able) or self.posts < 1:
            return np.zeros(len(self.able), dtype=np.bool_), 0.0
        solved = least(-self.scores, self._limits(), seconds)
        if solved is None:
            return None
        taken = self._fitting(solved.taken)
        lacking = float(-solved.bound - self.scores[taken].sum())
        is_proven = solved.is_proven and taken is solved.taken
        return taken, lacking if not is_proven and lacking > _NEGLIGIBLE else 0.0

    def _fitting(self, taken: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return `taken`, without those of the fewest points if it is a few cents too dear."""
        if self._fits(taken):
            return taken
        fewer = taken.copy()
        for j in np.argsort(self.scores):
            fewer[j] = False
            if self._fits(fewer):
                break
        return fewer

    def _fits(self, taken: NDArray[np.bool_]) -> bool:
        return bool(self.cents[taken].sum() <= self.budget and taken.sum() <= self.posts)

    def _limits(self) -> list[Limit]:
        return [(self.cents, -np.inf, self.budget), (np.ones_like(self.cents), -np.inf, self.posts)]

    def _is_better(self, one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
        worse = self.scores[one].sum() < self.scores[other].sum() - _NEGLIGIBLE
        return bool(
            not worse and self._fits(one) and self.cents[one].sum() < self.cents[other].sum()
        )


def _needed(offers: Sequence[Offer], budget: int, posts: int) -> list[int]:
    """Return the positions of offers that some best set may need, ascending."""
    able = [i for i, offer in enumerate(offers) if offer.score > 0 and offer.cents <= budget]
    able.sort(key=lambda i: (-offers[i].score, offers[i].cents, i))
    cheaper: list[int] = []  # the prices of those at least as good, ascending
    needed = []
    for i in able:
        if bisect.bisect_right(cheaper, offers[i].cents) < posts:
            needed.append(i)
        bisect.insort(cheaper, offers[i].cents)
    return sorted(needed)


class _Tries:
    """What the best sum of scores, if it is known, would lose with an offer that is not in it.

    As many are tried as `_MOST_WORK` allows, the same ones every time.
    """

    def __init__(self, problem: _Problem, best: float | None) -> None:
        self._problem, self._best = problem, best
        self._left = min(_MOST_ASKED, _MOST_WORK // max(1, len(problem.able)))

    def cost(self, i: int, offer: Offer) -> float | None:
        """Return what would be lost, None where it was not tried or not proven in time."""
        if self._best is None or self._left < 1:
            return None
        self._left -= 1
        rest = self._problem.without(i, offer.cents)
        found = rest.greatest(_SECONDS_ASKED)
        if found is None or found[1]:
            return None
        return self._best - offer.score - float(rest.scores[found[0]].sum())
