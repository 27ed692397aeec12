"""Instagram as a source: hashtags, and professional accounts, by the Graph API."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime

import msgspec

from engine.access import Access
from engine.errors import GoneError, SourceError
from engine.protocols import Source
from engine.text import hashtags_in
from engine.vocabulary import Page, Query, QueryKind, SourceInfo
from indexers.graph import VERSION, Graph, Listing, latest, span_of
from indexers.instagram.hashtags import HashtagBudget, Overheard
from indexers.instagram.media import (
    MEDIA_FIELDS,
    NO_CREATOR,
    PROFILE_FIELDS,
    SOURCE,
    VIEWS,
    Media,
    read_media,
    strange_fields,
    to_creator,
    to_post,
)
from indexers.instagram.walks import Walk, media_of, resumed
from indexers.options import whole
from indexers.pages import LeftOutError, PageDraft
from indexers.records import NativeCreator
from indexers.values import RefusedError, read_moment

BASE_URL = f"https://graph.facebook.com/{VERSION}/"
TOKEN = "INSTAGRAM_TOKEN"  # noqa: S105 - its name
USER_ID = "INSTAGRAM_USER_ID"
PAGE_SIZE = 50
MAX_PAGES = 4
LOOKUPS = 10
OLDER = "before the time asked for"
_HANDLE = re.compile(r"[A-Za-z0-9._]{1,30}", re.ASCII)
_RECENT, _TOP = "recent_media", "top_media"


class _Found(msgspec.Struct):
    business_discovery: dict[str, object]


class Instagram:
    """Posts of professional accounts; what is said of a hashtag, whose posts have no creator."""

    name = SOURCE
    info = SourceInfo(
        name=SOURCE,
        summary="Instagram, by Meta's Graph API with a professional account of yours",
        takes=frozenset([QueryKind.HASHTAG, QueryKind.ACCOUNT]),
        gives=(
            "professional accounts with followers and bio, their posts with comments, views, and "
            "likes where they are shown; of a hashtag what its posts say together, and the posts "
            "with it of accounts they name"
        ),
        lacks=(
            "who posted under a hashtag: such posts are counted and not kept; personal accounts, "
            "stories, search by words, deletions"
        ),
        limits="30 different hashtags in 7 days; recent posts of a hashtag reach back 24 hours",
        secrets={
            TOKEN: "a user token with instagram_basic, Instagram Public Content Access and "
            "instagram_manage_insights",
            USER_ID: "the id of your Instagram professional account (17841…)",
        },
        options={
            "max_pages": f"pages of {PAGE_SIZE} posts read of an account or hashtag at a time "
            f"(default {MAX_PAGES})",
            "lookups": "accounts named in the posts of a hashtag that are looked up "
            f"(default {LOOKUPS})",
        },
        required=(TOKEN, USER_ID),
    )

    def __init__(self, access: Access, *, base_url: str = BASE_URL) -> None:
        self._access = access
        self._graph = Graph(access, base_url, secret=TOKEN, what="Instagram")
        self._budget = HashtagBudget(self._graph, access.meter)
        self._max_pages = whole(access.options, "max_pages", low=1) or MAX_PAGES
        self._fields = MEDIA_FIELDS
        lookups = whole(access.options, "lookups")
        self._lookups = LOOKUPS if lookups is None else lookups

    @classmethod
    def make(cls, access: Access) -> Sequence[Source]:
        """Return the source.

        Raises:
            ConfigError: an option is wrong.
        """
        return [cls(access)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield the posts of an account, or what is overheard of a hashtag."""
        walk = resumed(after)
        ask = self._account if query.kind is QueryKind.ACCOUNT else self._hashtag
        async with aclosing(ask(query, walk)) as pages:
            async for page in pages:
                yield page

    async def _account(self, query: Query, walk: Walk) -> AsyncGenerator[Page, None]:
        """Yield an account's posts, newest first, down to the newest of the last walk."""
        seen: set[str] = set()
        for number in range(1, self._max_pages + 1):
            try:
                found = await self._discovered(query.text, after=walk.after)
            except SourceError as error:
                if type(error) is not SourceError or walk.after is None or seen:
                    raise
                walk = Walk(newest=walk.newest)  # the old cursor is not taken any more
                found = await self._discovered(query.text)
            listing = media_of(found)
            newest, oldest = span_of(listing.data)
            top = latest(walk.top, newest)
            ids = {str(record.get("id")) for record in listing.data}
            known = walk.newest is not None and newest is not None and newest <= walk.newest
            wanted = query.since is None or oldest is None or oldest >= query.since
            ended = listing.after is None or ids <= seen or known or not wanted
            notes = []
            if not ended and number == self._max_pages:
                ended = True
                notes = [
                    f"{query}: older posts than {number * PAGE_SIZE:,} are not read (max_pages)"
                ]
            walk = (
                Walk(newest=latest(walk.newest, top))
                if ended
                else Walk(newest=walk.newest, after=listing.after, top=top)
            )
            yield self._page(found, since=query.since, cursor=walk.written(), notes=notes)
            if ended:
                return
            seen |= ids

    async def _hashtag(self, query: Query, walk: Walk) -> AsyncGenerator[Page, None]:
        """Yield what is overheard of a hashtag, then the posts with it of accounts it names."""
        user_id = self._user_id()
        hashtag_id, used = await self._budget.find(user_id, query.text)
        overheard = Overheard(query.text)
        yield Page(cursor=walk.written(), notes=(used,))
        newest = walk.newest
        for edge, n_pages in ((_RECENT, self._max_pages), (_TOP, 1)):
            cursor: str | None = None
            for _ in range(n_pages):
                listing = await self._media(f"{hashtag_id}/{edge}", user_id, cursor)
                draft = PageDraft(now=self._access.now())
                is_new = overheard.add(self._left_out(listing, draft))
                span = span_of(listing.data)[0]
                newest = latest(newest, span)
                yield draft.finish(walk.written())
                # The cursor stays the same from page to page and works all the same.
                cursor = listing.after
                is_known = edge == _RECENT and walk.newest and span and span <= walk.newest
                if not is_new or cursor is None or is_known:
                    break
        for handle in overheard.named(self._lookups):
            if page := await self._with_hashtag(handle, query, walk.written()):
                yield page
        yield Page(cursor=Walk(newest=newest).written(), notes=(overheard.told(),))

    async def _media(self, path: str, user_id: str, after: str | None) -> Listing:
        more = {"after": after} if after else {}
        fields = "id,caption,comments_count,like_count,media_type,permalink,timestamp"
        return await self._graph.get(
            path, Listing, user_id=user_id, fields=fields, limit=PAGE_SIZE, **more
        )

    def _left_out(self, listing: Listing, draft: PageDraft) -> list[Media]:
        """Count the media of a hashtag as left out, and return those that can be read."""
        media = []
        for record in listing.data:
            try:
                media.append(read_media(record))
            except RefusedError as reason:
                draft.refuse("a post of a hashtag", reason)
            else:
                draft.leave_out(NO_CREATOR)
                draft.not_understood(strange_fields(record))
        return media

    async def _with_hashtag(self, handle: str, query: Query, cursor: str) -> Page | None:
        """Return the posts of an account that have the hashtag; `None` if there are none."""
        try:
            found = await self._discovered(handle)
        except GoneError:
            return None
        tag = query.text.casefold()
        listing = media_of(found)
        listing.data = [
            record
            for record in listing.data
            if tag in hashtags_in(str(record.get("caption") or ""))
        ]
        if not listing.data:
            return None
        found["media"] = {"data": listing.data}
        return self._page(found, since=query.since, cursor=cursor)

    async def _discovered(self, handle: str, after: str | None = None) -> dict[str, object]:
        """Return the profile of a professional account with a page of its media.

        Raises:
            GoneError: there is no such account, or it is a personal one.
        """
        if not _HANDLE.fullmatch(handle):
            raise GoneError(f"{handle!r} is no handle of Instagram")
        onward = f".after({after})" if after else ""
        try:
            return await self._asked(handle, onward)
        except SourceError as error:
            if VIEWS not in str(error) or VIEWS not in self._fields:
                raise
        self._fields = self._fields.replace(f",{VIEWS}", "")  # an older version of the API
        return await self._asked(handle, onward)

    async def _asked(self, handle: str, onward: str) -> dict[str, object]:
        media = f"media.limit({PAGE_SIZE}){onward}{{{self._fields}}}"
        fields = f"business_discovery.username({handle}){{{PROFILE_FIELDS},{media}}}"
        return (await self._graph.get(self._user_id(), _Found, fields=fields)).business_discovery

    def _page(
        self,
        found: dict[str, object],
        *,
        since: datetime | None,
        cursor: str,
        notes: Sequence[str] = (),
    ) -> Page:
        now = self._access.now()
        draft = PageDraft(now=now)
        for note in notes:
            draft.tell(note)
        profile = {name: value for name, value in found.items() if name != "media"}
        try:
            creator = to_creator(profile, now.isoformat())
            draft.add_creator(creator, SOURCE)
            draft.not_understood(strange_fields(profile))
        except RefusedError as reason:
            draft.refuse("a profile", reason)
            return draft.finish(cursor)
        for record in media_of(found).data:
            _add(record, creator, draft, since)
        return draft.finish(cursor)

    def _user_id(self) -> str:
        secret = self._access.secrets.get(USER_ID)
        if secret is None or not secret.reveal().strip().isdecimal():
            raise SourceError(
                f"Instagram: {USER_ID} is no number" if secret else f"Instagram: no {USER_ID}",
                hint=f"put the id of your professional account (17841…) into {USER_ID}",
            )
        return secret.reveal().strip()


def _add(
    record: dict[str, object], creator: NativeCreator, draft: PageDraft, since: datetime | None
) -> None:
    with draft.one(f"post {record.get('id')}"):
        post = to_post(record, creator)
        moment = read_moment(post.created_at, "timestamp", notes=[])
        if since and moment < since:
            raise LeftOutError(OLDER)
        draft.add(post)
        draft.not_understood(strange_fields(record))
