"""Collecting from a server of Lemmy: words, people and communities."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

import msgspec
from yarl import URL

from engine.access import Access
from engine.errors import (
    AuthError,
    ConfigError,
    GoneError,
    PayloadError,
    RateLimitError,
    SourceError,
    UnavailableError,
)
from engine.vocabulary import Page, Query, QueryKind, SourceInfo
from indexers.answers import Answer
from indexers.client import Client
from indexers.lemmy.views import SOURCE, keep_person
from indexers.lemmy.walks import Listing, Walk
from indexers.options import texts
from indexers.pages import PageDraft
from indexers.values import shown

OPTION = "instances"
DEFAULT = ("lemmy.world",)
INTERVAL = 1.0  # seconds; servers set limits of their own and do not tell them
PAUSE = 60.0  # seconds, where a limit is reached: it is counted by the minute
_NAME = re.compile(r"[\w.-]+(?::\d{1,5})?")

Records = list[dict[str, Any]]


class _Failure(msgspec.Struct):
    error: str = ""


class Lemmy:
    """One server of Lemmy, by the name `lemmy/example.social`."""

    info = SourceInfo(
        name=SOURCE,
        summary="Lemmy: posts and comments by words, person or community (!espresso@lemmy.world)",
        takes=frozenset({QueryKind.TEXT, QueryKind.ACCOUNT, QueryKind.HASHTAG}),
        gives="votes, replies, links, bios, numbers of posts; what was deleted or removed",
        lacks="followers and views; hashtags, which are searched for as words",
        limits="a request a second for each server; where one asks to wait, a minute",
        options={OPTION: f"the servers to ask; without it {DEFAULT[0]}"},
    )

    def __init__(self, access: Access, *, name: str, url: str) -> None:
        self.name = f"{SOURCE}/{name}"
        self._host = name
        self._access = access
        self._client = Client(access, url, interval=INTERVAL, explain=self._explain)

    @classmethod
    def make(cls, access: Access) -> Sequence[Lemmy]:
        """Return a source for every server that the settings name.

        Raises:
            ConfigError: they are not named as a list of names of hosts.
        """
        names = texts(access.options, OPTION, DEFAULT)
        if not names:
            raise ConfigError(f"{OPTION} names no server", hint=f'{OPTION} = ["lemmy.world"]')
        return [cls(access, name=_name(url), url=str(url)) for url in map(_located, names)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield what a query finds, from the newest back to what the last walk has seen.

        Of a community first the posts, then the comments.

        Raises:
            GoneError: the server does not know the person or the community.
        """
        walk = Walk(after, since=query.since, now=self._access.now, host=self._host)
        for listing in self._listings(query):
            async for page in walk.pages(listing):
                yield page
        if walk.found_nothing:
            yield Page(notes=(f"{self._host} has nothing for {shown(query)}",))

    def _listings(self, query: Query) -> Sequence[Listing]:
        if query.kind is QueryKind.ACCOUNT:
            name = query.text.strip().removeprefix("@")
            params = {"username": name.removesuffix(f"@{self._host}"), "sort": "New"}
            return [Listing("person", self._client, "/api/v3/user", params, self._person)]
        if query.text.startswith("!"):
            name = query.text.removeprefix("!").removesuffix(f"@{self._host}")
            params = {"community_name": name, "type_": "All", "sort": "New"}
            return [
                Listing("posts", self._client, "/api/v3/post/list", params, _found),
                Listing("comments", self._client, "/api/v3/comment/list", params, _found),
            ]
        params = {"q": str(query), "type_": "All", "listing_type": "All", "sort": "New"}
        return [Listing("found", self._client, "/api/v3/search", params, _found)]

    def _person(self, answer: Mapping[str, Any], draft: PageDraft) -> Records:
        keep_person(draft, answer.get("person_view") or {}, where="person_view")
        return _found(answer, draft)

    def _explain(self, answer: Answer) -> SourceError | None:
        """Return what a server means: it says most of what is wrong with one status, 400."""
        try:
            said = answer.decoded(_Failure).error
        except PayloadError:
            return None
        message = f"{self._host} answered {answer.status}: {shown(said)}"
        if "rate_limit" in said:
            return RateLimitError(message, retry_after=PAUSE)
        if said.startswith(("couldnt_find", "not_found", "unknown")):
            return GoneError(message, hint=f"name the server it lives on in {OPTION}")
        if said in ("instance_is_private", "not_logged_in", "incorrect_login"):
            return AuthError(message, hint=f"it is for its members; name another in {OPTION}")
        return UnavailableError(message) if "timeout" in said else None


def _found(answer: Mapping[str, Any], draft: PageDraft) -> Records:
    """Return the views in an answer, whatever it calls them."""
    lists = (answer.get(name) for name in ("posts", "comments"))
    return [one for found in lists if isinstance(found, list) for one in found]


def _located(written: str) -> URL:
    name = written.strip().rstrip("/")
    bare = name.removeprefix("https://").removeprefix("http://")
    if not _NAME.fullmatch(bare):
        raise ConfigError(
            f"{written!r} in {OPTION} is not the name of a server",
            hint="it looks like lemmy.world, without a path",
        )
    return URL(name if "://" in name else f"https://{name.lower()}")


def _name(url: URL) -> str:
    host = (url.host or "").lower()
    return host if url.is_default_port() else f"{host}:{url.port}"
