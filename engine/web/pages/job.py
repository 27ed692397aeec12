"""The job under way: how far it has come, live, and the button that stops it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from aiohttp import web

from engine.errors import ConfigError
from engine.web import keys
from engine.web.files import Sheet, json_answer, sheet_answer
from engine.web.jobs import BusyError, Command, Jobs, Plan
from engine.web.rendering import render
from engine.web.reports import Job

_HEARTBEAT = 15.0  # seconds, after which a silent connection might be taken for a broken one
_REST = 0.25  # seconds between two events
_HEADS = ("name", "as", "posts_read", "posts_new", "posts_updated", "posts_unchanged", "creators",
          "failed", "ended")  # fmt: skip
_DEMO = "demo"


def begin(request: web.Request, plan: Plan) -> web.HTTPSeeOther:
    """Start `plan`, and return the way to the page that shows it.

    Raises:
        HTTPConflict: something else is being done.
    """
    jobs = request.app[keys.JOBS]
    try:
        jobs.begin(plan)
    except BusyError:
        raise web.HTTPConflict(text=busy(request)) from None
    return web.HTTPSeeOther("/job")


def busy(request: web.Request) -> str:
    """Return why nothing else can be begun, and what to do."""
    job = request.app[keys.JOBS].last
    title = job.title if job else "something"
    return f"one thing at a time: {title} is not done yet\nwait until it is, or stop it: /job"


def check_idle(request: web.Request) -> None:
    """Let pass what is sent while nothing is being done.

    Raises:
        HTTPConflict: something is.
    """
    if request.app[keys.JOBS].is_busy:
        raise web.HTTPConflict(text=busy(request))


async def page(request: web.Request) -> web.StreamResponse:
    """Show the job under way, or the last one."""
    return render(request, "working.html.j2", title="Work", heads=_HEADS)


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the same as a file."""
    job = request.app[keys.JOBS].last
    rows = [tuple(row[head] for head in _HEADS) for row in (job.rows if job else ())]
    document = {"job": job.document() if job else None}
    sheet = Sheet(name="job", document=document, heads=_HEADS, rows=rows)
    return sheet_answer(sheet, f".{request.match_info['suffix']}")


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give the job under way, or the last one, as JSON."""
    if request.query:
        raise ConfigError("this address takes no parameters")
    job = request.app[keys.JOBS].last
    return json_answer({"job": job.document() if job else None})


async def events(request: web.Request) -> web.StreamResponse:
    """Tell how far the job has come, as server-sent events, until it is over."""
    return await told_live(request, request.app[keys.JOBS], Job.document, rest=_REST)


async def told_live(
    request: web.Request, jobs: Jobs, event: Callable[[Job], Mapping[str, Any]], *, rest: float
) -> web.StreamResponse:
    """Tell the `event` of the last of `jobs` whenever something is new, until it is over.

    Two events are `rest` seconds apart at the least.
    """
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    with suppress(ConnectionResetError):  # whoever looked has gone
        while (job := jobs.last) is not None:
            shown = jobs.turn
            await response.write(f"data: {json.dumps(event(job))}\n\n".encode())
            if job.is_over or jobs.is_closed:
                break
            await asyncio.sleep(rest)
            while not await jobs.changed(since=shown, within=_HEARTBEAT):
                await response.write(b": still there\n\n")
    return response


async def stop(request: web.Request) -> web.StreamResponse:
    """Stop the job under way where nothing is lost."""
    request.app[keys.JOBS].stop()
    raise web.HTTPSeeOther("/job")


async def index(request: web.Request) -> web.StreamResponse:
    """Make searchable what is not yet."""
    served, tools = request.app[keys.SERVED], request.app[keys.TOOLS]
    words = tools.program(served.home, "index")
    raise begin(request, Plan(title="making posts searchable", commands=[Command(words=words)]))


async def demo(request: web.Request) -> web.StreamResponse:
    """Bring the demo's home up to date, and read from it."""
    served, tools = request.app[keys.SERVED], request.app[keys.TOOLS]
    home = tools.home / _DEMO
    words = [*tools.program(home, _DEMO), "--output", "json"]
    plan = Plan(
        title="preparing the demo",
        commands=[Command(words=words)],
        then=partial(served.move, home),
        leads_to="/search",
    )
    raise begin(request, plan)


async def leave(request: web.Request) -> web.StreamResponse:
    """Read from the user's own home again."""
    check_idle(request)
    await request.app[keys.SERVED].move(request.app[keys.TOOLS].home)
    raise web.HTTPSeeOther("/")


ROUTES = (
    web.get("/job", page),
    web.get("/job.{suffix:json|csv|xlsx}", as_file),
    web.get("/job/events", events),
    web.post("/job/stop", stop),
    web.post("/index", index),
    web.post("/demo", demo),
    web.post("/demo/leave", leave),
    web.get("/api/job", for_programs),
)
