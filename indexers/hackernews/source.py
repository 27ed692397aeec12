"""The search of Hacker News as a source."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from urllib.parse import quote

import msgspec

from engine.access import Access
from engine.errors import GoneError, PayloadError
from engine.protocols import Source
from engine.vocabulary import Page, Query, QueryKind, SourceInfo
from indexers.client import Client
from indexers.gathering import Gathering
from indexers.hackernews.hits import add_hit, add_profile
from indexers.walks import Walk, earliest, read_walk, second_of

API = "https://hn.algolia.com/api/v1/"
HITS = 200  # asked for at a time; the search itself ends after 1,000 whatever is asked
LAG = 300  # seconds within which an item may still come to be found
_ITEMS = "(story,comment,poll)"
_ACCOUNT = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Answer(msgspec.Struct, kw_only=True):
    """The part of an answer of the search that is read."""

    hits: list[dict[str, object]]
    hitsPerPage: int = HITS  # noqa: N815 — their name


class HackerNews:
    """Stories and comments by words, or by an account, newest first."""

    info = SourceInfo(
        name="hackernews",
        summary="Hacker News: stories, polls and comments, by the public search of Algolia",
        takes=frozenset({QueryKind.HASHTAG, QueryKind.TEXT, QueryKind.ACCOUNT}),
        gives="points and comments of stories, what accounts say of themselves",
        lacks="followers, views, points of comments, deletions; a hashtag is searched as a word",
        limits="about 10,000 requests an hour from one address",
    )
    name = info.name
    profile_batch = 20

    def __init__(self, access: Access, *, api: str = API) -> None:
        self._access = access
        self._client = Client(access, api)

    @classmethod
    def make(cls, access: Access) -> Sequence[Source]:
        """Return the one source of Hacker News."""
        return [cls(access)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield what is found from the newest back in time, one slice of time an answer."""
        walk = read_walk(after)
        is_resumed = walk.is_under_way
        while True:
            answer = await self._search(query, walk)
            page = Gathering(self.name, now=self._access.now(), since=query.since)
            for hit in answer.hits:
                with page.one(f"item {hit.get('objectID')}"):
                    add_hit(page, hit)
            walk = _after(answer, walk, page)
            yield page.finish(walk.written())
            if not walk.is_under_way:
                if not is_resumed:
                    return
                is_resumed = False

    async def profiles(self, native_ids: Sequence[str]) -> Page:
        """Return the profiles of `native_ids`, asked for one by one; unknown ones are left out."""
        page = Gathering(self.name, now=self._access.now())
        for native_id in native_ids:
            try:
                profile = await self._client.get(f"users/{quote(native_id, safe='')}", dict)
            except GoneError:  # the search not knowing an account does not tell that it is gone
                continue
            with page.one(f"account {native_id}"):
                add_profile(page, profile)
        return page.finish()

    async def _search(self, query: Query, walk: Walk) -> Answer:
        bounds = [] if walk.at is None else [f"created_at_i<={walk.at}"]
        lower = earliest(walk, query.since, overlap=LAG)
        if lower is not None:
            bounds.append(f"created_at_i>={lower}")
        words, tags = _asked(query)
        params: dict[str, str | int] = {"query": words, "tags": tags, "hitsPerPage": HITS}
        if bounds:
            params["numericFilters"] = ",".join(bounds)
        return await self._client.get("search_by_date", Answer, params=params)


def _asked(query: Query) -> tuple[str, str]:
    """Return the words and the tags that the search is given for `query`."""
    if query.kind is not QueryKind.ACCOUNT:
        return query.text, _ITEMS
    if not _ACCOUNT.fullmatch(query.text):
        raise GoneError(
            f"Hacker News has no account {query.text!r}",
            hint="a name there has letters, digits, - and _ only",
        )
    return "", f"author_{query.text},{_ITEMS}"


def _after(answer: Answer, walk: Walk, page: Gathering) -> Walk:
    """Return where the walk stands after `answer`: in the next slice of time, or at its end."""
    seconds = (second_of(hit.get("created_at_i")) for hit in answer.hits)
    moments = [at for at in seconds if at is not None]
    newest = max(moments, default=None)
    if not moments or len(answer.hits) < min(HITS, answer.hitsPerPage):
        return walk.done(newest=newest)
    until = min(moments)
    if walk.at is not None and until > int(walk.at):
        raise PayloadError(f"the search gave nothing older than {until}, asked for {walk.at}")
    if str(until) == walk.at:
        page.note(f"more than {len(answer.hits)} items of one second: some of them were left out")
        until -= 1
    return walk.onward(str(until), newest=newest)
