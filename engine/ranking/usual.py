"""What is usual: along any direction, how random posts and creators stand.

What is usual is read off the corpus itself, but a corpus may be all about one thing, or hold a
handful of posts; by itself it would then find nothing remarkable, or everything. So its mean and
deviation are kept near those of ordinary posts about anything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.ranking.phrases import Background
from engine.vocabulary import Floats, Sample, Spoken, Vectors

Matrix = NDArray[np.float64]
_LEAST = 1e-6
_SHIFT = 0.3  # how many ordinary deviations a corpus' mean may lie from the ordinary mean
_NARROW, _WIDE = 0.75, 1.1  # its deviation, as a share of the ordinary one
_GROUPS, _GROUP = 256, 8  # pretended creators, and their posts
_DRAW_RIDGE = 3.0  # of the mean variance
_UNRELATED = 0.995  # of pairs of ordinary posts are less similar than related ones


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """The mean and covariance of vectors; of fewer than two, 0 and the identity."""

    n: int
    mean: Floats  # (dim,)
    covariance: Matrix  # (dim, dim)

    @classmethod
    def of(cls, vectors: Vectors) -> Crowd:
        """Return the crowd of the rows of `vectors`, (n, dim)."""
        n, dim = vectors.shape
        if n < 2:
            return cls(n, np.zeros(dim), np.eye(dim))
        mean = vectors.mean(axis=0, dtype=np.float64)
        centred = vectors - mean
        return cls(n, mean, centred.T @ centred / n)

    def along(self, direction: Vectors) -> tuple[float, float]:
        """Return mean and standard deviation along `direction`, the latter above 0."""
        return _along(self, direction.astype(np.float64).tobytes())


@lru_cache(maxsize=32)  # one search asks of a few directions, again and again
def _along(crowd: Crowd, direction: bytes) -> tuple[float, float]:
    way = np.frombuffer(direction, dtype=np.float64)
    variance = max(float(way @ crowd.covariance @ way), 0.0)
    return float(crowd.mean @ way), max(math.sqrt(variance), _LEAST)


@dataclass(frozen=True, slots=True, eq=False)
class Norm:
    """What is usual in a corpus, kept near what is ordinary where that is known."""

    own: Crowd
    ordinary: Crowd

    def along(self, direction: Vectors) -> tuple[float, float]:
        """Return the usual mean and standard deviation along `direction`."""
        mean, deviation = self.own.along(direction)
        if self.ordinary.n < 2:
            return mean, deviation
        middle, spread = self.ordinary.along(direction)
        if self.own.n < 2:
            return middle, spread
        mean = min(max(mean, middle - _SHIFT * spread), middle + _SHIFT * spread)
        return mean, min(max(deviation, _NARROW * spread), _WIDE * spread)

    def standing(self, values: Floats, direction: Vectors) -> Floats:
        """Return how many deviations above the usual `values` along a direction stand."""
        mean, deviation = self.along(direction)
        return np.asarray((values - mean) / deviation, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """Random posts, random creators' mean vectors, and what tells a group from random posts."""

    posts: Norm
    profiles: Norm
    precision: Matrix  # (dim, dim) inverse of the posts' covariance with a ridge
    related: float  # similarity that posts with nothing in common do not reach; -1 not known
    background: Background  # words of random posts
    draw: Vectors | None  # (dim,) unit direction towards prize draws; None: not known

    def ordinary_standing(self, values: Floats, direction: Vectors) -> Floats:
        """Return how many deviations above ordinary posts `values` along a direction stand."""
        mean, deviation = self.posts.ordinary.along(direction)
        return np.asarray((values - mean) / deviation, dtype=np.float64)

    def discriminant(self, centre: Floats) -> Vectors | None:
        """Return the unit direction that best tells vectors around `centre` from random posts.

        Fisher's linear discriminant (1936), with the random posts' covariance for both. Where the
        corpus as a whole is about the same thing, ordinary posts are the contrast. None where
        `centre` is that of random posts.
        """
        direction = self.precision @ (centre - self._contrast(centre))
        length = float(np.linalg.norm(direction))
        return (direction / length).astype(np.float32) if length > 0.0 else None

    def _contrast(self, centre: Floats) -> Floats:
        own, ordinary = self.posts.own, self.posts.ordinary
        if ordinary.n < 2:
            return own.mean
        toward = (centre - ordinary.mean).astype(np.float32)
        middle, spread = ordinary.along(toward)
        shifted = own.along(toward)[0] > middle + _SHIFT * spread
        return ordinary.mean if shifted or own.n < 2 else own.mean


@lru_cache(maxsize=4)
def usual(sample: Sample, ridge: float) -> Usual:
    """Return what is usual in `sample`, worked out once for each sample object.

    `ridge`, a share of the mean variance, is added to the covariance before it is inverted.
    """
    posts = Crowd.of(sample.posts)
    dim = len(posts.mean)
    added = max(ridge * float(np.trace(posts.covariance)) / dim, _LEAST)
    precision = np.linalg.inv(posts.covariance + added * np.eye(dim)).astype(np.float64)
    return Usual(
        posts=Norm(posts, Crowd.of(sample.ordinary)),
        profiles=Norm(Crowd.of(sample.profiles), Crowd.of(_pretended(sample.ordinary))),
        precision=precision,
        related=_related(sample.ordinary),
        background=Background.of(Spoken(sample.codes, sample.n_words)),
        draw=_toward_draws(sample),
    )


def _pretended(ordinary: Vectors) -> Vectors:
    """Return unit means of random groups of ordinary posts, as of creators who post anything."""
    if len(ordinary) < _GROUP:
        return ordinary[:0]
    dice = np.random.default_rng(0)
    groups = [dice.choice(len(ordinary), _GROUP, replace=False) for _ in range(_GROUPS)]
    means = np.stack([ordinary[group].mean(axis=0) for group in groups])
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.asarray(means / np.maximum(lengths, _LEAST), dtype=np.float32)


def _toward_draws(sample: Sample) -> Vectors | None:
    """Return Fisher's direction from ordinary posts to prize draws, with a wide ridge.

    There are fewer examples than dimensions: the ridge keeps to what all of them have in common.
    """
    ordinary, draws = Crowd.of(sample.ordinary), Crowd.of(sample.draws)
    if ordinary.n < 2 or draws.n < 2:
        return None
    total = ordinary.n + draws.n
    spread = (ordinary.n * ordinary.covariance + draws.n * draws.covariance) / total
    dim = len(ordinary.mean)
    spread += _DRAW_RIDGE * float(np.trace(spread)) / dim * np.eye(dim)
    direction = np.linalg.solve(spread, draws.mean - ordinary.mean)
    return np.asarray(direction / np.linalg.norm(direction), dtype=np.float32)


def _related(ordinary: Vectors) -> float:
    if len(ordinary) < 2:
        return -1.0
    pairs = (ordinary @ ordinary.T)[np.triu_indices(len(ordinary), 1)]
    return float(np.quantile(pairs, _UNRELATED))
