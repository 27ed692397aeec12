"""How fast posts come to lie on disk, searchable by words, without any model."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from engine.inputs import open_input
from engine.pipeline import import_pages
from engine.store import Store, database_path
from engine.store.pages import creator_rows, post_rows
from engine.vocabulary import Page
from indexers.files.native import NativeJsonl

from .measures import Clock, Measure

LEAST_SPEED = 20_000.0  # posts a second
_PAGES_TAKEN_APART = 5


def run(posts: Path, folder: Path) -> list[Measure]:
    """Import `posts`, native JSONL, into an empty home, with every commit on disk."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        return fill(posts, Path(scratch))


def fill(posts: Path, home: Path) -> list[Measure]:
    """Import `posts` into `home`, and say how fast that was and what it was spent on."""
    clock = Clock()
    now = datetime.now(UTC)
    with clock.timing("all"), open_input(str(posts)) as stream:
        pages = _timed(NativeJsonl().pages(stream, now=now), clock)
        with Store.open(database_path(home)) as store:
            n = import_pages(pages, store, now=now).posts_read
    whole, parsing = clock.seconds["all"], clock.seconds["parse"]
    deriving = n * _seconds_a_post(posts, now)
    size = sum(file.stat().st_size for file in home.glob(f"{database_path(home).name}*"))
    return [
        _measure("posts imported", n, ""),
        Measure(
            benchmark="store", name="JSONL to disk and full text", value=n / whole, unit="posts/s",
            target=LEAST_SPEED, at_least=True,
        ),
        _measure("the store's part alone", n / (whole - parsing), "posts/s"),
        _measure("of which reading JSON", 100 * parsing / whole, "%"),
        _measure("of which hashes, hashtags, rows", 100 * deriving / whole, "%"),
        _measure("of which commits", 100 * (whole - parsing - deriving) / whole, "%"),
        _measure("database", size / n, "bytes/post"),
    ]  # fmt: skip


def _timed(pages: Iterable[Page], clock: Clock) -> Iterator[Page]:
    remaining = iter(pages)
    while True:
        with clock.timing("parse"):
            page = next(remaining, None)
        if page is None:
            return
        yield page


def _seconds_a_post(posts: Path, now: datetime) -> float:
    """Return the time that making rows of a post takes, on the first pages of `posts`."""
    clock, n = Clock(), 0
    with (
        open_input(str(posts)) as stream,
        closing(NativeJsonl().pages(stream, now=now)) as pages,  # type: ignore[type-var]
    ):
        for page in islice(pages, _PAGES_TAKEN_APART):
            n += len(page.posts)
            with clock.timing("rows"):
                post_rows(page, now=now)
                creator_rows(page, now=now)
    return clock.seconds["rows"] / n


def _measure(name: str, value: float, unit: str) -> Measure:
    return Measure(benchmark="store", name=name, value=value, unit=unit)
