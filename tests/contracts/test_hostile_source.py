"""Whatever a server answers, a source gives pages, or one of the documented errors, and ends.

Every scenario of `tests/indexers/scenarios.py` is walked while the server turns hostile: at its
first answer, or from its second on. What was given before stays given, and a cursor never stands
past a post that was not.
"""

from __future__ import annotations

import asyncio
import gzip
import json

import pytest

from engine.errors import SourceError
from engine.vocabulary import Page
from tests.indexers.scenarios import SCENARIOS, Scenario
from tests.indexers.servers import Asked, Reply, Script, access_to, scripted

LIVE = [scenario for scenario in SCENARIOS if scenario.script() and "memory" not in scenario.name]
MAX_REQUESTS = 60
_NESTED = "[" * 200_000

HTML = {"Content-Type": "text/html"}
NONSENSE = {"Retry-After": "soon", "x-ratelimit-reset": "?"}
A_DATE = {"Retry-After": "Mon, 01 Jun 2026 12:00:30 GMT"}
HOSTILE = {
    "400": Reply(status=400, json={"error": "no"}),
    "401": Reply(status=401, json={"error": "no"}),
    "403 HTML": Reply(status=403, body="<html>forbidden</html>", headers=HTML),
    "404": Reply(status=404),
    "410": Reply(status=410),
    "429 for a day": Reply(status=429, headers={"Retry-After": "86400"}),
    "429 without a time": Reply(status=429),
    "429 with nonsense": Reply(status=429, headers=NONSENSE),
    "500": Reply(status=500, body="oops"),
    "503 with a date": Reply(status=503, headers=A_DATE),
    "nothing": Reply(body=b""),
    "no JSON": Reply(body="<!doctype html><p>hello"),
    "null": Reply(body="null"),
    "a number": Reply(body="7"),
    "an empty list": Reply(json=[]),
    "an empty object": Reply(json={}),
    "a list of nothing": Reply(json=[None, 1, "x", {}]),
    "wrong types": Reply(json={"data": 1, "hits": "x", "items": {}, "posts": None, "error": None}),
    "cut off": Reply(json={"data": [1, 2, 3]}, cut=5),
    "not UTF-8": Reply(body=b'{"data": "\xff\xfe"}'),
    "half a character": Reply(body='{"data": [{"text": "\\ud83d"}], "items": ["\\udc00"]}'),
    "nested": Reply(body=_NESTED),
    "a bomb": Reply(body=gzip.compress(b" " * (64 << 20)), gzip=True),
    "50 MB": Reply(body=b" " * (50 << 20)),
    "round in circles": Reply(status=302, headers={"Location": "/api"}),
    "to a file": Reply(status=302, headers={"Location": "file:///etc/passwd"}),
}  # fmt: skip


@pytest.mark.parametrize("first", [True, False], ids=["at once", "later"])
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("scenario", LIVE, ids=lambda one: str(one.name))
def test_a_hostile_server_gets_pages_or_a_documented_error_out_of_us(
    scenario: Scenario,
    kind: str,
    first: bool,  # noqa: FBT001
) -> None:
    pages, error, n_requests = walked(
        scenario, turned(scenario.script(), HOSTILE[kind], first=first)
    )
    assert error is None or isinstance(error, SourceError)
    assert n_requests <= MAX_REQUESTS
    given = {post.native_id for page in pages for post in page.posts}
    assert given <= set(scenario.posts)
    cursors = [page.cursor for page in pages if page.cursor is not None]
    if cursors:  # what was not given is still to be had after the server has recovered
        rest, failed, _ = walked(scenario, scenario.script(), after=cursors[-1])
        found = given | {post.native_id for page in rest for post in page.posts}
        assert failed is None
        assert found == set(scenario.posts) or kind in EMPTY


# An answer that can be read and has nothing of what was asked for: the platform has no more.
EMPTY = {"an empty list", "an empty object", "nothing", "null", "404", "410"}
EMPTY |= {"not UTF-8", "half a character"}  # in fields that no source looks at


@pytest.mark.parametrize("scenario", LIVE, ids=lambda one: str(one.name))
def test_a_server_that_repeats_its_first_answer_for_ever_is_left(scenario: Scenario) -> None:
    pages, error, n_requests = walked(scenario, stuck(scenario.script()))
    assert error is None or isinstance(error, SourceError)
    assert n_requests <= MAX_REQUESTS
    assert {post.native_id for page in pages for post in page.posts} <= set(scenario.posts)


def turned(script: Script, reply: Reply, *, first: bool) -> Script:
    """Return `script` with every answer, or every one but the first of all, turned into `reply`."""
    n_asked = 0

    def turning(path: str) -> object:
        async def answer(asked: Asked) -> Reply:
            nonlocal n_asked
            n_asked += 1
            if first or n_asked > 1:
                return reply
            return await original(script, path, asked, 0)

        return answer

    return {path: turning(path) for path in script}  # type: ignore[misc]


def stuck(script: Script) -> Script:
    """Return `script` with the first answer of each path given again and again."""
    kept: dict[str, Reply] = {}

    def repeating(path: str) -> object:
        async def answer(asked: Asked) -> Reply:
            if path not in kept:
                kept[path] = await original(script, path, asked, 0)
            return kept[path]

        return answer

    return {path: repeating(path) for path in script}  # type: ignore[misc]


async def original(script: Script, path: str, asked: Asked, turn: int) -> Reply:
    replies = script[path]
    if not callable(replies):
        return replies[min(turn, len(replies) - 1)]
    made = replies(asked)
    return made if isinstance(made, Reply) else await made


def walked(
    scenario: Scenario, script: Script, after: str | None = None
) -> tuple[list[Page], Exception | None, int]:
    """Walk as far as it goes; return the pages, what ended it, and how often was asked."""

    async def run() -> tuple[list[Page], Exception | None, int]:
        pages: list[Page] = []
        error: Exception | None = None
        async with (
            scripted(script) as server,
            access_to(
                options=scenario.options(server.url),
                secrets=scenario.secrets,
                clock=scenario.clock(),
                max_requests=MAX_REQUESTS,
            ) as access,
        ):
            source = scenario.make(access, server.url)
            try:
                async for page in source.pages(scenario.query, after=after):
                    pages.append(page)
                    assert len(pages) < 200, "the walk does not end"
            except SourceError as caught:
                error = caught
            return pages, error, len(server.requests)

    return asyncio.run(run())


def test_the_suite_walks_something() -> None:
    assert len(LIVE) >= 8
    assert json.loads(HOSTILE["wrong types"].content)["data"] == 1
