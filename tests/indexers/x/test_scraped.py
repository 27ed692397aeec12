"""Posts and profiles of X as snscrape and twscrape write them."""

from __future__ import annotations

import pytest

from indexers.pages import LeftOutError
from indexers.values import RefusedError
from indexers.x import scraped

USER = {
    "_type": "snscrape.modules.twitter.User",
    "username": "ana",
    "id": 77,
    "displayname": "Ana",
    "rawDescription": "Brews https://t.co/abc",
    "descriptionLinks": [
        {"url": "https://a.example/", "text": "a.example", "tcourl": "https://t.co/abc"}
    ],
    "created": "2019-02-01 00:00:00+00:00",
    "followersCount": 12,
    "friendsCount": 3,
    "statusesCount": 981,
    "location": "Porto",
    "protected": None,
    "verified": False,
    "blue": True,
}
NEW = {
    "_type": "snscrape.modules.twitter.Tweet",
    "id": 1790441814856040448,
    "id_str": "1790441814856040448",
    "url": "https://x.com/ana/status/1790441814856040448",
    "date": "2024-05-14 17:59:28+00:00",
    "user": USER,
    "lang": "qme",
    "rawContent": "Tea &amp; cake https://t.co/one https://t.co/pic",
    "links": [{"url": "https://one.example/", "text": "one.example", "tcourl": "https://t.co/one"}],
    "media": {"photos": [{"url": "https://pbs.example/1.jpg"}], "videos": [], "animated": []},
    "hashtags": [],
    "replyCount": 1,
    "retweetCount": 2,
    "likeCount": 4,
    "quoteCount": 0,
    "viewCount": None,
    "retweetedTweet": None,
    "quotedTweet": None,
    "inReplyToTweetId": 5,
}
OLD = {
    "_type": "snscrape.modules.twitter.Tweet",
    "id": 1050118621198921728,
    "url": "https://twitter.com/ana/status/1050118621198921728",
    "date": "2018-10-10T20:19:24+00:00",
    "user": {
        "username": "ana",
        "id": "77",
        "displayname": "Ana",
        "description": "Brews",
        "verified": False,
    },
    "content": "Tea https://t.co/one",
    "renderedContent": "Tea one.example",
    "outlinks": ["https://one.example/"],
    "tcooutlinks": ["https://t.co/one"],
    "media": None,
    "hashtags": None,
    "lang": "en",
    "replyCount": 1,
    "retweetCount": 2,
    "likeCount": 4,
    "quoteCount": 0,
}


def test_the_new_words_are_read() -> None:
    post = scraped.to_post(NEW)
    assert post.text == "Tea & cake https://one.example/"
    assert (post.likes, post.replies, post.reposts, post.quotes, post.views) == (4, 1, 2, 0, None)
    assert (post.lang, post.reply_to, post.links) == (None, 5, ["https://one.example/"])
    creator = post.creator
    assert (creator.id, creator.handle, creator.bio) == (77, "ana", "Brews https://a.example/")
    assert (creator.followers, creator.following, creator.posts) == (12, 3, 981)
    assert creator.verified is True


def test_the_old_words_are_read() -> None:
    post = scraped.to_post(OLD)
    assert post.text == "Tea https://one.example/"
    assert (post.links, post.creator.bio, post.lang) == (["https://one.example/"], "Brews", "en")
    assert (post.likes, post.views, post.creator.followers) == (4, None, None)


@pytest.mark.parametrize(
    ("blue", "verified", "told"),
    [(None, False, False), (True, False, True), (False, True, True), (False, None, False)],
)
def test_a_creator_is_verified_by_either_mark(blue: object, verified: object, told: object) -> None:
    assert scraped.to_creator({**USER, "blue": blue, "verified": verified}).verified is told


def test_a_link_at_the_end_stays_where_nothing_is_attached() -> None:
    bare = {**NEW, "media": None, "links": []}
    assert scraped.to_post(bare).text == "Tea & cake https://t.co/one https://t.co/pic"


def test_reposts_and_protected_accounts_are_left_out() -> None:
    with pytest.raises(LeftOutError, match="a repost"):
        scraped.to_post({**NEW, "retweetedTweet": NEW})
    with pytest.raises(LeftOutError, match="of a protected account"):
        scraped.to_creator({**USER, "protected": True})


def test_what_is_missing_is_named() -> None:
    with pytest.raises(RefusedError, match="rawContent is missing"):
        scraped.to_post({**NEW, "rawContent": None})
    with pytest.raises(RefusedError, match=r"user\.id is missing"):
        scraped.to_creator({"username": "ana"})


def test_what_it_is_can_be_told() -> None:
    telegram = {"_type": "snscrape.modules.telegram.TelegramPost", "content": "x"}
    assert scraped.is_post(NEW)
    assert scraped.is_post(OLD)
    assert scraped.is_user(USER)
    assert not scraped.is_post(USER)
    assert not scraped.is_post(telegram)
    assert scraped.is_of_another_kind(telegram)
    assert list(scraped.strange_fields({**NEW, "mood": 1})) == ["mood"]
    assert not [*scraped.strange_fields(NEW), *scraped.strange_fields(OLD)]
