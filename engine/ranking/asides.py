"""Parts of a score that do not come from the topic: asked for, bounded, named, and off by default.

What they are worked out of lies outside the posts of a brief (a profile, a list of customers), so
they are given to the ranking as values. Like every part they stand in the sum and in its formula.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from engine.vocabulary import Floats, Formula, Ids


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """The share in [0, 1] of an aside's points that creators have, (c,), and what it is made of."""

    share: Floats
    inputs: Mapping[str, Floats] = field(default_factory=dict)  # each (c,)


Measure: TypeAlias = Callable[[Ids], Shares]
"""Returns the shares of creators, each the same whoever else is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aside:
    """A part of the score of at most `points`, which are negative where it takes away.

    `text` is its formula in the names of the inputs and `constants`.
    """

    part: str
    points: float
    text: str
    measure: Measure
    constants: Mapping[str, float] = field(default_factory=dict)

    @property
    def formula(self) -> Formula:
        """Return how the part is worked out."""
        return Formula(part=self.part, points=self.points, text=self.text, constants=self.constants)


def aside_points(
    asides: Sequence[Aside], creator_ids: Ids
) -> tuple[dict[str, Floats], dict[str, Mapping[str, Floats]]]:
    """Return the points of each aside, (c,), and the inputs behind them, by part."""
    measured = {aside: aside.measure(creator_ids) for aside in asides}
    points = {
        aside.part: np.clip(found.share, 0.0, 1.0) * aside.points + 0.0
        for aside, found in measured.items()
    }
    return points, {aside.part: found.inputs for aside, found in measured.items()}
