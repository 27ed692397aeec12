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
from engine.vocabulary import Activity, Floats, Vectors

_SAME = 1e-5  # similarities that differ by less are equal
_BLOCK = 128  # posts held at once against all before them


def said_by_others(
    distinct: Distinct, activity: Activity, rows: Positions, *, least: float
) -> tuple[Floats, Positions]:
    """Return, for each of `rows`, how near the nearest earlier post by another creator is.

    Only `rows` are held against each other; of a post and its near-duplicates the first says it.
    The similarity, (r,), is 0 where none comes as near as `least`; with it comes the row of that
    post, (r,), -1 where there is none. Of posts equally near the first is taken.
    """
    times = first_of(activity.created_at, activity)[distinct.posts[rows]]
    order = np.argsort(times, kind="stable")
    rows, times, owner = rows[order], times[order], distinct.owner[rows[order]]
    late, early, near = _pairs(activity.vectors[distinct.posts[rows]], least - _SAME)
    others = (times[early] < times[late]) & (owner[early] != owner[late])
    late, early, near = late[others], early[others], near[others]
    nearest, first = np.zeros(len(rows)), np.full(len(rows), -1, dtype=np.int64)
    np.maximum.at(nearest, late, near)
    as_near = near >= nearest[late] - _SAME
    said, places = np.unique(late[as_near], return_index=True)
    first[said] = rows[early[as_near][places]]
    first[nearest < least], nearest[nearest < least] = -1, 0.0
    back = np.argsort(order)
    return nearest[back], first[back]


def _pairs(vectors: Vectors, least: float) -> tuple[Positions, Positions, Floats]:
    """Return pairs of a row and one above it at least `least` alike, and how alike they are.

    Ascending by row, then by the one above it.
    """
    empty = np.zeros(0, dtype=np.int64)
    found = [(empty, empty, np.zeros(0))]
    for start in range(0, len(vectors), _BLOCK):
        end = min(start + _BLOCK, len(vectors))
        alike = (vectors[start:end] @ vectors[:end].T).ravel()
        places = np.flatnonzero(alike >= least)
        below, above = np.divmod(places, end)
        kept = above < below + start
        near = alike[places[kept]].astype(np.float64)
        found.append((below[kept] + start, above[kept], near))
    below, above, near = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return below, above, near


def similarity_at(share: float, related: float) -> float:
    """Return the similarity at `share` of the way from `related` to sameness."""
    return related + share * (1.0 - related)


def originality(nearest: Floats, related: float, bounds: tuple[float, float]) -> Floats:
    """Return what is new in posts this near to an earlier one, in [0, 1]: 1 is all of it.

    Posts that are no nearer than the first of `bounds` are new, those as near as the second are
    repeats. Bounds are shares of the way from `related`, the similarity that posts about nothing
    in common do not reach, to sameness, so that they mean the same for every embedding model.
    """
    low, high = (similarity_at(share, related) for share in bounds)
    return np.clip((high - nearest) / (high - low), 0.0, 1.0)


def most_telling(strength: Floats, n: int) -> NDArray[np.int64]:
    """Return the rows of the `n` greatest strengths, equal ones by row, ascending."""
    if n >= len(strength):
        return np.arange(len(strength))
    least = np.partition(strength, -n)[-n] if n else np.inf
    above, equal = np.flatnonzero(strength > least), np.flatnonzero(strength == least)
    return np.sort(np.concatenate([above, equal[: n - len(above)]]))


def own_words(distinct: Distinct, activity: Activity, related: float, tuning: Tuning) -> Floats:
    """Return what each distinct post adds to what its creator had said before, (m,) in [0, 1].

    Of a post and its near-duplicates the first says it.
    """
    return originality(
        first_of(activity.said_before, activity)[distinct.posts], related, tuning.repeats
    )


def first_of(values: NDArray[np.generic], activity: Activity) -> NDArray[np.float64]:
    """Return the least of `values`, (n,), among each post and its near-duplicates, (n,)."""
    least = values.astype(np.float64)
    leader = activity.duplicate_of
    copies = np.flatnonzero(leader != np.arange(len(leader)))
    np.minimum.at(least, leader[copies], values[copies])
    return least[leader]
