"""Exact search in NumPy: the oracle of the tests, and enough for some ten thousand vectors."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np

from engine.vectors.file import Header, IndexFile
from engine.vectors.members import Members, best, checked_query, checked_rows
from engine.vocabulary import Ids, Run, Vectors


class ExactIndex:
    """Unit vectors as one float32 matrix, all of it multiplied for every search."""

    kind = "exact"

    def __init__(self, dim: int, *, file: IndexFile | None = None) -> None:
        self._file = file
        self._members = Members()
        self._rows: Vectors = np.zeros((0, dim), dtype=np.float32)
        self._generation = 0

    @classmethod
    def load(cls, file: IndexFile) -> ExactIndex:
        """Return the index kept in `file`, which must be without doubts."""
        index = cls(file.dim, file=file)
        with file.reading() as (header, members, stream):
            index._restore(header, members, stream)
        return index

    def _restore(self, header: Header, members: Members, stream: BinaryIO) -> None:
        size = 4 * header.count * header.dim
        rows = np.frombuffer(stream.read(size), dtype="<f4").astype(np.float32)
        self._members, self._generation = members, header.generation
        self._rows = rows.reshape(header.count, header.dim)

    @property
    def dim(self) -> int:
        """The length of every vector."""
        return int(self._rows.shape[1])

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

        Raises:
            ValueError: the ids or the vectors are not so, or a value is not finite.
        """
        rows = checked_rows(ids, vectors, self.dim)
        self._members.append(ids)
        self._rows = np.concatenate([self._rows, rows])

    def remove(self, ids: Ids) -> None:
        """Forget `ids`; unknown ones are ignored."""
        kept = ~self._members.among(ids)
        self._members.keep(kept)
        self._rows = self._rows[kept]

    def search(self, query: Vectors, k: int, *, allowed: Ids | None = None) -> Run:
        """Return the `k` ids, of `allowed` if given, most similar to `query`."""
        query = checked_query(query, self.dim)
        ids, rows = self._members.ids, self._rows
        if allowed is not None:
            chosen = self._members.among(allowed)
            ids, rows = ids[chosen], rows[chosen]
        return best(ids, rows @ query, max(k, 0), name="exact")

    def vectors(self, ids: Ids) -> Vectors:
        """Return the vectors of `ids`, (n, dim).

        Raises:
            KeyError: an id is not there.
        """
        return self._rows[self._members.positions(ids)]

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
            kind=self.kind,
            generation=self._generation + 1,
            payload=lambda write: write(self._rows.astype("<f4").tobytes()),
        )
        self._generation += 1
