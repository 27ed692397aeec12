"""Instagram as a source, played by a scripted server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from engine.access import Access
from engine.errors import AuthError, ConfigError, GoneError, SourceError
from engine.vocabulary import Page, Query
from indexers.instagram.media import NO_CREATOR
from indexers.instagram.source import Instagram
from tests.fakes import NOW
from tests.indexers.instagram.test_media import recorded
from tests.indexers.servers import (
    Asked,
    Reply,
    Script,
    Server,
    access_to,
    account,
    hashtag,
    pages_of,
    scripted,
)

ME = "/v25.0/17841400000000000"
RECENTLY = f"{ME}/recently_searched_hashtags"
FIND = "/v25.0/ig_hashtag_search"
SECRETS = {"INSTAGRAM_TOKEN": "EAAs3cret", "INSTAGRAM_USER_ID": "17841400000000000"}
ANA = {
    "id": "17841",
    "username": "ana",
    "biography": "Brews",
    "followers_count": 12_034,
    "follows_count": 3,
    "media_count": 981,
}


def media(*hours: float, caption: str = "brew") -> list[dict[str, object]]:
    return [
        {
            "id": f"m{number}",
            "caption": caption,
            "permalink": f"https://www.instagram.com/p/{number}/",
            "timestamp": f"{NOW - timedelta(hours=number):%Y-%m-%dT%H:%M:%S+0000}",
            "like_count": 7,
            "comments_count": 2,
        }
        for number in hours
    ]


def listing(records: Sequence[object], after: str | None = None) -> dict[str, object]:
    paging = {"paging": {"cursors": {"after": after}}} if after else {}
    return {"data": list(records), **paging}


def discovered(records: Sequence[object], after: str | None = None) -> Reply:
    found = {**ANA, "media": listing(records, after)}
    return Reply(json={"business_discovery": found, "id": "17841400000000000"})


class Played:
    def __init__(self, pages: Sequence[Page], server: Server, access: Access) -> None:
        self.pages = pages
        self.asked = server.requests
        self.posts = [post for page in pages for post in page.posts]
        self.notes = [note for page in pages for note in page.notes]
        self.dropped = {
            reason: sum(page.dropped.get(reason, 0) for page in pages)
            for page in pages
            for reason in page.dropped
        }
        self.units = access.meter.units
        self.cursor = pages[-1].cursor


def play(
    script: Script,
    query: Query,
    *,
    after: str | None = None,
    options: Mapping[str, object] | None = None,
    secrets: Mapping[str, str] = SECRETS,
) -> Played:
    async def run() -> Played:
        lent = access_to(options=options, secrets=secrets)
        async with scripted(script) as server, lent as access:
            source = Instagram(access, base_url=f"{server.url}/v25.0/")
            return Played(await pages_of(source, query, after), server, access)

    return asyncio.run(run())


def test_an_account_gives_its_profile_and_its_posts() -> None:
    played = play({ME: [discovered(media(1, 2), "A"), discovered(media(3))]}, account("ana"))
    assert [post.native_id for post in played.posts] == ["m1", "m2", "m3"]
    assert {post.creator_id for post in played.posts} == {"17841"}
    creator = played.pages[0].creators[0]
    assert (creator.handle, creator.followers, creator.measured_at) == ("ana", 12_034, NOW)
    fields = [asked.query["fields"] for asked in played.asked]
    assert "business_discovery.username(ana)" in fields[0]
    assert "media.limit(50){" in fields[0]
    assert "media.limit(50).after(A){" in fields[1]


def test_the_next_walk_ends_at_the_newest_post() -> None:
    first = play({ME: [discovered(media(3, 4))]}, account("ana"))
    again = play(
        {ME: [discovered(media(1, 3), "A"), discovered(media(4), "B")]},
        account("ana"),
        after=first.cursor,
    )
    assert [post.native_id for post in again.posts] == ["m1", "m3", "m4"]
    third = play({ME: [discovered(media(1, 3), "A")]}, account("ana"), after=again.cursor)
    assert len(third.asked) == 1


def test_a_walk_cut_in_the_middle_goes_on_there() -> None:
    whole = play({ME: [discovered(media(1, 2), "A"), discovered(media(3))]}, account("ana"))
    rest = play({ME: [discovered(media(3))]}, account("ana"), after=whole.pages[0].cursor)
    assert ".after(A)" in rest.asked[0].query["fields"]
    assert rest.cursor == whole.cursor


def test_a_cursor_that_is_not_taken_any_more_begins_anew() -> None:
    cut = play({ME: [discovered(media(1), "A"), discovered([])]}, account("ana")).pages[0].cursor
    refused = Reply(status=400, json={"error": {"message": "bad cursor", "code": 100}})
    again = play({ME: [refused, discovered(media(1))]}, account("ana"), after=cut)
    assert [post.native_id for post in again.posts] == ["m1"]
    assert ".after(" not in again.asked[1].query["fields"]


def test_older_posts_than_asked_for_are_counted_and_end_the_walk() -> None:
    query = account("ana", NOW - timedelta(hours=2, minutes=30))
    played = play({ME: [discovered(media(1, 2, 3), "A")]}, query)
    assert [post.native_id for post in played.posts] == ["m1", "m2"]
    assert played.dropped == {"before the time asked for": 1}
    assert len(played.asked) == 1


def test_a_field_the_api_does_not_know_is_not_asked_for_again() -> None:
    message = "(#100) Tried accessing nonexisting field (view_count)"
    refused = Reply(status=400, json={"error": {"message": message, "code": 100}})
    script = {ME: [refused, discovered(media(1), "A"), discovered(media(2))]}
    played = play(script, account("ana"))
    assert [post.native_id for post in played.posts] == ["m1", "m2"]
    asked = ["view_count" in one.query["fields"] for one in played.asked]
    assert asked == [True, False, False]


def test_a_limit_of_pages_is_said_aloud() -> None:
    pages = [discovered(media(number), f"C{number}") for number in range(1, 9)]
    played = play({ME: pages}, account("ana"), options={"max_pages": 2})
    assert len(played.posts) == 2
    assert "older posts than 100 are not read (max_pages)" in played.notes[-1]


def test_a_circle_ends() -> None:
    played = play({ME: [discovered(media(1), "A")]}, account("ana"))
    assert len(played.asked) == 2


def test_the_recorded_pages_of_an_account_are_read() -> None:
    recording = recorded("discovery_media.json")
    recording["business_discovery"] |= {"username": "ana"}
    played = play({ME: [Reply(json=recording)]}, account("ana"))
    assert len(played.posts) == 5


@pytest.mark.parametrize("handle", ["ana){id}", "", "a" * 31, "ana banana"])
def test_what_is_no_handle_is_not_sent(handle: str) -> None:
    with pytest.raises(GoneError, match="no handle"):
        play({ME: [discovered([])]}, account(handle))


def test_an_unknown_or_personal_account_is_gone() -> None:
    body = {"error": {"message": "Invalid user id", "code": 110, "error_subcode": 2207013}}
    with pytest.raises(GoneError, match="Invalid user id"):
        play({ME: [Reply(status=400, json=body)]}, account("ana"))


def hashtag_script(recent: Sequence[Reply], **more: Sequence[Reply] | Any) -> Script:
    return {
        RECENTLY: [Reply(json=recorded("recently_searched.json"))],
        FIND: [Reply(json={"data": [{"id": "17900"}]})],
        "/v25.0/17900/recent_media": recent,
        "/v25.0/17900/top_media": [Reply(json=listing([]))],
        **more,
    }


def test_posts_of_a_hashtag_have_no_creator_and_are_counted() -> None:
    caption = "#brew #latte with @bob"
    recent = [Reply(json=listing(media(1, 2, caption=caption), "A")), Reply(json=listing(media(3)))]
    gone = Reply(status=400, json={"error": {"message": "Invalid user id", "code": 110}})
    played = play(hashtag_script(recent, **{ME: [gone]}), hashtag("brew"))
    assert played.posts == []
    assert played.dropped == {NO_CREATOR: 3}
    assert all(page.creators == () for page in played.pages)
    assert played.notes[-1] == (
        "#brew: 3 posts of creators who are not told; 21 likes on the 3 that show them; "
        "6 comments on the 3 that show them; beside it #latte (2); naming @bob (2)"
    )


def test_a_cursor_that_stays_the_same_still_goes_on() -> None:
    recent = [
        Reply(json=listing(media(1), "SAME")),
        Reply(json=listing(media(2), "SAME")),
        Reply(json=listing([], "SAME")),
    ]
    played = play(hashtag_script(recent), hashtag("brew"))
    assert played.dropped == {NO_CREATOR: 2}


def test_pages_that_bring_nothing_new_end_the_walk() -> None:
    played = play(hashtag_script([Reply(json=listing(media(1), "SAME"))]), hashtag("brew"))
    assert [asked.path for asked in played.asked].count("/v25.0/17900/recent_media") == 2


def test_accounts_named_with_a_hashtag_are_looked_up_for_it() -> None:
    def answer(asked: Asked) -> Reply:
        assert "username(ana)" in asked.query["fields"]
        return discovered([*media(5, caption="my #Brew"), *media(6, caption="another")])

    recent = [Reply(json=listing(media(1, caption="#brew by @ana")))]
    played = play(hashtag_script(recent, **{ME: answer}), hashtag("brew"))
    assert [(post.native_id, post.creator_id) for post in played.posts] == [("m5", "17841")]


def test_no_account_is_looked_up_if_the_user_does_not_want_it() -> None:
    recent = [Reply(json=listing(media(1, caption="#brew by @ana")))]
    played = play(hashtag_script(recent), hashtag("brew"), options={"lookups": 0})
    assert ME not in [asked.path for asked in played.asked]


def test_the_budget_of_hashtags_is_shown_and_counted() -> None:
    played = play(hashtag_script([Reply(json=listing([]))]), hashtag("brew"))
    # the recording has 2 hashtags: this is the third
    assert played.notes[0] == "3 of the 30 hashtags Instagram allows in 7 days are used"
    assert played.units == {"hashtags of 30 in 7 days": 1}


def test_a_hashtag_searched_for_already_is_free() -> None:
    script = hashtag_script([]) | {
        "/v25.0/17841562426109234/recent_media": [Reply(json=listing([]))],
        "/v25.0/17841562426109234/top_media": [Reply(json=listing([]))],
    }
    played = play(script, hashtag("Developers"))
    assert played.units == {}
    assert FIND not in [asked.path for asked in played.asked]


def test_the_thirty_first_hashtag_is_not_searched_for() -> None:
    used = [{"id": str(number), "name": f"tag{number}"} for number in range(30)]
    script = hashtag_script([]) | {RECENTLY: [Reply(json={"data": used})]}
    with pytest.raises(SourceError, match="#brew would be the 31st hashtag in 7 days"):
        play(script, hashtag("brew"))


def test_hashtags_asked_for_at_once_stay_within_the_budget() -> None:
    used = [{"id": str(number), "name": f"tag{number}"} for number in range(29)]

    def recently(_: Asked) -> Reply:
        return Reply(json={"data": used})

    def find(asked: Asked) -> Reply:
        used.append({"id": "17900", "name": asked.query["q"]})
        return Reply(json={"data": [{"id": "17900"}]})

    async def run() -> list[object]:
        script = hashtag_script([Reply(json=listing([]))]) | {RECENTLY: recently, FIND: find}
        async with scripted(script) as server, access_to(secrets=SECRETS) as access:
            source = Instagram(access, base_url=f"{server.url}/v25.0/")
            walks = (pages_of(source, hashtag(tag)) for tag in ("a", "b", "c"))
            return list(await asyncio.gather(*walks, return_exceptions=True))

    failed = [result for result in asyncio.run(run()) if isinstance(result, SourceError)]
    assert len(failed) == 2
    assert len(used) == 30


def test_the_cursor_of_a_hashtag_is_its_newest_post() -> None:
    played = play(hashtag_script([Reply(json=listing(media(1, 2)))]), hashtag("brew"))
    newest = datetime.fromisoformat(json.loads(str(played.cursor))["newest"])
    assert newest == NOW - timedelta(hours=1)
    again = [Reply(json=listing(media(1), "A")), Reply(json=listing(media(2), "A"))]
    next_time = play(hashtag_script(again), hashtag("brew"), after=played.cursor)
    assert [asked.path for asked in next_time.asked].count("/v25.0/17900/recent_media") == 1


def test_a_missing_id_and_a_missing_token_are_told() -> None:
    with pytest.raises(SourceError, match="no INSTAGRAM_USER_ID"):
        play({}, hashtag("brew"), secrets={"INSTAGRAM_TOKEN": "x"})
    with pytest.raises(SourceError, match="INSTAGRAM_USER_ID is no number"):
        play({}, account("ana"), secrets=SECRETS | {"INSTAGRAM_USER_ID": "ana"})
    with pytest.raises(AuthError, match="no INSTAGRAM_TOKEN"):
        play({}, account("ana"), secrets={"INSTAGRAM_USER_ID": "1"})


def test_wrong_options_are_refused() -> None:
    with pytest.raises(ConfigError, match="max_pages = 'many' is no whole number"):
        play({}, account("ana"), options={"max_pages": "many"})


def test_a_bad_record_costs_itself() -> None:
    bad = {"id": "bad", "timestamp": "yesterday"}
    played = play({ME: [discovered([bad, *media(1)])]}, account("ana"))
    assert len(played.posts) == 1
    assert played.pages[0].problems[0].where == "post bad"
