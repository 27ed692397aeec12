"""How far we are with whom, and whom not to contact: seen, added to and taken from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from multidict import MultiDictProxy

from engine.errors import ConfigError
from engine.exports.papers import Paper
from engine.exports.tables import table_paper
from engine.outreach.book import (
    BARRED_HEADS,
    STANDING_HEADS,
    barred_rows,
    entry_name,
    entry_of,
    standing_rows,
)
from engine.questions.given import chosen
from engine.store import Store, database_path
from engine.store.outreach import Barred, Status, bar, set_status, unbar
from engine.web import keys
from engine.web.addresses import SUFFIXES, back
from engine.web.asking import one_each, whole
from engine.web.files import paper_answer
from engine.web.pages.shortlists import all_heads, keys_of
from engine.web.rendering import render
from engine.web.tables import Key, rows_behind

Answer = TypeVar("Answer")
Row = tuple[str | None, ...]
STATUSES = tuple(status.value for status in Status)
SHOWN = 100  # rows on a page; the files have all
_LONGEST = 1_000  # characters of what is typed
_MOST = 10**6
SAID: Mapping[str, str] = {
    "kept": "kept as to contact",
    "barred": "on the do-not-contact list now",
    "was": "on the do-not-contact list already",
    "off": "off the do-not-contact list",
    "status": "saved",
}


async def page(request: web.Request) -> web.StreamResponse:
    """Show whom letters can be drafted for, and how far we are with whom."""
    served = request.app[keys.SERVED]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    given = one_each(request.query, ("status", "after", "said", "n"))
    rows = named(STANDING_HEADS, await served.look(reading(standing_rows)))
    status = chosen(given.get("status"), STATUSES, "status")
    asked = [row for row in rows if status is None or row["status"] == status]
    return render(
        request,
        "outreach.html.j2",
        title="Outreach",
        listed=rows_behind(asked, _standing_key, top=SHOWN, after=given.get("after")),
        counts={one: n for one in STATUSES if (n := sum(row["status"] == one for row in rows))},
        total=len(rows),
        wanted=status,
        statuses=STATUSES,
        heads=await served.look(all_heads),
        barred=len(await served.look(reading(barred_rows))),
        said=said_of(given),
        suffixes=SUFFIXES,
        given={},
    )


async def barring(request: web.Request) -> web.StreamResponse:
    """Show whom nothing is written to."""
    served = request.app[keys.SERVED]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    given = one_each(request.query, ("after", "said", "n"))
    rows = named(BARRED_HEADS, await served.look(reading(barred_rows)))
    return render(
        request,
        "barred.html.j2",
        title="Do not contact",
        listed=rows_behind(rows, _barred_key, top=SHOWN, after=given.get("after")),
        said=said_of(given),
        suffixes=SUFFIXES,
    )


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give a table as a file, whole."""
    one_each(request.query, ())
    name = "do-not-contact" if "do-not-contact" in request.path else "outreach"
    return paper_answer(await _paper(request, name), f".{request.match_info['suffix']}", name)


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give a table as JSON under `/api/`."""
    one_each(request.query, ())
    name = "do-not-contact" if request.path.endswith("do-not-contact") else "outreach"
    return paper_answer(await _paper(request, name), ".json", name)


async def add(request: web.Request) -> web.StreamResponse:
    """Put on the list whom the form names: by handle, address, or as the creator of a page."""
    form = await request.post()
    now, why = request.app[keys.TOOLS].clock(), _text(form, "why") or None
    picked = keys_of(form)
    who = _text(form, "who")
    if not picked and not who:
        raise ConfigError("nobody is named", hint="write @handle or name@example.com")

    def work(store: Store) -> bool:
        named = [(Barred.CREATOR, entry_name(key)) for key in picked] or [entry_of(who, store)]
        done = [bar(store, *one, why=why, now=now) for one in named]
        return any(done)

    is_new = await request.app[keys.SERVED].look(reading(work))
    _back(request, form, "barred" if is_new else "was", "/outreach/do-not-contact")
    return web.Response()


async def remove(request: web.Request) -> web.StreamResponse:
    """Take an entry off the list."""
    form = await request.post()
    kind = chosen(str(form.get("kind", "")), tuple(Barred), "kind") or ""
    entry = str(form.get("entry", ""))

    def work(store: Store) -> bool:
        return unbar(store, Barred(kind), entry)

    if not await request.app[keys.SERVED].look(reading(work)):
        raise ConfigError("that is not on the list", hint="/outreach/do-not-contact shows it")
    _back(request, form, "off", "/outreach/do-not-contact")
    return web.Response()


async def note(request: web.Request) -> web.StreamResponse:
    """Keep how far we are with a creator."""
    form = await request.post()
    named_, now = keys_of(form), request.app[keys.TOOLS].clock()
    status = chosen(str(form.get("status", "")), STATUSES, "status") or ""
    if len(named_) != 1:
        raise ConfigError("the form is of no creator", hint="load the page again")
    text = _text(form, "note") if "note" in form else None

    def work(store: Store) -> None:
        set_status(store, named_[0], Status(status), note=text, now=now)

    await request.app[keys.SERVED].look(reading(work))
    _back(request, form, "status", "/outreach")
    return web.Response()


def reading(work: Callable[[Store], Answer]) -> Callable[[Path], Answer]:
    """Return what does `work` with the store of a home."""

    def opened(home: Path) -> Answer:
        with Store.open(database_path(home)) as store:
            return work(store)

    return opened


def named(heads: Sequence[str], rows: Sequence[Row]) -> list[dict[str, str | None]]:
    """Return rows by the heads of their columns."""
    return [dict(zip(heads, row, strict=True)) for row in rows]


def _standing_key(row: Mapping[str, str | None]) -> Key:
    order = STATUSES.index(row["status"] or STATUSES[0])
    return str(order), row["source"] or "", row["id"] or ""


def _barred_key(row: Mapping[str, str | None]) -> Key:
    return row["since"] or "", row["kind"] or "", row["entry"] or ""


def said_of(given: Mapping[str, str]) -> str | None:
    """Return what to say of what was done before the page was shown."""
    said = SAID.get(given.get("said", ""))
    count = whole(given.get("n"), "n", most=_MOST)
    return None if said is None else f"{count:,} {said}" if count else said.capitalize()


async def _paper(request: web.Request, name: str) -> Paper:
    served, now = request.app[keys.SERVED], request.app[keys.TOOLS].clock()
    if name == "outreach":
        rows = await served.look(reading(standing_rows))
        return table_paper("Outreach", STANDING_HEADS, rows, now)
    rows = await served.look(reading(barred_rows))
    return table_paper("Do not contact", BARRED_HEADS, rows, now)


def _text(form: MultiDictProxy[Any], name: str) -> str:
    text = str(form.get(name, "")).strip()
    if len(text) > _LONGEST:
        raise ConfigError(f"{name} is longer than {_LONGEST:,} characters", hint="say it shorter")
    return text


def _back(request: web.Request, form: MultiDictProxy[Any], said: str, usual: str) -> None:
    """Lead to where the form was, with what was done.

    Raises:
        HTTPSeeOther: always.
    """
    there = back(str(form.get("back", "")), usual)
    told = there if there.path != usual else there.update_query(said=said)
    raise web.HTTPSeeOther(told)


_FILES = "{suffix:json|csv|xlsx}"
ROUTES = (
    web.get("/outreach", page),
    web.get(f"/outreach.{_FILES}", as_file),
    web.post("/outreach/status", note),
    web.get("/outreach/do-not-contact", barring),
    web.get(f"/outreach/do-not-contact.{_FILES}", as_file),
    web.post("/outreach/do-not-contact", add),
    web.post("/outreach/do-not-contact/remove", remove),
    web.get("/api/outreach", for_programs),
    web.get("/api/outreach/do-not-contact", for_programs),
)
