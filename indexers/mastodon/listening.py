"""Listening to a server: its streams with a token, its hashtags asked again and again without."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import aiohttp

from engine.access import Access
from engine.errors import (
    AuthError,
    GoneError,
    PayloadError,
    RateLimitError,
    SourceError,
    UnavailableError,
)
from engine.vocabulary import Page
from indexers.mastodon.events import read_events
from indexers.mastodon.hearing import Hearing
from indexers.mastodon.paging import Place
from indexers.mastodon.servers import Server, token_hint
from indexers.mastodon.timelines import Timeline

PAUSE = 2.0  # seconds at most between two pages while something happens
SILENCE = 60.0  # seconds; a heartbeat comes every 15
POLL = 60.0  # seconds between two looks at a hashtag
MAX_BACKOFF = 120.0  # seconds
MAX_MISSED = 50  # pages fetched of what was missed
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=15.0, sock_read=SILENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A stream by its `name` (`#espresso`): the `address` it is at, and the timeline it extends."""

    name: str
    address: str
    timeline: Timeline


class Ear(Protocol):
    """Hears one stream, and puts what it hears into a hearing."""

    async def follow(self) -> None:
        """Go on until it is cancelled; raise `SourceError` where trying again is of no use."""
        ...


async def heard(hearing: Hearing, ears: Sequence[Ear]) -> AsyncGenerator[Page, None]:
    """Yield the pages of a `hearing` while all its `ears` are open.

    Raises:
        SourceError: one of them cannot go on.
    """
    tasks = [asyncio.create_task(ear.follow()) for ear in ears]
    try:
        while True:
            await _news(hearing, tasks)
            for page in hearing.pages():
                yield page
            for task in tasks:
                if task.done():
                    task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _news(hearing: Hearing, tasks: Sequence[asyncio.Task[None]]) -> None:
    """Wait until there is something to tell, and then a little for more of it."""
    await _first(hearing.news, tasks, within=None)
    await _first(hearing.full, tasks, within=PAUSE)


async def _first(
    event: asyncio.Event, tasks: Sequence[asyncio.Task[None]], *, within: float | None
) -> None:
    """Wait for an event, the end of a task, or so many seconds."""
    waiting = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({waiting, *tasks}, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


class Poller:
    """Asks for the newer posts of a timeline, again and again."""

    def __init__(self, stream: Stream, hearing: Hearing, access: Access) -> None:
        self._stream = stream
        self._hearing = hearing
        self._access = access

    async def follow(self) -> None:
        """Go on until it is cancelled.

        Raises:
            SourceError: the server has closed the timeline, or answers with something else.
        """
        lost = Loss(self._access)
        while True:
            try:
                await missed(self._stream, self._hearing)
                if sentence := lost.found():
                    self._hearing.tell(f"{self._stream.name} could not be read {sentence}")
                await self._access.sleep(POLL)
            except (UnavailableError, RateLimitError) as error:
                await self._access.sleep(lost.pause(error))


class Listener:
    """Follows a stream: what it missed while it was away is fetched from the timeline."""

    def __init__(self, stream: Stream, hearing: Hearing, *, access: Access, server: Server) -> None:
        self._stream = stream
        self._hearing = hearing
        self._access = access
        self._server = server

    async def follow(self) -> None:
        """Go on until it is cancelled.

        Raises:
            AuthError: the token is refused.
            GoneError: the server has no streams.
        """
        lost = Loss(self._access)
        while True:
            try:
                await self._hear(lost)
                error: SourceError = UnavailableError("the stream was closed")
            except (UnavailableError, PayloadError, RateLimitError) as failure:
                error = failure
            except (aiohttp.ClientError, OSError, ValueError, TimeoutError) as failure:
                error = UnavailableError(f"the stream broke off: {type(failure).__name__}")
            await self._access.sleep(lost.pause(error))

    async def _hear(self, lost: Loss) -> None:
        """Open the stream, fetch what was missed, and take events until it ends."""
        headers = {"User-Agent": self._access.agent, "Accept": "text/event-stream"}
        if token := self._server.token:
            headers["Authorization"] = f"Bearer {token.reveal()}"
        self._access.meter.requests += 1
        async with self._access.session.get(
            self._stream.address, headers=headers, timeout=_TIMEOUT, allow_redirects=False
        ) as response:
            self._check(response.status)
            await self._catch_up(lost)
            async for event in read_events(response.content.iter_any()):
                await self._hearing.take(event, self._stream.name)
                lost.is_well()

    def _check(self, status: int) -> None:
        name = self._server.name
        if status in (401, 403):
            raise AuthError(f"{name} refuses to stream ({status})", hint=token_hint(self._server))
        if status in (404, 410):
            raise GoneError(f"{name} has no streams", hint="without a token its hashtags are asked")
        if status != 200:
            raise UnavailableError(f"{name} answered {status} instead of a stream")

    async def _catch_up(self, lost: Loss) -> None:
        """Fetch what was posted since the newest post heard, and say what cannot be known."""
        name = self._stream.name
        try:
            n_posts, is_all = await missed(self._stream, self._hearing)
        except (AuthError, GoneError, PayloadError) as error:
            if sentence := lost.found():
                self._hearing.tell(f"{name} was not heard {sentence}, and is lost: {error}")
            return
        if not is_all:
            self._hearing.tell(f"{name}: more was missed than the {n_posts:,} posts fetched")
        if sentence := lost.found():
            self._hearing.tell(
                f"{name} was not heard {sentence}: {n_posts:,} posts of that time were fetched, "
                "its edits and deletions are not known"
            )


async def missed(stream: Stream, hearing: Hearing) -> tuple[int, bool]:
    """Fetch what is newer than the newest post of a stream; how many posts, and whether all.

    Of a stream never heard before nothing was missed: it begins now.
    """
    newest = hearing.newest(stream.name)
    if newest is None:
        hearing.is_at(stream.name, await stream.timeline.newest())
        return 0, True
    n_posts = n_pages = 0
    async for page, place in stream.timeline.forward(Place(newest=newest)):
        hearing.fetched(page, stream.name, place.newest or newest)
        n_posts += len(page.posts)
        n_pages += 1
        if n_pages == MAX_MISSED:
            return n_posts, False
    return n_posts, True


class Loss:
    """How long something has been out of reach, and how long to wait before the next try."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._since: datetime | None = None
        self._tries = 0

    def pause(self, error: SourceError) -> float:
        """Return the seconds to wait after one more failure: longer each time, or as asked."""
        self._since = self._since or self._access.now()
        self._tries += 1
        asked = error.retry_after if isinstance(error, RateLimitError) else 0.0
        longest = min(2.0**self._tries, MAX_BACKOFF)
        return max(asked, random.uniform(longest / 2, longest))  # noqa: S311 - jitter

    def found(self) -> str | None:
        """Return from when to when it was out of reach; `None` if it was not."""
        if self._since is None:
            return None
        since, self._since = self._since, None
        return f"from {since:%H:%M:%S} to {self._access.now():%H:%M:%S} UTC"

    def is_well(self) -> None:
        """Take note that it can be heard again: the next wait is short."""
        self._tries = 0
