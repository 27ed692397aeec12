"""What was heard of a server's streams since the last page, and where each of them stands."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import msgspec

from engine.vocabulary import Page, PostKey, Watch
from engine.watching import Watcher
from indexers.cursors import held_in
from indexers.mastodon.events import Event
from indexers.mastodon.paging import newest_id
from indexers.mastodon.statuses import SOURCE, UnheardError, keep_status
from indexers.pages import PageDraft
from indexers.records import NativePost

PAGE_EVENTS = 400  # taken, heard or not, before a page is due
REMEMBERED = 2_000  # posts whose deletion would be understood
WRITTEN = 200  # of them, in a cursor
_decode = msgspec.json.Decoder(dict[str, object]).decode


class Spot(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a cursor holds: the newest post of each stream, and what recent posts are known by.

    A server tells of a deletion by an id of its own, so `ids` has the ids of posts by those.
    """

    newest: dict[str, str] = {}
    ids: dict[str, str] = {}


class Hearing:
    """Takes events, keeps what `watch` asks for, and gives it out as pages."""

    def __init__(
        self, watch: Watch, *, domain: str, now: Callable[[], datetime], after: str | None
    ) -> None:
        self._watcher = Watcher(watch)
        self._domain = domain
        self._now = now
        self._spot = held_in(after, Spot)
        self._draft: PageDraft | None = None
        self._ready: deque[Page] = deque()
        self._n_taken = 0
        self._has_moved = False
        self._room = asyncio.Event()
        self._room.set()
        self.news = asyncio.Event()
        self.full = asyncio.Event()  # nothing more is taken before what there is is given out

    def newest(self, stream: str) -> str | None:
        """Return the newest post of a stream, by the server's own id."""
        return self._spot.newest.get(stream)

    def is_at(self, stream: str, newest: str) -> None:
        """Take note of the newest post of a stream."""
        self._spot.newest[stream] = newest
        self._has_moved = True
        self.news.set()

    def check(self, native: NativePost) -> None:
        """Let pass what is listened for.

        Raises:
            UnheardError: it is not.
        """
        hashtags = [tag.casefold() for tag in native.hashtags or ()]
        if not self._watcher.hears(native.text, hashtags):
            raise UnheardError

    async def take(self, event: Event, stream: str) -> None:
        """Take an event of a stream, and wait where a page is due and nobody has taken it yet."""
        if event.name in ("update", "status.update"):
            self._take_status(event, stream)
        elif event.name == "delete":
            self._take_deletion(event.data.strip())
        self._n_taken += 1
        if self._n_taken >= PAGE_EVENTS:
            self._room.clear()
            self.full.set()
        await self._room.wait()

    def _take_status(self, event: Event, stream: str) -> None:
        try:
            record = _decode(event.data)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            self.draft.refuse(f"an event of {stream}", "it is no JSON object")
            self.news.set()
            return
        own_id = str(record.get("id") or "")
        is_known = own_id in self._spot.ids
        native = keep_status(
            self.draft,
            record,
            host=self._domain,
            where=f"status {own_id}",
            check=_pass if is_known else self.check,
        )
        if event.name == "update" and own_id:
            self.is_at(stream, newest_id(self.newest(stream), own_id) or own_id)
        if native is not None:
            self.remember(record, native)
        if not self.draft.is_empty:
            self.news.set()

    def _take_deletion(self, own_id: str) -> None:
        """Tell of a deletion; of posts not kept, or kept long ago, nobody knows what they were."""
        native_id = self._spot.ids.pop(own_id, None)
        if native_id is not None:
            self.draft.delete(PostKey(SOURCE, native_id))
            self.news.set()

    def remember(self, record: Mapping[str, object], native: NativePost) -> None:
        """Remember by which of the server's ids a post would be deleted."""
        self._spot.ids[str(record.get("id"))] = str(native.id)
        while len(self._spot.ids) > REMEMBERED:
            del self._spot.ids[next(iter(self._spot.ids))]

    def fetched(self, page: Page, stream: str, newest: str) -> None:
        """Give out a page that was asked for, after what was heard before."""
        self._flush()
        self.is_at(stream, newest)
        self._ready.append(replace(page, cursor=self._written()))
        self._has_moved = False

    def tell(self, sentence: str) -> None:
        """Say something to the user."""
        self.draft.tell(sentence)
        self.news.set()

    @property
    def draft(self) -> PageDraft:
        """The page of what is heard, seen at the time it was begun."""
        if self._draft is None:
            self._draft = PageDraft(now=self._now())
        return self._draft

    def pages(self) -> list[Page]:
        """Return what there is to give out, and make room for more.

        The cursor of each goes on after what stands on it, and not after what comes later.
        """
        self._flush()
        pages = [*self._ready]
        self._ready.clear()
        self._n_taken = 0
        self.news.clear()
        self.full.clear()
        self._room.set()
        return pages

    def _flush(self) -> None:
        if self._has_moved or not (self._draft is None or self._draft.is_empty):
            self._ready.append(self.draft.finish(self._written()))
        self._draft = None
        self._has_moved = False

    def _written(self) -> str:
        recent = [*self._spot.ids.items()][-WRITTEN:]
        spot = Spot(newest=self._spot.newest, ids=dict(recent))
        return msgspec.json.encode(spot).decode()


def _pass(native: NativePost) -> None:
    """Take any post: what was kept once is kept up to date, whatever it says now."""
