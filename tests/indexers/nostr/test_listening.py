"""Listening to relays that hang up, repeat themselves, and tell things in the wrong order."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest

from engine.errors import AuthError, PayloadError
from engine.vocabulary import Page, Watch
from indexers.nostr.source import Nostr
from tests.indexers.loops import awaited
from tests.indexers.nostr.relays import ANA, BO, Event, Playing, Say, played_relay
from tests.indexers.servers import Clock, access_to

NOW = 1_780_315_200  # the clock of the tests, in seconds since 1970
ESPRESSO = Watch(hashtags=("espresso",))
Enough = Callable[[list[Page]], bool]


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexers.nostr.listening.PAUSE", 0.05)


def cup(number: int, **fields: Any) -> Event:
    return ANA.tagged(number, **{"at": NOW + number, **fields})


def turns(*answers: list[Any]) -> tuple[Playing, list[Any]]:
    """A relay that gives each connection its own answer, and hangs up where `None` stands."""
    asked: list[Any] = []

    async def play(message: list[Any], say: Say) -> None:
        if message[0] != "REQ":
            return
        asked.append(message[2:])
        for one in answers[min(len(asked), len(answers)) - 1]:
            if one is None:
                raise ConnectionError
            await say(one if one[0] != "EVENT" else ["EVENT", message[1], one[1]])

    return play, asked


def events(*given: Event) -> list[Any]:
    return [["EVENT", one] for one in given]


EOSE = ["EOSE", "overheard"]


async def heard(
    playing: Playing, enough: Enough, watch: Watch = ESPRESSO, *, after: str | None = None
) -> list[Page]:
    pages: list[Page] = []
    async with (
        played_relay(playing) as url,
        access_to(options={"relays": [url]}, clock=Clock()) as access,
    ):
        source = Nostr.make(access)[0]
        async with asyncio.timeout(10), aclosing(source.listen(watch, after=after)) as listened:
            async for page in listened:
                pages.append(page)
                if enough(pages):
                    break
    return pages


def texts(pages: list[Page]) -> list[str]:
    return [post.text for page in pages for post in page.posts]


def n_posts(number: int) -> Enough:
    return lambda pages: len(texts(pages)) >= number


@awaited
async def test_what_was_stored_and_what_comes_is_heard_once() -> None:
    playing, _ = turns([*events(cup(1), cup(1)), EOSE, *events(cup(2), cup(1), cup(3))])
    assert sorted(texts(await heard(playing, n_posts(3)))) == ["cup 1", "cup 2", "cup 3"]


@awaited
async def test_a_relay_that_hangs_up_is_asked_for_what_came_meanwhile_and_the_gap_is_told() -> None:
    playing, asked = turns([EOSE, *events(cup(1)), None], [*events(cup(1), cup(2)), EOSE])
    pages = await heard(
        playing, lambda pages: any(page.notes for page in pages) and len(texts(pages)) >= 2
    )
    assert texts(pages) == ["cup 1", "cup 2"]
    assert "was not heard from" in next(note for page in pages for note in page.notes)
    assert asked[1][0]["since"] < NOW


@awaited
async def test_listening_goes_on_from_its_cursor() -> None:
    playing, _ = turns([EOSE, *events(cup(1))])
    pages = await heard(playing, n_posts(1))
    later, asked = turns([*events(cup(2)), EOSE])
    assert texts(await heard(later, n_posts(1), after=pages[-1].cursor)) == ["cup 2"]
    assert asked[0][0]["since"] <= NOW


@awaited
async def test_a_deletion_is_the_authors_only_and_outlives_a_restart() -> None:
    playing, _ = turns([EOSE, *events(cup(1), cup(2))])
    pages = await heard(playing, n_posts(2))
    foreign = BO.event(kind=5, at=NOW, tags=[("e", cup(1)["id"])])
    mine = ANA.event(kind=5, at=NOW, tags=[("e", cup(2)["id"])])
    later, _ = turns([EOSE, *events(foreign, mine)])
    after = await heard(
        later, lambda pages: any(page.deleted for page in pages), after=pages[-1].cursor
    )
    assert [key.native_id for page in after for key in page.deleted] == [cup(2)["id"]]


@awaited
async def test_a_deletion_that_comes_before_its_post_is_kept_in_mind() -> None:
    mine = ANA.event(kind=5, at=NOW, tags=[("e", cup(1)["id"])])
    playing, _ = turns([EOSE, *events(mine, cup(1), cup(2))])
    pages = await heard(playing, n_posts(1))
    assert texts(pages) == ["cup 2"]
    assert [dict(page.dropped) for page in pages if page.dropped] == [{"deleted by its author": 1}]


@awaited
async def test_for_words_all_posts_are_listened_to() -> None:
    said = [ANA.event(words, at=NOW) for words in ("a flat white", "black tea")]
    playing, asked = turns([EOSE, *events(*said)])
    pages = await heard(playing, n_posts(1), Watch(words=("flat white",), hashtags=("espresso",)))
    assert texts(pages) == ["a flat white"]
    assert "#t" not in asked[0][0]


@awaited
async def test_forged_events_are_problems() -> None:
    forged = {**cup(1), "content": "bought"}
    playing, _ = turns([EOSE, *events(forged, cup(2))])
    pages = await heard(playing, n_posts(1))
    assert [problem.reason for page in pages for problem in page.problems] == [
        "its id is not that of what it says"
    ]


@pytest.mark.parametrize(
    ("reason", "error"),
    [("auth-required: members", AuthError), ("unsupported: filter", PayloadError)],
)
@awaited
async def test_a_relay_that_refuses_from_the_first_ends_it(
    reason: str, error: type[Exception]
) -> None:
    playing, _ = turns([["CLOSED", "overheard", reason]])
    with pytest.raises(error):
        await heard(playing, n_posts(1))
