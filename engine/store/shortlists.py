"""Named shortlists: what was asked, and every run of it.

Creators and the posts shown for them are rows, so that what is erased or deleted leaves every
list; of what else a run holds nothing names another creator. What people write beside them is in
`engine.store.worksheets`. Names are looked up in the transaction that writes, so that of two
writers at once neither is lost.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from engine.config import nearest
from engine.errors import ConfigError
from engine.store.rows import from_microseconds, to_microseconds
from engine.store.store import Store
from engine.vocabulary import FIRST_RANK, Candidate, CreatorKey, Evidence, Shortlist

LONGEST_NAME = 100  # characters
_NO_NAMES = {".", ".."}  # which no address can hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is made by: the brief as typed, the filters given by hand, how many.

    `weights` are points by part, empty for the defaults; `doubts` and `prefer` are what is counted
    beside the topic, None where the settings say. A list that `follows` its brief is whoever
    the last run found; one that does not is who was put on it.
    """

    text: str
    where: Mapping[str, Any] = field(default_factory=dict)
    top: int = 25
    weights: Mapping[str, float] = field(default_factory=dict)
    follows: bool = True
    doubts: bool | None = None
    prefer: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedList:
    """A list by its name; `runs` are the numbers of its runs, oldest first."""

    id: int
    name: str
    asked: Asked
    made_at: datetime
    runs: tuple[int, ...]


def check_name(name: str) -> None:
    """Raise a ConfigError where no list can be called `name`."""
    if not name.strip():
        raise ConfigError("a list needs a name", hint="for example: shortlist save espresso …")
    if len(name) > LONGEST_NAME or name in _NO_NAMES or not name.isprintable():
        raise ConfigError(
            f"no list can be called {name[:LONGEST_NAME]!r}",
            hint=f"at most {LONGEST_NAME} letters, digits and signs, on one line",
        )


def check_free(store: Store, name: str) -> None:
    """Raise a ConfigError where a list is called `name` already, or none can be."""
    check_name(name)
    with store.reading() as connection:
        _check_free(connection, name)


def _check_free(connection: sqlite3.Connection, name: str) -> None:
    query = "SELECT 1 FROM saved_lists WHERE name = ?"
    if connection.execute(query, (name,)).fetchone():
        raise ConfigError(
            f"there is a list {name!r} already",
            hint=f"run it again with `overheard shortlist rerun {name!r}`, or choose another name",
        )


def save(
    store: Store,
    name: str,
    asked: Asked,
    *,
    found: Shortlist,
    now: datetime,
) -> SavedList:
    """Keep a new list with its first run, and return it.

    Raises:
        ConfigError: the name is taken or none.
    """
    check_name(name)
    with store.noting() as connection:
        _check_free(connection, name)
        list_id = connection.execute(
            "INSERT INTO saved_lists(name, asked, made_at) VALUES (?, ?, ?)",
            (name, _text(asked), to_microseconds(now)),
        ).lastrowid
        _insert_run(connection, list_id, found)
    return saved_list(store, name)


def keep_run(
    store: Store,
    name: str,
    found: Shortlist,
    *,
    ranks: Mapping[CreatorKey, int] | None = None,
    is_pick: bool = False,
) -> None:
    """Keep `found` as the latest run of the list `name`, or as who was picked for it elsewhere.

    `ranks` are the places from 1 in what the brief finds, where these are not 1, 2, 3 …

    Raises:
        ConfigError: there is no list of that name.
    """
    with store.noting() as connection:
        list_id = list_id_of(connection, name)
        _insert_run(connection, list_id, found, ranks=ranks, is_pick=is_pick)


def _insert_run(
    connection: sqlite3.Connection,
    list_id: int | None,
    found: Shortlist,
    *,
    ranks: Mapping[CreatorKey, int] | None = None,
    is_pick: bool = False,
) -> None:
    run = connection.execute(
        "INSERT INTO saved_runs(list, document, is_pick) VALUES (?, ?, ?)",
        (list_id, _text(replace(found, candidates=())), int(is_pick)),
    ).lastrowid
    for rank, candidate in enumerate(found.candidates, FIRST_RANK):
        key = candidate.creator.key
        place = (ranks or {}).get(key, rank) - FIRST_RANK
        connection.execute(
            "INSERT INTO saved_candidates VALUES (?, ?, ?, ?, ?)",
            (run, place, *key, _text(_alone(candidate))),
        )
        connection.executemany(
            "INSERT INTO saved_evidence VALUES (?, ?, ?, ?, ?, ?)",
            [
                (run, *key, i, shown.post.native_id, _text(_unlinked(shown)))
                for i, shown in enumerate(candidate.evidence)
            ],
        )


def saved_lists(store: Store) -> Sequence[SavedList]:
    """Return every list, by name."""
    with store.reading() as connection:
        rows = connection.execute(
            """SELECT id, name, asked, made_at, (SELECT json_group_array(id) FROM
                (SELECT id FROM saved_runs WHERE list = saved_lists.id AND NOT is_pick ORDER BY id))
                FROM saved_lists ORDER BY name"""
        ).fetchall()
    return [
        SavedList(
            id=id_,
            name=name,
            asked=msgspec.json.decode(asked, type=Asked),
            made_at=_moment(made_at),
            runs=tuple(json.loads(runs)),
        )
        for id_, name, asked, made_at, runs in rows
    ]


def saved_list(store: Store, name: str) -> SavedList:
    """Return the list called `name`.

    Raises:
        ConfigError: there is none; the hint names the nearest.
    """
    known = {one.name: one for one in saved_lists(store)}
    if name in known:
        return known[name]
    raise _no_list(name, tuple(known))


def list_id_of(connection: sqlite3.Connection, name: str) -> int:
    """Return the number of the list called `name`, inside a transaction.

    Raises:
        ConfigError: there is none; the hint names the nearest.
    """
    ids = dict(connection.execute("SELECT name, id FROM saved_lists ORDER BY name").fetchall())
    if name not in ids:
        raise _no_list(name, tuple(ids))
    return int(ids[name])


def _no_list(name: str, known: tuple[str, ...]) -> ConfigError:
    hint = nearest(name, known) if known else "there is none yet: overheard shortlist save"
    return ConfigError(f"there is no list {name!r}", hint=hint)


def change_asked(store: Store, name: str, change: Callable[[Asked], Asked]) -> None:
    """Replace what the list `name` is made by; what it was made by before stands in its runs.

    Raises:
        ConfigError: there is no list of that name.
    """
    with store.noting() as connection:
        list_id = list_id_of(connection, name)
        query = "SELECT asked FROM saved_lists WHERE id = ?"
        (asked,) = connection.execute(query, (list_id,)).fetchone()
        changed = change(msgspec.json.decode(asked, type=Asked))
        connection.execute(
            "UPDATE saved_lists SET asked = ? WHERE id = ?", (_text(changed), list_id)
        )


def rename_list(store: Store, name: str, new: str) -> None:
    """Call a list by another name.

    Raises:
        ConfigError: there is no such list, or the new name is taken or none.
    """
    check_name(new)
    with store.noting() as connection:
        list_id = list_id_of(connection, name)
        if new != name:
            _check_free(connection, new)
        connection.execute("UPDATE saved_lists SET name = ? WHERE id = ?", (new, list_id))


def remove_list(store: Store, name: str) -> None:
    """Remove a list with its runs and all that was written beside it.

    Raises:
        ConfigError: there is none of that name.
    """
    with store.noting() as connection:
        list_id = list_id_of(connection, name)
        connection.execute("DELETE FROM saved_lists WHERE id = ?", (list_id,))


def run_of(store: Store, run: int) -> Shortlist:
    """Return a run as it was, without who was erased and what was deleted since."""
    with store.reading() as connection:
        (document,) = connection.execute(
            "SELECT document FROM saved_runs WHERE id = ?", (run,)
        ).fetchone()
        candidates = connection.execute(
            "SELECT source, native_id, document FROM saved_candidates WHERE run = ? ORDER BY place",
            (run,),
        ).fetchall()
        evidence = connection.execute(
            """SELECT source, native_id, document FROM saved_evidence WHERE run = ?
                ORDER BY source, native_id, place""",
            (run,),
        ).fetchall()
    shown: dict[tuple[str, str], list[Evidence]] = {}
    for source, native_id, held in evidence:
        shown.setdefault((source, native_id), []).append(msgspec.json.decode(held, type=Evidence))
    found: Shortlist = msgspec.json.decode(document, type=Shortlist)
    return replace(
        found,
        candidates=tuple(
            replace(
                msgspec.json.decode(held, type=Candidate),
                evidence=tuple(shown.get((source, native_id), ())),
            )
            for source, native_id, held in candidates
        ),
    )


def ranks_of(store: Store, run: int) -> Mapping[CreatorKey, int]:
    """Return the places from 1 that creators had in what a run found."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT source, native_id, place FROM saved_candidates WHERE run = ?", (run,)
        ).fetchall()
    return {CreatorKey(source, id_): place + FIRST_RANK for source, id_, place in rows}


def made_at_of(store: Store, run: int) -> datetime:
    """Return the moment that the ages of a run are counted from."""
    with store.reading() as connection:
        (written,) = connection.execute(
            "SELECT json_extract(document, '$.made_at') FROM saved_runs WHERE id = ?", (run,)
        ).fetchone()
    return datetime.fromisoformat(written)


def last_seen(store: Store, list_id: int) -> Mapping[CreatorKey, int]:
    """Return, of everybody who was ever found or picked for a list, the last run they are in."""
    with store.reading() as connection:
        rows = connection.execute(
            """SELECT source, native_id, max(run) FROM saved_candidates
                WHERE run IN (SELECT id FROM saved_runs WHERE list = ?)
                GROUP BY source, native_id""",
            (list_id,),
        ).fetchall()
    return {CreatorKey(source, native_id): run for source, native_id, run in rows}


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _alone(candidate: Candidate) -> Candidate:
    """Return the candidate without posts, of theirs or of others."""
    shared = candidate.shared and replace(candidate.shared, pairs=())
    return replace(candidate, evidence=(), shared=shared, notices=(), own={})


def _unlinked(shown: Evidence) -> Evidence:
    """Return the evidence without naming posts of others that it is near to."""
    discounts = tuple(replace(one, earlier=None) for one in shown.discounts)
    return replace(shown, discounts=discounts)


def _moment(microseconds: int) -> datetime:
    moment = from_microseconds(microseconds)
    if moment is None:
        raise ValueError("a time that is never unknown")
    return moment
