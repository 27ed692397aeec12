"""Collecting from a server: the timelines of hashtags and accounts, and its search."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from engine.access import Access
from engine.errors import AuthError, GoneError
from engine.vocabulary import Page, Query, QueryKind, SourceInfo, Watch
from indexers.mastodon import servers
from indexers.mastodon.hearing import Hearing
from indexers.mastodon.listening import Ear, Listener, Poller, Stream, heard
from indexers.mastodon.paging import Place, newest_id, read_place
from indexers.mastodon.servers import About, Server
from indexers.mastodon.statuses import SOURCE, keep_status
from indexers.mastodon.timelines import LIMIT, Records, Since, Timeline
from indexers.pages import PageDraft
from indexers.values import shown

MAX_STREAMS = 8  # connections to one server


class _Found(msgspec.Struct):
    statuses: Records


class _Known(msgspec.Struct):
    id: str


class _Address(NamedTuple):
    name: str
    stream: str
    timeline: str


class Mastodon:
    """One server that speaks Mastodon's client API, by the name `mastodon/example.social`."""

    info = SourceInfo(
        name=SOURCE,
        summary="Mastodon, and servers that speak like it (Pleroma, Akkoma, GoToSocial, Friendica)",
        takes=frozenset({QueryKind.HASHTAG, QueryKind.ACCOUNT, QueryKind.TEXT}),
        gives="followers, likes, boosts, replies, bios, verified links, opt-outs of each account",
        lacks="views; posts the servers asked were not sent; words and deletions, without a token",
        limits="a request a second for each server; what its headers say is obeyed",
        secrets={
            servers.TOKEN: "a user token of the first of the servers: words, live streams",
            f"{servers.TOKEN}_*": "the same for another server (MASTODON_TOKEN_FOSSTODON_ORG)",
        },
        options={servers.OPTION: f"the servers to ask; without it {servers.DEFAULT[0]}"},
        listens=True,
    )

    def __init__(self, access: Access, server: Server) -> None:
        self.name = f"{SOURCE}/{server.name}"
        self._access = access
        self._server = server
        self._client = servers.make_client(access, server)
        self._about: About | None = None

    @classmethod
    def make(cls, access: Access) -> Sequence[Mastodon]:
        """Return a source for every server that the settings name.

        Raises:
            ConfigError: they are not named as a list of names of hosts.
        """
        return [cls(access, server) for server in servers.named_servers(access)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield the posts with a hashtag, by an account, or that the server's search finds.

        First what is newer than the newest post seen, from old to new and without a gap; then the
        first walk back in time, or the rest of it where it broke off.
        """
        place = read_place(after)
        if query.kind is QueryKind.TEXT:
            async for page in self._search(query, place):
                yield page
            return
        timeline = await self._timeline(query)
        found = False
        async for page, there in timeline.forward(place):
            found, place = True, there
            yield page
        if place.newest is None or place.older is not None:
            async for page, _ in timeline.backward(place):
                found = True
                yield page
        if not found and place.newest is None:
            yield Page(notes=(f"{self._server.name} has nothing for {shown(query)}",))

    async def about(self) -> About:
        """Return what the server says of itself; it is asked once."""
        if self._about is None:
            self._about = await servers.read_about(self._client, self._server)
        return self._about

    async def listen(self, watch: Watch, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield what is heard of `watch`.

        With a token it comes from the server's streams, edits and deletions included; without one
        the timelines of the hashtags are asked for what is new, again and again.

        Raises:
            AuthError: words are to be heard, and there is no token; or it is refused.
        """
        about = await self.about()
        wanted = self._wanted(watch, about)
        hearing = Hearing(watch, domain=about.domain, now=self._access.now, after=after)
        if self._server.token is None and (watch.words or watch.everything):
            hearing.tell("without a token only posts with the hashtags are heard")
        ears = [self._ear(address, hearing, about) for address in wanted]
        async with aclosing(heard(hearing, ears)) as pages:
            async for page in pages:
                yield page

    def _wanted(self, watch: Watch, about: About) -> Sequence[_Address]:
        """Return a stream for each hashtag; for words, or many hashtags, that of all posts.

        Raises:
            AuthError: it cannot be had without a token.
        """
        has_words = bool(watch.words) or watch.everything
        if self._server.token is None:
            if not watch.hashtags:
                raise AuthError(
                    f"{self._server.name} can be heard without a token by hashtags only",
                    hint=servers.token_hint(self._server),
                )
            servers.check_open(about.hashtags, self._server, "the timelines of hashtags")
        elif has_words or len(watch.hashtags) > MAX_STREAMS:
            return [_Address("all posts", "public", "/api/v1/timelines/public")]
        return [
            _Address(f"#{tag}", f"hashtag?tag={quote(tag, safe='')}", hashtag_path(tag))
            for tag in dict.fromkeys(watch.hashtags)
        ]

    def _ear(self, address: _Address, hearing: Hearing, about: About) -> Ear:
        timeline = Timeline(
            client=self._client,
            path=address.timeline,
            domain=about.domain,
            now=self._access.now,
            check=hearing.check,
            kept=hearing.remember,
        )
        stream = Stream(
            name=address.name,
            address=f"{about.streaming}/api/v1/streaming/{address.stream}",
            timeline=timeline,
        )
        if self._server.token is None:
            return Poller(stream, hearing, self._access)
        return Listener(stream, hearing, access=self._access, server=self._server)

    async def _timeline(self, query: Query) -> Timeline:
        """Return the timeline of a hashtag or an account.

        Raises:
            AuthError: the server shows hashtags to its members only, and there is no token.
            GoneError: the server does not know the account.
        """
        about = await self.about()
        if query.kind is QueryKind.ACCOUNT:
            path = f"/api/v1/accounts/{await self._account_id(query.text)}/statuses"
            params = {"exclude_reblogs": "true"}
        else:
            servers.check_open(about.hashtags, self._server, "the timelines of hashtags")
            path, params = hashtag_path(query.text), {}
        return Timeline(
            client=self._client,
            path=path,
            params=params,
            domain=about.domain,
            now=self._access.now,
            since=query.since,
        )

    async def _account_id(self, handle: str) -> str:
        params = {"acct": handle.strip().removeprefix("@")}
        try:
            found = await self._client.get("/api/v1/accounts/lookup", _Known, params=params)
        except GoneError as error:
            raise GoneError(
                f"{self._server.name} does not know @{params['acct']}",
                hint=f"name the server it lives on in {servers.OPTION}",
            ) from error
        return quote(found.id, safe="")

    async def _search(self, query: Query, place: Place) -> AsyncGenerator[Page, None]:
        """Yield what the server's search finds: posts whose authors let them be found.

        Raises:
            AuthError: there is no token.
        """
        if self._server.token is None:
            raise AuthError(
                f"{self._server.name} lets only its members search for words",
                hint=servers.token_hint(self._server),
            )
        about = await self.about()
        params = {"q": query.text, "type": "statuses", "limit": str(LIMIT)}
        if place.newest:
            params["min_id"] = place.newest
        seen: set[str] = set()
        while True:
            asked = {**params, "offset": str(place.offset)}
            found = await self._client.get("/api/v2/search", _Found, params=asked)
            draft, since = PageDraft(now=self._access.now()), Since(query.since)
            for record in found.statuses:
                where = f"status {record.get('id')}"
                keep_status(draft, record, host=about.domain, where=where, check=since.check)
            ids = [str(record.get("id") or "") for record in found.statuses]
            top = newest_id(place.top, *ids)
            is_last = seen.issuperset(ids) or since.n_early == len(ids)
            seen.update(ids)
            place = (
                Place(newest=newest_id(place.newest, top))
                if is_last
                else Place(newest=place.newest, top=top, offset=place.offset + len(ids))
            )
            yield draft.finish(place.written())
            if is_last:
                return


def hashtag_path(tag: str) -> str:
    """Return where the timeline of a hashtag is."""
    return f"/api/v1/timelines/tag/{quote(tag.strip().removeprefix('#'), safe='')}"
