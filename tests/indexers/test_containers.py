"""Telling lines, documents and tables apart, and reading each."""

from __future__ import annotations

import io
import json

import pytest

from engine.errors import InputError
from indexers.files.containers import Container, Found, column_names, look, records_in
from indexers.files.formats import structured
from indexers.files.peeking import begun_values

RECORDS = [{"id": number, "author": {"name": "ana"}, "tags": ["a", "b"]} for number in range(30)]
WRAPPED = frozenset({"items", "data.posts"})
LINES = "".join(json.dumps(record) + "\n" for record in RECORDS)


def found_in(content: str | bytes, wrappers: frozenset[str] = WRAPPED) -> list[Found]:
    encoded = content.encode() if isinstance(content, str) else content
    return list(records_in(io.BytesIO(encoded), wrappers=wrappers, note=lambda _: None))


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (LINES, Container.LINES),
        ("\n\n" + LINES, Container.LINES),
        ('{"broken"\n' + LINES, Container.LINES),
        (json.dumps(RECORDS), Container.DOCUMENT),
        (json.dumps(RECORDS, indent=1), Container.DOCUMENT),
        (json.dumps({"n": 1, "items": RECORDS}), Container.DOCUMENT),
        (json.dumps({"n": 1, "data": {"posts": RECORDS}}, indent=1), Container.DOCUMENT),
        ("".join(json.dumps(record, indent=1) for record in RECORDS), Container.DOCUMENT),
    ],
)
def test_json_is_read_however_it_is_packed(content: str, container: Container) -> None:
    sample = look(content.encode(), WRAPPED)
    assert sample.container is container
    assert sample.records[0] == RECORDS[0]
    found = [record for record in found_in(content) if not record.fault]
    assert [record.fields for record in found] == RECORDS


def test_a_record_is_named_by_its_line_or_its_number() -> None:
    assert [found.place for found in found_in('{"a": 1}\n\n{"a": 2}\n')] == ["line 1", "line 3"]
    assert [found.place for found in found_in('[{"a": 1},\n\n{"a": 2}]')] == [
        "record 1",
        "record 2",
    ]


def test_what_has_only_begun_is_known_by_what_is_whole() -> None:
    long = json.dumps([{"id": 1, "author": {"name": "ana", "bio": "x" * 100_000}}])
    (record,) = look(long.encode()).records
    assert record == {"id": 1, "author": {"name": "ana"}}
    (line,) = look(long[1:].encode()).records
    assert line == {"id": 1, "author": {"name": "ana"}}


@pytest.mark.parametrize(
    ("begun", "value"),
    [
        ('{"a": 1, "b', [{"a": 1}]),
        ('{"a": 1, "b": "x', [{"a": 1}]),
        ('{"a": [1, {"b": 2}, {"c', [{"a": [1, {"b": 2}, {}]}]),
        ('{"a": "}", "b": tru', [{"a": "}"}]),
        ('[{"a": 1}, {"a"', [[{"a": 1}, {}]]),
        ('{"a": 1} {"a": 2', [{"a": 1}, {}]),
        ("no json", []),
        ("", []),
        ("[" * 60_000, None),
    ],
)
def test_json_cut_off_anywhere_gives_what_is_whole(begun: str, value: list[object] | None) -> None:
    found = begun_values(begun, 20)
    assert found == value if value is not None else isinstance(found, list)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_gives_rows_without_their_empty_cells(separator: str) -> None:
    text = "id,text,likes\n1,hello,\n\n2,,3\n".replace(",", separator)
    assert look(text.encode()).columns == ("id", "text", "likes")
    assert found_in(text) == [
        Found("line 2", {"id": "1", "text": "hello"}, None, is_row=True),
        Found("line 4", {"id": "2", "likes": "3"}, None, is_row=True),
    ]


def test_a_first_line_may_name_the_separator() -> None:
    assert [found.fields for found in found_in("sep=;\na;b,c\n1;2\n")] == [{"a": "1", "b,c": "2"}]


def test_columns_without_a_name_or_with_the_same_get_one_of_their_own() -> None:
    assert column_names(["likes", " ", "likes", "likes (2)"]) == (
        "likes", "column 2", "likes (2)", "likes (2) (2)",
    )  # fmt: skip


def test_a_row_of_another_length_costs_itself() -> None:
    assert [found.fault for found in found_in("a,b\n1,2\n1,2,3\n4,5\n")] == [
        None, "3 cells where the header has 2", None,
    ]  # fmt: skip


def test_what_was_flattened_or_written_out_in_cells_is_put_back() -> None:
    text = 'a/b/0/n,a/b/1/n,a/c,tags.0,list,one.two.\nx,y,z,t,"[1, {""k"": null}]",w\n'
    (found,) = found_in(text)
    assert structured(found) == {
        "a": {"b": [{"n": "x"}, {"n": "y"}], "c": "z"},
        "tags": ["t"],
        "list": [1, {"k": None}],
        "one.two.": "w",
    }
    python = Found("line 2", {"l": "['a', {'b': True}]", "s": "[not, a list"}, None, is_row=True)
    assert structured(python) == {"l": ["a", {"b": True}], "s": "[not, a list"}


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00", "a,b\n1,2\n".encode("utf-16")])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="neither JSON nor a table"):
        found_in(content)
