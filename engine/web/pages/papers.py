"""Pages about brands: who mentions them, share of voice, and their partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import web
from multidict import MultiDict

from engine.branding.labelling import Said, said_of
from engine.brands.counting.listing import SHOWN
from engine.brands.counting.periods import Step
from engine.brands.verdicts.lessons import LEAST
from engine.errors import ConfigError, OverheardError
from engine.exports.marking import Piece
from engine.exports.papers import Paper
from engine.exports.rows import Cell
from engine.pipeline.brands import are_matched, outdated
from engine.questions.given import CHOICES, chosen, moment_of
from engine.store import Store, database_path
from engine.vocabulary import Brand, Verdict
from engine.web import keys
from engine.web.asking import MOST, USUAL, asked_for, whole
from engine.web.files import paper_answer
from engine.web.rendering import render
from engine.web.slices import behind_of, paged
from engine.web.voicecharts import Charts, charts_of

FIRST_FILTERS = ("since", "until", "source", "lang", "followers")
_NAMES = "|".join(CHOICES)
_STEPS = tuple(step.value for step in Step)
_YES = "yes"
_MOST_SAID = 200  # labelled posts shown


class State(NamedTuple):
    """How far mentions are from what they could be: `outdated` are keys judged by old labels."""

    is_matched: bool
    outdated: tuple[str, ...]
    said: tuple[Said, ...]


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
        return [] if self.paper is None else rows_of(self.paper, 0)[: self.top]

    @property
    def quoted(self) -> list[tuple[dict[str, Cell], list[Piece]]]:
        """The rows that are shown, each with its text in pieces: words that were found apart."""
        told = self.paper.document.get("mentions", []) if self.paper else []
        words = [one["words"] for one in told] or [[]] * self.n_rows
        return [(row, _pieces(row, found)) for row, found in zip(self.rows, words, strict=False)]

    @property
    def n_rows(self) -> int:
        """How many rows the main sheet has."""
        return len(self.paper.sheets[0].rows) if self.paper else 0

    def sheet(self, name: str) -> list[dict[str, Cell]]:
        """Return the rows of the sheet of that name, none where there is no such sheet."""
        sheets = self.paper.sheets if self.paper else ()
        place = next((i for i, sheet in enumerate(sheets) if sheet.name == name), None)
        return [] if place is None or self.paper is None else rows_of(self.paper, place)

    @property
    def charts(self) -> Charts:
        """The shares over time as charts."""
        return charts_of(self.sheet("Share of voice"), self.sheet("Bursts"))


def rows_of(paper: Paper, place: int) -> list[dict[str, Cell]]:
    """Return the rows of a sheet by the heads of its columns."""
    sheet = paper.sheets[place]
    return [dict(zip(sheet.heads, row, strict=True)) for row in sheet.rows]


def _pieces(row: Mapping[str, Cell], words: Sequence[Mapping[str, Any]]) -> list[Piece]:
    text, at, pieces = str(row["text"]), 0, []
    for start, end in sorted((one["start"], one["end"]) for one in words):
        if at <= start < end:
            pieces += [
                Piece(text=text[at:start], marked=False),
                Piece(text=text[start:end], marked=True),
            ]
            at = end
    return [*pieces, Piece(text=text[at:], marked=False)]


async def page(request: web.Request) -> web.StreamResponse:
    """Show what is said about the brands asked for."""
    served, tools = request.app[keys.SERVED], request.app[keys.TOOLS]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    name, status = request.match_info["name"], 200
    cards: tuple[Brand, ...] = ()
    try:
        cards = tuple(await served.look(tools.cards))
        paper = await _find(request, name, shown=True) if "brand" in request.query else None
        found = Findings(name=name, paper=paper, top=_top(request))
    except OverheardError as error:
        found, status = Findings(name=name, paper=None, top=USUAL, problem=error), 400
    brands = _keys(found, cards)
    return render(
        request,
        f"{name}.html.j2",
        status=status,
        title=found.paper.title if found.paper else name.capitalize(),
        cards=cards,
        found=found,
        brands=brands,
        names={card.key: card.name for card in cards},
        state=await served.look(partial(_state, cards=cards, brands=brands)),
        work=request.app[keys.WORK],
        filters=tools.filters,
        first_filters=FIRST_FILTERS,
        least=LEAST,
        **_choices(request, name),
    )


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the same findings as a file, whole."""
    name = request.match_info["name"]
    found = await _find(request, name)
    return paper_answer(found, f".{request.match_info['suffix']}", name)


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give the findings as JSON under `/api/`; mentions in pages, as there may be many."""
    name = request.match_info["name"]
    if name != "mentions":
        return paper_answer(await _find(request, name), ".json", "findings")
    asked = behind_of(request.query["after"]) if request.query.get("after") else None
    if asked is not None and not request.query.get("now"):
        request = request.clone(rel_url=request.rel_url.update_query(now=asked.now.isoformat()))
    found, top = await _find(request, name), _top(request, MOST)
    return paper_answer(paged(found, top=top, behind=asked), ".json", "findings")


async def _find(request: web.Request, name: str, *, shown: bool = False) -> Paper:
    """Return what the address asks for, worked out beside the corpus' thread.

    A page that is `shown` has shares by month unless it is asked for others.

    Raises:
        ConfigError: there is no brand or no card of it, or a filter cannot be read.
    """
    tools = request.app[keys.TOOLS]
    query = MultiDict(request.query)
    given = [brand for value in query.popall("brand", []) for brand in value.split(",")]
    brands = [brand.strip() for brand in given if brand.strip()]
    if not brands:
        raise ConfigError("there is no brand", hint="add ?brand=KEY")
    choices = _chosen(query, name)
    if shown and name == "voice":
        choices.setdefault("by", Step.MONTH.value)
    asked = asked_for(query, tools.filters)
    served = request.app[keys.SERVED]
    now = await served.run(
        lambda opened: moment_of(asked.now, tools.clock(), opened.corpus.summary())
    )
    work = partial(tools.papers[name], brands=brands, where=asked.where, choices=choices, now=now)
    return await served.look(work)


def _chosen(query: MultiDict[str], name: str) -> dict[str, str]:
    """Take what may be chosen on the page `name` out of `query`; several values are one list."""
    found = {}
    for choice in CHOICES[name]:
        said = ",".join(value.strip() for value in query.popall(choice, []) if value.strip())
        if said:
            found[choice] = said
    chosen(found.get("by"), _STEPS, "by")
    for choice in found.keys() & {"all", "with-unsure", "count-all", "rivals"}:
        chosen(found[choice], (_YES,), choice)
    return found


def _choices(request: web.Request, name: str) -> Mapping[str, Any]:
    """Return what is chosen, for the form of the page."""
    query = MultiDict(request.query)
    said = {choice: ",".join(query.popall(choice, [])) for choice in CHOICES[name]}
    verdicts = (said.get("verdict") or ",".join(SHOWN)).split(",")
    return {
        "chosen": said,
        "steps": _STEPS,
        "step": said.get("by") or Step.MONTH.value,
        "verdicts": {verdict.value: verdict in verdicts for verdict in Verdict},
    }


def _keys(found: Findings, cards: tuple[Brand, ...]) -> tuple[str, ...]:
    """Return the keys of the brands that were found, in the order of the findings."""
    listed = found.paper.document.get("brands", []) if found.paper else []
    named = [one["key"] if "key" in one else one["brand"] for one in listed
             if isinstance(one, Mapping)]  # fmt: skip
    known = {card.key for card in cards}
    return tuple(key for key in named if key in known)


def _state(home: Path, *, cards: tuple[Brand, ...], brands: tuple[str, ...]) -> State:
    with Store.open(database_path(home), read_only=True) as store:
        said = [one for brand in brands for one in said_of(store, brand)]
        asked = [card for card in cards if card.key in brands]
        return State(are_matched(store, cards), outdated(store, asked), tuple(said[:_MOST_SAID]))


def _top(request: web.Request, usual: int = USUAL) -> int:
    return whole(request.query.get("top") or None, "top", most=MOST) or usual


ROUTES = (
    web.get(f"/{{name:{_NAMES}}}", page),
    web.get(f"/{{name:{_NAMES}}}.{{suffix:json|csv|xlsx}}", as_file),
    web.get(f"/api/{{name:{_NAMES}}}", for_programs),
)
