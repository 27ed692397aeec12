"""What is done to a list: notes, members, columns, weights, another run, another name, its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from aiohttp import web

from engine.errors import ConfigError
from engine.questions import Opened
from engine.questions.given import moment_of
from engine.shortlists import sheet_of
from engine.shortlists.keeping import run_again
from engine.shortlists.weighing import weights_of
from engine.store import Store, database_path
from engine.store.shortlists import change_asked, remove_list, rename_list
from engine.store.worksheets import (
    NOTE,
    STATUS,
    Edit,
    add_column,
    remove_column,
    rename_column,
    set_members,
    tidy,
    write,
)
from engine.vocabulary import Shortlist
from engine.web import keys
from engine.web.addresses import list_path
from engine.web.files import json_answer
from engine.web.pages.shortlist import anchor_of, show, wanted_of
from engine.web.pages.shortlists import keys_of

Answer = TypeVar("Answer")
Form = Mapping[str, Any]
_OWN, _WAS = "own.", "was."
_CONFLICT = 409


async def note(request: web.Request) -> web.StreamResponse:
    """Write beside a creator; what somebody else has changed meanwhile is not overwritten."""
    form = await request.post()
    key, edits = _one_key(request, await request.post()), [*_edits(form)]
    name, now = request.match_info["name"], request.app[keys.TOOLS].clock()
    conflicts = await _do(request, lambda store: write(store, name, key, edits, now=now))
    if "application/json" in request.headers.get("Accept", ""):
        stored = {("own." if it.edit.own else "") + it.edit.field: it.stored for it in conflicts}
        said = {"error": "somebody else changed this meanwhile", "hint": None, "stored": stored}
        return _with_status(said, _CONFLICT) if conflicts else json_answer({"saved": len(edits)})
    if not conflicts:
        _back(request, f"said=noted#{anchor_of(key)}")
    sheet = await _do(request, lambda store: sheet_of(store, name))
    return await show(request, sheet, conflicts=(key, conflicts))


def _edits(form: Form) -> Iterator[Edit]:
    for field, value in form.items():
        own = field.startswith(_OWN)
        if not own and field not in {NOTE, STATUS}:
            continue
        was = form.get(_WAS + field)
        if was is None or tidy(str(was)) != tidy(str(value)):
            yield Edit(
                field=field.removeprefix(_OWN) if own else field,
                value=str(value),
                was=None if was is None else str(was),
                own=own,
            )


def _with_status(said: object, status: int) -> web.Response:
    answer = json_answer(said)
    answer.set_status(status)
    return answer


async def members(request: web.Request) -> web.StreamResponse:
    """Put creators on the list, or take them off; nothing that was noted on them goes."""
    form = await request.post()
    name, is_on = request.match_info["name"], form.get("do") == "add"
    named = keys_of(form)
    if not named:
        raise ConfigError("nobody is ticked", hint="tick whom it is about, then send it again")
    await _do(request, lambda store: set_members(store, name, named, is_on=is_on))
    _back(request, f"said={'added' if is_on else 'off'}&n={len(named)}")


async def columns(request: web.Request) -> web.StreamResponse:
    """Add a column, rename one, or remove one if it is said that what stands in it may go."""
    form = await request.post()
    name, column = request.match_info["name"], str(form.get("column", ""))
    if form.get("do") == "rename":
        new = str(form.get("new", ""))
        await _do(request, lambda store: rename_column(store, name, column, new))
    elif form.get("do") != "remove":
        await _do(request, lambda store: add_column(store, name, column))
    elif form.get("sure") == "remove":
        await _do(request, lambda store: remove_column(store, name, column))
    else:
        raise ConfigError(
            "no column was removed", hint="tick the box that says you mean it, then send it again"
        )
    _back(request, "said=column")


async def weights(request: web.Request) -> web.StreamResponse:
    """Keep weights as the list's own; empty ones are the defaults."""
    form = await request.post()
    name = request.match_info["name"]
    given = {part: str(form[part]) for part in weights_of({}) if form.get(part)}
    kept = wanted_of(_query(given)).weights or {}
    kept = {} if weights_of(kept) == weights_of({}) else kept
    await _do(
        request, lambda store: change_asked(store, name, lambda it: replace(it, weights=kept))
    )
    _back(request, "said=weights")


def _query(given: Mapping[str, str]) -> Any:
    from multidict import MultiDict

    return MultiDict(given)


async def rerun(request: web.Request) -> web.StreamResponse:
    """Run the list's brief again and lead to what has changed."""
    name, tools = request.match_info["name"], request.app[keys.TOOLS]

    def work(opened: Opened) -> None:
        now = moment_of(None, tools.clock(), opened.corpus.summary())

        def search(asked: Any) -> Shortlist:
            return tools.search_again(asked, opened, now=now)

        with Store.open(database_path(request.app[keys.SERVED].home)) as store:
            run_again(store, name, search)

    await request.app[keys.SERVED].run(work)
    raise web.HTTPSeeOther(f"{list_path(name)}/changes")


async def rename(request: web.Request) -> web.StreamResponse:
    """Call a list by another name."""
    form = await request.post()
    name, new = request.match_info["name"], str(form.get("new", "")).strip()
    await _do(request, lambda store: rename_list(store, name, new))
    raise web.HTTPSeeOther(f"{list_path(new)}?said=renamed")


async def remove(request: web.Request) -> web.StreamResponse:
    """Remove a list; the form asks for it in a word."""
    form = await request.post()
    name = request.match_info["name"]
    if form.get("sure") != "remove":
        raise ConfigError(
            "nothing was removed", hint="tick the box that says you mean it, then send it again"
        )
    await _do(request, lambda store: remove_list(store, name))
    raise web.HTTPSeeOther("/shortlists")


async def _do(request: web.Request, work: Callable[[Store], Answer]) -> Answer:
    """Return what `work` does to the store, beside the corpus' thread."""

    def opened(home: Path) -> Answer:
        with Store.open(database_path(home)) as store:
            return work(store)

    return await request.app[keys.SERVED].look(opened)


def _one_key(request: web.Request, form: Any) -> Any:
    named = keys_of(form)
    if len(named) != 1:
        raise ConfigError("the form is of no creator", hint="load the page again")
    return named[0]


def _back(request: web.Request, query: str) -> NoReturn:
    raise web.HTTPSeeOther(f"{list_path(request.match_info['name'])}?{query}")


_DONE = {
    "notes": note,
    "members": members,
    "columns": columns,
    "weights": weights,
    "rerun": rerun,
    "rename": rename,
    "remove": remove,
}
ROUTES = tuple(web.post(f"/shortlists/{{name:[^/]+}}/{verb}", done) for verb, done in _DONE.items())
