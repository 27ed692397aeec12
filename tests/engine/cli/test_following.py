"""What a program that follows `overheard listen` is told."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

from engine.cli import following
from engine.cli.events import EventStream
from engine.cli.following import Follower
from engine.errors import AuthError
from engine.pipeline.listening import Standing, State
from engine.store import Committed
from tests.fakes import make_page, make_post


class Gone(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


def told(stream: io.StringIO, kind: str) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    return [event[kind] for event in events if kind in event]


def committed(new: int) -> Committed:
    return Committed(new=new, updated=0, unchanged=0, creators=0, removed=1)


def test_every_post_is_counted_and_some_are_told() -> None:
    stream = io.StringIO()

    async def run() -> None:
        follower = Follower(EventStream(stream), lambda post: None if "no" in post.text else "[k] ")
        for number in range(50):
            posts = [make_post(f"{number}", f"tea {number}"), make_post(f"n{number}", "no")]
            for _ in range(2):  # a source that is asked gives the same posts again
                follower.page("mastodon", make_page(*posts), committed(1))
        stop = asyncio.Event()
        stop.set()
        await follower.live(stop)

    asyncio.run(run())
    heard = told(stream, "heard")
    assert len(heard) == following._POSTS
    assert (heard[0]["text"], heard[0]["label"], heard[0]["source"]) == ("tea 0", "[k]", "mastodon")
    last = told(stream, "source")[-1]
    assert (last["posts_read"], last["posts_new"], last["removed"]) == (100, 100, 100)


def test_a_source_that_fails_is_told_with_what_to_do_and_when_it_is_tried_again() -> None:
    stream = io.StringIO()

    async def run() -> None:
        follower = Follower(EventStream(stream), lambda _: "")
        error = AuthError("no key", hint="set KEY")
        follower.stand(
            Standing(source="x", state=State.FAILED, is_live=False, rest=300.0, error=error)
        )
        await asyncio.sleep(2 * following._PACE)

    asyncio.run(run())
    (one,) = told(stream, "source")
    assert (one["state"], one["error"], one["hint"], one["live"]) == (
        "failed", "no key", "set KEY", False,
    )  # fmt: skip
    assert one["again_at"].endswith("Z")


def test_where_nobody_follows_any_more_listening_ends() -> None:
    async def run() -> bool:
        stop = asyncio.Event()
        await asyncio.wait_for(Follower(EventStream(Gone()), lambda _: "").live(stop), 5)
        return stop.is_set()

    assert asyncio.run(run())
