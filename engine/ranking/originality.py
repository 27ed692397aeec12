"""How much of a post had not been said before: by its creator, or by somebody else.

A post that repeats an earlier one of its creator tells little more about what they care for,
whatever words were shuffled, padded or put in their place; a prize draw, a template and a heap of
keywords repeat themselves too. A post that somebody else had posted before is theirs. Both are
judged by meaning alone, and by degrees: the one nearest of the earlier posts says how much is new.
Whoever says a thing first keeps it whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.ranking.distinct import Distinct, Positions
from engine.ranking.tuning import Tuning
from engine.vocabulary import Activity, Floats

_SAME = 1e-5  # similarities that differ by less are equal


def said_by_others(
    distinct: Distinct, activity: Activity, rows: Positions
) -> tuple[Floats, Positions]:
    """Return, for each of `rows`, how near the nearest earlier post by another creator is.

    Only `rows` are held against each other; of a post and its near-duplicates the first says it.
    The similarity, (r,), is 0 where there is none; with it comes the row of that post, (r,), -1
    where there is none. Of posts equally near the first is taken.
    """
    posts, owner = distinct.posts[rows], distinct.owner[rows]
    times = _first(activity.created_at, activity)[posts]
    similarity = activity.vectors[posts] @ activity.vectors[posts].T
    similarity[(owner[:, None] == owner) | (times[:, None] <= times)] = 0.0
    if not len(rows):
        return np.zeros(0), np.zeros(0, dtype=np.int64)
    nearest = similarity.max(axis=1).astype(np.float64)
    as_near = similarity >= nearest[:, None] - _SAME
    first = np.where(as_near, times[None, :], np.inf).argmin(axis=1)
    return nearest, np.where(nearest > 0.0, rows[first], -1)


def originality(nearest: Floats, related: float, bounds: tuple[float, float]) -> Floats:
    """Return what is new in posts this near to an earlier one, in [0, 1]: 1 is all of it.

    Posts that are no nearer than the first of `bounds` are new, those as near as the second are
    repeats. Bounds are shares of the way from `related`, the similarity that posts about nothing
    in common do not reach, to sameness, so that they mean the same for every embedding model.
    """
    low, high = (related + share * (1.0 - related) for share in bounds)
    return np.clip((high - nearest) / (high - low), 0.0, 1.0)


def most_telling(strength: Floats, n: int) -> NDArray[np.int64]:
    """Return the rows of the `n` greatest strengths, equal ones by row, ascending."""
    return np.sort(np.lexsort((np.arange(len(strength)), -strength))[:n])


def own_words(distinct: Distinct, activity: Activity, related: float, tuning: Tuning) -> Floats:
    """Return what each distinct post adds to what its creator had said before, (m,) in [0, 1].

    Of a post and its near-duplicates the first says it.
    """
    return originality(
        _first(activity.said_before, activity)[distinct.posts], related, tuning.repeats
    )


def _first(values: NDArray[np.generic], activity: Activity) -> NDArray[np.float64]:
    """Return the least of `values`, (n,), among each post and its near-duplicates, (n,)."""
    least = values.astype(np.float64)
    np.minimum.at(least, activity.duplicate_of, values)
    return least[activity.duplicate_of]
