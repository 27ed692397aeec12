"""A loopback server that answers by a script, and a clock on which nobody waits.

    async with scripted({"/posts": [Reply(json=…), Reply(status=429)]}) as server, \\
            access_to() as access:
        client = Client(access, server.url)

The replies of a path are given in turn, the last one again and again. A path that is not in the
script answers 404. `server.requests` are those that came.
"""

from __future__ import annotations

import asyncio
import gzip
import json as json_module
import threading
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import aiohttp
from aiohttp import web

from engine.access import Access, Secret
from engine.protocols import Source
from engine.vocabulary import Meter, Page, Query, QueryKind
from tests.fakes import NOW

Lent = TypeVar("Lent")
Talking = Callable[[web.WebSocketResponse], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer: `json`, or `body` as it is. `cut` breaks the connection after so many bytes,
    `hang` never answers, `gzip` compresses the body (or takes it for compressed already). `socket`
    is what talks to who opens a websocket."""

    status: int = 200
    json: Any = None
    body: bytes | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    hang: bool = False
    gzip: bool = False
    socket: Talking | None = None

    @property
    def content(self) -> bytes:
        if self.body is not None:
            content = self.body.encode() if isinstance(self.body, str) else self.body
        elif self.json is not None:
            content = json_module.dumps(self.json).encode()
        else:
            content = b""
        return gzip.compress(content) if self.gzip and content[:2] != b"\x1f\x8b" else content


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    queries: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes


Answering = Callable[[Asked], Reply | Awaitable[Reply]]
Script = Mapping[str, Sequence[Reply] | Answering]


class Server:
    """A running server: `url` is where, `requests` what came."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Asked] = []
        self.url = ""
        self._given: dict[str, int] = {}

    def paths(self) -> list[str]:
        return [asked.path for asked in self.requests]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        asked = Asked(
            method=request.method,
            path=request.path,
            query=dict(request.query),
            queries=list(request.query.items()),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.read(),
        )
        self.requests.append(asked)
        return await _sent(request, await self._reply(asked))

    async def _reply(self, asked: Asked) -> Reply:
        scripted = self.script.get(asked.path)
        if scripted is None:
            return Reply(status=404, json={"error": "not in the script"})
        if callable(scripted):
            made = scripted(asked)
            return made if isinstance(made, Reply) else await made
        turn = self._given.get(asked.path, 0)
        self._given[asked.path] = turn + 1
        return scripted[min(turn, len(scripted) - 1)]


async def _sent(request: web.Request, reply: Reply) -> web.StreamResponse:
    if reply.socket is not None:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await reply.socket(socket)
        return socket
    if reply.hang:
        await asyncio.sleep(3600)
    headers = dict(reply.headers)
    if reply.gzip:
        headers["Content-Encoding"] = "gzip"
    headers.setdefault(
        "Content-Type", "application/json" if reply.json is not None else "text/plain"
    )
    if reply.cut is None:
        return web.Response(status=reply.status, body=reply.content, headers=headers)
    response = web.StreamResponse(status=reply.status, headers=headers)
    response.content_length = len(reply.content)
    await response.prepare(request)
    await response.write(reply.content[: reply.cut])
    if request.transport is not None:
        request.transport.abort()
    return response


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    """Serve `app` while the context lasts; the value is its loopback address and free port."""
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def scripted(script: Script) -> AsyncIterator[Server]:
    """Serve `script` on a free loopback port while the context lasts."""
    server = Server(script)
    app = web.Application(client_max_size=1 << 26)
    app.router.add_route("*", "/{path:.*}", server.answer)
    async with served(app) as address:
        server.url = f"http://{address}"
        yield server


class Clock:
    """A clock that moves when somebody sleeps, and only then; `slept` is for how long."""

    def __init__(self, start: datetime = NOW) -> None:
        self._now = start
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def access_to(
    *,
    options: Mapping[str, object] | None = None,
    secrets: Mapping[str, str] | None = None,
    clock: Clock | None = None,
    patience: float = 300.0,
    attempts: int = 3,
    max_requests: int = 1_000,
) -> AsyncIterator[Access]:
    """Lend a session and a clock; nobody waits for real."""
    clock = clock or Clock()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Access(
            session=session,
            agent="overheard-tests/0",
            meter=Meter(),
            secrets={name: Secret(text) for name, text in (secrets or {}).items()},
            options=options or {},
            patience=patience,
            attempts=attempts,
            max_requests=max_requests,
            now=clock.now,
            sleep=clock.sleep,
        )


async def pages_of(source: Source, query: Query, after: str | None = None) -> list[Page]:
    """Return all pages of a walk; a walk that never ends fails."""
    pages: list[Page] = []
    async for page in source.pages(query, after=after):
        pages.append(page)
        assert len(pages) < 1_000, "the walk does not end"
    return pages


def hashtag(text: str, since: datetime | None = None) -> Query:
    return Query(kind=QueryKind.HASHTAG, text=text, since=since)


def text(words: str, since: datetime | None = None) -> Query:
    return Query(kind=QueryKind.TEXT, text=words, since=since)


def account(handle: str, since: datetime | None = None) -> Query:
    return Query(kind=QueryKind.ACCOUNT, text=handle, since=since)


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    """Serve `script` from a thread of its own, for programs that have a loop of theirs."""
    with in_a_thread(scripted(script)) as server:
        yield server


@contextmanager
def in_a_thread(context: AbstractAsyncContextManager[Lent]) -> Iterator[Lent]:
    """Keep `context` open in a loop of its own, in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def ran(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(timeout=30)

    try:
        yield ran(_entered(context))
    finally:
        ran(_left(context))
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=30)
        loop.close()


async def _entered(context: AbstractAsyncContextManager[Lent]) -> Lent:
    return await context.__aenter__()


async def _left(context: AbstractAsyncContextManager[Lent]) -> None:
    await context.__aexit__(None, None, None)
