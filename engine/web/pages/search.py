"""The search page: creators for a brief, with the sum and the posts behind each place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from aiohttp import web

from engine import demo
from engine.errors import OverheardError
from engine.exports import to_json
from engine.exports.views import Section, sections_of
from engine.portraits import Timeline, timeline
from engine.questions import Opened
from engine.questions.creators import find_creator
from engine.questions.given import chosen, moment_of
from engine.vocabulary import Shortlist
from engine.web import keys
from engine.web.addresses import SUFFIXES, Address
from engine.web.asking import BESIDE, VIEWS, Asked, asked_for
from engine.web.files import json_answer, shortlist_answer
from engine.web.paging import FIRST_SORT, SORTS, ListPage, Place, page_of, place_of
from engine.web.rendering import render
from engine.web.searching import State, counting, cut, search
from engine.web.tools import Tools

Chip: TypeAlias = tuple[str, str, Address]

STRETCHES = 24  # of a sparkline
_SHORTEST = timedelta(days=30)  # that a sparkline covers


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer to an address: the whole list, the page of it, and the order."""

    asked: Asked
    shortlist: Shortlist
    page: ListPage
    sort: str


def find(asked: Asked, opened: Opened, app: web.Application) -> Found:
    """Return the page of the list that `asked` is for; in the thread of the corpus.

    Raises:
        ConfigError: the brief, a filter, the order or the cursor cannot be read.
    """
    tools = app[keys.TOOLS]
    place = place_of(asked.after) if asked.after else None
    sort = _sort(asked, place)
    now = _moment(asked, place, opened, tools)
    kept = _list(asked, opened, app, now=now, goes_on=place is not None)
    found = tools.marked(app[keys.SERVED].home, kept)  # kept lists outlive what people write down
    page = page_of(found.candidates, sort=sort, top=asked.top, place=place, now=now)
    there = tuple(row for row in page.rows if find_creator(row[1].creator.key, opened) is not None)
    return Found(asked=asked, shortlist=found, page=replace(page, rows=there), sort=sort)


def _list(
    asked: Asked, opened: Opened, app: web.Application, *, now: datetime, goes_on: bool
) -> Shortlist:
    """Return the whole list, kept or new."""
    lists, tools = app[keys.LISTS], app[keys.TOOLS]
    key = repr((asked.brief, sorted(asked.where.items()), asked.doubts, asked.prefer, now))
    with counting(asked, app[keys.SERVED].home, tools, now=now) as given:

        def make() -> Shortlist:
            return search(asked, opened, tools, now=now, asides=given.asides)

        return (lists.go_on if goes_on else lists.begin)(key, State.of(opened, given), make)


def document(found: Found) -> dict[str, Any]:
    """Return the page as `overheard search --output json` gives it, with where to go on."""
    shown = tuple(candidate for _, candidate in found.page.rows)
    said = to_json(replace(found.shortlist, candidates=shown))
    for creator, (rank, _) in zip(said["creators"], found.page.rows, strict=True):
        creator["rank"] = rank
    return said | {"listed": found.page.total, "sort": found.sort, "next": found.page.after}


def _sort(asked: Asked, place: Place | None) -> str:
    return chosen(asked.sort, tuple(SORTS), "sort") or (place.sort if place else FIRST_SORT)


def _moment(asked: Asked, place: Place | None, opened: Opened, tools: Tools) -> datetime:
    if place is not None and asked.now is None:
        return place.now
    return moment_of(asked.now, tools.clock(), opened.corpus.summary())


async def page(request: web.Request) -> web.StreamResponse:
    """Show the search page, with the list if there is a brief."""
    served, tools = request.app[keys.SERVED], request.app[keys.TOOLS]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    asked = asked_for(request.query, tools.filters)
    if not asked.brief:
        summary = await served.run(lambda opened: opened.corpus.summary())
        return _show(request, asked, summary=summary)
    try:
        found = await served.run(lambda opened: find(asked, opened, request.app))
    except OverheardError as error:
        summary = await served.run(lambda opened: opened.corpus.summary())
        return _show(request, asked, status=400, summary=summary, problem=error)
    lists = await served.list_names()
    summary = found.shortlist.corpus
    return _show(request, asked, summary=summary, found=found, view=view_of(found), lists=lists)


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the same list as a file; sheets hold its first `top` creators by score."""
    asked = asked_for(request.query, request.app[keys.TOOLS].filters)
    found = await request.app[keys.SERVED].run(lambda opened: find(asked, opened, request.app))
    suffix = f".{request.match_info['suffix']}"
    if suffix == ".json":
        return json_answer(document(found))
    return shortlist_answer(cut(found.shortlist, asked.top), suffix, "creators")


def view_of(found: Found) -> Mapping[str, Any]:
    """Return what the template shows of a list: cards with ranks, and sparklines."""
    shown = tuple(candidate for _, candidate in found.page.rows)
    (section,) = sections_of([replace(found.shortlist, candidates=shown)])
    ranks = [rank for rank, _ in found.page.rows]
    return {
        "section": section,
        "ranked": list(zip(ranks, section.cards, sparklines(section), strict=True)),
        "page": found.page,
    }


def sparklines(section: Section) -> list[Timeline]:
    """Return when each creator of `section` posted on topic, over one and the same time."""
    moments = [card.candidate.on_topic_at for card in section.cards]
    end = section.shortlist.made_at
    start = min([end - _SHORTEST, *(times[0] for times in moments if times)])
    return [timeline(times, start=start, end=end, stretches=STRETCHES) for times in moments]


def _show(request: web.Request, asked: Asked, **values: Any) -> web.Response:
    here = Address.of(request.rel_url)
    tools, found = request.app[keys.TOOLS], values.get("found")
    status = values.pop("status", 200)
    shown = {"found": None, "view": None, "problem": None, "lists": ()} | values
    is_demo = set(values["summary"].by_source) == {"demo"}
    chips, understood = chips_of(here, tools, found.shortlist if found else None)
    return render(
        request,
        "search.html.j2",
        status=status,
        title=asked.brief or "Search",
        asked=asked,
        chips=chips,
        understood=understood,
        filters=tools.filters,
        examples=demo.EXAMPLE_BRIEFS if is_demo else (),
        sorts=tuple(SORTS),
        views=VIEWS,
        suffixes=SUFFIXES,
        **shown,
    )


def chips_of(here: Address, tools: Tools, found: Shortlist | None) -> tuple[list[Chip], list[Chip]]:
    """Return the filters given by hand, and those read from the words of the brief of `found`.

    Each is a name, a value, and the address of the page without it.
    """
    return _by_hand(here, tools), _understood(here, found) if found else []


def _by_hand(here: Address, tools: Tools) -> list[Chip]:
    """Return the filters given by hand, each with the address of the page without it."""
    names = (*tools.filters, "ignore", "literal", *BESIDE)
    first = here.without("after")
    return [(name, value, first.dropping(name, value)) for name, value in here.query
            if name in names]  # fmt: skip


def _understood(here: Address, found: Shortlist) -> list[Chip]:
    """Return what was read from the brief's words, each with the address that does not read it."""
    first = here.without("after")
    return [
        (it.words, it.meaning, first.plus("ignore", it.meaning.split()[0]))
        for it in found.brief.understood
        if not it.meaning.startswith("overruled")
    ]


ROUTES = (web.get("/search", page), web.get("/search.{suffix:json|csv|xlsx}", as_file))
