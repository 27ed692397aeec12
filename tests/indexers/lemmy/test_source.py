"""Collecting from a server that plays a script as Lemmy would."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from engine.errors import AuthError, ConfigError, GoneError, PayloadError
from engine.vocabulary import Page, Query
from indexers.lemmy.source import Lemmy
from tests.indexers.lemmy.views import Listed, comment, post
from tests.indexers.loops import awaited
from tests.indexers.servers import (
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

SEARCH = "/api/v3/search"
ESPRESSO = text("espresso")


async def asked(
    script: Script, query: Query = ESPRESSO, after: str | None = None, clock: Clock | None = None
) -> tuple[list[Page], Server]:
    async with (
        scripted(script) as server,
        access_to(options={"instances": [server.url]}, clock=clock) as access,
    ):
        return await pages_of(Lemmy.make(access)[0], query, after), server


async def collected(
    script: Script, query: Query = ESPRESSO, after: str | None = None
) -> list[Page]:
    return (await asked(script, query, after))[0]


def ids(pages: Sequence[Page]) -> list[str]:
    return [post.native_id.rsplit("/", 1)[1] for page in pages for post in page.posts]


@awaited
async def test_a_search_is_walked_page_by_page() -> None:
    views = [*map(post, range(1, 5)), comment(5)]
    pages, server = await asked({SEARCH: Listed(*views)})
    assert [sorted(ids([page])) for page in pages] == [["4", "5"], ["2", "3"], ["1"], []]
    queries = [one.query for one in server.requests]
    assert [one["page"] for one in queries] == ["1", "2", "3", "4"]
    assert queries[0]["q"] == "espresso"
    assert (queries[0]["type_"], queries[0]["sort"]) == ("All", "New")


@awaited
async def test_the_next_walk_ends_at_what_was_seen() -> None:
    views = Listed(*(post(n, published=f"2026-05-{n:02}T10:00:00Z") for n in range(1, 11)))
    first = await collected({SEARCH: views})
    views.views.append(post(11, published="2026-05-11T10:00:00Z"))
    second, server = await asked({SEARCH: views}, after=first[-1].cursor)
    assert ids(second) == ["11", "10", "9", "8"]  # the page that was seen ends it
    assert len(server.requests) == 2


@awaited
async def test_a_walk_that_broke_off_goes_on_at_its_page() -> None:
    views = Listed(*map(post, range(1, 8)))
    first = await collected({SEARCH: views})
    rest = await collected({SEARCH: views}, after=first[0].cursor)
    assert ids(rest) == ["5", "4", "3", "2", "1"]
    assert rest[-1].cursor == first[-1].cursor


@awaited
async def test_posts_older_than_asked_for_are_left_out_and_end_the_walk() -> None:
    views = Listed(*(post(n, published=f"2026-05-{n:02}T10:00:00Z") for n in range(1, 11)))
    query = text("espresso", since=datetime(2026, 5, 9, tzinfo=UTC))
    pages, server = await asked({SEARCH: views}, query)
    assert ids(pages) == ["10", "9"]
    assert len(server.requests) == 2


@awaited
async def test_a_server_that_repeats_a_page_ends_the_walk() -> None:
    again = Reply(json={"posts": [post(1)], "comments": []})
    assert ids(await collected({SEARCH: [again]})) == ["1", "1"]


@awaited
async def test_words_for_pages_that_go_in_circles_end_the_walk() -> None:
    def page(number: int, following: str) -> Reply:
        return Reply(json={"posts": [post(number)], "next_page": following})

    script = {"/api/v3/post/list": [page(9, "A"), page(8, "B"), page(7, "A")]}
    script["/api/v3/comment/list"] = [Reply(json={"comments": []})]
    assert ids(await collected(script, text("!espresso@far.example"))) == ["9", "8", "7"]


@awaited
async def test_a_community_gives_its_posts_by_the_servers_word_and_then_its_comments() -> None:
    script = {
        "/api/v3/post/list": Listed(*map(post, (1, 2, 3)), with_words=True),
        "/api/v3/comment/list": Listed(comment(4), comment(5)),
    }
    pages, server = await asked(script, text("!espresso@far.example"))
    assert ids(pages) == ["3", "2", "1", "5", "4"]
    queries = [one.query for one in server.requests if one.path == "/api/v3/post/list"]
    assert [one.get("page_cursor") for one in queries] == [None, "P2", "P3"]
    assert queries[0]["community_name"] == "espresso@far.example"
    again = await collected(script, text("!espresso@far.example"), pages[-1].cursor)
    assert set(ids(again)) == {"1", "2", "3", "4", "5"}  # all within six hours of the newest


@awaited
async def test_a_person_is_asked_for_with_how_much_they_posted() -> None:
    person = {"person": post(1)["creator"], "counts": {"post_count": 2, "comment_count": 5}}
    answer = {"person_view": person, "posts": [post(1)], "comments": [comment(2)]}
    script = {
        "/api/v3/user": [Reply(json=answer), Reply(json={**answer, "posts": [], "comments": []})]
    }
    pages, server = await asked(script, account("@Ana@far.example"))
    assert server.requests[0].query["username"] == "Ana@far.example"
    assert ids(pages) == ["1", "2"]
    assert pages[-1].creators[0].posts == 7


@awaited
async def test_a_hashtag_is_searched_for_with_its_sign() -> None:
    _, server = await asked({SEARCH: Listed(post(1))}, hashtag("espresso"))
    assert server.requests[0].query["q"] == "#espresso"


@pytest.mark.parametrize("status", [400, 404])
@awaited
async def test_a_person_nobody_knows_is_gone(status: int) -> None:
    script = {"/api/v3/user": [Reply(status=status, json={"error": "couldnt_find_person"})]}
    with pytest.raises(GoneError, match="couldnt_find_person"):
        await collected(script, account("nobody"))


@awaited
async def test_a_server_for_its_members_says_so() -> None:
    with pytest.raises(AuthError):
        await collected({SEARCH: [Reply(status=400, json={"error": "instance_is_private"})]})


@awaited
async def test_a_limit_is_waited_for_though_it_comes_as_a_mistake() -> None:
    limited = Reply(status=400, json={"error": "rate_limit_error"})
    clock = Clock()
    pages, _ = await asked({SEARCH: [limited, Reply(json={"posts": [post(1)]})]}, clock=clock)
    assert "1" in ids(pages)
    assert 60.0 in clock.slept


@awaited
async def test_what_is_no_answer_is_an_error_of_the_payload() -> None:
    with pytest.raises(PayloadError):
        await collected({SEARCH: [Reply(body="<html>")]})


@awaited
async def test_words_nobody_used_are_no_error() -> None:
    pages = await collected({SEARCH: [Reply(json={"posts": [], "comments": []})]})
    assert "has nothing for espresso" in pages[0].notes[0]
    assert pages[0].cursor is None


@awaited
async def test_sources_are_called_after_their_servers() -> None:
    async with access_to() as access:
        assert [source.name for source in Lemmy.make(access)] == ["lemmy/lemmy.world"]


@pytest.mark.parametrize("wrong", [5, [], "", [5], ["a/b"]])
@awaited
async def test_a_setting_that_names_no_servers_is_wrong(wrong: object) -> None:
    async with access_to(options={"instances": wrong}) as access:
        with pytest.raises(ConfigError):
            Lemmy.make(access)
