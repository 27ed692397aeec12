"""Walks through a timeline: forward from the newest post seen, and back to the oldest."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.errors import GoneError, PayloadError
from engine.vocabulary import Page
from indexers.answers import Answer
from indexers.client import Client
from indexers.mastodon.paging import Place, first_id, linked_ids, newest_id
from indexers.mastodon.statuses import keep_status
from indexers.pages import LeftOutError, PageDraft
from indexers.records import NativePost
from indexers.values import read_moment, shown

LIMIT = 40  # posts an answer may hold
EARLY = "older than asked for"
BEFORE_ALL = "0"  # in the place of the id of a post

Records = list[dict[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One answer as a page in the making, and the ids to go on from.

    `is_early` tells that all of it is from before what was asked for.
    """

    draft: PageDraft
    newest: str | None
    older: str | None
    is_early: bool


class Since:
    """Leaves out what is from before a moment, and tells how many posts that were."""

    def __init__(self, since: datetime | None) -> None:
        self._since = since
        self.n_early = 0

    def check(self, native: NativePost) -> None:
        """Let a post pass that is not too old.

        Raises:
            LeftOutError: it is.
        """
        if self._since is None:
            return
        if read_moment(native.created_at, "created_at", notes=[]) < self._since:
            self.n_early += 1
            raise LeftOutError(EARLY)


def _pass(native: NativePost) -> None:
    """Take any post."""


def _forget(record: Mapping[str, object], native: NativePost) -> None:
    """Remember nothing of what was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What stands under a `path` of a server whose people's names end in `domain`."""

    client: Client
    path: str
    domain: str
    now: Callable[[], datetime]
    params: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    check: Callable[[NativePost], None] = _pass
    kept: Callable[[Mapping[str, object], NativePost], None] = _forget

    async def forward(self, place: Place) -> AsyncGenerator[tuple[Page, Place], None]:
        """Yield what is newer than `place.newest`, from old to new, with the place after it."""
        seen = {place.newest}
        while place.newest is not None:
            sheet = await self._read({"min_id": place.newest})
            if sheet.newest is None or sheet.newest == place.newest:
                return
            if sheet.newest in seen:
                sheet.draft.tell("the server answers in circles: not read on")
                yield sheet.draft.finish(place.written()), place
                return
            seen.add(sheet.newest)
            place = Place(newest=sheet.newest, older=place.older)
            yield sheet.draft.finish(place.written()), place

    async def backward(self, place: Place) -> AsyncGenerator[tuple[Page, Place], None]:
        """Yield what is older than `place.older`, or all, from new to old, with the place."""
        seen: set[str] = set()
        while True:
            sheet = await self._read({"max_id": place.older} if place.older else {})
            older = None if sheet.is_early else sheet.older
            if older in seen:
                sheet.draft.tell("the server answers in circles: not read on")
                older = None
            place = Place(newest=place.newest or sheet.newest, older=older)
            if place.newest is not None:
                yield sheet.draft.finish(place.written()), place
            if older is None:
                return
            seen.add(older)

    async def newest(self) -> str:
        """Return the id of the newest post; `0`, which is before all, if there is none yet."""
        answer = await self.client.fetch(
            self.path, params={**self.params, "limit": "1"}, accept={404}
        )
        return first_id(self._records(answer)) or BEFORE_ALL

    async def _read(self, where: Mapping[str, str]) -> Sheet:
        params = {**self.params, **where, "limit": str(LIMIT)}
        is_begun = any(place != BEFORE_ALL for place in where.values())
        accept = () if is_begun else (404,)  # in the middle it is not the end, but a fault
        answer = await self.client.fetch(self.path, params=params, accept=accept)
        records = self._records(answer)
        draft, since = PageDraft(now=self.now()), Since(self.since)
        for record in records:
            self._keep(draft, record, since)
        asked = where.get("min_id")
        if asked and any(newest_id(str(r.get("id")), asked) == asked for r in records):
            draft.tell("the server does not go on from a post: some in between may be missing")
        older, newer = linked_ids(answer.headers)
        return Sheet(
            draft=draft,
            newest=newer or first_id(records),
            older=older if "link" in answer.headers else first_id(records[::-1]),
            is_early=0 < len(records) == since.n_early,
        )

    def _keep(self, draft: PageDraft, record: Mapping[str, object], since: Since) -> None:
        def check(native: NativePost) -> None:
            since.check(native)
            self.check(native)

        where = f"status {record.get('id')}"
        native = keep_status(draft, record, host=self.domain, where=where, check=check)
        if native is not None:
            self.kept(record, native)

    def _records(self, answer: Answer) -> Records:
        """Return the records of an answer; of what a server has never heard of there are none.

        Raises:
            GoneError: nothing there answers as Mastodon does.
        """
        if answer.status != 404:
            return answer.decoded(Records)
        try:
            answer.decoded(dict[str, object])
        except PayloadError as error:
            raise GoneError(
                f"{shown(answer.url)} is not there: the server does not speak Mastodon's API"
            ) from error
        return []
