"""Media and profiles of the Instagram Graph API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indexers.instagram.media import strange_fields, to_creator, to_post
from indexers.pages import LeftOutError
from indexers.records import NativeCreator
from indexers.values import RefusedError

ANSWERS = Path(__file__).parents[1] / "answers" / "instagram"
ANA = NativeCreator(id="17841", handle="ana")
MEDIA = {
    "id": "17908305578033379",
    "caption": "Slow brew #Espresso",
    "permalink": "https://www.instagram.com/p/abc/",
    "timestamp": "2021-09-27T22:21:54+0000",
    "like_count": 1_490,
    "comments_count": 284,
    "view_count": 20_000,
    "media_type": "VIDEO",
    "media_product_type": "REELS",
}


def recorded(name: str) -> Any:
    return json.loads((ANSWERS / name).read_text())


def test_a_media_is_a_post_of_its_creator() -> None:
    post = to_post(MEDIA, ANA)
    assert (post.source, post.id, post.creator.id) == ("instagram", "17908305578033379", "17841")
    assert (post.text, post.url) == ("Slow brew #Espresso", "https://www.instagram.com/p/abc/")
    assert (post.likes, post.replies, post.views, post.reposts) == (1_490, 284, 20_000, None)
    assert post.paid_label is None


@pytest.mark.parametrize("hidden", [{}, {"like_count": None}, {"like_count": -1}])
def test_hidden_likes_are_not_known(hidden: dict[str, object]) -> None:
    media = {name: value for name, value in MEDIA.items() if name != "like_count"}
    assert to_post(media | hidden, ANA).likes is None


def test_no_likes_are_no_likes() -> None:
    assert to_post({**MEDIA, "like_count": 0}, ANA).likes == 0


def test_without_a_caption_there_is_no_text() -> None:
    media = {name: value for name, value in MEDIA.items() if name != "caption"}
    assert to_post(media, ANA).text == ""


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ({**MEDIA, "media_product_type": "STORY"}, "a story"),
        ({**MEDIA, "permalink": "https://instagram.com/stories/ana/1"}, "a story"),
        ({**MEDIA, "media_type": "BROADCAST"}, "a live broadcast"),
    ],
)
def test_what_does_not_last_is_left_out(media: dict[str, object], reason: str) -> None:
    with pytest.raises(LeftOutError, match=reason):
        to_post(media, ANA)


def test_a_media_nobody_is_told_to_have_posted_is_left_out() -> None:
    with pytest.raises(LeftOutError, match="does not tell who posted it"):
        to_post(MEDIA)


def test_an_owner_is_a_creator() -> None:
    post = to_post({**MEDIA, "owner": {"id": "17841"}, "username": "ana"})
    assert (post.creator.id, post.creator.handle) == ("17841", "ana")


def test_an_advertisement_is_labelled() -> None:
    label = to_post({**MEDIA, "media_product_type": "AD"}, ANA).paid_label
    assert label == "an advertisement"


def test_a_post_without_a_time_is_refused() -> None:
    with pytest.raises(RefusedError, match="timestamp is missing"):
        to_post({**MEDIA, "timestamp": None}, ANA)


def test_the_recorded_profile_is_read() -> None:
    profile = recorded("discovery_profile.json")["business_discovery"]
    creator = to_creator(profile, "2026-01-01T00:00:00Z")
    assert (creator.id, creator.handle) == ("17841407673135339", "facebookfordevelopers")
    assert (creator.followers, creator.following, creator.posts) == (64_976, None, 436)
    assert strange_fields(profile) == []


def test_the_recorded_media_are_read() -> None:
    records = recorded("discovery_media.json")["business_discovery"]["media"]["data"]
    posts = [to_post(record, ANA) for record in records]
    assert [post.likes for post in posts[:3]] == [1_490, 1_300, 1_207]
    assert [post.replies for post in posts[:3]] == [284, 234, 188]
    assert len(posts) == 5
    assert [name for record in records for name in strange_fields(record)] == []


@pytest.mark.parametrize(("name", "count"), [("hashtag_recent.json", 5), ("hashtag_top.json", 25)])
def test_recorded_media_of_hashtags_have_no_creator(name: str, count: int) -> None:
    records = recorded(name)["data"]
    assert len(records) == count
    for record in records:
        assert strange_fields(record) == []
        with pytest.raises(LeftOutError):
            to_post(record)
