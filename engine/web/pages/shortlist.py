"""One list: who is on it with what was written on them, and the list as a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from multidict import MultiMapping

from engine.community.importing import lists_of
from engine.errors import ConfigError
from engine.exports import EXPORTERS, to_json
from engine.exports.views import Card, Section, sections_of
from engine.questions.given import chosen
from engine.shortlists import ListSheet, Row, sheet_of
from engine.shortlists.weighing import HIGHEST, points_of, weights_of
from engine.store import Store, database_path
from engine.store.outreach import Status
from engine.store.shortlists import saved_lists
from engine.store.worksheets import Conflict
from engine.vocabulary import CreatorKey
from engine.web import keys
from engine.web.asking import whole
from engine.web.files import json_answer, plain_name, shortlist_answer
from engine.web.rendering import render

_MOST_RUNS = 100_000
STATUSES = tuple(status.value for status in Status)
NOT_BEGUN = "not begun"
_LAST = "\U0010ffff"  # behind every text
SORTS: Mapping[str, Callable[[Row], Any]] = {
    "score": lambda row: 0,
    "name": lambda row: (
        row.candidate.creator.name or row.candidate.creator.handle or _LAST
    ).casefold(),
    "status": lambda row: STATUSES.index(row.status) if row.status else -1,
    "followers": lambda row: -(row.candidate.creator.followers or -1),
}
SAID: Mapping[str, str] = {
    "added": "put on the list",
    "off": "taken off the list; nothing noted on them is lost",
    "noted": "saved",
    "weights": "weights kept; the next run uses them",
    "column": "columns changed",
    "renamed": "the list has a new name",
    "imported": "read from the file",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the address of a list asks for; `weights` are tried instead of the list's own."""

    run: int | None = None
    status: str | None = None
    sort: str = "score"
    weights: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row as it is shown; `typed` are values that were not saved, by their fields."""

    row: Row
    card: Card
    anchor: str
    typed: Mapping[str, str]


def wanted_of(query: MultiMapping[str]) -> Wanted:
    """Return what an address asks for.

    Raises:
        ConfigError: a parameter is not known, or its value is none.
    """
    parts = weights_of({})
    known = ("run", "status", "sort", "said", "n", *parts)
    for name in query:
        if name not in known:
            raise ConfigError(
                f"there is no parameter {name!r}", hint=f"there are: {', '.join(known)}"
            )
    given = {part: query[part] for part in parts if query.get(part)}
    weights = {part: points_of(part, value) for part, value in given.items()} if given else None
    return Wanted(
        run=whole(query.get("run") or None, "run", most=_MOST_RUNS),
        status=chosen(query.get("status") or None, (*STATUSES, NOT_BEGUN), "status"),
        sort=chosen(query.get("sort") or None, tuple(SORTS), "sort") or "score",
        weights=weights,
    )


async def page(request: web.Request) -> web.StreamResponse:
    """Show a list; an address that ends as a file does gives it as one."""
    suffix, sheet = await _sheet(request)
    if suffix == ".json":
        return json_answer(document(sheet))
    if suffix:
        return shortlist_answer(sheet.shortlist, suffix, plain_name(sheet.kept.name))
    return await show(request, sheet)


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give a list as JSON under `/api/`."""
    for shown in ("status", "sort", "said", "n"):
        if shown in request.query:
            raise ConfigError(f"there is no parameter {shown!r} here", hint="read the whole list")
    name, wanted = request.match_info["name"], wanted_of(request.query)
    work = partial(_looked, name=name, wanted=wanted)
    sheet = await request.app[keys.SERVED].look(work)
    if sheet is None:
        raise web.HTTPNotFound(text="there is no such list\n/api/shortlists names them all")
    return json_answer(document(sheet))


async def _sheet(request: web.Request) -> tuple[str, ListSheet]:
    """Return the suffix asked for and the list; one whose own name ends in `.csv` is its page.

    Raises:
        HTTPNotFound: there is no such list.
    """
    name, wanted = request.match_info["name"], wanted_of(request.query)
    stem, dot, suffix = name.rpartition(".")
    tries = [("", name)] + ([(dot + suffix, stem)] if stem and dot + suffix in EXPORTERS else [])
    for kind, called in tries:
        sheet = await request.app[keys.SERVED].look(partial(_looked, name=called, wanted=wanted))
        if sheet is not None:
            return kind, sheet
    raise web.HTTPNotFound(text="there is no such list\n/shortlists names them all")


def _looked(home: Path, *, name: str, wanted: Wanted) -> ListSheet | None:
    with Store.open(database_path(home)) as store:
        if all(one.name != name for one in saved_lists(store)):
            return None
        return sheet_of(store, name, number=wanted.run, weights=wanted.weights)


def document(sheet: ListSheet) -> dict[str, Any]:
    """Return a list as `overheard shortlist show --output json` gives it, with what is noted."""
    said = to_json(sheet.shortlist)
    for creator, row in zip(said["creators"], sheet.rows, strict=True):
        change = row.change
        creator |= {
            "status": row.status or None,
            "note": row.note or None,
            "own": dict(row.own),
            "found_at_rank": row.rank,
            "change": change.kind if change else None,
        }
    return said | {
        "name": sheet.kept.name,
        "follows": sheet.kept.asked.follows,
        "run": sheet.run,
        "runs": len(sheet.kept.runs),
        "columns": list(sheet.columns),
        "weights": dict(sheet.weights),
    }


async def show(
    request: web.Request,
    sheet: ListSheet,
    *,
    conflicts: tuple[CreatorKey, Sequence[Conflict]] | None = None,
) -> web.Response:
    """Show the page of a list; with `conflicts`, what was typed in place of what is stored."""
    wanted = wanted_of(request.query)
    (section,) = sections_of([sheet.shortlist])
    rows = _shown(sheet, section, conflicts)
    names = await request.app[keys.SERVED].list_names()
    listed = partial(lists_of, [row.candidate.creator for row in sheet.rows])
    asked = sheet.kept.asked
    query = urlencode({"brief": asked.text, **_given(asked.where)}, doseq=True)
    return render(
        request,
        "shortlist.html.j2",
        status=409 if conflicts else 200,
        title=sheet.kept.name,
        sheet=sheet,
        section=section,
        rows=_ordered(rows, wanted),
        counts=_counts(sheet),
        wanted=wanted,
        statuses=STATUSES,
        sorts=tuple(SORTS),
        not_begun=NOT_BEGUN,
        search=f"/search?{query}",
        others=[name for name in names if name != sheet.kept.name],
        said=_said(request),
        conflicts=conflicts[1] if conflicts else (),
        suffixes=tuple(EXPORTERS),
        highest=HIGHEST,
        community=await request.app[keys.SERVED].look(listed),
    )


def _given(where: Mapping[str, object]) -> dict[str, object]:
    return {name.replace("_", "-"): value for name, value in where.items()}


def _shown(
    sheet: ListSheet,
    section: Section,
    conflicts: tuple[CreatorKey, Sequence[Conflict]] | None,
) -> list[Shown]:
    typed = {}
    if conflicts is not None:
        key, found = conflicts
        typed[key] = {("own." if it.edit.own else "") + it.edit.field: it.edit.value
                      for it in found}  # fmt: skip
    return [
        Shown(row=row, card=card, anchor=anchor_of(row.key), typed=typed.get(row.key, {}))
        for row, card in zip(sheet.rows, section.cards, strict=True)
    ]


def _ordered(rows: list[Shown], wanted: Wanted) -> list[Shown]:
    status = "" if wanted.status == NOT_BEGUN else wanted.status
    kept = [shown for shown in rows if status is None or shown.row.status == status]
    return sorted(kept, key=lambda shown: SORTS[wanted.sort](shown.row))


def _counts(sheet: ListSheet) -> dict[str, int]:
    found = [row.status or NOT_BEGUN for row in sheet.rows]
    return {name: found.count(name) for name in (NOT_BEGUN, *STATUSES) if name in found}


def anchor_of(key: CreatorKey) -> str:
    """Return where on the page a creator is."""
    return "c" + hashlib.blake2b("\0".join(key).encode(), digest_size=6).hexdigest()


def _said(request: web.Request) -> str | None:
    said, n = SAID.get(request.query.get("said", "")), request.query.get("n", "")
    if said is None:
        return None
    number = whole(n, "n", most=_MOST_RUNS) if n and n != "0" else None
    return f"{number:,} {said}" if number else said.capitalize()


ROUTES = (
    web.get("/shortlists/{name:[^/]+}", page),
    web.get("/api/shortlists/{name:[^/]+}", for_programs),
)
