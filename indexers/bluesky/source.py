"""Bluesky live: what accounts post, profiles, search with a login, and the stream."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import msgspec

from engine.access import Access
from engine.errors import AuthError, ConfigError, GoneError, RateLimitError, SourceError
from engine.vocabulary import Page, Query, QueryKind, SourceInfo, Watch
from indexers.answers import Answer
from indexers.bluesky.gathering import Gathering
from indexers.bluesky.jetstream import HOSTS, Jetstream
from indexers.bluesky.session import HANDLE, INTERVAL, PASSWORD, Session, explain, failure_of
from indexers.bluesky.views import moment_of
from indexers.bluesky.walks import Walk, begin
from indexers.client import Client
from indexers.options import texts

APPVIEW = "https://public.api.bsky.app"
PDS = "https://bsky.social"
BATCH = 25  # profiles
PER_PAGE = 100  # posts
OLDER = "older than asked for"
_FEED = "/xrpc/app.bsky.feed.getAuthorFeed"
_SEARCH = "/xrpc/app.bsky.feed.searchPosts"
_PROFILES = "/xrpc/app.bsky.actor.getProfiles"
_PROFILE = "/xrpc/app.bsky.actor.getProfile"
_GONE = frozenset({"AccountTakedown", "InvalidRequest", "NotFound"})
_NOT_THERE = frozenset(
    {"AccountTakedown", "AccountDeactivated", "NotFound", "BlockedActor", "BlockedByActor"}
)

Record = dict[str, object]
_Items = tuple[Sequence[Record], str | None]


class _Feed(msgspec.Struct):
    feed: list[Record]
    cursor: str | None = None


class _Found(msgspec.Struct):
    posts: list[Record]
    cursor: str | None = None


class _Profiles(msgspec.Struct):
    profiles: list[Record]


class Bluesky:
    """Bluesky, by its public service; searching needs a login, nothing else does."""

    name = "bluesky"
    profile_batch = BATCH
    info: ClassVar[SourceInfo] = SourceInfo(
        name="bluesky",
        summary="Bluesky: what accounts post and the whole network live; search with a login",
        takes=frozenset({QueryKind.HASHTAG, QueryKind.TEXT, QueryKind.ACCOUNT}),
        gives="likes, replies, reposts, quotes; followers, bios; what is deleted, when listening",
        lacks="views, locations; posts of people who show them only to those who are logged in",
        limits="3,000 requests in five minutes, 10 logins a run; of the stream none are told",
        secrets={
            HANDLE: "your handle, to search by hashtag or words",
            PASSWORD: "an app password (Settings, Privacy and security, App passwords)",
        },
        options={
            "appview": f"the service that is asked without a login ({APPVIEW})",
            "pds": f"the server you log in at ({PDS})",
            "jetstream": "hosts of the stream, tried in turn (the four public ones)",
            "zstd_dictionary": "path of Jetstream's dictionary; with it the stream is compressed",
        },
        listens=True,
    )

    def __init__(self, access: Access) -> None:
        self._access = access
        self._public = Client(
            access, _address(access, "appview", APPVIEW), interval=INTERVAL, explain=_explain
        )
        self._session = Session(access, _address(access, "pds", PDS))
        self._jetstream = Jetstream(access, hosts=_hosts(access), dictionary=_dictionary(access))

    @classmethod
    def make(cls, access: Access) -> Sequence[Bluesky]:
        """Return the one source there is.

        Raises:
            ConfigError: an option is wrong.
        """
        return [cls(access)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield the posts that answer `query`, the newest first, back to where the last walk began.

        Raises:
            SourceError: of the kind that says what went wrong.
        """
        now = self._access.now
        walk = begin(after, since=query.since, now=now())
        ask = self._first
        while not walk.is_over:
            items, cursor = await ask(query, walk)
            ask = self._asked
            gathering = Gathering(now=now())
            moments = [_placed(item) for item in items]
            for number, (item, moment) in enumerate(zip(items, moments, strict=True), start=1):
                if query.since and moment and moment < query.since:
                    gathering.leave_out(OLDER)
                else:
                    gathering.add_item(item, f"post {number} of a page")
            if sentence := walk.advance(cursor, moments, now=now()):
                gathering.tell(sentence)
            yield gathering.finish(walk.cursor(now=now()))

    async def profiles(self, native_ids: Sequence[str]) -> Page:
        """Return the profiles of creators; those who are no more are in `deleted_creators`.

        `ValueError` for more than `profile_batch` of them.

        Raises:
            SourceError: of the kind that says what went wrong.
        """
        if len(native_ids) > BATCH:
            raise ValueError(f"{len(native_ids)} profiles; at most {BATCH} at a time")
        gathering = Gathering(now=self._access.now())
        if native_ids:
            found = await self._public.get(
                _PROFILES, _Profiles, params={"actors": list(native_ids)}
            )
            for view in found.profiles:
                gathering.add_profile(view, f"the profile of {view.get('did')}")
            known = {view.get("did") for view in found.profiles}
            for did in native_ids:
                if did not in known:
                    await self._look_for(did, gathering)
        return gathering.finish()

    def listen(self, watch: Watch, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield what is heard of `watch` on the whole network, without a login.

        Raises:
            SourceError: no host of the stream lets us in, or none could ever be reached.
        """
        return self._jetstream.listen(watch, after=after)

    async def _first(self, query: Query, walk: Walk) -> _Items:
        """Return the first answer of a run.

        A place in the list that the service no longer knows is an error there, so the walk that
        was to go on from it begins at the top.
        """
        try:
            return await self._asked(query, walk)
        except (AuthError, RateLimitError, GoneError):
            raise
        except SourceError:
            if walk.at is None:
                raise
            walk.restart()
            return await self._asked(query, walk)

    async def _asked(self, query: Query, walk: Walk) -> _Items:
        """Return the items of the next answer, and its cursor."""
        params: dict[str, str | int | list[str]] = {"limit": PER_PAGE}
        if walk.at is not None:
            params["cursor"] = walk.at
        if query.kind is QueryKind.ACCOUNT:
            params |= {"actor": query.text, "filter": "posts_with_replies"}
            feed = await self._public.get(_FEED, _Feed, params=params)
            return feed.feed, feed.cursor
        params |= {"q": str(query), "sort": "latest"}
        if walk.floor is not None:
            params["since"] = f"{walk.floor:%Y-%m-%dT%H:%M:%SZ}"
        found = await self._session.get(_SEARCH, _Found, params)
        return [{"post": view} for view in found.posts], found.cursor

    async def _look_for(self, did: str, gathering: Gathering) -> None:
        """Find out what became of a creator whose profile was left out of an answer."""
        answer = await self._public.fetch(_PROFILE, params={"actor": did}, accept={400})
        failure = failure_of(answer)
        if answer.status < 400:
            gathering.add_profile(answer.decoded(Record), f"the profile of {did}")
        elif failure.error in _GONE:
            gathering.lose_creator(did)
        else:
            gathering.tell(f"{did} is away for now: {failure.message or failure.error}")


def _placed(item: Mapping[str, object]) -> datetime | None:
    """Return where an item stands in its list: what is passed on, by when that was."""
    reason, post = item.get("reason"), item.get("post")
    passed_on = reason.get("indexedAt") if isinstance(reason, Mapping) else None
    if isinstance(passed_on, str):
        return moment_of({"record": {"createdAt": passed_on}})
    return moment_of(post) if isinstance(post, Mapping) else None


def _explain(answer: Answer) -> SourceError | None:
    failure = failure_of(answer)
    is_missing = failure.error == "InvalidRequest" and "not found" in failure.message.lower()
    if is_missing or failure.error in _NOT_THERE:
        return GoneError(f"Bluesky has no such account to show: {failure.message}")
    return explain(answer)


def _address(access: Access, name: str, default: str) -> str:
    address = access.options.get(name, default)
    if isinstance(address, str) and address.startswith(("https://", "http://")):
        return address.rstrip("/") + "/"
    raise ConfigError(f"{name} of bluesky is {address!r}, not an address", hint=f"as in {default}")


def _hosts(access: Access) -> Sequence[str]:
    hosts = texts(access.options, "jetstream", HOSTS)
    if hosts:
        return hosts
    raise ConfigError("jetstream of bluesky names no host", hint=f'as in ["{HOSTS[0]}"]')


def _dictionary(access: Access) -> bytes | None:
    path = access.options.get("zstd_dictionary")
    if path is None:
        return None
    try:
        return Path(str(path)).expanduser().read_bytes()
    except OSError as error:
        raise ConfigError(
            f"zstd_dictionary of bluesky cannot be read: {error}",
            hint="leave it out: the stream is then not compressed",
        ) from error
