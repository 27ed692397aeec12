"""A creator vetted: facts beside those of peers, flags with their rules, who looks like them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web
from markupsafe import Markup

from engine.charts import Line, time_chart
from engine.errors import ConfigError, OverheardError
from engine.questions.given import chosen, moment_of
from engine.questions.served import NoPostsError
from engine.questions.vetting import WINDOW, vetted
from engine.store import Store, database_path
from engine.store.measurements import Measurement
from engine.vetting import Vetting
from engine.vetting.documents import CSV_HEAD, to_cells, to_document
from engine.vetting.findings import FLAG, TOO_LITTLE, UNKNOWN
from engine.vetting.rules import shown
from engine.vocabulary import CreatorId, CreatorKey
from engine.web import keys
from engine.web.addresses import creator_path
from engine.web.asking import one_each
from engine.web.files import Sheet, json_answer, sheet_answer
from engine.web.rendering import render

ASKED = ("window", "now", "said")
WORDS = {"same": True, "not-same": False, "undecided": None}
_SAID = {
    "same": "Kept: the same person",
    "not-same": "Kept: not the same person",
    "undecided": "Taken back: nothing is decided of the two",
}
_LEAST = 2  # measurements that make a line


async def answer(request: web.Request) -> web.StreamResponse:
    """Show what can be said of a creator, or give it as a file where the address ends so."""
    suffix = request.match_info["suffix"]
    if suffix:
        found = await vetting_of(request)
        rows = [*to_cells(found)]
        document = to_document(found)
        return sheet_answer(Sheet(name="vet", document=document, heads=CSV_HEAD, rows=rows), suffix)
    return await _page(request)


async def api(request: web.Request) -> web.StreamResponse:
    """Give what can be said of a creator."""
    return json_answer(to_document(await vetting_of(request)))


async def vetting_of(request: web.Request) -> Vetting:
    """Return the vetting that an address asks for.

    Raises:
        ConfigError: a parameter is unknown or cannot be read.
        HTTPNotFound: there is no such creator.
    """
    given = one_each(request.query, ASKED)
    window = given.get("window", WINDOW)
    clock = request.app[keys.TOOLS].clock()

    def work(home: Path) -> Vetting:
        with Store.open(database_path(home), read_only=True) as store:
            now = moment_of(given.get("now"), clock, store.summary())
            return vetted(store, creator_of(_key(request), store), window=window, now=now)

    return await request.app[keys.SERVED].look(work)


async def decide(request: web.Request) -> web.StreamResponse:
    """Keep whether this creator and another are the same person, or take that back."""
    form = await request.post()
    word = chosen(str(form.get("decided", "")), tuple(WORDS), "decided")
    source, colon, native_id = str(form.get("other", "")).partition(":")
    if word is None or not colon:
        raise ConfigError("it is not said of whom", hint="use the buttons beside a look-alike")
    pair = (_key(request), CreatorKey(source, native_id))
    if pair[0] == pair[1]:
        raise ConfigError("both are one creator", hint="choose another one")
    clock = request.app[keys.TOOLS].clock()
    await request.app[keys.SERVED].write(partial(_keep, pair, is_same=WORDS[word], now=clock))
    asked = {"window": str(form.get("window", "")), "said": word}
    there = urlencode({name: value for name, value in asked.items() if value})
    raise web.HTTPSeeOther(f"{creator_path(*pair[0])}/vet?{there}#alike")


def creator_of(key: CreatorKey, store: Store) -> CreatorId:
    """Return the creator with this identity.

    Raises:
        HTTPNotFound: there is none.
    """
    found = store.creator_by_key(key)
    if found is None:
        raise web.HTTPNotFound(text="there is no such creator here\nperhaps they were erased")
    return found


def growth_chart(history: Sequence[Measurement]) -> Markup | None:
    """Return followers over days, the last measurement of each; None of fewer than two days."""
    by_day = {
        m.measured_at.astimezone(UTC).date(): float(m.followers)
        for m in history
        if m.followers is not None
    }
    if len(by_day) < _LEAST:
        return None
    points = sorted(by_day.items())
    return time_chart([Line("followers", points)], title="Followers over time", unit="followers")


def _key(request: web.Request) -> CreatorKey:
    return CreatorKey(request.match_info["source"], request.match_info["id"])


def _keep(
    pair: tuple[CreatorKey, CreatorKey], home: Path, *, is_same: bool | None, now: datetime
) -> None:
    with Store.open(database_path(home)) as store:
        one, other = (creator_of(key, store) for key in pair)
        store.decide_identity((one, other), is_same=is_same, now=now)


async def _page(request: web.Request) -> web.StreamResponse:
    problem: OverheardError | None = None
    found: Vetting | None = None
    try:
        found = await vetting_of(request)
    except NoPostsError:
        raise
    except OverheardError as error:
        problem = error
    key = _key(request)
    return render(
        request,
        "vet.html.j2",
        status=400 if problem else 200,
        title=f"Vet: {_name(found, key)}",
        name=_name(found, key),
        key=key,
        problem=problem,
        vetting=found,
        window=request.query.get("window", "").strip() or WINDOW,
        said=_SAID.get(request.query.get("said", "")),
        chart=growth_chart(found.history) if found else None,
        shown=shown,
        states={"flag": FLAG, "little": TOO_LITTLE, "unknown": UNKNOWN},
    )


def _name(found: Vetting | None, key: CreatorKey) -> str:
    if found is None:
        return key.native_id
    creator = found.creator
    return creator.name or creator.handle or creator.native_id


_SUFFIX = r"{suffix:(?:\.json|\.csv|\.xlsx)?}"
ROUTES = (
    web.get("/creators/{source}/{id:.+}/vet" + _SUFFIX, answer),
    web.post("/creators/{source}/{id:.+}/vet", decide),
    web.get("/api/creators/{source}/{id:.+}/vet", api),
)
