"""How many events of a stream are decoded, filtered and stored in a second, on one processor."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from engine.access import Access
from engine.store import Store, database_path
from engine.vocabulary import Meter, Watch
from indexers.bluesky.jetstream import Jetstream

from .measures import Measure, in_fresh_process, peak_bytes
from .posts import spread_lines
from .replay import FIRST_US, STEP_US, WANTED_TAG, Replay, dictionary_for, mixed, replayed, wanted

LEAST_SPEED = 5_000.0  # events a second of one processor, whoever else keeps the machine busy
MOST_GROWTH = 16.0  # MB
_CACHE_KIB = 2_000  # of SQLite's pages; as the product has it, it fills up to 64 MiB by and by
N_TEXTS = 5_000
_WARM = 5  # a fifth of the events: what is kept in mind is full after it
_WORDS = tuple(f"brand{number} of things" for number in range(50))


@dataclass(slots=True)
class Heard:
    """What a listener did: seconds on the wall and of its processor, posts, bytes resident."""

    seconds: float = 0.0
    processor: float = 0.0
    posts: int = 0
    resident: list[tuple[int, int]] = field(default_factory=list)  # (events heard, bytes)


def run(posts: Path, n_posts: int, folder: Path, *, n: int) -> list[Measure]:
    """Replay `n` events with the texts of `posts`, plain and compressed."""
    lines = spread_lines(posts, n_posts, min(n_posts, N_TEXTS))
    texts = mixed([json.loads(line)["text"] for line in lines], N_TEXTS)
    found: list[Measure] = []
    for name, dictionary in (("plain", None), ("compressed", dictionary_for(Replay(texts)))):
        with tempfile.TemporaryDirectory(dir=folder) as home, replayed(texts, n, dictionary) as url:
            heard = in_fresh_process(listen, url, n, Path(home), dictionary)
        if heard.posts != wanted(n):
            raise AssertionError(f"{heard.posts} posts are stored, and should be {wanted(n)}")
        found += _measures(name, n, heard)
    return found


def listen(url: str, n: int, home: Path, dictionary: bytes | None) -> Heard:
    """Listen to `url` until `n` events are heard, storing what is wanted, on one processor."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return asyncio.run(_listened(url, n, home, dictionary))


async def _listened(url: str, n: int, home: Path, dictionary: bytes | None) -> Heard:
    heard, last = Heard(), FIRST_US + (n - 1) * STEP_US
    watch = Watch(hashtags=(WANTED_TAG,), words=_WORDS)
    async with aiohttp.ClientSession() as session:
        access = Access(session=session, agent="overheard-bench", meter=Meter())
        source = Jetstream(access, hosts=[url], dictionary=dictionary)
        with Store.open(database_path(home)) as store:
            store.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            began, used = time.perf_counter(), time.process_time()
            async with aclosing(source.listen(watch, after=None)) as pages:
                async for page in pages:
                    now = datetime.now(UTC)
                    store.commit_page(page, source="bluesky", query="live", now=now)
                    newest = int(page.cursor or 0)
                    heard.resident.append(((newest - FIRST_US) // STEP_US + 1, _resident()))
                    if newest >= last:
                        break
            heard.seconds = time.perf_counter() - began
            heard.processor = time.process_time() - used
            heard.posts = store.summary().posts
    return heard


def _measures(name: str, n: int, heard: Heard) -> list[Measure]:
    return [
        Measure(
            benchmark="listen", name=f"{name} events decoded, filtered, stored",
            value=n / heard.seconds, unit="events/s",
        ),
        Measure(
            benchmark="listen", name=f"{name} events a second of the processor's",
            value=n / heard.processor, unit="events/s", target=LEAST_SPEED, at_least=True,
        ),
        Measure(
            benchmark="listen", name=f"{name}: memory grown over the last four fifths",
            value=_growth(heard.resident, n) / 1e6, unit="MB", target=MOST_GROWTH,
        ),
    ]  # fmt: skip


def _growth(resident: Sequence[tuple[int, int]], n: int) -> int:
    early = [size for events, size in resident if events <= n / _WARM] or [resident[0][1]]
    return max(size for _, size in resident) - max(early)


def _resident() -> int:
    """Return the memory of this process in bytes without mapped files; else its peak."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return peak_bytes()
    _, resident, shared, *_ = map(int, status.read_text().split())
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
