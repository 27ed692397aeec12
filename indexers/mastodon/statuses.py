"""Statuses and accounts, as Mastodon and the servers that speak like it write them.

Written from the documented entities (Status, Account, 4.6). The post is known by its `uri`, which
is the same on every server, and its creator by `name@host` in lower case: so what two servers know
of one post or person becomes one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

import msgspec

from indexers.markup import Markup, read_html
from indexers.mastodon.fields import unknown_in
from indexers.mastodon.profiles import Account, native_creator
from indexers.pages import LeftOutError, PageDraft
from indexers.records import NativePost, declared_as
from indexers.values import RefusedError

SOURCE = "mastodon"
_QUOTED = re.compile(r'<(p|span) class="quote-inline">.*?</\1>', re.DOTALL)
_NOT_PUBLIC = {
    "unlisted": "unlisted",
    "private": "followers only",
    "direct": "direct message",
    "local": "seen on its server only",
}
_LOCAL_ONLY = "seen on its server only"


class UnheardError(Exception):
    """A post that is not what is listened for: nothing is said of it."""


class _Tag(msgspec.Struct):
    name: str = ""


class _Card(msgspec.Struct):
    url: str | None = None


class _Option(msgspec.Struct):
    title: str = ""


class _Poll(msgspec.Struct):
    options: list[_Option] | None = None


class Status(msgspec.Struct, kw_only=True):
    """The part of a Status that is read."""

    created_at: str
    account: Account
    id: str | int | None = None
    uri: str | None = None
    url: str | None = None
    content: str | None = None
    spoiler_text: str | None = None
    visibility: str | None = None
    local_only: bool | None = None
    language: str | None = None
    in_reply_to_id: str | int | None = None
    reblog: object = None
    replies_count: int | None = None
    reblogs_count: int | None = None
    favourites_count: int | None = None
    quotes_count: int | None = None
    tags: list[_Tag] | None = None
    card: _Card | None = None
    poll: _Poll | None = None


def keep_status(
    draft: PageDraft,
    record: Mapping[str, object],
    *,
    host: str | None,
    where: str,
    check: Callable[[NativePost], None] = lambda native: None,
) -> NativePost | None:
    """Put the post of a Status on the page, or the reason why it is not.

    `host` is what the names of the people of the server that was asked end in; `None` where it is
    not known, and their addresses tell. `where` says where the record stood. `check` may raise
    `LeftOutError` or `UnheardError`. Returns the native record of the post if it is kept.
    """
    with suppress(UnheardError), draft.one(where):
        native = native_post(read_status(record), host)
        check(native)
        if host is not None:
            native.creator.measured_at = draft.now.isoformat()
        draft.add(native)
        draft.not_understood(unknown_in(record))
        return native
    return None


def read_status(record: Mapping[str, object]) -> Status:
    """Return the declared part of a Status.

    Raises:
        RefusedError: a required field is missing, or one has the wrong type.
    """
    return declared_as(record, Status)


def _check_public(status: Status) -> None:
    """Let only pass what is public to all, and their own.

    An unlisted post is one whose author wants it read but not found.

    Raises:
        LeftOutError: it is not.
    """
    if status.reblog is not None:
        raise LeftOutError("a repost")
    if status.visibility != "public":
        raise LeftOutError(_NOT_PUBLIC.get(status.visibility or "", "not public"))
    if status.local_only:
        raise LeftOutError(_LOCAL_ONLY)


def native_post(status: Status, host: str | None) -> NativePost:
    """Return the native record of a status that `host` gave.

    Raises:
        LeftOutError: it is not public to all, or not their own.
        RefusedError: it has no id, or its creator has no host.
    """
    _check_public(status)
    content = _content(status.content or "")
    links = dict.fromkeys(content.links)
    if status.card and status.card.url:
        links.setdefault(status.card.url)
    return NativePost(
        source=SOURCE,
        id=_native_id(status, host),
        url=status.url or status.uri,
        text="\n\n".join(_texts(status, content.text)),
        created_at=status.created_at,
        lang=status.language or None,
        hashtags=[tag.name for tag in status.tags or () if tag.name],
        links=list(links),
        likes=_known(status.favourites_count),
        replies=_known(status.replies_count),
        reposts=_known(status.reblogs_count),
        quotes=_known(status.quotes_count),
        reply_to=_reply_to(status, host),
        creator=native_creator(status.account, host, has_posted=True),
    )


def _content(html: str) -> Markup:
    """Return what a reader sees; the address of a quoted post stands there for old readers."""
    return read_html(_QUOTED.sub("", html) if "quote-inline" in html else html)


def _native_id(status: Status, host: str | None) -> str:
    if found := status.uri or status.url:
        return found
    if status.id is None or host is None:
        raise RefusedError("the status has neither uri nor url nor id")
    return f"{host}/{status.id}"


def _texts(status: Status, content: str) -> Iterable[str]:
    """Return what a reader sees, from top to bottom: the warning, the content, the poll."""
    poll = "\n".join(option.title for option in (status.poll and status.poll.options) or ())
    return [text for text in (_plain(status.spoiler_text), content, _plain(poll)) if text]


def _plain(text: str | None) -> str:
    return (text or "").strip()


def _reply_to(status: Status, host: str | None) -> str | None:
    """Return the server's own id of what is answered: a Status does not tell its `uri`."""
    if status.in_reply_to_id is None:
        return None
    server = host or urlsplit(status.account.url or status.account.uri or "").hostname
    return f"{server or ''}/{status.in_reply_to_id}"


def _known(count: int | None) -> int | None:
    """Return a count; servers write -1 where they do not know one."""
    return None if count is not None and count < 0 else count


def is_status(record: Mapping[str, object]) -> bool:
    """Return whether `record` has what every Status has, and nothing else has all of."""
    account = record.get("account")
    return isinstance(account, dict) and "acct" in account and record.keys() >= _EVERY_STATUS


_EVERY_STATUS = {"id", "created_at", "content", "visibility", "account", "reblog"}
