"""Statuses in files: arrays, lines, single answers, recognised by what is in them."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.vocabulary import Page
from indexers.files.mastodon import MastodonJson
from indexers.files.native import NativeJsonl
from tests.indexers.mastodon.statuses import status

ANSWERS = Path(__file__).parents[1] / "answers" / "mastodon"
NOW = datetime(2026, 9, 1, tzinfo=UTC)
READER = MastodonJson()


def read(content: bytes) -> Page:
    pages = list(READER.pages(io.BytesIO(content), now=NOW))
    assert len(pages) == 1
    return pages[0]


def lines(*records: Any) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in records)


def test_lines_and_an_array_hold_the_same_posts() -> None:
    records = [status(1), status(2, content="<p>two\u2028lines</p>")]
    array = json.dumps(records, ensure_ascii=False, indent=1).encode()
    for content in (lines(*records), array, json.dumps(records).encode()):
        assert READER.recognises(content[: 1 << 16])
        page = read(content)
        assert [post.text for post in page.posts] == ["espresso", "two\u2028lines"]
        assert page.problems == ()


@pytest.mark.parametrize(
    ("name", "n_posts", "n_creators"),
    [
        ("hashtag_page.json", 10, 1),
        ("hashtag_federated.json", 5, 5),
        ("mixed_visibility.json", 6, 1),
        ("quote_revoked.json", 1, 1),
    ],
)
def test_recorded_answers_are_recognised_and_read(name: str, n_posts: int, n_creators: int) -> None:
    content = (ANSWERS / name).read_bytes()
    assert READER.recognises(content[: 1 << 16])
    page = read(content)
    assert (len(page.posts), len(page.creators)) == (n_posts, n_creators)
    assert (page.problems, page.unmapped) == ((), {})


@pytest.mark.parametrize(
    "answer",
    [
        {"accounts": [], "statuses": [status()], "hashtags": []},
        {"ancestors": [status()], "descendants": []},
        {"id": "1", "type": "mention", "status": status()},
        {"id": "1", "unread": False, "accounts": [], "last_status": status()},
    ],
)
def test_answers_that_hold_statuses_are_read(answer: dict[str, Any]) -> None:
    content = json.dumps(answer).encode()
    assert READER.recognises(content)
    assert len(read(content).posts) == 1


def test_accounts_alone_become_creators() -> None:
    account = {
        "id": "7",
        "username": "ana",
        "acct": "ana",
        "url": "https://home.example/@ana",
        "note": "<p>barista</p>",
        "followers_count": 5,
        "statuses_count": 0,
        "sparkle": 1,
    }
    page = read(json.dumps([account]).encode())
    creator = page.creators[0]
    assert (creator.native_id, creator.followers, creator.posts) == ("ana@home.example", 5, 0)
    assert creator.measured_at is None
    assert page.unmapped == {"account.sparkle": 1}


def test_a_bad_record_costs_itself_and_is_placed() -> None:
    content = lines(status(1), {"id": "2"}) + b"{broken\n" + lines(status(4, created_at=None))
    page = read(content)
    assert len(page.posts) == 1
    assert [problem.where for problem in page.problems] == ["line 2", "line 3", "line 4"]


def test_other_files_are_not_taken_for_statuses() -> None:
    native = b'{"source": "x", "id": "1", "text": "t", "created_at": "2026", "creator": {"id": 1}}'
    assert not READER.recognises(native)
    assert not READER.recognises(b"id,text\n1,2\n")
    assert not NativeJsonl().recognises(lines(status()))
    with pytest.raises(InputError, match="no statuses"):
        list(READER.pages(io.BytesIO(native), now=NOW))


def test_a_near_miss_is_compared_by_its_names() -> None:
    near = {name: value for name, value in status().items() if name != "visibility"}
    assert not READER.recognises(json.dumps(near).encode())
    likeness = READER.compare(json.dumps(near).encode())
    assert likeness.missing == ("visibility",)


def test_a_private_conversation_tells_of_nobody_else() -> None:
    friend = {"id": "7", "username": "bo", "acct": "bo", "note": "", "followers_count": 5}
    secret = status(visibility="direct")
    talk = {"id": "1", "unread": False, "accounts": [friend], "last_status": secret}
    page = read(
        lines(talk, {"id": "2", "unread": False, "accounts": [friend], "last_status": None})
    )
    assert (page.posts, page.creators, page.problems) == ((), (), ())
    assert page.dropped == {"direct message": 1}


def test_a_long_array_on_one_line_is_recognised_wherever_its_beginning_ends() -> None:
    note = 'about, [me] {"and"} "you" \\ '
    written = json.dumps([status(n, account={"note": note * 5}) for n in range(40)]).encode()
    for end in range(9_000, 9_400):
        assert READER.recognises(written[:end])
