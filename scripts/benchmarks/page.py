"""How long the page takes in a home of many posts: at the server's side, and in a browser.

The home is that of `query`, with vectors made here. Asked over a socket, one request at a time,
each brief once: none of the lists is kept from before. Seconds of the processor are those of the
server alone; they say more than the clock's where others use the machine.
"""

from __future__ import annotations

import asyncio
import http.client
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from aiohttp import web

from engine import demo
from engine.cli.serving import make_tools
from engine.config import Settings
from engine.judging.evaluation import read_briefs
from engine.web import make_app

from . import painting
from .measures import Measure, in_fresh_process, quantile, seconds_of
from .query import home_of

MOST_PAINT = 0.3  # seconds
MOST_LIST, MOST_LIST_OF_MANY, MANY = 0.5, 0.7, 100_000  # seconds up to so many posts, and beyond
REPEATS = 20
_BRIEFS, _SEEN = 35, 9  # briefs asked over a socket, and by the browser


def run(posts: Path, n: int, folder: Path, *, model: str) -> list[Measure]:
    """Serve the home of the `n` posts in `posts` and ask for pages."""
    home = home_of(posts, n, folder, model=model)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it
    return in_fresh_process(_asked, home, n, model=model)


def _asked(home: Path, n: int, *, model: str) -> list[Measure]:
    """Serve `home`, of `n` posts, from this process, and ask for pages."""
    texts = [line.text for line in read_briefs(demo.BRIEFS)]
    texts, seen = texts[: _BRIEFS + 1], texts[_BRIEFS + 1 : _BRIEFS + 1 + _SEEN]
    spent: list[float] = []
    with _served(home, model) as (url, ask):
        ask(_search(texts[0]))  # what the first search works out is measured by `query`
        paint = [seconds_of(partial(ask, "/search")) for _ in range(REPEATS)]
        lists = [seconds_of(partial(_spending, ask, _search(text), spent)) for text in texts[1:]]
        again = [seconds_of(partial(ask, _search(texts[-1]))) for _ in range(REPEATS)]
        in_browser = painting.seen(url, seen, repeats=REPEATS)
    most = MOST_LIST if n <= MANY else MOST_LIST_OF_MANY
    return [
        _measure("the search page, empty", paint, MOST_PAINT),
        _measure("a list of a new brief", lists, most),
        _measure("a list of a new brief, 95 %", lists, None, at=0.95),
        _measure("a list of a new brief, processor", spent, None),
        _measure("a list of a new brief, processor, 95 %", spent, None, at=0.95),
        _measure("the same list again", again, None),
        *in_browser,
        painting.sizes(),
    ]


def _spending(ask: Callable[[str], bytes], path: str, spent: list[float]) -> None:
    """Ask for `path` and add the seconds of the processor that this process took for it."""
    before = time.process_time()
    ask(path)
    spent.append(time.process_time() - before)


def _search(text: str) -> str:
    return f"/search?{urlencode({'brief': text})}"


def _measure(
    name: str, samples: list[float], target: float | None, *, at: float | None = None
) -> Measure:
    value = median(samples) if at is None else quantile(samples, at)
    return Measure(
        benchmark="page", name=name, value=value, unit="s", target=target, samples=samples
    )


@contextmanager
def _served(home: Path, model: str) -> Iterator[tuple[str, Callable[[str], bytes]]]:
    """Serve `home` from a thread of its own; lend its address and what asks it for a path."""
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(make_app(make_tools(Settings(home=home, model=model))), access_log=None)

    async def start() -> int:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return int(runner.addresses[0][1])

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        port = asyncio.run_coroutine_threadsafe(start(), loop).result()
        yield f"http://127.0.0.1:{port}", partial(_ask, port)
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def _ask(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        if response.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path}: {response.status}")
        return body
    finally:
        connection.close()
