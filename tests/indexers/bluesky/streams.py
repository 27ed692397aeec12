"""A loopback stream of events that behaves by a script, and events to put into it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from tests.indexers.servers import served

START = datetime(2026, 5, 25, 14, tzinfo=UTC)
POST = "app.bsky.feed.post"


def at(seconds: float) -> int:
    """Return the microseconds of the moment so many seconds after `START`."""
    return round((START + timedelta(seconds=seconds)).timestamp() * 1_000_000)


def commit(
    did: str, seconds: float, record: dict[str, Any] | None, *, operation: str = "create",
    collection: str = POST, rkey: str | None = None,
) -> bytes:  # fmt: skip
    """Return the event of `did` committing a `record`, so many seconds after `START`."""
    what: dict[str, Any] = {
        "rev": "r", "operation": operation, "collection": collection,
        "rkey": rkey or f"k{at(seconds)}",
    }  # fmt: skip
    if record is not None:
        what |= {"record": {"$type": collection, **record}, "cid": "c"}
    return _event(did, seconds, "commit", what)


def said(did: str, seconds: float, text: str, **more: Any) -> bytes:
    """Return the event of a post."""
    record = {"text": text, "createdAt": (START + timedelta(seconds=seconds)).isoformat(), **more}
    return commit(did, seconds, record)


def unsaid(did: str, seconds: float, rkey: str) -> bytes:
    """Return the event of a post taken back."""
    return commit(did, seconds, None, operation="delete", rkey=rkey)


def account(did: str, seconds: float, status: str | None) -> bytes:
    """Return the event of an account that is active (no `status`) or not."""
    what: dict[str, Any] = {"active": status is None, "did": did, "seq": 1}
    return _event(did, seconds, "account", what | ({"status": status} if status else {}))


def identity(did: str, seconds: float, handle: str | None) -> bytes:
    """Return the event of somebody who may have another handle."""
    return _event(did, seconds, "identity", {"did": did} | ({"handle": handle} if handle else {}))


def _event(did: str, seconds: float, kind: str, what: dict[str, Any]) -> bytes:
    event = {"did": did, "time_us": at(seconds), "kind": kind, kind: what}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(slots=True, kw_only=True)
class Scene:
    """What one connection gets: `frames` (bytes of `binary` ones, else text), then an end.

    A `status` that is not 101 refuses the connection; `stays` keeps it open and silent.
    """

    frames: Sequence[bytes] = ()
    status: int = 101
    stays: bool = False
    binary: bool = False


@dataclass(slots=True)
class Stream:
    """A running stream: `url` is where, `asked` the queries that came."""

    url: str = ""
    asked: list[list[tuple[str, str]]] = field(default_factory=list)

    def cursors(self) -> list[int | None]:
        found = (dict(query).get("cursor") for query in self.asked)
        return [None if cursor is None else int(cursor) for cursor in found]


Directing = Callable[[int, dict[str, str]], Scene]


@asynccontextmanager
async def streaming(direct: Sequence[Scene] | Directing) -> AsyncIterator[Stream]:
    """Serve scenes in turn, the last again and again, or as `direct(turn, query)` makes them."""
    stream = Stream()

    async def subscribe(request: web.Request) -> web.StreamResponse:
        turn = len(stream.asked)
        stream.asked.append(list(request.query.items()))
        made = direct(turn, dict(request.query)) if callable(direct) else None
        scene = made or direct[min(turn, len(direct) - 1)]  # type: ignore[index]
        if scene.status != 101:
            return web.Response(status=scene.status, text="not now")
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        for frame in scene.frames:
            await (socket.send_bytes(frame) if scene.binary else _send_text(socket, frame))
        while scene.stays and not socket.closed:
            await socket.receive()
        await socket.close()
        return socket

    app = web.Application()
    app.router.add_get("/subscribe", subscribe)
    async with served(app) as address:
        stream.url = f"ws://{address}"
        yield stream


async def _send_text(socket: web.WebSocketResponse, frame: bytes) -> None:
    await socket.send_frame(frame, web.WSMsgType.TEXT)
    await asyncio.sleep(0)
