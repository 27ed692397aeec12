"""Listening to live sources: what for, the start of it, how it goes, and its end."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from engine.errors import ConfigError
from engine.exports.writing import moment
from engine.vocabulary import Brand
from engine.web import keys
from engine.web.earshot import COUNTS, latest
from engine.web.fields import Fields, check_sizes, option_words
from engine.web.files import Sheet, json_answer, sheet_answer
from engine.web.jobs import BusyError, Command, Plan
from engine.web.pages.collecting import KINDS
from engine.web.pages.job import told_live
from engine.web.rendering import render
from engine.web.reports import Job
from engine.web.tools import Hearing

POLL = "60s"
USUAL = "bluesky"  # needs no key, and is heard whole
SUFFIXES = (".json", ".csv", ".xlsx")
TOLD = 3  # digests beside the form
_REST = 1.0  # seconds between two events
_HEADS = ("name", "live", "state", *COUNTS, "heard_at", "again_at", "error", "hint")


async def page(request: web.Request) -> web.StreamResponse:
    """Show how listening goes, or ask what is to be listened for."""
    ear = request.app[keys.EARS].last
    return await _show(request, ear.asked if ear else {"source": [USUAL], "alerts": ["yes"]})


async def start(request: web.Request) -> web.StreamResponse:
    """Begin to listen for what the form says, or say what is wrong with it.

    Raises:
        HTTPConflict: somebody listens already.
    """
    form = await request.post()
    given = {name: [str(value) for value in form.getall(name)] for name in form}
    tools, home = request.app[keys.TOOLS], request.app[keys.SERVED].home
    if request.app[keys.EARS].is_busy:
        raise web.HTTPConflict(text=_BUSY)
    try:
        wanted = wanted_of(given)
        await asyncio.to_thread(tools.check_hearing, home, wanted)
    except ConfigError as problem:
        return await _show(request, given, problem=problem)
    words = [*tools.program(home, "listen"), *arguments_of(wanted)]
    title = f"listening to {', '.join(wanted.sources)}"
    try:
        request.app[keys.EARS].begin(
            Plan(
                title=title,
                commands=[Command(words=words)],
                leads_to="/listen",
                home=home,
                asked={name: values for name, values in given.items() if name != "csrf"},
            )
        )
    except BusyError:
        raise web.HTTPConflict(text=_BUSY) from None
    raise web.HTTPSeeOther("/listen")


_BUSY = "one listener at a time\nstop the one there is, and begin again with all you want: /listen"


def wanted_of(given: Mapping[str, Sequence[str]]) -> Hearing:
    """Return what the fields of the form say; words stand one a line.

    Raises:
        ConfigError: no source is chosen, or a field is too long or holds too much.
    """
    fields = Fields(given)
    wanted = Hearing(
        sources=given.get("source", ()),
        hashtags=fields.words("hashtag"),
        words=fields.lines("word"),
        accounts=fields.words("account"),
        brands=given.get("brand", ()),
        everything="everything" in given,
        span=fields.first("for"),
        poll=fields.first("poll"),
        options=fields.lines("option"),
        alerts="alerts" in given,
    )
    asked = len(wanted.hashtags) + len(wanted.words) + len(wanted.accounts)
    check_sizes(wanted.sources, asked, len(wanted.options), len(wanted.brands), example=USUAL)
    return wanted


def arguments_of(wanted: Hearing) -> list[str]:
    """Return what stands behind `overheard listen` for the same."""
    several = {"hashtag": wanted.hashtags, "word": wanted.words, "account": wanted.accounts,
               "brand": wanted.brands, "option": wanted.options}  # fmt: skip
    words = option_words(several)
    words += ["--everything"] if wanted.everything else []
    words += [f"--for={wanted.span}"] if wanted.span else []
    words += [f"--poll={wanted.poll}"] if wanted.poll else []
    words += [] if wanted.alerts else ["--no-alerts"]
    return [*words, "--output", "json", "--", *wanted.sources]


async def _show(
    request: web.Request,
    given: Mapping[str, Sequence[str]],
    *,
    problem: ConfigError | None = None,
) -> web.Response:
    tools = request.app[keys.TOOLS]
    origins = await asyncio.to_thread(tools.origins)
    ear, cards = request.app[keys.EARS].last, await cards_of(request)
    return render(
        request,
        "listen.html.j2",
        status=400 if problem else 200,
        title="Listen",
        problem=problem,
        origins=sorted(origins, key=lambda one: (bool(one.missing), not one.info.listens)),
        kinds=KINDS,
        given={"poll": [POLL]} | dict(given),
        cards=cards,
        names=_names(cards),
        posts=await _posts(ear),
        suffixes=SUFFIXES,
        **await told(request, limit=TOLD),
    )


async def now(request: web.Request) -> web.StreamResponse:
    """Give the part of the page that changes while it listens."""
    ear = request.app[keys.EARS].last
    if ear is None:
        raise web.HTTPNotFound(text="nobody listens\nbegin it: /listen")
    names = _names(await cards_of(request))
    return render(request, "earshot.html.j2", posts=await _posts(ear), names=names)


async def events(request: web.Request) -> web.StreamResponse:
    """Tell that there is something new to look at, as server-sent events, until it is over."""
    return await told_live(request, request.app[keys.EARS], _turn, rest=_REST)


def _turn(ear: Job) -> dict[str, Any]:
    return {"number": ear.number, "phase": ear.phase.value, "over": ear.is_over}


async def stop(request: web.Request) -> web.StreamResponse:
    """Have the listener finish the page in hand, and end."""
    request.app[keys.EARS].stop()
    raise web.HTTPSeeOther("/listen")


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give how the sources do as a file."""
    document = await _document(request)
    sources = document["listening"]["sources"] if document["listening"] else ()
    rows = [tuple(source[head] for head in _HEADS) for source in sources]
    sheet = Sheet(name="listening", document=document, heads=_HEADS, rows=rows)
    return sheet_answer(sheet, f".{request.match_info['suffix']}")


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give how listening goes, or how the last of it went, as JSON."""
    if request.query:
        raise ConfigError("this address takes no parameters")
    return json_answer(await _document(request))


async def _document(request: web.Request) -> dict[str, Any]:
    ear = request.app[keys.EARS].last
    if ear is None:
        return {"listening": None}
    posts = [{**post, "created_at": moment(post["created_at"])} for post in await _posts(ear)]
    return {
        "listening": {
            **ear.document(),
            "home": str(ear.home),
            "sources": list(ear.earshot.sources.values()),
            "alerts": list(ear.earshot.alerts),
            "posts": posts,
        }
    }


async def _posts(ear: Job | None) -> list[dict[str, Any]]:
    if ear is None or ear.home is None:
        return []
    return await asyncio.to_thread(latest, ear.home, ear.earshot)


def _names(cards: Sequence[Brand]) -> Mapping[str, str]:
    return {card.key: card.name for card in cards}


async def cards_of(request: web.Request) -> Sequence[Brand]:
    """Return the cards one can listen for; the brands pages say what is wrong with broken ones."""
    try:
        return await asyncio.to_thread(request.app[keys.TOOLS].cards, request.app[keys.SERVED].home)
    except ConfigError:
        return ()


async def told(request: web.Request, *, limit: int, before: int | None = None) -> dict[str, Any]:
    """Return where alerts go, or what is wrong with that, and what was told last."""
    tools, home = request.app[keys.TOOLS], request.app[keys.SERVED].home
    ways, trouble = None, None
    try:
        ways = await asyncio.to_thread(tools.ways)
    except ConfigError as error:
        trouble = error
    found = await asyncio.to_thread(tools.told, home, limit=limit, before=before)
    return {"ways": ways, "trouble": trouble, "told": found}


ROUTES = (
    web.get("/listen", page),
    web.post("/listen", start),
    web.get("/listen/now", now),
    web.get("/listen/events", events),
    web.post("/listen/stop", stop),
    web.get("/listen.{suffix:json|csv|xlsx}", as_file),
    web.get("/api/listen", for_programs),
)
