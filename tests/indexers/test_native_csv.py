"""Native CSV: cells, separators, encodings and quotes that are never closed."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.errors import InputError
from engine.vocabulary import Creator, Engagement, Page, Post
from indexers.files import tables
from indexers.files.native_csv import NativeCsv

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
REQUIRED = "source,id,text,created_at,creator.id"
FIRST = "m,1,first,2026-05-01T10:00:00Z,77"
LAST = "m,9,last,2026-05-01T10:00:00Z,77"


def read(text: str | bytes) -> Page:
    """Return the one page that `text` is."""
    content = text.encode() if isinstance(text, str) else text
    (page,) = NativeCsv().pages(io.BytesIO(content), now=NOW)
    return page


def read_cell(column: str, cell: str) -> Page:
    row = io.StringIO()
    csv.writer(row).writerow([*FIRST.split(","), cell])
    return read(f"{REQUIRED},{column}\n{row.getvalue()}")


def test_required_columns_are_enough_and_empty_cells_are_not_known() -> None:
    page = read(f"{REQUIRED},likes,creator.handle,lang\n{FIRST},,,\n")
    assert page.creators == (Creator(source="m", native_id="77"),)
    assert page.posts == (
        Post(
            source="m",
            native_id="1",
            creator_id="77",
            text="first",
            created_at=datetime(2026, 5, 1, 10, tzinfo=UTC),
        ),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_in_the_header(separator: str) -> None:
    text = f"{REQUIRED}\n{FIRST}\n".replace(",", separator)
    assert NativeCsv().recognises(text.encode())
    assert [post.text for post in read(text).posts] == ["first"]


def test_columns_may_stand_in_any_order_and_case() -> None:
    page = read("Text, ID ,creator.ID,Source,created_at\nhello,1,77,m,2026-05-01T10:00:00Z\n")
    assert [(post.text, post.native_id) for post in page.posts] == [("hello", "1")]


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("hashtags", "#Tea coffee;Milk,tea", "hashtags", ("tea", "coffee", "milk")),
        ("hashtags", '["Tea", "milk foam"]', "hashtags", ("tea", "milk foam")),
        ("hashtags", "['Tea', 'milk']", "hashtags", ("tea", "milk")),
        ("hashtags", "[]", "hashtags", ()),
        ("links", "https://a.example/?x=1,2 https://b.example", "links",
         ("https://a.example/?x=1,2", "https://b.example")),
        ("likes", "12.0", "engagement", Engagement(likes=12)),
        ("likes", " 0 ", "engagement", Engagement(likes=0)),
        ("likes", "NaN", "engagement", Engagement()),
        ("views", "null", "engagement", Engagement()),
        ("reply_to", "0012", "reply_to", "0012"),
        ("lang", "None", "lang", "None"),
    ],
)  # fmt: skip
def test_cells_are_read_as_meant(column: str, cell: str, field: str, value: object) -> None:
    page = read_cell(column, cell)
    assert page.problems == ()
    assert getattr(page.posts[0], field) == value


@pytest.mark.parametrize(
    ("cell", "verified"), [("TRUE", True), ("0", False), ("", None), ("nan", None)]
)
def test_verified_is_true_false_or_not_known(cell: str, verified: bool | None) -> None:  # noqa: FBT001
    assert read_cell("creator.verified", cell).creators[0].verified is verified


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("m,2,short", "3 cells where the header has 6"),
        ("m,2,t,2026-05-01,77,5,more", "7 cells where the header has 6"),
        ("m,,t,2026-05-01,77,5", "the required field id is missing"),
        ("m,2,t,2026-05-01,,5", "the required field creator.id is missing"),
        ("m,2,t,,77,5", "the required field created_at is missing"),
        ("m,2,t,2026-05-01,77,12k", "likes is '12k', which is not a whole number"),
        ("m,2,t,2026-05-01,77,-1", "likes is '-1', which is not a whole number"),
        ("m,5.70306E+17,t,2026-05-01,77,1", "a spreadsheet has cut digits off"),
        ('m,2,"t"x,2026-05-01,77,5', "the line is no CSV"),
        ('m,2,"open,2026-05-01,77,5', "the line is no CSV"),
        ("m,2,a\rb,2026-05-01,77,5", "the line is no CSV"),
        ("m,2," + "x" * 250_000 + ",2026-05-01,77,5", "field larger than field limit"),
    ],
)
def test_a_bad_row_costs_exactly_itself(row: str, reason: str) -> None:
    page = read(f"{REQUIRED},likes\n{FIRST},1\n{row}\n{LAST},1\n{LAST},2\n")
    assert [post.text for post in page.posts] == ["first", "last", "last"]
    (problem,) = page.problems
    assert problem.where == "line 3"
    assert reason in problem.reason


def test_a_quote_never_closed_before_others_that_are_costs_one_row() -> None:
    quoted = [f'm,{number},"text, {number}",2026-05-01T10:00:00Z,77' for number in range(3, 6)]
    page = read("\n".join([REQUIRED, FIRST, 'm,2,"open,2026-05-01,77', *quoted]))
    assert [post.native_id for post in page.posts] == ["1", "3", "4", "5"]
    assert [problem.where for problem in page.problems] == ["line 3"]


def test_cells_may_hold_line_breaks_and_rows_are_named_by_their_first_line() -> None:
    page = read(f'{REQUIRED}\nm,1,"one\r\n\r\ntwo",2026-05-01T10:00:00Z,77\nm,2,x,never,77\n')
    assert [post.text for post in page.posts] == ["one\n\ntwo"]
    assert [problem.where for problem in page.problems] == ["line 5"]


def test_a_record_that_runs_on_and_on_is_given_up_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "MAX_RECORD", 1_000)
    page = read("\n".join([REQUIRED, FIRST, 'x","', *['","'] * 500, ""]))
    assert [post.text for post in page.posts] == ["first"]
    assert page.problems[0].where == "line 3"
    assert "up to line 33" in page.problems[0].reason  # 334 lines of three characters


def test_a_file_made_to_fail_is_not_read_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_REREAD", 30)
    page = read("\n".join([REQUIRED, FIRST, *['m,2,"open', "m,3,half"] * 20, ""]))
    assert [post.text for post in page.posts] == ["first"]
    assert "up to line" in page.problems[-1].reason


def test_lines_that_are_not_utf_8_are_read_as_latin_1_and_counted() -> None:
    row = "m,2,café “quoted”,2026-05-01T10:00:00Z,77\n"
    page = read(f"{REQUIRED}\n".encode() + row.encode("cp1252") + row.encode())
    assert [post.text for post in page.posts] == ["café “quoted”"] * 2
    assert page.unmapped == {"a line that is not UTF-8, read as Latin-1": 1}


def test_cells_of_unknown_columns_are_counted_where_they_hold_something() -> None:
    page = read(f",{REQUIRED},mood\n0,{FIRST},\n1,{LAST},good\n")
    assert page.unmapped == {"column 1": 2, "mood": 1}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("id,text,created_at,creator.id", "no column source"),
        ("source,id,text,created_at", "no column creator.id"),
        (REQUIRED + ",likes,Likes", "more than one column likes"),
        ("name;age", "this is no CSV of native posts"),
    ],
)
def test_a_header_that_will_not_do_is_one_clear_error(header: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read(f"{header}\n{FIRST}\n")
    assert caught.value.hint


def test_reading_lowers_no_limit_that_others_have_set() -> None:
    before: Any = csv.field_size_limit(10_000_000)
    try:
        read(f"{REQUIRED}\n{FIRST}\n")
        assert csv.field_size_limit() == 10_000_000
    finally:
        csv.field_size_limit(before)
