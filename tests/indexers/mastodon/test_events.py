"""The lines of a stream become events."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from engine.errors import PayloadError
from indexers.mastodon.events import MAX_EVENT, Event, read_events
from tests.indexers.loops import awaited

RECORDED = Path(__file__).parents[1] / "answers" / "mastodon" / "user_stream.txt"


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def events_in(*parts: bytes) -> list[Event]:
    return [event async for event in read_events(chunks(*parts))]


@awaited
async def test_an_event_is_a_name_and_its_data() -> None:
    stream = b":)\n:thump\n\nevent: update\ndata: {}\n\nevent: delete\r\ndata: 17\r\n\r\n"
    assert await events_in(stream) == [Event("update", "{}"), Event("delete", "17")]


@awaited
async def test_an_event_is_put_together_however_it_is_cut() -> None:
    stream = "event: update\ndata: é\ndata: two\n\n".encode()
    whole = await events_in(stream)
    assert whole == [Event("update", "é\ntwo")]
    assert await events_in(*(stream[n : n + 1] for n in range(len(stream)))) == whole


@awaited
async def test_an_event_that_breaks_off_is_none() -> None:
    assert await events_in(b"event: update\ndata: {") == []
    assert await events_in(b"event: update\n\n") == []


@pytest.mark.parametrize("start", [b"data: ", b"data: x\ndata: "])
@awaited
async def test_an_event_without_end_is_refused(start: bytes) -> None:
    with pytest.raises(PayloadError, match="4 MiB"):
        await events_in(start, b"x" * MAX_EVENT, b"x")


@awaited
async def test_a_recorded_stream_is_read_whole() -> None:
    """Counted with grep: what a person's own stream said in twelve kilobytes."""
    events = await events_in(RECORDED.read_bytes())
    assert Counter(event.name for event in events) == {
        name: RECORDED.read_text().count(f"event: {name}\n")
        for name in {event.name for event in events}
    }
    assert all(json.loads(event.data)["id"] for event in events if event.name == "update")
