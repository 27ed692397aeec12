"""Which things (words, pairs of them, frames) stand in which posts, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Floats

Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Uses:
    """Which of k distinct things stand in which posts: u uses, by thing, then by post."""

    things: NDArray[np.int64]  # (k,) ascending
    n_posts: NDArray[np.int64]  # (k,)
    starts: Positions  # (k,) the first use of each
    group: Positions  # (u,) which thing
    post: Positions  # (u,)
    back: Positions  # the use of each thing as it was given

    @classmethod
    def of(cls, things: NDArray[np.int64], post: Positions, n: int) -> Uses:
        """Sort `things`, each in `post` of `n`, by one number of both: of a hash 63 bits remain."""
        bits = max(n - 1, 0).bit_length()
        keys = (things << bits) | post
        order = np.argsort(keys)
        ordered = keys[order]
        new = np.ones(len(keys), dtype=np.bool_)
        new[1:] = ordered[1:] != ordered[:-1]
        back = np.empty(len(keys), dtype=np.int64)
        back[order] = np.cumsum(new) - 1
        uses = ordered[new]
        thing = uses >> bits
        first = np.ones(len(uses), dtype=np.bool_)
        first[1:] = thing[1:] != thing[:-1]
        starts = np.flatnonzero(first)
        counts = np.diff(starts, append=len(uses))
        group = np.cumsum(first) - 1
        return cls(thing[starts], counts, starts, group, uses & ((1 << bits) - 1), back)

    def first(self, times: Positions) -> Mask:
        """Return of each use, (u,), whether nobody had said the thing before; `times` of posts."""
        when = times[self.post]
        return np.asarray(when <= when[self.starts][self.group])

    def again(self, owner: Positions) -> tuple[Positions, Positions]:
        """Return of each use, (u,), in how many posts its creator has the thing, and their posts.

        The latter counts those of the creator that hold any of the things.
        """
        who, n = owner[self.post], int(owner.max(initial=0)) + 1
        _, back, of_own = np.unique(self.group * n + who, return_inverse=True, return_counts=True)
        holding = np.unique(self.post)
        return of_own[back], np.bincount(owner[holding], minlength=n)[who]

    def before(self, owner: Positions, times: Positions) -> Mask:
        """Return of each use, (u,), whether another creator had said the thing before."""
        if not len(self.post):
            return np.zeros(0, dtype=np.bool_)
        who, when = owner[self.post], times[self.post]
        first, since = who[self.starts][self.group], when[self.starts][self.group]
        others = np.where(who != first, when, np.iinfo(np.int64).max)
        other = np.minimum.reduceat(others, self.starts)[self.group]
        return np.asarray(np.where(who != first, since < when, other < when))


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """In how many of `n` posts each thing stands."""

    things: NDArray[np.int64]  # (k,) ascending
    counts: NDArray[np.int64]  # (k,)
    n: int

    @classmethod
    def of(cls, things: NDArray[np.int64], post: Positions, n: int) -> Counts:
        """Count `things`, each in `post` of `n`."""
        found = Uses.of(things, post, n)
        return cls(found.things, found.n_posts, n)

    def of_each(self, things: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return in how many of the posts each of `things` stands, (k,)."""
        if not len(self.things):
            return np.zeros(len(things), dtype=np.int64)
        place = np.minimum(np.searchsorted(self.things, things), len(self.things) - 1)
        return np.where(self.things[place] == things, self.counts[place], 0)


def posts_of(n_words: NDArray[np.int32]) -> Positions:
    """Return whose each word is, of posts with `n_words` one after the other."""
    return np.repeat(np.arange(len(n_words)), n_words)


def count(post: Positions, n: int) -> Floats:
    """Return how often each of `n` posts stands in `post`."""
    return np.bincount(post, minlength=n).astype(np.float64)
