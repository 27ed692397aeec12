"""Collecting from a running server that others wrote to behave like Mastodon."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from engine.errors import AuthError, GoneError
from indexers.mastodon.source import Mastodon
from tests.indexers.loops import awaited
from tests.indexers.mastodon.mock import DOMAIN, Mock, mocked
from tests.indexers.servers import Clock, access_to, account, hashtag, pages_of, text


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    with mocked(tmp_path_factory.mktemp("mastodon")) as server:
        yield server


@asynccontextmanager
async def source_of(
    mock: Mock, token: str = "", clock: Clock | None = None
) -> AsyncIterator[Mastodon]:
    secrets = {"MASTODON_TOKEN": token} if token else {}
    async with access_to(
        options={"instances": [mock.url]}, secrets=secrets, clock=clock or Clock(FUTURE)
    ) as access:
        yield Mastodon.make(access)[0]


FUTURE = datetime(2100, 1, 1, tzinfo=UTC)  # the clock of the mock is the real one


@awaited
async def test_a_hashtag_is_walked_to_its_end_and_then_followed(mock: Mock) -> None:
    token = mock.person("ana")
    for number in range(45):
        mock.post(token, f"cup {number} #espresso")
    mock.post(token, "not for finding #espresso", visibility="unlisted")
    async with source_of(mock) as source:
        first = await pages_of(source, hashtag("espresso"))
        assert [len(page.posts) for page in first] == [40, 5]
        assert {post.text for page in first for post in page.posts} == {
            f"cup {number} #espresso" for number in range(45)
        }
        assert first[0].creators[0].native_id == f"ana@{DOMAIN}"
        assert first[0].unmapped == {"quote_approval_policy": 40}  # an invention of the mock
        for number in range(45, 88):
            mock.post(token, f"cup {number} #espresso")
        second = await pages_of(source, hashtag("espresso"), first[-1].cursor)
        assert [len(page.posts) for page in second] == [40, 3]
        assert await pages_of(source, hashtag("espresso"), second[-1].cursor) == []


@awaited
async def test_a_person_is_looked_up_by_name(mock: Mock) -> None:
    token = mock.person("bo")
    mock.post(token, "first")
    mock.post(token, "for friends", visibility="private")
    async with source_of(mock) as source:
        pages = await pages_of(source, account("bo"))
        with pytest.raises(GoneError, match="does not know @nobody"):
            await pages_of(source, account("nobody"))
    assert [post.text for page in pages for post in page.posts] == ["first"]


@awaited
async def test_words_are_searched_with_a_token_only(mock: Mock) -> None:
    token = mock.person("cleo")
    mock.post(token, "a flat white, please")
    async with source_of(mock) as source:
        with pytest.raises(AuthError):
            await pages_of(source, text("flat white"))
    async with source_of(mock, token) as source:
        pages = await pages_of(source, text("flat white"))
    assert {post.text for page in pages for post in page.posts} == {"a flat white, please"}


@awaited
async def test_an_edited_post_is_the_same_post_with_other_words(mock: Mock) -> None:
    token = mock.person("dee")
    made = mock.post(token, "with a tpyo #edits")
    mock.ask("PUT", f"/api/v1/statuses/{made['id']}", token, status="with a typo #edits")
    async with source_of(mock) as source:
        pages = await pages_of(source, hashtag("edits"))
    assert [(post.native_id, post.text) for post in pages[0].posts] == [
        (made["uri"], "with a typo #edits")
    ]


@awaited
async def test_a_hashtag_nobody_used_is_no_error(mock: Mock) -> None:
    async with source_of(mock) as source:
        pages = await pages_of(source, hashtag("nobodyusesthis"))
    assert pages[0].notes
    assert not pages[0].posts


@awaited
async def test_a_limit_is_waited_for(mock: Mock) -> None:
    token = mock.person("eli")
    mock.post(token, "patience #limits")
    mock.fault("/api/v1/timelines/tag/limits", "ratelimit", headers={"Retry-After": "7"})
    clock = Clock(FUTURE)
    async with source_of(mock, clock=clock) as source:
        pages = await pages_of(source, hashtag("limits"))
    assert len(pages[0].posts) == 1
    assert any(seconds >= 7 for seconds in clock.slept)
