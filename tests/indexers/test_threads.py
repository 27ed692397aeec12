"""Threads as a source, by its documented schema and a scripted server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from engine.access import Access
from engine.errors import AuthError, ConfigError, RateLimitError
from engine.protocols import ProfileSource
from engine.vocabulary import Page, Query
from indexers.pages import LeftOutError
from indexers.threads import Threads, ThreadsWithProfiles, to_post
from indexers.values import RefusedError
from tests.fakes import NOW
from tests.indexers.servers import (
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

SEARCH = "/v1.0/keyword_search"
OF_ACCOUNT = "/v1.0/profile_posts"
LOOKUP = "/v1.0/profile_lookup"
SECRETS = {"THREADS_TOKEN": "TH-s3cret"}
POST = {
    "id": "17901234567890123",
    "text": "Slow brew",
    "username": "Ana.Brews",
    "permalink": "https://www.threads.com/@Ana.Brews/post/abc",
    "timestamp": "2026-05-31T10:00:00+0000",
    "media_type": "TEXT_POST",
    "topic_tag": "Espresso",
    "link_attachment_url": "https://shop.example/kettle",
    "is_reply": False,
    "is_quote_post": False,
    "has_replies": True,
    "shortcode": "abc",
}
PROFILE = {
    "username": "Ana.Brews",
    "name": "Ana",
    "biography": "Brews",
    "is_verified": True,
    "follower_count": 12_034,
    "likes_count": 5,
    "profile_picture_url": "https://example.com/picture.jpg",
}


def posts(*hours: float) -> list[dict[str, object]]:
    return [
        {
            **POST,
            "id": f"t{number}",
            "timestamp": f"{NOW - timedelta(hours=number):%Y-%m-%dT%H:%M:%S+0000}",
        }
        for number in hours
    ]


def listing(records: Sequence[object], after: str | None = None) -> Reply:
    paging = {"paging": {"cursors": {"after": after}}} if after else {}
    return Reply(json={"data": list(records), **paging})


class Played:
    def __init__(self, pages: Sequence[Page], server: Server, access: Access) -> None:
        self.pages = pages
        self.asked = [asked.query for asked in server.requests]
        self.posts = [post for page in pages for post in page.posts]
        self.notes = [note for page in pages for note in page.notes]
        self.units = access.meter.units
        self.cursor = pages[-1].cursor


def play(
    script: Script,
    query: Query,
    *,
    after: str | None = None,
    options: Mapping[str, object] | None = None,
    secrets: Mapping[str, str] = SECRETS,
    spent: int = 0,
) -> Played:
    async def run() -> Played:
        lent = access_to(options=options, secrets=secrets)
        async with scripted(script) as server, lent as access:
            if spent:
                access.meter.spend("searches of 2,200 in 24 hours", spent)
            source = Threads(access, base_url=f"{server.url}/v1.0/")
            return Played(await pages_of(source, query, after), server, access)

    return asyncio.run(run())


def test_a_post_has_no_reactions_and_its_handle_for_an_id() -> None:
    post = to_post(POST)
    assert (post.id, post.text, post.hashtags) == (POST["id"], "Slow brew", ["Espresso"])
    assert (post.creator.id, post.creator.handle) == ("ana.brews", "Ana.Brews")
    assert {post.likes, post.replies, post.reposts, post.quotes, post.views} == {None}
    assert post.links == ["https://shop.example/kettle"]
    assert post.reply_to is None


def test_a_reply_says_to_what() -> None:
    assert to_post({**POST, "is_reply": True, "replied_to": {"id": "5"}}).reply_to == "5"


@pytest.mark.parametrize("more", [{"media_type": "REPOST_FACADE"}, {"reposted_post": {"id": "5"}}])
def test_reposts_are_left_out(more: dict[str, object]) -> None:
    with pytest.raises(LeftOutError, match="a repost"):
        to_post({**POST, **more})


def test_a_picture_without_words_is_a_post() -> None:
    assert (
        to_post({"id": "1", "username": "ana", "timestamp": "2026-05-31T10:00:00+0000"}).text == ""
    )


def test_a_post_without_a_handle_is_refused() -> None:
    with pytest.raises(RefusedError, match="username is missing"):
        to_post({"id": "1", "timestamp": "2026-05-31T10:00:00+0000"})


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        (text("flat white"), {"q": "flat white", "search_mode": "KEYWORD"}),
        (hashtag("espresso"), {"q": "espresso", "search_mode": "TAG"}),
    ],
)
def test_words_and_topics_are_searched_for(query: Query, asked: dict[str, str]) -> None:
    played = play({SEARCH: [listing(posts(1))]}, query)
    assert asked.items() <= played.asked[0].items()
    assert played.asked[0]["search_type"] == "RECENT"
    assert len(played.posts) == 1
    assert played.pages[0].unmapped == {}


def test_an_account_is_read_by_its_handle() -> None:
    played = play({OF_ACCOUNT: [listing(posts(1))]}, account("ana.brews"))
    assert played.asked[0]["username"] == "ana.brews"
    assert played.units == {}


def test_a_walk_goes_from_page_to_page_and_the_next_begins_at_the_newest() -> None:
    first = play({SEARCH: [listing(posts(1, 2), "A"), listing(posts(3))]}, text("brew"))
    assert [post.native_id for post in first.posts] == ["t1", "t2", "t3"]
    assert first.asked[1]["after"] == "A"
    again = play({SEARCH: [listing([])]}, text("brew"), after=first.cursor)
    newest = NOW - timedelta(hours=1)
    assert again.asked[0]["since"] == str(int(newest.timestamp()))
    assert again.cursor == first.cursor


def test_a_walk_cut_in_the_middle_goes_on_there() -> None:
    whole = play({SEARCH: [listing(posts(1, 2), "A"), listing(posts(3))]}, text("brew"))
    rest = play({SEARCH: [listing(posts(3))]}, text("brew"), after=whole.pages[0].cursor)
    assert rest.asked[0]["after"] == "A"
    assert rest.cursor == whole.cursor


def test_a_cursor_that_is_not_taken_any_more_begins_anew() -> None:
    cut = play({SEARCH: [listing(posts(1), "A"), listing([])]}, text("brew")).pages[0].cursor
    refused = Reply(status=400, json={"error": {"message": "bad cursor", "code": 100}})
    again = play({SEARCH: [refused, listing(posts(1))]}, text("brew"), after=cut)
    assert [post.native_id for post in again.posts] == ["t1"]
    assert "after" not in again.asked[1]


def test_a_limit_of_pages_is_said_aloud_and_the_rest_comes_next_time() -> None:
    many = [listing(posts(number), f"C{number}") for number in range(1, 9)]
    played = play({SEARCH: many}, text("brew"), options={"max_pages": 2})
    assert len(played.posts) == 2
    assert "run it again for older posts" in played.notes[-1]
    rest = play({SEARCH: [listing([])]}, text("brew"), after=played.cursor)
    assert rest.asked[0]["after"] == "C2"


def test_a_circle_ends() -> None:
    assert len(play({SEARCH: [listing(posts(1), "A")]}, text("brew")).asked) == 2


def test_searches_that_find_something_are_counted_and_bounded() -> None:
    played = play({SEARCH: [listing(posts(1), "A"), listing([])]}, text("brew"))
    assert played.units == {"searches of 2,200 in 24 hours": 1}
    with pytest.raises(RateLimitError, match="2,200 searches in 24 hours, and they are used"):
        play({SEARCH: [listing([])]}, text("brew"), spent=2_200)


def test_a_bad_record_costs_itself() -> None:
    played = play({SEARCH: [listing([{"id": "bad"}, *posts(1)])]}, text("brew"))
    assert len(played.posts) == 1
    assert played.pages[0].problems[0].where == "post bad"


def test_without_a_token_the_first_page_fails() -> None:
    with pytest.raises(AuthError, match="there is no THREADS_TOKEN"):
        play({}, text("brew"), secrets={})


def test_wrong_options_are_refused() -> None:
    with pytest.raises(ConfigError, match="max_pages = -1"):
        play({}, text("brew"), options={"max_pages": -1})


def looked_up(*replies: Reply, handle: str = "ana.brews") -> Page:
    async def run() -> Page:
        async with scripted({LOOKUP: replies}) as server, access_to(secrets=SECRETS) as access:
            source = ThreadsWithProfiles(access, base_url=f"{server.url}/v1.0/")
            return await source.profiles([handle])

    return asyncio.run(run())


def test_a_profile_is_looked_up_by_its_handle() -> None:
    page = looked_up(Reply(json=PROFILE))
    (creator,) = page.creators
    assert (creator.native_id, creator.handle) == ("ana.brews", "Ana.Brews")
    assert (creator.followers, creator.bio, creator.verified) == (12_034, "Brews", True)
    assert creator.measured_at == NOW
    assert page.unmapped == {}


def test_a_profile_that_is_not_public_is_not_taken_for_deleted() -> None:
    body = {"error": {"message": "not found", "code": 100, "error_subcode": 33}}
    assert looked_up(Reply(status=400, json=body)) == Page()


def test_a_profile_that_is_no_profile_is_told() -> None:
    page: Any = looked_up(Reply(json={"name": "Ana"}))
    assert page.creators == ()
    assert "username is missing" in page.problems[0].reason


def test_the_cursor_is_a_text_of_its_own() -> None:
    played = play({SEARCH: [listing(posts(1))]}, text("brew"))
    assert json.loads(str(played.cursor))["since"]
    assert play({SEARCH: [listing([])]}, text("brew"), after="not ours").posts == []


@pytest.mark.parametrize(("options", "kind"), [({}, False), ({"profiles": "true"}, True)])
def test_profiles_are_looked_up_only_if_the_user_wants_them(
    options: Mapping[str, object], *, kind: bool
) -> None:
    async def run() -> bool:
        async with access_to(options=options) as access:
            (source,) = Threads.make(access)
            return isinstance(source, ProfileSource)

    assert asyncio.run(run()) is kind
