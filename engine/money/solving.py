"""Least sums over yes-or-no choices, by HiGHS through SciPy, within a limit of time."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Limit: TypeAlias = tuple[NDArray[np.float64], float, float]
"""Weights (n,), and the least and the greatest sum of those taken."""

_HALF = 0.5
_TURN = threading.Lock()  # where output goes is one thing for all threads
_PROVEN, _OUT_OF_TIME = 0, 1  # what SciPy's milp says


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Which to take, (n,); no choice has a sum of costs below `bound`.

    Limits are kept to the solver's tolerance.
    """

    taken: NDArray[np.bool_]
    bound: float
    is_proven: bool


def least(costs: NDArray[np.float64], limits: Sequence[Limit], seconds: float) -> Solved | None:
    """Return the choice with the least sum of `costs` within the limits, as found in `seconds`.

    None where there is none, or none was found by then. Threads wait for one another.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows, lows, highs = zip(*limits, strict=True)
    with _TURN, _nothing_printed():
        solved = milp(
            costs,
            integrality=np.ones_like(costs),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(np.vstack(rows), lows, highs),
            options={"mip_rel_gap": 0.0, "time_limit": seconds},
        )
    if solved.x is None or solved.status not in (_PROVEN, _OUT_OF_TIME):
        return None
    taken: NDArray[np.bool_] = solved.x > _HALF
    return Solved(taken, float(solved.mip_dual_bound), solved.status == _PROVEN)


@contextmanager
def _nothing_printed() -> Iterator[None]:
    """Keep what HiGHS prints on some problems, whatever it is told, out of our output."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        with suppress(OSError, TypeError, AttributeError):
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
