"""What a listener told of itself so far: how each source does, which posts it kept, whom it told.

Of posts only the keys are held. Their words are read from the home when they are shown: what was
deleted or erased meanwhile is not there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import StoreError
from engine.store import Store, database_path
from engine.text import snippet
from engine.vocabulary import CreatorKey, Post, PostKey

SHOWN = 30  # posts
_SOURCES, _ALERTS = 200, 20  # at the most
_LONGEST = 500  # characters of a post
COUNTS = ("posts_read", "posts_new", "posts_updated", "removed", "refused")


@dataclass(slots=True)
class Earshot:
    """The last posts kept with what is said before each, sources by name, and digests told."""

    sources: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    posts: deque[tuple[PostKey, str]] = field(default_factory=lambda: deque(maxlen=SHOWN))
    alerts: deque[Mapping[str, Any]] = field(default_factory=lambda: deque(maxlen=_ALERTS))

    def hear(self, event: Mapping[str, Any]) -> None:
        """Take in an event of `overheard --events listen`; others tell nothing here."""
        if isinstance(event.get("source"), dict):
            self._note_source(event["source"])
        elif isinstance(event.get("heard"), dict):
            post = event["heard"]
            key = PostKey(str(post.get("source")), str(post.get("id")))
            self.posts.append((key, str(post.get("label") or "").strip("[] ")))
        elif isinstance(event.get("alert"), dict):
            self.alerts.appendleft(_alert(event["alert"]))

    def total(self, count: str) -> int:
        """Return the sum of a count over all sources."""
        return sum(int(source[count]) for source in self.sources.values())

    def _note_source(self, told: Mapping[str, Any]) -> None:
        name = str(told.get("name"))
        if name in self.sources or len(self.sources) < _SOURCES:
            texts = ("state", "heard_at", "again_at", "error", "hint")
            self.sources[name] = {
                "name": name,
                "live": bool(told.get("live")),
                **{text: _maybe(told.get(text)) for text in texts},
                **{count: int(told.get(count) or 0) for count in COUNTS},
            }


def _alert(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "channel": _maybe(told.get("channel")),
        "headline": _maybe(told.get("headline")),
        "taken": bool(told.get("taken")),
        "error": _maybe(told.get("error")),
    }


def _maybe(value: object) -> str | None:
    return None if value is None else snippet(str(value), _LONGEST)


def latest(home: Path, shot: Earshot) -> list[dict[str, Any]]:
    """Return the last posts kept that are still in `home`, the newest first."""
    labels = dict(reversed(shot.posts))
    if not labels or not database_path(home).is_file():
        return []
    try:
        with Store.open(database_path(home), read_only=True) as store:
            posts = store.posts_by_keys(labels)
            handles = _handles(store, posts)
    except StoreError:  # it is being made or brought up to date: the next look has them
        return []
    return [
        {
            "source": post.source,
            "id": post.native_id,
            "creator_id": post.creator_id,
            "handle": handles.get(CreatorKey(post.source, post.creator_id)),
            "url": post.url,
            "created_at": post.created_at,
            "text": snippet(post.text, _LONGEST),
            "label": labels[PostKey(post.source, post.native_id)],
        }
        for post in posts
    ]


def _handles(store: Store, posts: Sequence[Post]) -> dict[CreatorKey, str | None]:
    keys = {CreatorKey(post.source, post.creator_id) for post in posts}
    ids = [id_ for key in keys if (id_ := store.creator_by_key(key)) is not None]
    return {one.key: one.handle for one in store.creators(ids).values()}
