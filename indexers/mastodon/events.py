"""Server-sent events: the lines of a stream, put together to events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NamedTuple

from engine.errors import PayloadError

MAX_EVENT = 4 << 20  # bytes; a post with its creator has a few thousand


class Event(NamedTuple):
    """One event: what kind, and what of. `data` of a post is its JSON, of a deletion its id."""

    name: str
    data: str


async def read_events(chunks: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    """Yield the events of a stream; its comments are heartbeats and yield nothing.

    Raises:
        PayloadError: one is longer than `MAX_EVENT`.
    """
    waiting, name = b"", ""
    data: list[str] = []
    async for chunk in chunks:
        *lines, waiting = (waiting + chunk).split(b"\n")
        for line in lines:
            field, _, value = line.removesuffix(b"\r").decode("utf-8", "replace").partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
            elif not field and not value and data:
                yield Event(name, "\n".join(data))
                name, data = "", []
        if len(waiting) + sum(map(len, data)) > MAX_EVENT:
            raise PayloadError(f"an event of the stream has more than {MAX_EVENT >> 20} MiB")
