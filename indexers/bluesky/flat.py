"""Posts as notebooks flatten them: one row a post, counts beside the text."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from indexers.bluesky.records import author_of, web_address
from indexers.bluesky.views import SOURCE
from indexers.pages import strange_names
from indexers.records import NativeCreator, NativePost, declared_as

_KNOWN = frozenset(
    {"uri", "text", "created_at", "author_did", "author_handle", "author_display_name", "langs"}
    | {"like_count", "repost_count", "reply_count", "quote_count", "hashtags", "links"}
    | {"reply_parent_uri"}
    # Read by nobody here:
    | {"cid", "is_reply", "mentions", "has_embed", "indexed_at"}
)


class _Row(msgspec.Struct, kw_only=True):
    uri: str
    text: str
    created_at: str
    author_did: str | None = None
    author_handle: str | None = None
    author_display_name: str | None = None
    langs: list[str] | str | None = None
    like_count: int | None = None
    repost_count: int | None = None
    reply_count: int | None = None
    quote_count: int | None = None
    hashtags: list[str] | None = None
    links: list[str] | None = None
    reply_parent_uri: str | None = None


def read_flat(row: Mapping[str, object], *, notes: list[str]) -> NativePost:
    """Return the native record of a row.

    Raises:
        RefusedError: it is no post, or a field has the wrong type.
    """
    post = declared_as(row, _Row)
    notes += strange_names(row, _KNOWN)
    langs = [post.langs] if isinstance(post.langs, str) else post.langs or ()
    did = post.author_did or author_of(post.uri)
    return NativePost(
        source=SOURCE,
        id=post.uri,
        text=post.text,
        created_at=post.created_at,
        creator=NativeCreator(id=did, handle=post.author_handle, name=post.author_display_name),
        url=web_address(post.uri),
        lang=next(iter(langs), None),
        hashtags=post.hashtags,
        links=post.links,
        likes=post.like_count,
        replies=post.reply_count,
        reposts=post.repost_count,
        quotes=post.quote_count,
        reply_to=post.reply_parent_uri,
    )
