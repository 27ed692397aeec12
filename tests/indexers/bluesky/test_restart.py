"""Listening that is killed and begun again from the store loses nothing and doubles nothing."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from pathlib import Path

import pytest

from engine.store import Store
from engine.vocabulary import Watch
from indexers.bluesky import jetstream
from indexers.bluesky.jetstream import Jetstream
from tests.fakes import NOW
from tests.indexers.bluesky.streams import Scene, account, at, said, streaming, unsaid
from tests.indexers.servers import access_to

WATCH = Watch(words=("bread",))
N_EVENTS = 120
PEOPLE = [f"did:plc:p{number}" for number in range(7)]


def happened() -> list[bytes]:
    """Return a morning of events: every third post is of bread, some are taken back later.

    The people's clocks differ, so that the times of events go to and fro by up to two seconds.
    """
    made = []
    for number in range(N_EVENTS):
        who, second = PEOPLE[number % 7], number + (number * 7 % 5) / 2
        words = "rye bread" if number % 3 == 0 else "a walk"
        made.append(said(who, second, f"{words} {number}"))
        if number % 10 == 9:  # three later, so always after the post itself
            gone = number - 6
            when = gone + (gone * 7 % 5) / 2
            made.append(unsaid(PEOPLE[gone % 7], number + 3, f"k{at(when)}"))
    return [*made, account(PEOPLE[6], N_EVENTS + 5, "deleted")]


def expected() -> list[str]:
    """Return the texts that stay, from the numbers alone."""
    gone = {number - 6 for number in range(9, N_EVENTS, 10)}
    kept = (n for n in range(0, N_EVENTS, 3) if n not in gone and n % 7 != 6)
    return sorted(f"rye bread {number}" for number in kept)


EVENTS = happened()
TIMES = [json.loads(event)["time_us"] for event in EVENTS]


def replay(turn: int, query: dict[str, str]) -> Scene:
    """Give what happened from the cursor on, in the order in which it came."""
    start = int(query.get("cursor", 0))
    first = next((place for place, time in enumerate(TIMES) if time >= start), len(TIMES))
    return Scene(frames=EVENTS[first:], stays=True)


async def hear(path: Path, url: str, *, n_pages: int, dies_before_commit: bool) -> bool:
    """Listen into the store until so many pages came or all was heard; return whether it was."""
    async with access_to() as access:
        with Store.open(path) as store:
            source = Jetstream(access, hosts=[url])
            after = store.cursor("bluesky", "everywhere")
            async with aclosing(source.listen(WATCH, after=after)) as pages:
                async for page in pages:
                    n_pages -= 1
                    if n_pages <= 0 and dies_before_commit:
                        return False
                    store.commit_page(page, source="bluesky", query="everywhere", now=NOW)
                    if page.cursor == str(max(TIMES)):
                        return True
                    if n_pages <= 0:
                        return False
    raise AssertionError("the stream ended")


@pytest.mark.parametrize("dies_before_commit", [True, False])
@pytest.mark.parametrize("n_pages", [1, 2, 5])
def test_a_killed_listener_goes_on(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    n_pages: int,
    dies_before_commit: bool,
) -> None:
    monkeypatch.setattr(jetstream, "MAX_FRAMES", 9)
    monkeypatch.setattr(jetstream, "PAUSE", 0.02)
    path = tmp_path / "overheard.db"

    async def run() -> int:
        async with streaming(replay) as stream, asyncio.timeout(60):
            # The first and the third listener die, and each of the others goes further.
            for life in range(200):
                dies = life % 2 == 0
                pages = n_pages + life // 2
                if await hear(
                    path, stream.url, n_pages=pages, dies_before_commit=dies and dies_before_commit
                ):
                    return life
        raise AssertionError("it never came to the end")

    lives = asyncio.run(run())
    assert lives > 1
    with Store.open(path) as store:
        posts = store.posts(range(1, 1_000)).values()
        assert sorted(post.text for post in posts) == expected()
