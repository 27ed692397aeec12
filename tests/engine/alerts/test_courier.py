"""Digests: not a thousand mails, nothing lost, and no failure that stops anything."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from engine.alerts import Courier
from engine.errors import AlertError
from tests.engine.alerts.notices import BURST, digest, mention


class Box:
    """A channel that keeps what it is sent, and fails as often as it is told to."""

    def __init__(self, fails: int = 0) -> None:
        self.name = "the box"
        self.fails = fails
        self.digests = []

    async def send(self, digest) -> None:
        if self.fails:
            self.fails -= 1
            raise AlertError("the box is shut", hint="open it")
        self.digests.append(digest)


def run(courier: Courier, feed) -> None:
    """Run the courier while `feed(courier)` runs, then stop it."""

    async def both():
        stop = asyncio.Event()
        running = asyncio.create_task(courier.run(stop))
        await feed(courier)
        stop.set()
        await running

    asyncio.run(both())


def test_a_thousand_mentions_are_one_digest_that_counts_them() -> None:
    box = Box()
    courier = Courier([box], report=print, every=3600, most=20)

    async def feed(courier):
        courier.tell(digest(*map(mention, range(1000))))
        await asyncio.sleep(0.05)

    run(courier, feed)
    (told,) = box.digests
    assert len(told.mentions) == 20
    assert told.more == {"Krups": 980}


def test_what_comes_meanwhile_waits_and_is_sent_when_all_ends() -> None:
    box = Box()
    courier = Courier([box], report=print, every=3600, most=5)

    async def feed(courier):
        for n in range(4):
            courier.tell(digest(mention(n)))
            await asyncio.sleep(0.02)

    run(courier, feed)
    told = [[one.post_id for one in sent.mentions] for sent in box.digests]
    assert told == [["0"], ["1", "2", "3"]]


def test_a_channel_that_fails_gets_it_next_time_and_costs_the_others_nothing() -> None:
    shut, box, said = Box(fails=1), Box(), []
    courier = Courier([shut, box], report=said.append, every=0.02, most=5)

    async def feed(courier):
        courier.tell(digest(mention(1), BURST))
        await asyncio.sleep(0.01)
        courier.tell(digest(mention(2)))
        await asyncio.sleep(0.2)

    run(courier, feed)
    assert said == ["alert not sent: the box is shut (open it)"]
    assert [one.post_id for sent in shut.digests for one in sent.mentions] == ["1", "2"]
    assert shut.digests[0].bursts == (BURST,)
    assert [one.post_id for sent in box.digests for one in sent.mentions] == ["1", "2"]


def test_a_channel_that_always_fails_holds_no_more_than_a_digest() -> None:
    shut, said = Box(fails=10**6), []
    courier = Courier([shut], report=said.append, every=0.001, most=3)

    async def feed(courier):
        for n in range(50):
            courier.tell(digest(mention(n)))
            await asyncio.sleep(0.002)
        shut.fails = 0

    run(courier, feed)
    assert len(shut.digests[0].mentions) == 3
    assert sum(sent.more.get("Krups", 0) + len(sent.mentions) for sent in shut.digests) == 50
    assert courier.sent == len(shut.digests)


def test_nothing_new_is_not_told() -> None:
    box = Box()
    courier = Courier([box], report=print, every=0.001)

    async def feed(courier):
        courier.tell(digest())
        await asyncio.sleep(0.02)

    run(courier, feed)
    assert box.digests == []


def test_flushing_sends_to_every_channel() -> None:
    boxes = [Box(), Box()]
    courier = Courier(boxes, report=print)
    courier.tell(digest(mention(1)))
    asyncio.run(courier.flush())
    assert [len(box.digests) for box in boxes] == [1, 1]


def test_only_what_still_stands_is_sent_and_noted() -> None:
    shut, gone, noted = Box(fails=1), set(), []

    async def standing(told):
        kept = tuple(one for one in told.mentions if one.post_id not in gone)
        return replace(told, notices=kept)

    async def note(name, told, refused) -> None:
        noted.append(([one.post_id for one in told.mentions], refused is None))

    courier = Courier([shut], report=lambda _: None, every=0.01, noted=note, standing=standing)

    async def feed(courier):
        courier.tell(digest(mention(1), mention(2)))
        await courier.flush()
        gone.add("1")
        await courier.flush()

    asyncio.run(feed(courier))
    assert noted == [(["1", "2"], False), (["2"], True)]
    assert [one.post_id for one in shut.digests[0].mentions] == ["2"]


def test_nothing_is_sent_when_nothing_stands() -> None:
    box = Box()

    async def standing(told):
        return replace(told, notices=())

    courier = Courier([box], report=print, standing=standing)

    async def feed(courier):
        courier.tell(digest(mention(1)))
        await courier.flush()

    asyncio.run(feed(courier))
    assert box.digests == []
    assert courier.is_idle
