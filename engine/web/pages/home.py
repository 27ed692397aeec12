"""The first address, which leads on, and the greeting of a home without posts."""

from __future__ import annotations

from aiohttp import web

from engine.web import keys
from engine.web.rendering import render


async def first(request: web.Request) -> web.Response:
    """Lead to the search page, or greet who has no posts yet."""
    if request.app[keys.SERVED].has_posts:
        raise web.HTTPSeeOther("/search")
    return render(request, "start.html.j2", title="Welcome")


async def icon(_: web.Request) -> web.Response:
    """Lead to the icon that browsers ask for by themselves."""
    raise web.HTTPSeeOther("/static/icon.svg")


ROUTES = (web.get("/", first), web.get("/favicon.ico", icon))
