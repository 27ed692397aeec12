"""Listening to a relay: a subscription that stays open, and is opened again where it broke off."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any

from engine.access import Access
from engine.errors import PayloadError, RateLimitError, SourceError, UnavailableError
from engine.vocabulary import Page, PostKey, Watch
from engine.watching import Watcher
from indexers.nostr.cursors import Place, deleted_of, remembering
from indexers.nostr.events import (
    DELETION,
    POSTS,
    SOURCE,
    keep_post,
    named_in,
    native_id,
    spellings,
)
from indexers.nostr.relay import Answer, Filter, Line, Relay
from indexers.nostr.signing import Event
from indexers.pages import PageDraft

PAUSE = 2.0  # seconds at most between two pages while something happens
PAGE_EVENTS = 500  # before a page is due
REWIND = 300  # seconds; events come late
MAX_BACKOFF = 120.0  # seconds
SEEN = 5_000  # events known to have been heard
REMEMBERED = 2_000  # posts whose deletion would be understood


class Listener:
    """Follows what a `watch` asks for on a relay, from a `place` on or from now on."""

    def __init__(self, access: Access, relay: Relay, watch: Watch, *, place: Place) -> None:
        self._access = access
        self._relay = relay
        self._watch = watch
        self._watcher = Watcher(watch)
        self._newest = place.floor or int(access.now().timestamp())
        self._authors = dict(place.authors)
        self._answer = Answer()
        self._gone: dict[tuple[str, str], None] = {}  # deletions may come before what they delete
        self._goes_back = place.floor is not None
        self._lost_at: datetime | None = None
        self._was_heard = False
        self._failures = 0

    async def pages(self) -> AsyncGenerator[Page, None]:
        """Yield what is heard, until it is closed.

        Raises:
            AuthError: the relay is for its members.
            PayloadError: it is no relay, or refuses what is asked, from the first.
        """
        while True:
            error: SourceError = UnavailableError(f"{self._relay.name} has hung up")
            try:
                async with self._relay.connected() as line, aclosing(self._heard(line)) as pages:
                    async for page in pages:
                        yield page
            except (UnavailableError, PayloadError, RateLimitError) as failure:
                if isinstance(failure, PayloadError) and not self._was_heard:
                    raise
                error = failure
            self._failures += 1
            self._goes_back = True
            if self._lost_at is None:
                self._lost_at = self._access.now()
            await self._access.sleep(self._pause(error))

    def _pause(self, error: SourceError) -> float:
        """Return the seconds to wait after one more failure: longer each time, or as asked."""
        asked = error.retry_after if isinstance(error, RateLimitError) else 0.0
        longest = min(2.0**self._failures, MAX_BACKOFF)
        return max(asked, random.uniform(longest / 2, longest))  # noqa: S311 - jitter

    async def _heard(self, line: Line) -> AsyncGenerator[Page, None]:
        """Yield what is heard on a connection; what was missed comes first, for it is stored."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue(PAGE_EVENTS)
        reading = asyncio.create_task(self._read(line, queue))
        try:
            while not (reading.done() and queue.empty()):
                draft = PageDraft(now=self._access.now())
                await self._take(queue, draft, reading)
                if page := self._page(draft):
                    yield page
            reading.result()
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read(self, line: Line, queue: asyncio.Queue[Event | None]) -> None:
        async with aclosing(line.follow(self._filters(), self._answer)) as events:
            async for event in events:
                await queue.put(event)

    def _filters(self) -> Sequence[Filter]:
        """Return what to ask for: posts with the hashtags or, for words, all; and deletions."""
        since = max(0, self._newest - REWIND) if self._goes_back else self._newest
        asked: dict[str, Any] = {"kinds": list(POSTS), "since": since}
        if self._watch.hashtags and not (self._watch.words or self._watch.everything):
            asked["#t"] = [one for tag in self._watch.hashtags for one in spellings(tag)]
        return [asked, {"kinds": [DELETION], "since": since}]

    async def _take(
        self,
        queue: asyncio.Queue[Event | None],
        draft: PageDraft,
        reading: asyncio.Task[None],
    ) -> None:
        """Wait for an event, and then a little for more of them."""
        getting = asyncio.ensure_future(queue.get())
        await asyncio.wait({getting, reading}, return_when=asyncio.FIRST_COMPLETED)
        if not getting.done():
            getting.cancel()
            return
        self._put(getting.result(), draft)
        try:
            async with asyncio.timeout(PAUSE):
                for _ in range(PAGE_EVENTS):
                    self._put(await queue.get(), draft)
        except TimeoutError:
            pass

    def _put(self, event: Event | None, draft: PageDraft) -> None:
        if event is None:  # all that was stored has come
            self._is_back(draft)
            return
        if event.id in self._answer.events:
            return
        self._answer.events[event.id] = event
        while len(self._answer.events) > SEEN:
            del self._answer.events[next(iter(self._answer.events))]
        if event.kind == DELETION:
            self._delete(event, draft)
            return
        if not self._is_wanted(event):
            return
        is_deleted = (native_id(event), event.pubkey) in self._gone
        if keep_post(draft, event, is_deleted=is_deleted):
            self._authors = remembering(self._authors, [event], most=REMEMBERED)
            now = int(self._access.now().timestamp())
            self._newest = max(self._newest, min(event.created_at, now))

    def _is_wanted(self, event: Event) -> bool:
        return self._watcher.hears(event.content, [tag.casefold() for tag in event.values("t")])

    def _delete(self, deletion: Event, draft: PageDraft) -> None:
        """Take a deletion to heart: of posts that came, and of such as may come yet."""
        for one in deleted_of(self._authors, deletion):
            draft.delete(PostKey(SOURCE, one))
        for one in named_in(deletion):
            self._gone[one, deletion.pubkey] = None
        while len(self._gone) > SEEN:
            del self._gone[next(iter(self._gone))]

    def _is_back(self, draft: PageDraft) -> None:
        """Say from when to when the relay could not be heard."""
        self._failures = 0
        self._was_heard = True
        if self._lost_at is not None:
            since, until = self._lost_at, self._access.now()
            self._lost_at = None
            draft.tell(
                f"{self._relay.name} was not heard from {since:%H:%M:%S} to {until:%H:%M:%S} UTC; "
                "what it has stored of that time was fetched"
            )

    def _page(self, draft: PageDraft) -> Page | None:
        for claimed, reason in self._answer.refused:
            draft.refuse(f"event {claimed}", reason)
        self._answer.refused.clear()
        self._answer.n_foreign = 0
        if draft.is_empty:
            return None
        place = Place(floor=self._newest, authors=remembering(self._authors, ()))
        return draft.finish(place.written())
