"""Importing: files are sent, looked at, their columns named where need be, and read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import tomlkit
from aiohttp import MultipartReader, web
from multidict import MultiMapping

from engine.errors import ConfigError
from engine.web import keys
from engine.web.door import PARTS
from engine.web.jobs import Command, Plan
from engine.web.pages.job import begin, check_idle
from engine.web.rendering import render
from engine.web.reports import Job
from engine.web.tools import Looked, Tools
from engine.web.uploads import MOST_BYTES, Parcel, check_size

SHOWN = 5  # posts as they would be read
DATES = ("day-first", "month-first")


async def page(request: web.Request) -> web.StreamResponse:
    """Ask for a file."""
    return render(request, "import.html.j2", title="Import", most_bytes=MOST_BYTES)


async def receive(request: web.Request) -> web.StreamResponse:
    """Take in files; those of known formats are read at once, others are looked at first."""
    check_idle(request)
    served, uploads = request.app[keys.SERVED], request.app[keys.UPLOADS]
    check_size(request.content_length, served.home)
    parcel = await uploads.receive(await _parts(request), served.home)
    looked = await _look(request, parcel)
    problems = [one.problem for one in looked.values() if one.problem and not one.proposal]
    if len(problems) == len(looked):
        await uploads.forget(parcel)
        raise problems[0]
    if not any(one.proposal for one in looked.values()):
        raise begin(request, _plan(request, parcel))
    raise web.HTTPSeeOther(f"/import/{parcel.id}")


async def show(request: web.Request) -> web.StreamResponse:
    """Show how the columns of files would be read, for the user to say otherwise."""
    parcel = request.app[keys.UPLOADS].get(request.match_info["id"])
    return await _show(request, parcel)


async def decide(request: web.Request) -> web.StreamResponse:
    """Look again with the columns as named, read the files, or forget them."""
    uploads = request.app[keys.UPLOADS]
    parcel = uploads.get(request.match_info["id"])
    form = await request.post()
    if form.get("do") == "forget":
        await uploads.forget(parcel)
        raise web.HTTPSeeOther("/import")
    named: MultiMapping[str] = _texts(form)
    for number, file in enumerate(parcel.files):
        if f"{number}:source" in named:
            parcel.mappings[file.name] = mapping_of(named, number)
    if form.get("do") != "import":
        raise web.HTTPSeeOther(f"/import/{parcel.id}")
    looked = await _look(request, parcel)
    if any(one.problem and one.proposal for one in looked.values()):
        return await _show(request, parcel, status=400)
    raise begin(request, _plan(request, parcel))


def mapping_of(form: MultiMapping[str], number: int) -> dict[str, object]:
    """Return what the form says of the columns of file `number`, as a mapping.

    Raises:
        ConfigError: two columns are said to hold the same.
    """
    columns: dict[str, str] = {}
    names = form.getall(f"{number}:column", [])
    for name, target in zip(names, form.getall(f"{number}:field", []), strict=False):
        if target in columns:
            raise ConfigError(
                f"{columns[target]!r} and {name!r} cannot both be {target}",
                hint="go back and choose one of them",
            )
        if target:
            columns[target] = name
    unset = dict.fromkeys(form.getall(f"{number}:was", []), "")
    mapping: dict[str, object] = {"columns": unset | columns}
    source, dates = form.get(f"{number}:source", "").strip(), form.get(f"{number}:dates", "")
    return mapping | ({"source": source} if source else {}) | ({"dates": dates} if dates else {})


async def _parts(request: web.Request) -> MultipartReader:
    if PARTS in request:
        return request[PARTS]
    if request.content_type != "multipart/form-data":
        raise ConfigError("there was no file", hint="send it as a form with files")
    return await request.multipart()


def _texts(form: MultiMapping[Any]) -> Any:
    from multidict import MultiDict

    return MultiDict((name, value) for name, value in form.items() if isinstance(value, str))


async def _look(request: web.Request, parcel: Parcel) -> dict[str, Looked]:
    """Return what each file looks like, in a thread of its own."""
    look = request.app[keys.TOOLS].look

    def work() -> dict[str, Looked]:
        return {file.name: look(file, parcel.mappings.get(file.name)) for file in parcel.files}

    return await asyncio.to_thread(work)


async def _show(request: web.Request, parcel: Parcel, *, status: int = 200) -> web.StreamResponse:
    looked = await _look(request, parcel)
    return render(
        request,
        "mapping.html.j2",
        status=status,
        title="What is in the file",
        parcel=parcel,
        files=[(name, one, parcel.mappings.get(name, {})) for name, one in looked.items()],
        shown=SHOWN,
        dates=DATES,
    )


def _plan(request: web.Request, parcel: Parcel) -> Plan:
    """Return the import of a parcel: files of known formats together, others with their names."""
    served, tools = request.app[keys.SERVED], request.app[keys.TOOLS]
    plain = [file for file in parcel.files if file.name not in parcel.mappings]
    commands = [_command(tools, served.home, plain)] if plain else []
    for file in parcel.files:
        if file.name in parcel.mappings:
            written = _write(parcel, file)
            commands.append(_command(tools, served.home, [file], "--mapping", str(written)))
    index = Command(words=tools.program(served.home, "index"), worth=_has_posts)
    names = ", ".join(file.name for file in parcel.files)
    return Plan(
        title=f"importing {names}",
        commands=[*commands, index],
        finally_=partial(request.app[keys.UPLOADS].forget, parcel),
    )


def _command(tools: Tools, home: Path, files: Sequence[Path], *options: str) -> Command:
    words = [*tools.program(home, "import"), "--no-index", "--output", "json", *options]
    return Command(words=[*words, "--", *map(str, files)])


def _has_posts(job: Job) -> bool:
    return any(row["posts_read"] or row["creators"] for row in job.rows)


def _write(parcel: Parcel, file: Path) -> Path:
    """Keep the mapping of a file beside it, and return where."""
    mapping: Mapping[str, object] = parcel.mappings[file.name]
    path = parcel.folder / f".{file.name}.toml"
    path.write_text(tomlkit.dumps(mapping), encoding="utf-8")
    return path


ROUTES = (
    web.get("/import", page),
    web.post("/import", receive),
    web.get("/import/{id:[0-9a-f]{16}}", show),
    web.post("/import/{id:[0-9a-f]{16}}", decide),
)
