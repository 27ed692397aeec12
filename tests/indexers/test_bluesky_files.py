"""Files of Bluesky's own JSON, in whatever shape people keep them."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.vocabulary import Creator, Engagement, Page, Post, PostKey
from indexers.files.bluesky_json import BlueskyJson

ANSWERS = Path(__file__).parent / "answers" / "bluesky"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
DID = "did:plc:izwxddsznmp3pu47nv6rffuz"
URI = f"at://{DID}/app.bsky.feed.post/3n2"
RECORD = {"$type": "app.bsky.feed.post", "text": "loaf", "createdAt": "2026-11-22T19:49:32Z"}
VIEW: dict[str, Any] = {
    "uri": URI, "cid": "c", "author": {"did": DID, "handle": "ana.test", "labels": []},
    "record": RECORD, "likeCount": 3, "indexedAt": "2026-11-22T19:49:33Z", "labels": [],
}  # fmt: skip
PROFILE = {"did": DID, "handle": "ana.test", "followersCount": 7}


def read(*parts: object, join: bytes = b"\n") -> list[Page]:
    content = join.join(
        part if isinstance(part, bytes) else json.dumps(part).encode() for part in parts
    )
    return list(BlueskyJson().pages(io.BytesIO(content), now=NOW))


def recorded(name: str) -> Any:
    return json.loads((ANSWERS / f"{name}.json").read_text())


def other(number: int) -> dict[str, Any]:
    return {**VIEW, "uri": f"{URI}{number}"}


def test_a_post_and_its_creator_are_read_whole() -> None:
    (page,) = read({**VIEW, "author": {**VIEW["author"], "displayName": "Ana"}})
    assert page.posts == (
        Post(
            source="bluesky",
            native_id=URI,
            creator_id=DID,
            text="loaf",
            created_at=datetime(2026, 11, 22, 19, 49, 32, tzinfo=UTC),
            url=f"https://bsky.app/profile/{DID}/post/3n2",
            engagement=Engagement(likes=3),
        ),
    )
    assert page.creators == (
        Creator(
            source="bluesky",
            native_id=DID,
            handle="ana.test",
            name="Ana",
            url=f"https://bsky.app/profile/{DID}",
        ),
    )
    assert (page.cursor, page.problems, page.unmapped) == (None, (), {})


@pytest.mark.parametrize(
    ("content", "n_posts", "n_creators"),
    [
        ([VIEW], 1, 1),
        ([[VIEW, other(1)]], 2, 1),
        ([VIEW, other(1), VIEW], 3, 1),
        ([{"post": VIEW}], 1, 1),
        ([{"posts": [VIEW, other(1)], "cursor": "x"}], 2, 1),
        ([{"posts": [VIEW]}, {"posts": [other(1)]}, {"posts": []}], 2, 1),
        ([{"feed": [{"post": VIEW}, {"post": other(1), "reply": {}}]}], 2, 1),
        ([{"thread": {"post": VIEW, "replies": [{"post": other(1)}]}}], 2, 1),
        ([{"thread": [{"uri": URI, "depth": 0, "value": {"post": VIEW}}]}], 1, 1),
        ([{"records": [{"uri": URI, "cid": "c", "value": RECORD}]}], 1, 0),
        ([{"uri": URI, "cid": "c", "value": RECORD}], 1, 0),
        ([PROFILE], 0, 1),
        ([{"profiles": [PROFILE, {**PROFILE, "did": "did:plc:b"}]}], 0, 2),
        ([{"actors": [PROFILE]}], 0, 1),
        ([{"followers": [PROFILE], "subject": PROFILE}], 0, 1),
        ([{"likes": [{"actor": PROFILE, "createdAt": "x"}]}], 0, 1),
        ([{"items": [{"uri": "at://x", "subject": PROFILE}], "list": {}}], 0, 1),
    ],
)
def test_every_shape_is_recognised_and_read(
    content: list[object], n_posts: int, n_creators: int
) -> None:
    written = b"\n".join(json.dumps(one).encode() for one in content)
    pretty = b"\n".join(json.dumps(one, indent=2).encode() for one in content)
    for form in (written, pretty, b"\xef\xbb\xbf" + written):
        assert BlueskyJson().recognises(form) > 0.5
        pages = list(BlueskyJson().pages(io.BytesIO(form), now=NOW))
        assert sum(len(page.posts) for page in pages) == n_posts
        assert sum(len(page.creators) for page in pages) == n_creators
        assert [page.problems for page in pages] == [()]


def test_recorded_answers_are_read() -> None:
    (page,) = read(
        recorded("getAuthorFeed_p1"), recorded("getAuthorFeed_p2"), recorded("getPosts_mix")
    )
    assert len(page.posts) == 4 + 6 + 4
    assert page.dropped == {"a repost": 1, "for people who are logged in only": 2}
    assert (page.unmapped, page.problems) == ({}, ())


def test_recorded_events_are_read_with_what_was_taken_back() -> None:
    (page,) = read((ANSWERS / "jetstream.jsonl").read_bytes())
    assert len(page.posts) == 3
    assert page.deleted == (
        PostKey(
            "bluesky", "at://did:plc:person02xxxxxxxxxxxxxxxx/app.bsky.feed.post/3mpt73z3ejc2p"
        ),
    )
    assert [creator.name for creator in page.creators] == ["A Baker"]
    assert page.cursor is None


def test_flat_rows_are_read() -> None:
    row = {
        "uri": URI, "cid": "c", "author_did": DID, "author_handle": "ana.test",
        "created_at": "2024-11-14 09:17:52.738000+00:00", "text": "loaf", "langs": ["en"],
        "is_reply": False, "like_count": 38, "repost_count": 3, "reply_count": 2,
        "hashtags": ["Bread"], "mentions": [], "links": ["https://example.com/"], "wave": 2,
    }  # fmt: skip
    bare = {name: row[name] for name in ("uri", "text", "created_at")} | {"langs": None}
    (page,) = read(row, bare, {**bare, "langs": "pt"})
    post, plain, other = page.posts
    assert other.lang == "pt"
    assert (post.lang, post.hashtags, post.links) == ("en", ("bread",), ("https://example.com/",))
    assert post.engagement == Engagement(likes=38, reposts=3, replies=2)
    assert post.created_at == datetime(2024, 11, 14, 9, 17, 52, 738000, tzinfo=UTC)
    assert (plain.creator_id, plain.engagement) == (DID, Engagement())
    assert [creator.handle for creator in page.creators] == ["ana.test"]
    assert page.unmapped == {"wave": 1}


def test_a_declaration_in_a_repository_is_an_opt_out() -> None:
    kind = "app.bsky.actor.contentVisibilityDeclaration"
    value = {"$type": kind, "hideFromAlgorithmicRecommendations": True}
    (page,) = read({"records": [{"uri": f"at://{DID}/{kind}/self", "cid": "c", "value": value}]})
    assert [(one.native_id, one.opt_outs) for one in page.creators] == [
        (DID, ("hideFromAlgorithmicRecommendations",))
    ]


def test_a_record_that_cannot_be_kept_costs_itself_and_is_named() -> None:
    answer = {"posts": [VIEW, {**VIEW, "uri": "?"}, 7]}
    (page,) = read(VIEW, b'{"uri": "at://', {"mood": "fine"}, {**VIEW, "likeCount": "3"}, answer)
    assert len(page.posts) == 2
    assert [problem.where for problem in page.problems] == [
        "line 2", "line 3", "line 4", "line 5, entry 2", "line 5, entry 3"
    ]  # fmt: skip
    assert page.problems[1].reason == "no record of Bluesky: its fields are mood"


def test_many_posts_make_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexers.pages.PAGE_POSTS", 20)
    pages = read(*(other(number) for number in range(50)))
    assert [post.native_id for page in pages for post in page.posts] == [
        f"{URI}{number}" for number in range(50)
    ]
    assert max(len(page.posts) for page in pages) <= 20


class Truncated(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        if not (chunk := super().read(size)):
            raise InputError("the archive breaks off after 99 bytes")
        return chunk


def test_a_file_that_breaks_off_gives_what_it_held() -> None:
    content = json.dumps(VIEW).encode() + b'\n{"uri": "at:'
    (page,) = BlueskyJson().pages(Truncated(content), now=NOW)
    assert len(page.posts) == 1
    assert "breaks off" in page.problems[0].reason


@pytest.mark.parametrize(
    "content",
    [
        b'{"id": 1, "full_text": "a tweet", "user": {"id": 2}}\n',
        b'{"source": "mastodon", "id": "1", "text": "x", "created_at": "2026", "creator": {}}',
        b'{"posts": [{"id": 1, "title": "x"}]}',
        b'{"did": 7, "handle": "x"}',
        b'{"uri": "https://example.social/1", "text": "x", "created_at": "2026"}',
        b'[{"uri": "https://example.com", "record": {"text": "x"}}]',
    ],
)
def test_what_is_of_another_platform_is_not_taken(content: bytes) -> None:
    assert not BlueskyJson().recognises(content)
    with pytest.raises(InputError, match="this is no JSON of Bluesky") as caught:
        read(content)
    assert caught.value.hint


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"id,text\n1,x\n", b"\x89PNG\r\n", b"[" * 60_000]
)
def test_what_is_no_json_is_not_taken(content: bytes) -> None:
    assert not BlueskyJson().recognises(content)
    assert read(b"") == []


def test_a_file_that_comes_near_is_compared_by_its_names() -> None:
    near = BlueskyJson().compare(b'{"uri": "at://x", "record": {"text": "x"}}')
    assert (near.present, near.missing) == (("uri", "record.text"), ("author.did",))
