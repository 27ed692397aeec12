"""Intervals by drawing creators again, with replacement: posts of one creator go together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from scipy.stats import t as student

from engine.vocabulary import Floats, Ids

DRAWS = 1_000
MOST_UNITS = 4_096
LEAST_CREATORS = 5
"""Creators below which no interval is given: so few drawn again say next to nothing."""
CONFIDENCE = 0.95

_SEED = 20_260_000
_AT_A_TIME = 1_024  # columns
_TAIL = (1.0 - CONFIDENCE) / 2

Places = NDArray[np.int64]


class Resampling:
    """Draws of the creators behind some mentions, the same for every quantity asked of them.

    More than `MOST_UNITS` creators are dealt into so many groups, which are drawn instead: groups
    of whole creators vary as the creators do. The draws depend on nothing but the number of units.
    """

    def __init__(self, creators: Ids) -> None:
        everybody, places = np.unique(creators, return_inverse=True)
        rng = np.random.default_rng(_SEED)
        self.n_creators = len(everybody)
        self._n_units = min(self.n_creators, MOST_UNITS)
        dealt = rng.permutation(self.n_creators) % max(self._n_units, 1)
        self._units: Places = dealt[places]
        self._draws = _drawn(rng, self._n_units)

    def totals(
        self, columns: Places, weights: Floats, *, n: int, of: int
    ) -> Iterator[tuple[slice, Floats]]:
        """Yield the sums of `weights` by column in every draw: columns, and (DRAWS, columns).

        `columns` and `weights` are parallel to the creators given; columns count from 0 to `n`
        and come in whole groups of `of`.
        """
        step = max(_AT_A_TIME // of, 1) * of
        for first in range(0, n, step):
            some = slice(first, min(first + step, n))
            inside = (columns >= some.start) & (columns < some.stop)
            width = some.stop - some.start
            places = self._units[inside] * width + columns[inside] - some.start
            sums = np.bincount(places, weights[inside], minlength=self._n_units * width)
            yield some, self._draws @ sums.reshape(self._n_units, width)


def _drawn(rng: np.random.Generator, n: int) -> Floats:
    """Return how often each of `n` units comes in each draw of `n`, (DRAWS, n)."""
    if not n:
        return np.zeros((DRAWS, 0))
    picked = rng.integers(0, n, size=(DRAWS, n), dtype=np.int64)
    picked += n * np.arange(DRAWS)[:, None]
    return np.bincount(picked.ravel(), minlength=DRAWS * n).reshape(DRAWS, n).astype(np.float64)


def tails(n: NDArray[np.int64]) -> Floats:
    """Return which share of the draws to cut off at each end, for `n` creators (c,).

    Of few creators draws scatter too little; the quantile is that of Student's t with n - 1
    degrees, widened by sqrt(n / (n - 1)), on the scale of the normal law: the expanded percentile
    interval (Hesterberg, The American Statistician 2015).
    """
    free = np.maximum(n - 1, 1)
    wide: Floats = norm.cdf(np.sqrt(np.maximum(n, 2) / free) * student.ppf(_TAIL, free))
    return wide


def bounds(drawn: Floats, tail: Floats) -> tuple[Floats, Floats]:
    """Return the interval of every column of `drawn` (DRAWS, c), with `tail` (c,) cut off.

    Draws that say nothing (NaN) are left out; a column of nothing else has NaN bounds.
    """
    ordered = np.sort(drawn, axis=0)  # NaN last
    last = np.count_nonzero(~np.isnan(drawn), axis=0) - 1.0
    return _quantiles(ordered, tail * last), _quantiles(ordered, (1.0 - tail) * last)


def _quantiles(ordered: Floats, places: Floats) -> Floats:
    """Return the values between rows of `ordered` at `places` of each column."""
    places = np.maximum(places, 0.0)
    below = np.floor(places).astype(np.int64)
    above = np.minimum(below + 1, len(ordered) - 1)
    columns = np.arange(ordered.shape[1])
    low, high = ordered[below, columns], ordered[above, columns]
    part = places - below
    with np.errstate(invalid="ignore"):
        return np.where(part > 0, low + part * (high - low), low)


def widened(share: float, low: float, high: float, n: int) -> tuple[float, float]:
    """Return the interval of `share`, of `n` creators, with an end where drawing again has none.

    Where nobody or everybody names a brand all draws agree. The other end is then the exact bound
    for none of `n`: 1 - 0.025 ** (1 / n) (Clopper & Pearson 1934).
    """
    margin = 1.0 - _TAIL ** (1.0 / n)
    if share <= 0.0:
        return 0.0, margin
    return (1.0 - margin, 1.0) if share >= 1.0 else (low, high)
