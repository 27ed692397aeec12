"""Whose customers and followers we know: lists of members, and which creators are in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes

from engine.errors import StoreError
from engine.members import hashed, members_of
from engine.store.connection import translated, writing
from engine.store.filters import posts_with_words
from engine.store.rows import (
    CREATOR_COLUMNS,
    from_microseconds,
    id_list,
    to_creator,
    to_microseconds,
)
from engine.vocabulary import Creator, CreatorId, CreatorKey

_SALT_BYTES = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IN_LIST = "SELECT 1 FROM community_members WHERE list = ? AND member = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityList:
    """A list of members: how many there are, and whether only their hashes are kept."""

    id: int
    name: str
    salt: bytes | None
    imported_at: datetime
    members: int


class Community:
    """The lists of one store. Every method raises `StoreError` as those of `Store` do."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def add(self, name: str, members: Iterable[str], *, hash_members: bool, now: datetime) -> int:
        """Add members to the list `name`, made if need be; return how many were new.

        Raises:
            StoreError: the list keeps its members the other way, hashed or as they are.
        """
        with translated(self._path), writing(self._connection):
            to = open_list(self._connection, name, hash_members=hash_members, now=now)
            return add(self._connection, to, members)

    def talking_to(self, creator: Creator) -> Sequence[CreatorKey]:
        """Return who has replied to a post of `creator` or named their handle with `@`."""
        with translated(self._path):
            return talking_to(self._connection, creator)

    def remove(self, name: str) -> bool:
        """Remove a list with everybody in it, overwritten in the file; return whether it was."""
        with translated(self._path):
            self._connection.execute("PRAGMA secure_delete = ON")
            with writing(self._connection):
                return remove_list(self._connection, name)

    def lists(self) -> Sequence[CommunityList]:
        """Return the lists in order of name."""
        with translated(self._path):
            return lists(self._connection)

    def lists_of(self, creators: Sequence[Creator]) -> Mapping[CreatorKey, tuple[str, ...]]:
        """Return which of the creators are in any list, with the names of those lists."""
        with translated(self._path):
            known = lists(self._connection)
            found = {one.key: _lists_of(self._connection, one, known) for one in creators}
        return {key: names for key, names in found.items() if names}

    def creators(self) -> Mapping[CreatorId, tuple[str, ...]]:
        """Return the creators who are in any list, with the names of those lists."""
        with translated(self._path):
            return community(self._connection)


def talking_to(connection: sqlite3.Connection, creator: Creator) -> list[CreatorKey]:
    """Return who has replied to a post of `creator`, or named their handle with `@`, by key."""
    (id_,) = connection.execute(
        "SELECT id FROM creators WHERE source = ? AND native_id = ?", creator.key
    ).fetchone()
    replied = """SELECT replies.creator_id FROM posts AS replies JOIN posts AS said
        ON said.source = replies.source AND said.native_id = replies.reply_to
        WHERE replies.reply_to IS NOT NULL AND said.creator_id = ?"""
    found = {row[0] for row in connection.execute(replied, (id_,))}
    local = (creator.handle or "").removeprefix("@").partition("@")[0]
    if local:
        found |= _naming(connection, creator.source, f"@{local}")
    rows = connection.execute(
        """SELECT source, native_id FROM creators
            WHERE id IN (SELECT value FROM json_each(?)) AND id <> ? ORDER BY id""",
        (id_list(found), id_),
    )
    return [CreatorKey(source, native_id) for source, native_id in rows]


def _naming(connection: sqlite3.Connection, source: str, handle: str) -> set[int]:
    posts = posts_with_words(connection, handle)
    rows = connection.execute(
        """SELECT creator_id FROM posts WHERE source = ?
            AND id IN (SELECT value FROM json_each(?))""",
        (source, id_list(posts.tolist())),
    )
    return {row[0] for row in rows}


def lists(connection: sqlite3.Connection) -> tuple[CommunityList, ...]:
    """Return the lists in order of name."""
    rows = connection.execute(
        """SELECT id, name, salt, imported_at,
            (SELECT count(*) FROM community_members WHERE list = community_lists.id)
            FROM community_lists ORDER BY name"""
    )
    return tuple(
        CommunityList(
            id=id_, name=name, salt=salt, members=members,
            imported_at=from_microseconds(moment) or _EPOCH,
        )
        for id_, name, salt, moment, members in rows
    )  # fmt: skip


def open_list(
    connection: sqlite3.Connection, name: str, *, hash_members: bool, now: datetime
) -> CommunityList:
    """Return the list `name`, made if it is not there; call it inside a transaction.

    Raises:
        StoreError: it is there and keeps its members the other way.
    """
    known = {found.name: found for found in lists(connection)}.get(name)
    if known is None:
        salt = token_bytes(_SALT_BYTES) if hash_members else None
        connection.execute(
            "INSERT INTO community_lists(name, salt, imported_at) VALUES (?, ?, ?)",
            (name, salt, to_microseconds(now)),
        )
        return next(found for found in lists(connection) if found.name == name)
    if (known.salt is not None) is not hash_members:
        way = "hashed" if known.salt is not None else "as they are"
        raise StoreError(
            f"the members of the list {name!r} are kept {way}",
            hint="import into another list with --name, or remove this one first",
        )
    return known


def add(connection: sqlite3.Connection, to: CommunityList, members: Iterable[str]) -> int:
    """Add members to a list and return how many were new; call it inside a transaction."""
    before = connection.total_changes
    connection.executemany(
        "INSERT OR IGNORE INTO community_members(list, member) VALUES (?, ?)",
        ((to.id, hashed(line, to.salt)) for line in members),
    )
    return connection.total_changes - before


def remove_list(connection: sqlite3.Connection, name: str) -> bool:
    """Remove a list with its members; return whether there was one."""
    return bool(connection.execute("DELETE FROM community_lists WHERE name = ?", (name,)).rowcount)


def forget(connection: sqlite3.Connection, creators: Sequence[Creator]) -> None:
    """Take creators out of every list; call it inside a transaction."""
    for found in lists(connection):
        connection.executemany(
            "DELETE FROM community_members WHERE list = ? AND member = ?",
            [(found.id, hashed(m, found.salt)) for c in creators for m in members_of(c)],
        )


def community(connection: sqlite3.Connection) -> Mapping[CreatorId, tuple[str, ...]]:
    """Return the creators who are in any list, with the names of those lists, by id."""
    known = lists(connection)
    if not known:
        return {}
    rows = connection.execute(
        f"SELECT {CREATOR_COLUMNS} FROM creators ORDER BY id"  # noqa: S608 - our own columns
    )
    found = ((row[0], _lists_of(connection, to_creator(row), known)) for row in rows)
    return {CreatorId(id_): names for id_, names in found if names}


def _lists_of(
    connection: sqlite3.Connection, creator: Creator, known: Sequence[CommunityList]
) -> tuple[str, ...]:
    lines = [*members_of(creator)]
    return tuple(
        one.name
        for one in known
        if any(
            connection.execute(_IN_LIST, (one.id, hashed(m, one.salt))).fetchone() for m in lines
        )
    )
