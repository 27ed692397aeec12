"""A page served on a loopback port over a small home, and one browser for all tests."""

from __future__ import annotations

import asyncio
import http.client
import json
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.sync_api import Browser, sync_playwright

from engine.branding.labelling import learn
from engine.brands.cards.files import load_cards, write_card
from engine.cli.serving import make_tools
from engine.config import Settings
from engine.corpus import LocalCorpus
from engine.embedders.hashing import HashingEmbedder
from engine.pipeline import bring_up_to_date, index_home
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Page
from engine.web import Door, Opened, Tools, keys, make_app
from engine.web.wording import capital
from tests.engine.web.findings import CARDS, PAPERS
from tests.engine.web.people import pages
from tests.fakes import NOW

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def says(self, words: str) -> bool:
        """Whether `words` are shown, be they within a sentence or the beginning of one."""
        return words in self.text or capital(words) in self.text

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A page being served, asked over a socket as any program would."""

    port: int
    door: Door
    home: Path
    app: web.Application

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, path: str, *, method: str = "GET", body: str | bytes | None = None, **headers: str
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body=body, headers=named)
            response = connection.getresponse()
            return Answer(
                status=response.status, headers=dict(response.headers), body=response.read()
            )
        finally:
            connection.close()

    def send(self, path: str, **fields: str) -> Answer:
        from urllib.parse import urlencode

        body = urlencode({"csrf": self.door.form_token} | fields)
        return self.ask(
            path, method="POST", body=body, Content_Type="application/x-www-form-urlencoded"
        )


def fill(home: Path, *read: Page) -> None:
    """Commit pages to `home` and index them, as an import does."""
    home.mkdir(exist_ok=True)
    with Store.open(database_path(home)) as store:
        for page in read:
            store.commit_page(page, now=NOW)
    index_home(home, HashingEmbedder(), say=lambda _: None)


def tools_of(home: Path, settings: Settings | None = None) -> Tools:
    """Return the tools of the command line with vectors by hashing and a clock that stands."""

    @contextmanager
    def opened(folder: Path) -> Iterator[Opened]:
        embedder = HashingEmbedder()
        with LocalCorpus.open(folder, embedder) as corpus:
            yield Opened(corpus, embedder, (*load_cards(brands_path(folder)),))

    tools = make_tools(settings or Settings(home=home))
    return replace(
        tools,
        open=opened,
        clock=lambda: NOW,
        papers=PAPERS,
        catch_up=caught_up,
        learn=learnt,
        program=hashed_program,
    )


def learnt(home: Path, key: str) -> Sequence[str]:
    return learn(home, key, HashingEmbedder())


def caught_up(home: Path) -> Sequence[str]:
    said: list[str] = []
    bring_up_to_date(home, HashingEmbedder(), say=said.append)
    return said


def hashed_program(home: Path, command: str) -> list[str]:
    """Return how a command is run in a process that has the embedder of the tests."""
    program = Path(__file__).with_name("hashed.py")
    return [sys.executable, str(program), "--home", str(home), "--events", command]


@contextmanager
def serving(
    home: Path, door: Door | None = None, *, tools: Tools | None = None
) -> Iterator[Served]:
    """Serve `home` from a thread of its own for as long as the context lasts."""
    door = door or Door()
    loop = asyncio.new_event_loop()
    app = make_app(tools or tools_of(home), door=door)
    app[keys.WORK].patience = 60  # however busy the machine is
    runner = web.AppRunner(app, access_log=None)

    async def start() -> int:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return int(runner.addresses[0][1])

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        port = asyncio.run_coroutine_threadsafe(start(), loop).result(60)
        yield Served(port=port, door=door, home=home, app=app)
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page over sixty creators, some of whom post what no page should let through."""
    home = tmp_path_factory.mktemp("served")
    for card in CARDS:
        write_card(card, brands_path(home))
    fill(home, *pages())
    with serving(home) as page:
        yield page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, as scripts/test installs it."""
    if not CHROMIUM.exists():
        raise AssertionError("there is no /usr/bin/chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield started
        started.close()
