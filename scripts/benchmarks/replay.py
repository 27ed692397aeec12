"""A stream of events to listen to on this machine: recorded ones, told again with other words."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import zstandard
from aiohttp import WSMsgType, web

RECORDED = Path(__file__).parents[2] / "tests/indexers/answers/bluesky/jetstream.jsonl"
WANTED_TAG = "wantedinabenchmark"
ONE_IN = 50  # events are of a post with that tag
FIRST_US = 1_779_719_009_000_000  # microseconds; 25 May 2026
STEP_US = 500  # 2,000 events a second, the most that network was seen to send for long
# Of fifty events, those that are no new post. Jetstream leaves out what nobody asks for.
_OTHERS = {5: "delete", 11: "profile", 17: "delete", 23: "identity", 29: "delete", 37: "account"}
_DICTIONARY_BYTES = 112_640  # of the one that is used there
_SAMPLES = 5_000
_PEOPLE = 50_000


class Replay:
    """Events by number, the same every time, with the words of `texts`."""

    def __init__(self, texts: Sequence[str]) -> None:
        recorded = [json.loads(line) for line in RECORDED.read_text().splitlines()]
        self._posts = [one for one in map(_post_of, recorded) if one is not None]
        self._others = {_kind_of(one): one for one in recorded}
        self._texts = texts

    def event(self, number: int) -> bytes:
        """Return the event with this number, as JSON."""
        kind = _OTHERS.get(number % ONE_IN, "post")
        event = {**self._others[kind]} if kind != "post" else self._post(number)
        did = f"did:plc:{number * 7_919 % _PEOPLE:024d}"
        event |= {"did": did, "time_us": FIRST_US + number * STEP_US}
        if "commit" in event:
            event["commit"] = {**event["commit"], "rkey": f"3m{number:011d}"}
        return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()

    def _post(self, number: int) -> dict[str, Any]:
        event = self._posts[number % len(self._posts)]
        text = self._texts[number % len(self._texts)]
        if number % ONE_IN == 0:
            text = f"{text} #{WANTED_TAG}"
        record = {**event["commit"]["record"], "text": text}
        return {**event, "commit": {**event["commit"], "record": record}}


def wanted(n: int) -> int:
    """Return how many of the first `n` events are of a post that is wanted."""
    return len(range(0, n, ONE_IN))


def dictionary_for(replay: Replay) -> bytes:
    """Return a dictionary for compressing such events, made of some of them."""
    samples = [replay.event(number) for number in range(_SAMPLES)]
    return bytes(zstandard.train_dictionary(_DICTIONARY_BYTES, samples).as_bytes())


@contextmanager
def replayed(texts: Sequence[str], n: int, dictionary: bytes | None) -> Iterator[str]:
    """Serve the first `n` events from another process, and yield the address."""
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, args=(theirs, texts, n, dictionary), daemon=True)
    process.start()
    try:
        yield f"ws://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(told: Connection, texts: Sequence[str], n: int, dictionary: bytes | None) -> None:
    asyncio.run(_serving(told, Replay(texts), n, dictionary))


async def _serving(told: Connection, replay: Replay, n: int, dictionary: bytes | None) -> None:
    squeeze = None
    if dictionary is not None:
        squeeze = zstandard.ZstdCompressor(dict_data=zstandard.ZstdCompressionDict(dictionary))
    # Made ahead where they fit, so that the listener never waits for them.
    ready = [_frame(replay, number, squeeze) for number in range(min(n, 100_000))]

    async def subscribe(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        kind = WSMsgType.BINARY if squeeze else WSMsgType.TEXT
        for number in range(n):
            frame = ready[number] if number < len(ready) else _frame(replay, number, squeeze)
            await socket.send_frame(frame, kind)
        await socket.receive()
        return socket

    app = web.Application()
    app.router.add_get("/subscribe", subscribe)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    told.send(runner.addresses[0][1])
    await asyncio.Event().wait()


def _frame(replay: Replay, number: int, squeeze: zstandard.ZstdCompressor | None) -> bytes:
    event = replay.event(number)
    return squeeze.compress(event) if squeeze else event


def _post_of(event: dict[str, Any]) -> dict[str, Any] | None:
    return event if _kind_of(event) == "post" else None


def _kind_of(event: dict[str, Any]) -> str:
    commit = event.get("commit")
    if commit is None:
        return str(event["kind"])
    if not commit["collection"].startswith(("app.bsky.feed.post", "app.bsky.actor.profile")):
        return "other"
    name = str(commit["collection"]).rpartition(".")[2]
    return "delete" if commit["operation"] == "delete" else name


def mixed(texts: Sequence[str], n: int) -> list[str]:
    """Return `n` texts of at most 300 characters, every fourth in other writing."""
    foreign = cycle(
        (
            "今日は新しい店でコーヒーを飲んだ。とても美味しかったです☕",
            "Żółta łódź — “déjà vu” 🥖🥖",
        )
    )
    short = [text[:300] for text in islice(cycle(texts), n)]
    return [next(foreign) + text[:150] if i % 4 == 3 else text for i, text in enumerate(short)]
