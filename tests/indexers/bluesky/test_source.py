"""Bluesky is asked politely, walked to its end, and its refusals mean what they say."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from engine.access import Access
from engine.errors import (
    AuthError,
    ConfigError,
    GoneError,
    PayloadError,
    SourceError,
    UnavailableError,
)
from engine.protocols import ListeningSource, ProfileSource
from engine.vocabulary import CreatorKey, Page
from indexers.bluesky.session import HANDLE, MAX_LOGINS, PASSWORD
from indexers.bluesky.source import OLDER, Bluesky
from indexers.bluesky.walks import REPEATED
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

T = TypeVar("T")
ANSWERS = Path(__file__).parent.parent / "answers" / "bluesky"
FEED = "/xrpc/app.bsky.feed.getAuthorFeed"
SEARCH = "/xrpc/app.bsky.feed.searchPosts"
PROFILES = "/xrpc/app.bsky.actor.getProfiles"
PROFILE = "/xrpc/app.bsky.actor.getProfile"
LOGIN = "/xrpc/com.atproto.server.createSession"
RENEWAL = "/xrpc/com.atproto.server.refreshSession"
ANA, BEN = "did:plc:ana", "did:plc:ben"
SECRETS = {HANDLE: "ana.test", PASSWORD: "abcd-efgh"}
Use = Callable[[Bluesky, Access], Awaitable[T]]


def run(
    script: Script, use: Use[T], *, secrets: Mapping[str, str] | None = None,
    clock: Clock | None = None,
) -> tuple[T, Server]:  # fmt: skip
    """Return what `use` makes of Bluesky by this script, and the server."""

    async def main() -> tuple[T, Server]:
        async with scripted(script) as server:
            options = {"appview": server.url, "pds": server.url}
            async with access_to(options=options, secrets=secrets, clock=clock) as access:
                (source,) = Bluesky.make(access)
                return await use(source, access), server

    return asyncio.run(main())


def walked(after: str | None = None, since: Any = None) -> Use[list[Page]]:
    return lambda source, access: pages_of(source, account("ana.test", since), after)


def searched(after: str | None = None, since: Any = None) -> Use[list[Page]]:
    return lambda source, access: pages_of(source, hashtag("espresso", since), after)


def view(number: int, hours_ago: float, did: str = ANA) -> dict[str, Any]:
    at = (NOW - timedelta(hours=hours_ago)).isoformat()
    return {
        "uri": f"at://{did}/app.bsky.feed.post/{number}",
        "author": {"did": did, "handle": "ana.test", "labels": []},
        "record": {"$type": "app.bsky.feed.post", "text": f"loaf {number}", "createdAt": at},
        "indexedAt": at,
    }


def feed(*views: dict[str, Any], cursor: str | None = None) -> Reply:
    found: dict[str, Any] = {"feed": [{"post": one} for one in views]}
    return Reply(json=found | ({"cursor": cursor} if cursor else {}))


def texts(pages: list[Page]) -> list[str]:
    return [post.text for page in pages for post in page.posts]


def jwt(number: int) -> Reply:
    return Reply(json={"accessJwt": f"access{number}", "refreshJwt": f"refresh{number}"})


def failing(status: int, error: str, message: str = "") -> Reply:
    return Reply(status=status, json={"error": error, "message": message})


def recorded(name: str, **changed: Any) -> Reply:
    return Reply(json=json.loads((ANSWERS / f"{name}.json").read_text()) | changed)


def test_it_is_what_the_protocols_ask_for() -> None:
    async def use(source: Bluesky, access: Access) -> bool:
        return isinstance(source, ProfileSource) and isinstance(source, ListeningSource)

    assert run({}, use)[0]


def test_a_recorded_feed_is_walked_to_its_end() -> None:
    script = {FEED: [recorded("getAuthorFeed_p1"), recorded("getAuthorFeed_p2", cursor=None)]}
    pages, server = run(script, walked(), clock=Clock(NOW + timedelta(days=365)))
    assert [len(page.posts) for page in pages] == [4, 6]
    assert pages[0].dropped == {"a repost": 1, "for people who are logged in only": 1}
    assert [page.unmapped for page in pages] == [{}, {}]
    first, second = (asked.query for asked in server.requests)
    assert first == {"limit": "100", "actor": "ana.test", "filter": "posts_with_replies"}
    assert second["cursor"].startswith("1795376972336__")
    assert "authorization" not in server.requests[0].headers


def test_the_next_walk_ends_where_this_one_began() -> None:
    def answer(asked: Asked) -> Reply:
        place = int(asked.query.get("cursor", 0))
        return feed(view(place, place), view(place + 1, place + 1), cursor=str(place + 2))

    pages, _ = run({FEED: [feed(view(1, 1), view(2, 2))]}, walked())
    later, server = run({FEED: answer}, walked(pages[-1].cursor))
    assert texts(later) == ["loaf 0", "loaf 1", "loaf 2", "loaf 3"]
    assert [page.cursor is not None for page in later] == [True, True]
    assert len(server.requests) == 2


def test_empty_pages_and_full_last_pages_are_walked_past() -> None:
    script = {FEED: [feed(cursor="b"), feed(view(1, 1), cursor="c"), feed()]}
    pages, server = run(script, walked())
    assert texts(pages) == ["loaf 1"]
    assert [asked.query.get("cursor") for asked in server.requests] == [None, "b", "c"]


@pytest.mark.parametrize("cursors", ["aa", "aba", "abca"])
def test_a_place_given_again_ends_the_walk(cursors: str) -> None:
    replies = [feed(view(number, 1), cursor=place) for number, place in enumerate(cursors)]
    pages, server = run({FEED: [*replies, Reply(status=500)]}, walked())
    assert len(pages) == len(server.requests) == len(cursors)
    assert [note for page in pages for note in page.notes] == [REPEATED]


def test_a_place_that_is_no_longer_known_begins_at_the_top() -> None:
    def answer(asked: Asked) -> Reply:
        if asked.query.get("cursor") == "lost":
            return failing(500, "InternalServerError")
        return feed(view(1, 1))

    cursor = json.dumps({"at": "lost", "made_at": NOW.isoformat()})
    pages, _ = run({FEED: answer}, walked(cursor))
    assert texts(pages) == ["loaf 1"]
    with pytest.raises(UnavailableError):
        run({FEED: [feed(view(1, 1), cursor="b"), failing(500, "InternalServerError")]}, walked())


def test_a_page_is_given_before_the_next_one_is_asked_for() -> None:
    async def use(source: Bluesky, access: Access) -> tuple[int, str | None]:
        pages = source.pages(account("ana.test"), after=None)
        page = await anext(pages)
        n_requests = access.meter.requests
        await pages.aclose()
        return n_requests, page.cursor

    script = {FEED: [feed(view(1, 1), cursor="b"), feed(view(2, 2))]}
    (n_requests, cursor), _ = run(script, use)
    assert n_requests == 1
    rest, server = run({FEED: [feed(view(2, 2))]}, walked(cursor))
    assert texts(rest) == ["loaf 2"]
    assert server.requests[0].query["cursor"] == "b"


def test_posts_before_the_time_asked_for_are_left_out() -> None:
    script = {FEED: [feed(view(1, 1), view(2, 3), cursor="b")]}
    pages, server = run(script, walked(since=NOW - timedelta(hours=2)))
    assert texts(pages) == ["loaf 1"]
    assert pages[0].dropped == {OLDER: 1}
    assert len(server.requests) == 1


def test_a_broken_record_costs_itself() -> None:
    script = {FEED: [feed({}, {"uri": 7}, view(1, 1), {**view(2, 1), "mood": "fine"})]}
    (page,), _ = run(script, walked())
    assert texts([page]) == ["loaf 1", "loaf 2"]
    assert [problem.where for problem in page.problems] == ["post 1 of a page", "post 2 of a page"]
    assert page.unmapped == {"mood": 1}


def test_searching_needs_a_login_and_says_what_does_not() -> None:
    with pytest.raises(AuthError, match=f"{HANDLE} and {PASSWORD} are not set") as caught:
        run({}, searched())
    assert "overheard listen bluesky" in str(caught.value.hint)
    assert "--account" in str(caught.value.hint)


def test_a_search_logs_in_once_and_asks_from_where_it_was() -> None:
    script = {
        LOGIN: [jwt(1)],
        SEARCH: [recorded("searchPosts_page1"), recorded("searchPosts_page2", cursor=None)],
    }
    clock = Clock(NOW + timedelta(days=365))
    pages, server = run(script, searched(), secrets=SECRETS, clock=clock)
    assert [len(page.posts) for page in pages] == [5, 5]
    login, first, second = server.requests
    assert json.loads(login.body) == {"identifier": "ana.test", "password": "abcd-efgh"}
    assert first.query == {"limit": "100", "q": "#espresso", "sort": "latest"}
    assert first.headers["authorization"] == second.headers["authorization"] == "Bearer access1"
    script = {LOGIN: [jwt(1)], SEARCH: [Reply(json={"posts": []})]}
    again, server = run(script, searched(pages[-1].cursor), secrets=SECRETS, clock=clock)
    assert texts(again) == []
    # The newest of the recorded posts is of 19:49:43; the overlap is a quarter of an hour.
    assert server.requests[1].query["since"] == "2026-11-22T19:24:43Z"
    assert again[-1].cursor == pages[-1].cursor


def test_words_are_searched_as_they_are() -> None:
    script = {LOGIN: [jwt(1)], SEARCH: [Reply(json={"posts": [view(1, 1)]})]}
    _, server = run(
        script, lambda source, access: pages_of(source, text("flat white")), secrets=SECRETS
    )
    assert server.requests[1].query["q"] == "flat white"


@pytest.mark.parametrize("error", ["ExpiredToken", "InvalidToken"])
@pytest.mark.parametrize("renewal", [jwt(2), failing(400, "ExpiredToken")])
def test_a_login_that_expired_is_renewed_or_made_again(error: str, renewal: Reply) -> None:
    script = {
        LOGIN: [jwt(1), jwt(2)],
        RENEWAL: [renewal],
        SEARCH: [failing(400, error, "Token has expired"), Reply(json={"posts": [view(1, 1)]})],
    }
    pages, server = run(script, searched(), secrets=SECRETS)
    assert texts(pages) == ["loaf 1"]
    renewed = next(asked for asked in server.requests if asked.path == RENEWAL)
    assert renewed.headers["authorization"] == "Bearer refresh1"
    assert renewed.body == b""
    assert server.requests[-1].headers["authorization"] == "Bearer access2"


def test_logins_are_rationed() -> None:
    expired = failing(400, "ExpiredToken")

    async def use(source: Bluesky, access: Access) -> int:
        refused = 0
        for _ in range(3 * MAX_LOGINS):
            with pytest.raises(AuthError):
                await pages_of(source, hashtag("espresso"))
            refused += 1
        return refused

    _, server = run({LOGIN: [jwt(1)], RENEWAL: [expired], SEARCH: [expired]}, use, secrets=SECRETS)
    assert server.paths().count(LOGIN) == MAX_LOGINS


def test_several_searches_share_a_login() -> None:
    async def use(source: Bluesky, access: Access) -> list[list[Page]]:
        return await asyncio.gather(*(pages_of(source, hashtag(tag)) for tag in "abc"))

    script = {LOGIN: [jwt(1)], SEARCH: [Reply(json={"posts": []})]}
    _, server = run(script, use, secrets=SECRETS)
    assert server.paths().count(LOGIN) == 1


@pytest.mark.parametrize(
    "reply",
    [
        failing(401, "AuthenticationRequired", "Invalid identifier or password"),
        failing(401, "AuthFactorTokenRequired", "A sign in code has been sent"),
    ],
)
def test_a_refused_login_is_an_error_that_says_so_and_hides_the_password(reply: Reply) -> None:
    with pytest.raises(AuthError, match="refuses the login") as caught:
        run({LOGIN: [reply]}, searched(), secrets=SECRETS)
    assert "abcd-efgh" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (failing(400, "InvalidRequest", "Profile not found"), GoneError),
        (failing(400, "AccountDeactivated", "Account is deactivated"), GoneError),
        (failing(400, "BlockedActor"), GoneError),
        (failing(400, "InvalidRequest", "limit too big"), SourceError),
        (failing(401, "AuthMissing", "Authentication Required"), AuthError),
        (Reply(status=403, body="<html>Request forbidden by administrative rules."), AuthError),
        (Reply(status=404, body="nothing"), GoneError),
        (Reply(status=502, body="<html>bad gateway"), UnavailableError),
        (Reply(body="<html>hello"), PayloadError),
        (Reply(json={"feed": "none"}), PayloadError),
        (Reply(json=[]), PayloadError),
    ],
)
def test_every_refusal_is_the_error_that_it_means(
    reply: Reply, expected: type[SourceError]
) -> None:
    with pytest.raises(expected) as caught:
        run({FEED: [reply]}, walked())
    assert type(caught.value) is expected
    for path in (FEED, SEARCH):
        script = {LOGIN: [jwt(1)], path: [reply]}
        use = walked() if path == FEED else searched()
        with pytest.raises(SourceError):
            run(script, use, secrets=SECRETS)


def test_a_limit_that_is_told_is_waited_for() -> None:
    limited = Reply(status=429, json={"error": "RateLimitExceeded"}, headers={"Retry-After": "30"})
    clock = Clock()
    pages, _ = run({FEED: [limited, feed(view(1, 1))]}, walked(), clock=clock)
    assert texts(pages) == ["loaf 1"]
    assert 30.0 in clock.slept


def test_profiles_are_completed_in_one_request() -> None:
    async def use(source: Bluesky, access: Access) -> Page:
        assert source.profile_batch == 25
        return await source.profiles([ANA, BEN])

    profiles = [
        {"did": ANA, "handle": "ana.test", "followersCount": 7, "labels": []},
        {"did": BEN, "handle": "ben.test", "followersCount": 8, "labels": []},
    ]
    page, server = run({PROFILES: [Reply(json={"profiles": profiles})]}, use)
    assert [(one.native_id, one.followers, one.measured_at) for one in page.creators] == [
        (ANA, 7, NOW), (BEN, 8, NOW)
    ]  # fmt: skip
    assert server.requests[0].queries == [("actors", ANA), ("actors", BEN)]
    assert page.deleted_creators == ()


@pytest.mark.parametrize(
    ("error", "message", "is_gone"),
    [
        ("InvalidRequest", "Profile not found", True),
        ("AccountTakedown", "Account has been suspended", True),
        ("AccountDeactivated", "Account is deactivated", False),
        ("SomethingNew", "", False),
    ],
)
def test_who_is_left_out_of_an_answer_is_looked_for(
    error: str,
    message: str,
    is_gone: bool,  # noqa: FBT001
) -> None:
    async def use(source: Bluesky, access: Access) -> Page:
        return await source.profiles([ANA, BEN])

    profiles = {"profiles": [{"did": ANA, "handle": "ana.test", "followersCount": 7}]}
    script = {PROFILES: [Reply(json=profiles)], PROFILE: [failing(400, error, message)]}
    page, server = run(script, use)
    assert page.deleted_creators == ((CreatorKey("bluesky", BEN),) if is_gone else ())
    assert len(page.notes) == (0 if is_gone else 1)
    assert server.requests[1].query == {"actor": BEN}


def test_who_was_left_out_by_mistake_is_found() -> None:
    async def use(source: Bluesky, access: Access) -> Page:
        return await source.profiles([ANA])

    found = Reply(json={"did": ANA, "handle": "ana.test", "followersCount": 7})
    page, _ = run({PROFILES: [Reply(json={"profiles": []})], PROFILE: [found]}, use)
    assert [creator.followers for creator in page.creators] == [7]
    assert page.deleted_creators == ()


def test_too_many_profiles_are_a_mistake_and_none_are_no_request() -> None:
    async def use(source: Bluesky, access: Access) -> Page:
        with pytest.raises(ValueError, match="26 profiles"):
            await source.profiles(["did:plc:x"] * 26)
        return await source.profiles([])

    page, server = run({}, use)
    assert page == Page()
    assert server.requests == []


@pytest.mark.parametrize(
    "options",
    [
        {"appview": "public.api.bsky.app"},
        {"pds": 7},
        {"jetstream": []},
        {"jetstream": 7},
        {"zstd_dictionary": "/there/is/none"},
    ],
)
def test_options_that_are_wrong_are_told(options: dict[str, object]) -> None:
    async def use() -> None:
        async with access_to(options=options) as access:
            Bluesky.make(access)

    with pytest.raises(ConfigError, match=next(iter(options))) as caught:
        asyncio.run(use())
    assert caught.value.hint


def test_it_says_what_it_needs_and_what_it_lacks() -> None:
    assert set(Bluesky.info.secrets) == {HANDLE, PASSWORD}
    assert Bluesky.info.listens
    assert not Bluesky.info.required
    assert "views" in Bluesky.info.lacks
