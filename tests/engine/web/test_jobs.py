"""Jobs: one at a time, followed as they go on, and stopped where nothing is lost."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.web.jobs import BusyError, Command, Jobs, Plan
from engine.web.reports import Job, Phase
from tests.fakes import NOW

TELLS = """
import json, sys
for event in {events!r}:
    print(event if isinstance(event, str) else json.dumps(event), file=sys.stderr)
print({printed!r})
sys.exit({status})
"""
WAITS = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.default_int_handler)
try:
    print('{"doing": "waiting"}', file=sys.stderr, flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    pathlib.Path(sys.argv[1]).write_text("put away")
    sys.exit(130)
"""
STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('{"doing": "waiting"}', file=sys.stderr, flush=True)
time.sleep(60)
"""


def python(source: str, *arguments: str) -> Command:
    return Command(words=[sys.executable, "-c", source, *arguments])


def tells(*events: object, printed: object = "", status: int = 0) -> Command:
    said = printed if isinstance(printed, str) else json.dumps(printed)
    return python(TELLS.format(events=list(events), printed=said, status=status))


async def ended(jobs: Jobs) -> Job:
    while jobs.is_busy:
        await jobs.changed(since=jobs.turn, within=1.0)
    assert jobs.last is not None
    return jobs.last


async def waiting(jobs: Jobs) -> None:
    while jobs.last is None or jobs.last.doing != "waiting":
        await jobs.changed(since=jobs.turn, within=1.0)


def done(commands: Sequence[Command]) -> Job:
    async def run() -> Job:
        jobs = Jobs(lambda: NOW)
        jobs.begin(Plan(title="a test", commands=commands))
        return await ended(jobs)

    return asyncio.run(run())


def test_a_job_keeps_what_its_commands_told_and_printed() -> None:
    report = {"file": "/else/where/a.csv", "format": "guessed", "posts_read": 3, "posts_new": 2,
              "dropped": {"a repost": 1}}  # fmt: skip
    told = ({"said": "columns as guessed"}, {"error": "bad", "hint": "mend it"}, "no JSON",
            {"doing": "reading", "unit": "posts", "done": 3, "total": None})  # fmt: skip
    job = done([tells(*told, printed=[report], status=3), tells({"said": "second"})])
    assert (job.phase, job.doing, job.done, job.unit) == (Phase.DONE, "reading", 3, "posts")
    assert list(job.said) == ["columns as guessed", "no JSON", "second"]
    assert [(it.error, it.hint) for it in job.troubles] == [("bad", "mend it")]
    (row,) = job.rows
    assert (row["name"], row["as"], row["dropped"]) == ("a.csv", "guessed", {"a repost": 1})
    assert job.new_posts == 2


def test_a_command_that_fails_lets_the_job_fail_and_others_are_still_done() -> None:
    job = done([tells({"error": "x", "hint": None}, status=2), tells({"said": "second"})])
    assert job.phase is Phase.FAILED
    assert list(job.said) == ["second"]


def test_a_command_that_is_not_worth_it_is_not_run() -> None:
    never = Command(words=["/no/such/program"], worth=lambda job: job.new_posts > 0)
    assert done([tells(printed=[]), never]).phase is Phase.DONE


def test_a_program_that_is_not_there_is_said() -> None:
    job = done([Command(words=["/no/such/program"])])
    assert job.phase is Phase.FAILED
    assert "could not be started" in job.troubles[0].error


def test_only_one_job_is_done_at_a_time() -> None:
    async def run() -> None:
        jobs = Jobs(lambda: NOW)
        jobs.begin(Plan(title="first", commands=[tells()]))
        with pytest.raises(BusyError):
            jobs.begin(Plan(title="second", commands=[tells()]))
        assert (await ended(jobs)).title == "first"
        jobs.begin(Plan(title="third", commands=[tells()]))
        assert (await ended(jobs)).number == 2

    asyncio.run(run())


@pytest.mark.parametrize("way", ["stop", "close"])
def test_a_job_that_is_stopped_puts_away_what_it_has(tmp_path: Path, way: str) -> None:
    put_away = tmp_path / "kept"
    finished: list[str] = []

    async def finish() -> None:
        finished.append("finally")

    async def never() -> None:
        finished.append("then")

    async def run() -> Job:
        jobs = Jobs(lambda: NOW)
        command = python(WAITS, str(put_away))
        jobs.begin(Plan(title="a", commands=[command, tells()], then=never, finally_=finish))
        await waiting(jobs)
        if way == "stop":
            jobs.stop()
        else:
            await jobs.close()
        return await ended(jobs)

    job = asyncio.run(run())
    assert (job.phase, put_away.read_text(), finished) == (Phase.STOPPED, "put away", ["finally"])


def test_a_server_that_ends_does_not_wait_for_a_stubborn_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.web.jobs._PATIENCE", 0.2)

    async def run() -> float:
        jobs = Jobs(lambda: NOW)
        jobs.begin(Plan(title="a", commands=[python(STUBBORN)]))
        await waiting(jobs)
        began = time.monotonic()
        await jobs.close()
        with pytest.raises(BusyError):
            jobs.begin(Plan(title="b", commands=[tells()]))
        return time.monotonic() - began

    assert asyncio.run(run()) < 5.0


def test_what_came_before_one_waits_for_it_is_not_missed() -> None:
    async def run() -> None:
        jobs = Jobs(lambda: NOW)
        shown = jobs.turn
        jobs.begin(Plan(title="a test", commands=[tells({"said": "at once"})]))
        await ended(jobs)
        assert await jobs.changed(since=shown, within=60.0)
        assert not await jobs.changed(since=jobs.turn, within=0.01)

    asyncio.run(run())
