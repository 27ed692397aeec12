"""Gathers notices and sends them on, now and then, to every channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from engine.alerts.digest import Digest, joined
from engine.errors import AlertError

EVERY, MOST = 900.0, 20  # seconds between two digests, mentions told in one


class Channel(Protocol):
    """A way to tell people. `send` raises `AlertError`, and no other error on purpose."""

    @property
    def name(self) -> str:
        """What it is called in messages."""

    async def send(self, digest: Digest) -> None:
        """Send `digest`, or raise."""


Noted = Callable[[str, Digest, AlertError | None], Awaitable[None]]
"""Hears the name of a channel, what it was given, and why it did not take it."""
Standing = Callable[[Digest], Awaitable[Digest]]
"""Returns what may still be told of a digest that waited; raises `AlertError` if it cannot say."""


class Courier:
    """Sends what is told it to all channels, each channel at its own pace.

    The first digest leaves at once, the next ones `every` seconds apart at the least. A digest
    tells at most `most` mentions and counts the others, however many come. What a channel does not
    take is joined with what comes next; `report` hears why, as a sentence, and `noted` of every
    digest given to a channel. Just before it is, `standing` says what of it is still there.
    """

    def __init__(
        self,
        channels: Sequence[Channel],
        *,
        report: Callable[[str], None],
        every: float = EVERY,
        most: int = MOST,
        noted: Noted | None = None,
        standing: Standing | None = None,
    ) -> None:
        self._channels = tuple(channels)
        self._waiting: list[Digest | None] = [None] * len(self._channels)
        self._report, self._noted, self._standing = report, noted, standing
        self._every, self._most = every, most
        self._sent = self._sending = 0

    @property
    def sent(self) -> int:
        """How many digests were taken, by all channels together."""
        return self._sent

    @property
    def is_idle(self) -> bool:
        """Whether all that was told has been taken by all channels."""
        return not self._sending and not any(self._waiting)

    def tell(self, digest: Digest) -> None:
        """Keep what `digest` tells for the next one."""
        told = joined(Digest(made_at=digest.made_at), digest, most=self._most)
        if not told:
            return
        self._waiting = [
            told if waiting is None else joined(waiting, told, most=self._most)
            for waiting in self._waiting
        ]

    async def run(self, stop: asyncio.Event) -> None:
        """Send digests until `stop` is set, and then what is left, once."""
        async with asyncio.TaskGroup() as group:
            for place in range(len(self._channels)):
                group.create_task(self._serve(place, stop))

    async def flush(self) -> None:
        """Send everything that waits, to all channels at once."""
        await asyncio.gather(*map(self._send, range(len(self._channels))))

    async def _serve(self, place: int, stop: asyncio.Event) -> None:
        while not stop.is_set():
            had = self._waiting[place] is not None
            await self._send(place)
            await _until(stop, self._every if had else min(1.0, self._every))
        await self._send(place)

    async def _send(self, place: int) -> None:
        digest, self._waiting[place] = self._waiting[place], None
        if digest is None:
            return
        self._sending += 1
        try:
            await self._given(place, digest)
        finally:
            self._sending -= 1

    async def _given(self, place: int, digest: Digest) -> None:
        channel, refused = self._channels[place], None
        try:
            if self._standing is not None:
                digest = await self._standing(digest)
            if digest:
                await channel.send(digest)
        except AlertError as error:
            refused = error
            later = self._waiting[place]
            self._waiting[place] = (
                digest if later is None else joined(digest, later, most=self._most)
            )
            self._report(f"alert not sent: {error}" + (f" ({error.hint})" if error.hint else ""))
        else:
            self._sent += 1
        if self._noted is not None:
            await self._noted(channel.name, digest, refused)


async def _until(stop: asyncio.Event, seconds: float) -> None:
    """Wait for `stop`, but no longer than `seconds`."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
