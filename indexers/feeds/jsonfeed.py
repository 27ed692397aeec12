"""JSON Feed, versions 1 and 1.1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec

from engine.errors import PayloadError
from indexers.decoding import decode
from indexers.feeds.entries import Entry, Feed, is_likely
from indexers.records import in_plain_words
from indexers.values import RefusedError, read_moment

_KNOWN_IGNORED = frozenset({"image", "banner_image", "hubs", "icon", "favicon"})


class Author(msgspec.Struct, kw_only=True):
    """The part of an author that is read."""

    name: str | None = None
    url: str | None = None


class Attachment(msgspec.Struct, kw_only=True):
    """The part of an attachment that is read."""

    url: str | None = None


class Item(msgspec.Struct, kw_only=True):
    """The part of an item that is read."""

    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: Author | None = None  # of version 1
    authors: Sequence[Author] = ()
    tags: Sequence[str] = ()
    language: str | None = None
    attachments: Sequence[Attachment] = ()


class JsonFeed(msgspec.Struct, kw_only=True):
    """The part of a JSON feed that is read; its items are looked at one by one."""

    version: str
    items: list[dict[str, object]]
    title: str | None = None
    home_page_url: str | None = None
    description: str | None = None
    language: str | None = None
    next_url: str | None = None
    author: Author | None = None
    authors: Sequence[Author] = ()
    expired: bool = False


def read_json(body: bytes, *, address: str, now: datetime) -> Feed:
    """Return the feed that `body` is.

    Raises:
        PayloadError: it is no JSON feed.
    """
    try:
        written = decode(body.removeprefix(b"\xef\xbb\xbf"), JsonFeed)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise PayloadError(f"{address} gives no JSON feed: {in_plain_words(str(error))}") from error
    unmapped: Counter[str] = Counter()
    faults: dict[str, str] = {}
    entries = []
    for number, item in enumerate(written.items, start=1):
        try:
            entries.append(_entry(item, written, unmapped, now))
        except (msgspec.ValidationError, RefusedError, UnicodeEncodeError) as error:
            faults[f"item {number} of {address}"] = in_plain_words(str(error))
    return Feed(
        address=address,
        title=(written.title or "").strip(),
        home=written.home_page_url,
        about=(written.description or "").strip(),
        lang=written.language,
        next_url=written.next_url,
        entries=tuple(entries),
        faults=faults,
        unmapped=unmapped,
        notes=("the feed says that it has ended",) if written.expired else (),
    )


def _entry(
    record: dict[str, object], feed: JsonFeed, unmapped: Counter[str], now: datetime
) -> Entry:
    item = msgspec.convert(record, Item)
    for name in record.keys() - set(Item.__struct_fields__) - _KNOWN_IGNORED:
        if not name.startswith("_"):  # an extension, by the specification
            unmapped[name] += 1
    author = _author(item, feed)
    html = item.content_html
    return Entry(
        guid=None if item.id is None else str(item.id).strip() or None,
        url=item.url or item.external_url,
        title=(item.title or "").strip(),
        body=html or item.content_text or item.summary or "",
        is_html=bool(html),
        moment=_moment(item, unmapped, now),
        author=author.name if author else None,
        author_url=author.url if author else None,
        tags=tuple(item.tags),
        lang=item.language,
        links=tuple(
            link for link in (item.external_url, *(part.url for part in item.attachments)) if link
        ),
    )


def _author(item: Item, feed: JsonFeed) -> Author | None:
    """Return the first author of the item who has a name, else of the feed."""
    for author in (*item.authors, item.author, *feed.authors, feed.author):
        if author and author.name:
            return author
    return None


def _moment(item: Item, unmapped: Counter[str], now: datetime) -> float | None:
    for name in ("date_published", "date_modified"):
        written = getattr(item, name)
        if not written:
            continue
        try:
            moment = read_moment(written, name, notes=[]).timestamp()
        except RefusedError:
            moment = -1.0
        if is_likely(moment, now):
            return moment
        unmapped[f"{name}: not a likely date"] += 1
    return None
