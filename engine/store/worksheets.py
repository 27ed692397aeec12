"""What people write beside the creators of a list: notes, status, columns of their own.

It belongs to the list, not to a run of it, so that no later run takes any of it away. Whoever is
written on stays on the list. An edit says what it was made from; one made from what somebody else
has replaced meanwhile is not written but given back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.config import nearest
from engine.errors import ConfigError
from engine.store.outreach import Status, forget_status, put_status, status_of
from engine.store.shortlists import list_id_of
from engine.store.store import Store
from engine.text import clean
from engine.vocabulary import CreatorKey

NOTE, STATUS = "note", "status"
LONGEST = 10_000  # characters of a note or a cell
LONGEST_COLUMN = 60  # characters of a name
MOST_COLUMNS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """What was written beside a list: its columns in order, and by creator what stands in them.

    `members` are those put on the list (True) or taken off it (False) by hand.
    """

    columns: tuple[str, ...]
    members: Mapping[CreatorKey, bool]
    notes: Mapping[CreatorKey, str]
    cells: Mapping[CreatorKey, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A new `value` of the note, the status (empty: none) or, with `own`, the column `field`.

    `was` is what it was made from; None replaces whatever is there.
    """

    field: str
    value: str
    was: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An edit that was not written, and what somebody else wrote in the meantime."""

    edit: Edit
    stored: str


def worksheet(store: Store, list_id: int) -> Worksheet:
    """Return all that was written beside a list."""
    with store.reading() as connection:
        columns = _columns(connection, list_id)
        members = _members(connection, list_id)
        notes = connection.execute(
            "SELECT source, native_id, note FROM saved_notes WHERE list = ?", (list_id,)
        ).fetchall()
        cells = connection.execute(
            """SELECT source, native_id, name, value FROM saved_cells
                JOIN saved_columns ON saved_columns.id = column_id WHERE list = ?
                ORDER BY saved_columns.id""",
            (list_id,),
        ).fetchall()
    by_creator: dict[CreatorKey, dict[str, str]] = {}
    for source, native_id, name, value in cells:
        by_creator.setdefault(CreatorKey(source, native_id), {})[name] = value
    return Worksheet(
        columns=tuple(columns),
        members=members,
        notes={CreatorKey(source, id_): note for source, id_, note in notes},
        cells=by_creator,
    )


def members_of(store: Store, list_id: int) -> Mapping[CreatorKey, bool]:
    """Return who was put on a list by hand, or taken off it."""
    with store.reading() as connection:
        return _members(connection, list_id)


def _members(connection: sqlite3.Connection, list_id: int) -> dict[CreatorKey, bool]:
    rows = connection.execute(
        "SELECT source, native_id, is_on FROM saved_members WHERE list = ?", (list_id,)
    )
    return {CreatorKey(source, native_id): bool(is_on) for source, native_id, is_on in rows}


def set_members(store: Store, name: str, keys: Iterable[CreatorKey], *, is_on: bool) -> None:
    """Put creators on the list `name`, or take them off it, whatever its runs find.

    Raises:
        ConfigError: there is no list of that name.
    """
    with store.noting() as connection:
        list_id = list_id_of(connection, name)
        connection.executemany(
            "INSERT OR REPLACE INTO saved_members VALUES (?, ?, ?, ?)",
            [(list_id, *key, int(is_on)) for key in keys],
        )


def add_column(store: Store, name: str, column: str) -> None:
    """Give the list `name` a column of its own; one that is there stays as it is.

    Raises:
        ConfigError: there is no such list, it has too many columns, or none can be called so.
    """
    column = _column_name(column)
    with store.noting() as connection:
        list_id = list_id_of(connection, name)
        known = _columns(connection, list_id)
        if column not in known and len(known) >= MOST_COLUMNS:
            raise ConfigError(f"{name!r} has {MOST_COLUMNS} columns", hint="remove one first")
        connection.execute(
            "INSERT OR IGNORE INTO saved_columns(list, name) VALUES (?, ?)", (list_id, column)
        )


def rename_column(store: Store, name: str, column: str, new: str) -> None:
    """Call a column of the list `name` by another name; what stands in it stays.

    Raises:
        ConfigError: there is no such list or column, the new name is taken, or none can be called
            so.
    """
    new = _column_name(new)
    with store.noting() as connection:
        list_id = list_id_of(connection, name)
        column_id = _column_id(connection, list_id, column)
        if new != column and new in _columns(connection, list_id):
            raise ConfigError(f"{name!r} has a column {new!r} already", hint="choose another name")
        connection.execute("UPDATE saved_columns SET name = ? WHERE id = ?", (new, column_id))


def remove_column(store: Store, name: str, column: str) -> None:
    """Remove a column of the list `name` with all that stands in it.

    Raises:
        ConfigError: there is no such list or column.
    """
    with store.noting() as connection:
        column_id = _column_id(connection, list_id_of(connection, name), column)
        connection.execute("DELETE FROM saved_columns WHERE id = ?", (column_id,))


def write(
    store: Store, name: str, key: CreatorKey, edits: Sequence[Edit], *, now: datetime
) -> Sequence[Conflict]:
    """Write `edits` beside a creator of the list `name`; return those that were not written.

    Raises:
        ConfigError: there is no such list, column or status, or a value is too long. Nothing is
            written then.
    """
    with store.noting() as connection:
        sheet = _Sheet(connection, list_id_of(connection, name), key)
        conflicts = [found for edit in edits for found in [_apply(sheet, edit, now)] if found]
        if len(conflicts) < len(edits):
            connection.execute(
                "INSERT OR IGNORE INTO saved_members VALUES (?, ?, ?, 1)", (sheet.list_id, *key)
            )
    return conflicts


@dataclass(frozen=True, slots=True)
class _Sheet:
    connection: sqlite3.Connection
    list_id: int
    key: CreatorKey


def _apply(sheet: _Sheet, edit: Edit, now: datetime) -> Conflict | None:
    value, was = tidy(edit.value), None if edit.was is None else tidy(edit.was)
    if len(value) > LONGEST:
        raise ConfigError(f"{edit.field} is longer than {LONGEST:,} characters")
    stored = _stored(sheet, edit)
    if was is not None and tidy(stored) not in {was, value}:
        return Conflict(edit=edit, stored=stored)
    if value != stored:
        _put(sheet, edit, value, now)
    return None


def tidy(text: str) -> str:
    """Return what is kept of a text that was typed: plain line ends, no blanks around it."""
    return clean(text).strip()


def _stored(sheet: _Sheet, edit: Edit) -> str:
    if edit.own:
        column_id = _column_id(sheet.connection, sheet.list_id, edit.field)
        query, of = "SELECT value FROM saved_cells WHERE column_id = ?", column_id
    elif edit.field == NOTE:
        query, of = "SELECT note FROM saved_notes WHERE list = ?", sheet.list_id
    else:
        return status_of(sheet.connection, sheet.key) or ""
    found = sheet.connection.execute(
        f"{query} AND source = ? AND native_id = ?", (of, *sheet.key)
    ).fetchone()
    return str(found[0]) if found else ""


def _put(sheet: _Sheet, edit: Edit, value: str, now: datetime) -> None:
    if edit.own:
        column_id = _column_id(sheet.connection, sheet.list_id, edit.field)
        _replace(sheet, "saved_cells", "column_id", (column_id, *sheet.key, value))
    elif edit.field == NOTE:
        _replace(sheet, "saved_notes", "list", (sheet.list_id, *sheet.key, value))
    elif value:
        put_status(sheet.connection, sheet.key, _status(value), note=None, now=now)
    else:
        forget_status(sheet.connection, sheet.key)


def _replace(sheet: _Sheet, table: str, of: str, row: tuple[int, str, str, str]) -> None:
    *where, value = row
    sheet.connection.execute(
        f"DELETE FROM {table} WHERE ({of}, source, native_id) = (?, ?, ?)",  # noqa: S608
        where,
    )
    if value:
        sheet.connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", row)  # noqa: S608


def _status(value: str) -> Status:
    if value not in {status.value for status in Status}:
        raise ConfigError(f"there is no status {value!r}", hint=nearest(value, tuple(Status)))
    return Status(value)


def _columns(connection: sqlite3.Connection, list_id: int) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM saved_columns WHERE list = ? ORDER BY id", (list_id,)
    ).fetchall()
    return [name for (name,) in rows]


def _column_id(connection: sqlite3.Connection, list_id: int, column: str) -> int:
    rows = connection.execute(
        "SELECT name, id FROM saved_columns WHERE list = ? ORDER BY id", (list_id,)
    ).fetchall()
    ids = dict(rows)
    if column not in ids:
        hint = nearest(column, tuple(ids)) if ids else "add it first; the list has none yet"
        raise ConfigError(f"there is no column {column!r}", hint=hint)
    return int(ids[column])


def _column_name(written: str) -> str:
    name = " ".join(clean(written).split())
    if not 0 < len(name) <= LONGEST_COLUMN:
        raise ConfigError(
            f"no column can be called {name[:LONGEST_COLUMN]!r}",
            hint=f"from 1 to {LONGEST_COLUMN} characters, for example: budget",
        )
    return name
