"""Records cut out of JSON documents of any size."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InputError
from indexers.files import cutting
from indexers.files.cutting import Piece, cut_records

LIST = [{"id": number, "text": 'a "]}" b\\', "in": [{"deep": [1, {}]}]} for number in range(50)]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


def chunks_of(content: bytes, size: int = 7) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def cut(content: str | bytes, *wrappers: str, size: int = 7) -> list[Piece]:
    encoded = content.encode() if isinstance(content, str) else content
    return list(cut_records(chunks_of(encoded, size), wrappers))


def read(pieces: list[Piece]) -> list[object]:
    assert [piece.fault for piece in pieces] == [None] * len(pieces)
    return [json.loads(piece.content) for piece in pieces]


@pytest.mark.parametrize("indent", [None, 0, 1, 4])
@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_an_array_gives_its_elements(indent: int | None, size: int) -> None:
    assert read(cut(json.dumps(LIST, indent=indent), size=size)) == LIST


@given(st.lists(values.filter(lambda value: value is not None), max_size=6), st.integers(1, 20))
@settings(max_examples=150, deadline=None)
def test_whatever_is_in_the_array_comes_out_as_it_was(found: list[object], size: int) -> None:
    content = json.dumps(found, ensure_ascii=False).encode()
    assert read(cut(content, size=size)) == found


def test_an_object_gives_what_is_under_a_known_name() -> None:
    document = {"headers": {"a": [1]}, "n": 1.5, "collector": LIST, "zip": "x", "more": LIST[:1]}
    assert read(cut(json.dumps(document), "collector")) == LIST
    assert read(cut(json.dumps({"data": {"posts": LIST}}, indent=2), "data.posts")) == LIST
    assert cut(json.dumps({"other": LIST}), "collector") == []


def test_values_may_follow_one_another() -> None:
    content = "\n".join(json.dumps(element, indent=2) for element in LIST)
    assert read(cut(content)) == LIST


def test_records_are_numbered_and_a_broken_one_costs_itself() -> None:
    written = [json.dumps(element, indent=1) for element in LIST[:4]]
    written[1] = written[1].replace('"id":', '"id"')
    pieces = cut("[\n" + ",\n".join(written) + "\n]", size=1 << 20)
    assert [(piece.number, bool(piece.fault)) for piece in pieces] == [
        (1, False), (2, True), (3, False), (4, False),
    ]  # fmt: skip
    assert "malformed JSON at character" in str(pieces[1].fault)
    compact = cut("[" + ",".join(written) + "]")
    assert [bool(piece.fault) for piece in compact] == [False, True, False, False]


def test_a_text_that_never_ends_costs_itself_where_records_have_lines_of_their_own() -> None:
    lines = [json.dumps({"id": number, "text": "x"}) for number in range(4)]
    lines[1] = '{"id": 1, "text": "x}'
    pieces = cut("[\n" + ",\n".join(lines) + "\n]")
    assert [bool(piece.fault) for piece in pieces] == [False, True, False, False]


@pytest.mark.parametrize("end", [1, 3, 20, 60])
def test_an_array_that_breaks_off_gives_what_is_whole_and_says_so(end: int) -> None:
    content = json.dumps(LIST[:3])
    pieces = cut(content[:-end])
    whole = [piece for piece in pieces if not piece.fault]
    assert read(whole) == (LIST[:3] if end == 1 else LIST[:2])
    assert "breaks off" in str(pieces[-1].fault)


def test_a_record_that_is_too_long_is_passed_over_in_bounded_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cutting, "MAX_RECORD", 1 << 12)
    longest = {"id": "long", "list": ["x" * 100] * 2_000}
    pieces = cut(json.dumps([LIST[0], longest, LIST[1]]), size=1 << 10)
    assert [bool(piece.fault) for piece in pieces] == [False, True, False]
    assert "longer than" in str(pieces[1].fault)


@pytest.mark.parametrize("text", ["x" * 50_000, "\\\\" * 25_000, '\\"' * 25_000])
def test_a_text_that_is_too_long_costs_its_record(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(cutting, "MAX_RECORD", 1 << 12)
    pieces = cut(f'[{{"id": 1}}, {{"text": "{text}"}}, {{"id": 3}}]', size=1_023)
    assert [bool(piece.fault) for piece in pieces] == [False, True, False]
    assert json.loads(pieces[2].content) == {"id": 3}


def test_a_text_without_an_end_ends_the_reading_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cutting, "MAX_RECORD", 1 << 12)
    pieces = cut('[{"id": 1}, {"text": "' + "x" * 50_000, size=1 << 10)
    assert json.loads(pieces[0].content) == {"id": 1}
    assert "nothing is read from here on" in str(pieces[-1].fault)


def test_deep_nesting_costs_one_record() -> None:
    pieces = cut('[{"id": 1}, ' + "[" * 60_000 + "]" * 60_000 + ', {"id": 2}]', size=1 << 16)
    assert [bool(piece.fault) for piece in pieces] == [False, True, False]
    assert "nested too deeply" in str(pieces[1].fault)


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    pieces = cut(b'[{"text": "caf\xe9"}]')
    assert [piece.content for piece in pieces] == [b'{"text": "caf\xe9"}']


def test_a_stream_that_fails_in_the_middle_gives_what_it_held() -> None:
    def failing() -> Iterator[bytes]:
        yield b'[{"id": 1}, {"id": '
        raise InputError("the archive breaks off", hint="copy it again")

    first, last = cut_records(failing(), ())
    assert json.loads(first.content) == {"id": 1}
    assert last == Piece(2, b"", "nothing is read from here on, because the archive breaks off")
