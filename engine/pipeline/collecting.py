"""From live sources to the store, all at once and each at its own pace.

A page and its cursor are committed together, and the next page is asked for when they are on disk:
killed at any moment and run again, a walk goes on from the last page that was kept.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple, TypeVar

from engine.errors import SourceError, UnavailableError
from engine.pipeline.tally import ImportReport, Tally
from engine.protocols import ProfileSource, Source
from engine.store import Committed, Store
from engine.vocabulary import Meter, Page, Query

STALL_SECONDS = 600.0  # without a page, after which a source is given up for now
PROFILE_AGE = timedelta(days=7)
MAX_PROFILES = 2_000  # looked up in a run; the rest waits for the next

DONE = "no more for now"
STOPPED = "stopped by hand; it goes on from there"
NOT_ASKED = "it does not answer such queries"

T = TypeVar("T")
Told = Callable[[str, int], None]


class Lent(NamedTuple):
    """A source, and the meter that was lent to it."""

    source: Source
    meter: Meter


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of a run: `posts` of a query (`None`: all), and profiles older than `profile_age`.

    `profile_age` of `None` looks up no profiles. The run ends when `stop` is set: what is on disk
    stays, and is reported; a page on its way is let go.
    """

    posts: int | None = None
    profile_age: timedelta | None = PROFILE_AGE
    max_profiles: int = MAX_PROFILES
    stall: float = STALL_SECONDS
    stop: asyncio.Event | None = None

    @property
    def is_over(self) -> bool:
        """Whether the run was stopped."""
        return self.stop is not None and self.stop.is_set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One query followed at one source: what came of it, and why it ended."""

    query: str
    report: ImportReport
    stopped: str
    error: SourceError | None = None
    was_asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What collecting from one source came to; `waited` and `seconds` are durations.

    `profiles` counts creators looked up, `profile_error` says why not more of them were.
    """

    source: str
    walks: tuple[Walk, ...]
    profiles: int
    profile_error: SourceError | None
    requests: int
    waited: float
    units: dict[str, int]
    seconds: float

    @property
    def errors(self) -> tuple[SourceError, ...]:
        """What went wrong."""
        found = [walk.error for walk in self.walks if walk.error is not None]
        return (*found, self.profile_error) if self.profile_error is not None else tuple(found)

    def document(self) -> dict[str, object]:
        """Return the report ready for `json.dumps`."""
        return {
            "source": self.source,
            "queries": [_walk_document(walk) for walk in self.walks],
            "profiles": self.profiles,
            "profile_error": None if self.profile_error is None else str(self.profile_error),
            "requests": self.requests,
            "waited_seconds": round(self.waited, 3),
            "units": dict(sorted(self.units.items())),
            "seconds": round(self.seconds, 3),
        }


async def collect(
    lent: Sequence[Lent],
    queries: Sequence[Query],
    store: Store,
    *,
    limits: Limits = Limits(),
    now: Callable[[], datetime],
    told: Told | None = None,
) -> list[Collected]:
    """Follow every query at every source to its end, and complete the profiles of creators.

    A source that fails is reported in its `Collected` and disturbs no other; any other exception
    is a bug and ends them all. `told` hears the name of a source and how many posts it gave.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="store") as thread:  # one: the write lock
        desk = Desk(store, thread, now=now)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_follow(one, queries, desk, limits, told), name=one.source.name)
                for one in lent
            ]
    return [task.result() for task in tasks]


class Desk:
    """The store, used from coroutines: its one thread writes one page after another."""

    def __init__(
        self, store: Store, thread: ThreadPoolExecutor, *, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._thread = thread
        self.now = now

    async def cursor(self, source: str, query: str) -> str | None:
        """Return where to go on."""
        return await self._run(partial(self._store.cursor, source, query))

    async def commit(self, page: Page, source: str, query: str) -> Committed:
        """Keep a page and its cursor."""
        commit = partial(self._store.commit_page, page, now=self.now(), source=source, query=query)
        return await self._run(commit)

    async def without_erased(self, page: Page) -> Page:
        """Return `page` without creators who were erased, and what they post."""
        return await self._run(partial(self._store.without_erased, page))

    async def stale(self, source: str, age: timedelta, limit: int) -> Sequence[str]:
        """Return the creators to look up."""
        before = self.now() - age
        return await self._run(
            partial(self._store.stale_creators, source, before=before, limit=limit)
        )

    async def commit_profiles(self, page: Page, source: str, asked: Sequence[str]) -> None:
        """Keep what looking up `asked` gave."""
        await self._run(partial(self._store.commit_profiles, page, source, asked, self.now()))

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


async def _follow(
    lent: Lent, queries: Sequence[Query], desk: Desk, limits: Limits, told: Told | None
) -> Collected:
    source, meter = lent
    started = time.monotonic()
    walks = [await _walk(source, query, desk, limits, told) for query in queries]
    profiles, error = await _complete(source, desk, limits)
    return Collected(
        source=source.name,
        walks=tuple(walks),
        profiles=profiles,
        profile_error=error,
        requests=meter.requests,
        waited=meter.waited,
        units=dict(meter.units),
        seconds=time.monotonic() - started,
    )


async def _walk(
    source: Source, query: Query, desk: Desk, limits: Limits, told: Told | None
) -> Walk:
    """Follow one query to its end, its limit, or its error."""
    tally = Tally()
    if query.kind not in source.info.takes:
        return Walk(query=str(query), report=tally.report(), stopped=NOT_ASKED, was_asked=False)
    stopped, failed = DONE, None
    try:
        cursor = await desk.cursor(source.name, str(query))
        async with aclosing(source.pages(query, after=cursor)) as pages:
            async for page in _until(limits.stop, unstalled(pages, limits.stall)):
                tally.note(page, await desk.commit(page, source.name, str(query)))
                if told is not None:
                    told(source.name, tally.posts)
                if limits.posts is not None and tally.posts >= limits.posts:
                    stopped = f"the limit of {limits.posts:,} posts"
                    break
            if limits.is_over:
                stopped = STOPPED
    except SourceError as error:
        stopped, failed = str(error), error
    return Walk(query=str(query), report=tally.report(), stopped=stopped, error=failed)


async def _until(
    stop: asyncio.Event | None, pages: AsyncGenerator[Page, None]
) -> AsyncGenerator[Page, None]:
    """Yield `pages` until `stop` is set, without waiting for the page on its way."""
    while not (stop and stop.is_set()):
        step = asyncio.ensure_future(anext(pages, None))
        try:
            page = await _unless(stop, step)
        finally:
            await _let_go(step)
        if page is None:
            return
        yield page


async def _unless(stop: asyncio.Event | None, step: asyncio.Future[T]) -> T | None:
    """Return what `step` comes to, None if `stop` is set before."""
    if stop is None:
        return await step
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((step, stopping), return_when=asyncio.FIRST_COMPLETED)
        if step.done():
            return step.result()
        await _let_go(step)
        return None
    finally:
        stopping.cancel()


async def _let_go(step: asyncio.Future[T]) -> None:
    """Have `step` end, whatever it comes to."""
    step.cancel()
    await asyncio.wait((step,))


async def unstalled(
    pages: AsyncGenerator[Page, None], seconds: float
) -> AsyncGenerator[Page, None]:
    """Yield `pages`, each of which has `seconds` to come.

    Raises:
        UnavailableError: one did not.
    """
    while True:
        try:
            async with asyncio.timeout(seconds):
                page = await anext(pages, None)
        except TimeoutError as error:
            raise UnavailableError(
                f"nothing came for {seconds:,.0f} s", hint="run it again later: it goes on"
            ) from error
        if page is None:
            return
        yield page


async def _complete(source: Source, desk: Desk, limits: Limits) -> tuple[int, SourceError | None]:
    """Look up creators whose profile is not known or too old, as many at a time as may be."""
    if limits.profile_age is None or not isinstance(source, ProfileSource):
        return 0, None
    name, done = source.info.name, 0
    wanted = await desk.stale(name, limits.profile_age, limits.max_profiles)
    try:
        for start in range(0, len(wanted), source.profile_batch):
            asked = wanted[start : start + source.profile_batch]
            page = await _looked_up(source, asked, limits)
            if page is None:
                break
            await desk.commit_profiles(page, name, asked)
            done += len(asked)
    except SourceError as error:
        return done, error
    except TimeoutError:
        return done, UnavailableError(f"no profiles came for {limits.stall:,.0f} s")
    return done, None


async def _looked_up(source: ProfileSource, asked: Sequence[str], limits: Limits) -> Page | None:
    """Return the profiles of `asked`, None if the run was stopped before."""
    if limits.is_over:
        return None
    looking = asyncio.ensure_future(asyncio.wait_for(source.profiles(asked), limits.stall))
    return await _unless(limits.stop, looking)


def _walk_document(walk: Walk) -> dict[str, object]:
    return {
        "query": walk.query,
        "asked": walk.was_asked,
        **walk.report.document(),
        "stopped": walk.stopped,
        "error": None if walk.error is None else type(walk.error).__name__,
        "hint": None if walk.error is None else walk.error.hint,
    }
