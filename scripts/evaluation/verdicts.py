"""How well verdicts on names agree with labels: balanced accuracy, unsure ones, intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Verdict

DRAWS = 1_000
SEED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A labelled post and the verdict on it."""

    brand: str
    meant: bool
    verdict: Verdict


def balanced(meant: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """Return the mean of the shares of right answers among brands and among others.

    Where only one of the two is there, it is that share; NaN where nothing is.
    """
    shares = [
        (said[meant == side] == side).mean() for side in (True, False) if (meant == side).any()
    ]
    return float(np.mean(shares)) if shares else float("nan")


def pooled(outcomes: Sequence[Outcome]) -> float:
    """Return the balanced accuracy of the decided ones."""
    decided = [one for one in outcomes if one.verdict is not Verdict.UNSURE]
    meant = np.array([one.meant for one in decided], dtype=bool)
    return balanced(meant, np.array([one.verdict is Verdict.BRAND for one in decided], dtype=bool))


def by_brand(outcomes: Sequence[Outcome]) -> float:
    """Return the mean balanced accuracy of the brands with both kinds of posts."""
    return float(
        np.nanmean([pooled(rows) for rows in grouped(outcomes).values() if is_mixed(rows)])
    )


def unsure(outcomes: Sequence[Outcome]) -> float:
    """Return the share without a verdict."""
    return float(np.mean([one.verdict is Verdict.UNSURE for one in outcomes]))


def grouped(outcomes: Sequence[Outcome]) -> Mapping[str, list[Outcome]]:
    """Return the outcomes by brand."""
    found: dict[str, list[Outcome]] = {}
    for one in outcomes:
        found.setdefault(one.brand, []).append(one)
    return found


def is_mixed(outcomes: Sequence[Outcome]) -> bool:
    """Return whether posts about the brand and others are both there."""
    return len({one.meant for one in outcomes}) > 1


def intervals(outcomes: Sequence[Outcome]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return 95 % intervals of `pooled` and `by_brand`: posts drawn anew within each brand."""
    draw = np.random.default_rng(SEED)
    groups = [np.array(rows, dtype=object) for rows in grouped(outcomes).values()]
    seen = []
    for _ in range(DRAWS):
        again = [one for rows in groups for one in draw.choice(rows, len(rows)).tolist()]
        seen.append((pooled(again), by_brand(again)))
    low, high = np.nanquantile(np.array(seen), (0.025, 0.975), axis=0)
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))
