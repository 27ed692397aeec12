"""All lists, and lists begun or added to from what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from multidict import MultiDict, MultiDictProxy

from engine.errors import ConfigError
from engine.exports.writing import moment
from engine.questions import Opened
from engine.questions.creators import find_creator
from engine.shortlists import ListHead, heads_of
from engine.shortlists.keeping import begin, pick
from engine.shortlists.placing import placed
from engine.store import Store, database_path
from engine.store.shortlists import Asked as AskedOfList
from engine.store.shortlists import saved_list, saved_lists
from engine.vocabulary import CreatorKey, Shortlist
from engine.web import keys
from engine.web.addresses import SUFFIXES, list_path
from engine.web.asking import USUAL, Asked, asked_for
from engine.web.files import Sheet, json_answer, sheet_answer
from engine.web.pages.search import find
from engine.web.rendering import render
from engine.web.searching import counting

WHOM = ("ticked", "first")
_HEADS = ("name", "creators", "runs", "made_at", "brief")


async def page(request: web.Request) -> web.StreamResponse:
    """Show the lists there are."""
    if not request.app[keys.SERVED].has_posts:
        raise web.HTTPSeeOther("/")
    heads = await request.app[keys.SERVED].look(all_heads)
    return render(request, "shortlists.html.j2", title="Shortlists", heads=heads, suffixes=SUFFIXES)


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the lists as a file: sheets hold a row a list."""
    heads = await request.app[keys.SERVED].look(all_heads)
    return sheet_answer(_sheet(heads), f".{request.match_info['suffix']}")


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give the lists as JSON under `/api/`."""
    if request.query:
        raise ConfigError("this address takes no parameters")
    return json_answer(_sheet(await request.app[keys.SERVED].look(all_heads)).document)


async def keep(request: web.Request) -> web.StreamResponse:
    """Keep what a search found as a list, or put those who are ticked on one."""
    form = await request.post()
    name, who = str(form.get("name", "")).strip(), form.get("who")
    ticked = keys_of(form)
    if who not in WHOM:
        raise ConfigError("there is nothing to keep", hint="search first, then tick creators")
    if who == "ticked" and not ticked:
        raise ConfigError("nobody is ticked", hint="go back and tick whom to put on the list")
    served, tools = request.app[keys.SERVED], request.app[keys.TOOLS]
    address = MultiDict(parse_qsl(str(form.get("address", ""))))
    asked = asked_for(address, tools.filters)
    if not asked.brief:
        asked = await served.look(partial(_asked_of, name=name))
    found, more = await served.run(lambda opened: _found(asked, ticked, opened, request.app))
    keeping = _Keeping(
        name=name,
        asked=_list_asked(asked),
        found=found,
        more=more,
        ticked=None if who == "first" else ticked,
    )
    count = await served.look(partial(keeping.keep, now=tools.clock()))
    raise web.HTTPSeeOther(f"{list_path(name)}?said=added&n={count}")


def _list_asked(asked: Asked) -> AskedOfList:
    """Return what a list is made by that is begun from an address."""
    return AskedOfList(
        text=asked.brief,
        where=dict(asked.where),
        top=USUAL,
        doubts=asked.doubts,
        prefer=asked.prefer,
    )


def _asked_of(home: Path, *, name: str) -> Asked:
    """Return what the list `name` is made by, for who is put on it without a search.

    Raises:
        ConfigError: there is no such list.
    """
    with Store.open(database_path(home)) as store:
        if all(one.name != name for one in saved_lists(store)):
            raise ConfigError(
                "there is nothing to keep: a new list needs a brief",
                hint="search first, then tick creators, or name a list there is",
            )
        asked = saved_list(store, name).asked
    return Asked(brief=asked.text, where=asked.where, doubts=asked.doubts, prefer=asked.prefer)


def _found(
    asked: Asked, ticked: Sequence[CreatorKey], opened: Opened, app: web.Application
) -> tuple[Shortlist, Shortlist | None]:
    """Return what is found, and those of `ticked` who are not in it as the brief places them."""
    found = find(asked, opened, app).shortlist
    known = {one.creator.key for one in found.candidates}
    ids = (find_creator(key, opened) for key in ticked if key not in known)
    others = [id_ for id_ in ids if id_ is not None]
    if not others:
        return found, None
    corpus, embedder, now = opened.corpus, opened.embedder, found.made_at
    with counting(asked, app[keys.SERVED].home, app[keys.TOOLS], now=now) as given:
        more = placed(others, found.brief, corpus, embedder, now=now, asides=given.asides)
    return found, more


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keeping:
    """What is to be kept: all that was found where `ticked` is None, else those of it.

    `more` are ticked creators whom the search did not find.
    """

    name: str
    asked: AskedOfList
    found: Shortlist
    more: Shortlist | None
    ticked: list[CreatorKey] | None

    def keep(self, home: Path, *, now: datetime) -> int:
        """Keep it, and return how many creators were."""
        with Store.open(database_path(home)) as store:
            if self.ticked is None:
                begin(store, self.name, self.asked, found=self.found, now=now)
                return min(len(self.found.candidates), self.asked.top)
            return sum(
                pick(store, self.name, self.asked, found=found, keys=self.ticked, now=now)
                for found in (self.found, self.more)
                if found is not None
            )


def keys_of(form: MultiDictProxy[Any]) -> list[CreatorKey]:
    """Return the creators that a form names, as `SOURCE:ID`."""
    named = (str(value).partition(":") for value in form.getall("creator", []))
    return [CreatorKey(source, native_id) for source, _, native_id in named if native_id]


def all_heads(home: Path) -> Sequence[ListHead]:
    """Return every list in a line, by name."""
    with Store.open(database_path(home)) as store:
        return heads_of(store)


def _sheet(heads: Sequence[ListHead]) -> Sheet:
    rows = [
        (it.kept.name, it.creators, len(it.kept.runs), it.made_at, it.kept.asked.text)
        for it in heads
    ]
    document = {
        "shortlists": [
            dict(zip(_HEADS, row, strict=True)) | {"made_at": moment(it.made_at)}
            for row, it in zip(rows, heads, strict=True)
        ]
    }
    return Sheet(name="shortlists", document=document, heads=_HEADS, rows=rows)


ROUTES = (
    web.get("/shortlists", page),
    web.get("/shortlists.{suffix:json|csv|xlsx}", as_file),
    web.post("/shortlists", keep),
    web.get("/api/shortlists", for_programs),
)
