"""A connection to the database file, its one kind of write, and its errors in our words."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from engine.errors import StoreError

_CACHE_KIB = 65_536
_MMAP_BYTES = 268_435_456
# A reader holds columns and vectors in memory already, and reads each page about once.
_CACHE_KIB_READING = 16_384
_MMAP_BYTES_READING = 0
_CHECKPOINT_PAGES = 25_000  # 100 MB: pages written again and again reach the file once
_RETRY_SECONDS = 0.05
STATE = "state"
_NEW_STATE = f"INSERT OR REPLACE INTO meta VALUES ('{STATE}', hex(randomblob(16)))"  # noqa: S608

_REASONS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: (
        "is in use by another process",
        "wait until the other import or index is done, then run this again",
    ),
    sqlite3.SQLITE_LOCKED: (
        "is in use by another part of this process",
        "run this again when the other work is done",
    ),
    sqlite3.SQLITE_FULL: (
        "cannot grow: the disk is full",
        "free some space and run the same command again; what was committed is kept",
    ),
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written",
        "check the disk and its free space, then run the same command again",
    ),
    sqlite3.SQLITE_READONLY: (
        "cannot be written",
        "make the folder and the file writable, or choose another with --home",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "check that the folder exists and is writable, or choose another with --home",
    ),
    sqlite3.SQLITE_PERM: (
        "may not be opened",
        "check the permissions of the file, or choose another folder with --home",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "is damaged",
        "restore a copy, or move the file away and import again; overheard doctor says more",
    ),
    sqlite3.SQLITE_NOTADB: (
        "is damaged, or is not a database",
        "restore a copy, or move the file away and import again",
    ),
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what SQLite says about the state of `path` as a `StoreError` with a hint.

    Errors of our own making (wrong SQL, a broken constraint) pass unchanged: they are bugs.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        known = _REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if known is None:
            raise
        reason, hint = known
        raise StoreError(f"the database {path} {reason} ({error})", hint=hint) from error


def connect(path: Path, *, read_only: bool, wait: float) -> sqlite3.Connection:
    """Open `path` with our settings; a lock held by others is waited for `wait` seconds.

    The connection is in autocommit mode and may be used from another thread than the one that
    opened it, by one thread at a time.
    """
    connection = sqlite3.connect(
        _uri(path, read_only=read_only),
        uri=True,
        timeout=wait,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    cached = _CACHE_KIB_READING if read_only else _CACHE_KIB
    connection.execute(f"PRAGMA cache_size = -{cached}")
    mapped = _MMAP_BYTES_READING if read_only else _MMAP_BYTES
    connection.execute(f"PRAGMA mmap_size = {mapped}")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA query_only = {int(read_only)}")
    return connection


def _uri(path: Path, *, read_only: bool) -> str:
    if not read_only:
        return f"file:{quote(str(path))}?mode=rwc"
    # Reading a WAL database needs its -shm file; where none can be made, nobody can write either.
    frozen = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    return f"file:{quote(str(path))}?mode=ro{'&immutable=1' if frozen else ''}"


def make_durable(connection: sqlite3.Connection, *, wait: float) -> None:
    """Use the write-ahead log, and have every commit on disk before it returns."""
    _use_wal(connection, deadline=time.monotonic() + wait)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")


def _use_wal(connection: sqlite3.Connection, *, deadline: float) -> None:
    """Switch to the write-ahead log, for which SQLite's own busy timeout does not wait."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


@contextmanager
def writing(
    connection: sqlite3.Connection, *, renames: bool = True
) -> Iterator[sqlite3.Connection]:
    """Hold the write lock from the start, commit at the end, roll back on any error.

    IMMEDIATE, because a transaction that reads first and then writes fails at once if another
    process wrote in between, whatever the timeout. What the database holds after it gets another
    name, a random one: `STATE` in `meta`; unless nothing is written that is named by it.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        if renames:
            connection.execute(_NEW_STATE)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has already rolled it back
            connection.execute("ROLLBACK")
        raise
