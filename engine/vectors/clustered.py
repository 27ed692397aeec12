"""Clustered lists of FAISS, for more vectors than a flat index should hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.vectors.flat import faiss, selector
from engine.vectors.members import Mask, Positions
from engine.vocabulary import Vectors

_BLOCK = 65_536  # rows converted at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """When and how other indexes take over from the flat one.

    A sketch has a code for every so many values: the first of `code_values` that divides the
    dimension. `probes` lists are searched without a filter; a filter multiplies them by the
    inverse of the share it allows, up to all lists, so that a selective filter is answered
    exhaustively.
    """

    sketched_above: int = 100_000  # vectors
    code_values: tuple[int, ...] = (3, 4, 2)
    trained_above: int = 4_000_000  # vectors; the flat index takes 2 * dim bytes each
    lists_per_root: float = 4.0  # lists = this * sqrt(vectors when training)
    sample_per_list: int = 50  # vectors the training looks at
    iterations: int = 8
    probes: int = 256  # at least
    probed_share: float = 0.25  # of all lists, at least


def trained(flat: Any, sizes: Sizes) -> Any:
    """Return the vectors of `flat` in clustered lists, at the same positions."""
    n = int(flat.ntotal)
    lists = max(1, int(sizes.lists_per_root * n**0.5))
    index = faiss.index_factory(flat.d, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = sizes.iterations
    index.cp.min_points_per_centroid = 1
    index.cp.max_points_per_centroid = sizes.sample_per_list
    size = min(n, lists * sizes.sample_per_list)
    sample = np.random.default_rng(0).choice(n, size, replace=False)
    index.train(flat.reconstruct_batch(np.sort(sample)))
    for start in range(0, n, _BLOCK):
        index.add(flat.reconstruct_n(start, min(_BLOCK, n - start)))
    return index


def reconstructed(clustered: Any, positions: Positions) -> Vectors:
    """Return the vectors at `positions` as the lists keep them, (n, dim)."""
    clustered.make_direct_map(True)  # noqa: FBT003 - a C++ signature
    rows: Vectors = clustered.reconstruct_batch(positions)
    return rows


def remove_from_lists(index: Any, removed: Mask) -> None:
    """Take positions out of a clustered index and number those that stay without gaps."""
    index.make_direct_map(False)  # noqa: FBT003 - a C++ signature
    index.remove_ids(selector(removed))
    moved = np.cumsum(~removed) - 1
    for number in range(index.nlist):
        size = index.invlists.list_size(number)
        if size:
            positions = faiss.rev_swig_ptr(index.invlists.get_ids(number), size)
            positions[:] = moved[positions]
