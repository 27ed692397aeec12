"""Work that takes longer than a page should: one at a time, beside whatever is asked meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from engine.errors import OverheardError


class Work:
    """What is being done, and what became of the last that was.

    Who begins something waits `patience` seconds for it, and is answered then.
    """

    def __init__(self, patience: float = 3.0) -> None:
        self.patience = patience
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self.doing = ""
        self.said: tuple[str, ...] = ()
        self.problem: OverheardError | None = None

    @property
    def is_running(self) -> bool:
        """Whether anything is under way."""
        return bool(self._tasks)

    async def do(self, doing: str, work: Callable[[], Sequence[str]]) -> None:
        """Begin `work`, called `doing` to users, and give it `patience` seconds to be done.

        It is done in a thread, after what is under way, and goes on where the seconds do not do.
        """
        task = self.begin(doing, work)
        await asyncio.wait([task], timeout=self.patience)
        if task.done():
            task.result()

    def begin(self, doing: str, work: Callable[[], Sequence[str]]) -> asyncio.Task[None]:
        """Begin `work` for which nobody waits."""
        task = asyncio.create_task(self._do(doing, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def take(self) -> tuple[str, ...]:
        """Return what the last work said, once."""
        said, self.said = self.said, ()
        return said

    async def close(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _do(self, doing: str, work: Callable[[], Sequence[str]]) -> None:
        async with self._turn:
            self.doing, self.problem, self.said = doing, None, ()
            try:
                self.said = tuple(await asyncio.to_thread(work))
            except OverheardError as error:
                self.problem = error
