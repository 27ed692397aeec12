"""Lists are begun, added to, run again, and read from files. Searching is lent by the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from engine.exports.reading import ReadWhere, read_export
from engine.exports.writing import flags
from engine.shortlists.changes import Change, compare
from engine.shortlists.sheets import NOTE, STATUS
from engine.shortlists.weighing import traced, weights_of
from engine.store import Store
from engine.store.outreach import standings
from engine.store.shortlists import (
    Asked,
    SavedList,
    check_free,
    keep_run,
    ranks_of,
    run_of,
    save,
    saved_list,
    saved_lists,
)
from engine.store.worksheets import Edit, add_column, set_members, worksheet, write
from engine.vocabulary import FIRST_RANK, Candidate, CreatorKey, Shortlist

LOOKED_THROUGH = 200
"""Creators among whom those put on a list by hand are looked for when it is run again."""

Search: TypeAlias = Callable[[Asked], Shortlist]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """What a new run came to; `number` counts from 1."""

    number: int
    changes: Sequence[Change]

    def count(self, kind: str) -> int:
        """Return how many changes are of a kind: new, gone, up, down or same."""
        return sum(change.kind == kind for change in self.changes)


def begin(store: Store, name: str, asked: Asked, *, found: Shortlist, now: datetime) -> SavedList:
    """Keep a new list of whoever `found` holds; it follows its brief.

    Raises:
        ConfigError: the name is taken or none.
    """
    first = replace(found, candidates=found.candidates[: asked.top])
    return save(store, name, asked, found=first, now=now)


def pick(
    store: Store,
    name: str,
    asked: Asked,
    *,
    found: Shortlist,
    keys: Iterable[CreatorKey],
    now: datetime,
) -> int:
    """Put those of `keys` whom `found` holds on the list `name`; return how many that are.

    Where there is no such list it is begun with what was found, and is whoever is put on it.

    Raises:
        ConfigError: no list can be called so.
    """
    wanted = set(keys)
    ranked = [*enumerate(found.candidates, FIRST_RANK)]
    picked = [one for _, one in ranked if one.creator.key in wanted]
    if any(one.name == name for one in saved_lists(store)):
        keep_run(store, name, replace(found, candidates=tuple(picked)), is_pick=True)
    else:
        depth = max([asked.top, *(rank for rank, one in ranked if one.creator.key in wanted)])
        first = replace(found, candidates=found.candidates[:depth])
        save(store, name, replace(asked, follows=False), found=first, now=now)
    set_members(store, name, [one.creator.key for one in picked], is_on=True)
    return len(picked)


def searched(kept: SavedList, members: Mapping[CreatorKey, bool]) -> Asked:
    """Return what a new run of a list has to search for: deeper where people were put on it."""
    top = max(kept.asked.top, LOOKED_THROUGH) if any(members.values()) else kept.asked.top
    return replace(kept.asked, top=top, weights=traced(weights_of(kept.asked.weights)))


def run_again(store: Store, name: str, search: Search) -> Rerun:
    """Run the brief of the list `name` again and keep the run.

    The run holds the first of what was found, and further down whoever was put on the list.

    Raises:
        ConfigError: there is no such list, or it was removed meanwhile.
    """
    kept = saved_list(store, name)
    members = worksheet(store, kept.id).members
    found = search(searched(kept, members))
    ranks = {one.creator.key: rank for rank, one in enumerate(found.candidates, FIRST_RANK)}
    held = tuple(
        one
        for one in found.candidates
        if ranks[one.creator.key] <= kept.asked.top or members.get(one.creator.key)
    )
    found = _as_asked(replace(found, candidates=held), kept.asked)
    keep_run(store, name, found, ranks=ranks)
    run = kept.runs[-1]
    before = run_of(store, run), ranks_of(store, run)
    changes = compare(before[0], found, ranks=(before[1], ranks))
    return Rerun(number=len(kept.runs) + 1, changes=changes)


def _as_asked(found: Shortlist, asked: Asked) -> Shortlist:
    """Return `found` with the brief's own depth and weights, not those searched with."""
    weights = dict(asked.weights)
    return replace(found, brief=replace(found.brief, k_creators=asked.top, weights=weights))


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A list read from a file: how many are on it, and how many were left out as erased."""

    kept: int
    erased: int


def keep_export(
    store: Store,
    file: Path,
    name: str,
    *,
    read_where: ReadWhere,
    now: datetime,
    called: str | None = None,
) -> Imported:
    """Keep the list of an exported file, with what was written beside it.

    It is whoever is in the file; what later runs find beside them is proposed. Errors name the
    file as it is `called`. How far we are with a creator is taken over only where nothing is known
    of that here.

    Raises:
        ConfigError: the name is taken or none.
        InputError: the file is no exported list.
    """
    check_free(store, name)
    read = read_export(file, read_where, called=called)
    erased = store.erased_of([one.creator.key for one in read.candidates])
    left = tuple(one for one in read.candidates if one.creator.key not in erased)
    brief, top = read.brief, max(len(read.candidates), 1)
    asked = Asked(
        text=brief.text,
        where=flags(brief.where),
        top=top,
        weights=brief.weights,
        follows=False,
    )
    save(store, name, asked, found=replace(read, candidates=left), now=now)
    set_members(store, name, [one.creator.key for one in left], is_on=True)
    _keep_written(store, name, left, now=now)
    return Imported(kept=len(left), erased=len(erased))


def _keep_written(
    store: Store, name: str, candidates: Sequence[Candidate], *, now: datetime
) -> None:
    known = standings(store)
    columns = dict.fromkeys(column for one in candidates for column in one.own)
    for column in columns:
        add_column(store, name, column)
    for one in candidates:
        edits = [*_edits(one, with_status=one.creator.key not in known)]
        if edits:
            write(store, name, one.creator.key, edits, now=now)


def _edits(candidate: Candidate, *, with_status: bool) -> Iterable[Edit]:
    for notice in candidate.notices:
        if notice.startswith(NOTE):
            yield Edit(field="note", value=notice.removeprefix(NOTE))
        elif with_status and notice.startswith(STATUS):
            yield Edit(field="status", value=notice.removeprefix(STATUS))
    for column, value in candidate.own.items():
        yield Edit(field=column, value=value, own=True)
