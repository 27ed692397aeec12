"""All lists, and lists begun or added to from what a search found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from multidict import MultiDict, MultiDictProxy

from engine.errors import ConfigError
from engine.exports.writing import moment
from engine.shortlists import ListSheet, sheet_of
from engine.shortlists.keeping import begin, pick
from engine.store import Store, database_path
from engine.store.shortlists import Asked as AskedOfList
from engine.store.shortlists import saved_lists
from engine.vocabulary import CreatorKey, Shortlist
from engine.web import keys
from engine.web.addresses import SUFFIXES, list_path
from engine.web.asking import USUAL, asked_for
from engine.web.files import Sheet, json_answer, sheet_answer
from engine.web.pages.search import find
from engine.web.rendering import render

WHOM = ("ticked", "first")
_HEADS = ("name", "creators", "runs", "made_at", "brief")


async def page(request: web.Request) -> web.StreamResponse:
    """Show the lists there are."""
    if not request.app[keys.SERVED].has_posts:
        raise web.HTTPSeeOther("/")
    sheets = await request.app[keys.SERVED].look(all_sheets)
    return render(
        request, "shortlists.html.j2", title="Shortlists", sheets=sheets, suffixes=SUFFIXES
    )


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the lists as a file: sheets hold a row a list."""
    sheets = await request.app[keys.SERVED].look(all_sheets)
    return sheet_answer(_sheet(sheets), f".{request.match_info['suffix']}")


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give the lists as JSON under `/api/`."""
    if request.query:
        raise ConfigError("this address takes no parameters")
    return json_answer(_sheet(await request.app[keys.SERVED].look(all_sheets)).document)


async def keep(request: web.Request) -> web.StreamResponse:
    """Keep what a search found as a list, or put those who are ticked on one."""
    form = await request.post()
    name, who = str(form.get("name", "")).strip(), form.get("who")
    address = MultiDict(parse_qsl(str(form.get("address", ""))))
    asked = asked_for(address, request.app[keys.TOOLS].filters)
    ticked = keys_of(form)
    if who not in WHOM or not asked.brief:
        raise ConfigError("there is nothing to keep", hint="search first, then tick creators")
    if who == "ticked" and not ticked:
        raise ConfigError("nobody is ticked", hint="go back and tick whom to put on the list")
    served = request.app[keys.SERVED]
    found = await served.run(lambda opened: find(asked, opened, request.app).shortlist)
    keeping = _Keeping(
        name=name,
        asked=AskedOfList(text=asked.brief, where=dict(asked.where), top=USUAL),
        found=found,
        ticked=None if who == "first" else ticked,
    )
    work = partial(keeping.keep, now=request.app[keys.TOOLS].clock())
    count = await served.look(work)
    raise web.HTTPSeeOther(f"{list_path(name)}?said=added&n={count}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keeping:
    """What is to be kept; `ticked` is None where it is a new list of all that was found."""

    name: str
    asked: AskedOfList
    found: Shortlist
    ticked: list[CreatorKey] | None

    def keep(self, home: Path, *, now: Any) -> int:
        """Keep it, and return how many creators were."""
        with Store.open(database_path(home)) as store:
            if self.ticked is None:
                begin(store, self.name, self.asked, found=self.found, now=now)
                return min(len(self.found.candidates), self.asked.top)
            return pick(store, self.name, self.asked, found=self.found, keys=self.ticked, now=now)


def keys_of(form: MultiDictProxy[Any]) -> list[CreatorKey]:
    """Return the creators that a form names, as `SOURCE:ID`."""
    named = (str(value).partition(":") for value in form.getall("creator", []))
    return [CreatorKey(source, native_id) for source, _, native_id in named if native_id]


def all_sheets(home: Path) -> list[ListSheet]:
    """Return every list as it stands, by name."""
    with Store.open(database_path(home)) as store:
        return [sheet_of(store, one.name) for one in saved_lists(store)]


def _sheet(sheets: list[ListSheet]) -> Sheet:
    rows = [
        (it.kept.name, len(it.rows), len(it.kept.runs), it.found.made_at, it.kept.asked.text)
        for it in sheets
    ]
    document = {
        "shortlists": [
            dict(zip(_HEADS, row, strict=True)) | {"made_at": moment(it.found.made_at)}
            for row, it in zip(rows, sheets, strict=True)
        ]
    }
    return Sheet(name="shortlists", document=document, heads=_HEADS, rows=rows)


ROUTES = (
    web.get("/shortlists", page),
    web.get("/shortlists.{suffix:json|csv|xlsx}", as_file),
    web.post("/shortlists", keep),
    web.get("/api/shortlists", for_programs),
)
