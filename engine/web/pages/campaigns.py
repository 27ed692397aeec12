"""Campaigns: all of them, and one with its codes and links and what its posts brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import web

from engine import demo
from engine.campaigns.codes import link_of
from engine.campaigns.gathering import report_of
from engine.campaigns.planning import (
    CAMPAIGN_HEADS,
    campaign_rows,
    find_campaign,
    handles_of,
    plan_paper,
)
from engine.campaigns.report import FORMULAE, Report, report_paper
from engine.campaigns.results import Result
from engine.campaigns.terms import UNITS, terms_of
from engine.charts import bar_chart
from engine.errors import ConfigError, OverheardError
from engine.exports.tables import table_paper
from engine.questions.given import moment_of
from engine.store import Store, database_path
from engine.store.campaigns import campaigns, members
from engine.web import keys
from engine.web.addresses import SUFFIXES
from engine.web.asking import one_each
from engine.web.files import paper_answer
from engine.web.pages.outreach import named, reading
from engine.web.pages.shortlists import all_heads
from engine.web.rendering import render

ASKED = ("rate", "units", "country", "now")
NAME = "{name:[a-z0-9-]+}"
_FILES = "{suffix:json|csv|xlsx}"


class Charts(NamedTuple):
    """What each creator brought, as charts; empty where nothing is known."""

    engagements: str
    money: str


async def page(request: web.Request) -> web.StreamResponse:
    """Show all campaigns, and the form that begins one."""
    return await show_all(request)


async def show_all(
    request: web.Request,
    *,
    problem: OverheardError | None = None,
    given: dict[str, str] | None = None,
) -> web.Response:
    """Show all campaigns; with `problem`, what was typed is in the form still."""
    served = request.app[keys.SERVED]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    asked = {} if problem else one_each(request.query, ("shortlist",))
    rows = await served.look(reading(campaign_rows))
    return render(
        request,
        "campaigns.html.j2",
        status=400 if problem else 200,
        title="Campaigns",
        rows=named(CAMPAIGN_HEADS, rows),
        heads=await served.look(all_heads),
        problem=problem,
        given=given or asked,
        suffixes=SUFFIXES,
    )


async def all_as_file(request: web.Request) -> web.StreamResponse:
    """Give all campaigns as a file, or as JSON under `/api/`."""
    one_each(request.query, ())
    rows = await request.app[keys.SERVED].look(reading(campaign_rows))
    paper = table_paper("Campaigns", CAMPAIGN_HEADS, rows, request.app[keys.TOOLS].clock())
    return paper_answer(paper, f".{request.match_info.get('suffix', 'json')}", "campaigns")


async def one(request: web.Request) -> web.StreamResponse:
    """Show one campaign."""
    return await show_one(request)


async def show_one(
    request: web.Request, *, said: Sequence[str] = (), problem: OverheardError | None = None
) -> web.Response:
    """Show one campaign: `said` is what was done, `problem` what could not be."""
    served = request.app[keys.SERVED]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    try:
        report = await _report(request)
    except ConfigError as error:
        if problem is not None or not request.query:
            raise
        return await show_one(request.clone(rel_url=request.rel_url.path), problem=error)
    return render(
        request,
        "campaign.html.j2",
        status=400 if problem else 200,
        title=f"Campaign {report.campaign.name}",
        report=report,
        campaign=report.campaign,
        link_of=link_of,
        charts=_charts(report),
        formulae=FORMULAE,
        heads=await served.look(all_heads),
        said=said,
        problem=problem,
        suffixes=SUFFIXES,
    )


async def one_as_file(request: web.Request) -> web.StreamResponse:
    """Give what a campaign brought as a file, or as JSON under `/api/`."""
    report = await _report(request)
    suffix = f".{request.match_info.get('suffix', 'json')}"
    return paper_answer(report_paper(report), suffix, f"campaign-{report.campaign.name}")


async def plan_as_file(request: web.Request) -> web.StreamResponse:
    """Give the codes and links of a campaign as a file."""
    one_each(request.query, ())
    name, now = request.match_info["name"], request.app[keys.TOOLS].clock()

    def work(store: Store) -> Any:
        campaign = found(name, store)
        ours = members(store, campaign)
        return plan_paper(campaign, ours, handles_of(ours, store), made_at=now)

    paper = await request.app[keys.SERVED].look(reading(work))
    return paper_answer(paper, f".{request.match_info['suffix']}", f"codes-{name}")


def found(name: str, store: Store) -> Any:
    """Return the campaign of an address.

    Raises:
        HTTPNotFound: there is none.
    """
    if all(one.name != name for one in campaigns(store)):
        raise web.HTTPNotFound(text="there is no such campaign\n/campaigns names them all")
    return find_campaign(name, store)


async def _report(request: web.Request) -> Report:
    given = one_each(request.query, ASKED)
    tools, served = request.app[keys.TOOLS], request.app[keys.SERVED]
    now = await served.run(
        lambda opened: moment_of(given.get("now"), tools.clock(), opened.corpus.summary())
    )
    return await served.look(partial(_made, name=request.match_info["name"], given=given, now=now))


def _made(home: Path, *, name: str, given: dict[str, str], now: Any) -> Report:
    units = given.get("units", UNITS)
    terms = terms_of(home, units, given.get("rate", "").split(), country=given.get("country"))
    with Store.open(database_path(home)) as store:
        report = report_of(found(name, store), store, terms, unit_set=units, now=now)
        label = (demo.LABEL,) if demo.SOURCE in store.summary().by_source else ()
    return replace(report, notes=(*label, *report.notes))


def _charts(report: Report) -> Charts:
    unit = report.campaign.currency
    reacted = [(who(one), one.engagements) for one in report.results]
    money = [
        (who(one), None if value is None else float(value))
        for one in report.results
        for value in (one.revenue, one.cost)
    ]
    known = [any(value is not None for _, value in bars) for bars in (reacted, money)]
    return Charts(
        bar_chart(reacted, title="Engagements by creator") if known[0] else "",
        bar_chart(money, title="Revenue and cost by creator", unit=unit, kinds=["revenue", "cost"])
        if known[1]
        else "",
    )


def who(result: Result) -> str:
    """Return what a creator of a report is called."""
    if result.entrant is None:
        return "all"
    creator = result.entrant.creator
    native_id = result.entrant.member.key.native_id
    return (creator.name or creator.handle or native_id) if creator else native_id


ROUTES = (
    web.get("/campaigns", page),
    web.get(f"/campaigns.{_FILES}", all_as_file),
    web.get("/api/campaigns", all_as_file),
    web.get(f"/campaigns/{NAME}", one),
    web.get(f"/campaigns/{NAME}.{_FILES}", one_as_file),
    web.get(f"/campaigns/{NAME}/codes.{_FILES}", plan_as_file),
    web.get("/api/campaigns/{name:[^/]+}", one_as_file),
)
