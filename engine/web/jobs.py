"""Long work started from the page: one piece at a time, in processes of its own.

A job is a command of ours, or several in turn, followed by what they tell of themselves. It does
not depend on any page being open. Being stopped, or killed with the server, loses nothing that was
finished: every command goes on from there when it is run again.
"""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from engine.web.reports import Job, Phase

_ENDED_WELL = frozenset({0, 3})  # 3: some sources or records failed and the rest was kept
_LONGEST_LINE = 1 << 20  # bytes of an event
_PATIENCE = 5.0  # seconds a process has to end by itself when the server is stopped
_NICENESS = 10  # so that answering a page goes before


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """The words of a command; it is run where what was done so far is `worth` it."""

    words: Sequence[str]
    worth: Callable[[Job], bool] = lambda _: True


async def _nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done under a `title`: commands in turn.

    `then` follows where all ended well, `finally_` in any case; `leads_to` is the page to look at
    after, `home` what is written to where that matters, `asked` the fields of the form behind it.
    """

    title: str
    commands: Sequence[Command]
    then: Callable[[], Awaitable[None]] = _nothing
    finally_: Callable[[], Awaitable[None]] = _nothing
    leads_to: str = "/corpus"
    home: Path | None = None
    names: Sequence[str] = field(default=())
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)


class BusyError(Exception):
    """There is a job already; only one is done at a time."""


class Jobs:
    """The job that is being done, or the last one that was."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._running: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._changed = asyncio.Event()
        self.turn = 0  # grows with whatever is new
        self.is_closed = False
        self.last: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._running is not None and not self._running.done()

    def begin(self, plan: Plan) -> Job:
        """Start `plan`; it goes on whoever looks.

        Raises:
            BusyError: something else is being done.
        """
        if self.is_busy or self.is_closed:
            raise BusyError
        self.last = job = Job(
            number=next(self._numbers),
            title=plan.title,
            began_at=self._clock(),
            leads_to=plan.leads_to,
            home=plan.home,
            asked=plan.asked,
        )
        self._running = asyncio.create_task(self._do(plan, job))
        return job

    def stop(self) -> None:
        """Have what is being done end where nothing is lost; a second time, at once."""
        if self.is_busy and self.last is not None:
            self.last.phase = Phase.STOPPING
            self._signal()
            self._tell()

    async def close(self) -> None:
        """Stop, and wait until all has ended; nothing begins any more."""
        self.is_closed = True
        self._tell()
        if self._running is None:
            return
        for _ in range(2):  # the first lets a page be finished, the second ends indexing
            self.stop()
            await asyncio.wait((self._running,), timeout=_PATIENCE)
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
        await asyncio.wait((self._running,))

    async def changed(self, *, since: int, within: float) -> bool:
        """Wait until something is newer than `turn` was at `since`, at most `within` seconds.

        Return whether something is. What came before the call counts, too: nobody who shows one
        turn and waits for the next can miss the last.
        """
        if self.turn != since:
            return True
        try:
            await asyncio.wait_for(self._changed.wait(), within)
        except TimeoutError:
            return False
        return True

    async def _do(self, plan: Plan, job: Job) -> None:
        try:
            await self._run_all(plan, job)
            if job.phase is Phase.RUNNING:
                await plan.then()
        except OSError as error:
            job.fail(f"it could not be started: {error.strerror or error}", None)
        finally:
            await plan.finally_()
            job.end(self._clock())
            self._tell()

    async def _run_all(self, plan: Plan, job: Job) -> None:
        for command in plan.commands:
            if job.phase is not Phase.RUNNING:
                return
            if command.worth(job):
                status = await self._run(command.words, job)
                if status not in _ENDED_WELL and job.phase is Phase.RUNNING:
                    job.fail(*_why(status))

    async def _run(self, words: Sequence[str], job: Job) -> int:
        """Run one command to its end, and return its exit status."""
        self._process = process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C at the server's terminal is ours to pass on
            limit=_LONGEST_LINE,
        )
        with suppress(AttributeError, OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        if job.phase is Phase.STOPPING:
            self._signal()
        printed, _ = await asyncio.gather(_all(process.stdout), self._follow(process.stderr, job))
        status = await process.wait()
        self._process = None
        job.keep(printed)
        return status

    async def _follow(self, stream: asyncio.StreamReader | None, job: Job) -> None:
        assert stream is not None  # noqa: S101 - it was asked for
        while line := await _line(stream):
            job.hear(line)
            self._tell()

    def _signal(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()

    def _tell(self) -> None:
        self.turn += 1
        self._changed.set()
        self._changed = asyncio.Event()


def _why(status: int) -> tuple[str | None, str | None]:
    """Return what there is to say of a command that failed beside what it said itself."""
    if status >= 0:
        return None, None
    return (
        f"it was ended from outside (signal {-status}), perhaps for want of memory",
        "what had come is kept; begun again, it goes on from there",
    )


async def _all(stream: asyncio.StreamReader | None) -> bytes:
    return b"" if stream is None else await stream.read()


async def _line(stream: asyncio.StreamReader) -> bytes:
    """Return the next line, without those that are longer than any event; empty at the end."""
    while True:
        try:
            return await stream.readline()
        except ValueError:
            continue
