"""A running relay that others wrote: collecting, deletions, profiles, listening."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager

import pytest

from engine.errors import GoneError
from engine.vocabulary import Page, Watch
from indexers.nostr.names import npub
from indexers.nostr.source import Nostr
from tests.indexers.loops import awaited
from tests.indexers.nostr.relays import ANA, BO, START, Person, publish, real_relay
from tests.indexers.servers import access_to, account, hashtag, pages_of, text


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with real_relay(tmp_path_factory.mktemp("nostr")) as url:
        yield url


@asynccontextmanager
async def source_of(url: str) -> AsyncIterator[Nostr]:
    async with access_to(options={"relays": [url]}) as access:
        yield Nostr.make(access)[0]


def texts(pages: list[Page]) -> list[str]:
    return [post.text for page in pages for post in page.posts]


@awaited
async def test_it_takes_true_events_only(relay: str) -> None:
    forged = {**ANA.event("mine"), "sig": "00" * 64}
    said = await publish(relay, forged, ANA.event("really mine"))
    assert said[0][2] is False
    assert said[1][2] is True


@awaited
async def test_a_hashtag_is_walked_and_then_followed(relay: str) -> None:
    minutes = 10 * 60
    await publish(relay, *(ANA.tagged(n, at=START + n * minutes) for n in range(250)))
    async with source_of(relay) as source:
        first = await pages_of(source, hashtag("espresso"))
        assert sorted(texts(first)) == sorted(f"cup {number}" for number in range(250))
        assert len(first[0].posts) == 200
        later = START + 300 * minutes
        await publish(relay, ANA.tagged(300, at=later), ANA.tagged(301, tag="tea", at=later))
        second = await pages_of(source, hashtag("espresso"), first[-1].cursor)
    again = [f"cup {n}" for n in range(249, 242, -1)]  # those of the hour before the newest
    assert texts(second) == ["cup 300", *again]


@awaited
async def test_a_person_is_asked_for_by_their_npub(relay: str) -> None:
    await publish(relay, BO.event("mine", at=START), BO.event("mine too", at=START + 1))
    async with source_of(relay) as source:
        pages = await pages_of(source, account(npub(BO.pubkey)))
    assert texts(pages) == ["mine too", "mine"]
    assert {post.creator_id for page in pages for post in page.posts} == {BO.pubkey}


@awaited
async def test_profiles_are_asked_for_many_at_once(relay: str) -> None:
    cleo, dee = Person(3), Person(4)
    profile = '{"name": "cleo", "about": "barista", "nip05": "cleo@home.example"}'
    await publish(relay, cleo.event(profile, kind=0))
    async with source_of(relay) as source:
        page = await source.profiles([cleo.pubkey, dee.pubkey])
    (creator,) = page.creators
    assert (creator.native_id, creator.name, creator.bio) == (cleo.pubkey, "cleo", "barista")
    assert creator.handle == npub(cleo.pubkey)


@awaited
async def test_what_an_author_deletes_is_deleted_in_the_next_walk(relay: str) -> None:
    kept, gone = (ANA.event(words, tags=[("t", "deletions")]) for words in ("kept", "gone"))
    await publish(relay, kept, gone)
    async with source_of(relay) as source:
        first = await pages_of(source, hashtag("deletions"))
        foreign = BO.event(kind=5, at=START + 60, tags=[("e", kept["id"])])
        mine = ANA.event(kind=5, at=START + 60, tags=[("e", gone["id"])])
        await publish(relay, foreign, mine)
        second = await pages_of(source, hashtag("deletions"), first[-1].cursor)
    assert sorted(texts(first)) == ["gone", "kept"]
    assert [key.native_id for page in second for key in page.deleted] == [gone["id"]]


@awaited
async def test_a_relay_that_cannot_search_is_not_asked_to(relay: str) -> None:
    """It ignores `search`, and would give posts that have nothing to do with the words."""
    async with source_of(relay) as source:
        with pytest.raises(GoneError, match="cannot search"):
            await pages_of(source, text("flat white"))


@awaited
async def test_a_subscription_is_kept_open(relay: str) -> None:
    async with source_of(relay) as source:
        watch = Watch(hashtags=("listening",))
        pages: list[Page] = []
        first, other = (ANA.event(w, at=1_780_400_000, tags=[("t", "listening")]) for w in "ab")
        foreign = BO.event(kind=5, at=1_780_400_001, tags=[("e", first["id"])])
        mine = ANA.event(kind=5, at=1_780_400_001, tags=[("e", other["id"])])

        async def act() -> None:
            await asyncio.sleep(0.5)
            await publish(relay, first, other, ANA.event("not tagged", at=1_780_400_000))
            await publish(relay, foreign, mine)

        acting = asyncio.create_task(act())
        async with asyncio.timeout(20), aclosing(source.listen(watch, after=None)) as heard:
            async for page in heard:
                pages.append(page)
                if any(one.deleted for one in pages):
                    break
        await acting
    assert texts(pages) in (["a", "b"], ["a"])  # one page may hold the post and its deletion
    assert [key.native_id for page in pages for key in page.deleted] == [other["id"]]
