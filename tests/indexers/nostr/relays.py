"""Relays for tests: a real one of others, and one that plays whatever a test wants."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import aiohttp
import coincurve
from aiohttp import web

from tests.indexers.processes import free_port, running
from tests.indexers.servers import Talking, served

START = 1_750_000_000  # seconds since 1970: June 2025
_CONFIG = """
DEBUG: false
relay_name: a relay of the tests
storage:
  sqlalchemy.url: sqlite+aiosqlite:///{folder}/nostr.sqlite3
  num_concurrent_reqs: 10
  num_concurrent_adds: 2
  validators:
    - nostr_relay.validators.is_signed
verification:
  nip05_verification: disabled
gunicorn:
  bind: 127.0.0.1:{port}
  workers: 1
  loglevel: info
  reload: false
authentication:
  enabled: false
message_timeout: 1800
subscription_limit: 32
max_limit: 6000
"""

Event = dict[str, Any]
Say = Callable[[Any], Awaitable[None]]
Playing = Callable[[list[Any], Say], Awaitable[None]]


class Person:
    """Somebody with a key of their own, who signs events."""

    def __init__(self, number: int) -> None:
        self._key = coincurve.PrivateKey(number.to_bytes(32, "big"))
        self.pubkey = self._key.public_key.format(compressed=True)[1:].hex()

    def event(
        self, content: str = "", *, kind: int = 1, at: int = START, tags: Sequence[Any] = ()
    ) -> Event:
        listed = [list(tag) for tag in tags]
        parts = [0, self.pubkey, at, kind, listed, content]
        digest = sha256(
            json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
        ).digest()
        return {
            "id": digest.hex(),
            "pubkey": self.pubkey,
            "created_at": at,
            "kind": kind,
            "tags": listed,
            "content": content,
            "sig": self._key.sign_schnorr(digest, None).hex(),
        }

    def tagged(self, number: int, *, tag: str = "espresso", at: int | None = None) -> Event:
        at = START + number if at is None else at
        return self.event(f"cup {number}", at=at, tags=[("t", tag)])


ANA, BO = Person(1), Person(2)


@contextmanager
def real_relay(folder: Path) -> Iterator[str]:
    """Run the relay `nostr-relay`; return its address."""
    port = free_port()
    config = folder / "config.yaml"
    config.write_text(_CONFIG.format(folder=folder, port=port))
    with running(["nostr-relay", "-c", str(config), "serve"], port=port, folder=folder):
        yield f"ws://127.0.0.1:{port}"


async def publish(url: str, *events: Event) -> list[Any]:
    """Send events to a relay, and return what it says of each."""
    said = []
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        for event in events:
            await socket.send_json(["EVENT", event])
            said.append(await socket.receive_json(timeout=20))
    return said


@asynccontextmanager
async def played_relay(playing: Playing, about: Any = None) -> AsyncIterator[str]:
    """Serve a relay that answers every message as `playing` does; `about` is its NIP-11."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.headers.get("accept") == "application/nostr+json":
            return web.json_response(about) if about is not None else web.Response(status=404)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await talking(playing)(socket)
        return socket

    app = web.Application()
    app.router.add_get("/", answer)
    async with served(app) as address:
        yield f"ws://{address}"


def talking(playing: Playing) -> Talking:
    """Answer every message on a websocket as `playing` does, until it hangs up."""

    async def talk(socket: web.WebSocketResponse) -> None:
        async for message in socket:
            try:
                await playing(json.loads(message.data), socket.send_json)
            except ConnectionError:
                break

    return talk


def holding(*events: Event, limit: int = 500) -> Playing:
    """A relay that holds `events` and answers as NIP-01 says, at most `limit` at a time."""

    async def play(message: list[Any], say: Say) -> None:
        if message[0] != "REQ":
            return
        for wanted in message[2:]:
            found = [event for event in events if _matches(event, wanted)]
            found.sort(key=lambda event: (-event["created_at"], event["id"]))
            for event in found[: min(limit, wanted.get("limit", limit))]:
                await say(["EVENT", message[1], event])
        await say(["EOSE", message[1]])

    return play


def _matches(event: Event, wanted: dict[str, Any]) -> bool:
    def tags(name: str) -> set[str]:
        return {tag[1] for tag in event["tags"] if len(tag) > 1 and tag[0] == name}

    return (
        event["kind"] in wanted.get("kinds", [event["kind"]])
        and event["pubkey"] in wanted.get("authors", [event["pubkey"]])
        and wanted.get("since", 0) <= event["created_at"] <= wanted.get("until", 1 << 40)
        and all(tags(name[1:]) & set(wanted[name]) for name in wanted if name[0] == "#")
    )
