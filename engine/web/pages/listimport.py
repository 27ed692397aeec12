"""A list read from an exported file that is sent to the page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath

from aiohttp import web

from engine.questions import Opened
from engine.questions.given import moment_of
from engine.shortlists.keeping import Imported, keep_export
from engine.store import Store, database_path
from engine.vocabulary import PostFilter
from engine.web import keys
from engine.web.addresses import list_path
from engine.web.sent import sent_file

_BY_HAND = "use overheard shortlist import FILE"


async def read_file(request: web.Request) -> web.StreamResponse:
    """Keep the list of the file that a form sends, under a name given or that of the file."""
    async with sent_file(request, by_hand=_BY_HAND) as sent:
        name = sent.typed.get("name") or PurePath(sent.called).stem
        read = await _kept(request, name, sent.file)
    raise web.HTTPSeeOther(f"{list_path(name)}?said=imported&n={read.kept}")


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
