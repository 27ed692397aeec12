"""Following live sources until told to stop: streams as they come, the others by asking again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from engine.errors import OverheardError, SourceError, StoreError
from engine.pipeline.collecting import Desk, Lent
from engine.pipeline.tally import ImportReport, Tally
from engine.protocols import ListeningSource, ProfileSource, Source
from engine.store import Committed, Store
from engine.vocabulary import Meter, Page, Query, QueryKind, Watch

LIVE = "live"  # what the cursor of a stream is kept under
POLL_SECONDS = 60.0
RETRY_SECONDS = 300.0  # after a source failed
PROFILE_SECONDS = 20.0  # between two looks at who was heard and is not known
PROFILE_REQUESTS = 4  # of one look
_EVER = timedelta(days=50 * 365)  # of creators never looked up nothing is known since then

OnPage = Callable[[str, Page, Committed], None]


class State(StrEnum):
    """What a source is at."""

    FOLLOWING = "following"  # live
    ASKING = "asking"
    WAITING = "waiting"  # to be asked again
    FAILED = "failed"  # and tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a source is at; `rest` is in seconds until it goes on, `error` what ended it."""

    source: str
    state: State
    is_live: bool
    rest: float | None = None
    error: OverheardError | None = None


OnStanding = Callable[[Standing], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What listening to one source came to."""

    source: str
    report: ImportReport
    errors: tuple[str, ...]
    requests: int
    waited: float
    seconds: float

    def document(self) -> dict[str, object]:
        """Return the report ready for `json.dumps`."""
        return {
            "source": self.source,
            **self.report.document(),
            "errors": list(self.errors),
            "requests": self.requests,
            "waited_seconds": round(self.waited, 3),
            "seconds": round(self.seconds, 3),
        }


async def listen(
    lent: Sequence[Lent],
    watch: Watch,
    store: Store,
    *,
    stop: asyncio.Event,
    now: Callable[[], datetime],
    on_page: OnPage | None = None,
    on_standing: OnStanding | None = None,
    poll: float = POLL_SECONDS,
    accounts: Sequence[str] = (),
    look: float = PROFILE_SECONDS,
) -> list[Heard]:
    """Hear of `watch` at every source until `stop` is set; return what was heard.

    A source that cannot be followed live is asked for the hashtags and words of `watch`, and for
    `accounts`, every `poll` seconds; a query that fails costs the others nothing. A source that
    fails, or a page that cannot be written now, is reported and tried again after some minutes;
    what was kept stays. `on_page` hears of
    every page on disk, without the posts that were refused, and `on_standing` of what each source
    is at. Who was kept and is not known by name is looked up every `look` seconds, some hundred at
    a time, where the source is followed live and can look people up.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="store") as thread:
        ears = [
            _Ear(
                one,
                watch,
                Desk(store, thread, now=now),
                tell=(on_page, on_standing),
                accounts=accounts,
            )
            for one in lent
        ]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ear.follow(poll)) for ear in ears]
            tasks += [group.create_task(ear.introduce(look)) for ear in ears]
            await stop.wait()
            for task in tasks:
                task.cancel()
    return [ear.heard() for ear in ears]


class _Ear:
    """One source being listened to."""

    def __init__(
        self,
        lent: Lent,
        watch: Watch,
        desk: Desk,
        *,
        tell: tuple[OnPage | None, OnStanding | None],
        accounts: Sequence[str],
    ) -> None:
        self._source: Source = lent.source
        self._meter: Meter = lent.meter
        self._watch = watch
        self._desk = desk
        self._on_page, self._on_standing = tell
        self._accounts = accounts
        self._tally = Tally()
        self._errors: dict[str, None] = {}
        self._failed: OverheardError | None = None  # in the last turn
        self._started = time.monotonic()

    def heard(self) -> Heard:
        return Heard(
            source=self._source.name,
            report=self._tally.report(),
            errors=tuple(self._errors),
            requests=self._meter.requests,
            waited=self._meter.waited,
            seconds=time.monotonic() - self._started,
        )

    async def follow(self, poll: float) -> None:
        """Listen until cancelled."""
        source = self._source
        while True:
            self._failed = None
            if isinstance(source, ListeningSource):
                self._stand(State.FOLLOWING)
                whole = await self._kept(LIVE, partial(_live, source, self._watch))
            else:
                self._stand(State.ASKING)
                whole = await self._ask()
            rest = poll if whole else max(poll, RETRY_SECONDS)
            self._stand(State.WAITING if whole else State.FAILED, rest)
            await asyncio.sleep(rest)

    async def introduce(self, look: float) -> None:
        """Look up those who were kept and are not known, until cancelled.

        Only at sources that are followed live: others tell who posts, or count what they are asked.
        """
        source, rest = self._source, look
        while isinstance(source, ProfileSource) and isinstance(source, ListeningSource):
            await asyncio.sleep(rest)
            try:
                await self._introduced(source)
                rest = look
            except (SourceError, StoreError) as error:
                self._errors[f"names were not looked up: {error}"] = None
                rest = max(look, RETRY_SECONDS)

    async def _introduced(self, source: ProfileSource) -> None:
        name, batch = self._source.info.name, source.profile_batch
        wanted = await self._desk.stale(name, _EVER, PROFILE_REQUESTS * batch)
        for start in range(0, len(wanted), batch):
            asked = wanted[start : start + batch]
            page = await source.profiles(asked)
            await _to_its_end(self._desk.commit_profiles(page, name, asked))

    def _stand(self, state: State, rest: float | None = None) -> None:
        if self._on_standing is not None:
            self._on_standing(
                Standing(
                    source=self._source.name,
                    state=state,
                    is_live=isinstance(self._source, ListeningSource),
                    rest=rest,
                    error=self._failed,
                )
            )

    async def _ask(self) -> bool:
        """Ask for everything once; return whether all of it was answered."""
        source = self._source
        whole = True
        for query in queries_of(self._watch, self._accounts):
            if query.kind in source.info.takes:
                whole &= await self._kept(str(query), partial(_pages, source, query))
        return whole

    async def _kept(
        self, query: str, pages_after: Callable[[str | None], AsyncGenerator[Page, None]]
    ) -> bool:
        """Keep the pages that come; return whether no error ended them."""
        try:
            await self._keep(query, pages_after)
        except (SourceError, StoreError) as error:
            self._errors[str(error)] = None
            self._failed = error
            return False
        return True

    async def _keep(
        self, query: str, pages_after: Callable[[str | None], AsyncGenerator[Page, None]]
    ) -> None:
        """Commit the pages that come; one in hand is committed and counted even when cancelled."""
        cursor = await self._desk.cursor(self._source.name, query)
        async with aclosing(pages_after(cursor)) as pages:
            async for page in pages:
                await _to_its_end(self._commit(page, query))

    async def _commit(self, page: Page, query: str) -> None:
        committed = await self._desk.commit(page, self._source.name, query)
        self._tally.note(page, committed)
        if self._on_page is not None:
            kept = await self._desk.without_erased(page) if committed.refused else page
            self._on_page(self._source.name, kept, committed)


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Do `work` to its end, and be cancelled after it."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _live(source: ListeningSource, watch: Watch, after: str | None) -> AsyncGenerator[Page, None]:
    return source.listen(watch, after=after)


def _pages(source: Source, query: Query, after: str | None) -> AsyncGenerator[Page, None]:
    return source.pages(query, after=after)


def queries_of(watch: Watch, accounts: Sequence[str] = ()) -> list[Query]:
    """Return what to ask a source for that cannot be followed live."""
    return [
        *(Query(kind=QueryKind.HASHTAG, text=tag) for tag in watch.hashtags),
        *(Query(kind=QueryKind.TEXT, text=words) for words in watch.words),
        *(Query(kind=QueryKind.ACCOUNT, text=handle) for handle in accounts),
    ]
