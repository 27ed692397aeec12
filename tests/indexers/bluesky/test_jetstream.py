"""The stream is followed through whatever hosts do, and says what was missed."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest
import zstandard

from engine.errors import AuthError, PayloadError, SourceError, UnavailableError
from engine.vocabulary import Page, Watch
from indexers import pages as pages_module
from indexers.bluesky import jetstream
from indexers.bluesky.jetstream import GAP, REWIND, Jetstream, microseconds
from tests.indexers.bluesky.streams import Scene, Stream, at, said, streaming
from tests.indexers.servers import access_to

EVERYTHING = Watch(everything=True)
ANA, BEN = "did:plc:ana", "did:plc:ben"


async def heard(
    *streams: Stream, posts: int, watch: Watch = EVERYTHING, after: str | None = None,
    dictionary: bytes | None = None, attempts: int = 2,
) -> list[Page]:  # fmt: skip
    """Listen until so many posts were heard (repeats count), and return the pages."""
    pages: list[Page] = []
    async with access_to(attempts=attempts) as access, asyncio.timeout(20):
        source = Jetstream(access, hosts=[one.url for one in streams], dictionary=dictionary)
        async with aclosing(source.listen(watch, after=after)) as listening:
            async for page in listening:
                pages.append(page)
                if sum(len(page.posts) for page in pages) >= posts:
                    break
    return pages


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jetstream, "PAUSE", 0.05)


def texts(pages: list[Page]) -> list[str]:
    return [post.text for page in pages for post in page.posts]


def test_what_is_wanted_is_heard_and_the_place_is_kept() -> None:
    frames = [
        said(ANA, 1, "a loaf #Sourdough"), said(BEN, 3, "nothing"), said(BEN, 2, "my flatwhite")
    ]  # fmt: skip

    async def run() -> tuple[list[Page], Stream]:
        async with streaming([Scene(frames=frames, stays=True)]) as stream:
            watch = Watch(hashtags=("sourdough",), words=("flat white",))
            return await heard(stream, posts=2, watch=watch), stream

    pages, stream = asyncio.run(run())
    assert texts(pages) == ["a loaf #Sourdough", "my flatwhite"]
    assert pages[-1].cursor == str(at(3))  # the latest heard of, wanted or not
    assert [post.creator_id for page in pages for post in page.posts] == [ANA, BEN]
    assert stream.asked == [
        [
            ("wantedCollections", "app.bsky.feed.post"),
            ("wantedCollections", "app.bsky.actor.profile"),
            ("wantedCollections", "app.bsky.actor.contentVisibilityDeclaration"),
            ("maxMessageSizeBytes", str(1 << 20)),
        ]
    ]


def test_a_broken_stream_goes_on_elsewhere_a_little_before_where_it_broke() -> None:
    async def run() -> tuple[list[Page], list[int | None]]:
        async with (
            streaming([Scene(frames=[said(ANA, 100, "one")])]) as first,
            streaming([Scene(status=503)]) as second,
            streaming([Scene(frames=[said(ANA, 100, "one"), said(ANA, 101, "two")])]) as third,
        ):
            pages = await heard(first, second, third, posts=3)
            return pages, first.cursors() + second.cursors() + third.cursors()

    pages, cursors = asyncio.run(run())
    assert texts(pages) == ["one", "one", "two"]
    assert len({post.key for page in pages for post in page.posts}) == 2
    assert cursors == [None, at(100) - REWIND, at(100) - REWIND]
    assert [note for page in pages for note in page.notes] == []


def test_what_can_no_longer_be_heard_is_said() -> None:
    def direct(turn: int, query: dict[str, str]) -> Scene:
        return Scene(frames=[said(ANA, 7_200, "later"), said(ANA, 7_201, "on")], stays=True)

    async def run(after: str | None) -> list[Page]:
        async with streaming(direct) as stream:
            return await heard(stream, posts=2, after=after)

    (page,) = asyncio.run(run(str(at(0))))
    assert page.notes == (
        "Bluesky no longer has what was posted between 2026-05-25 14:00:00 and "
        "2026-05-25 16:00:00 UTC: nothing of that was heard",
    )
    for unbroken in (None, str(at(7_200) - GAP), str(at(9_000))):
        assert [page.notes for page in asyncio.run(run(unbroken))] == [()]


@pytest.mark.parametrize(
    ("cursor", "expected"),
    [
        (None, 0),
        ("", 0),
        ("1779719009132431", 1779719009132431),
        ("-5", 0),
        ("x", 0),
        ("9" * 30, 0),
    ],
)
def test_a_place_that_is_none_is_the_present(cursor: str | None, expected: int) -> None:
    assert microseconds(cursor) == expected


def test_frames_may_be_compressed_with_a_dictionary() -> None:
    events = [said(ANA, second, f"loaf {second} of rye") for second in range(200)]
    dictionary = zstandard.train_dictionary(2_000, events)
    squeeze = zstandard.ZstdCompressor(dict_data=dictionary).compress
    bomb = zstandard.ZstdCompressor().compress(b" " * (1 << 21))
    frames = [bomb, b"no frame", *map(squeeze, events)]

    async def run() -> tuple[list[Page], Stream]:
        async with streaming([Scene(frames=frames, binary=True, stays=True)]) as stream:
            return await heard(stream, posts=200, dictionary=dictionary.as_bytes()), stream

    pages, stream = asyncio.run(run())
    assert texts(pages) == [f"loaf {second} of rye" for second in range(200)]
    assert ("compress", "true") in stream.asked[0]
    reasons = [problem.reason for page in pages for problem in page.problems]
    assert [reason.partition(":")[0] for reason in reasons] == ["it cannot be decompressed"] * 2


def test_compressed_frames_nobody_asked_for_cost_themselves() -> None:
    async def run() -> list[Page]:
        scenes = [
            Scene(frames=[zstandard.ZstdCompressor().compress(said(ANA, 1, "x"))], binary=True),
            Scene(frames=[said(ANA, 2, "two")], stays=True),
        ]
        async with streaming(scenes) as stream:
            return await heard(stream, posts=1)

    pages = asyncio.run(run())
    assert texts(pages) == ["two"]
    assert sum(len(page.problems) for page in pages) == 1


@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, PayloadError), (401, AuthError), (403, AuthError), (404, PayloadError)],
)
def test_hosts_that_all_refuse_us_end_it(status: int, expected: type[SourceError]) -> None:
    async def run() -> tuple[int, int]:
        async with (
            streaming([Scene(status=status)]) as one,
            streaming([Scene(status=status)]) as two,
        ):
            with pytest.raises(expected, match=f"answered {status}"):
                await heard(one, two, posts=1)
            return len(one.asked), len(two.asked)

    assert asyncio.run(run()) == (1, 1)


@pytest.mark.parametrize("scene", [Scene(status=503), Scene(status=429), Scene(), None])
def test_hosts_that_never_say_a_word_are_given_up(scene: Scene | None) -> None:
    async def run() -> int:
        if scene is None:
            with pytest.raises(UnavailableError, match="cannot be reached"):
                await heard(Stream(url="ws://127.0.0.1:9"), posts=1, attempts=3)
            return 3
        async with streaming([scene]) as stream:
            with pytest.raises(UnavailableError):
                await heard(stream, posts=1, attempts=3)
            return len(stream.asked)

    assert asyncio.run(run()) == 3


def test_an_outage_is_told_once_and_outlasted() -> None:
    scenes = [
        Scene(frames=[said(ANA, 1, "one")]),
        *[Scene(status=503)] * 9,
        Scene(frames=[said(ANA, 1, "one"), said(ANA, 2, "two")], stays=True),
    ]

    async def run() -> list[Page]:
        async with streaming(scenes) as stream:
            return await heard(stream, posts=3, attempts=2)

    pages = asyncio.run(run())
    assert texts(pages) == ["one", "one", "two"]
    notes = [note for page in pages for note in page.notes]
    assert notes == ["Bluesky's stream has not been heard since 14:00:01 UTC"]


def test_waits_between_rounds_of_hosts_grow_and_are_bounded() -> None:
    turn = jetstream._Turn(hosts=["a", "b"], attempts=99, newest=0)
    waits = []
    for _ in range(40):
        turn.failed(UnavailableError("no"))
        waits.append(turn.pause)
    assert waits[0] == 0.0
    for number, seconds in enumerate(waits[1:], start=2):
        most = min(2.0 ** (number // 2), 60.0)
        assert most / 2 <= seconds <= most


def test_a_silent_connection_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jetstream, "SILENCE", 0.2)
    scenes = [Scene(frames=[said(ANA, 1, "one")], stays=True), Scene(frames=[said(ANA, 2, "two")])]

    async def run() -> list[Page]:
        async with streaming(scenes) as stream:
            return await heard(stream, posts=2)

    assert texts(asyncio.run(run())) == ["one", "two"]


def test_a_page_is_bounded_and_a_silent_place_makes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_module, "PAGE_POSTS", 500)
    frames = [said(ANA, second, f"{second}") for second in range(1_201)]

    async def run() -> list[Page]:
        async with streaming([Scene(frames=frames, stays=True)]) as stream:
            return await heard(stream, posts=1_201)

    pages = asyncio.run(run())
    assert texts(pages) == [f"{second}" for second in range(1_201)]
    assert max(len(page.posts) for page in pages) <= 500
    cursors = [page.cursor for page in pages]
    assert cursors == sorted(set(cursors), key=lambda cursor: int(cursor or 0))


def test_bytes_that_are_no_text_cost_themselves() -> None:
    frames = [b'{"did":"\xff\xfe"}', b"\x00", b"", said(ANA, 1, "one")]

    async def run() -> list[Page]:
        async with streaming([Scene(frames=frames, stays=True)]) as stream:
            return await heard(stream, posts=1)

    (page,) = asyncio.run(run())
    assert texts([page]) == ["one"]
    assert len(page.problems) == 3
