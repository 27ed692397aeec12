"""The book of outreach: how far we are with each creator, and whom not to contact."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.errors import ConfigError
from engine.store.rows import from_microseconds, to_microseconds
from engine.store.store import Store
from engine.vocabulary import Creator, CreatorKey


class Status(StrEnum):
    """How far we are with a creator."""

    TO_CONTACT = "to contact"
    CONTACTED = "contacted"
    AGREED = "agreed"
    DECLINED = "declined"


class Barred(StrEnum):
    """What an entry of the do-not-contact list names."""

    CREATOR = "creator"  # `source:native_id`
    HANDLE = "handle"  # on any platform, case-folded, without `@`
    EMAIL = "email"  # case-folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far we are with one creator, since when, and what was noted."""

    key: CreatorKey
    status: Status
    note: str | None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the do-not-contact list."""

    kind: Barred
    entry: str
    why: str | None
    added_at: datetime


class DoNotContact:
    """The do-not-contact list at one moment."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._held = {(entry.kind, entry.entry): entry for entry in entries}

    def __len__(self) -> int:
        return len(self._held)

    def entry_of(self, creator: Creator, emails: Iterable[str] = ()) -> Entry | None:
        """Return the entry that names the creator, by identity, handle or one of `emails`."""
        asked = [(Barred.CREATOR, f"{creator.source}:{creator.native_id}")]
        if creator.handle:
            asked.append((Barred.HANDLE, creator.handle.removeprefix("@").casefold()))
        asked += [(Barred.EMAIL, email.casefold()) for email in emails]
        return next((self._held[one] for one in asked if one in self._held), None)


def set_status(
    store: Store, key: CreatorKey, status: Status, *, note: str | None, now: datetime
) -> None:
    """Keep how far we are with a creator; a `note` of None leaves the one there is."""
    with store.noting() as connection:
        put_status(connection, key, status, note=note, now=now)


def put_status(
    connection: sqlite3.Connection,
    key: CreatorKey,
    status: Status,
    *,
    note: str | None,
    now: datetime,
) -> None:
    """Keep how far we are with a creator, inside a transaction."""
    connection.execute(
        """INSERT INTO outreach(source, native_id, status, note, changed_at)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET status = excluded.status,
            note = coalesce(excluded.note, note), changed_at = excluded.changed_at""",
        (*key, status.value, note, to_microseconds(now)),
    )


def forget_status(connection: sqlite3.Connection, key: CreatorKey) -> None:
    """Take back that we began with a creator, inside a transaction.

    Raises:
        ConfigError: something was noted with the status, which would be lost.
    """
    query = "DELETE FROM outreach WHERE source = ? AND native_id = ? AND note IS NULL"
    gone = connection.execute(query, key).rowcount
    if not gone and status_of(connection, key) is not None:
        raise ConfigError(
            "the status cannot be taken back: there is a note with it",
            hint="overheard outreach list shows it; choose another status",
        )


def status_of(connection: sqlite3.Connection, key: CreatorKey) -> str | None:
    """Return how far we are with a creator, None where nobody began."""
    query = "SELECT status FROM outreach WHERE source = ? AND native_id = ?"
    row = connection.execute(query, key).fetchone()
    return None if row is None else str(row[0])


def open_cases(store: Store, keys: Iterable[CreatorKey], *, now: datetime) -> None:
    """Mark those of `keys` of whom nothing is known as still to contact."""
    rows = [(*key, Status.TO_CONTACT.value, to_microseconds(now)) for key in keys]
    with store.noting() as connection:
        connection.executemany(
            """INSERT OR IGNORE INTO outreach(source, native_id, status, changed_at)
                VALUES (?, ?, ?, ?)""",
            rows,
        )


def standings(store: Store) -> Mapping[CreatorKey, Standing]:
    """Return how far we are with every creator we began with, by identity."""
    with store.reading() as connection:
        rows = connection.execute(
            """SELECT source, native_id, status, note, changed_at FROM outreach
                ORDER BY changed_at, source, native_id"""
        ).fetchall()
    return {
        CreatorKey(source, native_id): Standing(
            key=CreatorKey(source, native_id),
            status=Status(status),
            note=note,
            changed_at=_moment(changed_at),
        )
        for source, native_id, status, note, changed_at in rows
    }


def bar(store: Store, kind: Barred, entry: str, *, why: str | None, now: datetime) -> bool:
    """Put an entry on the do-not-contact list; return whether it was not there yet."""
    with store.noting() as connection:
        return bool(
            connection.execute(
                "INSERT OR IGNORE INTO do_not_contact VALUES (?, ?, ?, ?)",
                (kind.value, entry, why, to_microseconds(now)),
            ).rowcount
        )


def unbar(store: Store, kind: Barred, entry: str) -> bool:
    """Take an entry off the do-not-contact list; return whether it was there."""
    query = "DELETE FROM do_not_contact WHERE kind = ? AND entry = ?"
    with store.noting() as connection:
        return bool(connection.execute(query, (kind.value, entry)).rowcount)


def barred(store: Store) -> Sequence[Entry]:
    """Return the do-not-contact list, oldest entries first."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT kind, entry, why, added_at FROM do_not_contact ORDER BY added_at, kind, entry"
        ).fetchall()
    return [
        Entry(kind=Barred(kind), entry=entry, why=why, added_at=_moment(added_at))
        for kind, entry, why, added_at in rows
    ]


def do_not_contact(store: Store) -> DoNotContact:
    """Return the do-not-contact list as it is now."""
    return DoNotContact(barred(store))


def _moment(microseconds: int) -> datetime:
    moment = from_microseconds(microseconds)
    if moment is None:
        raise ValueError("a time that is never unknown")
    return moment
