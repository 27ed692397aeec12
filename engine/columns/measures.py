"""Sums, means and medians of what posts were given, by creator; unknown counts add nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Floats

Rows = NDArray[np.int64]


def sum_known(
    counted: Sequence[Floats], *, weights: Sequence[float]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the weighted sum of the known counts of every post, (n,), and where any is known."""
    total = np.zeros(len(counted[0]))
    said = np.zeros(len(counted[0]), dtype=np.bool_)
    for counts, weight in zip(counted, weights, strict=True):
        known = ~np.isnan(counts)
        total[known] += weight * counts[known]
        said |= known
    return total, said


def medians(groups: Rows, values: Floats, n_groups: int) -> Floats:
    """Return the median of `values` in each of the groups 0 … n_groups - 1, NaN where empty."""
    values = values[np.lexsort((values, groups))]
    counts = np.bincount(groups, minlength=n_groups)
    starts = np.cumsum(counts) - counts
    found = np.full(n_groups, np.nan)
    filled = counts > 0
    low = starts[filled] + (counts[filled] - 1) // 2
    high = starts[filled] + counts[filled] // 2
    found[filled] = (values[low] + values[high]) / 2.0
    return found


def mean_of(values: Floats, groups: Rows, counts: Rows) -> Floats:
    """Return the mean of `values` in each group of `counts` members, NaN where empty."""
    sums = np.bincount(groups, weights=values, minlength=len(counts))
    means = np.full(len(counts), np.nan)
    np.divide(sums, counts, out=means, where=counts > 0)
    return means
