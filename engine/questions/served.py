"""The corpus that is read from: opened once, refreshed when it has changed, one thread."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from engine.errors import ConfigError, OverheardError
from engine.questions.tools import Opened, Tools
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.store.shortlists import saved_lists

Answer = TypeVar("Answer")

_REST = 4.0  # times a refresh's own duration, in seconds, before the next one
_LEAST_REST = 2.0  # seconds


class NoPostsError(ConfigError):
    """The home has no corpus yet."""


class ServedCorpus:
    """The corpus of a home. All work on it is done by one thread, so the page stays responsive.

    What another process or the page itself has written is seen by the next request; while somebody
    writes all the time, as collecting does, at most a fifth of the time goes into looking again.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="corpus")
        self._kept = ExitStack()
        self._opened: Opened | None = None
        self._refresh_after = 0.0
        self._cards_as: object = None  # the state of the files that the cards are of
        self.home = tools.home

    @property
    def has_posts(self) -> bool:
        """Whether there is a corpus to read from at all."""
        return database_path(self.home).is_file()

    @property
    def brand_names(self) -> Mapping[str, str]:
        """What the brands of the corpus that is open are called, by their keys."""
        return {card.key: card.name for card in self._opened.cards} if self._opened else {}

    async def run(self, work: Callable[[Opened], Answer]) -> Answer:
        """Return what `work` makes of the corpus as it is now.

        Raises:
            NoPostsError: there is no corpus yet.
        """
        return await self._in_thread(partial(self._work, work))

    async def warm(self) -> None:
        """Open the corpus before anybody asks; whoever asks is told what is wrong with it."""
        if self.has_posts:
            with suppress(OverheardError):
                await self.run(lambda opened: opened.embedder.embed_query("warm"))

    async def write(self, work: Callable[[Path], Answer]) -> Answer:
        """Return what `work` does to the home; the next reader sees it."""
        return await self._in_thread(partial(self._write, work))

    async def look(self, work: Callable[[Path], Answer]) -> Answer:
        """Return what `work` reads of the home by itself, without holding up the corpus.

        Raises:
            NoPostsError: there is no corpus yet.
        """
        if not self.has_posts:
            raise _nothing_yet()
        return await asyncio.to_thread(work, self.home)

    async def list_names(self) -> list[str]:
        """Return what the shortlists of the home are called."""
        return await self.look(_list_names)

    async def move(self, home: Path) -> None:
        """Read from another home from now on."""
        await self._in_thread(partial(self._move, home))

    async def close(self) -> None:
        """Close the corpus; requests under way are answered first."""
        await self._in_thread(self._close)
        self._worker.shutdown()

    async def _in_thread(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def _work(self, work: Callable[[Opened], Answer]) -> Answer:
        return work(self._current())

    def _write(self, work: Callable[[Path], Answer]) -> Answer:
        try:
            return work(self.home)
        finally:
            self._refresh_after = 0.0

    def _move(self, home: Path) -> None:
        self._close()
        self.home = home

    def _close(self) -> None:
        self._opened = None
        self._kept.close()

    def _current(self) -> Opened:
        if self._opened is None:
            if not self.has_posts:
                raise _nothing_yet()
            self._opened = self._kept.enter_context(self._tools.open(self.home))
        elif time.monotonic() >= self._refresh_after:
            self._refresh(self._opened)
        self._opened = self._with_cards(self._opened)
        return self._opened

    def _with_cards(self, opened: Opened) -> Opened:
        """Return `opened` with the brand cards as they are; with those it had if one is broken."""
        files = brands_path(self.home).glob("*")
        state = sorted((file.name, file.stat().st_mtime_ns) for file in files)
        if state != self._cards_as:
            with suppress(ConfigError, OSError):
                opened = opened._replace(cards=tuple(self._tools.cards(self.home)))
            self._cards_as = state
        return opened

    def _refresh(self, opened: Opened) -> None:
        refresh = getattr(opened.corpus, "refresh", None)
        if refresh is None:
            return
        began = time.monotonic()
        refresh()
        took = time.monotonic() - began
        rest = max(_LEAST_REST, _REST * took) if took > _LEAST_REST / 10 else 0.0
        self._refresh_after = time.monotonic() + rest


def _list_names(home: Path) -> list[str]:
    with Store.open(database_path(home)) as store:
        return [one.name for one in saved_lists(store)]


def _nothing_yet() -> NoPostsError:
    return NoPostsError(
        "there are no posts here yet",
        hint="import a file, collect from a source, or look at the demo",
    )
