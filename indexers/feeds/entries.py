"""Feeds of all formats as one: what they are, what stands in them, and the posts that makes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from urllib.parse import urlsplit, urlunsplit

from engine.errors import GoneError
from indexers.gathering import Gathering
from indexers.markup import Markup, read_html
from indexers.records import NativeCreator, NativePost
from indexers.values import AHEAD, EARLIEST, MAX_ID, RefusedError

_EVERYWHERE = re.compile(r"(?:https?://|urn:|tag:)\S{6,}", re.IGNORECASE)
_NOT_IN_TAG = re.compile(r"[^\w]+")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_DIGEST_BYTES = 12


Hears = Callable[[str, Sequence[str]], bool]


def _everything(_text: str, _hashtags: Sequence[str]) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. `moment` is in seconds since 1970, `None` if there is no readable date.

    `body` is HTML if `is_html`, else text. `replies` and `views` are counts as they are written.
    """

    guid: str | None = None
    url: str | None = None
    title: str = ""
    body: str = ""
    is_html: bool = True
    moment: float | None = None
    author: str | None = None
    author_url: str | None = None
    tags: tuple[str, ...] = ()
    lang: str | None = None
    replies: str | int | None = None
    views: str | int | None = None
    reply_to: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it was read from `address`.

    `faults` are the reasons, by entry, why entries could not be read, `unmapped` counts fields
    that are not known, `notes` are sentences for the user. `rest` is the number of seconds the feed
    asks to be left alone, `next_url` where its older entries are.
    """

    address: str
    title: str = ""
    home: str | None = None
    about: str = ""
    lang: str | None = None
    opt_outs: tuple[str, ...] = ()
    rest: float | None = None
    next_url: str | None = None
    entries: tuple[Entry, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)
    unmapped: Counter[str] = field(default_factory=Counter)
    notes: tuple[str, ...] = ()


def whole_address(written: str) -> str:
    """Return the address of a feed as it is asked for and kept under: with its scheme, in full.

    Raises:
        GoneError: it is no address on the web.
    """
    text = written.strip()
    text = re.sub(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", "", text, flags=re.IGNORECASE)
    text = "https:" + text if text.startswith("//") else text
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme.lower() not in ("http", "https") or " " in text:
        raise GoneError(
            f"{written!r} is no address of a feed", hint="write it whole: https://example.com/feed"
        )
    where = parts.netloc.lower() if "@" not in parts.netloc else parts.netloc
    return urlunsplit((parts.scheme.lower(), where, parts.path or "/", parts.query, ""))


def add_entry(
    page: Gathering, entry: Entry, feed: Feed, *, seen_at: int, hears: Hears = _everything
) -> None:
    """Put an entry on `page` if it `hears` its text and hashtags.

    The text is the title and, below it, the body unless that begins with the title. Without a
    date of its own the entry counts from `seen_at`, in seconds since 1970.

    Raises:
        RefusedError: it has no words, or a value is impossible.
    """
    base = entry.url or feed.home or feed.address
    body = read_html(entry.body, base=base) if entry.is_html else Markup(entry.body.strip(), ())
    text = _joined(entry.title, body.text)
    if not text:
        raise RefusedError("it has neither a title nor a text")
    tags = [tag for tag in map(_hashtag, entry.tags) if tag]
    if not hears(text, [tag.casefold() for tag in tags]):
        page.drop("not about what is asked for")
        return
    page.add(
        NativePost(
            source=page.source,
            id=post_id(entry, feed),
            text=text,
            created_at=seen_at if entry.moment is None else entry.moment,
            creator=_creator(entry, feed),
            url=entry.url,
            lang=entry.lang or feed.lang,
            hashtags=tags,
            links=list(dict.fromkeys((*body.links, *entry.links))),
            replies=entry.replies,
            views=entry.views,
            reply_to=entry.reply_to,
        )
    )


def post_id(entry: Entry, feed: Feed) -> str:
    """Return what the entry is known by: its own id, else its link, else a digest of its words.

    An id that is no address is only unique within its feed.
    """
    known = entry.guid or entry.url
    if known and _EVERYWHERE.fullmatch(known):
        return _short(known)
    return _short(f"{bare(feed.address)}#{known or _digest(entry.title + entry.body)}")


def bare(address: str) -> str:
    """Return `address` without a name and password in it."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def is_likely(moment: float, now: datetime) -> bool:
    """Tell whether something can have been posted then: from 1990 on, and not in the future."""
    return EARLIEST.timestamp() <= moment <= (now + AHEAD).timestamp()


def _creator(entry: Entry, feed: Feed) -> NativeCreator:
    """Return the author, or the feed itself where none is named or it bears their name."""
    address = bare(feed.address)
    name = _EMAIL.sub("", entry.author or "").strip(" ()<>,;")
    if name and name.casefold() != feed.title.casefold():
        slug = "-".join(name.casefold().split())
        return NativeCreator(
            id=_short(f"{address}#{slug}"),
            name=name,
            url=entry.author_url or feed.home,
            opt_outs=list(feed.opt_outs),
        )
    return NativeCreator(
        id=_short(address),
        handle=_host(feed.home or address),
        name=feed.title or None,
        bio=feed.about or None,
        url=feed.home or address,
        opt_outs=list(feed.opt_outs),
    )


def _host(address: str) -> str | None:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _joined(title: str, body: str) -> str:
    """Return both, or only the body if the title is its beginning, as it is made by many."""
    start = " ".join(title.rstrip(".\u2026 ").split())
    if not title or " ".join(body.split()).startswith(start):
        return body or title
    return f"{title}\n\n{body}".rstrip()


def _hashtag(term: str) -> str:
    return _NOT_IN_TAG.sub("", term)


def _short(name: str) -> str:
    return name if len(name) <= MAX_ID else f"{name[: MAX_ID - 40]}~{_digest(name)}"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()


def utc(moment: float) -> datetime:
    """Return the moment that is so many seconds after 1970."""
    return datetime.fromtimestamp(moment, UTC)
