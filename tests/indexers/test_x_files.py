"""Posts of X in files: what twarc, academictwitteR, snscrape and twscrape store."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.vocabulary import Page, Post
from indexers import pages
from indexers.files.native import NativeJsonl
from indexers.files.x import XFile, graphql, snscrape, twarc, twarc1
from tests.indexers.x.test_graphql import TWEET, answer
from tests.indexers.x.test_scraped import NEW, OLD
from tests.indexers.x.test_scraped import USER as SCRAPED_USER
from tests.indexers.x.test_v1 import POST as V1_POST
from tests.indexers.x.test_v2 import POST, USER

ANSWERS = Path(__file__).parent / "answers" / "x"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
READERS = (twarc(), twarc1(), snscrape(), graphql(), NativeJsonl())


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def chosen(content: bytes) -> str:
    """Return the name of the reader that is surest."""
    best = max(READERS, key=lambda reader: reader.recognises(content[: 1 << 16]))
    assert best.recognises(content[: 1 << 16])
    return best.name


def read(reader: XFile, content: bytes) -> list[Page]:
    return list(reader.pages(io.BytesIO(content), now=NOW))


def posts_in(reader: XFile, content: bytes) -> list[Post]:
    return [post for page in read(reader, content) for post in page.posts]


def flattened(post: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Return a post in the dotted columns of twarc-csv."""
    row: dict[str, str] = {}
    for name, value in post.items():
        if name == "referenced_tweets":
            row |= {f"{name}.{one['type']}.id": one["id"] for one in value}  # type: ignore[attr-defined]
        elif name == "hashtags":
            row[prefix + name] = json.dumps([f"#{one['tag']}" for one in value])  # type: ignore[attr-defined]
        elif name == "urls":
            row[prefix + name] = json.dumps([one["expanded_url"] for one in value])  # type: ignore[attr-defined]
        elif isinstance(value, dict):
            row |= flattened(value, f"{prefix}{name}.")
        else:
            row[prefix + name] = json.dumps(value) if isinstance(value, list) else str(value)
    return row


def table(rows: Sequence[Mapping[str, str]]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, [*names, "Unnamed: 83"], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


FLAT = {**POST, "author": USER, "__twarc": {"retrieved_at": "2022-06-01T00:00:00+00:00"}}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ((ANSWERS / "twarc2_pages.jsonl").read_bytes(), "twarc"),
        ((ANSWERS / "company_timeline.json").read_bytes(), "twarc"),
        ((ANSWERS / "reposts_and_errors.json").read_bytes(), "twarc"),
        ((ANSWERS / "twscrape.jsonl").read_bytes(), "snscrape"),
        ((ANSWERS / "twscrape_reposts.jsonl").read_bytes(), "snscrape"),
        (lines(FLAT), "twarc"),
        (table([flattened(FLAT)]), "twarc"),
        (json.dumps([POST, POST]).encode(), "twarc"),
        (json.dumps({"users": [USER], "tweets": [POST]}).encode(), "twarc"),
        (lines(V1_POST), "twarc1"),
        (lines(answer(TWEET)), "x-graphql"),
        (lines({"source_platform": "x.com", "data": TWEET}), "x-graphql"),
        (lines(OLD), "snscrape"),
        (lines(SCRAPED_USER), "snscrape"),
        (lines(USER), "twarc"),
        (lines({"source": "x", "id": 1, "text": "", "created_at": "", "creator": {}}), "jsonl"),
    ],
)
def test_every_form_is_told_from_the_others(content: bytes, name: str) -> None:
    assert chosen(content) == name


def test_a_page_longer_than_what_is_looked_at_is_recognised() -> None:
    page = {"data": [{**POST, "id": str(number)} for number in range(500)], "meta": {}}
    content = lines(page)
    assert len(content) > 1 << 16
    assert chosen(content) == "twarc"
    assert len(posts_in(twarc(), content)) == 500


def test_files_of_others_are_not_recognised() -> None:
    for content in (
        lines({"data": [{"id": "1", "text": "x", "permalink": "…", "username": "ana"}]}),
        lines({"id": "1", "text": "x", "authorMeta": {"name": "ana"}, "createTime": 1}),
        b"id,text,author\n1,x,ana\n",
        b"",
        b"\x00\x01",
    ):
        assert [reader.recognises(content) for reader in READERS[:4]] == [0.0] * 4


def test_a_flattened_line_and_its_row_in_csv_are_the_same_post() -> None:
    from_json = read(twarc(), lines(FLAT))
    from_csv = read(twarc(), table([flattened(FLAT)]))
    unfollowed = replace(from_json[0].posts[0], links=("https://bit.ly/x",))  # as twarc-csv has it
    assert from_csv[0].posts == (unfollowed,)
    assert from_csv[0].creators == from_json[0].creators
    assert from_csv[0].creators[0].measured_at == datetime(2022, 6, 1, tzinfo=UTC)
    assert from_csv[0].unmapped == {}


def test_reposts_and_replies_are_told_in_csv_too() -> None:
    repost = {**FLAT, "id": "2", "referenced_tweets": [{"type": "retweeted", "id": "9"}]}
    reply = {**FLAT, "id": "3", "referenced_tweets": [{"type": "replied_to", "id": "8"}]}
    (page,) = read(twarc(), table([flattened(repost), flattened(reply), flattened(FLAT)]))
    assert page.dropped == {"a repost": 1}
    assert [post.reply_to for post in page.posts] == ["8", None]


def test_empty_cells_are_not_known() -> None:
    row = flattened(FLAT) | {"public_metrics.like_count": "", "public_metrics.impression_count": ""}
    (post,) = posts_in(twarc(), table([row]))
    assert post.engagement.likes is None
    assert post.engagement.views is None
    assert post.engagement.replies == 1


def test_short_links_in_csv_are_known_by_their_order() -> None:
    row = flattened(FLAT) | {"entities.urls": '["https://one.example/"]'}
    (post,) = posts_in(twarc(), table([row]))
    # two short ones in the text, one whole: nobody can tell which is which
    assert post.text.count("https://t.co/") == 2
    assert post.links == ("https://one.example/",)


def test_line_breaks_in_csv_are_line_breaks() -> None:
    (post,) = posts_in(twarc(), table([flattened(FLAT) | {"text": r"one\n\ntwo"}]))
    assert post.text == "one\n\ntwo"


def test_text_that_looks_like_a_list_stays_text() -> None:
    (post,) = posts_in(twarc(), table([flattened({**FLAT, "text": '["brew"]', "entities": {}})]))
    assert post.text == '["brew"]'


def test_an_id_that_a_spreadsheet_damaged_is_refused() -> None:
    (page,) = read(twarc(), table([flattened(FLAT) | {"id": "1.52479654630497E+18"}]))
    assert page.posts == ()
    assert page.problems[0].where == "line 2"


def test_an_array_of_academictwitter_is_read_record_by_record() -> None:
    broken = {**POST, "id": "2", "text": 5}
    (page,) = read(twarc(), json.dumps([POST, broken, {**POST, "id": "3"}]).encode())
    assert [post.native_id for post in page.posts] == [POST["id"], "3"]
    assert page.problems[0].where == "record 2"
    assert page.creators == ()


def test_a_line_that_is_no_json_costs_itself() -> None:
    for reader, record in ((twarc(), POST), (twarc1(), V1_POST), (snscrape(), NEW)):
        (page,) = read(reader, lines(record) + b'{"id": \n' + lines(record))
        assert len(page.posts) == 2
        assert [problem.where for problem in page.problems] == ["line 2"]


def test_a_file_of_another_form_is_refused_as_a_whole() -> None:
    for reader in READERS[:4]:
        with pytest.raises(InputError, match="none of its first 1 records is one"):
            read(reader, lines({"mood": "calm"}))
        assert read(reader, b"") == []


def test_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_POSTS", 3)
    many = [{**POST, "id": str(number)} for number in range(7)]
    assert [len(page.posts) for page in read(twarc(), lines(*many))] == [3, 3, 1]


def test_the_nearest_form_says_what_is_missing() -> None:
    near = twarc().compare(lines({"id": "1", "text": "x", "author_id": "7"}))
    assert near.missing == ("created_at",)
    assert near.share == 3 / 4


def test_what_twarc_csv_wrote_is_what_it_was_written_from() -> None:
    (from_csv,) = read(twarc(), (ANSWERS / "twarc2.csv").read_bytes())
    (from_json,) = read(twarc(), (ANSWERS / "twarc2_pages.jsonl").read_bytes())
    assert len(from_csv.posts) == 4 + 7
    assert from_csv.posts == from_json.posts
    assert from_csv.creators == from_json.creators
    assert from_csv.dropped == {"a repost": 6}
    assert not any([from_csv.problems, from_csv.unmapped])
