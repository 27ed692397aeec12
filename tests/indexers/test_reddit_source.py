"""Reddit as a source: its token, its pages and what its refusals mean."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from typing import Any

import pytest

from engine.access import Access
from engine.errors import AuthError, ConfigError, GoneError, RateLimitError, SourceError
from engine.vocabulary import Page, Query
from indexers.reddit import Reddit
from indexers.reddit.source import CAP
from tests.fakes import NOW
from tests.indexers.servers import (
    Asked,
    Clock,
    Reply,
    Script,
    Server,
    access_to,
    account,
    hashtag,
    pages_of,
    scripted,
    text,
)
from tests.indexers.test_reddit import submission

SECRETS = {"REDDIT_CLIENT_ID": "app", "REDDIT_CLIENT_SECRET": "hush"}
TOKEN = {"/api/v1/access_token": [Reply(json={"access_token": "t0k", "expires_in": 86400})]}
AT = int(NOW.timestamp()) - 86_400


def listing(*moments: int, after: str | None = None, **fields: Any) -> Reply:
    children = [
        {"kind": "t3", "data": submission(id=f"p{at}", name=f"t3_p{at}", created_utc=at, **fields)}
        for at in moments
    ]
    return Reply(json={"kind": "Listing", "data": {"children": children, "after": after}})


def tried(
    script: Script,
    query: Query = text("burrs"),  # noqa: B008
    *,
    after: str | None = None,
    secrets: Mapping[str, str] = SECRETS,
    options: Mapping[str, object] | None = None,
    clock: Clock | None = None,
) -> tuple[list[Page], Server]:
    async def run() -> tuple[list[Page], Server]:
        async with scripted({**TOKEN, **script}) as server:
            lent = access_to(secrets=secrets, options=options, clock=clock)
            async with lent as access:
                return await pages_of(made(access, server), query, after), server

    return asyncio.run(run())


def made(access: Access, server: Server) -> Reddit:
    return Reddit(access, site=server.url, api=server.url)


def ids(pages: list[Page]) -> list[str]:
    return [post.native_id for page in pages for post in page.posts]


def test_the_app_gets_a_token_and_says_who_it_is() -> None:
    pages, server = tried({"/search": [listing(AT)]}, options={"user": "ana"})
    assert ids(pages) == [f"t3_p{AT}"]
    token, search = server.requests
    basic = base64.b64encode(b"app:hush").decode()
    assert token.headers["authorization"] == f"Basic {basic}"
    assert token.body == b"grant_type=client_credentials"
    assert search.headers["authorization"] == "Bearer t0k"
    assert search.headers["user-agent"] == "python:overheard-tests/0 (by /u/ana)"
    assert search.query == {
        "q": "burrs",
        "sort": "new",
        "type": "link",
        "limit": "100",
        "raw_json": "1",
    }


@pytest.mark.parametrize(
    ("query", "path"),
    [
        (hashtag("burrs"), "/search"),
        (account("ana"), "/user/ana/overview"),
        (account("u/ana"), "/user/ana/overview"),
        (account("/r/coffee"), "/r/coffee/new"),
        (account("https://www.reddit.com/r/coffee/"), "/r/coffee/new"),
    ],
)
def test_what_is_asked_for_has_its_place(query: Query, path: str) -> None:
    _, server = tried({path: [listing(AT)]}, query)
    assert server.paths()[-1] == path


def test_pages_follow_each_other_to_what_is_known() -> None:
    script = {
        "/search": [listing(AT, AT - 1, after="t3_b"), listing(AT - 2, after="t3_c"), listing()]
    }
    pages, server = tried(script)
    assert ids(pages) == [f"t3_p{at}" for at in (AT, AT - 1, AT - 2)]
    assert [asked.query.get("after") for asked in server.requests[1:]] == [None, "t3_b", "t3_c"]
    again, server = tried(
        {"/search": [listing(AT + 9, AT, after="t3_x"), listing(AT - 1)]}, after=pages[-1].cursor
    )
    assert ids(again) == [f"t3_p{AT + 9}", f"t3_p{AT}"]
    assert len(server.requests) == 2


def test_a_walk_that_broke_off_goes_on_and_then_fetches_the_newest() -> None:
    first, _ = tried({"/search": [listing(AT, after="t3_b"), listing(AT - 1)]})
    rest, server = tried({"/search": [listing(AT - 1), listing(AT + 5)]}, after=first[0].cursor)
    assert [asked.query.get("after") for asked in server.requests[1:]] == ["t3_b", None]
    assert ids(rest) == [f"t3_p{AT - 1}", f"t3_p{AT + 5}"]


@pytest.mark.parametrize("turns", [["t3_a", "t3_a"], ["t3_a", "t3_b", "t3_a"]])
def test_a_listing_that_goes_in_a_circle_is_left(turns: list[str]) -> None:
    replies = [listing(AT - n, after=after) for n, after in enumerate(turns)]
    _, server = tried({"/search": [*replies, listing(AT - 9, after="t3_never")]})
    assert len(server.requests) == 1 + len(turns)


def test_the_end_of_what_reddit_gives_is_said_aloud() -> None:
    moments = [range(AT - 100 * n, AT - 100 * (n + 1), -1) for n in range(CAP // 100)]
    replies = [
        listing(*part, after=None if n == len(moments) - 1 else f"t3_{n}")
        for n, part in enumerate(moments)
    ]
    pages, _ = tried({"/search": replies})
    assert pages[-1].notes == (
        "Reddit gives no more than the newest 900: what is older was not read",
    )


def test_a_pinned_old_post_does_not_end_the_walk() -> None:
    pages, _ = tried({"/user/ana/overview": [listing(AT, AT - 1)]}, account("ana"))
    pages, _ = tried(
        {"/user/ana/overview": [listing(5 * 10**8, AT + 3, after="t3_x"), listing(AT + 2, AT)]},
        account("ana"),
        after=pages[-1].cursor,
    )
    assert ids(pages)[-2:] == [f"t3_p{AT + 2}", f"t3_p{AT}"]


def test_limits_are_read_as_seconds_until_they_end() -> None:
    clock = Clock()
    headers = {"X-Ratelimit-Remaining": "0.0", "X-Ratelimit-Reset": "21"}
    first = Reply(json=listing(AT, after="t3_b").json, headers=headers)
    tried({"/search": [first, listing(AT - 1)]}, clock=clock)
    assert clock.slept == [21.0]


def test_a_token_that_has_ended_is_renewed_once() -> None:
    script = {"/search": [Reply(status=401), listing(AT)]}
    pages, server = tried(script)
    assert ids(pages) == [f"t3_p{AT}"]
    assert server.paths() == ["/api/v1/access_token", "/search"] * 2
    with pytest.raises(AuthError, match="refused the credentials"):
        tried({"/search": [Reply(status=401)]})


def test_without_the_app_it_is_said_what_is_missing() -> None:
    with pytest.raises(AuthError, match="REDDIT_CLIENT_SECRET"):
        tried({}, secrets={"REDDIT_CLIENT_ID": "app"})


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply(status=403, json={"reason": "private", "error": 403}), GoneError, "is private"),
        (Reply(status=404, json={"reason": "banned", "error": 404}), GoneError, "was banned"),
        (Reply(status=403, json={"reason": "quarantined"}), GoneError, "quarantined"),
        (Reply(status=403, json={"message": "Forbidden"}), AuthError, "Forbidden"),
        (Reply(status=404, json={"message": "Not Found"}), GoneError, "Not Found"),
        (
            Reply(status=400, json={"explanation": "that user doesn't exist", "reason": "X"}),
            GoneError,
            "that user doesn't exist",
        ),
        (Reply(status=400, body="Bad Request"), GoneError, "does not say why"),
        (Reply(status=500, json={"message": "Internal Server Error"}), SourceError, "500"),
        (
            Reply(status=429, body="<html>slow down</html>", headers={"x-ratelimit-reset": "9999"}),
            RateLimitError,
            "429",
        ),
    ],
)
def test_a_refusal_tells_why(reply: Reply, kind: type[SourceError], words: str) -> None:
    with pytest.raises(kind, match=words):
        tried({"/r/coffee/new": [reply]}, account("r/coffee"))


def test_no_secret_is_in_what_is_said() -> None:
    for path in ("/api/v1/access_token", "/search"):
        with pytest.raises(SourceError) as caught:
            tried({path: [Reply(status=418, body="hush t0k")]} | {"/search": [Reply(status=403)]})
        assert "hush" not in repr(caught.value.hint)
        assert "Basic" not in str(caught.value)


def test_accounts_that_are_not_there_are_gone() -> None:
    async def run() -> Page:
        about = Reply(json={"kind": "t2", "data": {"name": "Ana_B", "created_utc": float(AT)}})
        async with (
            scripted({**TOKEN, "/user/ana_b/about": [about]}) as server,
            access_to(secrets=SECRETS) as access,
        ):
            return await made(access, server).profiles(["ana_b", "gone"])

    page = asyncio.run(run())
    assert [creator.handle for creator in page.creators] == ["Ana_B"]
    assert [key.native_id for key in page.deleted_creators] == ["gone"]


def test_an_account_that_is_no_name_is_refused() -> None:
    with pytest.raises(GoneError, match="no account or subreddit"):
        tried({}, account("r/two words"))
    with pytest.raises(ConfigError):
        tried({}, options={"user": 7})


def test_replies_of_a_server_that_is_not_ours_to_know() -> None:
    def echo(asked: Asked) -> Reply:
        return Reply(json={"kind": "Listing", "data": {"children": [{"kind": "more"}, {}]}})

    pages, _ = tried({"/search": echo})
    assert pages[0].dropped == {"a more, which is no post": 1, "a None, which is no post": 1}


def test_a_moment_that_is_none_costs_its_thing() -> None:
    pages, _ = tried({"/search": [listing(AT, 10**30, after="t3_b"), listing(AT - 1)]})
    assert ids(pages) == [f"t3_p{AT}", f"t3_p{AT - 1}"]
