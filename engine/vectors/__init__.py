"""Indexes of unit vectors under ids of ours: exact in NumPy, and FAISS for all real work."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from engine.errors import VectorIndexError
from engine.protocols import VectorIndex
from engine.vectors.file import Doubt, IndexFile


class Kind(Protocol):
    """A class of indexes: made empty by calling it, or loaded from a file without doubts."""

    def __call__(self, dim: int, *, file: IndexFile | None = None) -> VectorIndex:
        """Return an empty index; without `file` it cannot be saved."""
        ...

    def load(self, file: IndexFile) -> VectorIndex:
        """Return the index kept in `file`; raises `VectorIndexError` if it cannot be read."""
        ...


def open_index(
    path: Path, *, dim: int, model_id: str, database_id: str
) -> tuple[VectorIndex, str | None]:
    """Return the index at `path`, empty if there is none or it may not be used.

    The second value says in a sentence why a file that was there is not used: it is damaged, of
    another database, model or dimension, or of a newer format. The caller adds the vectors again.
    """
    from engine.vectors.faiss import FaissIndex

    file = IndexFile(path=path, dim=dim, model_id=model_id, database_id=database_id)
    return open_as(FaissIndex, file)


def open_as(kind: Kind, file: IndexFile) -> tuple[VectorIndex, str | None]:
    """Return the index of `kind` in `file`, empty if there is none or it may not be used."""
    if not file.path.exists():
        return kind(file.dim, file=file), None
    doubt = file.doubt()
    if doubt is None:
        try:
            return kind.load(file), None
        except VectorIndexError as error:
            doubt = Doubt(reason=str(error), is_damaged=True)
    return kind(file.dim, file=file), file.set_aside(doubt)


def memory_index(dim: int) -> VectorIndex:
    """Return an empty index that lives in memory only."""
    from engine.vectors.faiss import FaissIndex

    return FaissIndex(dim)
