"""YouTube: what the resources of its Data API become."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.vocabulary import Engagement, Page
from indexers.gathering import Gathering
from indexers.youtube.items import add_item
from tests.fakes import NOW

ANSWERS = Path(__file__).parent / "answers" / "youtube"
CHANNEL = "UC" + "a" * 22


def video(number: int = 1, at: str = "2026-05-01T10:00:00Z", **parts: Any) -> dict[str, Any]:
    return {
        "kind": "youtube#video",
        "etag": "x",
        "id": f"video{number}",
        "snippet": {
            "publishedAt": at,
            "channelId": CHANNEL,
            "channelTitle": "Grind",
            "title": f"Burrs {number} #espresso",
            "description": "Flat & conical\nhttps://grind.example/burrs",
            "tags": ["coffee", "grinder", "barista"],
            "defaultAudioLanguage": "en-GB",
        },
        "statistics": {"viewCount": "1000", "likeCount": "12", "commentCount": "3"},
        "status": {"privacyStatus": "public"},
        **parts,
    }


def comment(**fields: Any) -> dict[str, Any]:
    said = {
        "textOriginal": "Grind finer",
        "textDisplay": "Grind finer",
        "authorDisplayName": "@ana",
        "authorChannelId": {"value": "UCana"},
        "videoId": "video1",
        "likeCount": 4,
        "publishedAt": "2026-05-01T10:00:00Z",
    }
    return {"kind": "youtube#comment", "id": "c1", "snippet": {**said, **fields}}


def mapped(*items: dict[str, Any]) -> Page:
    page = Gathering("youtube", now=NOW)
    for item in items:
        with page.one("item"):
            add_item(page, item)
    return page.finish()


def recorded(name: str) -> Page:
    answer = json.loads((ANSWERS / name).read_text())
    return mapped(*answer.get("items", [answer]))


def test_a_video_is_its_title_and_description_with_the_hashtags_that_are_shown() -> None:
    page = mapped(video())
    (post,) = page.posts
    assert post.text == "Burrs 1 #espresso\n\nFlat & conical\nhttps://grind.example/burrs"
    assert post.hashtags == ("espresso",)
    assert (post.native_id, post.creator_id, post.lang) == ("video1", CHANNEL, "en-GB")
    assert post.url == "https://www.youtube.com/watch?v=video1"
    assert post.engagement == Engagement(views=1_000, likes=12, replies=3)
    assert post.paid_label is None
    assert [creator.name for creator in page.creators] == ["Grind"]
    assert page.unmapped == {}


def test_counts_that_are_hidden_are_not_known() -> None:
    (post,) = mapped(video(statistics={"viewCount": "0"})).posts
    assert post.engagement == Engagement(views=0)
    (post,) = mapped({key: part for key, part in video().items() if key != "statistics"}).posts
    assert post.engagement == Engagement()


def test_a_declared_paid_promotion_is_a_label() -> None:
    placed = {"hasPaidProductPlacement": True}
    (post,) = mapped(video(paidProductPlacementDetails=placed)).posts
    assert post.paid_label == "paid promotion"


@pytest.mark.parametrize("status", ["private", "unlisted"])
def test_what_is_not_public_is_left_out(status: str) -> None:
    page = mapped(video(status={"privacyStatus": status}))
    assert (page.posts, page.dropped) == ((), {status: 1})


def test_a_search_result_is_unescaped() -> None:
    found = video(kind="youtube#searchResult", id={"kind": "youtube#video", "videoId": "v"})
    found["snippet"]["title"] = "Ana&#39;s burrs"
    (post,) = mapped(found).posts
    assert post.text.startswith("Ana's burrs")
    assert post.native_id == "v"


def test_an_item_of_a_playlist_is_a_video_only_if_it_says_whose() -> None:
    item = video(kind="youtube#playlistItem", statistics={})
    item["snippet"] |= {"resourceId": {"videoId": "v"}, "playlistId": "UU" + CHANNEL[2:]}
    (post,) = mapped(item).posts
    assert (post.native_id, post.creator_id) == ("v", CHANNEL)
    item["snippet"]["playlistId"] = "PLother"
    assert "of which channel" in mapped(item).problems[0].reason
    item["snippet"]["videoOwnerChannelId"] = "UCother"
    item["contentDetails"] = {"videoId": "v", "videoPublishedAt": "2026-04-01T10:00:00Z"}
    (post,) = mapped(item).posts
    assert (post.creator_id, post.created_at) == ("UCother", datetime(2026, 4, 1, 10, tzinfo=UTC))


def test_an_activity_is_the_video_it_put_up() -> None:
    activity = video(kind="youtube#activity", contentDetails={"upload": {"videoId": "v"}})
    assert [post.native_id for post in mapped(activity).posts] == ["v"]
    page = mapped(video(kind="youtube#activity"))
    assert page.dropped == {"an activity that names no video": 1}


def test_a_comment_is_by_the_channel_of_its_author() -> None:
    page = mapped(comment())
    (post,) = page.posts
    assert (post.text, post.creator_id, post.reply_to) == ("Grind finer", "UCana", "video1")
    assert post.url == "https://www.youtube.com/watch?v=video1&lc=c1"
    assert post.engagement == Engagement(likes=4)
    assert [creator.handle for creator in page.creators] == ["ana"]


def test_a_comment_of_nobody_or_held_back_is_not_kept() -> None:
    page = mapped(comment(authorChannelId=None), comment(moderationStatus="heldForReview"))
    assert page.posts == ()
    assert "by which channel" in page.problems[0].reason
    assert page.dropped == {"held back by a moderator": 1}


def test_a_comment_without_its_original_text_is_read_from_what_is_shown() -> None:
    (post,) = mapped(comment(textOriginal=None, textDisplay="Ana&#39;s<br>grind")).posts
    assert post.text == "Ana's\ngrind"


def test_a_thread_gives_the_comment_and_its_answers() -> None:
    thread = {
        "kind": "youtube#commentThread",
        "id": "c1",
        "snippet": {"topLevelComment": comment(), "totalReplyCount": 7, "isPublic": True},
        "replies": {"comments": [{**comment(parentId="c1"), "id": "c1.r"}, {"id": "bad"}]},
    }
    page = mapped(thread)
    assert [(post.native_id, post.reply_to) for post in page.posts] == [
        ("c1", "video1"),
        ("c1.r", "c1"),
    ]
    assert page.posts[0].engagement.replies == 7
    assert [problem.where for problem in page.problems] == ["comment bad"]


def test_a_hidden_number_of_subscribers_is_not_known() -> None:
    channel = {
        "kind": "youtube#channel",
        "id": CHANNEL,
        "snippet": {"title": "Grind", "customUrl": "@grind", "country": "PT"},
        "statistics": {"subscriberCount": "0", "hiddenSubscriberCount": True, "videoCount": "41"},
    }
    (creator,) = mapped(channel).creators
    assert (creator.followers, creator.posts, creator.location) == (None, 41, "PT")
    assert (creator.handle, creator.measured_at) == ("grind", NOW)


def test_what_is_no_post_is_counted_by_its_kind() -> None:
    page = mapped({"kind": "youtube#playlist", "id": "p"}, {"error": "x"})
    assert page.dropped == {"a playlist, which is no post": 1, "a None, which is no post": 1}


def test_unknown_parts_are_counted_and_a_wrong_one_costs_its_item() -> None:
    page = mapped(video(moods=[]), video(2, mood="good"), video(3, statistics=7))
    assert page.unmapped == {"moods": 1, "mood": 1}
    assert "statistics should be object" in page.problems[0].reason


@pytest.mark.parametrize(
    ("name", "n_posts", "n_creators", "n_problems", "n_dropped"),
    [
        ("apidata__videos__videos_info_single.json", 1, 1, 0, 0),
        ("modeldata__videos__video_info.json", 1, 1, 0, 0),
        ("apidata__channels__info.json", 0, 1, 0, 0),
        ("apidata__channels__info_multiple.json", 0, 2, 0, 0),
        ("apidata__comment_threads__comment_threads_by_video_paged_1.json", 5, 5, 0, 0),
        ("apidata__playlist_items__playlist_items_multi.json", 0, 0, 2, 0),
        ("apidata__error_permission_resp.json", 0, 0, 0, 1),
        ("error_response_simple.json", 0, 0, 0, 1),
    ],
)
def test_recorded_answers_give_what_was_counted_by_hand(
    name: str, n_posts: int, n_creators: int, n_problems: int, n_dropped: int
) -> None:
    page = recorded(name)
    found = (len(page.posts), len(page.creators), len(page.problems), sum(page.dropped.values()))
    assert found == (n_posts, n_creators, n_problems, n_dropped)
    assert page.unmapped == {}


def test_recorded_counts_are_numbers_or_not_known() -> None:
    (post,) = recorded("apidata__videos__videos_info_single.json").posts
    assert (post.engagement, post.lang) == (Engagement(), "en")
    (post,) = recorded("modeldata__videos__video_info.json").posts
    assert (post.engagement.views, post.engagement.likes) == (8_087, 190)
    google, developers = recorded("apidata__channels__info_multiple.json").creators
    assert (google.handle, google.followers, google.posts) == ("google", 10_700_000, 2_678)
    assert developers.location == "US"
    counts = [
        post.engagement.replies
        for post in recorded(
            "apidata__comment_threads__comment_threads_by_video_paged_1.json"
        ).posts
    ]
    assert counts == [0, 0, 0, 0, 2]
