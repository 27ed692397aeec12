"""Walks through the pages of a server, from the newest back to what was seen before."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from engine.vocabulary import Page
from indexers.client import Client
from indexers.cursors import held_in
from indexers.lemmy.views import keep_view
from indexers.pages import LeftOutError, PageDraft
from indexers.records import NativePost
from indexers.values import read_moment

LIMIT = 50  # records an answer may hold
OVERLAP = 6 * 3_600  # seconds; posts of other servers arrive late, at the time they were written
EARLY = "older than asked for"


class Listing(NamedTuple):
    """A list that a server gives in pages: where, what is asked, and what is in an answer."""

    name: str
    client: Client
    path: str
    params: Mapping[str, str]
    records: Callable[[Mapping[str, Any], PageDraft], list[dict[str, Any]]]


class Place(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Where the walk through one list stands; moments are seconds since 1970.

    `floor` is the newest moment the walk before has seen, `top` the newest of this one. `at` is
    the page that is next, a number or the server's word for it; empty before and after a walk.
    """

    floor: float | None = None
    top: float | None = None
    at: str = ""


class Walk:
    """A walk through lists whose places are in the cursor `after`, for a server called `host`."""

    def __init__(
        self,
        after: str | None,
        *,
        since: datetime | None,
        now: Callable[[], datetime],
        host: str,
    ) -> None:
        self._places = held_in(after, dict[str, Place])
        self._since = since
        self._now = now
        self._host = host

    @property
    def found_nothing(self) -> bool:
        """Whether no list has ever held anything."""
        return not self._places

    async def pages(self, listing: Listing) -> AsyncGenerator[Page, None]:
        """Yield the pages of a list down to what the walk before has seen."""
        place = self._places.get(listing.name, Place())
        seen: set[str] = set()
        visited = {place.at}
        while True:
            answer = await self._ask(listing, place)
            draft = PageDraft(now=self._now())
            records = listing.records(answer, draft)
            moments = self._keep(records, draft)
            ids = {_address(record) for record in records}
            following = answer.get("next_page") if records else None
            is_last = seen >= ids or (bool(moments) and max(moments) < self._floor(place))
            seen = ids
            at = "" if is_last else _next(place, following)
            is_last = at in visited or not at
            visited.add(at)
            moments = [min(moment, draft.now.timestamp()) for moment in moments]
            place = _onward(place, moments, "" if is_last else at)
            if moments or place.floor is not None:
                self._places[listing.name] = place
            if not draft.is_empty or self._places:
                yield draft.finish(self._written())
            if is_last:
                return

    async def _ask(self, listing: Listing, place: Place) -> dict[str, Any]:
        where = {"page": place.at or "1"}
        if place.at and not place.at.isdecimal():
            where = {"page_cursor": place.at}
        params = {**listing.params, **where, "limit": str(LIMIT)}
        return await listing.client.get(listing.path, dict[str, Any], params=params)

    def _keep(self, records: list[dict[str, Any]], draft: PageDraft) -> list[float]:
        """Put the records on a page, and return the moments they are of."""
        moments = []

        def check(native: NativePost) -> None:
            moment = read_moment(native.created_at, "published", notes=[])
            moments.append(moment.timestamp())
            if self._since is not None and moment < self._since:
                raise LeftOutError(EARLY)

        for record in records:
            where = f"view {_address(record)}"
            keep_view(draft, record, host=self._host, where=where, check=check)
        return moments

    def _floor(self, place: Place) -> float:
        asked = self._since.timestamp() if self._since else 0.0
        return max(asked, (place.floor or 0.0) - OVERLAP)

    def _written(self) -> str:
        return msgspec.json.encode(self._places).decode()


def _onward(place: Place, moments: list[float], at: str) -> Place:
    known = [one for one in (place.top, *moments) if one is not None]
    top = max(known, default=None)
    if at:
        return Place(floor=place.floor, top=top, at=at)
    known = [one for one in (place.floor, top) if one is not None]
    return Place(floor=max(known, default=None))


def _next(place: Place, following: object) -> str:
    """Return the next page: by the server's word for it, else by its number."""
    if isinstance(following, str) and following and following != place.at:
        return following
    return str(int(place.at or "1") + 1) if (place.at or "1").isdecimal() else ""


def _address(record: Mapping[str, Any]) -> str:
    said = record.get("comment") or record.get("post")
    return str(said.get("ap_id")) if isinstance(said, Mapping) else ""
