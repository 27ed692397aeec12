"""FAISS under our own ids: exact at half precision up to some millions, clustered beyond.

Inside, FAISS knows positions only; `Members` turns ids into positions and back, so additions
append, removals close the gap, and a filter is a bitmap over positions. (An array of ids as a
filter makes quantised indexes compare every row with every id.) From a hundred thousand vectors
on, a sketch of them finds the few worth a look.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, TypedDict

import numpy as np

from engine.errors import VectorIndexError
from engine.vectors.clustered import Sizes, reconstructed, remove_from_lists, trained
from engine.vectors.file import IndexFile
from engine.vectors.flat import Found, decoded, faiss, flat, found, gathered, one_thread, selector
from engine.vectors.members import Mask, Members, best, checked_query, checked_rows
from engine.vectors.sketch import Sketch, code_values
from engine.vocabulary import Ids, Run, Vectors

__all__ = ["FaissIndex", "Sizes"]

_FLAT, _TRAINED = "flat-fp16", "ivf-sq8"
# Asked for beyond k, so that ties at the end of a run are usually all seen at once.
_MARGIN = 64
# Up to this many allowed vectors are copied together and searched as a small index of their own
# (1M x 384, one in a hundred: 2 ms against 5 ms).
_FEW = 32_768
# From this share of allowed vectors on, searching all and dropping the others is faster than
# asking a bitmap about every row (1M x 384: 25 ms against 49 ms at a half).
_MOST = 0.3
_SURPLUS = 1.3


class Written(TypedDict):
    """What `FaissIndex.restore` must be told of what was written: lengths, and how many codes."""

    dim: int
    kind: str
    codes: int
    codes_seen: int


class FaissIndex:
    """Unit vectors in FAISS, flat fp16 first, IVF with SQ8 when there are too many."""

    def __init__(
        self, dim: int, *, file: IndexFile | None = None, sizes: Sizes | None = None
    ) -> None:
        self._dim = dim
        self._file = file
        self._sizes = sizes or Sizes()
        self._members = Members()
        self._index: Any = flat(dim)
        self._kind = _FLAT
        self._sketch: Sketch | None = None
        self._generation = 0

    @classmethod
    def load(cls, file: IndexFile, *, sizes: Sizes | None = None) -> FaissIndex:
        """Return the index kept in `file`, which must be without doubts.

        Raises:
            VectorIndexError: this version of FAISS cannot read what is in it.
        """
        index = cls(file.dim, file=file, sizes=sizes)
        with file.reading() as (header, members, stream):
            index._restore(members, stream, codes=header.codes, codes_seen=header.codes_seen)
        index._generation, index._kind = header.generation, header.kind
        return index

    def restore(self, stream: BinaryIO, ids: Ids, written: Written) -> None:
        """Take on the vectors of `ids` and the sketch that `write` wrote to `stream`.

        Raises:
            VectorIndexError: they are not there, or FAISS cannot read them.
        """
        members = Members(ids, watermark=int(ids[-1]) if len(ids) else 0)
        self._restore(members, stream, codes=written["codes"], codes_seen=written["codes_seen"])
        self._kind = written["kind"]

    def _restore(self, members: Members, stream: BinaryIO, *, codes: int, codes_seen: int) -> None:
        try:
            index = faiss.read_index(faiss.PyCallbackIOReader(stream.read))
        except RuntimeError as error:
            raise VectorIndexError(f"holds what FAISS cannot read ({error})") from error
        if index.ntotal != len(members) or index.d != self._dim:
            raise VectorIndexError(f"holds {index.ntotal} vectors of {index.d}, not {len(members)}")
        self._members, self._index = members, index
        if codes:
            self._sketch = Sketch.read(stream, n_seen=codes_seen, n_codes=codes)

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

        Crossing the size where a flat index alone is slow, or ends, trains what helps it or the
        clustered one.

        Raises:
            ValueError: the ids or the vectors are not so, or a value is not finite.
        """
        rows = checked_rows(ids, vectors, self._dim)
        self._members.append(ids)
        if not len(rows):
            return
        self._index.add(rows)
        if not self.is_trained and len(self) > self._sizes.trained_above:
            self._index, self._kind = trained(self._index, self._sizes), _TRAINED
        self._add_to_sketch(rows)

    def _add_to_sketch(self, rows: Vectors) -> None:
        n, values = len(self), code_values(self._dim, self._sizes.code_values)
        if self.is_trained or n <= self._sizes.sketched_above or values is None:
            self._sketch = None
        elif self._sketch is None or self._sketch.is_outgrown(n):
            self._sketch = Sketch.of(self._index, values)
        else:
            self._sketch.add(rows)

    def remove(self, ids: Ids) -> None:
        """Forget `ids`; unknown ones are ignored. The watermark stays."""
        removed = self._members.among(ids)
        if not removed.any():
            return
        if self.is_trained:
            remove_from_lists(self._index, removed)
        else:
            self._index.remove_ids(selector(removed))
        if self._sketch is not None:
            self._sketch.keep(~removed)
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
        with one_thread():
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
        if mask is not None and n <= _FEW:
            return gathered(self._index, query, k, np.flatnonzero(mask))
        if self._sketch is not None:
            share = n / len(self)
            nearest = self._sketch.search(self._index, query, k, mask=mask, share=share)
            if nearest is not None:
                return nearest
        return self._scanned(query, k, mask, n)

    def _scanned(self, query: Vectors, k: int, mask: Mask | None, n: int) -> Found:
        """Return the same by a look at every vector."""
        if mask is None:
            return found(self._index.search(query, k))
        share = n / len(self)
        if share >= _MOST:
            more = min(len(self), int(_SURPLUS * k / share) + _MARGIN)
            positions, scores = found(self._index.search(query, more))
            allowed = mask[positions]
            if np.count_nonzero(allowed) >= k:
                return positions[allowed][:k], scores[allowed][:k]
        parameters = faiss.SearchParameters(sel=selector(mask))
        return found(self._index.search(query, k, params=parameters))

    def _probed(self, query: Vectors, k: int, mask: Mask | None, n: int) -> Found:
        lists, share = int(self._index.nlist), n / len(self)
        usual = max(self._sizes.probes, int(self._sizes.probed_share * lists))
        probes = min(lists, int(usual / share) + 1)
        while True:
            chosen = {} if mask is None else {"sel": selector(mask)}
            parameters = faiss.SearchParametersIVF(nprobe=probes, **chosen)
            positions, scores = found(self._index.search(query, k, params=parameters))
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
        with one_thread():
            rows = reconstructed if self.is_trained else decoded
            return rows(self._index, positions)

    def save(self) -> None:
        """Write the index to its file: the old file or the new one, never half of one.

        Raises:
            VectorIndexError: the file cannot be written.
            ValueError: the index has no file.
        """
        if self._file is None:
            raise ValueError("this index lives in memory only: it has no file")
        about = self.written
        self._file.write(
            self._members,
            kind=about["kind"],
            generation=self._generation + 1,
            payload=self.write,
            codes=about["codes"],
            codes_seen=about["codes_seen"],
        )
        self._generation += 1

    @property
    def written(self) -> Written:
        """What must be known to restore what `write` writes, beside the ids."""
        sketch = self._sketch
        return {
            "dim": self._dim,
            "kind": self._kind,
            "codes": 0 if sketch is None else len(sketch),
            "codes_seen": 0 if sketch is None else sketch.n_seen,
        }

    def write(self, write: Callable[[bytes], int]) -> None:
        """Write vectors and sketch, without ids, with a function that takes bytes."""
        faiss.write_index(self._index, faiss.PyCallbackIOWriter(write))
        if self._sketch is not None:
            self._sketch.write(write)
