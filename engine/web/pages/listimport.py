"""A list read from an exported file that is sent to the page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from aiohttp import BodyPartReader, web

from engine.errors import ConfigError, InputError
from engine.questions import Opened
from engine.questions.given import moment_of
from engine.shortlists.keeping import Imported, keep_export
from engine.store import Store, database_path
from engine.vocabulary import PostFilter
from engine.web import keys
from engine.web.addresses import list_path
from engine.web.door import PARTS

LARGEST = 32 * 1024 * 1024  # bytes
_LONGEST_NAME = 400  # bytes
PATIENCE = 120.0  # seconds to send it in
_BY_HAND = "use overheard shortlist import FILE"
_SUFFIX = re.compile(r"\.[a-z]{1,8}")


async def read_file(request: web.Request) -> web.StreamResponse:
    """Keep the list of the file that a form sends, under a name given or that of the file."""
    if PARTS not in request:
        raise ConfigError("no file was sent", hint="choose a file, then send the form again")
    with TemporaryDirectory() as folder:
        try:
            async with asyncio.timeout(PATIENCE):
                name, file = await _received(request, Path(folder))
        except TimeoutError as error:
            raise InputError("the file took too long to arrive", hint=_BY_HAND) from error
        read = await _kept(request, name, file)
    raise web.HTTPSeeOther(f"{list_path(name)}?said=imported&n={read.kept}")


async def _received(request: web.Request, folder: Path) -> tuple[str, Path]:
    """Return the name given, else that of the file, and where the file was put."""
    given, sent, file = "", "", folder / "list"
    async for part in request[PARTS]:
        if not isinstance(part, BodyPartReader):
            continue
        if part.name == "name":
            given = (await part.read_chunk(_LONGEST_NAME)).decode("utf-8", "replace").strip()
        elif part.name == "file" and part.filename:
            sent = PurePath(part.filename.replace("\\", "/")).name
            file = folder / f"list{_suffix(sent)}"
            await store_part(part, file, hint=_BY_HAND)
    if not sent:
        raise ConfigError("no file was sent", hint="choose a file, then send the form again")
    return given or PurePath(sent).stem, file


def _suffix(name: str) -> str:
    """Return the suffix of a file that somebody named, nothing where it is not a plain one."""
    suffix = PurePath(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


async def store_part(part: BodyPartReader, file: Path, *, hint: str) -> None:
    """Write a file that is sent to `file`; `hint` is what to do where it is too large.

    Raises:
        InputError: it is larger than `LARGEST`.
    """
    size = 0
    with file.open("wb") as kept:
        while chunk := await part.read_chunk():
            size += len(chunk)
            if size > LARGEST:
                raise InputError(
                    f"the file is larger than {LARGEST // 1024 // 1024} MB",
                    hint=hint,
                )
            kept.write(chunk)


async def _kept(request: web.Request, name: str, file: Path) -> Imported:
    tools, served = request.app[keys.TOOLS], request.app[keys.SERVED]

    def work(opened: Opened) -> Imported:
        now = moment_of(None, tools.clock(), opened.corpus.summary())

        def read_where(where: Mapping[str, object]) -> PostFilter:
            return tools.read_filters(where, opened, now=now)

        with Store.open(database_path(served.home)) as store:
            return keep_export(store, file, name, read_where=read_where, now=now, called="the file")

    return await served.run(work)


ROUTES = (web.post("/shortlists/import", read_file),)
