"""Where creators stand: near to whom they are like, as far as two dimensions allow.

t-SNE (van der Maaten & Hinton, JMLR 2008) as openTSNE does it, from the first two principal
components, so that the picture is the same every time and its large shape means something
(Kobak & Berens, Nature Communications 2019).
"""

from __future__ import annotations

import math
import warnings

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Floats, Vectors

NEIGHBOURS = 15.0  # perplexity
EARLY, LATER = 20, 40  # iterations; more of them keep no more of the nearest near
_EXAGGERATED, _MOMENTUM = 12.0, 0.8
_THETA = 0.8  # how coarsely those far away are seen; at 0.5 a third slower, and no truer
_COMPONENTS = 50
_FEW = 12  # creators, below which principal components alone are better than t-SNE
_LEAST = 1e-9


def placed(vectors: Vectors, *, seed: int | None = None) -> Floats:
    """Return a place in the unit square for each of `vectors`, (n, dim) unit rows: (n, 2).

    The same every time; with a `seed` it begins at random instead, which tells how much of it is
    chance. The longer side of the picture is 1.
    """
    if len(vectors) < 2:
        return np.full((len(vectors), 2), 0.5)
    axes = _principal(vectors)
    if len(vectors) >= _FEW and float(axes.std(axis=0).max(initial=0.0)) > _LEAST:
        return _within_square(_neighbourly(axes, seed))
    return _within_square(axes[:, :2])


def _principal(vectors: Vectors) -> Floats:
    """Return the first components of `vectors`, (n, c), at least two of them."""
    from sklearn.decomposition import PCA

    n = min(_COMPONENTS, *vectors.shape)
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)  # where all are the same
        found = PCA(n, svd_solver="covariance_eigh").fit_transform(vectors.astype(np.float64))
    return np.asarray(np.pad(found, ((0, 0), (0, max(0, 2 - n)))), dtype=np.float64)


def _neighbourly(axes: Floats, seed: int | None) -> Floats:
    import openTSNE

    rng = np.random.default_rng(0 if seed is None else seed)
    start = axes[:, :2] if seed is None else rng.normal(size=(len(axes), 2))
    start = openTSNE.initialization.rescale(start + rng.normal(scale=_LEAST, size=start.shape))
    affinities = openTSNE.affinity.PerplexityBasedNN(
        axes, perplexity=min(NEIGHBOURS, (len(axes) - 1) / 3), method="exact", n_jobs=1,
        random_state=0,
    )  # fmt: skip
    layout = openTSNE.TSNEEmbedding(
        start, affinities, negative_gradient_method="bh", theta=_THETA, n_jobs=1,
        random_state=0,
    )  # fmt: skip
    layout = layout.optimize(n_iter=EARLY, exaggeration=_EXAGGERATED, momentum=_MOMENTUM)
    return np.asarray(layout.optimize(n_iter=LATER, momentum=_MOMENTUM), dtype=np.float64)


def _within_square(places: Floats) -> Floats:
    low, high = places.min(axis=0), places.max(axis=0)
    span = max(float((high - low).max()), _LEAST)
    return np.asarray(0.5 + (places - (low + high) / 2) / span, dtype=np.float64)


def grouped(places: Floats) -> NDArray[np.int64]:
    """Return the group of each of `places`, (n, 2), from 0 on; -1 stands between groups.

    Groups are numbered by their first place, so that those of the best creators come first.

    HDBSCAN (Campello, Moulavi & Sander, PAKDD 2013) of the picture itself, the leaves of its tree.
    """
    least = max(5, round(math.sqrt(len(places)) / 3))
    if len(places) <= 2 * least:
        return np.full(len(places), -1, dtype=np.int64)
    from sklearn.cluster import HDBSCAN

    method = HDBSCAN(
        min_cluster_size=least, min_samples=5, cluster_selection_method="leaf", copy=True
    )
    found = method.fit_predict(places)
    inside = found[found >= 0]
    first = np.unique(inside, return_index=True)[1]
    number = np.full(len(first) + 1, -1, dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return np.asarray(number[found])
