"""YouTube as a source: videos by words, by a hashtag or of a channel, and channels."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

from engine.access import Access
from engine.errors import GoneError, SourceError
from engine.protocols import Source
from engine.vocabulary import Page, Query, QueryKind, SourceInfo
from indexers.gathering import Gathering
from indexers.values import RefusedError, read_moment
from indexers.walks import Walk, earliest, read_walk
from indexers.youtube.items import add_channel, add_item
from indexers.youtube.quota import BUDGETS, OPTIONS, SEARCHES, UNITS
from indexers.youtube.requests import KEY, Requests
from indexers.youtube.resources import Answer, Channel

API = "https://www.googleapis.com/youtube/v3/"
BATCH = 50  # ids or results at a time, the most there are
_PARTS = "snippet,statistics,status,paidProductPlacementDetails"
_CHANNEL_PARTS = "snippet,statistics,contentDetails"
_CHANNEL_ID = re.compile(r"UC[A-Za-z0-9_-]{22}")
Params = dict[str, str | int]
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.|m\.)?youtube\.com/(?:channel/)?([^/?#]+).*")


class YouTube:
    """Videos, newest first, with their counts; what is spent of the quota is kept and shown."""

    info = SourceInfo(
        name="youtube",
        summary="YouTube: videos and channels, by the Data API v3 with your own key",
        takes=frozenset({QueryKind.HASHTAG, QueryKind.TEXT, QueryKind.ACCOUNT}),
        gives="views, likes, comments counted, subscribers (rounded), countries, paid promotion",
        lacks="who likes or follows; counts that their owner hides; deletions, but by absence",
        limits="a day: 100 searches, and 10,000 units for all else; new at midnight Pacific time",
        secrets={KEY: "a key of a Google Cloud project with YouTube Data API v3 enabled"},
        options={
            OPTIONS[UNITS]: f"units to spend a day at most ({BUDGETS[UNITS]:,})",
            OPTIONS[SEARCHES]: f"searches to spend a day at most ({BUDGETS[SEARCHES]:,})",
        },
        required=(KEY,),
    )
    name = info.name
    profile_batch = BATCH

    def __init__(self, access: Access, *, api: str = API, folder: Path | None = None) -> None:
        self._access = access
        self._requests = Requests(access, api, folder=folder)

    @classmethod
    def make(cls, access: Access) -> Sequence[Source]:
        """Return the one source of YouTube.

        Raises:
            ConfigError: a budget is no whole number from 0.
        """
        return [cls(access)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield videos from the newest back in time, one page a search or 50 uploads."""
        is_account = query.kind is QueryKind.ACCOUNT
        walk = read_walk(after)
        is_resumed = walk.is_under_way
        while True:
            walking = self._uploads(query, walk) if is_account else self._found(query, walk)
            async with aclosing(walking):
                async for page, reached in walking:
                    walk = reached
                    yield page
            if not is_resumed:
                return
            is_resumed = False

    async def profiles(self, native_ids: Sequence[str]) -> Page:
        """Return the channels of `native_ids`; those that are not there any more are gone."""
        page = Gathering(self.name, now=self._access.now())
        params: Params = {"part": _CHANNEL_PARTS, "id": ",".join(native_ids), "maxResults": BATCH}
        answer = await self._requests.get("channels", Answer, params)
        for item in answer.items:
            with page.one(f"channel {item.get('id')}"):
                add_channel(page, item)
        for gone in set(native_ids) - {str(item.get("id")) for item in answer.items}:
            page.remove_creator(gone)
        return page.finish()

    async def _found(self, query: Query, walk: Walk) -> AsyncGenerator[tuple[Page, Walk], None]:
        """Search slice after slice of time: a search ends after some 500 videos."""
        sign = "#" if query.kind is QueryKind.HASHTAG else ""
        usual: Params = {"part": "snippet", "type": "video", "order": "date", "maxResults": BATCH}
        while True:
            bounds = _bounds(walk, query.since)
            params: Params = {**usual, "q": sign + query.text, **bounds}
            answer = await self._requests.get("search", Answer, params, bucket=SEARCHES)
            page = Gathering(self.name, now=self._access.now(), since=query.since)
            await self._add_videos(page, answer)
            walk = _older(walk, _moments(answer), has_more=answer.nextPageToken is not None)
            yield page.finish(walk.written()), walk
            if not walk.is_under_way:
                return

    async def _uploads(self, query: Query, walk: Walk) -> AsyncGenerator[tuple[Page, Walk], None]:
        """Go through the playlist of all that a channel has put up: a unit for 50 videos."""
        page = Gathering(self.name, now=self._access.now(), since=query.since)
        playlist = _uploads_of(await self._channel(query.text, page))
        visited = set()
        while True:
            visited.add(walk.at)
            answer = await self._listed(playlist, walk)
            await self._add_videos(page, answer)
            is_enough = page.n_early > 0 or answer.nextPageToken in visited
            walk = _further(walk, answer, is_enough=is_enough)
            yield page.finish(walk.written()), walk
            if not walk.is_under_way:
                return
            page = Gathering(self.name, now=self._access.now(), since=query.since)

    async def _listed(self, playlist: str, walk: Walk) -> Answer:
        params: Params = {
            "part": "snippet,contentDetails",
            "playlistId": playlist,
            "maxResults": BATCH,
        }
        if walk.at is not None:
            params["pageToken"] = walk.at
        try:
            return await self._requests.get("playlistItems", Answer, params)
        except GoneError:  # a channel without a video has no such playlist
            return Answer()

    async def _add_videos(self, page: Gathering, found: Answer) -> None:
        """Put the videos that were found on `page`, in full."""
        ids = list(dict.fromkeys(filter(None, map(_video_of, found.items))))
        if not ids:
            return
        params: Params = {"part": _PARTS, "id": ",".join(ids[:BATCH]), "maxResults": BATCH}
        answer = await self._requests.get("videos", Answer, params)
        for item in answer.items:
            with page.one(f"video {item.get('id')}"):
                add_item(page, item)

    async def _channel(self, written: str, page: Gathering) -> Channel:
        """Put the channel that is called so on `page`, and return it."""
        match = _ADDRESS.fullmatch(written.strip())
        name = match[1] if match else written.strip()
        by = {"id": name} if _CHANNEL_ID.fullmatch(name) else {"forHandle": "@" + name.lstrip("@")}
        answer = await self._requests.get("channels", Answer, {"part": _CHANNEL_PARTS, **by})
        if not answer.items:
            raise GoneError(
                f"YouTube has no channel {written!r}",
                hint="name its handle (@name) or its id (UC and 22 characters)",
            )
        try:
            return add_channel(page, answer.items[0])
        except RefusedError as error:
            raise SourceError(f"the channel {written!r} cannot be read: {error}") from error


def _uploads_of(channel: Channel) -> str:
    playlists = channel.contentDetails.relatedPlaylists
    return (playlists.uploads if playlists else None) or f"UU{channel.id[2:]}"


def _bounds(walk: Walk, since: datetime | None) -> dict[str, str]:
    bounds = {}
    if walk.at is not None:
        bounds["publishedBefore"] = _written(int(walk.at))
    if (lower := earliest(walk, since)) is not None:
        bounds["publishedAfter"] = _written(lower)
    return bounds


def _older(walk: Walk, moments: Sequence[int], *, has_more: bool) -> Walk:
    """Return where a search stands after an answer with videos of these moments."""
    newest = max(moments, default=None)
    if not moments or not has_more:
        return walk.done(newest=newest)
    until = min(moments)
    if walk.at is not None and until >= int(walk.at):
        until = int(walk.at) - 1
    return walk.onward(str(until), newest=newest)


def _further(walk: Walk, answer: Answer, *, is_enough: bool) -> Walk:
    """Return where the walk through a playlist stands after an answer."""
    moments = _moments(answer)
    newest = max(moments, default=None)
    token = answer.nextPageToken
    is_known = bool(moments) and walk.floor is not None and min(moments) <= walk.floor
    if token is None or is_enough or is_known:
        return walk.done(newest=newest)
    return walk.onward(token, newest=newest)


def _moments(answer: Answer) -> list[int]:
    moments = []
    for item in answer.items:
        for part in ("contentDetails", "snippet"):
            known = item.get(part)
            known = known if isinstance(known, Mapping) else {}
            written = known.get("videoPublishedAt") or known.get("publishedAt")
            if isinstance(written, str):
                try:
                    moments.append(int(read_moment(written, part, notes=[]).timestamp()))
                except RefusedError:
                    continue
                break
    return moments


def _video_of(item: Mapping[str, object]) -> str | None:
    """Return the video that a search result or a playlist item stands for."""
    snippet = item.get("snippet")
    for known in (item.get("id"), snippet.get("resourceId") if isinstance(snippet, dict) else None):
        if isinstance(known, Mapping) and isinstance(video := known.get("videoId"), str):
            return video
    return None


def _written(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z")
