"""What `overheard listen --events` tells another program while it listens."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.cli.events import EventStream
from engine.cli.overhearing import Label
from engine.pipeline.listening import Standing
from engine.store import Committed
from engine.text import snippet
from engine.vocabulary import Page, Post

_PACE = 0.3  # seconds after which what changed of a source is told
_HEARTBEAT = 5.0  # seconds
_POSTS = 20  # told a second at the most; all are counted
_SHOWN = 500  # characters of a post
_KNOWN = 200  # posts that are not told again: sources that are asked give the same ones often


class Follower:
    """Tells how every source does, and some of the posts that are new; all are counted.

    `label` says which posts are told, as it says which are printed.
    """

    def __init__(self, stream: EventStream, label: Label) -> None:
        self._stream, self._label = stream, label
        self._sources: dict[str, dict[str, Any]] = {}
        self._due: set[str] = set()
        self._second, self._told = 0.0, 0
        self._known: deque[tuple[str, str, str]] = deque(maxlen=_KNOWN)

    def page(self, source: str, page: Page, committed: Committed) -> None:
        """Take in a page that was kept."""
        counts = self._counts(source)
        counts["posts_read"] += committed.new + committed.updated + committed.unchanged
        counts["posts_new"] += committed.new
        counts["posts_updated"] += committed.updated
        counts["removed"] += committed.removed
        counts["refused"] += committed.refused
        counts["heard_at"] = _moment(datetime.now(UTC))
        self._soon(source)
        if committed.new or committed.updated:
            handles = {creator.native_id: creator.handle for creator in page.creators}
            for post in sorted(page.posts, key=_created)[-_POSTS:]:
                self._hear(post, handles)

    def stand(self, standing: Standing) -> None:
        """Take in what a source is at."""
        rest = standing.rest
        again = None if rest is None else datetime.now(UTC) + timedelta(seconds=rest)
        error = standing.error
        self._counts(standing.source).update(
            live=standing.is_live,
            state=standing.state.value,
            again_at=None if again is None else _moment(again),
            error=None if error is None else str(error),
            hint=None if error is None else error.hint,
        )
        self._soon(standing.source)

    async def live(self, stop: asyncio.Event) -> None:
        """Tell that it goes on, until `stop` is set: by this, or because nobody follows."""
        while not stop.is_set():
            done = sum(one["posts_read"] for one in self._sources.values())
            self._stream.tell_of(doing="listening", unit="posts", done=done, total=None)
            if not self._stream.is_followed:
                stop.set()
            try:
                await asyncio.wait_for(stop.wait(), _HEARTBEAT)
            except TimeoutError:
                continue
        for name in self._sources:
            self._tell(name)

    def _counts(self, source: str) -> dict[str, Any]:
        zero = ("posts_read", "posts_new", "posts_updated", "removed", "refused")
        return self._sources.setdefault(source, {"name": source, **dict.fromkeys(zero, 0)})

    def _soon(self, source: str) -> None:
        if source not in self._due:
            self._due.add(source)
            asyncio.get_running_loop().call_later(_PACE, self._tell, source)

    def _tell(self, source: str) -> None:
        self._due.discard(source)
        self._stream.tell_of(source=self._sources[source])

    def _hear(self, post: Post, handles: Mapping[str, str | None]) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._second >= 1.0:
            self._second, self._told = now, 0
        key = (post.source, post.native_id, post.text)
        if self._told >= _POSTS or key in self._known:
            return
        label = self._label(post)
        if label is None:
            return
        self._told += 1
        self._known.append(key)
        heard = {
            "source": post.source,
            "id": post.native_id,
            "creator_id": post.creator_id,
            "handle": handles.get(post.creator_id),
            "url": post.url,
            "created_at": _moment(post.created_at),
            "text": snippet(post.text, _SHOWN),
            "label": label.strip(),
        }
        self._stream.tell_of(heard=heard)


def _created(post: Post) -> datetime:
    return post.created_at


def _moment(when: datetime) -> str:
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")
