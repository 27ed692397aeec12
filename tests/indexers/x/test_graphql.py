"""Posts of X as its own pages get them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from engine.vocabulary import Page
from indexers.pages import PageDraft
from indexers.x.graphql import is_graphql, items_in
from indexers.x.records import add_graphql
from tests.indexers.x.test_v1 import POST as V1_POST
from tests.indexers.x.test_v1 import USER as V1_USER

NOW = datetime(2026, 11, 1, tzinfo=UTC)
OLD_USER = {
    "__typename": "User",
    "rest_id": "77",
    "is_blue_verified": True,
    "legacy": {name: value for name, value in V1_USER.items() if name not in ("id", "id_str")},
}
NEW_USER = {
    "__typename": "User",
    "rest_id": "77",
    "is_blue_verified": False,
    "core": {"screen_name": "ana", "name": "Ana", "created_at": "Fri Feb 01 00:00:00 +0000 2019"},
    "location": {"location": "Porto"},
    "profile_bio": {"description": "Brews"},
    "privacy": {"protected": False},
    "verification": {"verified": False},
    "legacy": {"followers_count": 12, "friends_count": 3, "statuses_count": 981},
}
LEGACY = {
    **{name: value for name, value in V1_POST.items() if name not in ("id", "user")},
    "user_id_str": "77",
    "conversation_id_str": "1050118621198921728",
    "bookmark_count": 1,
    "bookmarked": False,
}
TWEET = {
    "__typename": "Tweet",
    "rest_id": "1050118621198921728",
    "core": {"user_results": {"result": OLD_USER}},
    "views": {"count": "5188", "state": "EnabledWithCount"},
    "legacy": LEGACY,
}


def answer(*results: Mapping[str, object], **more: object) -> dict[str, object]:
    """Return an answer with each result in an entry of its own."""
    entries = [
        {"content": {"itemContent": {"tweet_results": {"result": result}, **more}}}
        for result in results
    ]
    return {"data": {"search": {"timeline": {"instructions": [{"entries": entries}]}}}}


def read(record: Mapping[str, object]) -> Page:
    draft = PageDraft(now=NOW)
    add_graphql(record, draft, "line 1")
    return draft.finish()


def test_posts_are_found_wherever_they_are_wrapped() -> None:
    page = read(
        answer(TWEET, {**TWEET, "rest_id": "2", "legacy": {**TWEET["legacy"], "id_str": "2"}})
    )  # type: ignore[dict-item]
    assert [post.native_id for post in page.posts] == ["1050118621198921728", "2"]
    post = page.posts[0]
    assert post.text == "Tea & cake https://one.example/ #Tea"
    assert (post.engagement.views, post.engagement.likes) == (5_188, 4)
    assert page.creators[0].followers == 12
    assert page.creators[0].verified is True
    assert page.unmapped == {}


def test_profiles_are_read_where_they_stand_today() -> None:
    (creator,) = read(answer({**TWEET, "core": {"user_results": {"result": NEW_USER}}})).creators
    assert (creator.native_id, creator.handle, creator.name) == ("77", "ana", "Ana")
    assert (creator.location, creator.bio, creator.verified) == ("Porto", "Brews", False)
    assert (creator.followers, creator.following, creator.posts) == (12, 3, 981)
    assert creator.created_at == datetime(2019, 2, 1, tzinfo=UTC)


def test_a_long_post_is_given_whole() -> None:
    note = {
        "text": "A long one, to its end #Kettle",
        "entity_set": {"hashtags": [{"text": "Kettle"}]},
    }
    tweet = {**TWEET, "note_tweet": {"note_tweet_results": {"result": note}}}
    (post,) = read(answer(tweet)).posts
    assert post.text == "A long one, to its end #Kettle"
    assert post.hashtags == ("kettle",)


def test_reposts_are_left_out_and_what_they_repeat_too() -> None:
    legacy = {**LEGACY, "retweeted_status_result": {"result": TWEET}}
    page = read(answer({**TWEET, "legacy": legacy}))
    assert page.posts == ()
    assert page.dropped == {"a repost": 1}


def test_a_quoted_post_is_not_taken_for_one_that_was_found() -> None:
    page = read(answer({**TWEET, "quoted_status_result": {"result": {**TWEET, "rest_id": "2"}}}))
    assert len(page.posts) == 1


def test_protected_accounts_are_left_out() -> None:
    hidden = {**NEW_USER, "privacy": {"protected": True}}
    page = read(answer({**TWEET, "core": {"user_results": {"result": hidden}}}))
    assert page.dropped == {"of a protected account": 1}


def test_posts_with_limited_visibility_are_unwrapped_and_tombstones_are_none() -> None:
    limited = {
        "__typename": "TweetWithVisibilityResults",
        "tweet": {**TWEET, "__typename": "Tweet"},
    }
    tombstone = {"__typename": "TweetTombstone", "tombstone": {}}
    assert len(list(items_in(answer(limited, tombstone)))) == 1


def test_paid_posts_are_labelled() -> None:
    (post,) = read(answer(TWEET, promotedMetadata={"advertiser_results": {}})).posts
    assert post.paid_label == "an advertisement"


def test_a_line_of_zeeschuimer_is_one_post_measured_when_it_was_collected() -> None:
    line = {
        "nav_index": "12:1:0",
        "item_id": "1",
        "timestamp_collected": 1_733_400_000_000,
        "source_platform": "twitter.com",
        "data": TWEET,
    }
    page = read(line)
    assert len(page.posts) == 1
    assert page.creators[0].measured_at == datetime(2024, 12, 5, 12, tzinfo=UTC)
    assert is_graphql(line)
    assert not is_graphql({**line, "source_platform": "tiktok.com"})


def test_views_nobody_counted_are_not_known() -> None:
    (post,) = read(answer({**TWEET, "views": {"state": "Enabled"}})).posts
    assert post.engagement.views is None


def test_what_holds_no_post_is_refused() -> None:
    page = read({"data": {}})
    assert "there is no post of X in it" in page.problems[0].reason
    assert not is_graphql({"data": {"items": [{"id": "1"}]}})


def test_nesting_without_end_is_given_up() -> None:
    record: dict[str, object] = {}
    for _ in range(500):
        record = {"a": record}
    assert not is_graphql(record)
