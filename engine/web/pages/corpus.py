"""The corpus page: what was heard, how fresh it is, and what runs reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from engine.web import keys
from engine.web.addresses import SUFFIXES
from engine.web.asking import one_each, whole
from engine.web.files import json_answer, paper_answer
from engine.web.heard import days_chart, heard_paper, step_of
from engine.web.rendering import render

WINDOWS: Mapping[str, str] = {"30": "30 days", "90": "90 days", "365": "a year", "all": "all"}
USUAL, ALL = "90", "all"
RUNS = 20  # on a page
_MOST_DAYS, _MOST_RUNS = 36_500, 10**15


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an address asks for: days of the chart, None for all, and runs before a number."""

    days: int | None
    before: int | None

    @property
    def window(self) -> str:
        """The days as an address says them."""
        return ALL if self.days is None else str(self.days)


def wanted_of(request: web.Request) -> Wanted:
    """Return what the address asks for.

    Raises:
        ConfigError: a parameter is unknown or cannot be read.
    """
    given = one_each(request.query, ("days", "after"))
    days = given.get("days", USUAL)
    return Wanted(
        days=None if days == ALL else whole(days, "days", most=_MOST_DAYS),
        before=whole(given.get("after"), "after", most=_MOST_RUNS),
    )


async def page(request: web.Request) -> web.StreamResponse:
    """Show what the corpus holds."""
    if not request.app[keys.SERVED].has_posts:
        raise web.HTTPSeeOther("/")
    wanted = wanted_of(request)
    status = await _status(request, wanted, runs=RUNS)
    return render(
        request,
        "corpus.html.j2",
        title="Corpus",
        held=status,
        most=max([1, *(source["posts"] for source in status["by_source"].values())]),
        days=days_chart(status),
        step=step_of(status["by_day"]),
        wanted=wanted,
        windows=WINDOWS,
        suffixes=SUFFIXES,
        pending=sum(model["pending"] for model in status["models"][-1:]),
    )


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the same as a file; sheets hold the sources and all runs that are kept."""
    wanted, suffix = wanted_of(request), f".{request.match_info['suffix']}"
    is_page = suffix == ".json"
    status = await _status(request, wanted, runs=RUNS if is_page else None)
    if is_page:
        return json_answer(status)
    return paper_answer(heard_paper(status, request.app[keys.TOOLS].clock()), suffix, "corpus")


async def _status(request: web.Request, wanted: Wanted, *, runs: int | None) -> Mapping[str, Any]:
    status = request.app[keys.TOOLS].status
    look = partial(status, days=wanted.days, runs=runs, before=wanted.before if runs else None)
    return await request.app[keys.SERVED].look(look)


ROUTES = (web.get("/corpus", page), web.get("/corpus.{suffix:json|csv|xlsx}", as_file))
