"""What random posts and creators of a corpus are like, to tell what stands out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Floats, Sample, Vectors

Matrix = NDArray[np.float64]
_LEAST = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """The mean and covariance of random vectors; of fewer than two, 0 and the identity."""

    mean: Floats  # (dim,)
    covariance: Matrix  # (dim, dim)

    @classmethod
    def of(cls, vectors: Vectors) -> Crowd:
        """Return the crowd of the rows of `vectors`, (n, dim)."""
        dim = vectors.shape[1]
        if len(vectors) < 2:
            return cls(np.zeros(dim), np.eye(dim))
        mean = vectors.mean(axis=0, dtype=np.float64)
        centred = vectors - mean
        return cls(mean, centred.T @ centred / len(vectors))

    def deviation(self, direction: Vectors) -> float:
        """Return the standard deviation along `direction`, above 0."""
        along = direction.astype(np.float64)
        return max(math.sqrt(max(float(along @ self.covariance @ along), 0.0)), _LEAST)

    def standing(self, along: Floats, direction: Vectors) -> Floats:
        """Return how many deviations above the crowd values `along` a direction stand."""
        mean = float(self.mean @ direction.astype(np.float64))
        return np.asarray((along - mean) / self.deviation(direction), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """Random posts, random creators' mean vectors, and what tells a group from random posts."""

    posts: Crowd
    profiles: Crowd
    n_posts: int  # random posts it was worked out from
    precision: Matrix  # (dim, dim) inverse of the posts' covariance with a ridge

    def discriminant(self, centre: Floats) -> Vectors | None:
        """Return the unit direction that best tells vectors around `centre` from random posts.

        Fisher's linear discriminant (1936), with the random posts' covariance for both. None
        where `centre` is that of random posts.
        """
        direction = self.precision @ (centre - self.posts.mean)
        length = float(np.linalg.norm(direction))
        return (direction / length).astype(np.float32) if length > 0.0 else None


@lru_cache(maxsize=4)
def usual(sample: Sample, ridge: float) -> Usual:
    """Return what is usual in `sample`, worked out once for each sample object.

    `ridge`, a share of the mean variance, is added to the covariance before it is inverted.
    """
    posts = Crowd.of(sample.posts)
    dim = len(posts.mean)
    added = max(ridge * float(np.trace(posts.covariance)) / dim, _LEAST)
    precision = np.linalg.inv(posts.covariance + added * np.eye(dim)).astype(np.float64)
    return Usual(posts, Crowd.of(sample.profiles), len(sample.posts), precision)
