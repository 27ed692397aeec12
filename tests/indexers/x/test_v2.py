"""Posts and profiles of the X API v2, by its documented schema."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indexers.pages import LeftOutError
from indexers.values import RefusedError
from indexers.x import v2
from indexers.x.texts import id_from, moment_of

USER = {
    "id": "77",
    "username": "ana",
    "name": "Ana",
    "description": "Brews &amp; bikes https://t.co/abc",
    "entities": {
        "description": {"urls": [{"url": "https://t.co/abc", "expanded_url": "https://a.example/"}]}
    },
    "location": "Porto",
    "protected": False,
    "verified": True,
    "verified_type": "blue",
    "created_at": "2019-02-01T00:00:00.000Z",
    "public_metrics": {
        "followers_count": 12_034,
        "following_count": 310,
        "tweet_count": 981,
        "listed_count": 4,
    },
}
POST = {
    "id": "1524796546304966656",
    "text": "Slow &lt;brew&gt; https://t.co/one with #Espresso https://t.co/two",
    "author_id": "77",
    "created_at": "2022-05-12T17:00:00.000Z",
    "lang": "en",
    "entities": {
        "hashtags": [{"start": 38, "end": 47, "tag": "Espresso"}],
        "urls": [
            {
                "url": "https://t.co/one",
                "expanded_url": "https://bit.ly/x",
                "unwound_url": "https://shop.example/kettle",
                "display_url": "bit.ly/x",
            },
            {
                "url": "https://t.co/two",
                "expanded_url": "https://x.com/ana/status/1524796546304966656/photo/1",
                "display_url": "pic.x.com/two",
                "media_key": "3_1",
            },
        ],
    },
    "public_metrics": {
        "like_count": 5,
        "reply_count": 1,
        "retweet_count": 2,
        "quote_count": 0,
        "bookmark_count": 3,
        "impression_count": 1_500,
    },
}


def users() -> dict[str, v2.User]:
    return {"77": v2.read_user(USER)}


def test_a_post_is_joined_with_its_creator() -> None:
    post = v2.to_post(POST, users())
    assert post.url == "https://x.com/ana/status/1524796546304966656"
    assert (post.creator.id, post.creator.handle, post.creator.followers) == ("77", "ana", 12_034)
    assert post.creator.bio == "Brews & bikes https://a.example/"
    counts = (post.likes, post.replies, post.reposts, post.quotes, post.views)
    assert counts == (5, 1, 2, 0, 1_500)


def test_text_is_what_a_reader_sees() -> None:
    post = v2.to_post(POST, users())
    assert post.text == "Slow <brew> https://bit.ly/x with #Espresso"
    assert post.links == ["https://shop.example/kettle"]
    assert post.hashtags == ["Espresso"]


def test_a_long_post_is_given_whole_with_its_own_entities() -> None:
    note = {
        "text": "A long one, to the end: https://t.co/end #Kettle",
        "entities": {
            "hashtags": [{"tag": "Kettle"}],
            "urls": [{"url": "https://t.co/end", "expanded_url": "https://end.example/"}],
        },
    }
    post = v2.to_post({**POST, "note_tweet": note}, users())
    assert post.text == "A long one, to the end: https://end.example/ #Kettle"
    assert post.hashtags == ["Kettle"]


def test_without_its_creator_a_post_has_an_address_all_the_same() -> None:
    post = v2.to_post(POST, {})
    assert post.url == "https://x.com/i/status/1524796546304966656"
    assert post.creator.id == "77"
    assert post.creator.handle is None


def test_metrics_nobody_asked_for_are_not_known() -> None:
    bare = {name: POST[name] for name in ("id", "text", "author_id", "created_at")}
    post = v2.to_post(bare, users())
    assert {post.likes, post.replies, post.reposts, post.quotes, post.views} == {None}


@pytest.mark.parametrize(
    ("counts", "views"),
    [
        ({"impression_count": 0, "like_count": 9}, None),
        ({"impression_count": 0, "like_count": 0, "retweet_count": 3}, None),
        ({"impression_count": 0, "like_count": 0, "retweet_count": 0}, 0),
        ({"impression_count": 7, "like_count": 9}, 7),
        ({"like_count": 9}, None),
    ],
)
def test_a_post_somebody_liked_was_seen(counts: dict[str, int], views: int | None) -> None:
    assert v2.to_post({**POST, "public_metrics": counts}, users()).views == views


@pytest.mark.parametrize("kind", ["und", "zxx", "art", "qam", "qct", "qht", "qme", "qst", "", None])
def test_tags_that_stand_for_no_language_are_unknown(kind: str | None) -> None:
    assert v2.to_post({**POST, "lang": kind}, users()).lang is None


def test_withdrawn_language_codes_are_renamed() -> None:
    assert v2.to_post({**POST, "lang": "in"}, users()).lang == "id"
    assert v2.to_post({**POST, "lang": "iw"}, users()).lang == "he"


def test_a_repost_is_left_out() -> None:
    repost = {**POST, "referenced_tweets": [{"type": "retweeted", "id": "5"}]}
    with pytest.raises(LeftOutError, match="a repost"):
        v2.to_post(repost, users())


def test_a_reply_and_a_quote_are_kept() -> None:
    references = [{"type": "quoted", "id": "5"}, {"type": "replied_to", "id": "6"}]
    assert v2.to_post({**POST, "referenced_tweets": references}, users()).reply_to == "6"


def test_what_not_everybody_may_read_is_left_out() -> None:
    protected = {"77": v2.read_user({**USER, "protected": True})}
    with pytest.raises(LeftOutError, match="of a protected account"):
        v2.to_post(POST, protected)
    with pytest.raises(LeftOutError, match="for paying followers only"):
        v2.to_post({**POST, "scopes": {"followers": True}}, users())


def test_a_flattened_post_brings_its_creator() -> None:
    post = v2.to_post({**POST, "author": USER, "__twarc": {"version": "2.14.0"}}, {})
    assert post.creator.handle == "ana"


def test_an_id_tells_when_the_post_was_made() -> None:
    # (1524796546304966656 >> 22) + 1288834974657 = 1652374800000 ms + 85
    bare = {name: POST[name] for name in ("id", "text", "author_id")}
    moment = datetime.fromisoformat(str(v2.to_post(bare, {}).created_at))
    assert moment == datetime.fromtimestamp(
        ((int(str(POST["id"])) >> 22) + 1_288_834_974_657) / 1_000, UTC
    )
    assert moment_of(id_from(moment)) == moment


@pytest.mark.parametrize("post_id", ["20", "abc", "99999999999999999999"])
def test_an_id_from_before_that_tells_nothing(post_id: str) -> None:
    with pytest.raises(RefusedError, match="created_at is missing"):
        v2.to_post({"id": post_id, "text": "x", "author_id": "77"}, {})


def test_a_post_without_a_creator_is_refused() -> None:
    with pytest.raises(RefusedError, match="author_id is missing: ask for it"):
        v2.to_post({"id": "1", "text": "x"}, {})


def test_a_field_of_the_wrong_type_is_named() -> None:
    with pytest.raises(RefusedError, match="public_metrics"):
        v2.to_post({**POST, "public_metrics": 5}, users())


def test_every_field_we_do_not_know_is_named() -> None:
    strange = {**POST, "mood": "calm", "empty": "", "public_metrics": {"sighs_count": 1}}
    assert sorted(v2.strange_fields_of_post(strange)) == ["mood", "public_metrics.sighs_count"]
    assert list(v2.strange_fields_of_post(POST)) == []
    assert list(v2.strange_fields_of_user({**USER, "aura": 1})) == ["aura"]
    assert list(v2.strange_fields_of_user(USER)) == []
