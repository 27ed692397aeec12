"""Recorded answers of X and files of tools, counted by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.vocabulary import Page, PostKey
from indexers.pages import PageDraft
from indexers.x.records import add_scraped, add_v1, add_v2, is_v2
from tests.indexers.x.test_scraped import USER as SCRAPED_USER
from tests.indexers.x.test_v1 import POST as V1_POST
from tests.indexers.x.test_v2 import POST, USER

ANSWERS = Path(__file__).parents[1] / "answers" / "x"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
Add = Callable[[Mapping[str, object], PageDraft, str], None]


def read(*records: Mapping[str, object], add: Add = add_v2) -> Page:
    draft = PageDraft(now=NOW)
    for number, record in enumerate(records, start=1):
        add(record, draft, f"record {number}")
    return draft.finish()


def recorded(name: str, add: Add = add_v2) -> Page:
    content = (ANSWERS / name).read_text()
    lines = content.splitlines() if name.endswith(".jsonl") else [content]
    return read(*(json.loads(line) for line in lines), add=add)


def test_a_timeline_with_few_fields_knows_no_metrics() -> None:
    page = recorded("company_timeline.json")
    assert len(page.posts) == 5
    assert [creator.handle for creator in page.creators] == ["TwitterDev"]
    assert {post.engagement.likes for post in page.posts} == {None}
    assert page.creators[0].followers is None
    assert not any([page.problems, page.unmapped, page.dropped])


def test_reposts_are_counted_and_posts_not_found_are_deleted() -> None:
    page = recorded("reposts_and_errors.json")
    assert page.dropped == {"a repost": 6}
    assert page.posts == ()
    assert page.deleted == tuple(PostKey("x", str(number)) for number in range(1, 10))


def test_an_answer_with_nothing_in_it_is_no_problem() -> None:
    page = recorded("nothing_found.json")
    assert page == Page()


def test_twarc_pages_have_the_time_of_retrieval() -> None:
    # 4 posts of one creator; then 7 of another beside 6 reposts
    page = recorded("twarc2_pages.jsonl")
    assert len(page.posts) == 4 + 7
    assert page.dropped == {"a repost": 6}
    assert [creator.followers for creator in page.creators] == [1_516_646, 369]
    assert {creator.measured_at for creator in page.creators} == {
        datetime(2021, 6, 24, 14, 15, 19, tzinfo=UTC)
    }
    assert not any([page.problems, page.unmapped])


def test_twscrape_lines_give_posts_and_creators() -> None:
    page = recorded("twscrape.jsonl", add_scraped)
    assert [post.engagement.views for post in page.posts] == [256_819, 495, 606, 551]
    assert len(page.creators) == 4
    assert not any([page.problems, page.unmapped, page.dropped])


def test_twscrape_reposts_are_counted() -> None:
    page = recorded("twscrape_reposts.jsonl", add_scraped)
    assert len(page.posts) == 2
    assert page.dropped == {"a repost": 1}


@pytest.mark.parametrize(
    ("name", "views"), [("snscrape_2022.jsonl", None), ("snscrape_2023.jsonl", 99)]
)
def test_what_snscrape_itself_wrote_is_read(name: str, views: int | None) -> None:
    page = recorded(name, add_scraped)
    (post,), (creator,) = page.posts, page.creators
    assert post.text == "Tea https://one.example/ #Tea"
    assert (post.links, post.hashtags) == (("https://one.example/",), ("tea",))
    assert (post.engagement.likes, post.engagement.views) == (4, views)
    assert creator.bio == "Brews https://a.example/"
    assert (creator.handle, creator.followers, creator.location) == ("ana", 12, "Porto")
    assert not any([page.problems, page.unmapped])


def test_files_of_academictwitter_are_joined_by_the_store() -> None:
    posts = read(POST)
    users = read({"users": [USER, {**USER, "id": "78", "protected": True}], "tweets": [POST]})
    assert posts.creators == ()
    assert users.posts == ()
    assert users.creators[0].key == (posts.posts[0].source, posts.posts[0].creator_id)
    assert users.dropped == {"a protected account": 1}


def test_an_entry_of_errors_deletes_a_post_and_nothing_else() -> None:
    error = {
        "title": "Not Found Error",
        "resource_type": "tweet",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
        "value": "123",
        "resource_id": "123",
    }
    assert read(error).deleted == (PostKey("x", "123"),)
    assert read({**error, "resource_type": "user"}).deleted == ()
    assert read({**error, "title": "Authorization Error"}).deleted == ()
    assert read({"errors": [error]}).deleted == (PostKey("x", "123"),)


def test_an_edited_post_takes_the_place_of_its_earlier_versions() -> None:
    newest = read({**POST, "id": "3", "edit_history_tweet_ids": ["1", "2", "3"]})
    assert newest.deleted == (PostKey("x", "1"), PostKey("x", "2"))
    assert read({**POST, "id": "3", "edit_history_tweet_ids": ["3"]}).deleted == ()
    older = read({**POST, "id": "2", "edit_history_tweet_ids": ["1", "2", "3"]})
    assert older.deleted == ()


def test_a_protected_creator_is_counted_with_what_they_posted() -> None:
    page = read({"data": [POST], "includes": {"users": [{**USER, "protected": True}]}})
    assert page.dropped == {"of a protected account": 1}
    assert not any([page.posts, page.creators])


def test_one_bad_record_costs_one_record() -> None:
    bad = {**POST, "id": "2", "public_metrics": {"like_count": -1}}
    page = read({"data": [POST, bad, {"tweet_count": 3}], "includes": {"users": [USER]}})
    assert len(page.posts) == 1
    assert [problem.where for problem in page.problems] == ["record 1, post 2", "record 1, post 3"]
    assert "likes is -1" in page.problems[0].reason
    assert "neither a post nor a profile: it has tweet_count" in page.problems[1].reason


def test_a_bad_profile_does_not_cost_its_posts() -> None:
    page = read({"data": [POST], "includes": {"users": [{**USER, "public_metrics": 5}]}})
    assert len(page.posts) == 1
    assert page.creators == ()
    assert len(page.problems) == 1


def test_v1_lines_are_read() -> None:
    page = read(V1_POST, {**V1_POST, "retweeted_status": V1_POST}, add=add_v1)
    assert len(page.posts) == 1
    assert page.dropped == {"a repost": 1}


def test_trends_of_twscrape_are_no_posts() -> None:
    page = read({"_type": "timelinetrend", "name": "Tea"}, add=add_scraped)
    assert "it is a timelinetrend, neither a post nor a profile" in page.problems[0].reason


@pytest.mark.parametrize(
    "record",
    [
        {"data": [{"id": "1", "text": "x", "permalink": "https://www.threads.net/…"}]},
        {"data": [{"id": "1", "caption": "x"}]},
        {"data": {"items": []}},
        {"source": "x", "id": "1", "text": "x", "created_at": "", "creator": {"id": "1"}},
        {"data": [{"start": "…", "end": "…", "tweet_count": 3}]},
        {"data": [{"id": "1", "username": "ana", "name": "Ana", "media_count": 3}]},
        {"id": "1", "username": "ana", "name": "Ana", "biography": "Brews"},
        {"id": "1", "username": "ana", "acct": "ana", "display_name": "Ana"},
        SCRAPED_USER,
        {"title": "Unauthorized", "type": "about:blank", "status": 401},
        V1_POST,
    ],
)
def test_records_of_others_are_not_claimed(record: Mapping[str, object]) -> None:
    assert not is_v2(record)


@pytest.mark.parametrize("record", [POST, USER, {"data": [POST]}, {"data": USER}])
def test_records_of_v2_are_claimed(record: Mapping[str, object]) -> None:
    assert is_v2(record)
