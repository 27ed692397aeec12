"""X as a source, played by a scripted server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.access import Access
from engine.errors import AuthError, ConfigError, RateLimitError, SourceError
from engine.protocols import ProfileSource
from engine.vocabulary import CreatorKey, Meter, Page, Query
from indexers.x.source import X, XWithProfiles
from indexers.x.spending import spending_of
from indexers.x.texts import id_from
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
from tests.indexers.x.test_v2 import USER

ANSWERS = Path(__file__).parents[1] / "answers" / "x"
SEARCH = "/2/tweets/search/recent"
USERS = "/2/users"
SECRETS = {"X_BEARER_TOKEN": "s3cret"}


def posts(*numbers: int) -> list[dict[str, object]]:
    """Return posts made so many minutes before now, with ids that say so."""
    return [
        {
            "id": post_id(number),
            "text": f"brew {number}",
            "author_id": "77",
            "created_at": (NOW - timedelta(minutes=number)).isoformat(),
        }
        for number in numbers
    ]


def post_id(minutes: float) -> str:
    return str(id_from(NOW - timedelta(minutes=minutes)))


def page(*numbers: int, following: str | None = None, **more: Any) -> Reply:
    meta: dict[str, object] = {"result_count": len(numbers)}
    answer: dict[str, object] = {"meta": meta, **more}
    if numbers:
        meta |= {"newest_id": post_id(min(numbers)), "oldest_id": post_id(max(numbers))}
        answer["data"] = posts(*numbers)
    if following:
        meta["next_token"] = following
    return Reply(json=answer)


class Played:
    """What a walk gave, and what it asked for."""

    def __init__(self, pages: Sequence[Page], server: Server, access: Access) -> None:
        self.pages = pages
        self.asked = [asked.query for asked in server.requests]
        self.headers = [asked.headers for asked in server.requests]
        self.units = access.meter.units
        self.cursor = pages[-1].cursor if pages else None
        self.n_posts = sum(len(page.posts) for page in pages)
        self.notes = [note for page in pages for note in page.notes]


def play(
    script: Script,
    query: Query | None = None,
    *,
    after: str | None = None,
    options: Mapping[str, object] | None = None,
    secrets: Mapping[str, str] = SECRETS,
    clock: Clock | None = None,
) -> Played:
    async def run() -> Played:
        lent = access_to(options=options or {"max_reads": 1_000}, secrets=secrets, clock=clock)
        async with scripted(script) as server, lent as access:
            source = source_at(server, access)
            return Played(await pages_of(source, query or hashtag("brew"), after), server, access)

    return asyncio.run(run())


def source_at(server: Server, access: Access) -> X:
    spending = spending_of(access.options, access.meter)
    return X(access, spending, base_url=f"{server.url}/2/")


def paid_source_at(server: Server, access: Access) -> XWithProfiles:
    spending = spending_of(access.options, access.meter)
    return XWithProfiles(access, spending, base_url=f"{server.url}/2/")


def test_a_walk_goes_from_page_to_page_and_the_next_begins_at_the_newest() -> None:
    first = play({SEARCH: [page(1, 2, following="t2"), page(3, 4)]})
    assert first.n_posts == 4
    assert [asked.get("next_token") for asked in first.asked] == [None, "t2"]
    again = play({SEARCH: [page()]}, after=first.cursor)
    assert again.asked[0]["since_id"] == post_id(1)
    assert again.n_posts == 0
    assert again.cursor == first.cursor


def test_a_walk_cut_in_the_middle_goes_on_there() -> None:
    whole = play({SEARCH: [page(1, 2, following="t2"), page(3, 4)]})
    rest = play({SEARCH: [page(3, 4)]}, after=whole.pages[0].cursor)
    assert rest.asked[0].get("next_token") == "t2"
    assert rest.cursor == whole.cursor


def test_a_token_x_has_forgotten_is_replaced_by_the_oldest_post_seen() -> None:
    cut = play({SEARCH: [page(1, 2, following="t2"), page()]}).pages[0].cursor
    refused = {"errors": [{"parameters": {"next_token": ["t2"]}, "message": "Invalid next_token"}]}
    rest = play({SEARCH: [Reply(status=400, json=refused), page(3)]}, after=cut)
    assert rest.n_posts == 1
    assert "next_token" not in rest.asked[1]
    assert rest.asked[1]["until_id"] == post_id(2)


def test_the_token_is_sent_in_a_header_and_reposts_are_not_asked_for() -> None:
    played = play({SEARCH: [page()]}, hashtag("brew"))
    assert played.headers[0]["authorization"] == "Bearer s3cret"
    assert played.asked[0]["query"] == "#brew -is:retweet"
    assert "expansions" not in played.asked[0]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (account("ana"), "from:ana -is:retweet"),
        (text("flat white"), "flat white -is:retweet"),
        (text("tea OR coffee"), "(tea OR coffee) -is:retweet"),
    ],
)
def test_queries_are_put_in_the_words_of_x(query: Query, words: str) -> None:
    assert play({SEARCH: [page()]}, query).asked[0]["query"] == words


def test_a_query_that_is_too_long_is_not_sent() -> None:
    with pytest.raises(SourceError, match="X takes 512"):
        play({SEARCH: [page()]}, text("x" * 600))


def test_without_a_limit_nothing_is_made_and_the_price_is_told() -> None:
    with pytest.raises(ConfigError, match="no limit is set") as caught:
        spending_of({}, Meter())
    # 1,000 posts at 0.005; or 500 posts and 500 profiles at 0.005 + 0.010
    assert "$5.00" in str(caught.value.hint)
    assert "$7.50" in str(caught.value.hint)
    assert "max_reads" in str(caught.value.hint)


@pytest.mark.parametrize("limit", [9, -1, True, "many", 1.5])
def test_a_limit_that_is_none_is_refused(limit: object) -> None:
    with pytest.raises(ConfigError, match="max_reads = "):
        spending_of({"max_reads": limit}, Meter())


def test_a_limit_with_profiles_has_room_for_both() -> None:
    with pytest.raises(ConfigError, match="max_reads = 19"):
        spending_of({"max_reads": 19, "profiles": True}, Meter())
    assert spending_of({"max_reads": "20", "profiles": True}, Meter()).page_size() == 10


def endless(asked: Asked) -> Reply:
    """Answer with as many posts as were asked for, each by somebody else."""
    n_posts = int(asked.query["max_results"])
    first = int(asked.query.get("next_token", 0))
    found = posts(*range(first + 1, first + n_posts + 1))
    users = [{**USER, "id": str(first + number)} for number in range(n_posts)]
    answer = {"data": found, "meta": {"next_token": str(first + n_posts), "newest_id": "9"}}
    return Reply(
        json=answer | ({"includes": {"users": users}} if "expansions" in asked.query else {})
    )


@pytest.mark.parametrize(
    ("options", "units"),
    [
        # pages of 100, 100 and 50; 5 reads are too few for a page
        ({"max_reads": 255}, {"posts read": 255}),
        ({"max_reads": 205}, {"posts read": 200}),
        ({"max_reads": 130, "profiles": True}, {"posts read": 65, "profiles read": 65}),
    ],
)
def test_more_than_the_limit_is_never_read(
    options: Mapping[str, object], units: Mapping[str, int]
) -> None:
    played = play({SEARCH: endless}, options=options)
    assert played.units == units
    assert "reads is reached" in played.notes[-1]
    assert played.cursor == played.pages[-2].cursor


def test_what_the_limit_left_is_read_the_next_time() -> None:
    first = play({SEARCH: endless}, options={"max_reads": 10})
    assert play({SEARCH: [page()]}, after=first.cursor).asked[0].get("next_token") == "10"


def test_queries_at_once_stay_within_the_limit_together() -> None:
    async def run() -> Mapping[str, int]:
        lent = access_to(options={"max_reads": 150}, secrets=SECRETS)
        async with scripted({SEARCH: endless}) as server, lent as access:
            source = source_at(server, access)
            await asyncio.gather(*(pages_of(source, hashtag(tag)) for tag in ("a", "b", "c")))
            return access.meter.units

    assert asyncio.run(run())["posts read"] <= 150


def test_what_a_walk_cost_is_told() -> None:
    played = play({SEARCH: [page(1, 2, following="t2"), page(3, 4)]})
    # 4 posts at 0.005
    assert played.notes == ["posts of X read in this run: 4, profiles: 0, about $0.02"]


def test_profiles_are_asked_for_only_if_the_user_wants_them() -> None:
    with_profiles = {"max_reads": 100, "profiles": True}
    played = play({SEARCH: [page(1, includes={"users": [USER]})]}, options=with_profiles)
    assert played.asked[0]["expansions"] == "author_id"
    assert played.pages[0].creators[0].followers == 12_034
    assert played.pages[0].creators[0].measured_at == NOW
    assert played.units == {"posts read": 1, "profiles read": 1}


@pytest.mark.parametrize(("profiles", "kind"), [(False, False), ("true", True)])
def test_profiles_cost_nothing_unless_the_user_wants_them(profiles: object, *, kind: bool) -> None:
    async def run() -> bool:
        async with access_to(options={"max_reads": 100, "profiles": profiles}) as access:
            (source,) = X.make(access)
            return isinstance(source, ProfileSource)

    assert asyncio.run(run()) is kind


def test_a_search_long_ago_has_a_gap_and_does_not_ask_for_it() -> None:
    old = json.dumps({"since": post_id(minutes=10 * 24 * 60)})
    played = play({SEARCH: [page(1)]}, after=old)
    assert "since_id" not in played.asked[0]
    assert "are missing" in played.notes[0]


@pytest.mark.parametrize("cursor", ["not ours", '{"since": "abc"}', '{"until": "x", "since": "9"}'])
def test_a_cursor_that_is_none_does_no_harm(cursor: str) -> None:
    assert play({SEARCH: [page(1)]}, after=cursor).n_posts == 1


def test_an_answer_may_say_nothing_of_itself() -> None:
    assert play({SEARCH: [Reply(json={"data": posts(1), "meta": None})]}).n_posts == 1


def test_posts_before_a_moment_are_not_asked_for() -> None:
    since = NOW - timedelta(days=2)
    assert play({SEARCH: [page(1)]}, hashtag("brew", since)).asked[0]["start_time"] == (
        f"{since:%Y-%m-%dT%H:%M:%SZ}"
    )
    old = play({SEARCH: [page(1)]}, hashtag("brew", NOW - timedelta(days=30)))
    assert "start_time" not in old.asked[0]


def test_a_circle_ends_and_its_rest_is_asked_for_again() -> None:
    before = json.dumps({"since": post_id(60)})
    circle = [page(1, following="A"), page(2, following="B"), page(3, following="A")]
    played = play({SEARCH: circle}, after=before)
    assert len(played.pages) == 3
    assert "circle" in played.notes[0]
    assert json.loads(str(played.cursor)) == json.loads(before)


def test_a_limit_without_retry_after_is_waited_for_until_its_reset() -> None:
    clock = Clock()
    reset = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(NOW.timestamp()) + 120)}
    limited = Reply(status=429, headers=reset, json={"title": "Too Many Requests", "status": 429})
    assert play({SEARCH: [limited, page(1)]}, clock=clock).n_posts == 1
    assert sum(clock.slept) == pytest.approx(120, abs=2)


def test_a_limit_too_long_to_wait_for_is_told() -> None:
    reset = {"x-rate-limit-reset": str(int(NOW.timestamp()) + 900)}
    with pytest.raises(RateLimitError):
        play({SEARCH: [Reply(status=429, headers=reset, json={"errors": [{"code": 88}]})]})


def test_reads_that_are_used_up_are_not_waited_for() -> None:
    capped = {
        "title": "UsageCapExceeded",
        "detail": "Usage cap exceeded: Monthly product cap",
        "type": "https://api.twitter.com/2/problems/usage-capped",
    }
    clock = Clock()
    with pytest.raises(SourceError, match="are used up: Usage cap exceeded") as caught:
        play({SEARCH: [Reply(status=429, json=capped)]}, clock=clock)
    assert not isinstance(caught.value, RateLimitError)
    assert clock.slept == []


def test_a_request_x_does_not_take_is_told_in_its_words() -> None:
    recorded = (ANSWERS / "invalid_request.json").read_text()
    with pytest.raises(SourceError, match="'start_time' must be before 'end_time'"):
        play({SEARCH: [Reply(status=400, body=recorded)]})


def test_refused_credentials_are_told_and_never_shown() -> None:
    recorded = (ANSWERS / "unauthorized.json").read_text()
    with pytest.raises(AuthError, match=r"401.*Unauthorized") as caught:
        play({SEARCH: [Reply(status=401, body=recorded)]})
    assert "X_BEARER_TOKEN" in str(caught.value.hint)
    assert "s3cret" not in f"{caught.value} {caught.value.hint}"


def test_without_a_token_the_first_page_fails() -> None:
    with pytest.raises(AuthError, match="there is no X_BEARER_TOKEN"):
        play({SEARCH: [page()]}, secrets={})


def test_what_an_answer_leaves_out_is_told() -> None:
    errors = [{"title": "Authorization Error", "resource_type": "tweet", "value": "5"}]
    played = play({SEARCH: [page(1, errors=errors)]})
    assert played.n_posts == 1
    assert played.notes == [
        "posts of X read in this run: 1, profiles: 0, about $0.01",
        "X left something out of an answer: Authorization Error (1)",
    ]


def profiles(script: Script, ids: Sequence[str], *, limit: int = 100) -> tuple[Page, Meter]:
    async def run() -> tuple[Page, Meter]:
        lent = access_to(options={"max_reads": limit}, secrets=SECRETS)
        async with scripted(script) as server, lent as access:
            return await paid_source_at(server, access).profiles(ids), access.meter

    return asyncio.run(run())


def test_profiles_are_counted_and_who_is_gone_is_told() -> None:
    answer = {
        "data": [USER, {**USER, "id": "78", "protected": True}],
        "errors": [
            {"title": "Not Found Error", "resource_type": "user", "resource_id": "79"},
            {"title": "Forbidden", "resource_type": "user", "resource_id": "80"},
        ],
    }
    found, meter = profiles({USERS: [Reply(json=answer)]}, ["77", "78", "79", "80"])
    assert [creator.native_id for creator in found.creators] == ["77"]
    assert found.deleted_creators == tuple(CreatorKey("x", gone) for gone in ("79", "80", "78"))
    assert meter.units == {"profiles read": 2}


def test_profiles_beyond_the_limit_are_not_asked_for() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(json={"data": [{**USER, "id": one} for one in asked.query["ids"].split(",")]})

    found, meter = profiles({USERS: answer}, [str(number) for number in range(50)], limit=20)
    assert len(found.creators) == 20
    assert meter.units == {"profiles read": 20}


def test_when_nothing_may_be_read_any_more_profiles_fail() -> None:
    async def run() -> Page:
        lent = access_to(options={"max_reads": 10}, secrets=SECRETS)
        async with scripted({}) as server, lent as access:
            access.meter.spend("posts read", 10)
            return await paid_source_at(server, access).profiles(["77"])

    with pytest.raises(SourceError, match="limit of 10 reads is reached"):
        asyncio.run(run())
