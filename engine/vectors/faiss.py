"""FAISS under our own ids: exact at half precision up to some millions, trained beyond.

Inside, FAISS knows positions only; `Members` turns ids into positions and back, so additions
append, removals close the gap, and a filter is a bitmap over positions. (An array of ids as a
filter makes quantised indexes compare every row with every id.)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorIndexError
from engine.vectors.file import Header, IndexFile
from engine.vectors.members import Mask, Members, Positions, best, checked_query, checked_rows
from engine.vocabulary import Ids, Run, Scores, Vectors

# Its stubs describe the C++ side, not the Python one on top of it.
faiss: Any = _faiss

_FLAT, _TRAINED = "flat-fp16", "ivf-sq8"
_BLOCK = 65_536  # rows converted at a time
_DECODED = 256  # rows gathered and converted at a time
# Asked for beyond k, so that ties at the end of a run are usually all seen at once.
_MARGIN = 64
# Up to this many allowed vectors are copied together and searched as a small index of their own
# (1M x 384, one in a hundred: 2 ms against 5 ms).
_FEW = 32_768
# From this share of allowed vectors on, searching all and dropping the others is faster than
# asking a bitmap about every row (1M x 384: 25 ms against 49 ms at a half).
_MOST = 0.3
_SURPLUS = 1.3

Found = tuple[Positions, Scores]
Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """When and how the trained index takes over.

    `probes` lists are searched without a filter; a filter multiplies them by the inverse of the
    share it allows, up to all lists, so that a selective filter is answered exhaustively.
    """

    trained_above: int = 4_000_000  # vectors; the flat index takes 2 * dim bytes each
    lists_per_root: float = 4.0  # lists = this * sqrt(vectors when training)
    sample_per_list: int = 50  # vectors the training looks at
    iterations: int = 8
    probes: int = 256  # at least
    probed_share: float = 0.25  # of all lists, at least


class FaissIndex:
    """Unit vectors in FAISS, flat fp16 first, IVF with SQ8 when there are too many."""

    def __init__(
        self, dim: int, *, file: IndexFile | None = None, sizes: Sizes | None = None
    ) -> None:
        self._dim = dim
        self._file = file
        self._sizes = sizes or Sizes()
        self._members = Members()
        self._index: Any = _flat(dim)
        self._kind = _FLAT
        self._generation = 0

    @classmethod
    def load(cls, file: IndexFile, *, sizes: Sizes | None = None) -> FaissIndex:
        """Return the index kept in `file`, which must be without doubts.

        Raises:
            VectorIndexError: this version of FAISS cannot read what is in it.
        """
        index = cls(file.dim, file=file, sizes=sizes)
        with file.reading() as (header, members, stream):
            index._restore(header, members, stream)
        return index

    def _restore(self, header: Header, members: Members, stream: BinaryIO) -> None:
        try:
            index = faiss.read_index(faiss.PyCallbackIOReader(stream.read))
        except RuntimeError as error:
            raise VectorIndexError(f"holds what FAISS cannot read ({error})") from error
        if index.ntotal != header.count or index.d != header.dim:
            raise VectorIndexError(f"holds {index.ntotal} vectors of {index.d}, not {header.count}")
        self._members, self._generation = members, header.generation
        self._index, self._kind = index, header.kind

    @property
    def dim(self) -> int:
        """The length of every vector."""
        return self._dim

    @property
    def is_trained(self) -> bool:
        """Whether the clustered index has taken over from the flat one."""
        return self._kind == _TRAINED

    def __len__(self) -> int:
        return len(self._members)

    def watermark(self) -> int:
        """Return the largest id ever added, 0 if none."""
        return self._members.watermark

    def ids(self) -> Ids:
        """Return the ids present, (n,) ascending."""
        return self._members.ids

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add `vectors`, (n, dim), under `ids`, ascending from above the watermark.

        Crossing the size where the flat index ends trains the other one, once.

        Raises:
            ValueError: the ids or the vectors are not so, or a value is not finite.
        """
        rows = checked_rows(ids, vectors, self._dim)
        self._members.append(ids)
        if not len(rows):
            return
        self._index.add(rows)
        if not self.is_trained and len(self) > self._sizes.trained_above:
            self._index, self._kind = _trained(self._index, self._sizes), _TRAINED

    def remove(self, ids: Ids) -> None:
        """Forget `ids`; unknown ones are ignored. The watermark stays."""
        removed = self._members.among(ids)
        if not removed.any():
            return
        if self.is_trained:
            _remove_from_lists(self._index, removed)
        else:
            self._index.remove_ids(_selector(removed))
        self._members.keep(~removed)

    def search(self, query: Vectors, k: int, *, allowed: Ids | None = None) -> Run:
        """Return the `k` ids, of `allowed` if given, most similar to `query`.

        Never fewer than there are; equal similarities by ascending id, also at the end.
        """
        query = checked_query(query, self._dim)[None]
        mask = None if allowed is None else self._members.among(allowed)
        n = len(self) if mask is None else int(np.count_nonzero(mask))
        wanted = max(min(k, n), 0)
        if not wanted:
            mask, n = None, 0
        fetch = min(n, wanted + _MARGIN)
        with _one_thread():
            positions, scores = self._nearest(query, fetch, mask, n)
            while fetch < n and scores[wanted - 1] == scores[-1]:
                fetch = min(n, 4 * fetch)
                positions, scores = self._nearest(query, fetch, mask, n)
        return best(self._members.ids[positions], scores, wanted, name="faiss")

    def _nearest(self, query: Vectors, k: int, mask: Mask | None, n: int) -> Found:
        """Return the `k` nearest of the `n` that `mask` allows, `k` <= `n`, best first."""
        if not k:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        if self.is_trained:
            return self._probed(query, k, mask, n)
        if mask is None:
            return _found(self._index.search(query, k))
        if n <= _FEW:
            return self._gathered(query, k, np.flatnonzero(mask))
        share = n / len(self)
        if share >= _MOST:
            more = min(len(self), int(_SURPLUS * k / share) + _MARGIN)
            positions, scores = _found(self._index.search(query, more))
            allowed = mask[positions]
            if np.count_nonzero(allowed) >= k:
                return positions[allowed][:k], scores[allowed][:k]
        parameters = faiss.SearchParameters(sel=_selector(mask))
        return _found(self._index.search(query, k, params=parameters))

    def _gathered(self, query: Vectors, k: int, few: Positions) -> Found:
        small = _flat(self._dim)
        small.add_sa_codes(_codes(self._index)[few])
        places, scores = _found(small.search(query, k))
        return few[places], scores

    def _probed(self, query: Vectors, k: int, mask: Mask | None, n: int) -> Found:
        lists, share = int(self._index.nlist), n / len(self)
        usual = max(self._sizes.probes, int(self._sizes.probed_share * lists))
        probes = min(lists, int(usual / share) + 1)
        while True:
            chosen = {} if mask is None else {"sel": _selector(mask)}
            parameters = faiss.SearchParametersIVF(nprobe=probes, **chosen)
            positions, scores = _found(self._index.search(query, k, params=parameters))
            if len(positions) == k or probes == lists:
                return positions, scores
            probes = lists

    def vectors(self, ids: Ids) -> Vectors:
        """Return the vectors of `ids` as the index keeps them, (n, dim).

        Raises:
            KeyError: an id is not there.
        """
        positions = self._members.positions(ids)
        if not len(positions):
            return np.zeros((0, self._dim), dtype=np.float32)
        with _one_thread():
            rows = _reconstructed if self.is_trained else _decoded
            return rows(self._index, positions)

    def save(self) -> None:
        """Write the index to its file: the old file or the new one, never half of one.

        Raises:
            VectorIndexError: the file cannot be written.
            ValueError: the index has no file.
        """
        if self._file is None:
            raise ValueError("this index lives in memory only: it has no file")
        self._file.write(
            self._members,
            kind=self._kind,
            generation=self._generation + 1,
            payload=lambda write: faiss.write_index(self._index, faiss.PyCallbackIOWriter(write)),
        )
        self._generation += 1


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep FAISS to this thread: one query gains nothing from more, and waits for a busy core."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _flat(dim: int) -> Any:
    return faiss.IndexScalarQuantizer(
        dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )


def _codes(flat: Any) -> Codes:
    """Return the codes of a flat index, (n, bytes a vector), without copying them."""
    size = int(flat.code_size)
    codes: Codes = faiss.rev_swig_ptr(flat.codes.data(), int(flat.ntotal) * size)
    return codes.reshape(-1, size)


def _decoded(flat: Any, positions: Positions) -> Vectors:
    """Return the vectors at `positions` of a flat index, some at a time: they stay in the cache."""
    rows: Vectors = np.empty((len(positions), int(flat.d)), dtype=np.float32)
    codes = _codes(flat).view(np.float16)  # wider, so that a row is gathered in fewer steps
    for start in range(0, len(positions), _DECODED):
        some = positions[start : start + _DECODED]
        flat.sa_decode(codes.take(some, axis=0).view(np.uint8), x=rows[start : start + len(some)])
    return rows


def _reconstructed(trained: Any, positions: Positions) -> Vectors:
    trained.make_direct_map(True)  # noqa: FBT003 - a C++ signature
    rows: Vectors = trained.reconstruct_batch(positions)
    return rows


def _trained(flat: Any, sizes: Sizes) -> Any:
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


def _remove_from_lists(index: Any, removed: Mask) -> None:
    """Take positions out of a clustered index and number those that stay without gaps."""
    index.make_direct_map(False)  # noqa: FBT003 - a C++ signature
    index.remove_ids(_selector(removed))
    moved = np.cumsum(~removed) - 1
    for number in range(index.nlist):
        size = index.invlists.list_size(number)
        if size:
            positions = faiss.rev_swig_ptr(index.invlists.get_ids(number), size)
            positions[:] = moved[positions]


def _selector(mask: Mask) -> Any:
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))


def _found(answer: tuple[Vectors, Ids]) -> Found:
    scores, positions = answer[0][0], answer[1][0]
    real = positions >= 0
    return positions[real], scores[real]
