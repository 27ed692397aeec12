"""How much of a post's wording is its creator's own, held against other posts on the same topic.

Whoever stitches posts together, swaps words for others, spins them or quotes them in pieces leaves
pairs of words as somebody else had put them; whoever writes about what they do hardly ever does,
for few pairs are put twice by chance. And whoever names a topic without having anything to say
about it finds no word beside the topic's own that others have not used. Posts are held against
those others had posted before, so that whoever says a thing first keeps it whole. No word is known
here: which words are the topic's is read off the posts themselves, beside random ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Floats, Spoken

Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]

_BESIDE = 3  # words on either side of one of the topic's that belong to what is said about it
_TOPICAL = 4.0  # times as often as in random posts a word of the topic is used
_TOPICAL_IN = 0.004  # share of the posts that use it at least
_COMMON = 0.02  # share of random posts from which on a word joins others and says nothing
_PARLANCE = 0.005  # share of the posts from which on a pair of words is what everybody says
_MIX = 0x2545F4914F6CDD1D  # odd
_PAIR = (1 << 46) - 1  # what is kept of the hash of a pair
_KNOWN = 1  # random posts that may use a word of one's own
_LEAST = 5  # posts, where such a share is of few


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """How many of `n` random posts use each word."""

    codes: NDArray[np.int64]  # (w,) ascending
    counts: NDArray[np.int64]  # (w,)
    n: int

    @classmethod
    def of(cls, spoken: Spoken) -> Background:
        """Count the words of random posts."""
        n = len(spoken.n_words)
        found = _Uses.of(spoken.codes.astype(np.int64), _posts(spoken.n_words), n)
        return cls(found.things, found.n_posts, n)

    @property
    def rare(self) -> float:
        """Return the share of uses that are of a word hardly any of the random posts has."""
        total = int(self.counts.sum())
        return float(self.counts[self.counts <= _KNOWN].sum()) / total if total else 0.0

    def of_each(self, codes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many of the random posts use each of `codes`, (k,)."""
        if not len(self.codes):
            return np.zeros(len(codes), dtype=np.int64)
        place = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[place] == codes, self.counts[place], 0)


@dataclass(frozen=True, slots=True, eq=False)
class Wordings:
    """What is found about each of r posts."""

    pairs: Floats  # (r,) pairs of words that tell something
    borrowed: Floats  # (r,) those that somebody else had put so before
    words: Floats  # (r,) words said about the topic
    has_own: Mask  # (r,) whether one of those is rare, and nobody had used it before
    topical: Floats  # (r,) words of the topic
    new: Floats  # (r,) words said about it that nobody had used before


def wordings(
    spoken: Spoken, *, owner: Positions, times: Positions, background: Background
) -> Wordings:
    """Hold r posts against each other: `owner`, (r,), is whose each is, `times`, (r,), when."""
    n = len(times)
    order = np.argsort(times, kind="stable")
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    owner, times = owner[order], times[order]
    words, post = spoken.codes.astype(np.int64), place[_posts(spoken.n_words)]
    uses = _Uses.of(words, post, n)
    usual = background.of_each(uses.things)
    topical = _topical(uses.n_posts, usual, n, background.n)[uses.group][uses.back]
    joins = (usual >= max(_COMMON * background.n, 2.0))[uses.group][uses.back]
    new = uses.first(times)[uses.back]
    rare = (usual <= _KNOWN)[uses.group][uses.back]
    core = _core(topical, post, n)
    pairs = _Uses.of(*_pairs(words, post, ~joins), n)
    tell = (pairs.n_posts < max(_PARLANCE * n, _LEAST))[pairs.group]
    return Wordings(
        pairs=_count(pairs.post[tell], n)[place],
        borrowed=_count(pairs.post[tell & pairs.before(owner, times)], n)[place],
        words=_count(post[core], n)[place],
        has_own=(_count(post[core & new & rare & ~topical], n) > 0.0)[place],
        topical=_count(post[topical], n)[place],
        new=_count(post[core & new & ~topical & ~joins], n)[place],
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Uses:
    """Which of k distinct things stand in which posts: u uses, by thing, then by post."""

    things: NDArray[np.int64]  # (k,) ascending
    n_posts: NDArray[np.int64]  # (k,)
    starts: Positions  # (k,) the first use of each
    group: Positions  # (u,) which thing
    post: Positions  # (u,)
    back: Positions  # the use of each thing as it was given

    @classmethod
    def of(cls, things: NDArray[np.int64], post: Positions, n: int) -> _Uses:
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

    def before(self, owner: Positions, times: Positions) -> Mask:
        """Return of each use, (u,), whether another creator had said the thing before."""
        if not len(self.post):
            return np.zeros(0, dtype=np.bool_)
        who, when = owner[self.post], times[self.post]
        first, since = who[self.starts][self.group], when[self.starts][self.group]
        others = np.where(who != first, when, np.iinfo(np.int64).max)
        other = np.minimum.reduceat(others, self.starts)[self.group]
        return np.asarray(np.where(who != first, since < when, other < when))


def _posts(n_words: NDArray[np.int32]) -> Positions:
    return np.repeat(np.arange(len(n_words)), n_words)


def _topical(n_posts: NDArray[np.int64], usual: NDArray[np.int64], n: int, n_random: int) -> Mask:
    """Return which words are the topic's: far more often used here than in random posts."""
    often = n_posts >= max(_TOPICAL_IN * n, _LEAST)
    return np.asarray(often & (n_posts * max(n_random, 1) > _TOPICAL * n * (usual + 1)))


def _core(topical: Mask, post: Positions, n: int) -> Mask:
    """Return which words stand beside one of the topic's; all of a post that has none."""
    near = topical.copy()
    for step in range(1, _BESIDE + 1):
        same = post[step:] == post[:-step]
        near[step:] |= topical[:-step] & same
        near[:-step] |= topical[step:] & same
    has = np.zeros(n, dtype=np.bool_)
    has[post[topical]] = True
    return near | ~has[post]


def _pairs(
    words: NDArray[np.int64], post: Positions, telling: Mask
) -> tuple[NDArray[np.int64], Positions]:
    """Return pairs of neighbours and whose post each is in, of all words and of telling ones."""
    found = [_neighbours(words, post), _neighbours(words[telling], post[telling])]
    return np.concatenate([pair for pair, _ in found]), np.concatenate([own for _, own in found])


def _neighbours(words: NDArray[np.int64], post: Positions) -> tuple[NDArray[np.int64], Positions]:
    one, other = words[:-1], words[1:]
    same = post[:-1] == post[1:]
    low, high = np.minimum(one, other)[same], np.maximum(one, other)[same]
    return ((low * 0x9E3779B1 + high) * _MIX) & _PAIR, post[:-1][same]


def _count(post: Positions, n: int) -> Floats:
    return np.bincount(post, minlength=n).astype(np.float64)
