"""What every reader of files keeps, whatever the format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from engine.errors import InputError
from engine.protocols import Reader
from engine.vocabulary import Creator, Engagement, Page, Post
from indexers.files import drafts
from indexers.files.native import NativeJsonl, to_native
from indexers.files.native_csv import NativeCsv

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
N_MANY = 4_100  # three pages


def make_post(number: int) -> Post:
    return Post(
        source="mastodon",
        native_id=f"{number:05}",
        creator_id=f"c{number % 7}",
        text=f'Brew {number}, "slowly";\nwith #Espresso and\u2028patience é',
        created_at=NOW - timedelta(hours=number + 1),
        url=f"https://example.social/{number}",
        lang="en",
        engagement=Engagement(likes=number, replies=0, views=None),
        hashtags=("coffeetime", "espresso"),
    )


def make_creator(number: int) -> Creator:
    return Creator(
        source="mastodon",
        native_id=f"c{number}",
        handle=f"ana{number}@example.social",
        name="Ana, “the” Barista",
        bio="Porto; coffee\nand bikes",
        followers=number * 1_000,
        verified=number % 2 == 0,
        created_at=datetime(2019, 2, 1, tzinfo=UTC),
    )


POSTS = [make_post(number) for number in range(N_MANY)]
CREATORS = [make_creator(number) for number in range(7)]


def write_jsonl(records: Sequence[dict[str, object]]) -> list[bytes]:
    return [json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records]


def write_csv(records: Sequence[dict[str, object]]) -> list[bytes]:
    """Return the header and a piece of CSV for each record."""
    columns = [name for name in records[0] if name != "creator"]
    columns += [f"creator.{name}" for name in records[0]["creator"]]  # type: ignore[attr-defined]
    written = []
    for cells in [columns, *([_cell(record, name) for name in columns] for record in records)]:
        text = io.StringIO()
        csv.writer(text).writerow(cells)
        written.append(text.getvalue().encode())
    return written


def _cell(record: dict[str, object], column: str) -> object:
    value: object = record
    for name in column.split("."):
        value = value[name]  # type: ignore[index]
    return " ".join(value) if isinstance(value, list) else value


class Format(NamedTuple):
    """A reader with a way of writing what it reads."""

    reader: Reader
    write: Callable[[Sequence[dict[str, object]]], list[bytes]]
    n_header: int  # pieces written before the first record
    broken: bytes  # a record it cannot read


FORMATS = {
    "jsonl": Format(NativeJsonl(), write_jsonl, 0, b'{"source": "mastodon", "id"\n'),
    "csv": Format(NativeCsv(), write_csv, 1, b"mastodon,00000\n"),
}
RECORDS = [to_native(post, CREATORS[number % 7]) for number, post in enumerate(POSTS)]


@pytest.fixture(params=FORMATS)
def kind(request: pytest.FixtureRequest) -> Format:
    return FORMATS[request.param]


class Truncated(io.BytesIO):
    """A stream that fails once all its bytes are read."""

    def read(self, size: int | None = -1) -> bytes:
        chunk = super().read(size)
        if not chunk:
            raise InputError("the archive breaks off after 99 bytes", hint="copy it again")
        return chunk


class Dripping(io.BytesIO):
    """A stream that gives fewer bytes than it is asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 1_013))


def pages_of(kind: Format, content: bytes, stream: type[io.BytesIO] = io.BytesIO) -> list[Page]:
    return list(kind.reader.pages(stream(content), now=NOW))


def posts_of(pages: list[Page]) -> list[Post]:
    return [post for page in pages for post in page.posts]


def test_posts_and_creators_read_back_as_they_were(kind: Format) -> None:
    pages = pages_of(kind, b"".join(kind.write(RECORDS[:50])))
    assert posts_of(pages) == POSTS[:50]
    assert list(pages[0].creators) == CREATORS
    assert [page.problems for page in pages] == [()]
    assert [page.unmapped for page in pages] == [{}]


def test_a_page_holds_some_posts_with_their_creators(
    kind: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "PAGE_RECORDS", 2_000)
    pages = pages_of(kind, b"".join(kind.write(RECORDS)))
    assert [len(page.posts) for page in pages] == [2_000, 2_000, 100]
    assert posts_of(pages) == POSTS
    for page in pages:
        assert {post.creator_id for post in page.posts} == {c.native_id for c in page.creators}


def test_a_page_of_long_texts_ends_sooner(kind: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "PAGE_CHARACTERS", sum(len(post.text) for post in POSTS[:10]))
    pages = pages_of(kind, b"".join(kind.write(RECORDS[:15])))
    assert [len(page.posts) for page in pages] == [10, 5]


def test_pages_come_while_the_file_is_being_read(
    kind: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "PAGE_RECORDS", 2_000)
    stream = io.BytesIO(b"".join(kind.write(RECORDS)))
    first = next(iter(kind.reader.pages(stream, now=NOW)))
    assert list(first.posts) == POSTS[:2_000]
    assert stream.read(1)


def test_a_stream_may_give_fewer_bytes_than_asked(kind: Format) -> None:
    pages = pages_of(kind, b"".join(kind.write(RECORDS[:50])), Dripping)
    assert posts_of(pages) == POSTS[:50]


def test_a_broken_record_costs_itself_and_is_named_by_its_line(kind: Format) -> None:
    written = kind.write(RECORDS[:3])
    written.insert(kind.n_header + 1, kind.broken)
    (page,) = pages_of(kind, b"".join(written))
    line = b"".join(written).index(kind.broken)
    assert list(page.posts) == POSTS[:3]
    assert [problem.where for problem in page.problems] == [
        f"line {b''.join(written)[:line].count(10) + 1}"
    ]


def test_a_file_that_breaks_off_gives_what_it_held_and_a_problem(kind: Format) -> None:
    content = b"".join(kind.write(RECORDS[:3]))
    (page,) = pages_of(kind, content + b'"half a rec', Truncated)
    assert list(page.posts) == POSTS[:3]
    (problem,) = page.problems
    assert problem.where == f"line {content.count(10) + 1}"
    assert "breaks off after 99 bytes" in problem.reason


def test_a_file_that_gives_nothing_raises_its_own_fault(kind: Format) -> None:
    with pytest.raises(InputError, match="breaks off"):
        pages_of(kind, b"", Truncated)


def test_line_ends_marks_and_blank_lines_do_not_matter(kind: Format) -> None:
    plain = b"".join(kind.write([{**record, "text": "one line"} for record in RECORDS[:3]]))
    expected = posts_of(pages_of(kind, plain))
    lines = plain.replace(b"\r\n", b"\n").splitlines()
    for content in (
        b"\r\n".join(lines),
        b"\xef\xbb\xbf" + b"\n".join(lines) + b"\n",
        b"\n" + b"\n\n".join(lines) + b"\n \n\n".replace(b" ", b""),
    ):
        assert posts_of(pages_of(kind, content)) == expected
        assert len(expected) == 3


def test_a_post_is_never_later_than_the_time_of_reading(kind: Format) -> None:
    ahead = [{**RECORDS[0], "created_at": (NOW + timedelta(hours=47)).isoformat()}]
    too_far = [{**RECORDS[0], "created_at": (NOW + timedelta(hours=49)).isoformat()}]
    assert posts_of(pages_of(kind, b"".join(kind.write(ahead))))[0].created_at == NOW
    (page,) = pages_of(kind, b"".join(kind.write(too_far)))
    assert page.posts == ()
    assert "in the future" in page.problems[0].reason


def test_unknown_fields_are_counted_by_name(kind: Format) -> None:
    creator = {**to_native(POSTS[0], CREATORS[0])["creator"], "zodiac": "leo"}  # type: ignore[dict-item]
    records = [{**RECORDS[0], "mood": "fine", "creator": creator}] * 3
    (page,) = pages_of(kind, b"".join(kind.write(records)))
    assert page.unmapped == {"mood": 3, "creator.zodiac": 3}
    assert list(page.posts) == [POSTS[0]] * 3


def test_a_reader_recognises_its_own_and_nothing_else(kind: Format) -> None:
    for name, other in FORMATS.items():
        written = b"".join(other.write(RECORDS[:500]))[: 1 << 16]
        assert kind.reader.recognises(written) == (other is kind), name
    for strange in (
        b"",
        b"\n\n",
        b"<!doctype html><html><body>source,id</body></html>",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
        b"Dear diary, today nothing happened.\n",
        b'[{"source": "x"}]',
        b'{"id": 1, "full_text": "a tweet", "user": {"id": 2}}\n',
        b"id,text,user\n1,hello,ana\n",
        b"[" * 60_000,
    ):
        assert not kind.reader.recognises(strange)


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html>\n<html><body>not found</body></html>\n",
        bytes(range(256)) * 100,
        b"Dear diary,\ntoday nothing happened.\n",
        "source,id".encode("utf-16"),
        b"[" * 60_000,
    ],
)
def test_a_file_of_another_kind_is_one_clear_error(kind: Format, content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        pages_of(kind, content)
    assert str(caught.value).startswith("this is no ")
    assert caught.value.hint


def test_an_empty_file_holds_no_posts(kind: Format) -> None:
    assert pages_of(kind, b"") == []
    assert pages_of(kind, b"\n\n") == []


def test_a_reader_says_what_it_is(kind: Format) -> None:
    assert kind.reader.name in FORMATS
    assert kind.reader.description
