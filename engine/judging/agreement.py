"""Whether judges agree, and what counts where they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.judging.graded import Grades


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two judges agree on the `n` creators that both judged.

    `kappa` is Cohen's with quadratic weights (1968): 1 is full agreement, 0 what chance gives at
    these judges' habits. None where both gave one and the same grade to all, or `n` is 0: chance
    would do as well. `same` is the share of equal grades, None where `n` is 0.
    """

    n: int
    kappa: float | None
    same: float | None


def agreement(
    first: Mapping[str, Mapping[str, int]], second: Mapping[str, Mapping[str, int]]
) -> Agreement:
    """Return how far two judges agree, over the creators both judged for the same brief."""
    pairs = [
        (grade, second[brief][creator])
        for brief, grades in first.items()
        for creator, grade in grades.items()
        if creator in second.get(brief, {})
    ]
    if not pairs:
        return Agreement(n=0, kappa=None, same=None)
    ours, theirs = np.array(pairs, dtype=np.float64).T
    observed = float(np.mean((ours - theirs) ** 2))
    # The mean of (a - b) ** 2 over all pairs of one grade of each judge.
    by_chance = float(np.var(ours) + np.var(theirs) + (ours.mean() - theirs.mean()) ** 2)
    return Agreement(
        n=len(pairs),
        kappa=1.0 - observed / by_chance if by_chance else None,
        same=float(np.mean(ours == theirs)),
    )


def merged(judges: Sequence[Mapping[str, Mapping[str, int]]]) -> Grades:
    """Return one grade for each judged creator: the mean of the judges', rounded down."""
    given: dict[str, dict[str, list[int]]] = {}
    for judge in judges:
        for brief, grades in judge.items():
            for creator, grade in grades.items():
                given.setdefault(brief, {}).setdefault(creator, []).append(grade)
    return {
        brief: {creator: sum(all_) // len(all_) for creator, all_ in grades.items()}
        for brief, grades in given.items()
    }
