"""Named shortlists: what was asked, every run of it, and notes on the creators.

Creators and the posts shown for them are rows, so that what is erased or deleted leaves every
list; of what else a run holds nothing names another creator.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from engine.config import nearest
from engine.errors import ConfigError
from engine.store.rows import from_microseconds, to_microseconds
from engine.store.store import Store
from engine.vocabulary import Candidate, CreatorKey, Evidence, Shortlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is made by: the brief as typed, the filters given by hand, how many."""

    text: str
    where: Mapping[str, Any] = field(default_factory=dict)
    top: int = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedList:
    """A list by its name; `runs` are the numbers of its runs, oldest first."""

    id: int
    name: str
    asked: Asked
    made_at: datetime
    runs: tuple[int, ...]


def check_free(store: Store, name: str) -> None:
    """Raise a ConfigError where a list is called `name` already, or `name` is blank."""
    if not name.strip():
        raise ConfigError("a list needs a name", hint="for example: shortlist save espresso …")
    if any(one.name == name for one in saved_lists(store)):
        raise ConfigError(
            f"there is a list {name!r} already",
            hint=f"run it again with `overheard shortlist rerun {name!r}`, or choose another name",
        )


def save(store: Store, name: str, asked: Asked, *, found: Shortlist, now: datetime) -> None:
    """Keep a new list with its first run.

    Raises:
        ConfigError: the name is taken or blank.
    """
    check_free(store, name)
    with store.noting() as connection:
        list_id = connection.execute(
            "INSERT INTO saved_lists(name, asked, made_at) VALUES (?, ?, ?)",
            (name, _text(asked), to_microseconds(now)),
        ).lastrowid
        _insert_run(connection, list_id, found)


def keep_run(store: Store, name: str, found: Shortlist) -> None:
    """Keep `found` as the latest run of the list `name`.

    Raises:
        ConfigError: there is no list of that name.
    """
    list_id = saved_list(store, name).id
    with store.noting() as connection:
        _insert_run(connection, list_id, found)


def _insert_run(connection: sqlite3.Connection, list_id: int | None, found: Shortlist) -> None:
    run = connection.execute(
        "INSERT INTO saved_runs(list, document) VALUES (?, ?)",
        (list_id, _text(replace(found, candidates=()))),
    ).lastrowid
    for place, candidate in enumerate(found.candidates):
        key = candidate.creator.key
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
                (SELECT id FROM saved_runs WHERE list = saved_lists.id ORDER BY id))
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
    hint = nearest(name, known) if known else "there is none yet: overheard shortlist save"
    raise ConfigError(f"there is no list {name!r}", hint=hint)


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


def set_note(store: Store, list_id: int, key: CreatorKey, note: str) -> None:
    """Keep a note on a creator of a list in place of the one there is; an empty one removes it."""
    with store.noting() as connection:
        connection.execute("DELETE FROM saved_notes WHERE (list, source, native_id) = (?, ?, ?)",
                           (list_id, *key))  # fmt: skip
        if note.strip():
            connection.execute("INSERT INTO saved_notes VALUES (?, ?, ?, ?)", (list_id, *key, note))


def notes_of(store: Store, list_id: int) -> Mapping[CreatorKey, str]:
    """Return the notes on the creators of a list."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT source, native_id, note FROM saved_notes WHERE list = ?", (list_id,)
        ).fetchall()
    return {CreatorKey(source, native_id): note for source, native_id, note in rows}


def remove_list(store: Store, name: str) -> None:
    """Remove a list with its runs and notes.

    Raises:
        ConfigError: there is none of that name.
    """
    list_id = saved_list(store, name).id
    with store.noting() as connection:
        connection.execute("DELETE FROM saved_lists WHERE id = ?", (list_id,))


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _alone(candidate: Candidate) -> Candidate:
    """Return the candidate without posts, of theirs or of others."""
    shared = candidate.shared and replace(candidate.shared, pairs=())
    return replace(candidate, evidence=(), shared=shared, notices=())


def _unlinked(shown: Evidence) -> Evidence:
    """Return the evidence without naming posts of others that it is near to."""
    discounts = tuple(replace(one, earlier=None) for one in shown.discounts)
    return replace(shown, discounts=discounts)


def _moment(microseconds: int) -> datetime:
    moment = from_microseconds(microseconds)
    if moment is None:
        raise ValueError("a time that is never unknown")
    return moment
