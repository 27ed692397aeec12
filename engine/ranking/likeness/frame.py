"""Vectors seen from the middle of the corpus, so that what all posts share makes nobody alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Floats, Sample, Vectors

_LEAST = 1e-6
_ENOUGH = 1024  # random posts that similarities are held against


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The mean of random posts, and what makes their spread even in every direction."""

    mean: Vectors  # (dim,)
    whitening: Vectors  # (dim, dim)
    random: Vectors  # (r, dim) random posts, centred unit rows

    def centred(self, vectors: Vectors) -> Vectors:
        """Return `vectors` less the mean, as unit rows."""
        return _units(vectors - self.mean)

    def profiles(self, means: Vectors) -> Vectors:
        """Return mean vectors, (c, dim), whitened and as unit rows.

        The cosine of two is high where they lean the same unusual way (ZCA whitening).
        """
        return _units((means - self.mean) @ self.whitening)

    def background(self, centred: Vectors, share: float, rare: float) -> tuple[Floats, Floats]:
        """Return what is usual for each of `centred`, (n, dim): two arrays, (n,).

        The similarity that `share` of random posts do not reach, and the weight of the post: how
        few random posts are more like it than `rare`, on a log scale, above 0.
        """
        n = len(self.random)
        if not n:
            return np.zeros(len(centred)), np.ones(len(centred))
        alike = centred @ self.random.T
        usual = np.quantile(alike, share, axis=1).astype(np.float64)
        near = np.count_nonzero(alike > rare, axis=1)
        return np.maximum(usual, 0.0), np.log((n + 2.0) / (near + 1.0))


@lru_cache(maxsize=4)
def frame(sample: Sample, ridge: float) -> Frame:
    """Return the frame of a corpus, worked out once for each sample object.

    Ordinary posts about anything stand beside the random posts of the corpus: in a small corpus
    they decide, in a large one they are few. `ridge` is a share of the mean variance.
    """
    posts = np.concatenate([sample.posts, sample.ordinary]).astype(np.float64)
    dim = posts.shape[1]
    if len(posts) < 2:
        nobody = np.zeros((0, dim), dtype=np.float32)
        return Frame(np.zeros(dim, np.float32), np.eye(dim, dtype=np.float32), nobody)
    mean = posts.mean(axis=0)
    covariance = np.cov(posts.T, bias=True).reshape(dim, dim)
    added = max(ridge * float(np.trace(covariance)) / dim, _LEAST)
    values, axes = np.linalg.eigh(covariance + added * np.eye(dim))
    whitening = (axes * values**-0.5) @ axes.T
    some = posts[:: max(-(-len(posts) // _ENOUGH), 1)]
    return Frame(mean.astype(np.float32), whitening.astype(np.float32), _units(some - mean))


def _units(vectors: NDArray[np.floating]) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, _LEAST), dtype=np.float32)
