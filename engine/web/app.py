"""The application: one corpus, the tools it is lent, and who answers at which address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web
from aiohttp.typedefs import Middleware

from engine.charts import STYLE
from engine.questions.served import ServedCorpus
from engine.web import api, keys
from engine.web.door import Door, add_headers, guard
from engine.web.failing import failures
from engine.web.files import etags, for_excel
from engine.web.jobs import Jobs
from engine.web.pages import (
    alerts,
    brands,
    bringing,
    campaigns,
    campaignwork,
    cards,
    collecting,
    community,
    corpus,
    creator,
    home,
    job,
    letters,
    listchanges,
    listening,
    listimport,
    listwork,
    maps,
    outreach,
    papers,
    prices,
    pricetables,
    search,
    shortlist,
    shortlists,
    verdicts,
    vet,
)
from engine.web.rendering import STATIC, chart_style, make_templates
from engine.web.searching import Lists
from engine.web.tools import Tools
from engine.web.uploads import Uploads, sweep
from engine.web.working import Work

LARGEST_FORM = 256 * 1024  # bytes


def make_app(tools: Tools, *, door: Door | None = None) -> web.Application:
    """Return the application over the home of `tools`, with nobody let in but through `door`."""
    door = door or Door()
    app = web.Application(middlewares=_before(door), client_max_size=LARGEST_FORM)
    app[keys.DOOR] = door
    app[keys.TOOLS] = tools
    app[keys.TEMPLATES] = make_templates()
    app[keys.SERVED] = ServedCorpus(tools)
    app[keys.LISTS] = Lists()
    app[keys.WORK] = Work()
    app[maps.MAPS] = maps.Maps()
    app[keys.JOBS] = Jobs(tools.clock)
    app[keys.EARS] = Jobs(tools.clock)
    app[keys.UPLOADS] = Uploads()
    app[prices.TURN] = asyncio.Semaphore()
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_stop_job)
    app.cleanup_ctx.append(_served)
    app.add_routes([*vet.ROUTES, *community.ROUTES])  # before /creators/…, whose ids take any path
    app.add_routes(
        [*home.ROUTES, *search.ROUTES, *creator.ROUTES, *brands.ROUTES, *corpus.ROUTES, *api.ROUTES]
    )
    for room in (shortlists, shortlist, listwork, listchanges, listimport):
        app.add_routes(room.ROUTES)
    app.router.add_get(f"/static/{STYLE.name}", chart_style)
    for room in (outreach, letters, campaigns, campaignwork):
        app.add_routes(room.ROUTES)
    app.add_routes([*cards.ROUTES, *papers.ROUTES, *verdicts.ROUTES])
    app.add_routes([*maps.ROUTES, *prices.ROUTES, *pricetables.ROUTES])
    app.add_routes([*job.ROUTES, *bringing.ROUTES, *collecting.ROUTES])
    app.add_routes([*listening.ROUTES, *alerts.ROUTES])
    app.router.add_static("/static", str(STATIC), follow_symlinks=False)
    return app


def _before(door: Door) -> list[Middleware]:
    """Return what every request passes before it is answered, the outermost first."""
    return [failures, guard(door), etags, for_excel]


async def _served(app: web.Application) -> AsyncIterator[None]:
    await asyncio.to_thread(sweep, app[keys.TOOLS].home)
    warming = asyncio.create_task(app[keys.SERVED].warm())
    await cards.match_beside(app)
    yield
    await warming
    await app[keys.WORK].close()
    await app[keys.SERVED].close()


async def _stop_job(app: web.Application) -> None:
    """End what is under way where nothing is lost, and what follows it."""
    await asyncio.gather(app[keys.JOBS].close(), app[keys.EARS].close())
    await app[keys.UPLOADS].close()
