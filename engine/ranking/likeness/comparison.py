"""Two creators by their posts: the best match of every post, above what random posts reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ranking.distinct import Distinct, Positions
from engine.ranking.likeness.frame import Frame
from engine.ranking.likeness.tuning import LikenessTuning
from engine.vocabulary import Activity, Floats, Ids, Vectors

_LEAST = 1e-9
_BLOCK = 2_048  # posts compared at once: copies of all would be the process' largest need


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Own:
    """The distinct posts with a vector of the creator asked about, and how ordinary each is."""

    post_ids: Ids  # (q,)
    vectors: Vectors  # (q, dim) unit rows
    centred: Vectors  # (q, dim) unit rows
    usual: Floats  # (q,) similarity that random posts rarely reach
    weight: Floats  # (q,) shares, more for what few post about; they sum to 1
    profile: Vectors  # (dim,) unit, whitened mean

    @classmethod
    def of(cls, post_ids: Ids, vectors: Vectors, frame: Frame, tuning: LikenessTuning) -> Own:
        """Return the posts `post_ids`, (q,), with their `vectors`, as seen in `frame`."""
        centred = frame.centred(vectors)
        usual, weight = frame.background(centred, tuning.related, tuning.rare)
        return cls(
            post_ids=post_ids,
            vectors=vectors,
            centred=centred,
            usual=usual,
            weight=weight / weight.sum(),
            profile=frame.profiles(vectors.sum(axis=0, keepdims=True) / max(len(vectors), 1))[0],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matches:
    """The posts of the others against those of `Own`.

    An excess is the share of the way from what random posts rarely reach to sameness, in [0, 1].
    """

    similarity: NDArray[np.float32]  # (m, q) centred cosines, 0 for a post without a vector
    excess: NDArray[np.float32]  # (m, q)
    best: Floats  # (m,) the greatest excess of each post
    is_copy: NDArray[np.bool_]  # (m,) says the same as one of the creator's own posts
    topics: Floats  # (c,) cosine of whitened profiles, NaN where no vector is known
    posts: Floats  # (c,) mean excess of the best matches, both ways, NaN where no vector is known

    def best_own(self, rows: Positions) -> Positions:
        """Return which of the own posts is most like each of `rows`, (r,)."""
        return np.asarray(self.excess[rows].argmax(axis=1), dtype=np.int64)


def compare(
    own: Own, distinct: Distinct, activity: Activity, frame: Frame, tuning: LikenessTuning
) -> Matches:
    """Return how like the posts of `own` those of the other creators are.

    The best-match sum of sets of vectors (MaxSim; Khattab & Zaharia, SIGIR 2020), own posts that
    few others come near counting more. The way back, from their posts to the own ones, counts
    less, and less still for who has few posts.
    """
    vectors = activity.vectors[distinct.posts]
    known = ~np.isnan(activity.similarity[distinct.posts])
    similarity = np.empty((len(vectors), len(own.centred)), dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        some = slice(start, start + _BLOCK)
        similarity[some] = frame.centred(vectors[some]) @ own.centred.T
    similarity[~known] = 0.0
    usual = own.usual.astype(np.float32)
    excess = np.maximum((similarity - usual) / np.maximum(1.0 - usual, np.float32(_LEAST)), 0.0)
    starts, n = distinct.starts[:-1], distinct.total(known.astype(np.float64))
    forth = np.maximum.reduceat(excess, starts, axis=0) @ own.weight
    best = excess.max(axis=1, initial=0.0).astype(np.float64)
    back = distinct.total(best) / (n + tuning.few)
    means = np.add.reduceat(vectors, starts, axis=0) / np.maximum(n, 1.0)[:, None]
    topics = frame.profiles(means.astype(np.float32)) @ own.profile
    told = (n > 0) & (len(own.post_ids) > 0)
    return Matches(
        similarity=similarity,
        excess=excess,
        best=best,
        is_copy=similarity.max(axis=1, initial=0.0) >= tuning.same,
        topics=np.where(told, topics.astype(np.float64), np.nan),
        posts=np.where(told, (1.0 - tuning.backward) * forth + tuning.backward * back, np.nan),
    )
