"""Telegram: the public previews of channels, read from their pages at t.me/s/."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from engine.access import Access
from engine.errors import GoneError, PayloadError
from engine.protocols import Source
from engine.vocabulary import Page, Query, QueryKind, SourceInfo
from indexers.answers import Answer
from indexers.client import Client
from indexers.gathering import Gathering
from indexers.markup import read_html
from indexers.records import NativeCreator, NativePost
from indexers.values import RefusedError
from indexers.walks import Walk, read_walk

SITE = "https://t.me/"
INTERVAL = 1.0  # seconds between two pages: nothing is promised there, and little is taken
_CHANNEL = re.compile(r"(?:https?://)?(?:t\.me/(?:s/)?)?@?([A-Za-z][A-Za-z0-9_]{3,31})/?")
_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)?)([KMB]?)", re.IGNORECASE)
_TIMES = {"": 1, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_MESSAGE = ".tgme_widget_message"
_FORWARDED = ".tgme_widget_message_forwarded_from"
_MAX_DIGITS = 12  # of the number of a message
_NOT_ITS_OWN = frozenset({"tgme_widget_message_reply", "tgme_widget_message_text"})


class Telegram:
    """The messages of a public channel, newest first."""

    info = SourceInfo(
        name="telegram",
        summary="Telegram: public channels, by the preview of their pages",
        takes=frozenset({QueryKind.ACCOUNT}),
        gives="messages with about how often they were seen; subscribers, about",
        lacks="search, reactions, comments, groups; channels without a preview; deletions",
        limits="one page of about 20 messages a second; nothing is promised by the platform",
    )
    name = info.name

    def __init__(self, access: Access, *, site: str = SITE) -> None:
        self._access = access
        self._client = Client(access, site, interval=INTERVAL)

    @classmethod
    def make(cls, access: Access) -> Sequence[Source]:
        """Return the one source of Telegram."""
        return [cls(access)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield the messages of a channel from the newest back to what is known."""
        channel = channel_name(query.text)
        walk = read_walk(after)
        is_resumed = walk.is_under_way
        while True:
            params = {} if walk.at is None else {"before": walk.at}
            answer = await self._client.fetch(f"s/{channel}", params=params)
            page = Gathering(self.name, now=self._access.now(), since=query.since)
            numbers = add_messages(page, answer, channel)
            walk = _after(walk, numbers, is_enough=page.n_early > 0)
            yield page.finish(walk.written())
            if not walk.is_under_way:
                if not is_resumed:
                    return
                is_resumed = False


def channel_name(written: str) -> str:
    """Return the name of a channel from `@name`, `name`, or its address.

    Raises:
        GoneError: no channel can be called so.
    """
    match = _CHANNEL.fullmatch(written.strip())
    if match is None:
        raise GoneError(
            f"Telegram has no public channel {written!r}",
            hint="a name has 4 to 32 letters, digits and _: durov, or https://t.me/s/durov",
        )
    return match[1]


def add_messages(page: Gathering, answer: Answer, channel: str) -> list[int]:
    """Put the messages of a channel's page on `page`, and return the numbers of all there are.

    Raises:
        GoneError: the channel has no preview, for it is private, no channel, or not there.
        PayloadError: the page is built otherwise than it is known to be.
    """
    if f"/s/{channel}".lower() not in answer.url.lower():
        raise GoneError(
            f"the channel {channel} has no public preview",
            hint="it is private, a group or a person, or does not exist: it cannot be read",
        )
    tree = LexborHTMLParser(answer.body)
    messages = tree.css(f"{_MESSAGE}[data-post]")
    if not messages and tree.css_first(".tgme_channel_info, .tgme_channel_history") is None:
        raise PayloadError(
            f"the page of the channel {channel} is built otherwise than expected",
            hint="the platform may have changed; look for a newer overheard",
        )
    about = tree.css_first(".tgme_channel_info")
    owner = _channel(about, channel) if about is not None else _bare_channel(channel)
    owner.measured_at = page.now.isoformat() if about is not None else None
    with page.one(f"channel {channel}"):
        page.add_creator(owner)
    numbers = []
    for message in messages:
        name = message.attributes.get("data-post") or ""
        with page.one(f"message {name}"):
            numbers.append(_number(name))
            _add_message(page, message, owner)
    return numbers


def read_amount(written: str) -> int | None:
    """Return about how many `1.2K`, `3M` or `987` are, `None` if it is no number.

    All but small ones are rounded by the platform, to two or three digits.
    """
    match = _AMOUNT.fullmatch("".join(written.split()))
    if match is None:
        return None
    return round(float(match[1].replace(",", ".")) * _TIMES[match[2].upper()])


def _add_message(page: Gathering, message: LexborNode, owner: NativeCreator) -> None:
    if "service_message" in (message.attributes.get("class") or ""):
        page.drop("a service message")
        return
    if message.css_first(_FORWARDED) is not None:
        page.drop("a repost")
        return
    parts = [read_html(node.inner_html or "", base=SITE) for node in _texts(message)]
    text = "\n\n".join(part.text for part in parts if part.text)
    if not text:
        page.drop("without words")
        return
    name = message.attributes.get("data-post") or ""
    reply = message.css_first("a.tgme_widget_message_reply[href]")
    preview = message.css_first("a.tgme_widget_message_link_preview[href]")
    links = [link for part in parts for link in part.links]
    if preview is not None:
        links.append(preview.attributes.get("href") or "")
    page.add(
        NativePost(
            source=page.source,
            id=name.lower(),
            text=text,
            created_at=_moment(message),
            creator=owner,
            url=SITE + name,
            views=_count(message.css_first(".tgme_widget_message_views")),
            links=list(dict.fromkeys(link for link in links if link.startswith("http"))),
            reply_to=_replied(reply),
        )
    )


def _texts(message: LexborNode) -> Iterator[LexborNode]:
    """Yield the parts that the message itself says: its text, or the question of a poll."""
    for node in message.css(".tgme_widget_message_text, .tgme_widget_message_poll_question"):
        if not _is_within(node, _NOT_ITS_OWN):  # a caption stands within a text of its own
            yield node


def _is_within(node: LexborNode, names: frozenset[str]) -> bool:
    parent = node.parent
    while parent is not None:
        if not names.isdisjoint((parent.attributes.get("class") or "").split()):
            return True
        parent = parent.parent
    return False


def _moment(message: LexborNode) -> str:
    for selector in (".tgme_widget_message_date time[datetime]", "time[datetime]"):
        node = message.css_first(selector)
        if node is not None and (written := node.attributes.get("datetime")):
            return written
    raise RefusedError("the message has no date")


def _replied(node: LexborNode | None) -> str | None:
    address = "" if node is None else node.attributes.get("href") or ""
    name = address.partition("?")[0].removeprefix(SITE)
    return name.lower() if "/" in name and "://" not in name else None


def _number(name: str) -> int:
    number = name.rpartition("/")[2]
    if not (number.isascii() and number.isdecimal() and len(number) <= _MAX_DIGITS):
        raise RefusedError(f"{name!r} is no message of a channel")
    return int(number)


def _count(node: LexborNode | None) -> int | None:
    return None if node is None else read_amount(node.text())


def _channel(about: LexborNode, channel: str) -> NativeCreator:
    """Return the channel as the box about it describes it."""
    owner = _bare_channel(channel)
    title = about.css_first(".tgme_channel_info_header_title")
    description = about.css_first(".tgme_channel_info_description")
    if title is not None:
        owner.name = title.text().strip() or None
    if description is not None:
        owner.bio = read_html(description.inner_html or "").text
    for counter in about.css(".tgme_channel_info_counter"):
        kind = counter.css_first(".counter_type")
        if kind is not None and kind.text().strip().startswith("subscriber"):
            owner.followers = _count(counter.css_first(".counter_value"))
    return owner


def _bare_channel(channel: str) -> NativeCreator:
    return NativeCreator(id=channel.lower(), handle=channel, url=SITE + channel)


def _after(walk: Walk, numbers: Sequence[int], *, is_enough: bool) -> Walk:
    """Return where the walk stands after a page with messages of these numbers."""
    older = [number for number in numbers if walk.at is None or number < int(walk.at)]
    newest = max(numbers, default=None)
    oldest = min(older, default=0)
    is_known = walk.floor is not None and oldest <= walk.floor
    if not older or oldest <= 1 or is_known or is_enough:
        return walk.done(newest=newest)
    return walk.onward(str(oldest), newest=newest)
