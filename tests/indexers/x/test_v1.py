"""Posts of the X API v1.1, by its documented schema."""

from __future__ import annotations

import pytest

from indexers.pages import LeftOutError
from indexers.values import RefusedError
from indexers.x import v1

USER = {
    "id": 77,
    "id_str": "77",
    "screen_name": "ana",
    "name": "Ana",
    "description": "Brews https://t.co/abc",
    "entities": {
        "description": {"urls": [{"url": "https://t.co/abc", "expanded_url": "https://a.example/"}]}
    },
    "location": "",
    "protected": False,
    "followers_count": 12,
    "friends_count": 3,
    "statuses_count": 981,
    "verified": False,
    "created_at": "Fri Feb 01 00:00:00 +0000 2019",
}
POST = {
    "created_at": "Wed Oct 10 20:19:24 +0000 2018",
    "id": 1050118621198921728,
    "id_str": "1050118621198921728",
    "full_text": "Tea &amp; cake https://t.co/one #Tea https://t.co/pic",
    "truncated": False,
    "entities": {
        "hashtags": [{"text": "Tea", "indices": [31, 35]}],
        "urls": [
            {
                "url": "https://t.co/one",
                "expanded_url": "https://one.example/",
                "display_url": "one.example",
            }
        ],
        "media": [{"url": "https://t.co/pic", "display_url": "pic.twitter.com/pic"}],
    },
    "user": USER,
    "favorite_count": 4,
    "retweet_count": 2,
    "in_reply_to_status_id_str": "5",
    "lang": "en",
}


def test_a_post_has_its_creator_and_its_whole_text() -> None:
    post = v1.to_post(POST)
    assert post.text == "Tea & cake https://one.example/ #Tea"
    assert post.created_at == "2018-10-10T20:19:24+00:00"
    assert (post.likes, post.reposts, post.replies, post.views) == (4, 2, None, None)
    assert (post.reply_to, post.hashtags, post.links) == ("5", ["Tea"], ["https://one.example/"])
    assert post.url == "https://x.com/ana/status/1050118621198921728"
    creator = post.creator
    assert (creator.id, creator.handle, creator.followers, creator.following) == (
        "77",
        "ana",
        12,
        3,
    )
    assert creator.bio == "Brews https://a.example/"
    assert creator.created_at == "2019-02-01T00:00:00+00:00"
    assert creator.location is None


def test_the_whole_of_a_cut_post_is_taken() -> None:
    cut = {name: value for name, value in POST.items() if name != "full_text"}
    whole = {"full_text": "All of it #Tea", "entities": {"hashtags": [{"text": "Tea"}]}}
    assert v1.to_post({**cut, "text": "All…", "extended_tweet": whole}).text == "All of it #Tea"


def test_reposts_and_protected_accounts_are_left_out() -> None:
    with pytest.raises(LeftOutError, match="a repost"):
        v1.to_post({**POST, "retweeted_status": POST})
    with pytest.raises(LeftOutError, match="of a protected account"):
        v1.to_post({**POST, "user": {**USER, "protected": True}})


def test_what_is_missing_or_no_time_is_named() -> None:
    with pytest.raises(RefusedError, match="created_at is 'yesterday', which is no time"):
        v1.to_post({**POST, "created_at": "yesterday"})
    with pytest.raises(RefusedError, match="full_text is missing"):
        v1.to_post({**POST, "full_text": None})
    with pytest.raises(RefusedError, match="id_str is missing"):
        v1.to_post({**POST, "id": None, "id_str": None})


def test_what_it_is_can_be_told() -> None:
    assert v1.is_post(POST)
    assert not v1.is_post({"id": "1", "text": "x", "user": {"username": "ana"}})
    assert list(v1.strange_fields({**POST, "mood": 1})) == ["mood"]
    assert list(v1.strange_fields(POST)) == []
