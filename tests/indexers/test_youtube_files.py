"""YouTube in files: answers of the Data API, yt-dlp's descriptions, Takeout's comments."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.vocabulary import Engagement, Page
from indexers.files.formats import Format
from indexers.files.youtube import YOUTUBE_API, YOUTUBE_TAKEOUT, YT_DLP
from tests.fakes import NOW
from tests.indexers.test_youtube import CHANNEL, comment, video

ANSWERS = Path(__file__).parent / "answers" / "youtube"


def read(reader: Format, content: bytes) -> Page:
    (page,) = reader.pages(io.BytesIO(content), now=NOW)
    return page


@pytest.mark.parametrize(
    ("name", "n_posts", "n_creators"),
    [
        ("apidata__videos__videos_info_single.json", 1, 1),
        ("modeldata__videos__video_info.json", 1, 1),
        ("apidata__channels__info.json", 0, 1),
        ("apidata__channels__info_multiple.json", 0, 2),
        ("apidata__comment_threads__comment_threads_by_video_paged_1.json", 5, 5),
    ],
)
def test_recorded_answers_are_told_and_read(name: str, n_posts: int, n_creators: int) -> None:
    content = (ANSWERS / name).read_bytes()
    assert YOUTUBE_API.recognises(content) > 0
    page = read(YOUTUBE_API, content)
    assert (len(page.posts), len(page.creators)) == (n_posts, n_creators)


def test_lines_and_lists_of_whole_answers_are_read() -> None:
    answer = {"kind": "youtube#videoListResponse", "etag": "x", "items": [video()], "pageInfo": {}}
    for content in (
        json.dumps(answer).encode() + b"\n" + json.dumps(answer).encode() + b"\n",
        json.dumps([answer, answer]).encode(),
    ):
        assert YOUTUBE_API.recognises(content) > 0
        page = read(YOUTUBE_API, content)
        assert [post.native_id for post in page.posts] == ["video1", "video1"]


def test_an_item_that_is_none_costs_itself() -> None:
    answer = {"kind": "x", "etag": "x", "items": [video(), 7, comment()], "pageInfo": {}}
    page = read(YOUTUBE_API, json.dumps([answer]).encode())
    assert len(page.posts) == 2
    assert [problem.where for problem in page.problems] == ["item 2"]


def described(**fields: Any) -> dict[str, Any]:
    return {
        "id": "vid",
        "title": "Burrs #espresso",
        "fulltitle": "Burrs #espresso",
        "description": "Flat & conical",
        "extractor": "youtube",
        "extractor_key": "Youtube",
        "webpage_url": "https://www.youtube.com/watch?v=vid",
        "upload_date": "20260501",
        "timestamp": 1777629600,
        "channel": "Grind",
        "channel_id": CHANNEL,
        "channel_url": f"https://www.youtube.com/channel/{CHANNEL}",
        "channel_follower_count": 1230,
        "uploader": "Grind",
        "uploader_id": "@grind",
        "view_count": 1000,
        "like_count": 12,
        "comment_count": None,
        "availability": "public",
        "tags": ["coffee"],
        "formats": [{"format_id": "18"}],
        **fields,
    }


def test_what_yt_dlp_says_is_a_post() -> None:
    content = json.dumps(described(mood="good")).encode()
    assert YT_DLP.recognises(content) > 0.8
    page = read(YT_DLP, content)
    (post,) = page.posts
    assert post.text == "Burrs #espresso\n\nFlat & conical"
    assert post.created_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert post.engagement == Engagement(views=1_000, likes=12)
    assert post.hashtags == ("espresso",)
    (creator,) = page.creators
    assert (creator.handle, creator.followers, creator.name) == ("grind", 1_230, "Grind")
    assert page.unmapped == {"mood": 1}


def test_a_day_is_a_date_where_there_is_no_more() -> None:
    page = read(YT_DLP, json.dumps(described(timestamp=None)).encode())
    assert page.posts[0].created_at == datetime(2026, 5, 1, tzinfo=UTC)
    page = read(YT_DLP, json.dumps(described(timestamp=None, upload_date="may")).encode())
    assert "no date" in page.problems[0].reason


def test_videos_that_are_not_public_or_of_other_sites_are_left_out() -> None:
    lines = [described(availability="unlisted"), described(extractor_key="Vimeo"), described()]
    page = read(YT_DLP, b"\n".join(json.dumps(line).encode() for line in lines))
    assert len(page.posts) == 1
    assert page.dropped == {"unlisted": 1}
    assert "vimeo" in page.problems[0].reason


def test_comments_that_stand_with_a_video_are_posts() -> None:
    said = {"id": "c1", "text": "Grind finer", "author": "@ana", "author_id": "UCana"}
    comments = [
        {**said, "timestamp": 1777629600, "like_count": 4, "parent": "root"},
        {**said, "id": "c2", "timestamp": 1777629600, "parent": "c1"},
        {**said, "id": "c3"},
        {"id": "c4"},
    ]
    page = read(YT_DLP, json.dumps(described(comments=comments)).encode())
    replies = {post.native_id: post.reply_to for post in page.posts}
    assert replies == {"vid": None, "c1": "vid", "c2": "c1"}
    assert len(page.problems) == 2


TAKEOUT = (
    b"Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Post ID,Video ID,"
    b"Comment Text,Top-Level Comment ID\n"
    b'c1,UCme,2026-05-01T10:00:00.000000+00:00,0,,,vid,"{""text"":""So ""},{""text"":""good""}",\n'
    b'c2,UCme,2026-05-01T11:00:00+00:00,0,c1,,vid,"plain, words",c1\n'
    b"c3,UCme,2026-05-01T11:00:00+00:00,0,,,vid,,\n"
)


def test_comments_of_ones_own_are_read_from_takeout() -> None:
    assert YOUTUBE_TAKEOUT.recognises(TAKEOUT) > 0
    page = read(YOUTUBE_TAKEOUT, TAKEOUT)
    first, second = page.posts
    assert (first.text, first.creator_id, first.reply_to) == ("So good", "UCme", "vid")
    assert first.created_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert (second.text, second.reply_to) == ("plain, words", "c1")
    assert [problem.where for problem in page.problems] == ["line 4"]
    assert page.unmapped == {}


@pytest.mark.parametrize("reader", [YOUTUBE_API, YT_DLP, YOUTUBE_TAKEOUT])
def test_other_files_are_not_taken_for_these(reader: Format) -> None:
    for content in (b'{"id": "1", "title": "tea", "kind": "x"}\n', b"id,title\n1,tea\n", b""):
        assert reader.recognises(content) == 0
