"""What the service says of posts and people becomes native records, as recorded from a server."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from indexers.bluesky.profiles import HIDDEN, read_profile
from indexers.bluesky.views import moment_of, read_item, read_view, thread_views
from indexers.pages import LeftOutError
from indexers.records import NativePost, make_creator, make_post
from indexers.values import RefusedError

ANSWERS = Path(__file__).parent.parent / "answers" / "bluesky"
DID = "did:plc:izwxddsznmp3pu47nv6rffuz"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
VIEW: dict[str, Any] = {
    "uri": f"at://{DID}/app.bsky.feed.post/3n2",
    "author": {"did": DID, "handle": "ana.test", "labels": []},
    "record": {
        "$type": "app.bsky.feed.post", "text": "loaf", "createdAt": "2026-11-22T19:49:32.336608Z"
    },
    "indexedAt": "2026-11-22T19:49:33Z",
}  # fmt: skip


def answer(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ANSWERS / f"{name}.json").read_text())
    return read


def natives(views: list[dict[str, Any]]) -> tuple[list[NativePost], Counter[str]]:
    """Return the posts that are kept of `views`, and how many are dropped for which reason."""
    kept, dropped = [], Counter[str]()
    for view in views:
        notes: list[str] = []
        try:
            kept.append(read_view(view, notes=notes))
        except LeftOutError as reason:
            dropped[str(reason)] += 1
        assert notes == []
    return kept, dropped


def test_posts_of_a_real_server_become_native_posts() -> None:
    (quote, reply, card, loaf), dropped = natives(answer("getPosts_mix")["posts"])
    post = make_post(quote, now=NOW, notes=[])
    assert post.native_id == f"at://{DID}/app.bsky.feed.post/3n2wf5et7ts2h"
    assert post.url == f"https://bsky.app/profile/{DID}/post/3n2wf5et7ts2h"
    assert post.creator_id == DID
    assert post.text == "quoting myself 🥖 #пекарня"
    assert post.created_at == datetime(2026, 11, 22, 19, 49, 32, 336000, tzinfo=UTC)
    assert (post.lang, post.hashtags) == ("ru", ("пекарня",))
    assert post.links == (f"https://bsky.app/profile/{DID}/post/3n2wf5egmjk2h",)
    assert (post.engagement.likes, post.engagement.quotes, post.engagement.views) == (0, 0, None)
    assert reply.reply_to == f"at://{DID}/app.bsky.feed.post/3n2wf5ei4es2h"
    assert (card.lang, card.hashtags, card.links) == (
        None, ["hiddentag"], ["https://example.com/bread"]
    )  # fmt: skip
    assert (loaf.likes, loaf.reposts) == (1, 1)
    assert dropped == {"for people who are logged in only": 1}
    creator = make_creator(quote.creator, "bluesky", now=NOW, notes=[])
    assert (creator.handle, creator.name) == ("listener1.test", "Listener One")
    assert (creator.followers, creator.verified, creator.measured_at) == (None, None, None)
    assert creator.opt_outs is None


def test_a_feed_gives_posts_and_leaves_out_what_was_passed_on() -> None:
    items = answer("getAuthorFeed_p1")["feed"] + answer("getAuthorFeed_p2")["feed"]
    views, dropped = [], Counter[str]()
    for item in items:
        try:
            views.append(read_item(item))
        except LeftOutError as reason:
            dropped[str(reason)] += 1
    posts, also_dropped = natives([dict(view) for view in views])
    assert (len(items), len(posts)) == (12, 10)
    assert dropped + also_dropped == {"a repost": 1, "for people who are logged in only": 1}
    future = next(post for post in posts if post.text == "future dated post")
    assert future.created_at == "2026-11-22T19:49:32.501Z"  # when it was seen


def test_profiles_count_and_say_when_they_were_measured() -> None:
    notes: list[str] = []
    natives_ = [
        read_profile(view, notes=notes, measured_at=NOW)
        for view in answer("getProfiles_partial")["profiles"]
    ]
    baker, alice = (make_creator(one, "bluesky", now=NOW, notes=notes) for one in natives_)
    assert notes == []
    assert (baker.bio, baker.followers, baker.following, baker.posts) == (
        "baker in Lyon 🇫🇷", 0, 0, 32
    )  # fmt: skip
    assert (baker.verified, alice.verified) == (None, True)
    assert baker.measured_at == NOW
    assert baker.url == f"https://bsky.app/profile/{DID}"


@pytest.mark.parametrize(
    ("view", "handle", "opt_outs"),
    [
        ({"did": DID}, None, None),
        ({"did": DID, "handle": "handle.invalid", "labels": []}, None, None),
        ({"did": DID, "handle": "a.b", "labels": [{"val": HIDDEN}, {"val": "x"}]}, "a.b", [HIDDEN]),
        ({"did": DID, "displayName": "", "labels": [{"val": HIDDEN, "neg": True}]}, None, None),
    ],
)
def test_a_profile_may_say_little(
    view: dict[str, object], handle: str | None, opt_outs: list[str] | None
) -> None:
    native = read_profile(view, notes=[], measured_at=NOW)
    assert (native.handle, native.opt_outs) == (handle, opt_outs)
    assert (native.name, native.followers, native.measured_at) == (None, None, None)


@pytest.mark.parametrize(
    "view", [{}, {"did": "ana"}, {"did": DID, "followersCount": "many"}, {"did": 7}]
)
def test_nobody_is_no_creator(view: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        read_profile(view, notes=[])


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        ("2026-11-22T19:49:32Z", "2026-11-22T19:49:32Z"),
        ("2012-12-05T00:58:26+00:00", "2012-12-05T00:58:26+00:00"),  # brought along from elsewhere
        ("2026-11-22T19:49:34Z", "2026-11-22T19:49:33Z"),
        ("9999-12-31T23:59:59Z", "2026-11-22T19:49:33Z"),
        ("1970-01-01T00:00:00Z", "2026-11-22T19:49:33Z"),
        ("0000-00-00", "2026-11-22T19:49:33Z"),
        ("", "2026-11-22T19:49:33Z"),
        (None, "2026-11-22T19:49:33Z"),
        (17, "2026-11-22T19:49:33Z"),
    ],
)
def test_a_time_that_cannot_be_is_when_the_post_was_seen(claimed: object, expected: str) -> None:
    view = {**VIEW, "record": {**VIEW["record"], "createdAt": claimed}}
    assert read_view(view, notes=[]).created_at == expected
    assert moment_of(view) == datetime.fromisoformat(expected)


def test_a_post_whose_time_nobody_knows_is_refused() -> None:
    view = {**VIEW, "indexedAt": None, "record": {**VIEW["record"], "createdAt": ""}}
    with pytest.raises(RefusedError, match="created_at"):
        make_post(read_view(view, notes=[]), now=NOW, notes=[])
    assert moment_of(view) is None


@pytest.mark.parametrize("label", ["!hide", "!takedown", HIDDEN])
def test_posts_with_such_a_label_are_left_out(label: str) -> None:
    with pytest.raises(LeftOutError):
        read_view({**VIEW, "labels": [{"val": label}]}, notes=[])
    own = {**VIEW["record"], "labels": {"values": [{"val": label}]}}
    with pytest.raises(LeftOutError):
        read_view({**VIEW, "record": own}, notes=[])


def test_numbers_that_are_absent_are_unknown_and_new_fields_are_noted() -> None:
    notes: list[str] = []
    author = {**VIEW["author"], "zodiac": "leo"}
    native = read_view({**VIEW, "likeCount": 0, "mood": "fine", "author": author}, notes=notes)
    assert (native.likes, native.replies, native.reposts, native.quotes) == (0, None, None, None)
    assert sorted(notes) == ["creator.zodiac", "mood"]


def test_a_record_alone_is_by_the_did_in_its_address() -> None:
    native = read_view({"uri": VIEW["uri"], "record": VIEW["record"]}, notes=[])
    assert (native.creator.id, native.creator.handle) == (DID, None)
    assert native.creator.opt_outs is None


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"uri": VIEW["uri"]},
        {**VIEW, "uri": ""},
        {**VIEW, "record": "text"},
        {**VIEW, "likeCount": "12"},
        {**VIEW, "author": {}},
    ],
)
def test_what_is_no_post_is_refused(view: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        read_view(view, notes=[])


def test_a_thread_gives_what_came_before_and_after() -> None:
    def branch(name: str, **around: object) -> dict[str, object]:
        return {"post": {"uri": name}, **around}

    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": "x", "notFound": True}
    thread = branch(
        "asked",
        parent=branch("above", parent=branch("root")),
        replies=[branch("first", replies=[branch("deep")]), gone, branch("second"), None],
    )
    found = {str(view["uri"]) for view in thread_views(thread)}
    assert found == {"asked", "above", "root", "first", "deep", "second"}


def test_an_item_without_a_post_is_refused() -> None:
    with pytest.raises(RefusedError):
        read_item({"post": None})
    pinned = {"post": VIEW, "reason": {"$type": "app.bsky.feed.defs#reasonPin"}}
    assert read_item(pinned) is VIEW
