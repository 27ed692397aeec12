"""What every live source keeps to, whatever it reads: one suite, a script for each source.

A scenario is a scripted server, a query and the ids of the posts that are there to be had. To join
the suite, a source adds one to `SCENARIOS`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from engine.protocols import ProfileSource, Source
from engine.vocabulary import Page
from tests.indexers.scenarios import SCENARIOS, Scenario
from tests.indexers.servers import access_to, pages_of, scripted


@pytest.fixture(params=SCENARIOS, ids=lambda scenario: str(scenario.name))
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return request.param


@asynccontextmanager
async def opened(scenario: Scenario) -> AsyncIterator[Source]:
    async with (
        scripted(scenario.script()) as server,
        access_to(
            options=scenario.options(server.url), secrets=scenario.secrets, clock=scenario.clock()
        ) as access,
    ):
        yield scenario.make(access, server.url)


def walked(scenario: Scenario, after: str | None = None) -> list[Page]:
    async def run() -> list[Page]:
        async with opened(scenario) as source:
            return await pages_of(source, scenario.query, after)

    return asyncio.run(run())


def ids(pages: list[Page]) -> set[str]:
    return {post.native_id for page in pages for post in page.posts}


def with_source(scenario: Scenario, check: Callable[[Source], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with opened(scenario) as source:
            await check(source)

    asyncio.run(run())


def test_a_walk_gives_every_post_that_is_there(scenario: Scenario) -> None:
    assert ids(walked(scenario)) == set(scenario.posts)


def test_a_walk_cut_off_after_any_page_is_taken_up_without_a_gap(scenario: Scenario) -> None:
    whole = walked(scenario)
    assert len(whole) >= scenario.pages
    for number, page in enumerate(whole[:-1], start=1):
        if page.cursor is not None:
            rest = walked(scenario, after=page.cursor)
            assert ids(whole[:number]) | ids(rest) == set(scenario.posts)


def test_the_next_walk_ends_and_brings_nothing_that_was_not_there(scenario: Scenario) -> None:
    last = walked(scenario)[-1].cursor
    assert last is not None
    assert ids(walked(scenario, after=last)) <= set(scenario.posts)


def test_posts_and_creators_are_of_the_platform_and_in_its_name(scenario: Scenario) -> None:
    async def check(source: Source) -> None:
        assert source.name == source.info.name or source.name.startswith(f"{source.info.name}/")
        assert scenario.query.kind in source.info.takes

    with_source(scenario, check)
    for page in walked(scenario):
        platform = scenario.name.partition(" ")[0]
        assert {post.source for post in page.posts} <= {platform}
        assert {creator.source for creator in page.creators} <= {platform}
        authors = {post.creator_id for post in page.posts}
        assert "" not in authors
        assert all(post.created_at.tzinfo is not None for post in page.posts)


def test_what_a_source_says_of_itself_is_whole(scenario: Scenario) -> None:
    async def check(source: Source) -> None:
        info = source.info
        assert all((info.summary, info.gives, info.lacks, info.limits, info.takes))
        assert set(info.required) <= {*info.secrets, *info.options}
        if isinstance(source, ProfileSource):
            assert source.profile_batch >= 1

    with_source(scenario, check)
