"""A database file that is open: its connection, its transactions, and the notes on itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from engine.closing import Closing
from engine.errors import StoreError
from engine.store import schema
from engine.store.connection import STATE, connect, make_durable, translated, writing

_WAIT_SECONDS = 30.0


class OpenDatabase(Closing):
    """What every part of the store needs; each part adds what may be asked of its own tables."""

    def __init__(self, connection: sqlite3.Connection, path: Path, database_id: str) -> None:
        self.connection = connection
        self.path = path
        self.database_id = database_id  # 32 hex digits, made with the file and never changed

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, wait: float = _WAIT_SECONDS) -> Self:
        """Open the database at `path`, made or migrated if need be; `wait` is in seconds.

        Raises:
            StoreError: it cannot be opened, is damaged, is not ours, or is newer than this code;
                with `read_only`, also if it is missing or has to be migrated first.
        """
        if read_only and not path.exists():
            raise StoreError(
                f"there is no database {path}", hint="overheard import makes it from a file"
            )
        with translated(path):
            connection = connect(path, read_only=read_only, wait=wait)
            try:
                _prepare(connection, path, read_only=read_only, wait=wait)
                return cls(connection, path, _database_id(connection))
            except BaseException:
                connection.close()
                raise

    def close(self) -> None:
        """Close the file; closing twice is no error."""
        self.connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for queries, with its errors in our words."""
        with translated(self.path):
            yield self.connection

    @contextmanager
    def _writing(self, *, renames: bool = True) -> Iterator[sqlite3.Connection]:
        with translated(self.path), writing(self.connection, renames=renames):
            yield self.connection

    @contextmanager
    def noting(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for one transaction that changes neither posts nor creators."""
        with self._writing(renames=False) as connection:
            yield connection

    def state(self) -> str | None:
        """Return a word that every transaction that writes replaces by a new random one.

        Two equal ones were read of the same contents; mentions have no part in it. `None` if
        nothing was written since the database was made by a version without such a word.
        """
        return self.note(STATE)

    def note(self, key: str) -> str | None:
        """Return what was noted under `key`, `None` if nothing."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def put_note(self, key: str, value: str) -> None:
        """Note `value` under `key`, in place of what was noted there."""
        with self._writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (key, value)
            )


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool, wait: float) -> None:
    """Migrate if need be; a file that is not ours is refused before anything is written to it."""
    is_current = schema.is_current(connection)
    if not read_only:
        make_durable(connection, wait=wait)
    if is_current:
        return
    if read_only:
        raise StoreError(
            f"the database {path} is of an older version",
            hint="run overheard index once, which brings it up to date",
        )
    with writing(connection):
        schema.migrate(connection)


def _database_id(connection: sqlite3.Connection) -> str:
    query = "SELECT value FROM meta WHERE key = 'database_id'"
    (database_id,) = connection.execute(query).fetchone()
    return str(database_id)
