"""Pages of brand cards: made and changed, with what they would match before they are kept."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import web

from engine.branding.doubts import warnings
from engine.branding.finding import require_card
from engine.branding.offers import Offer, offers, proposed
from engine.branding.saving import add_card, change_card
from engine.branding.trials import Trial, tried
from engine.brands.cards.files import read_card
from engine.errors import ConfigError, OverheardError
from engine.pipeline import are_current, home_cards
from engine.store import BrandCounts, Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Brand, Kind
from engine.web import keys
from engine.web.addresses import back
from engine.web.cardforms import (
    FIELDS,
    CardForm,
    blank,
    digest_of,
    form_of,
    form_sent,
    terms_kept,
)
from engine.web.files import json_answer
from engine.web.rendering import render

QUICK = 50_000  # posts counted in while somebody types
MANY = 100_000  # posts counted in when the page opens
_BAD = 400
_MATCHING = "holding your posts against the cards"


class Shown(NamedTuple):
    """What the page of a card shows beside its form."""

    trial: Trial | None = None
    offers: tuple[Offer, ...] | None = None
    problem: OverheardError | None = None


async def new(request: web.Request) -> web.StreamResponse:
    """Show the form of a new card."""
    return _show(request, blank(request.query.get("name", "")[:200].strip()), Shown())


async def card(request: web.Request) -> web.StreamResponse:
    """Show a card and what it matches."""
    file = _file(request)
    form = form_of(read_card(file), digest_of(file))
    shown = await asyncio.to_thread(_tried, form, _home(request), most=MANY)
    return _show(request, form, shown)


async def card_file(request: web.Request) -> web.StreamResponse:
    """Give a card and what it matches as JSON."""
    found = read_card(_file(request))
    trial = await asyncio.to_thread(tried, found, _home(request), most=MANY)
    return json_answer({"card": asdict(found), "matches": counts(found, trial)})


async def send(request: web.Request) -> web.StreamResponse:
    """Do what the button of the form says: count, propose other ways to write it, or keep it."""
    fields = await request.post()
    form = form_sent(fields, request.match_info.get("key", ""))
    form = form.with_terms(terms_kept(fields))
    if fields.get("do") == "keep":
        return await _keep(request, form)
    propose = fields.get("do") == "propose"
    shown = await asyncio.to_thread(_tried, form, _home(request), propose=propose)
    return _show(request, form, shown)


async def count(request: web.Request) -> web.StreamResponse:
    """Give what the card being typed would match in the posts stored last, as JSON."""
    form = form_sent(await request.post())
    try:
        found = form.card()
        trial = await asyncio.to_thread(tried, found, _home(request), most=QUICK)
    except OverheardError as error:
        return web.json_response({"error": str(error), "hint": error.hint}, status=_BAD)
    return json_answer(counts(found, trial))


async def remove(request: web.Request) -> web.StreamResponse:
    """Remove a card; the form asks for it in a word."""
    file = _file(request)
    if (await request.post()).get("sure") != "remove":
        raise ConfigError(
            "nothing was removed", hint="tick the box that says you mean it, then send it again"
        )
    file.unlink()
    await catch_up(request)
    raise web.HTTPSeeOther("/brands")


async def refresh(request: web.Request) -> web.StreamResponse:
    """Hold the posts against the cards as they are."""
    fields = await request.post()
    await catch_up(request)
    raise web.HTTPSeeOther(back(str(fields.get("next", "")), "/brands"))


async def work(request: web.Request) -> web.StreamResponse:
    """Say what is being done."""
    at = request.app[keys.WORK]
    problem = at.problem and {"error": str(at.problem), "hint": at.problem.hint}
    return json_answer({"running": at.is_running, "doing": at.doing, "problem": problem})


async def catch_up(request: web.Request) -> None:
    """Hold the posts against the cards as they are, and wait a little for it."""
    tools, home = request.app[keys.TOOLS], _home(request)
    await request.app[keys.WORK].do(_MATCHING, partial(tools.catch_up, home))


async def match_beside(app: web.Application) -> None:
    """Begin to hold the posts against the cards where these changed since; nobody waits for it."""
    served, work = app[keys.SERVED], app[keys.WORK]
    if served.has_posts and not await served.look(_is_matched):
        work.begin(_MATCHING, partial(app[keys.TOOLS].catch_up, served.home))


def _is_matched(home: Path) -> bool:
    """Return whether the posts were held against the cards; what is wrong is said elsewhere."""
    with suppress(OverheardError), Store.open(database_path(home), read_only=True) as store:
        return are_current(store, home_cards(home))
    return True


def counts(card: Brand, trial: Trial) -> dict[str, Any]:
    """Return what a card would match, as JSON values."""
    whole = trial.whole
    return {
        "posts": whole.posts,
        "kinds": {kind.value: whole.kinds[kind] for kind in Kind if whole.kinds[kind]},
        "words": dict(whole.words.most_common(20)),
        "terms": [
            {"field": term.field, "text": term.text, "posts": tally.posts}
            for term, tally in trial.terms
        ],
        "looked_at": trial.posts,
        "of": trial.total,
        "warnings": list(warnings(card, whole.words)),
    }


async def _keep(request: web.Request, form: CardForm) -> web.StreamResponse:
    folder, key = brands_path(_home(request)), request.match_info.get("key")
    try:
        found = form.card()
        if key is None:
            add_card(found, folder)
        else:
            _check_seen(form, require_card(folder, key))
            change_card(found, folder)
    except ConfigError as error:
        return _show(request, form, Shown(problem=error))
    await catch_up(request)
    raise web.HTTPSeeOther(f"/brands/card/{found.key}")


def _check_seen(form: CardForm, file: Path) -> None:
    if form.seen != digest_of(file):
        raise ConfigError(
            "the card was changed elsewhere while you wrote; what you wrote is below",
            hint=f"look at {file.name} in another window, then load this page again",
        )


def _tried(form: CardForm, home: Path, *, most: int | None = None, propose: bool = False) -> Shown:
    try:
        found = form.card()
        trial = tried(found, home, most=most)
        told = None
        if propose:
            chosen = proposed(found, home)
            told = tuple(one for one in offers(found, chosen, home)[1] if one.tally.new)
        return Shown(trial, told)
    except OverheardError as error:
        return Shown(problem=error)


def _show(request: web.Request, form: CardForm, shown: Shown) -> web.Response:
    home, key = _home(request), request.match_info.get("key")
    found = None if shown.trial is None else form.card()
    terms = shown.trial.terms if shown.trial else ()
    by_field = {
        field: [(term.text, tally) for term, tally in terms if term.field == field]
        for field in ("name", *FIELDS)
    }
    return render(
        request,
        "card.html.j2",
        status=_BAD if shown.problem else 200,
        title=form.name if key and form.name else "New brand card",
        form=form,
        shown=shown,
        fields=FIELDS,
        by_field=by_field,
        key=key,
        file=brands_path(home) / f"{key}.toml",
        doubts=list(warnings(found, shown.trial.whole.words)) if found and shown.trial else [],
        verdicts=_verdicts(home, key),
        work=request.app[keys.WORK],
    )


def _verdicts(home: Path, key: str | None) -> BrandCounts | None:
    """Return how what the card found was judged; None where it was not looked for yet."""
    with Store.open(database_path(home), read_only=True) as store:
        return next((one for one in store.brand_counts() if one.brand == key), None)


def _home(request: web.Request) -> Path:
    served = request.app[keys.SERVED]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    return served.home


def _file(request: web.Request) -> Path:
    """Return the file of the card that the address names.

    Raises:
        HTTPNotFound: there is none.
    """
    try:
        return require_card(brands_path(_home(request)), request.match_info["key"])
    except ConfigError as error:
        raise web.HTTPNotFound(text=f"{error}\n{error.hint}") from error


_CARD = "/brands/card/{key:[a-z0-9-]+}"
ROUTES = (
    web.get("/brands/card", new),
    web.post("/brands/card", send),
    web.get(_CARD + ".json", card_file),
    web.get(_CARD, card),
    web.post(_CARD, send),
    web.post(_CARD + "/remove", remove),
    web.post("/brands/count", count),
    web.post("/brands/refresh", refresh),
    web.get("/brands/work", work),
)
