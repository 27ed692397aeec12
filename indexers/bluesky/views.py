"""Posts as the service shows them: a record with its author and what it was answered with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from indexers.bluesky.profiles import HIDDEN, read_profile
from indexers.bluesky.records import (
    Written,
    author_of,
    labels_in,
    read_record,
    web_address,
)
from indexers.pages import LeftOutError
from indexers.records import NativeCreator, NativePost, declared_as
from indexers.values import EARLIEST, RefusedError, read_moment, shown

SOURCE = "bluesky"
REPOST = "a repost"
REASONS = {
    "!hide": "hidden by the service",
    "!takedown": "hidden by the service",
    HIDDEN: "for people who are logged in only",
}
"""Why a post with a label is left out."""

_KNOWN = frozenset(
    {"$type", "uri", "author", "record", "likeCount", "replyCount", "repostCount", "quoteCount"}
    | {"indexedAt", "labels"}
    # Read by nobody here:
    | {"cid", "embed", "bookmarkCount", "viewer", "threadgate", "debug"}
)
_MAX_REPLIES = 10_000


class PostView(msgspec.Struct, kw_only=True, rename="camel"):
    """A post of the service's answers; without an author where only the record was asked for."""

    uri: str
    record: dict[str, object]
    author: dict[str, object] | None = None
    like_count: int | None = None
    reply_count: int | None = None
    repost_count: int | None = None
    quote_count: int | None = None
    indexed_at: str | None = None
    labels: object = None


def read_view(view: Mapping[str, object], *, notes: list[str]) -> NativePost:
    """Return the native record of the post in `view`.

    Raises:
        RefusedError: it is no post, or a field has the wrong type.
        LeftOutError: the service hides it, or its author from some.
    """
    post = declared_as(view, PostView)
    written = read_record(post.record, notes=notes)
    raise_if_left_out((*labels_in(post.labels, notes=notes), *written.labels))
    notes += [*(view.keys() - _KNOWN)]
    native = native_of(post.uri, written, post.record.get("createdAt"), seen=post.indexed_at)
    if post.author is not None:
        native.creator = read_profile(post.author, notes=notes)
    native.likes, native.replies = post.like_count, post.reply_count
    native.reposts, native.quotes = post.repost_count, post.quote_count
    return native


def raise_if_left_out(labels: Iterable[str]) -> None:
    """Raise `LeftOutError` if a post with these labels is left out."""
    for label in labels:
        if label in REASONS:
            raise LeftOutError(REASONS[label])


def native_of(uri: str, written: Written, claimed: object, *, seen: str | None) -> NativePost:
    """Return the native record of what was `written` at `uri`, by a creator known by DID alone.

    `claimed` is when its author says it was written, `seen` when the service first saw it.

    Raises:
        RefusedError: it is no address of a post, or no time of it is known.
    """
    did = author_of(uri)
    return NativePost(
        source=SOURCE,
        id=uri,
        text=written.text,
        created_at=_written_at(claimed, seen),
        creator=NativeCreator(id=did),
        url=web_address(uri),
        lang=written.lang,
        hashtags=list(written.hashtags),
        links=list(written.links),
        reply_to=written.reply_to,
    )


def _written_at(claimed: object, seen: str | None) -> str:
    """Return when it was written: as claimed, unless that is no time, long ago or yet to come.

    Authors may claim any time, so that a post stands first for ever, or last; what was `seen`
    was there.
    """
    said = claimed if isinstance(claimed, str) else ""
    if seen is None:
        return said
    known = read_moment(seen, "indexedAt", notes=[])
    try:
        return said if EARLIEST <= read_moment(said, "createdAt", notes=[]) <= known else seen
    except RefusedError:
        return seen


def moment_of(view: Mapping[str, object]) -> datetime | None:
    """Return where a post stands in the order of the service; `None` if it does not say."""
    record = view.get("record")
    claimed = record.get("createdAt") if isinstance(record, Mapping) else None
    seen = view.get("indexedAt")
    try:
        return read_moment(
            _written_at(claimed, seen if isinstance(seen, str) else None), "", notes=[]
        )
    except RefusedError:
        return None


def read_item(item: Mapping[str, object]) -> Mapping[str, object]:
    """Return the view of the post in an item of a feed.

    Raises:
        RefusedError: there is none.
        LeftOutError: somebody passed it on.
    """
    reason = item.get("reason")
    if isinstance(reason, Mapping) and str(reason.get("$type")).endswith("#reasonRepost"):
        raise LeftOutError(REPOST)
    post = item.get("post")
    if not isinstance(post, Mapping):
        raise RefusedError(f"an item of a feed has {shown(type(post).__name__)} for a post")
    return post


def thread_views(thread: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Yield the views of the posts in a thread: the post asked for, those before and after it.

    What is blocked or gone has none.
    """
    waiting = [thread]
    for _ in range(_MAX_REPLIES):
        if not waiting:
            return
        branch = waiting.pop()
        if isinstance(post := branch.get("post"), Mapping):
            yield post
        replies = branch.get("replies")
        around = [branch.get("parent"), *(replies if isinstance(replies, list) else ())]
        waiting += [near for near in around if isinstance(near, Mapping)]
