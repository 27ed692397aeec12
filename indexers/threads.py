"""Threads as a source: keyword and topic search, and the posts of an account, by Meta's API.

Of other people's posts the API tells no reactions, and of creators the handle alone, which is
their id here.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from engine.access import Access
from engine.errors import GoneError, RateLimitError, SourceError
from engine.protocols import Source
from engine.vocabulary import Page, Query, QueryKind, SourceInfo
from indexers.cursors import Held, held_in
from indexers.graph import Graph, Listing, latest, span_of
from indexers.options import flag, whole
from indexers.pages import LeftOutError, PageDraft, names_in, strange_names
from indexers.records import NativeCreator, NativePost, declared_as
from indexers.values import RefusedError

SOURCE = "threads"
BASE_URL = "https://graph.threads.com/v1.0/"
TOKEN = "THREADS_TOKEN"  # noqa: S105 - its name
PAGE_SIZE = 100
MAX_PAGES = 10
ALLOWED = 2_200  # searches in 24 hours that found something
SPENT = "searches of 2,200 in 24 hours"
REPOST = "a repost"
_DAY = timedelta(days=1).total_seconds()
_POST_FIELDS = (
    "id,text,username,permalink,timestamp,media_type,is_reply,replied_to,is_quote_post,"
    "reposted_post,topic_tag,link_attachment_url"
)
_PROFILE_FIELDS = "username,name,biography,is_verified,follower_count"
Count = int | float | str | None


class _Id(msgspec.Struct):
    id: str | int | None = None


class Thread(msgspec.Struct, kw_only=True):
    """A post of Threads."""

    id: str | int
    username: str
    timestamp: str
    text: str | None = None
    permalink: str | None = None
    media_type: str | None = None
    replied_to: _Id | None = None
    reposted_post: object = None
    topic_tag: str | None = None
    link_attachment_url: str | None = None
    owner: _Id | None = None


class Profile(msgspec.Struct, kw_only=True):
    """What `profile_lookup` tells of a public profile."""

    username: str
    name: str | None = None
    biography: str | None = None
    is_verified: bool | None = None
    follower_count: Count = None


_KNOWN_OF_POSTS = frozenset(Thread.__struct_fields__) | names_in(
    "allowlisted_country_codes alt_text children gif_url ghost_post_status has_replies hide_status "
    "is_quote_post is_reply is_reply_owned_by_me is_spoiler_media is_verified location location_id "
    "media_product_type media_url poll_attachment profile_picture_url quoted_post reply_audience "
    "root_post shortcode text_entities text_attachment thumbnail_url"
)
_KNOWN_OF_PROFILES = frozenset(Profile.__struct_fields__) | names_in(
    "id likes_count profile_picture_url quotes_count replies_count reposts_count views_count"
)


def to_post(record: Mapping[str, object]) -> NativePost:
    """Return the native record of a post.

    Raises:
        LeftOutError: it is a repost.
        RefusedError: a field is missing or has the wrong type.
    """
    post = declared_as(record, Thread)
    if post.media_type == "REPOST_FACADE" or post.reposted_post:
        raise LeftOutError(REPOST)
    handle = post.username.removeprefix("@")
    return NativePost(
        source=SOURCE,
        id=str(post.id),
        text=post.text or "",
        created_at=post.timestamp,
        creator=NativeCreator(id=handle.casefold(), handle=handle, url=_profile_url(handle)),
        url=post.permalink,
        hashtags=[post.topic_tag] if post.topic_tag else None,
        links=[post.link_attachment_url] if post.link_attachment_url else None,
        reply_to=post.replied_to.id if post.replied_to else None,
    )


def to_creator(profile: Profile, measured_at: str) -> NativeCreator:
    """Return the native record of a profile, as it was at `measured_at`."""
    return NativeCreator(
        id=profile.username.casefold(),
        handle=profile.username,
        name=profile.name,
        bio=profile.biography,
        url=_profile_url(profile.username),
        followers=profile.follower_count,
        verified=profile.is_verified,
        measured_at=measured_at,
    )


def _profile_url(handle: str) -> str:
    return f"https://www.threads.com/@{handle}"


class _Walk(Held, frozen=True):
    """Posts from `since` on are still to be read; in mid-walk from the cursor `after` on."""

    since: datetime | None = None
    after: str | None = None
    newest: datetime | None = None


class Threads:
    """Posts by words, topic or account, newest first."""

    name = SOURCE
    info = SourceInfo(
        name=SOURCE,
        summary="Threads, by Meta's API",
        takes=frozenset([QueryKind.HASHTAG, QueryKind.TEXT, QueryKind.ACCOUNT]),
        gives="posts by words, topic or account; followers and bio of profiles with 100 or more",
        lacks="likes, replies and views of other people's posts, ids of creators, deletions",
        limits=f"{ALLOWED:,} searches in 24 hours; sensitive words find nothing",
        secrets={
            TOKEN: "a user token with threads_basic, threads_keyword_search and, for accounts, "
            "threads_profile_discovery (until your app is approved you find your own posts only)"
        },
        options={
            "max_pages": f"pages of {PAGE_SIZE} posts at a time (default {MAX_PAGES})",
            "profiles": "true: look up the profile of each creator, one request each, which needs "
            "threads_profile_discovery (default false)",
        },
        required=(TOKEN,),
    )

    def __init__(self, access: Access, *, base_url: str = BASE_URL) -> None:
        self._access = access
        self._graph = Graph(access, base_url, secret=TOKEN, what="Threads")
        self._max_pages = whole(access.options, "max_pages", low=1) or MAX_PAGES

    @classmethod
    def make(cls, access: Access) -> Sequence[Source]:
        """Return the source, which looks up profiles if the user's app may.

        Raises:
            ConfigError: an option is wrong.
        """
        return [(ThreadsWithProfiles if flag(access.options, "profiles") else Threads)(access)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield what is found, newest first, down to where the last walk began."""
        walk = held_in(after, _Walk)
        seen: set[str] = set()
        for number in range(1, self._max_pages + 1):
            walk, listing = await self._next(query, walk, is_first=number == 1)
            ids = {str(record.get("id")) for record in listing.data}
            newest = latest(walk.newest, span_of(listing.data)[0])
            ended = listing.after is None or ids <= seen
            if ended:
                walk = _Walk(since=latest(walk.since, newest))
            else:
                walk = _Walk(since=walk.since, after=listing.after, newest=newest)
            notes = []
            if not ended and number == self._max_pages:
                notes = [f"{query}: {number:,} pages are read; run it again for older posts"]
            yield self._page(listing, walk.written(), notes)
            if ended:
                return
            seen |= ids

    async def _next(self, query: Query, walk: _Walk, *, is_first: bool) -> tuple[_Walk, Listing]:
        """Return the next page, and the walk it is of: a new one if the old cursor is refused."""
        try:
            return walk, await self._found(query, walk)
        except SourceError as error:
            if type(error) is not SourceError or walk.after is None or not is_first:
                raise
            walk = _Walk(since=walk.since)
            return walk, await self._found(query, walk)

    async def _found(self, query: Query, walk: _Walk) -> Listing:
        asked: dict[str, str | int] = {"fields": _POST_FIELDS, "limit": PAGE_SIZE}
        since = latest(walk.since, query.since)
        if since:
            asked["since"] = int(since.timestamp())
        if walk.after:
            asked["after"] = walk.after
        if query.kind is QueryKind.ACCOUNT:
            return await self._graph.get("profile_posts", Listing, username=query.text, **asked)
        if self._access.meter.units.get(SPENT, 0) >= ALLOWED:
            raise RateLimitError(
                f"Threads allows {ALLOWED:,} searches in 24 hours, and they are used",
                retry_after=_DAY,
                hint="run it again tomorrow: it goes on from where it stopped",
            )
        mode = "TAG" if query.kind is QueryKind.HASHTAG else "KEYWORD"
        asked |= {"q": query.text, "search_type": "RECENT", "search_mode": mode}
        listing = await self._graph.get("keyword_search", Listing, **asked)
        if listing.data:  # a search that finds nothing is free
            self._access.meter.spend(SPENT, 1)
        return listing

    def _page(self, listing: Listing, cursor: str, notes: Sequence[str]) -> Page:
        draft = PageDraft(now=self._access.now())
        for note in notes:
            draft.tell(note)
        for record in listing.data:
            with draft.one(f"post {record.get('id')}"):
                draft.add(to_post(record))
                draft.not_understood(strange_names(record, _KNOWN_OF_POSTS))
        return draft.finish(cursor)


class ThreadsWithProfiles(Threads):
    """Threads for those whose app may look up the profiles of others."""

    profile_batch = 1

    async def profiles(self, native_ids: Sequence[str]) -> Page:
        """Return the profile of a creator; nothing if it is not public or has few followers."""
        draft = PageDraft(now=self._access.now())
        for handle in native_ids[: self.profile_batch]:
            try:
                record = await self._graph.get(
                    "profile_lookup", dict[str, object], username=handle, fields=_PROFILE_FIELDS
                )
            except GoneError:
                continue
            try:
                profile = declared_as(record, Profile)
                draft.add_creator(to_creator(profile, self._access.now().isoformat()), SOURCE)
            except RefusedError as reason:
                draft.refuse(f"the profile {handle}", reason)
            draft.not_understood(strange_names(record, _KNOWN_OF_PROFILES))
        return draft.finish()
