"""`overheard serve`: the page and the interface for programs, on this machine."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.cli.invocation import Invocation
from engine.cli.options import model_option
from engine.cli.speech import say
from engine.cli.stopping import stop_on_signals
from engine.config import Settings
from engine.errors import ConfigError
from engine.vocabulary import CreatorKey

if TYPE_CHECKING:
    from engine.protocols import Embedder
    from engine.store.shortlists import Asked
    from engine.vocabulary import Shortlist
    from engine.web import Door, Opened, Tools
    from engine.web.tools import AsideMaker, Counted, ListSearch, Program

EXAMPLES = """\b
Examples:
  overheard serve
  overheard serve --port 8000
  overheard serve --host 192.168.1.20"""

PORT = 8765


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
    from engine.cli.asking import asking_tools
    from engine.cli.bringing import check_hearing, check_wanted, look, origins
    from engine.cli.filters import LISTS
    from engine.cli.options import load_model
    from engine.cli.reaching import reach_tools
    from engine.cli.status import status_document
    from engine.cli.telling import told_document, ways_now
    from engine.web import Tools

    asking = asking_tools(settings, is_matched=False)
    model = cache(partial(load_model, settings))  # a second one, for what is done beside the page
    return Tools(
        **{part.name: getattr(asking, part.name) for part in fields(asking)},
        beside=_beside(settings),
        listed=LISTS,
        status=status_document,
        erase=_erase,
        catch_up=partial(_catch_up, model),
        learn=partial(_learn, model),
        marked=_marked,
        search_again=_search_again(settings),
        program=_program(settings),
        look=look,
        origins=origins,
        check_wanted=check_wanted,
        check_hearing=partial(check_hearing, settings),
        ways=partial(ways_now, settings),
        told=told_document,
        reach=reach_tools(settings),
    )


def _program(settings: Settings) -> Program:
    """Return how commands are run with these settings, whatever the working folder holds."""

    def begun(home: Path, command: str) -> list[str]:
        words = [sys.executable, "-P", "-m", "engine.cli.main", "--home", str(home)]
        words += ["--config", str(settings.file)] if settings.file else []
        return [*words, "--events", command, "--model", settings.model]

    return begun


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


def _catch_up(model: Callable[[], Embedder], home: Path) -> Sequence[str]:
    from engine.pipeline import bring_up_to_date

    said: list[str] = []
    bring_up_to_date(home, model(), say=said.append)
    return said


def _learn(model: Callable[[], Embedder], home: Path, key: str) -> Sequence[str]:
    from engine.branding.labelling import learn

    return learn(home, key, model())


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
