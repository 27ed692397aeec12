"""Meta's Graph API: its errors, its limits, its token."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

import pytest

from engine.errors import (
    AuthError,
    GoneError,
    RateLimitError,
    SourceError,
    UnavailableError,
)
from indexers.graph import Graph, Listing, UsageHeaders
from tests.fakes import NOW
from tests.indexers.servers import Clock, Reply, access_to, scripted

TOKEN = "EAAs3cret"  # noqa: S105


def error(code: int, message: str = "it went wrong", **more: object) -> dict[str, object]:
    return {"error": {"message": message, "type": "OAuthException", "code": code, **more}}


def get(*replies: Reply, clock: Clock | None = None, patience: float = 300.0) -> Listing:
    async def run() -> Listing:
        lent = access_to(secrets={"TOKEN": TOKEN}, clock=clock, patience=patience)
        async with scripted({"/v1/media": replies}) as server, lent as access:
            graph = Graph(access, f"{server.url}/v1/", secret="TOKEN", what="Instagram")  # noqa: S106
            found = await graph.get("media", Listing, limit=5)
            assert server.requests[0].query == {"limit": "5", "access_token": TOKEN}
            return found

    return asyncio.run(run())


def test_an_answer_is_a_listing_with_a_cursor() -> None:
    paging = {"cursors": {"after": "A"}, "next": "https://graph.example/?access_token=x"}
    assert get(Reply(json={"data": [{"id": "1"}], "paging": paging})).after == "A"
    assert get(Reply(json={"data": [], "paging": paging})).after is None
    assert get(Reply(json={"data": [{"id": "1"}]})).after is None


@pytest.mark.parametrize("status", [400, 403, 500])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (error(4), RateLimitError),
        (error(17), RateLimitError),
        (error(32), RateLimitError),
        (error(613), RateLimitError),
        (error(80_002), RateLimitError),
        (error(190), AuthError),
        (error(10), AuthError),
        (error(200), AuthError),
        (error(2), UnavailableError),
        (error(100, error_subcode=33), GoneError),
        (error(110), GoneError),
        (error(100), SourceError),
        (error(18), SourceError),
    ],
)
def test_errors_go_by_their_code_and_not_by_their_status(
    body: Mapping[str, object], kind: type[SourceError], status: int
) -> None:
    with pytest.raises(SourceError) as caught:
        get(Reply(status=status, json=body))
    assert type(caught.value) is kind


def test_the_recorded_error_is_told_in_its_words() -> None:
    message = "(#100) Object does not exist, cannot be loaded due to missing permission"
    with pytest.raises(SourceError, match=r"Instagram answered: \(#100\) Object does not exist"):
        get(Reply(status=400, json=error(100, message)))


def test_the_token_is_in_no_message() -> None:
    with pytest.raises(AuthError) as caught:
        get(Reply(status=400, json=error(190, f"Malformed access token {TOKEN}")))
    assert TOKEN not in f"{caught.value} {caught.value.hint} {caught.value!r}"
    with pytest.raises(SourceError) as other:
        get(Reply(status=418, body=f"no JSON, but {TOKEN}"))
    assert TOKEN not in f"{other.value} {other.value!r}"


def test_without_a_token_nothing_is_asked() -> None:
    async def run() -> None:
        async with scripted({}) as server, access_to() as access:
            graph = Graph(access, server.url, secret="TOKEN", what="Threads")  # noqa: S106
            with pytest.raises(AuthError, match="Threads: there is no TOKEN"):
                await graph.get("media", Listing)
            assert server.requests == []

    asyncio.run(run())


def test_a_limit_is_waited_for_as_long_as_meta_says() -> None:
    clock = Clock()
    usage = {
        "17841": [{"type": "instagram", "call_count": 101, "estimated_time_to_regain_access": 3}]
    }
    limited = Reply(
        status=400,
        json=error(80_002),
        headers={"X-Business-Use-Case-Usage": json.dumps(usage)},
    )
    get(limited, Reply(json={"data": []}), clock=clock)
    assert sum(clock.slept) == pytest.approx(3 * 60, abs=1)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":25}'}, 0),
        ({"x-app-usage": '{"call_count":28,"total_time":95,"total_cputime":25}'}, 60),
        ({"x-app-usage": '{"call_count":100,"total_time":25,"total_cputime":25}'}, 3_600),
        ({"x-app-usage": "no JSON"}, 0),
        ({"x-app-usage": "[1]"}, 0),
        ({"x-ad-account-usage": '{"acc_id_util_pct":90.5}'}, 60),
        (
            {
                "x-business-use-case-usage": '{"1":[{"type":"ads_archive","call_count":2,'
                '"estimated_time_to_regain_access":0}],"2":[{"object_count_pct":100}]}'
            },
            3_600,
        ),
        (
            {
                "x-business-use-case-usage": '{"1":[{"call_count":100,'
                '"estimated_time_to_regain_access":5}]}'
            },
            300,
        ),
    ],
)
def test_usage_headers_are_obeyed(headers: Mapping[str, str], seconds: float) -> None:
    assert UsageHeaders().wait(headers, now=NOW) == seconds
