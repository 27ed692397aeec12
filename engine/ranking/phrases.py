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

from engine.ranking.frames import forms, frames_of
from engine.ranking.uses import Counts, Mask, Positions, Uses, count, posts_of
from engine.vocabulary import Floats, Spoken

_BESIDE = 3  # words on either side of one of the topic's that belong to what is said about it
_TOPICAL = 4.0  # times as often as in random posts a word of the topic is used
_TOPICAL_IN = 0.004  # share of the posts that use it at least
_COMMON = 0.02  # share of random posts from which on a word joins others and says nothing
_PARLANCE = 0.005  # share of the posts from which on a pair of words is what everybody says
_MIX = 0x2545F4914F6CDD1D  # odd
_PAIR = (1 << 46) - 1  # what is kept of the hash of a pair
KNOWN = 1  # random posts that may use a word of one's own
_LEAST = 5  # posts, where such a share is of few


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """The words of random posts, and the frames these stand in."""

    words: Counts
    frames: Counts

    @classmethod
    def of(cls, spoken: Spoken) -> Background:
        """Count the words of random posts, and their frames with the rare ones taken out."""
        n = len(spoken.n_words)
        words, post = spoken.codes.astype(np.int64), posts_of(spoken.n_words)
        counts = Counts.of(words, post, n)
        frames = Counts.of(*frames_of(words, post, counts.of_each(words) <= KNOWN), n)
        return cls(counts, frames)

    @property
    def n(self) -> int:
        """Return how many random posts there are."""
        return self.words.n

    @property
    def rare(self) -> float:
        """Return the share of uses that are of a word hardly any of the random posts has."""
        counts = self.words.counts
        total = int(counts.sum())
        return float(counts[counts <= KNOWN].sum()) / total if total else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Wordings:
    """What is found about each of r posts."""

    pairs: Floats  # (r,) pairs of words that tell something
    borrowed: Floats  # (r,) those that somebody else had put so before
    words: Floats  # (r,) words said about the topic
    has_own: Mask  # (r,) whether one of those is rare, and nobody had used it before
    topical: Floats  # (r,) words of the topic
    new: Floats  # (r,) words said about it that nobody had used before
    frames: Floats  # (r,) frames of words
    patterned: Floats  # (r,) those that are of a pattern


def wordings(
    spoken: Spoken, *, owner: Positions, times: Positions, background: Background
) -> Wordings:
    """Hold r posts against each other: `owner`, (r,), is whose each is, `times`, (r,), when."""
    n = len(times)
    order = np.argsort(times, kind="stable")
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    owner, times = owner[order], times[order]
    words, post = spoken.codes.astype(np.int64), place[posts_of(spoken.n_words)]
    uses = Uses.of(words, post, n)
    usual = background.words.of_each(uses.things)
    topical = _topical(uses.n_posts, usual, n, background.n)[uses.group][uses.back]
    joins = (usual >= max(_COMMON * background.n, 2.0))[uses.group][uses.back]
    new = uses.first(times)[uses.back]
    rare = (usual <= KNOWN)[uses.group][uses.back]
    form = forms(words, post, topical | rare, owner=owner, times=times, usual=background.frames)
    core = _core(topical, post, n)
    pairs = Uses.of(*_pairs(words, post, ~joins), n)
    tell = (pairs.n_posts < max(_PARLANCE * n, _LEAST))[pairs.group]
    return Wordings(
        pairs=count(pairs.post[tell], n)[place],
        borrowed=count(pairs.post[tell & pairs.before(owner, times)], n)[place],
        words=count(post[core], n)[place],
        has_own=(count(post[core & new & rare & ~topical], n) > 0.0)[place],
        topical=count(post[topical], n)[place],
        new=count(post[core & new & ~topical & ~joins], n)[place],
        frames=form.frames[place],
        patterned=form.patterned[place],
    )


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
