"""The map page: the creators for a brief placed by what they post, in groups that words name."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aiohttp import web
from multidict import MultiDict

from engine import demo
from engine.charts import colour_of
from engine.errors import OverheardError
from engine.exports.papers import Paper
from engine.maps import (
    MOST,
    USUAL,
    Cluster,
    Gathered,
    NicheMap,
    Spot,
    draw,
    gather,
    map_paper,
    notes_of,
    picture,
)
from engine.questions import Opened
from engine.questions.given import moment_of
from engine.ranking.asides import Aside
from engine.web import keys
from engine.web.addresses import SUFFIXES, Address
from engine.web.asking import Asked, asked_for, whole
from engine.web.files import paper_answer
from engine.web.pages.search import chips_of
from engine.web.rendering import render
from engine.web.searching import State, counting
from engine.web.tools import Tools

SIZES = (100, USUAL, 1_000, MOST)
"""Numbers of creators one may choose on the page."""
_SHOWN = 8  # creators of a group, unless one group is asked for
_KEPT = 8  # maps


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an address asks for: how many creators, and one group of them or all."""

    asked: Asked
    creators: int
    group: int | None


class Maps:
    """The last maps, so that a group or a file of one is not drawn anew. For one event loop."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[State, NicheMap]] = OrderedDict()

    def get(self, key: str, of: State) -> NicheMap | None:
        """Return the map of `key` if it is of the corpus state `of`."""
        known, found = self._kept.get(key, (None, None))
        return found if known is not None and known.is_same(of) else None

    def keep(self, key: str, of: State, found: NicheMap) -> None:
        """Keep a map for later."""
        self._kept[key] = of, found
        self._kept.move_to_end(key)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


MAPS = web.AppKey("maps", Maps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A group as it is listed: its number and words, how many it has, and those shown."""

    cluster: Cluster | None
    colour: str
    creators: int
    spots: tuple[Spot, ...]


def wanted_of(request: web.Request) -> Wanted:
    """Return what the address asks for.

    Raises:
        ConfigError: a parameter is not known or not of its form.
    """
    query = MultiDict(request.query)
    creators, group = query.pop("creators", None), query.pop("group", None)
    return Wanted(
        asked=asked_for(query, request.app[keys.TOOLS].filters),
        creators=whole(creators or None, "creators", most=MOST) or USUAL,
        group=whole(group or None, "group", most=MOST),
    )


async def find(request: web.Request, wanted: Wanted) -> NicheMap:
    """Return the map, kept or new. It is drawn beside the corpus' thread, which others wait for.

    Raises:
        ConfigError: there is no brief, or the brief or a filter cannot be read.
    """
    app, asked = request.app, wanted.asked
    tools, maps = app[keys.TOOLS], app[MAPS]

    def work(opened: Opened) -> tuple[str, State, Gathered | NicheMap]:
        now = moment_of(asked.now, tools.clock(), opened.corpus.summary())
        beside = (asked.doubts, asked.prefer)
        key = repr((asked.brief, sorted(asked.where.items()), beside, now, wanted.creators))
        with counting(asked, app[keys.SERVED].home, tools, now=now) as given:
            of = State.of(opened, given)
            found = maps.get(key, of)
            return key, of, found or _gathered(wanted, opened, tools, given.asides, now)

    key, of, found = await app[keys.SERVED].run(work)
    if isinstance(found, NicheMap):
        return found
    drawn = await asyncio.to_thread(draw, found)
    drawn = replace(drawn, labels=tools.labelled(drawn.listed).labels)
    maps.keep(key, of, drawn)
    return drawn


def _gathered(
    wanted: Wanted, opened: Opened, tools: Tools, asides: Sequence[Aside], now: datetime
) -> Gathered:
    asked = wanted.asked
    brief = tools.read_brief(asked.brief, asked.where, opened, now=now, top=wanted.creators)
    corpus, embedder = opened.corpus, opened.embedder
    return gather(brief, corpus, embedder, now=now, most=wanted.creators, asides=asides)


async def page(request: web.Request) -> web.StreamResponse:
    """Show the map, or ask for a brief."""
    served = request.app[keys.SERVED]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    wanted = wanted_of(request)
    if not wanted.asked.brief:
        return await _show(request, wanted)
    try:
        return await _show(request, wanted, found=await find(request, wanted))
    except OverheardError as error:
        return await _show(request, wanted, status=400, problem=error)


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the same map as a file, whole or one group of it."""
    return await _paper(request, f".{request.match_info['suffix']}")


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give the map as JSON under `/api/`."""
    return await _paper(request, ".json")


async def _paper(request: web.Request, suffix: str) -> web.Response:
    wanted = wanted_of(request)
    found = await find(request, wanted)
    return paper_answer(_of_group(found, wanted.group), suffix, "map")


def _of_group(found: NicheMap, group: int | None) -> Paper:
    if group is None:
        return map_paper(found)
    spots = tuple(spot for spot in found.spots if spot.cluster == group)
    clusters = tuple(it for it in found.clusters if it.number == group)
    return map_paper(replace(found, spots=spots, clusters=clusters))


async def _show(request: web.Request, wanted: Wanted, **values: Any) -> web.Response:
    here = Address.of(request.rel_url)
    summary = await request.app[keys.SERVED].run(lambda opened: opened.corpus.summary())
    found, status = values.get("found"), values.pop("status", 200)
    shown: Mapping[str, Any] = {"found": None, "problem": None} | values
    chips, understood = chips_of(here, request.app[keys.TOOLS], found.listed if found else None)
    return render(
        request,
        "map.html.j2",
        status=status,
        title=f"Map: {wanted.asked.brief}" if wanted.asked.brief else "Map",
        wanted=wanted,
        chips=chips,
        understood=understood,
        sizes=SIZES,
        suffixes=SUFFIXES,
        picture=picture(found) if found else None,
        notes=[note for note in notes_of(found) if note not in found.labels] if found else (),
        groups=_listed(found, wanted.group) if found else (),
        examples=demo.EXAMPLE_BRIEFS if set(summary.by_source) == {"demo"} else (),
        filters=request.app[keys.TOOLS].filters,
        summary=summary,
        **shown,
    )


def _listed(found: NicheMap, group: int | None) -> list[Listed]:
    """Return the groups to be listed, those between groups last; all of one that is asked for."""
    groups = [*found.clusters, None]
    if group is not None:
        groups = [it for it in found.clusters if it.number == group]
    listed = []
    for cluster in groups:
        number = cluster.number if cluster else None
        spots = tuple(spot for spot in found.spots if spot.cluster == number)
        shown = spots if group is not None else spots[:_SHOWN]
        if spots:
            listed.append(Listed(cluster=cluster, colour=colour_of(number), creators=len(spots),
                                 spots=shown))  # fmt: skip
    return listed


ROUTES = (
    web.get("/map", page),
    web.get("/map.{suffix:json|csv|xlsx}", as_file),
    web.get("/api/map", for_programs),
)
