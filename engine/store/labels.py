"""What people said of posts that a card found: whether the brand is meant. They teach the judge."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from engine.store.opened import OpenDatabase
from engine.vocabulary import PostId

_ID_BYTES = 8
_REMOVE_ALIKE = """
    DELETE FROM labels WHERE brand = ?1 AND post_id IN (
        SELECT posts.id FROM labels AS said JOIN posts ON posts.id = said.post_id
        JOIN posts AS it ON it.id = ?2
        WHERE said.brand = ?1 AND posts.content_hash IS it.content_hash AND posts.text = it.text)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Whether a post means the brand; `at_random`: it was drawn without a look at its verdict."""

    post_id: PostId
    meant: bool
    at_random: bool


def put(connection: sqlite3.Connection, brand: str, labels: Sequence[Label]) -> None:
    """Keep `labels` of `brand`, each in place of earlier ones of posts with the same text."""
    connection.executemany(_REMOVE_ALIKE, [(brand, label.post_id) for label in labels])
    connection.executemany(
        "INSERT OR REPLACE INTO labels(brand, post_id, meant, at_random) VALUES (?, ?, ?, ?)",
        [(brand, label.post_id, label.meant, label.at_random) for label in labels],
    )


def remove(connection: sqlite3.Connection, brand: str, post_id: int) -> bool:
    """Forget what was said of a post for `brand`; return whether anything was."""
    rows = connection.execute(
        "DELETE FROM labels WHERE brand = ? AND post_id = ?", (brand, post_id)
    ).rowcount
    return bool(rows)


def of(connection: sqlite3.Connection, brand: str) -> tuple[Label, ...]:
    """Return the labels of `brand`, by post."""
    rows = connection.execute(
        "SELECT post_id, meant, at_random FROM labels WHERE brand = ? ORDER BY post_id", (brand,)
    )
    return tuple(
        Label(post_id=PostId(post_id), meant=bool(meant), at_random=bool(at_random))
        for post_id, meant, at_random in rows
    )


def digest(labels: Sequence[Label]) -> str:
    """Return a hash of `labels`, empty where there are none."""
    said = repr([(label.post_id, label.meant) for label in labels])
    return blake2b(said.encode(), digest_size=_ID_BYTES).hexdigest() if labels else ""


class Labels(OpenDatabase):
    """What people said of posts of one store."""

    def labels(self, brand: str) -> tuple[Label, ...]:
        """Return what people said of posts that the card of `brand` found, by post."""
        with self.reading() as connection:
            return of(connection, brand)

    def put_labels(self, brand: str, rows: Sequence[Label]) -> None:
        """Keep what people said of posts, each in place of what was said of the same text."""
        with self._writing(renames=False) as connection:
            put(connection, brand, rows)

    def remove_label(self, brand: str, post_id: PostId) -> bool:
        """Forget what was said of a post for `brand`; return whether anything was."""
        with self._writing(renames=False) as connection:
            return remove(connection, brand, post_id)
