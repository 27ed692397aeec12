"""Whether the database is sound: its pages, its references and its full-text indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from engine.store.opened import OpenDatabase


def damage(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return what is wrong with the tables, a sentence each; empty if nothing is."""
    try:
        lines = [row[0] for row in connection.execute("PRAGMA quick_check(20)")]
    except sqlite3.DatabaseError as error:
        lines = [_damage_said_by(error)]
    if lines != ["ok"]:
        return tuple(f"the database says: {line}" for line in lines)
    orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(20)
    return tuple(f"row {row[1]} of {row[0]} refers to a missing row of {row[2]}" for row in orphans)


def full_text_damage(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return which full-text indexes do not agree with their tables; needs the write lock."""
    found = []
    for table in ("posts_fts", "creators_fts"):
        try:
            connection.execute(
                f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            )
        except sqlite3.DatabaseError as error:
            said = _damage_said_by(error)
            found.append(f"the full-text index {table} does not agree with its table ({said})")
    return tuple(found)


def _damage_said_by(error: sqlite3.DatabaseError) -> str:
    """Return the words of an error that means damage; any other is raised again."""
    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
        raise error
    return str(error)


class Soundness(OpenDatabase):
    """Whether the file of one store can be relied on."""

    def damage(self) -> Sequence[str]:
        """Return what is wrong with the file, a sentence each; empty if it is sound.

        Reads the whole database. The full-text indexes are held against their tables too, unless
        the store was opened for reading only.
        """
        with self.reading() as connection:
            found = damage(connection)
            (locked_for_writing,) = connection.execute("PRAGMA query_only").fetchone()
        if found or locked_for_writing:
            return found
        with self._writing() as connection:
            return full_text_damage(connection)
