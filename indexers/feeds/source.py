"""Feeds as a source: one by its address, or all that the settings list."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from engine.access import Access
from engine.errors import ConfigError, GoneError, SourceError
from engine.protocols import Source
from engine.vocabulary import Page, Query, QueryKind, SourceInfo, Watch
from engine.watching import Watcher
from indexers.feeds.entries import whole_address
from indexers.feeds.reading import Wanted, read_feed
from indexers.feeds.state import State, read_cursor

OPTION = "feeds"


class Feeds:
    """The feed at an address, or those of the settings that have a word or a hashtag."""

    info = SourceInfo(
        name="feeds",
        summary="RSS, Atom and JSON feeds: blogs, podcasts, newsletters, news",
        takes=frozenset({QueryKind.ACCOUNT, QueryKind.TEXT, QueryKind.HASHTAG}),
        gives="posts in full where the feed has them, authors, categories, comments where counted",
        lacks="followers, likes, deletions; words and hashtags are looked for in listed feeds only",
        limits="what a feed asks for (ttl, Cache-Control); unchanged feeds are not sent again",
        options={OPTION: "a list of addresses, read for every word or hashtag"},
    )
    name = info.name

    def __init__(self, access: Access, addresses: Sequence[str]) -> None:
        self._access = access
        self._addresses = addresses

    @classmethod
    def make(cls, access: Access) -> Sequence[Source]:
        """Return the one source of feeds.

        Raises:
            ConfigError: the option `feeds` is no list of addresses.
        """
        listed = access.options.get(OPTION, [])
        if isinstance(listed, str):  # as it is typed on the command line
            listed = [one for one in re.split(r"[\s,]+(?=\S)", listed.strip(" ,")) if one]
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise ConfigError(
                f"{OPTION} = {listed!r} is no list of addresses",
                hint=f'write {OPTION} = ["https://example.com/feed"] under [sources.feeds]',
            )
        try:
            return [cls(access, [whole_address(one) for one in listed])]
        except GoneError as error:
            raise ConfigError(str(error), hint=error.hint) from error

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield the new entries of the feed, or of each listed one that `query` is about.

        Of several feeds, one that cannot be read costs the others nothing: it is said in a note.
        """
        cursor = read_cursor(after)
        if query.kind is QueryKind.ACCOUNT:
            addresses: Sequence[str] = [whole_address(query.text)]
        else:
            addresses = self._addresses
        if not addresses:
            yield _nothing_listed(after)
        wanted = Wanted(since=query.since, watcher=_watcher(query))
        for address in addresses:
            start = cursor.feeds.get(address, State())
            reading = read_feed(self._access, address, state=start, wanted=wanted)
            try:
                async with aclosing(reading):
                    async for page, state in reading:
                        cursor = cursor.with_state(address, state)
                        yield page.finish(cursor.written())
            except SourceError as error:
                if len(addresses) == 1:
                    raise
                yield Page(cursor=cursor.written(), notes=(f"{address} was not read: {error}",))


def _watcher(query: Query) -> Watcher:
    """Return what tells the entries that `query` is about; of an account all are."""
    if query.kind is QueryKind.HASHTAG:
        return Watcher(Watch(hashtags=(query.text.casefold(),), words=(query.text,)))
    is_account = query.kind is QueryKind.ACCOUNT
    return Watcher(Watch(words=(query.text,), everything=is_account))


def _nothing_listed(after: str | None) -> Page:
    return Page(
        cursor=after,
        notes=("no feeds are listed to look in: name them under [sources.feeds] in the settings",),
    )
