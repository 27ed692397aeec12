"""TikTok videos as scrapers write them."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from engine.errors import InputError
from engine.vocabulary import Creator, Engagement, Page, Post
from indexers.files.tiktok import TIKTOK_SCRAPER

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
VIDEO = {
    "id": "7397388276279102726",
    "text": "Latte art #Coffee",
    "textLanguage": "en",
    "createTime": 1722338679,
    "createTimeISO": "2024-07-30T11:24:39.000Z",
    "isAd": False,
    "authorMeta": {
        "id": "7385428498402313222",
        "name": "ana.brews",
        "nickName": "Ana",
        "signature": "Porto",
        "verified": False,
        "fans": 12800,
        "following": 2,
        "heart": 64000,
        "video": 68,
    },
    "webVideoUrl": "https://www.tiktok.com/@ana.brews/video/7397388276279102726",
    "diggCount": 7161,
    "shareCount": 360,
    "playCount": 204500,
    "commentCount": 0,
    "hashtags": [{"id": "1", "name": "coffee"}, {"name": ""}, {"name": "latteart"}],
}
POST = Post(
    source="tiktok",
    native_id="7397388276279102726",
    creator_id="7385428498402313222",
    text="Latte art #Coffee",
    created_at=datetime(2024, 7, 30, 11, 24, 39, tzinfo=UTC),
    url="https://www.tiktok.com/@ana.brews/video/7397388276279102726",
    lang="en",
    engagement=Engagement(likes=7161, replies=0, reposts=360, views=204500),
    hashtags=("coffee", "latteart"),
)
CREATOR = Creator(
    source="tiktok",
    native_id="7385428498402313222",
    handle="ana.brews",
    name="Ana",
    bio="Porto",
    url="https://www.tiktok.com/@ana.brews",
    followers=12800,
    following=2,
    posts=68,
    verified=False,
)


def read(content: str) -> Page:
    assert TIKTOK_SCRAPER.recognises(content.encode()[: 1 << 16])
    (page,) = TIKTOK_SCRAPER.pages(io.BytesIO(content.encode()), now=NOW)
    return page


def flat(value: object, path: str = "") -> dict[str, object]:
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return {
            name: leaf
            for key, part in pairs
            for name, leaf in flat(part, f"{path}/{key}" if path else str(key)).items()
        }
    return {path: value}


def flat_csv(video: dict[str, object]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(flat(video)))
    writer.writeheader()
    writer.writerow(flat(video))
    return text.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(VIDEO),
        json.dumps([VIDEO], indent=2),
        json.dumps({"headers": {"user-agent": "x"}, "collector": [VIDEO], "zip": ""}),
        flat_csv(VIDEO),
        "\ufeff" + flat_csv(VIDEO),
    ],
)
def test_a_video_is_the_same_however_it_is_packed(content: str) -> None:
    page = read(content)
    assert page.posts == (POST,)
    assert page.creators == (CREATOR,)
    assert (page.problems, page.unmapped) == ((), {})


def test_what_is_not_there_is_not_known() -> None:
    video = {**VIDEO, "authorMeta": {"id": "7", "name": "ana"}, "diggCount": -1, "playCount": None}
    page = read(json.dumps(video))
    assert page.posts[0].engagement == Engagement(replies=0, reposts=360)
    assert page.creators[0] == Creator(
        source="tiktok", native_id="7", handle="ana", url="https://www.tiktok.com/@ana"
    )


def test_error_rows_private_accounts_and_records_without_an_id_are_told_apart() -> None:
    records = [
        {"error": "This profile does not exist.", "input": "x"},
        {**VIDEO, "authorMeta": {"name": "ana", "privateAccount": True}},
        {**VIDEO, "id": None},
        {**VIDEO, "authorMeta": {}},
        VIDEO,
    ]
    page = read(json.dumps(records))
    assert page.posts == (POST,)
    assert page.dropped == {"private account": 1}
    assert [(problem.where, problem.reason) for problem in page.problems] == [
        ("record 1", "the export itself says: This profile does not exist."),
        ("record 3", "the video has no id"),
        (
            "record 4",
            "the video has no author: neither authorMeta.id nor authorMeta.name",
        ),
    ]


def test_fields_nobody_declared_and_those_of_another_kind_are_counted() -> None:
    video = {**VIDEO, "mood": 1, "text": "x", "hashtags": {"a": 1}, "musicMeta": {"x": 1}}
    author = {**VIDEO["authorMeta"], "zodiac": "leo", "verified": [1]}  # type: ignore[dict-item]
    page = read(json.dumps([{**video, "authorMeta": author}] * 2))
    assert page.unmapped == {
        "mood": 2,
        "authorMeta.zodiac": 2,
        "hashtags of an unexpected kind": 2,
        "authorMeta.verified of an unexpected kind": 2,
        "hashtags.a": 2,
    }
    assert [post.hashtags for post in page.posts] == [(), ()]


def test_a_file_of_other_records_is_refused_with_what_it_has() -> None:
    with pytest.raises(InputError, match="none of its first 1 records has") as caught:
        list(TIKTOK_SCRAPER.pages(io.BytesIO(b'{"id": 1, "body": "x"}'), now=NOW))
    assert "its fields are id, body" in str(caught.value.hint)
