"""What is done to campaigns: begun, creators in and out, sales read from a file, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web
from multidict import MultiDictProxy

from engine.campaigns.planning import Planned, campaign_of, find_campaign, member_for, paid
from engine.campaigns.report import unattributed
from engine.campaigns.sales import read_sales
from engine.errors import ConfigError, InputError, OverheardError
from engine.outreach.book import creator_of, entry_for
from engine.shortlists import sheet_of
from engine.store import Store, database_path
from engine.store.campaigns import Campaign, create, members, put_member, put_sales, remove_member
from engine.store.campaigns import remove as forget
from engine.text import number_of
from engine.vocabulary import Creator, CreatorKey
from engine.web import keys
from engine.web.pages.campaigns import NAME, found, show_all, show_one
from engine.web.pages.outreach import reading
from engine.web.pages.shortlists import keys_of
from engine.web.sent import sent_file

Form = MultiDictProxy[Any]
_FIELDS = ("name", "from", "until", "url", "hashtags", "mentions", "currency", "shortlist")
_LONGEST = 500  # characters of a field
_BY_HAND = "use overheard campaign import-sales NAME FILE"
MOST = 200  # creators put into a campaign at once


async def begin(request: web.Request) -> web.StreamResponse:
    """Begin a campaign, with the creators of a shortlist where one is chosen."""
    form = await request.post()
    given = {name: str(form.get(name, "")).strip() for name in _FIELDS}
    now = request.app[keys.TOOLS].clock()

    def work(store: Store) -> None:
        campaign = campaign_of(_planned(given), now=now)
        chosen = _listed(given["shortlist"], store) if given["shortlist"] else []
        create(store, campaign, now=now)
        _put_in(chosen, find_campaign(campaign.name, store), store)

    try:
        _check_lengths(given)
        await request.app[keys.SERVED].look(reading(work))
    except OverheardError as problem:
        return await show_all(request, problem=problem, given=given)
    raise web.HTTPSeeOther(f"/campaigns/{given['name']}")


def _planned(given: dict[str, str]) -> Planned:
    for name, what in (("from", "its first day"), ("until", "the day after its last")):
        if not given[name]:
            raise ConfigError(f"{what} is missing", hint="for example 2026-04-01")
    return Planned(
        name=given["name"],
        start=given["from"],
        end=given["until"],
        url=given["url"] or None,
        hashtags=given["hashtags"].replace(",", " ").split(),
        mentions=[name for name in given["mentions"].split(",") if name.strip()],
        currency=given["currency"] or "USD",
    )


def _check_lengths(given: dict[str, str]) -> None:
    for name, value in given.items():
        if len(value) > _LONGEST:
            raise ConfigError(f"{name} is longer than {_LONGEST} characters", hint="say it shorter")


def _listed(name: str, store: Store) -> list[CreatorKey]:
    return [row.key for row in sheet_of(store, name).rows][:MOST]


async def creators(request: web.Request) -> web.StreamResponse:
    """Put creators in, of a list or by themselves, or change what one is paid."""
    form = await request.post()
    given = {name: str(form.get(name, "")).strip() for name in ("shortlist", "fee", "gift", "code")}

    def work(campaign: Campaign, store: Store) -> list[str]:
        chosen = keys_of(form) or (_listed(given["shortlist"], store) if given["shortlist"] else [])
        if not chosen:
            raise ConfigError("nobody is chosen", hint="choose a shortlist that has creators")
        if len(chosen) > 1 and given["code"]:
            raise ConfigError("a code is of one creator", hint="leave it out: each gets their own")
        return _put_in(
            chosen,
            campaign,
            store,
            fee=given["fee"] or None,
            gift=given["gift"] or None,
            code=given["code"] or None,
        )

    return await _done(request, work)


def _put_in(
    chosen: list[CreatorKey], campaign: Campaign, store: Store, **terms: str | None
) -> list[str]:
    """Put creators into a campaign; return what is to be said of it."""
    _check_lengths({name: value or "" for name, value in terms.items()})
    known = {member.key for member in members(store, campaign)}
    code, fee, gift = terms.get("code"), terms.get("fee"), terms.get("gift")
    barred = 0
    for key in chosen:
        creator = creator_of(key, store)
        if key not in known and creator is not None and entry_for(creator, store) is not None:
            barred += 1
            continue
        named = creator or Creator(source=key.source, native_id=key.native_id)
        member = member_for(named, campaign, store, code=code)
        put_member(store, campaign, paid(member, campaign, fee=fee, gift=gift))
    done = f"{number_of(len(chosen) - barred, 'creator')} in the campaign"
    left = f"{number_of(barred, 'creator')} on the do-not-contact list, left out"
    return [done, *([left] if barred else [])]


async def out(request: web.Request) -> web.StreamResponse:
    """Take a creator out."""
    form = await request.post()

    def work(campaign: Campaign, store: Store) -> list[str]:
        for key in keys_of(form):
            remove_member(store, campaign, key)
        return ["taken out; sales by their code stay, as nobody's"]

    return await _done(request, work)


async def remove(request: web.Request) -> web.StreamResponse:
    """Forget a campaign; the form asks for it in a word."""
    form = await request.post()

    def work(campaign: Campaign, store: Store) -> list[str]:
        if form.get("sure") != "remove":
            raise ConfigError("nothing was removed", hint="tick the box that says you mean it")
        forget(store, campaign)
        return []

    name = request.match_info["name"]
    await request.app[keys.SERVED].look(reading(lambda store: work(found(name, store), store)))
    raise web.HTTPSeeOther("/campaigns")


async def sales(request: web.Request) -> web.StreamResponse:
    """Read what was sold from a CSV that is sent."""
    async with sent_file(request, by_hand=_BY_HAND, kept_as="sales.csv") as sent:
        file, name = sent.file, sent.called
        return await _done(request, lambda campaign, store: _read(file, name, campaign, store))


def _read(file: Path, name: str, campaign: Campaign, store: Store) -> list[str]:
    try:
        read = read_sales(file, campaign=campaign.name, currency=campaign.currency)
    except InputError as error:
        raise InputError(str(error).replace(str(file), name), hint=error.hint) from error
    kept = put_sales(store, campaign, read.sales)
    stray = unattributed(read.sales, members(store, campaign))
    said = [
        f"{name}: {number_of(len(read.sales), 'sale')}, {kept.new:,} new, "
        f"{kept.changed:,} changed, {kept.same:,} as they were"
    ]
    said += [sentence.strip() for sentence in read.sentences()]
    nobodys = f"by the code or link of nobody in the campaign, kept as nobody's: {len(stray):,}"
    return [*said, nobodys] if stray else said


async def _done(
    request: web.Request, work: Callable[[Campaign, Store], list[str]]
) -> web.StreamResponse:
    """Do `work` to the campaign of the address, and show it with what came of that."""
    name = request.match_info["name"]

    def opened(home: Path) -> list[str]:
        with Store.open(database_path(home)) as store:
            return work(found(name, store), store)

    try:
        said = await request.app[keys.SERVED].look(opened)
    except OverheardError as problem:
        return await show_one(request, problem=problem)
    return await show_one(request, said=said)


_ONE = {"creators": creators, "creators/out": out, "sales": sales, "remove": remove}
ROUTES = (
    web.post("/campaigns", begin),
    *(web.post(f"/campaigns/{NAME}/{verb}", done) for verb, done in _ONE.items()),
)
