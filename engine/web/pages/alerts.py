"""What was told of brands: when, to whom, whether it was taken, and where alerts go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from engine.web.asking import one_each, whole
from engine.web.files import Sheet, json_answer, sheet_answer
from engine.web.pages.listening import SUFFIXES, cards_of, told
from engine.web.rendering import render

SHOWN, ALL = 20, 500  # digests on a page, and in a file
_LARGEST = 10**15
_HEADS = ("number", "last_tried_at", "headline", "channel", "taken", "tries", "first_tried_at",
          "error", "hint", "told", "posts")  # fmt: skip


async def page(request: web.Request) -> web.StreamResponse:
    """Show what was told, the newest first."""
    before = _before(request)
    return render(
        request,
        "alerts.html.j2",
        title="Alerts",
        names={card.key: card.name for card in await cards_of(request)},
        before=before,
        suffixes=SUFFIXES,
        **await told(request, limit=SHOWN, before=before),
    )


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give all that is kept of it as a file, a row for every digest."""
    document = await _document(request, limit=ALL)
    rows = [
        tuple(len(one["posts"]) if head == "posts" else one[head] for head in _HEADS)
        for one in document["alerts"]
    ]
    sheet = Sheet(name="alerts", document=document, heads=_HEADS, rows=rows)
    return sheet_answer(sheet, f".{request.match_info['suffix']}")


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give a page of it as JSON."""
    return json_answer(await _document(request, limit=SHOWN))


async def _document(request: web.Request, *, limit: int) -> Mapping[str, Any]:
    found = await told(request, limit=limit, before=_before(request))
    trouble = found["trouble"]
    wrong = {"error": str(trouble), "hint": trouble.hint} if trouble else None
    return {"ways": found["ways"], "trouble": wrong, **found["told"]}


def _before(request: web.Request) -> int | None:
    return whole(one_each(request.query, ("after",)).get("after"), "after", most=_LARGEST)


ROUTES = (
    web.get("/alerts", page),
    web.get("/alerts.{suffix:json|csv|xlsx}", as_file),
    web.get("/api/alerts", for_programs),
)
