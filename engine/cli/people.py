"""Whom a command is about: creators by handle, of a brief, of a saved or of an exported list."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import click

from engine.cli.options import Command
from engine.config import Settings
from engine.errors import ConfigError, InputError
from engine.exports.carried import CREATOR, LIST, read
from engine.questions.people import (
    People,
    Person,
    by_handles,
    left_out,
    of_found,
    of_saved,
    simulated,
)
from engine.store import Store
from engine.vocabulary import CreatorKey, PostKey

Listed: TypeAlias = tuple[list[dict[str, Any]], str | None, tuple[str, ...]]
"""Rows of an exported list, its topic and the brands that it is about."""
_FORMS = "an exported list is the .json or .csv that search --to writes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The arguments that say whom a command is about."""

    handles: tuple[str, ...]
    brief: str | None
    file: Path | None
    saved: str | None
    top: int
    where: Mapping[str, object]


def people_options(command: Command) -> Command:
    """Add `[@HANDLE]…`, `--brief`, `--from`, `--shortlist` and `--top`."""
    command = click.option(
        "--top", type=click.IntRange(min=1), default=25, show_default=True, metavar="N"
    )(command)
    command = click.option(
        "--shortlist", "saved", metavar="NAME", help="The creators of a list kept under NAME."
    )(command)
    command = click.option(
        "--from",
        "file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The creators of a list that search --to wrote, .json or .csv.",
    )(command)
    command = click.option(
        "--brief", metavar="BRIEF", help="The creators that search finds for it."
    )(command)
    return click.argument("handles", metavar="[@HANDLE]…", nargs=-1)(command)


def find_people(wanted: Wanted, settings: Settings, store: Store, *, now: datetime) -> People:
    """Return the creators that `wanted` names.

    Raises:
        ConfigError: it names nobody, or in more than one way, or somebody not in the corpus, or
            there is no such list.
        InputError: the exported list cannot be read.
    """
    ways = (wanted.handles or None, wanted.brief, wanted.file, wanted.saved)
    if sum(way is not None for way in ways) != 1:
        raise ConfigError(
            "say whom in one way: @HANDLE…, --brief BRIEF, --shortlist NAME or --from FILE",
            hint='for example --brief "home espresso" --top 10',
        )
    if wanted.handles:
        return by_handles(wanted.handles, store)
    if wanted.file is not None:
        return _of_export(wanted.file, store, wanted.top)
    if wanted.saved is not None:
        return of_saved(wanted.saved, store, wanted.top)
    return _of_brief(wanted, settings, store, now=now)


def _of_brief(wanted: Wanted, settings: Settings, store: Store, *, now: datetime) -> People:
    from engine.cli.answers import labelled
    from engine.cli.options import opened
    from engine.cli.searching import make_brief, rank

    with opened(settings) as looked_in:
        brief = make_brief(wanted.brief or "", wanted.where, looked_in, now=now, top=wanted.top)
        found = labelled(rank(brief, looked_in, now=now))
    return of_found(found, store)


def _of_export(file: Path, store: Store, top: int) -> People:
    rows, topic, brands = _read_export(file)
    people, missing = [], 0
    for row in rows[:top]:
        id_ = store.creator_by_key(CreatorKey(row["source"], row["id"]))
        if id_ is None:
            missing += 1
            continue
        posts = store.posts_by_keys([PostKey(*key) for key in row["evidence"]])
        creator = store.creators([id_])[id_]
        people.append(Person(id=id_, creator=creator, score=row["score"], evidence=tuple(posts)))
    notes = (*simulated(store), *left_out(len(rows), top, missing))
    return People(people=tuple(people), topic=topic, brands=brands, notes=notes)


def _read_export(file: Path) -> Listed:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {error}", hint=_FORMS) from error
    try:
        return _json_rows(text) if text.lstrip().startswith(("{", "[")) else _csv_rows(text)
    except (ValueError, KeyError, TypeError, AttributeError, csv.Error) as error:
        raise InputError(f"{file} is no exported list of creators", hint=_FORMS) from error


def _json_rows(text: str) -> Listed:
    read = json.loads(text)
    if isinstance(read, list):
        raise InputError("the list holds several briefs", hint="export one brief")
    rows = [
        {
            "source": str(row["source"]),
            "id": str(row["id"]),
            "score": None if row.get("score") is None else float(row["score"]),
            "evidence": [(str(one["source"]), str(one["id"])) for one in row.get("evidence", [])],
        }
        for row in read["creators"]
    ]
    brief = read.get("brief", {})
    return rows, brief.get("topic"), _brands(brief)


def _brands(brief: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(brand) for brand in brief.get("brands") or ())


def _carried_posts(text: str | None) -> list[tuple[str, str]]:
    """Return the posts of the evidence that a row carries, none where it carries nothing."""
    evidence = (read(text) or {}).get("evidence", [])
    return [(str(one["source"]), str(one["id"])) for one in evidence]


def _csv_rows(text: str) -> Listed:
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    rows: list[dict[str, Any]] = [
        {
            "source": row["source"].removeprefix("'"),
            "id": row["id"].removeprefix("'"),
            "score": float(row["score"]) if row.get("score") else None,
            "evidence": _carried_posts(row.get(CREATOR)),
        }
        for row in table
    ]
    if not table:
        raise ValueError("no rows")
    carried = (read(table[0].get(LIST)) or {}).get("brief", {})
    return rows, table[0].get("brief"), _brands(carried)
