"""What was learnt from labelled posts about other brands: `context.json`.

`scripts/weigh_names.py` makes it. Three logistic models: `whole` weighs everything, `quick` what is
known without a look at windows of the text. Both also weigh vectors, which mean something only for
the embedding model they were learnt with; `anywhere` weighs none and serves every other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Vectors

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """A logistic model: sureness is 1 / (1 + exp(-(bias + the sum of weight x value))).

    `vectors` are (dim,) weights of a vector of the post, by what the vector is of.
    """

    bias: float
    weights: Mapping[str, float]
    vectors: Mapping[str, Vectors]

    def of(self, names: Sequence[str]) -> Values:
        """Return the weights of `names`, 0 for what was not learnt."""
        return np.array([self.weights.get(name, 0.0) for name in names])

    def drift(self, rows: Mapping[str, Vectors]) -> Values:
        """Return what vectors of posts, (n, dim) by what they are of, add to the log odds, (n,).

        It is a single 0 where no vector weighs anything.
        """
        total: Values = np.zeros(1)
        for view, weights in self.vectors.items():
            total = total + np.asarray(rows[view] @ weights, dtype=np.float64)
        return total


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learnt:
    """The three models, and when they decide."""

    model_id: str  # what `whole` and `quick` were learnt with
    unsure: tuple[float, float]  # the band of sureness in which nothing is decided
    sure: float  # log odds by `quick`, either way, from which nothing more is looked at
    whole: Weights
    quick: Weights
    anywhere: Weights
    digest: str


@cache
def learnt() -> Learnt:
    """Return the weights that come with us."""
    text = files("engine.brands.verdicts").joinpath("context.json").read_text("utf-8")
    kept = json.loads(text)
    low, high = kept["unsure"]
    return Learnt(
        model_id=kept["model"],
        unsure=(low, high),
        sure=kept["sure"],
        whole=_weights(kept["whole"]),
        quick=_weights(kept["quick"]),
        anywhere=_weights(kept["anywhere"]),
        digest=sha256(text.encode()).hexdigest()[:16],
    )


def _weights(kept: Mapping[str, Any]) -> Weights:
    vectors = {view: np.array(row, np.float32) for view, row in kept["vectors"].items()}
    return Weights(bias=kept["bias"], weights=kept["weights"], vectors=vectors)
