"""Pages about brands: the cards, who mentions them, share of voice, and their partners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web
from multidict import MultiDict

from engine.branding.finding import readable
from engine.brands.counting.periods import Step
from engine.errors import ConfigError, OverheardError
from engine.exports.papers import Paper
from engine.exports.rows import Cell
from engine.pipeline import are_current
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Verdict
from engine.web import keys
from engine.web.asking import MOST, USUAL, asked_for, chosen, moment_of, whole
from engine.web.files import Sheet, paper_answer, sheet_answer
from engine.web.rendering import render

CHOICES = {"mentions": "verdict", "voice": "by", "partners": None}
"""What may be chosen beside the filters, by the name of the page."""
_NAMES = "|".join(CHOICES)
_STEPS = tuple(step.value for step in Step)
_VERDICTS = tuple(verdict.value for verdict in reversed(Verdict))


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a page about brands shows; `paper` is None where nothing was asked for."""

    name: str
    paper: Paper | None
    top: int
    problem: OverheardError | None = None

    @property
    def rows(self) -> list[dict[str, Cell]]:
        """The rows of the main sheet that are shown, by the heads of its columns."""
        if self.paper is None:
            return []
        sheet = self.paper.sheets[0]
        return [dict(zip(sheet.heads, row, strict=True)) for row in sheet.rows[: self.top]]


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


async def page(request: web.Request) -> web.StreamResponse:
    """Show what is said about the brands asked for."""
    _need_posts(request)
    name = request.match_info["name"]
    served, tools = request.app[keys.SERVED], request.app[keys.TOOLS]
    cards = await served.look(tools.cards)
    status = 200
    try:
        paper = await _find(request, name) if "brand" in request.query else None
        found = Findings(name=name, paper=paper, top=_top(request))
    except OverheardError as error:
        found, status = Findings(name=name, paper=None, top=USUAL, problem=error), 400
    return render(
        request,
        "paper.html.j2",
        status=status,
        title=found.paper.title if found.paper else name.capitalize(),
        cards=cards,
        found=found,
        **_choices(name),
    )


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the same findings as a file, whole."""
    name = request.match_info["name"]
    found = await _find(request, name)
    return paper_answer(found, f".{request.match_info['suffix']}", name)


async def _find(request: web.Request, name: str) -> Paper:
    """Return what the address asks for, worked out beside the corpus' thread.

    Raises:
        ConfigError: there is no brand or no card of it, or a filter cannot be read.
    """
    tools = request.app[keys.TOOLS]
    query = MultiDict(request.query)
    given = [brand for value in query.popall("brand", []) for brand in value.split(",")]
    brands = [brand.strip() for brand in given if brand.strip()]
    if not brands:
        raise ConfigError("there is no brand", hint="add ?brand=KEY")
    choice = CHOICES[name] and query.pop(CHOICES[name] or "", None)
    if name == "voice":
        chosen(choice or None, _STEPS, "by")
    asked = asked_for(query, tools.filters)
    served = request.app[keys.SERVED]
    now = await served.run(
        lambda opened: moment_of(asked.now, tools.clock(), opened.corpus.summary())
    )
    work = partial(tools.papers[name], brands=brands, where=asked.where, choice=choice, now=now)
    return await served.look(work)


def _top(request: web.Request) -> int:
    return whole(request.query.get("top") or None, "top", most=MOST) or USUAL


def _choices(name: str) -> Mapping[str, Any]:
    options = {"mentions": _VERDICTS, "voice": _STEPS, "partners": ()}[name]
    return {"choice": CHOICES[name], "options": options}


def _need_posts(request: web.Request) -> None:
    if not request.app[keys.SERVED].has_posts:
        raise web.HTTPSeeOther("/")


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give the findings as JSON under `/api/`."""
    found = await _find(request, request.match_info["name"])
    return paper_answer(found, ".json", "findings")


ROUTES = (
    web.get("/brands", overview),
    web.get("/brands.{suffix:json|csv|xlsx}", overview_file),
    web.get(f"/{{name:{_NAMES}}}", page),
    web.get(f"/{{name:{_NAMES}}}.{{suffix:json|csv|xlsx}}", as_file),
    web.get(f"/api/{{name:{_NAMES}}}", for_programs),
)
