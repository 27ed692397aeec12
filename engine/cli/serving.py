"""`overheard serve`: the page and the interface for programs, on this machine."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from engine.cli.invocation import Invocation
from engine.cli.options import model_option
from engine.cli.speech import say
from engine.cli.stopping import stop_on_signals
from engine.config import Settings
from engine.errors import ConfigError
from engine.vocabulary import CreatorKey

if TYPE_CHECKING:
    from engine.exports.papers import Paper
    from engine.protocols import Embedder
    from engine.store.shortlists import Asked
    from engine.vocabulary import Brand, Brief, PostFilter, Shortlist
    from engine.web import Door, Opened, Tools
    from engine.web.tools import AsideMaker, Counted, ListSearch, PaperMaker, Program

EXAMPLES = """\b
Examples:
  overheard serve
  overheard serve --port 8000
  overheard serve --host 192.168.1.20"""

Given: TypeAlias = Mapping[str, object]
Choices: TypeAlias = Mapping[str, str]

PORT = 8765
_TOP = 200


@click.command(epilog=EXAMPLES)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, metavar="N",
    help="Port to listen at; 0 takes any free one.",
)  # fmt: skip
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="H",
    help="Address to listen at. Others can reach any but this one: a token is asked for then.",
)
@model_option
@click.pass_obj
def command(invocation: Invocation, /, *, port: int, host: str, model: str | None) -> int:
    """Serve the page to look, search and decide, and the interface for programs under /api/.

    Only this machine can reach it unless --host says otherwise. Ctrl-C stops it.
    """
    from engine.web import Door

    tools = make_tools(invocation.settings(model=model))
    asyncio.run(_serve(tools, Door.of(host), port=port))
    return 0


def make_tools(settings: Settings) -> Tools:
    """Return what the page is lent, for the home and the model of the settings."""
    from engine.cli.answers import labelled
    from engine.cli.bringing import check_wanted, look, origins
    from engine.cli.filters import LISTS, OPTIONS
    from engine.cli.options import load_model
    from engine.cli.status import status_document
    from engine.web import Tools

    @contextmanager
    def open_home(home: Path) -> Iterator[Opened]:
        from engine.cli.options import opened
        from engine.store import Store, database_path
        from engine.web import Opened

        Store.open(database_path(home)).close()  # one of an older version is brought up to date
        with opened(replace(settings, home=home)) as found:
            yield Opened(*found)

    model = cache(partial(load_model, settings))  # a second one, for what is done beside the page
    return Tools(
        home=settings.home,
        open=open_home,
        beside=_beside(settings),
        read_brief=_read_brief,
        read_filters=_read_filters,
        filters=OPTIONS,
        listed=LISTS,
        status=status_document,
        erase=_erase,
        papers=_papers(),
        cards=_cards,
        catch_up=partial(_catch_up, model),
        learn=partial(_learn, model),
        labelled=labelled,
        marked=_marked,
        search_again=_search_again(settings),
        program=_program(settings),
        look=look,
        origins=origins,
        check_wanted=check_wanted,
        clock=lambda: datetime.now(UTC),
    )


def _program(settings: Settings) -> Program:
    """Return how commands are run with these settings, whatever the working folder holds."""

    def begun(home: Path, command: str) -> list[str]:
        words = [sys.executable, "-P", "-m", "engine.cli.main", "--home", str(home)]
        words += ["--config", str(settings.file)] if settings.file else []
        return [*words, "--events", command, "--model", settings.model]

    return begun


def _papers() -> Mapping[str, PaperMaker]:
    """Return what the commands about brands find, by their names, with cards as they are.

    Nobody waits here for posts to be held against cards that changed: the page offers that.
    """

    def mentions(
        home: Path, brands: Sequence[str], where: Given, *, choices: Choices, now: datetime
    ) -> Paper:
        from engine.brands.counting.listing import SHOWN
        from engine.cli import mentioning
        from engine.cli.hearing import cards_in

        asked = mentioning.Asked(
            verdicts=mentioning.verdicts_of(choices.get("verdict") or ",".join(SHOWN)),
            everything="all" in choices,
            top=_TOP,
            now=now,
        )
        return mentioning.told(home, cards_in(home), brands, asked=asked, where=where)[0]

    def voice(
        home: Path, brands: Sequence[str], where: Given, *, choices: Choices, now: datetime
    ) -> Paper:
        from engine.amounts import parse_when
        from engine.brands.counting.counted import Counting
        from engine.brands.counting.periods import Step
        from engine.cli import voicing
        from engine.cli.hearing import cards_in

        by, compare = choices.get("by"), choices.get("compare")
        asked = voicing.Asked(
            moment=now,
            before=parse_when(compare, now) if compare else None,
            by=Step(by) if by else None,
            counting=Counting(poor="count-all" in choices, unsure="with-unsure" in choices),
        )
        return voicing.told(home, cards_in(home), brands, asked=asked, where=where)[0]

    def partners(
        home: Path, brands: Sequence[str], where: Given, *, choices: Choices, now: datetime
    ) -> Paper:
        from engine.cli import partnering
        from engine.cli.hearing import cards_in

        asked = partnering.Asked(now=now, top=_TOP, rivals="rivals" in choices)
        return partnering.told(home, cards_in(home), brands, asked=asked, where=where)[0]

    return {"mentions": mentions, "voice": voice, "partners": partners}


def _beside(settings: Settings) -> AsideMaker:
    """Return what makes the parts of a score that the settings or an address ask for."""

    @contextmanager
    def made(
        home: Path, *, doubts: bool | None, prefer: float | None, now: datetime
    ) -> Iterator[Counted]:
        from engine.cli.asides import beside
        from engine.web.tools import Counted

        if not any((settings.doubts, settings.prefer_community, doubts, prefer)):
            yield Counted()
            return
        there = replace(settings, home=home)
        with beside(there, doubts=doubts, prefer=prefer, now=now) as given:
            yield Counted(asides=given.asides, state=given.state)

    return made


def _search_again(settings: Settings) -> ListSearch:
    """Return what `overheard shortlist rerun` searches with, over a corpus that is open."""

    def search(asked: Asked, opened: Opened, *, now: datetime) -> Shortlist:
        from engine.cli.options import Opened as Looked
        from engine.cli.shortlisting import search_in

        return search_in(Looked(*opened), settings, asked, now=now)

    return search


def _marked(home: Path, shortlist: Shortlist) -> Shortlist:
    from engine.cli.asides import community_of
    from engine.cli.noticing import noticed

    return noticed(community_of(home).marked(shortlist), home)


def _cards(home: Path) -> Sequence[Brand]:
    from engine.brands.cards.files import load_cards
    from engine.store.home import brands_path

    return load_cards(brands_path(home))


def _catch_up(model: Callable[[], Embedder], home: Path) -> Sequence[str]:
    from engine.pipeline import bring_up_to_date

    said: list[str] = []
    bring_up_to_date(home, model(), say=said.append)
    return said


def _learn(model: Callable[[], Embedder], home: Path, key: str) -> Sequence[str]:
    from engine.branding.labelling import learn

    return learn(home, key, model())


def _read_brief(
    text: str, where: Mapping[str, object], opened: Opened, *, now: datetime, top: int
) -> Brief:
    from engine.cli.options import Opened as Looked
    from engine.cli.searching import make_brief

    return make_brief(text, where, Looked(*opened), now=now, top=top)


def _read_filters(where: Mapping[str, object], opened: Opened, *, now: datetime) -> PostFilter:
    from engine.brands.cards.naming import finder
    from engine.cli.filters import ignored, post_filter

    by_hand, _ = ignored(where)
    return post_filter(by_hand, now=now, brand=finder(opened.cards))


def _erase(home: Path, keys: Sequence[CreatorKey]) -> int:
    from engine.cli.options import require_database
    from engine.pipeline import sweep_vectors
    from engine.store import Store

    with Store.open(require_database(home)) as store:
        removed = store.erase(keys, now=datetime.now(UTC))
        for note in sweep_vectors(home, store):
            say(note)
    return removed


async def _serve(tools: Tools, door: Door, *, port: int) -> None:
    from aiohttp import web

    from engine.web import make_app

    runner = web.AppRunner(make_app(tools, door=door), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, door.host, port)
        await _start(site, door.host, port)
        say(f"the page is at {_address(runner, door)} (Ctrl-C stops it)")
        await _stopped()
    finally:
        await runner.cleanup()


async def _start(site: Any, host: str, port: int) -> None:
    try:
        await site.start()
    except OSError as error:
        raise ConfigError(
            f"nothing can be served at {host}, port {port}: {error.strerror or error}",
            hint="another program may be there: choose another port, as --port 8766",
        ) from error


def _address(runner: Any, door: Door) -> str:
    port = runner.addresses[0][1]
    name = f"[{door.host}]" if ":" in door.host else door.host
    return f"http://{name}:{port}/" + (f"?token={door.token}" if door.token else "")


async def _stopped() -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    await stop.wait()
