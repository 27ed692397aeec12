"""Collecting from relays that play whatever a test wants, hostile ones among them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.errors import (
    AuthError,
    ConfigError,
    PayloadError,
    RateLimitError,
    SourceError,
    UnavailableError,
)
from engine.vocabulary import Page, Query
from indexers.nostr import relay as relays
from indexers.nostr.source import Nostr
from tests.indexers.loops import awaited
from tests.indexers.nostr.relays import ANA, BO, START, Event, Playing, Say, holding, played_relay
from tests.indexers.servers import access_to, hashtag, pages_of, text

ESPRESSO = hashtag("espresso")


@asynccontextmanager
async def source_of(playing: Playing, about: Any = None, **lent: Any) -> AsyncIterator[Nostr]:
    async with (
        played_relay(playing, about) as url,
        access_to(options={"relays": [url]}, **lent) as access,
    ):
        yield Nostr.make(access)[0]


async def collected(
    playing: Playing, query: Query = ESPRESSO, after: str | None = None, **how: Any
) -> list[Page]:
    async with source_of(playing, **how) as source:
        return await pages_of(source, query, after)


def texts(pages: list[Page]) -> list[str]:
    return [post.text for page in pages for post in page.posts]


def saying(*messages: Any) -> Playing:
    """A relay that answers every question with the same, the name of the subscription put in."""

    async def play(message: list[Any], say: Say) -> None:
        if message[0] == "REQ":
            for one in messages:
                await say([message[1] if part == "SUB" else part for part in one])

    return play


def cups(*numbers: int, **fields: Any) -> list[Event]:
    return [ANA.tagged(number, **fields) for number in numbers]


@awaited
async def test_a_walk_ends_where_the_relay_has_nothing_older() -> None:
    pages = await collected(holding(*cups(*range(25)), limit=10))
    assert texts(pages) == [f"cup {number}" for number in reversed(range(25))]


@awaited
async def test_a_walk_that_broke_off_goes_on_where_it_was() -> None:
    playing = holding(*cups(*range(25)), limit=10)
    first = await collected(playing)
    rest = await collected(playing, after=first[0].cursor)
    assert set(texts(first[:1]) + texts(rest)) == {f"cup {number}" for number in range(25)}
    assert "cup 24" not in texts(rest)
    assert rest[-1].cursor is not None
    assert '"floor"' in rest[-1].cursor


@awaited
async def test_more_posts_of_one_second_than_an_answer_holds_do_not_hide_older_ones() -> None:
    crowd = [BO.event(f"crowd {n}", at=START + 50, tags=[("t", "espresso")]) for n in range(230)]
    pages = await collected(holding(*crowd, *cups(1, 2, 3), limit=200))
    assert {"cup 1", "cup 2", "cup 3"} <= set(texts(pages))
    notes = [note for page in pages for note in page.notes]
    assert any("more than 200 posts of one second" in note for note in notes)


@awaited
async def test_posts_in_the_future_do_not_move_where_the_next_walk_begins() -> None:
    later = ANA.tagged(1, at=1_780_315_200 + 86_400)  # a day after the clock of the tests
    pages = await collected(holding(later, *cups(2)))
    again = await collected(
        holding(later, *cups(2), *cups(3, at=1_780_315_200)), after=pages[-1].cursor
    )
    assert "cup 3" in texts(again)


@awaited
async def test_posts_older_than_asked_for_are_not_asked_for() -> None:
    since = datetime.fromtimestamp(START + 2, tz=UTC)
    pages = await collected(holding(*cups(0, 1, 2, 3)), hashtag("espresso", since=since))
    assert texts(pages) == ["cup 3", "cup 2"]


@awaited
async def test_hashtags_are_found_in_the_ways_people_write_them() -> None:
    written = [ANA.tagged(n, tag=tag) for n, tag in enumerate(["espresso", "Espresso", "ESPRESSO"])]
    assert len(texts(await collected(holding(*written)))) == 3


@awaited
async def test_events_that_are_not_what_was_asked_for_are_passed_over() -> None:
    foreign = [ANA.event("untagged"), ANA.tagged(1, tag="tea"), ANA.event("7", kind=7)]
    events = [["EVENT", "SUB", event] for event in (*foreign, *cups(5), *cups(5))]
    pages = await collected(saying(*events, ["EVENT", "other", cups(6)[0]], ["EOSE", "SUB"]))
    assert texts(pages) == ["cup 5"]


@awaited
async def test_forged_events_are_problems_and_cost_themselves_only() -> None:
    forged = {**cups(1)[0], "content": "bought words"}
    pages = await collected(
        saying(["EVENT", "SUB", forged], ["EVENT", "SUB", cups(2)[0]], ["EOSE", "SUB"])
    )
    assert texts(pages) == ["cup 2"]
    assert pages[0].problems[0].reason == "its id is not that of what it says"


@awaited
async def test_a_relay_that_floods_with_what_nobody_asked_for_is_left() -> None:
    flood = [["NOTICE", "buy now"]] * (relays.MAX_FOREIGN + 1)
    with pytest.raises(PayloadError, match="without end"):
        await collected(saying(*flood))


@awaited
async def test_a_relay_that_sends_more_than_asked_for_is_left() -> None:
    events = [["EVENT", "SUB", event] for event in cups(*range(201))]
    with pytest.raises(PayloadError, match="more than the 200 asked for"):
        await collected(saying(*events))


@awaited
async def test_a_message_too_large_ends_the_connection() -> None:
    large = ["NOTICE", "x" * (relays.MAX_MESSAGE + 1)]
    with pytest.raises(UnavailableError):
        await collected(saying(large))


@awaited
async def test_messages_that_are_none_are_passed_over() -> None:
    async def play(message: list[Any], say: Say) -> None:
        if message[0] == "REQ":
            for one in ({}, [], ["EVENT"], ["EVENT", message[1]], "words", ["AUTH", "challenge"]):
                await say(one)
            await holding(*cups(1))(message, say)

    assert texts(await collected(play)) == ["cup 1"]


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("auth-required: members only", AuthError),
        ("restricted: pay first", AuthError),
        ("rate-limited: slow down", RateLimitError),
        ("error: shutting down", UnavailableError),
        ("unsupported: filter", PayloadError),
        ("", PayloadError),
    ],
)
@awaited
async def test_a_refusal_is_said_in_its_words(reason: str, error: type[SourceError]) -> None:
    with pytest.raises(error, match="refuses"):
        await collected(saying(["CLOSED", "SUB", reason]))


@awaited
async def test_a_relay_that_does_not_finish_is_asked_again_and_then_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relays, "PATIENCE", 0.05)
    asked = 0

    async def silent(message: list[Any], say: Say) -> None:
        nonlocal asked
        asked += message[0] == "REQ"

    with pytest.raises(UnavailableError, match="does not answer"):
        await collected(silent, attempts=3)
    assert asked == 3


@awaited
async def test_a_relay_that_cannot_be_reached_is_unavailable() -> None:
    async with access_to(options={"relays": ["ws://127.0.0.1:9"]}) as access:
        with pytest.raises(UnavailableError, match="cannot be reached"):
            await pages_of(Nostr.make(access)[0], ESPRESSO)


@awaited
async def test_the_budget_of_requests_is_kept() -> None:
    with pytest.raises(SourceError, match="budget of 2 requests"):
        await collected(holding(*cups(*range(25)), limit=10), max_requests=2)


@awaited
async def test_words_are_searched_where_the_relay_says_it_can() -> None:
    found = ANA.event("a flat white")
    asked: list[Any] = []

    async def play(message: list[Any], say: Say) -> None:
        asked.extend(message[2:])
        await holding(found)(message, say)

    pages = await collected(play, text("flat white"), about={"supported_nips": [1, 50]})
    assert texts(pages) == ["a flat white"]
    assert asked[0]["search"] == "flat white"


@awaited
async def test_a_deletion_by_the_author_only_keeps_a_post_out() -> None:
    one, two = cups(1, 2)
    mine = ANA.event(kind=5, at=START + 9, tags=[("e", one["id"])])
    foreign = BO.event(kind=5, at=START + 9, tags=[("e", two["id"])])
    pages = await collected(holding(one, two, mine, foreign))
    assert texts(pages) == ["cup 2"]
    assert pages[0].dropped == {"deleted by its author": 1}


@awaited
async def test_a_hashtag_nobody_used_is_no_error() -> None:
    pages = await collected(holding())
    assert [page.notes for page in pages] == [(pages[0].notes[0],)]
    assert "has nothing for #espresso" in pages[0].notes[0]


@awaited
async def test_sources_are_called_after_their_relays() -> None:
    async with access_to() as access:
        assert [source.name for source in Nostr.make(access)] == [
            "nostr/relay.damus.io",
            "nostr/nos.lol",
        ]


@pytest.mark.parametrize("wrong", [5, [], "", [5], ["http://nos.lol"], ["a b"]])
@awaited
async def test_a_setting_that_names_no_relays_is_wrong(wrong: object) -> None:
    async with access_to(options={"relays": wrong}) as access:
        with pytest.raises(ConfigError):
            Nostr.make(access)
