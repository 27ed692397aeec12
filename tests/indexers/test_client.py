"""The polite client: what it waits for, what it tries again, and what it refuses."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Coroutine
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import msgspec
import pytest

from engine.access import Access
from engine.errors import (
    AuthError,
    GoneError,
    PayloadError,
    RateLimitError,
    SourceError,
    UnavailableError,
)
from indexers.client import Client
from indexers.rates import RateHeaders, seconds_until
from tests.fakes import NOW
from tests.indexers.servers import Clock, Reply, Script, Server, access_to, scripted


class Found(msgspec.Struct):
    posts: list[int]


GOOD = Reply(json={"posts": [1, 2]})
Try = Callable[[Client, Server, Access], Coroutine[Any, Any, Any]]


def tried(script: Script, attempt: Try, *, clock: Clock | None = None, **kind: Any) -> Any:
    options = {key: kind.pop(key) for key in ("patience", "max_requests", "secrets") if key in kind}

    async def run() -> Any:
        async with scripted(script) as server, access_to(clock=clock, **options) as access:
            return await attempt(Client(access, server.url, **kind), server, access)

    return asyncio.run(run())


async def get(client: Client, _: Server, __: Access) -> Found:
    return await client.get("/posts", Found)


def test_an_answer_is_decoded_and_the_request_says_who_asks() -> None:
    async def attempt(client: Client, server: Server, access: Access) -> None:
        found = await client.get("/posts", Found, params={"tag": ["a", "b"], "limit": 2})
        assert found.posts == [1, 2]
        (asked,) = server.requests
        assert asked.queries == [("tag", "a"), ("tag", "b"), ("limit", "2")]
        assert asked.headers["user-agent"] == "overheard-tests/0"
        assert access.meter.requests == 1

    tried({"/posts": [GOOD]}, attempt)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(status=401, json={"error": "no"}), AuthError),
        (Reply(status=403), AuthError),
        (Reply(status=404), GoneError),
        (Reply(status=410), GoneError),
        (Reply(status=400, body="bad"), SourceError),
        (Reply(body="<html>hello</html>"), PayloadError),
        (Reply(body='{"posts": [1'), PayloadError),
        (Reply(json={"posts": ["x"]}), PayloadError),
        (Reply(json=[]), PayloadError),
        (Reply(body=b"\xff\xfe{"), PayloadError),
    ],
)
def test_what_trying_again_cannot_mend_is_asked_once(
    reply: Reply, error: type[SourceError]
) -> None:
    clock = Clock()

    async def attempt(client: Client, server: Server, access: Access) -> None:
        with pytest.raises(SourceError) as caught:
            await client.get("/posts", Found)
        assert type(caught.value) is error
        assert len(server.requests) == access.meter.requests == 1

    tried({"/posts": [reply]}, attempt, clock=clock)
    assert clock.slept == []


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=503), Reply(json=1, cut=0)])
def test_what_passes_is_tried_again_and_only_so_often(reply: Reply) -> None:
    async def mended(client: Client, server: Server, access: Access) -> None:
        assert (await client.get("/posts", Found)).posts == [1, 2]
        assert len(server.requests) == 3

    async def lasting(client: Client, server: Server, access: Access) -> None:
        with pytest.raises(UnavailableError):
            await client.get("/posts", Found)
        assert len(server.requests) == 3
        assert access.meter.requests == 3

    tried({"/posts": [reply, reply, GOOD]}, mended)
    tried({"/posts": [reply]}, lasting)


def test_a_body_that_breaks_off_is_tried_again() -> None:
    async def attempt(client: Client, server: Server, access: Access) -> None:
        assert (await client.get("/posts", Found)).posts == [1, 2]
        assert len(server.requests) == 2

    tried({"/posts": [Reply(json={"posts": [1, 2]}, cut=5), GOOD]}, attempt)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("7", 7.0), ("2.5", 2.5), (format_datetime(NOW + timedelta(seconds=40)), 40.0)],
)
def test_retry_after_is_obeyed_to_the_second(retry_after: str, seconds: float) -> None:
    clock = Clock()

    async def attempt(client: Client, server: Server, access: Access) -> None:
        await client.get("/posts", Found)
        assert access.meter.waited == seconds

    limited = Reply(status=429, headers={"Retry-After": retry_after})
    tried({"/posts": [limited, GOOD]}, attempt, clock=clock)
    assert clock.slept == [seconds]


def test_a_limit_without_a_time_is_waited_for_longer_each_time() -> None:
    clock = Clock()
    for reply in (Reply(status=429), Reply(status=429, headers={"Retry-After": "soon"})):
        tried({"/posts": [reply, reply, GOOD]}, get, clock=clock)
    assert len(clock.slept) == 4
    assert all(0 <= seconds <= 60 for seconds in clock.slept)


@pytest.mark.parametrize("retry_after", ["86400", "999999999999", "1e300"])
def test_a_wait_beyond_patience_ends_the_walk_and_says_when_to_come_back(retry_after: str) -> None:
    async def attempt(client: Client, server: Server, access: Access) -> None:
        with pytest.raises(RateLimitError) as caught:
            await client.get("/posts", Found)
        assert caught.value.retry_after >= 86400
        assert len(server.requests) == 1

    limited = Reply(status=429, headers={"Retry-After": retry_after})
    tried({"/posts": [limited, GOOD]}, attempt)


def test_no_request_is_sent_before_the_platform_said_it_may() -> None:
    clock = Clock()
    spent = {"ratelimit-remaining": "0", "ratelimit-reset": str(int(NOW.timestamp()) + 90)}

    async def attempt(client: Client, server: Server, access: Access) -> None:
        await client.get("/posts", Found)
        assert clock.slept == []
        await client.get("/posts", Found)

    tried({"/posts": [Reply(json={"posts": []}, headers=spent)]}, attempt, clock=clock)
    assert clock.slept == [90.0]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2026-06-01T12:01:30.500000Z", 90.5),
        (str(int(NOW.timestamp()) + 60), 60.0),
        (str(int(NOW.timestamp() + 60) * 1000), 60.0),
        ("45", 45.0),
        ("-3", 0.0),
        ("2026-01-01T00:00:00Z", 0.0),
        ("soon", None),
        ("nan", None),
        ("", None),
    ],
)
def test_the_forms_in_which_a_reset_is_written(written: str, seconds: float | None) -> None:
    assert seconds_until(written, now=NOW) == seconds


def test_a_limit_is_left_alone_while_requests_are_left() -> None:
    headers = {"x-ratelimit-remaining": "3.0", "x-ratelimit-reset": "200"}
    rates = RateHeaders(remaining="x-ratelimit-remaining", reset="x-ratelimit-reset")
    assert rates.wait(headers, now=NOW) == 0.0
    assert rates.wait({**headers, "x-ratelimit-remaining": "0.0"}, now=NOW) == 200.0


def test_an_answer_that_is_too_large_is_not_read_on() -> None:
    bomb = Reply(body=gzip.compress(b"0" * (64 << 20)), gzip=True)
    for reply in (Reply(body=b"x" * 3_000_000), bomb):

        async def attempt(client: Client, server: Server, access: Access) -> None:
            with pytest.raises(SourceError, match=r"more than 2 MiB|could not be read") as caught:
                await client.get("/posts", Found)
            assert not isinstance(caught.value, AuthError)

        tried({"/posts": [reply]}, attempt, max_bytes=2 << 20)


def test_a_redirect_is_followed_and_takes_no_secret_to_another_origin() -> None:
    async def run() -> None:
        async with scripted({"/there": [GOOD]}) as other:
            away = Reply(status=302, headers={"Location": f"{other.url}/there"})
            async with scripted({"/posts": [away]}) as server, access_to() as access:
                client = Client(access, server.url, headers={"Authorization": "Bearer s3cret"})
                assert (await client.get("/posts", Found)).posts == [1, 2]
                assert server.requests[0].headers["authorization"] == "Bearer s3cret"
                assert "authorization" not in other.requests[0].headers

    asyncio.run(run())


@pytest.mark.parametrize(
    "location", ["ftp://127.0.0.1/x", "file:///etc/passwd", "javascript:alert(1)", "http://[::1"]
)
def test_a_redirect_to_what_is_not_the_web_is_refused(location: str) -> None:
    async def attempt(client: Client, server: Server, access: Access) -> None:
        with pytest.raises(PayloadError):
            await client.get("/posts", Found)

    tried({"/posts": [Reply(status=302, headers={"Location": location})]}, attempt)


def test_a_redirect_that_goes_round_in_circles_ends() -> None:
    async def attempt(client: Client, server: Server, access: Access) -> None:
        with pytest.raises(PayloadError, match="redirects more than"):
            await client.get("/posts", Found)

    tried({"/posts": [Reply(status=301, headers={"Location": "/posts"})]}, attempt)


def test_a_page_elsewhere_is_not_asked_for() -> None:
    async def attempt(client: Client, server: Server, access: Access) -> None:
        with pytest.raises(PayloadError, match="not asked"):
            await client.get("https://elsewhere.example/posts", Found)
        assert server.requests == []

    tried({}, attempt)


def test_the_budget_of_requests_is_kept() -> None:
    async def attempt(client: Client, server: Server, access: Access) -> None:
        await client.get("/posts", Found)
        await client.get("/posts", Found)
        with pytest.raises(SourceError, match="budget of 2 requests"):
            await client.get("/posts", Found)
        assert len(server.requests) == 2

    tried({"/posts": [GOOD]}, attempt, max_requests=2)


def test_no_secret_gets_into_a_message() -> None:
    async def attempt(client: Client, server: Server, access: Access) -> None:
        with pytest.raises(AuthError) as caught:
            await client.get("/posts", Found, params={"key": "s3cret"})
        assert "s3cret" not in str(caught.value)
        assert "***" in str(caught.value)

    echo = Reply(status=403, body="the key s3cret is not known")
    tried({"/posts": [echo]}, attempt, secrets={"KEY": "s3cret"})


def test_a_server_that_is_not_there_is_unavailable() -> None:
    async def attempt(client: Client, server: Server, access: Access) -> None:
        with pytest.raises(UnavailableError) as caught:
            await Client(access, "http://127.0.0.1:9").get("/posts", Found)
        assert caught.value.hint is not None
        assert access.meter.requests == 3

    tried({}, attempt)
