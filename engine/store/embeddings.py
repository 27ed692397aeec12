"""Vectors as rows: what is still to be embedded, what is known already, what an index has not seen.

A row is never changed. The vector of an edited post is a new row with a larger id, so an index is
a reader of an append-only log.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from engine.store.connection import translated
from engine.store.opened import OpenDatabase
from engine.store.rows import id_list, to_words
from engine.vocabulary import Ids, PostId, Vectors

_VECTOR = np.dtype("<f2")
_HASHES_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPost:
    """A post whose text, as it is now, has no vector of some model."""

    post_id: PostId
    text: str
    hashtags: tuple[str, ...]
    content_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Embedding:
    """The vector of a post's text. `vector` is (dim,), a unit row; it is kept as float16."""

    post_id: PostId
    content_hash: bytes
    vector: NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModel:
    """A model that vectors are kept of, and how many posts have one (of any past text)."""

    model_id: str
    dim: int
    posts: int


_PENDING = """
    FROM posts INDEXED BY posts_narrow
    WHERE posts.content_hash IS NOT NULL AND posts.id > :after AND NOT EXISTS (
        SELECT 1 FROM embeddings INDEXED BY embeddings_by_text
        WHERE embeddings.model = (SELECT id FROM models WHERE model_id = :model_id)
        AND embeddings.content_hash = posts.content_hash AND embeddings.post_id = posts.id)
"""
_PENDING_POSTS = f"""
    SELECT wanted.id, posts.text, posts.hashtags, posts.content_hash
    FROM (SELECT posts.id {_PENDING} ORDER BY posts.id LIMIT :limit) AS wanted
    JOIN posts ON posts.id = wanted.id ORDER BY wanted.id
"""  # noqa: S608 - our own words, never input


def pending(
    connection: sqlite3.Connection, model_id: str, *, limit: int, after: int
) -> list[PendingPost]:
    """Return at most `limit` posts to embed with ids above `after`, ascending."""
    asked = {"model_id": model_id, "limit": limit, "after": after}
    return [
        PendingPost(
            post_id=PostId(post_id),
            text=text,
            hashtags=to_words(hashtags),
            content_hash=content_hash,
        )
        for post_id, text, hashtags, content_hash in connection.execute(_PENDING_POSTS, asked)
    ]


def n_pending(connection: sqlite3.Connection, model_id: str) -> int:
    """Return how many posts are left to embed."""
    asked = {"model_id": model_id, "after": 0}
    (count,) = connection.execute(f"SELECT count(*) {_PENDING}", asked).fetchone()
    return int(count)


def known_vectors(
    connection: sqlite3.Connection, model_id: str, hashes: Iterable[bytes]
) -> Mapping[bytes, NDArray[np.float16]]:
    """Return the vectors, (dim,) float16, of those texts that this model has embedded before."""
    found: dict[bytes, NDArray[np.float16]] = {}
    remaining = iter(dict.fromkeys(hashes))
    while wanted := list(islice(remaining, _HASHES_AT_A_TIME)):
        marks = ", ".join("?" * len(wanted))
        rows = connection.execute(
            f"""SELECT content_hash, vector FROM embeddings
                WHERE model = (SELECT id FROM models WHERE model_id = ?)
                AND content_hash IN ({marks})""",  # noqa: S608 - question marks
            [model_id, *wanted],
        )
        found |= {content_hash: np.frombuffer(blob, dtype=_VECTOR) for content_hash, blob in rows}
    return found


def put(connection: sqlite3.Connection, model_id: str, dim: int, rows: Sequence[Embedding]) -> None:
    """Add `rows`, each in place of an older vector of the same post and model.

    Raises:
        ValueError: a vector has another length than `dim`, or `dim` is not the model's.
    """
    model = _model(connection, model_id, dim)
    connection.executemany(
        """INSERT OR REPLACE INTO embeddings(post_id, model, content_hash, vector)
            VALUES (?, ?, ?, ?)""",
        [(row.post_id, model, row.content_hash, _blob(row.vector, dim)) for row in rows],
    )


def _model(connection: sqlite3.Connection, model_id: str, dim: int) -> int:
    connection.execute(
        "INSERT INTO models(model_id, dim) VALUES (?, ?) ON CONFLICT(model_id) DO NOTHING",
        (model_id, dim),
    )
    model, known_dim = connection.execute(
        "SELECT id, dim FROM models WHERE model_id = ?", (model_id,)
    ).fetchone()
    if known_dim != dim:
        raise ValueError(f"vectors of {model_id} have {known_dim} dimensions, not {dim}")
    return int(model)


def _blob(vector: NDArray[np.floating], dim: int) -> bytes:
    if vector.shape != (dim,):
        raise ValueError(f"a vector of shape {vector.shape} where ({dim},) was promised")
    return vector.astype(_VECTOR).tobytes()


def after(
    connection: sqlite3.Connection, model_id: str, watermark: int, *, batch: int
) -> Iterator[tuple[Ids, Vectors]]:
    """Yield (ids ascending, unit rows float32) of the rows with ids above `watermark`."""
    while rows := connection.execute(
        """SELECT id, vector FROM embeddings NOT INDEXED
            WHERE model = (SELECT id FROM models WHERE model_id = ?) AND id > ?
            ORDER BY id LIMIT ?""",
        (model_id, watermark, batch),
    ).fetchall():
        watermark = rows[-1][0]
        ids = np.array([row[0] for row in rows], dtype=np.int64)
        yield ids, _unit_rows(b"".join(row[1] for row in rows), len(rows))


def _unit_rows(blob: bytes, n: int) -> Vectors:
    """Return (n, dim) float32 rows, made unit again after their rounding to float16."""
    vectors = np.frombuffer(blob, dtype=_VECTOR).reshape(n, -1).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def of_posts(
    connection: sqlite3.Connection, model_id: str, posts: Iterable[int]
) -> dict[PostId, Vectors]:
    """Return the (dim,) unit vectors of those of `posts` that have one of their text as it is."""
    rows = connection.execute(
        """SELECT posts.id, vector FROM json_each(?) AS wanted
            JOIN posts ON posts.id = wanted.value
            JOIN embeddings ON embeddings.post_id = posts.id
                AND embeddings.content_hash = posts.content_hash
                AND embeddings.model = (SELECT id FROM models WHERE model_id = ?)""",
        (id_list(posts), model_id),
    ).fetchall()
    if not rows:
        return {}
    vectors = _unit_rows(b"".join(row[1] for row in rows), len(rows))
    return {PostId(row[0]): vector for row, vector in zip(rows, vectors, strict=True)}


def ids_of(connection: sqlite3.Connection, model_id: str) -> Ids:
    """Return the ids of all rows of the model, ascending."""
    rows = connection.execute(
        """SELECT id FROM embeddings INDEXED BY embeddings_by_text
            WHERE model = (SELECT id FROM models WHERE model_id = ?)""",
        (model_id,),
    )
    return np.sort(np.fromiter((row[0] for row in rows), dtype=np.int64))


def count(connection: sqlite3.Connection, model_id: str) -> int:
    """Return how many rows the model has."""
    (n_rows,) = connection.execute(
        """SELECT count(*) FROM embeddings
            WHERE model = (SELECT id FROM models WHERE model_id = ?)""",
        (model_id,),
    ).fetchone()
    return int(n_rows)


def last_id(connection: sqlite3.Connection) -> int:
    """Return the largest id ever given to a row, 0 if none; no index can have seen a larger."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'embeddings'").fetchone()
    return 0 if row is None else int(row[0])


def models(connection: sqlite3.Connection) -> tuple[StoredModel, ...]:
    """Return the models that vectors are kept of, oldest first."""
    rows = connection.execute(
        """SELECT model_id, dim, (SELECT count(*) FROM embeddings WHERE model = models.id)
            FROM models ORDER BY id"""
    )
    return tuple(StoredModel(model_id=name, dim=dim, posts=posts) for name, dim, posts in rows)


class Embeddings(OpenDatabase):
    """The vectors of one store."""

    def pending_embeddings(
        self, model_id: str, limit: int, *, after: int = 0
    ) -> Sequence[PendingPost]:
        """Return at most `limit` posts, by ascending id above `after`, that lack a vector."""
        with self.reading() as connection:
            return pending(connection, model_id, limit=limit, after=after)

    def n_pending(self, model_id: str) -> int:
        """Return how many posts lack a vector of the model."""
        with self.reading() as connection:
            return n_pending(connection, model_id)

    def known_vectors(
        self, model_id: str, hashes: Iterable[bytes]
    ) -> Mapping[bytes, NDArray[np.float16]]:
        """Return the vectors, by content hash, of the texts that were embedded before."""
        with self.reading() as connection:
            return known_vectors(connection, model_id, hashes)

    def put_embeddings(self, model_id: str, dim: int, rows: Sequence[Embedding]) -> None:
        """Add vectors, each as a new row in place of an older one of the same post and model.

        Raises:
            ValueError: a vector has another length than `dim`, or `dim` is not the model's.
        """
        with self._writing() as connection:
            put(connection, model_id, dim, rows)

    def embeddings_after(
        self, model_id: str, watermark: int, *, batch: int = 8192
    ) -> Iterator[tuple[Ids, Vectors]]:
        """Yield (ids ascending, (n, dim) float32 unit rows) of the rows above `watermark`."""
        with translated(self.path):
            yield from after(self.connection, model_id, watermark, batch=batch)

    def vectors(self, model_id: str, post_ids: Iterable[int]) -> Mapping[PostId, Vectors]:
        """Return the (dim,) unit vectors of those posts that have one of their text as it is."""
        with self.reading() as connection:
            return of_posts(connection, model_id, post_ids)

    def embedding_ids(self, model_id: str) -> Ids:
        """Return the ids of all vectors of the model, ascending."""
        with self.reading() as connection:
            return ids_of(connection, model_id)

    def n_embeddings(self, model_id: str) -> int:
        """Return how many vectors of the model there are."""
        with self.reading() as connection:
            return count(connection, model_id)

    def last_embedding_id(self) -> int:
        """Return the largest id ever given to a vector, 0 if none."""
        with self.reading() as connection:
            return last_id(connection)

    def models(self) -> tuple[StoredModel, ...]:
        """Return the models that vectors are kept of, oldest first."""
        with self.reading() as connection:
            return models(connection)
