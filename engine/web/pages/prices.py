"""What a post by each creator may cost, every way to it, and the best set for a budget."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from engine import __version__
from engine.errors import OverheardError
from engine.money.budget import SECONDS
from engine.money.tables import load_tables
from engine.questions import Opened
from engine.questions.given import moment_of
from engine.questions.people import People, by_handles, of_found, of_saved
from engine.questions.pricing import ENDS, Priced, buy, quote
from engine.ranking import shortlist
from engine.store import Store, database_path
from engine.store.shortlists import saved_list
from engine.vocabulary import Shortlist
from engine.web import keys
from engine.web.addresses import SUFFIXES, Address
from engine.web.files import paper_answer
from engine.web.pages.shortlists import all_heads
from engine.web.priceviews import choices_of, shown_of
from engine.web.pricing import Wish, between, names_somebody, wish_of
from engine.web.rendering import render

TURN = web.AppKey("budget", asyncio.Semaphore)
"""One budget is worked out at a time: it may take all of a processor for some seconds."""
WHOM = ("brief", "shortlist", "creators")


class Found(NamedTuple):
    """What an address found, and the address of a search for its creators, empty without one."""

    priced: Priced
    search: str = ""


async def page(request: web.Request) -> web.StreamResponse:
    """Show the prices of those asked for, or ask whose."""
    if not request.app[keys.SERVED].has_posts:
        raise web.HTTPSeeOther("/")
    if not names_somebody(request.query):
        return await _show(request)
    try:
        return await _show(request, found=await find(request))
    except OverheardError as error:
        return await _show(request, status=400, problem=error)


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the same prices as a file."""
    found = await find(request)
    return paper_answer(found.priced.paper, f".{request.match_info['suffix']}", "prices")


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give the prices as JSON under `/api/`, as `overheard price --output json` does."""
    return paper_answer((await find(request)).priced.paper, ".json", "prices")


async def find(request: web.Request) -> Found:
    """Return what an address asks for; a budget is worked out in a thread, in its turn.

    Raises:
        ConfigError: the address cannot be read, or names somebody who is not there.
    """
    app = request.app
    wish = wish_of(request.query, app[keys.TOOLS].filters)
    now, listed_ = await app[keys.SERVED].run(partial(_ranked, wish, app))
    found = await app[keys.SERVED].look(partial(_quoted, wish=wish, listed=listed_, now=now))
    if wish.budget is None:
        return found
    async with app[TURN]:
        return await asyncio.to_thread(_bought, found, wish)


def _ranked(wish: Wish, app: web.Application, opened: Opened) -> tuple[datetime, Shortlist | None]:
    """Return the moment ages are counted from, and whom a brief finds, as the command does."""
    tools = app[keys.TOOLS]
    now = moment_of(wish.now, tools.clock(), opened.corpus.summary())
    if wish.brief is None:
        return now, None
    brief = tools.read_brief(wish.brief, wish.where, opened, now=now, top=wish.top)
    found = shortlist(brief, opened.corpus, opened.embedder, now=now, version=__version__)
    return now, tools.labelled(found)


def _quoted(home: Path, *, wish: Wish, listed: Shortlist | None, now: datetime) -> Found:
    found = load_tables(home)
    with Store.open(database_path(home), read_only=True) as store:
        people = _people(wish, listed, store)
        quoted = quote(people, wish.asked, found, store, now=now)
        search = _search(wish, store)
    priced = Priced(quoted=quoted, asked=wish.asked, bought=None, notes=people.notes, made_at=now)
    return Found(priced=priced, search=search)


def _people(wish: Wish, listed: Shortlist | None, store: Store) -> People:
    if listed is not None:
        return of_found(listed, store)
    if wish.shortlist is not None:
        return of_saved(wish.shortlist, store, wish.top)
    return by_handles(wish.creators, store)


def _search(wish: Wish, store: Store) -> str:
    """Return what stands behind the question mark of a search for those who are priced."""
    brief, where = wish.brief, wish.where
    if wish.shortlist is not None:
        asked = saved_list(store, wish.shortlist).asked
        brief, where = asked.text, asked.where
    given = {name.replace("_", "-"): value for name, value in where.items()}
    return urlencode({"brief": brief, **given}, doseq=True) if brief else ""


def _bought(found: Found, wish: Wish) -> Found:
    priced, currency = found.priced, wish.asked.currency
    bought = buy(priced.quoted, wish.budget, wish.posts, at=wish.at, currency=currency)
    return found._replace(priced=replace(priced, bought=bought))


async def _show(
    request: web.Request,
    *,
    found: Found | None = None,
    problem: OverheardError | None = None,
    status: int = 200,
) -> web.Response:
    served, here = request.app[keys.SERVED], Address.of(request.rel_url)
    choices = await served.look(choices_of)
    tools, priced = request.app[keys.TOOLS], found.priced if found else None
    return render(
        request,
        "prices.html.j2",
        status=status,
        title="Prices",
        problem=problem,
        priced=priced,
        search=found.search if found else "",
        shown=shown_of(priced) if priced else (),
        choices=choices,
        whom=_whom(here),
        typed=" ".join(one for one in _named(here) if not between(one)),
        apart=[one for one in here.all("creator") if between(one)],
        ends=ENDS,
        heads=await served.look(all_heads),
        lists=await served.list_names(),
        filters=tools.filters,
        seconds=SECONDS,
        suffixes=SUFFIXES,
    )


def _named(here: Address) -> tuple[str, ...]:
    return (*here.all("creator"), *here.all("creators"))


def _whom(here: Address) -> str:
    """Return by what it is said whose prices: the field of the form that is shown."""
    if here.get("creator"):
        return "creators"
    asked = here.get("whom")
    return next((name for name in WHOM if here.get(name)), asked if asked in WHOM else WHOM[0])


ROUTES = (
    web.get("/prices", page),
    web.get("/prices.{suffix:json|csv|xlsx}", as_file),
    web.get("/api/prices", for_programs),
)
