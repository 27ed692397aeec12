"""The brand cards of a home, with what was found of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web

from engine.branding.finding import readable
from engine.pipeline import are_current
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.web import keys
from engine.web.files import Sheet, sheet_answer
from engine.web.rendering import render


async def overview(request: web.Request) -> web.StreamResponse:
    """Show the brand cards of the home."""
    _need_posts(request)
    seen = await request.app[keys.SERVED].look(_shelf)
    work = request.app[keys.WORK]
    return render(request, "brands.html.j2", title="Brands", work=work, **seen)


def _shelf(home: Path) -> dict[str, Any]:
    """Return the cards of a home, what is wrong with others, and what was found of each."""
    cards, problems = readable(brands_path(home))
    with Store.open(database_path(home), read_only=True) as store:
        return {
            "cards": cards,
            "names": {card.key: card.name for card in cards},
            "also": {
                card.key: [*card.aliases, *card.hashtags, *card.products, *card.domains]
                for card in cards
            },
            "problems": problems,
            "counts": {one.brand: one for one in store.brand_counts()},
            "is_current": bool(problems) or are_current(store, cards),
        }


async def overview_file(request: web.Request) -> web.StreamResponse:
    """Give the cards as a file."""
    cards = await request.app[keys.SERVED].look(request.app[keys.TOOLS].cards)
    rows = [(card.key, card.name, ", ".join(card.aliases), ", ".join(card.about)) for card in cards]
    heads = ("key", "name", "aliases", "about")
    document = {"brands": [dict(zip(heads, row, strict=True)) for row in rows]}
    sheet = Sheet(name="brands", document=document, heads=heads, rows=rows)
    return sheet_answer(sheet, f".{request.match_info['suffix']}")


def _need_posts(request: web.Request) -> None:
    if not request.app[keys.SERVED].has_posts:
        raise web.HTTPSeeOther("/")


ROUTES = (web.get("/brands", overview), web.get("/brands.{suffix:json|csv|xlsx}", overview_file))
