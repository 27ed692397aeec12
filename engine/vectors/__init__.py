"""Indexes of unit vectors under ids of ours: exact in NumPy, and FAISS for all real work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from engine.errors import VectorIndexError
from engine.protocols import VectorIndex
from engine.vectors.file import Doubt, IndexFile
from engine.vocabulary import Ids

if TYPE_CHECKING:  # FAISS is loaded when an index is needed
    from engine.vectors.faiss import FaissIndex, Written

_MEANS_SKETCHED = 50_000  # means; of fewer a look at each takes no longer


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


def means_index(dim: int) -> FaissIndex:
    """Return an empty index in memory for means of many vectors.

    Means are more like each other than what they are the means of, so their sketch is finer; they
    are asked twice a search, so that it is worth its while from fewer on.
    """
    from engine.vectors.clustered import Sizes
    from engine.vectors.faiss import FaissIndex

    return FaissIndex(dim, sizes=Sizes(sketched_above=_MEANS_SKETCHED, code_values=(2, 3, 4)))


def read_means(stream: BinaryIO, ids: Ids, written: Written) -> FaissIndex:
    """Return the means of `ids` that their index wrote to `stream`; `written` is what it said.

    Raises:
        VectorIndexError: they are not there, or FAISS cannot read them.
    """
    index = means_index(written["dim"])
    index.restore(stream, ids, written)
    return index


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep FAISS to this thread while another has work for the other processors."""
    from engine.vectors import flat

    with flat.one_thread():
        yield
