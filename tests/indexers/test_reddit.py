"""Reddit: what its things become."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.vocabulary import Engagement, Page, PostKey
from indexers.gathering import Gathering
from indexers.reddit.things import add_account, add_thing
from tests.fakes import NOW

ANSWERS = Path(__file__).parent / "answers" / "reddit"
AT = 1_770_000_000.0


def submission(**fields: Any) -> dict[str, Any]:
    return {
        "id": "abc",
        "name": "t3_abc",
        "author": "Ana_B",
        "title": "Burrs &amp; how to clean them",
        "selftext": "",
        "created_utc": AT,
        "permalink": "/r/coffee/comments/abc/burrs/",
        "url": "https://grind.example/burrs",
        "is_self": False,
        "score": 12,
        "hide_score": False,
        "num_comments": 3,
        "num_crossposts": 1,
        "view_count": None,
        "subreddit": "coffee",
        "subreddit_type": "public",
        **fields,
    }


def comment(**fields: Any) -> dict[str, Any]:
    return {
        "id": "def",
        "name": "t1_def",
        "author": "Ana_B",
        "body": "Grind *finer* &gt; [guide](https://grind.example/guide)",
        "created_utc": AT,
        "permalink": "/r/coffee/comments/abc/burrs/def/",
        "score": -4,
        "score_hidden": False,
        "parent_id": "t3_abc",
        "link_id": "t3_abc",
        "replies": "",
        "subreddit": "coffee",
        **fields,
    }


def mapped(*things: object) -> Page:
    page = Gathering("reddit", now=NOW)
    for thing in things:
        with page.one("thing"):
            add_thing(page, thing)
    return page.finish()


def test_a_submission_is_its_title_and_link() -> None:
    page = mapped(submission())
    (post,) = page.posts
    assert (post.native_id, post.creator_id) == ("t3_abc", "ana_b")
    assert post.text == "Burrs & how to clean them"
    assert post.url == "https://www.reddit.com/r/coffee/comments/abc/burrs/"
    assert post.links == ("https://grind.example/burrs",)
    assert post.engagement == Engagement(likes=12, replies=3, reposts=1)
    assert post.created_at == datetime.fromtimestamp(AT, UTC)
    (creator,) = page.creators
    assert (creator.handle, creator.url) == ("Ana_B", "https://www.reddit.com/user/Ana_B")
    assert page.unmapped == {}


def test_a_submission_with_a_text_has_it_below_the_title() -> None:
    (post,) = mapped(submission(title="Burrs", is_self=True, selftext="Flat?")).posts
    assert post.text == "Burrs\n\nFlat?"
    assert post.links == ()


def test_what_a_reader_sees_is_preferred_to_how_it_was_written() -> None:
    html = '<div class="md"><p>Grind <em>finer</em>, see <a href="/r/coffee">here</a></p></div>'
    escaped = html.replace("<", "&lt;").replace(">", "&gt;")
    for body_html in (html, escaped):
        (post,) = mapped(comment(body_html=body_html)).posts
        assert post.text == "Grind finer, see here"
        assert post.links == ("https://www.reddit.com/r/coffee",)


def test_a_comment_of_a_dump_is_unescaped_and_its_links_are_words() -> None:
    (post,) = mapped(comment()).posts
    assert post.text == "Grind *finer* > guide"
    assert post.links == ("https://grind.example/guide",)
    assert (post.native_id, post.reply_to) == ("t1_def", "t3_abc")


def test_more_against_than_for_is_no_likes_and_hidden_is_not_known() -> None:
    (post,) = mapped(comment()).posts
    assert post.engagement == Engagement(likes=0)
    (post,) = mapped(comment(score_hidden=True)).posts
    assert post.engagement.likes is None
    (post,) = mapped(submission(hide_score=True)).posts
    assert post.engagement.likes is None


@pytest.mark.parametrize(
    ("fields", "reason", "is_gone"),
    [
        ({"author": "[deleted]"}, "deleted", True),
        ({"selftext": "[deleted]"}, "deleted", True),
        ({"selftext": "[removed]"}, "removed", True),
        ({"removed_by_category": "moderator"}, "removed", True),
        ({"removed_by_category": "deleted"}, "deleted", True),
        ({"subreddit_type": "private"}, "in a closed subreddit", False),
        ({"is_robot_indexable": False}, "not to be indexed", False),
        (
            {"crosspost_parent_list": [{"title": "Burrs &amp; how to clean them"}]},
            "a repost",
            False,
        ),
    ],
)
def test_what_is_gone_or_not_public_is_left_out(
    fields: dict[str, Any], reason: str, *, is_gone: bool
) -> None:
    page = mapped(submission(**fields))
    assert page.posts == ()
    assert page.dropped == {reason: 1}
    assert page.deleted == ((PostKey("reddit", "t3_abc"),) if is_gone else ())


def test_a_submission_shared_under_words_of_ones_own_is_those_words() -> None:
    parent = {"title": "Another title", "selftext": "not mine"}
    (post,) = mapped(submission(crosspost_parent_list=[parent], selftext="not mine")).posts
    assert post.text == "Burrs & how to clean them"


def test_an_advertisement_is_labelled() -> None:
    (post,) = mapped(submission(promoted=True)).posts
    assert post.paid_label == "promoted"


def test_a_dump_without_names_and_addresses_gives_the_same_ids() -> None:
    bare = submission()
    del bare["name"], bare["permalink"]
    (post,) = mapped(bare).posts
    assert (post.native_id, post.url) == ("t3_abc", "https://www.reddit.com/comments/abc")
    bare = comment(created_utc="1770000000")
    del bare["name"], bare["permalink"]
    (post,) = mapped(bare).posts
    assert (post.native_id, post.url) == (
        "t1_def",
        "https://www.reddit.com/comments/abc/_/def",
    )
    assert post.created_at == datetime.fromtimestamp(AT, UTC)


def test_fields_that_are_not_known_are_counted_and_a_wrong_one_costs_its_record() -> None:
    page = mapped(submission(mood="good"), submission(id="x", score="many"), comment())
    assert page.unmapped == {"mood": 1}
    assert len(page.posts) == 2
    assert "score should be" in page.problems[0].reason


def test_recorded_things_give_what_was_counted_by_hand() -> None:
    listing = json.loads((ANSWERS / "listing_of_several.json").read_text())
    page = mapped(*(child["data"] for child in listing["data"]["children"]))
    likes = {post.native_id: post.engagement.likes for post in page.posts}
    assert likes == {"t3_ablzuq": 221_860, "t3_hozvuc": None, "t1_fxl1p7i": None, "t1_opq3e1a": 214}
    assert page.dropped == {
        "deleted": 1,
        "a repost": 1,
        "not to be indexed": 1,
        "in a closed subreddit": 1,
        "removed": 1,
    }
    assert page.deleted == (PostKey("reddit", "t3_ejr5rg"), PostKey("reddit", "t3_gx8r8z"))
    assert (page.unmapped, page.problems) == ({}, ())


def test_recorded_accounts_tell_who_does_not_want_to_be_indexed() -> None:
    accounts = json.loads((ANSWERS / "accounts.json").read_text())
    page = Gathering("reddit", now=NOW)
    for child in accounts["data"]["children"]:
        add_account(page, child["data"])
    first, second = page.finish().creators
    assert (first.native_id, first.bio, first.opt_outs) == (
        "someone0",
        "About me 0",
        ("hide_from_robots",),
    )
    assert second.opt_outs == ()
    assert first.followers is None
    assert first.created_at == datetime.fromtimestamp(1477084649, UTC)
    assert page.finish().unmapped == {}


def test_a_profile_with_subscribers_has_followers_and_a_suspended_one_nothing() -> None:
    page = Gathering("reddit", now=NOW)
    about = {"public_description": "Roasts &amp; tastes", "subscribers": 41}
    add_account(page, {"name": "Ana_B", "created_utc": AT, "subreddit": about})
    add_account(page, {"name": "gone", "is_suspended": True})
    made = page.finish()
    assert [(creator.bio, creator.followers) for creator in made.creators] == [
        ("Roasts & tastes", 41)
    ]
    assert made.creators[0].opt_outs is None
    assert made.dropped == {"a suspended account": 1}
