"""Collecting from a server that plays a script as Mastodon would."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.errors import AuthError, ConfigError, GoneError, PayloadError, RateLimitError
from engine.vocabulary import Page, Query
from indexers.mastodon.source import Mastodon
from tests.indexers.loops import awaited
from tests.indexers.mastodon.statuses import UNKNOWN, Timeline, status
from tests.indexers.servers import (
    Clock,
    Reply,
    Script,
    access_to,
    account,
    hashtag,
    pages_of,
    scripted,
    text,
)

TAG = "/api/v1/timelines/tag/espresso"
ESPRESSO = hashtag("espresso")


def about(**configuration: Any) -> dict[str, list[Reply]]:
    """The script of a server whose people are called `name@home.example`."""
    told = {"domain": "home.example", "configuration": configuration}
    return {"/api/v2/instance": [Reply(json=told)]}


async def collected(
    script: Script,
    query: Query = ESPRESSO,
    after: str | None = None,
    *,
    secrets: Mapping[str, str] | None = None,
) -> list[Page]:
    async with scripted(script) as server:
        options = {"instances": [server.url]}
        async with access_to(options=options, secrets=secrets) as access:
            return await pages_of(Mastodon.make(access)[0], query, after)


def numbers(*pages: Page) -> list[list[int]]:
    return [[int(post.native_id.rsplit("/", 1)[1]) for post in page.posts] for page in pages]


@awaited
async def test_a_first_walk_goes_back_to_the_oldest_post() -> None:
    pages = await collected({TAG: Timeline(*map(status, range(1, 6)))})
    assert numbers(*pages) == [[5, 4], [3, 2], [1]]


@awaited
async def test_the_next_walk_goes_forward_from_the_newest_post_without_a_gap() -> None:
    timeline = Timeline(*map(status, range(1, 4)))
    first = await collected({TAG: timeline})
    timeline.add(*map(status, range(4, 9)))
    second = await collected({TAG: timeline}, after=first[-1].cursor)
    assert numbers(*second) == [[5, 4], [7, 6], [8]]


@awaited
async def test_a_walk_that_broke_off_brings_what_is_new_and_then_the_rest() -> None:
    timeline = Timeline(*map(status, range(1, 6)))
    first = await collected({TAG: timeline})
    timeline.add(status(6))
    rest = await collected({TAG: timeline}, after=first[0].cursor)
    assert numbers(*rest) == [[6], [3, 2], [1]]
    timeline.add(status(7))
    later = await collected({TAG: timeline}, after=rest[-1].cursor)
    assert numbers(*later) == [[7]]


@awaited
async def test_when_nothing_is_new_nothing_comes() -> None:
    timeline = Timeline(status(1))
    first = await collected({TAG: timeline})
    assert await collected({TAG: timeline}, after=first[-1].cursor) == []


@awaited
async def test_posts_older_than_asked_for_end_the_first_walk() -> None:
    old = [status(n, created_at="2020-01-01T00:00:00Z") for n in (1, 2, 3, 4)]
    query = hashtag("espresso", since=datetime(2026, 1, 1, tzinfo=UTC))
    pages = await collected({TAG: Timeline(*old, status(5))}, query)
    assert numbers(*pages) == [[5], []]
    assert [dict(page.dropped) for page in pages] == [
        {"older than asked for": 1},
        {"older than asked for": 2},
    ]


@awaited
async def test_people_of_the_server_are_called_by_its_domain() -> None:
    pages = await collected({TAG: Timeline(status(1)), **about()})
    assert pages[0].creators[0].native_id == "ana@home.example"


@awaited
async def test_the_time_of_counting_followers_is_kept(now: datetime) -> None:
    pages = await collected({TAG: Timeline(status(1, account={"followers_count": 5}))})
    assert pages[0].creators[0].measured_at == now + timedelta(seconds=1)  # one request before


@awaited
async def test_a_link_header_is_never_followed_elsewhere() -> None:
    link = '<https://evil.example/steal?max_id=5&limit=9>; rel="next"'
    script = {TAG: [Reply(json=[status(5)], headers={"Link": link}), Reply(json=[])]}
    async with scripted(script) as server:
        options = {"instances": [server.url]}
        async with access_to(options=options) as access:
            await pages_of(Mastodon.make(access)[0], ESPRESSO)
        assert server.requests[-1].query == {"max_id": "5", "limit": "40"}


@awaited
async def test_a_server_without_link_headers_is_walked_by_ids() -> None:
    script = {TAG: [Reply(json=[status(5), status(4)]), Reply(json=[status(3)]), Reply(json=[])]}
    assert numbers(*await collected(script)) == [[5, 4], [3], []]


@awaited
async def test_answers_that_go_in_circles_end_the_walk() -> None:
    def circle(older: int) -> Reply:
        return Reply(json=[status(9)], headers={"Link": f'<x?max_id={older}>; rel="next"'})

    pages = await collected({TAG: [circle(1), circle(2), circle(1)]})
    assert len(pages) == 3
    assert pages[-1].notes == ("the server answers in circles: not read on",)


@awaited
async def test_newer_pages_that_go_in_circles_end_the_walk() -> None:
    def circle(newer: int) -> Reply:
        return Reply(json=[status(newer)], headers={"Link": f'<x?min_id={newer}>; rel="prev"'})

    script = {TAG: [circle(2), circle(3), circle(2)]}
    pages = await collected(script, after='{"newest":"1"}')
    assert numbers(*pages) == [[2], [3], [2]]
    assert pages[-1].cursor == pages[-2].cursor


@awaited
async def test_a_server_that_ignores_where_to_go_on_is_told_of() -> None:
    script = {TAG: [Reply(json=[status(n) for n in (9, 8, 7)]), Reply(json=[])]}
    pages = await collected(script, after='{"newest":"8"}')
    assert "some in between may be missing" in pages[0].notes[0]


@awaited
async def test_a_hashtag_the_server_does_not_know_is_no_error() -> None:
    pages = await collected({TAG: [UNKNOWN]})
    assert (pages[0].posts, pages[0].cursor) == ((), None)
    assert "has nothing for #espresso" in pages[0].notes[0]


@awaited
async def test_a_timeline_that_vanishes_in_the_middle_has_not_come_to_its_end() -> None:
    link = '<x?max_id=5>; rel="next"'
    with pytest.raises(GoneError):
        await collected({TAG: [Reply(json=[status(5)], headers={"Link": link}), UNKNOWN]})


@awaited
async def test_a_host_that_is_no_such_server_is_told_apart() -> None:
    with pytest.raises(GoneError, match="does not speak Mastodon's API"):
        await collected({TAG: [Reply(status=404, body="<html>not found</html>")]})


@pytest.mark.parametrize(
    "refusal",
    [
        Reply(status=401, json={"error": "This API requires an authenticated user"}),
        Reply(status=403, json={"error": "not allowed"}),
        Reply(status=422, json={"error": "This method requires an authenticated user"}),
    ],
)
@awaited
async def test_a_server_that_is_closed_asks_for_a_token(refusal: Reply) -> None:
    with pytest.raises(AuthError, match="to its members only") as error:
        await collected({TAG: [refusal]})
    assert error.value.hint is not None
    assert "MASTODON_TOKEN_127_0_0_1" in error.value.hint


@awaited
async def test_a_token_that_is_refused_is_not_shown() -> None:
    with pytest.raises(AuthError, match="refuses the token") as error:
        await collected(
            {TAG: [Reply(status=401, json={"error": "s3cret"})]},
            secrets={"MASTODON_TOKEN": "s3cret"},
        )
    assert "s3cret" not in f"{error.value}{error.value.hint}"


@pytest.mark.parametrize(
    ("who", "words"), [("authenticated", "members only"), ("disabled", "switched off")]
)
@awaited
async def test_what_a_server_says_it_closed_is_not_asked_for(who: str, words: str) -> None:
    feeds = {"timelines_access": {"hashtag_feeds": {"local": who, "remote": who}}}
    with pytest.raises(AuthError, match=words):
        await collected(about(**feeds))


@awaited
async def test_half_a_timeline_is_worth_asking_for() -> None:
    feeds = {"timelines_access": {"hashtag_feeds": {"local": "public", "remote": "disabled"}}}
    pages = await collected({TAG: Timeline(status(1)), **about(**feeds)})
    assert numbers(*pages) == [[1]]


@awaited
async def test_a_limit_is_waited_for_until_the_moment_the_server_names(now: datetime) -> None:
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-06-01T12:02:00.290188Z"}
    clock = Clock()
    script = {"/api/v2/instance": [Reply(json={}, headers=spent)], TAG: Timeline(status(1))}
    async with (
        scripted(script) as server,
        access_to(options={"instances": [server.url]}, clock=clock) as access,
    ):
        await pages_of(Mastodon.make(access)[0], ESPRESSO)
    assert clock.slept[0] == pytest.approx(120.290188)


@awaited
async def test_a_limit_beyond_patience_ends_the_walk() -> None:
    with pytest.raises(RateLimitError):
        await collected({TAG: [Reply(status=429, headers={"Retry-After": "99999"})]})


@awaited
async def test_an_answer_of_another_shape_is_an_error_of_the_payload() -> None:
    with pytest.raises(PayloadError):
        await collected({TAG: [Reply(json={"statuses": []})]})


@awaited
async def test_an_account_is_looked_up_and_its_posts_walked() -> None:
    timeline = Timeline(status(1), status(2, reblog={"id": "9"}))
    script = {
        "/api/v1/accounts/lookup": [Reply(json={"id": "77"})],
        "/api/v1/accounts/77/statuses": timeline,
    }
    async with scripted(script) as server, access_to(options={"instances": [server.url]}) as access:
        pages = await pages_of(Mastodon.make(access)[0], account("@Ana@Home.Example"))
        assert server.requests[1].query == {"acct": "Ana@Home.Example"}
        assert server.requests[2].query["exclude_reblogs"] == "true"
    assert numbers(*pages) == [[1]]
    assert pages[0].dropped == {"a repost": 1}


@awaited
async def test_an_account_nobody_knows_is_gone() -> None:
    with pytest.raises(GoneError, match="does not know @ana@home"):
        await collected({"/api/v1/accounts/lookup": [UNKNOWN]}, account("ana@home.example"))


@awaited
async def test_words_cannot_be_searched_without_a_token() -> None:
    with pytest.raises(AuthError, match="only its members search"):
        await collected({}, text("flat white"))


@awaited
async def test_a_search_goes_on_by_count_and_later_from_its_newest_post() -> None:
    found = [[status(9), status(8)], [status(7)], []]
    script = {"/api/v2/search": [Reply(json={"statuses": some}) for some in found]}
    async with (
        scripted(script) as server,
        access_to(options={"instances": [server.url]}, secrets={"MASTODON_TOKEN": "t"}) as access,
    ):
        source = Mastodon.make(access)[0]
        pages = await pages_of(source, text("flat white"))
        again = await pages_of(source, text("flat white"), pages[-1].cursor)
        asked = [one.query for one in server.requests if one.path == "/api/v2/search"]
        assert [one["offset"] for one in asked] == ["0", "2", "3", "0"]
        assert asked[-1]["min_id"] == "9"
        assert server.requests[-1].headers["authorization"] == "Bearer t"
    assert numbers(*pages) == [[9, 8], [7], []]
    assert again[-1].cursor == pages[-1].cursor


@awaited
async def test_a_token_is_sent_to_the_server_it_is_for_only() -> None:
    secrets = {"MASTODON_TOKEN": "one", "MASTODON_TOKEN_OTHER_EXAMPLE": "two"}
    options = {"instances": ["home.example", "other.example", "third.example"]}
    async with access_to(options=options, secrets=secrets) as access:
        tokens = [source._server.token for source in Mastodon.make(access)]
    assert [token and token.reveal() for token in tokens] == ["one", "two", None]


@awaited
async def test_sources_are_called_after_their_servers() -> None:
    async with access_to() as access:
        assert [source.name for source in Mastodon.make(access)] == ["mastodon/mastodon.social"]
    options = {"instances": ["Home.Example", "https://home.example/", "other.example:8443"]}
    async with access_to(options=options) as access:
        names = [source.name for source in Mastodon.make(access)]
    assert names == ["mastodon/home.example", "mastodon/other.example:8443"]


@pytest.mark.parametrize("wrong", [8, [], [5], ["https://a.example/path"], ["a b"]])
@awaited
async def test_a_setting_that_names_no_servers_is_wrong(wrong: object) -> None:
    async with access_to(options={"instances": wrong}) as access:
        with pytest.raises(ConfigError):
            Mastodon.make(access)
