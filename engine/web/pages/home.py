"""The first address, which leads on, and the greeting of a home without posts."""

from __future__ import annotations

from aiohttp import web

from engine.errors import OverheardError
from engine.web import keys
from engine.web.pages.collecting import collect_values
from engine.web.rendering import render
from engine.web.uploads import MOST_BYTES


async def first(request: web.Request) -> web.Response:
    """Lead to the search page, or greet who has no posts yet with the three ways in."""
    if await _has_posts(request):
        raise web.HTTPSeeOther("/search")
    values = await collect_values(request, {})
    return render(request, "start.html.j2", title="Welcome", most_bytes=MOST_BYTES, **values)


async def _has_posts(request: web.Request) -> bool:
    """Tell whether there is a post; what is wrong with a corpus is said where it is used."""
    served = request.app[keys.SERVED]
    if not served.has_posts:
        return False
    try:
        return await served.run(lambda opened: opened.corpus.summary().posts > 0)
    except OverheardError:
        return True


async def icon(_: web.Request) -> web.Response:
    """Lead to the icon that browsers ask for by themselves."""
    raise web.HTTPSeeOther("/static/icon.svg")


ROUTES = (web.get("/", first), web.get("/favicon.ico", icon))
