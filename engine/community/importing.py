"""Lists of customers and followers of a home: added to from files and replies, shown, removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from engine.community.files import Refused, read_members
from engine.errors import ConfigError
from engine.members import member
from engine.store import Store, database_path
from engine.vocabulary import Creator, CreatorId, CreatorKey

_AT_ONCE = 20_000  # members a transaction
_NAMED = 5  # lines named for each reason


class Tally(NamedTuple):
    """What became of a file: members read and new, lines refused by reason, the first of each."""

    read: int
    new: int
    refused: Counter[str]
    first: dict[str, list[int]]

    def refused_lines(self) -> Iterator[str]:
        """Yield a line for each reason, with the first lines it is about."""
        for reason, count in self.refused.most_common():
            lines = ", ".join(f"{line:,}" for line in self.first[reason])
            more = " …" if count > len(self.first[reason]) else ""
            say_lines = "line" if count == 1 else "lines"
            yield f"refused {count:,} {say_lines}: {reason} ({say_lines} {lines}{more})"


def add_file(
    store: Store, file: Path, name: str, *, hash_members: bool, platform: str, now: datetime
) -> Tally:
    """Add the people of `file` to the list `name`, a few thousand at a time."""
    refused: Counter[str] = Counter()
    first: dict[str, list[int]] = {}
    read, new, batch = 0, 0, list[str]()
    for found in read_members(file, platform):
        if isinstance(found, Refused):
            refused[found.reason] += 1
            lines = first.setdefault(found.reason, [])
            if len(lines) < _NAMED:
                lines.append(found.line)
            continue
        read += 1
        batch.append(found.member)
        if len(batch) >= _AT_ONCE:
            new += store.community.add(name, batch, hash_members=hash_members, now=now)
            batch = []
    if batch:
        new += store.community.add(name, batch, hash_members=hash_members, now=now)
    return Tally(read, new, refused, first)


class Talkers(NamedTuple):
    """The list that who talks to somebody was added to, how many do, and how many were new."""

    name: str
    read: int
    new: int


def add_talking_to(
    store: Store, creator: CreatorId, name: str | None, *, hash_members: bool, now: datetime
) -> Talkers:
    """Add who replied to `creator` or named them with `@`, to the list `name` or a usual one."""
    own = store.creators([creator])[creator]
    keys = store.community.talking_to(own)
    to = name or f"talks to @{(own.handle or own.native_id).removeprefix('@')}"
    lines = [member("id", key.source, key.native_id) for key in keys]
    return Talkers(
        name=to,
        read=len(keys),
        new=store.community.add(to, lines, hash_members=hash_members, now=now),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownList:
    """A list, how many are in it, and how many of them are creators in the corpus."""

    name: str
    members: int
    creators: int
    hashed: bool
    imported_at: datetime

    @property
    def document(self) -> dict[str, Any]:
        """The list as JSON values."""
        return {
            "name": self.name,
            "members": self.members,
            "creators": self.creators,
            "hashed": self.hashed,
            "imported_at": self.imported_at.isoformat().replace("+00:00", "Z"),
        }


def known_lists(store: Store) -> Sequence[KnownList]:
    """Return the lists in order of name."""
    known, matched = store.community.lists(), store.community.creators()
    counts = Counter(name for names in matched.values() for name in names)
    return [
        KnownList(
            name=one.name,
            members=one.members,
            creators=counts[one.name],
            hashed=one.salt is not None,
            imported_at=one.imported_at,
        )
        for one in known
    ]


def lists_of(creators: Sequence[Creator], home: Path) -> Mapping[CreatorKey, tuple[str, ...]]:
    """Return which of the creators are in any list of a home, with the names of those lists."""
    with Store.open(database_path(home), read_only=True) as store:
        return store.community.lists_of(creators)


def remove_list(store: Store, name: str) -> None:
    """Remove a list with everybody in it.

    Raises:
        ConfigError: there is no such list.
    """
    known = [one.name for one in store.community.lists()]
    if not store.community.remove(name):
        there = ", ".join(known) or "none yet"
        raise ConfigError(f"there is no list {name!r}", hint=f"there are: {there}")
