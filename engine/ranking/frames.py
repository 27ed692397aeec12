"""The form of posts: what is left of their wording when the words of the topic are taken out.

Whoever has nothing to say about a topic fills its words, and names that nobody ever heard, into
sentences made once. Each post is then new, and its form is not: three steps of it at a time are
the same in other posts of that creator, or in those others had posted before. People who tell
what they did hardly put anything into the same form twice, but for what everybody says; that is
read off random posts. No form is known here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ranking.uses import Counts, Mask, Positions, Uses
from engine.vocabulary import Floats

_OPEN, _START, _END = 1, 2, 3  # in place of words taken out, and before and after a post
_ONE, _MIX = 0x9E3779B1, 0x2545F4914F6CDD1D  # odd
_FRAME = (1 << 46) - 1  # what is kept of the hash of a frame


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """What is found about the form of each of r posts."""

    frames: Floats  # (r,) frames of words
    patterned: Floats  # (r,) those that are of a pattern, each for how little chance explains it


def forms(
    words: NDArray[np.int64],
    post: Positions,
    taken_out: Mask,
    *,
    owner: Positions,
    times: Positions,
    usual: Counts,
) -> Forms:
    """Hold the frames of r posts against each other.

    `words` stand in `post` each, one post after the other; `owner`, (r,), is whose each post is,
    `times`, (r,), when. `usual` are the frames of random posts.
    """
    n = len(times)
    uses = Uses.of(*frames_of(words, post, taken_out), n)
    known = usual.of_each(uses.things)[uses.group]
    said = uses.before(owner, times) & (known == 0)
    times_said, posts = uses.again(owner)
    by_chance = 1.0 - (1.0 - (known + 1.0) / (usual.n + 1.0)) ** (posts - 1.0)
    again = np.where(times_said > 1, 1.0 - by_chance, 0.0)
    patterned = np.maximum(said, again)
    return Forms(
        frames=np.bincount(uses.post, minlength=n).astype(np.float64),
        patterned=np.bincount(uses.post, patterned, minlength=n).astype(np.float64),
    )


def frames_of(
    words: NDArray[np.int64], post: Positions, taken_out: Mask
) -> tuple[NDArray[np.int64], Positions]:
    """Return all frames of posts and whose each is: three words on end, at least one of them left.

    Words on end that are taken out leave one open place; a post has a start and an end.
    """
    again = np.zeros(len(words), dtype=np.bool_)
    again[1:] = taken_out[1:] & taken_out[:-1] & (post[1:] == post[:-1])
    left, post = np.where(taken_out, _OPEN, words + _END + 1)[~again], post[~again]
    steps, post = _with_ends(left, post)
    one, two, three = steps[:-2], steps[1:-1], steps[2:]
    within = (post[:-2] == post[2:]) & ((one > _END) | (two > _END) | (three > _END))
    frames = (((one * _ONE + two) * _MIX + three) * _ONE) & _FRAME
    return frames[within], post[:-2][within]


def _with_ends(words: NDArray[np.int64], post: Positions) -> tuple[NDArray[np.int64], Positions]:
    """Return `words` and their posts with a start before and an end behind each post."""
    new = np.ones(len(post), dtype=np.bool_)
    new[1:] = post[1:] != post[:-1]
    starts = np.flatnonzero(new)
    which = np.cumsum(new) - 1
    steps = np.empty(len(words) + 2 * len(starts), dtype=np.int64)
    whose = np.empty(len(steps), dtype=np.int64)
    place = np.arange(len(words)) + 2 * which + 1
    steps[place], whose[place] = words, post
    before = starts + 2 * np.arange(len(starts))
    behind = np.append(before[1:], len(steps))[: len(before)] - 1
    steps[before], steps[behind] = _START, _END
    whose[before] = whose[behind] = post[starts]
    return steps, whose
