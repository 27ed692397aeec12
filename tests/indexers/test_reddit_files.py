"""Reddit in files: dumps and listings."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.vocabulary import Page
from indexers.files.reddit_dumps import REDDIT_DUMP
from tests.fakes import NOW
from tests.indexers.test_reddit import comment, submission

ANSWERS = Path(__file__).parent / "answers" / "reddit"
GREY = {"retrieved_on": 1_770_000_009, "gilded": 0, "distinguished": None, "stickied": False}


def lines(*records: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def read(content: bytes) -> list[Page]:
    return list(REDDIT_DUMP.pages(io.BytesIO(content), now=NOW))


def ids(pages: Sequence[Page]) -> list[str]:
    return [post.native_id for page in pages for post in page.posts]


def test_submissions_and_comments_of_a_dump_are_told_and_read() -> None:
    content = lines(submission(**GREY), comment(**GREY), submission(id="b", name=None))
    assert REDDIT_DUMP.recognises(content) > 0.8
    (page,) = read(content)
    assert ids([page]) == ["t3_abc", "t1_def", "t3_b"]
    assert page.unmapped == {}


def test_an_answer_of_the_interface_is_a_listing_or_lines_of_things() -> None:
    recorded = (ANSWERS / "listing_of_several.json").read_bytes()
    assert REDDIT_DUMP.recognises(recorded) > 0
    expected = ["t3_ablzuq", "t3_hozvuc", "t1_fxl1p7i", "t1_opq3e1a"]
    assert ids(read(recorded)) == expected
    listing = json.loads(recorded)
    for content in (
        json.dumps(listing).encode(),
        lines(listing),
        lines(*listing["data"]["children"]),
        json.dumps(listing["data"]["children"]).encode(),
        json.dumps([child["data"] for child in listing["data"]["children"]]).encode(),
    ):
        assert ids(read(content)) == expected


def test_numbers_of_a_table_are_numbers() -> None:
    table = (
        b"id,author,created_utc,subreddit,title,num_comments,score,selftext,is_self\n"
        b'a,Ana,1770000000,coffee,Burrs,3,12,"Flat, or conical",true\n'
    )
    assert REDDIT_DUMP.recognises(table) > 0
    ((post,),) = [page.posts for page in read(table)]
    assert (post.text, post.engagement.likes, post.engagement.replies) == (
        "Burrs\n\nFlat, or conical",
        12,
        3,
    )


def test_a_broken_line_costs_itself() -> None:
    content = lines(submission()) + b'{"id": \n' + lines(comment(), submission(created_utc=None))
    (page,) = read(content)
    assert ids([page]) == ["t3_abc", "t1_def"]
    assert [problem.where for problem in page.problems] == ["line 2", "line 4"]


def test_other_json_lines_are_not_taken_for_reddit() -> None:
    other = lines({"id": "1", "text": "tea", "author": "ana"})
    assert REDDIT_DUMP.recognises(other) == 0
    with pytest.raises(InputError, match="this is no Reddit"):
        read(other)


def test_many_records_come_in_pages() -> None:
    pages = read(lines(*(submission(id=f"n{k}", name=None) for k in range(6_000))))
    assert len(pages) > 1
    assert len(set(ids(pages))) == 6_000
