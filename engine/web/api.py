"""The interface for programs: the same answers as the pages, as JSON under `/api/`."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from multidict import MultiDict

from engine.errors import ConfigError
from engine.exports import to_json
from engine.questions import Opened
from engine.questions.creators import alike, one_called
from engine.questions.given import READING, moment_of
from engine.vocabulary import CreatorKey
from engine.web import keys
from engine.web.asking import BESIDE, asked_for
from engine.web.files import json_answer
from engine.web.openapi import description
from engine.web.pages.creator import document as creator_document
from engine.web.pages.creator import look
from engine.web.pages.search import document, find

_NOT_OF_SIMILAR = frozenset({"brief", "sort", "view", "after", *READING, *BESIDE})


async def search(request: web.Request) -> web.StreamResponse:
    """Rank creators for a brief."""
    asked = asked_for(request.query, request.app[keys.TOOLS].filters)
    if not asked.brief:
        raise ConfigError("there is no brief", hint="add ?brief=home+espresso")
    found = await request.app[keys.SERVED].run(lambda opened: find(asked, opened, request.app))
    return json_answer(document(found))


async def similar(request: web.Request) -> web.StreamResponse:
    """Rank creators who are like another one."""
    query = MultiDict(request.query)
    handles = query.popall("creator", [])
    if len(handles) != 1 or not handles[0].strip():
        raise ConfigError("there is no creator", hint="add ?creator=@handle or SOURCE:ID, once")
    asked = asked_for(query, request.app[keys.TOOLS].filters)
    for name in _NOT_OF_SIMILAR & query.keys():
        raise ConfigError(f"this address takes no {name!r}", hint="it takes creator and filters")

    def work(opened: Opened) -> dict[str, Any]:
        tools = request.app[keys.TOOLS]
        now = moment_of(asked.now, tools.clock(), opened.corpus.summary())
        where = tools.read_filters(asked.where, opened, now=now)
        creator, profile = one_called(handles[0].strip(), opened)
        found = alike(creator, profile, where, opened, tools, now=now, top=asked.top)
        return to_json(tools.marked(request.app[keys.SERVED].home, found))

    return json_answer(await request.app[keys.SERVED].run(work))


async def creator(request: web.Request) -> web.StreamResponse:
    """Give what is known of a creator; with a brief, why they stand where they stand."""
    key = CreatorKey(request.match_info["source"], request.match_info["id"])
    seen = await request.app[keys.SERVED].run(lambda opened: look(key, request, opened))
    if seen is None:
        raise web.HTTPNotFound(text="there is no such creator here\nids are those of the platform")
    if seen.problem is not None:
        raise seen.problem
    return json_answer(creator_document(seen))


async def status(request: web.Request) -> web.StreamResponse:
    """Say what the corpus holds."""
    if request.query:
        raise ConfigError("this address takes no parameters")
    tools = request.app[keys.TOOLS]
    return json_answer(await request.app[keys.SERVED].look(tools.status))


async def openapi(request: web.Request) -> web.StreamResponse:
    """Describe this interface."""
    return json_answer(description(request.app[keys.TOOLS]))


ROUTES = (
    web.get("/api/search", search),
    web.get("/api/similar", similar),
    web.get("/api/creators/{source}/{id:.+}", creator),
    web.get("/api/status", status),
    web.get("/api/openapi.json", openapi),
)
