"""What every reader of somebody's export format keeps, however its records are packed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.cli.readers import choose_reader, installed_readers
from engine.inputs import HEAD_BYTES
from engine.inputs.parquet import parquet_lines
from engine.protocols import ComparingReader, Reader
from engine.vocabulary import Page
from tests.indexers.exports import SAMPLES, Sample

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
MAY = datetime(2026, 5, 1, 10, tzinfo=UTC)
READERS = installed_readers()
Pack = Callable[[list[dict[str, Any]]], bytes]


def _lines(records: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def _table(records: list[dict[str, Any]]) -> bytes:
    """Write what is nested as JSON into cells, as most tools do."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]), delimiter=";")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in record.items()} for record in records)
    return text.getvalue().encode("utf-8-sig")


def _flat_table(records: list[dict[str, Any]]) -> bytes:
    """Write what is nested into columns of its own, as Apify does."""
    rows = [_flat(record) for record in records]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _flat(value: object, path: str = "") -> dict[str, object]:
    if not isinstance(value, dict | list):
        return {path: value}
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    found: dict[str, object] = {}
    for key, part in pairs:
        found |= _flat(part, f"{path}/{key}" if path else str(key))
    return found


def _cell(value: object) -> object:
    return json.dumps(value) if isinstance(value, dict | list) else value


def _parquet(records: list[dict[str, Any]]) -> bytes:
    """Return the lines that a Parquet file of `records` is given out as."""
    kept = [{name: value for name, value in r.items() if value not in ([], {})} for r in records]
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(kept), file)
    return b"".join(parquet_lines(file.getvalue(), iter(()), "posts.parquet"))


PACKS: dict[str, Pack] = {
    "lines": _lines,
    "array": lambda records: json.dumps(records).encode(),
    "indented": lambda records: json.dumps(records, indent=2).encode(),
    "table": _table,
    "flat table": _flat_table,
    "parquet": _parquet,
}


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample.name)
def sample(request: pytest.FixtureRequest) -> Sample:
    return request.param


def chosen(content: bytes) -> Reader:
    return choose_reader(content[:HEAD_BYTES], "export", wanted=None, readers=READERS)


def read(content: bytes) -> Page:
    (page,) = chosen(content).pages(io.BytesIO(content), now=NOW)
    return page


@pytest.mark.parametrize("pack", PACKS)
def test_a_record_means_the_same_however_it_is_packed(sample: Sample, pack: str) -> None:
    content = PACKS[pack]([sample.record])
    assert chosen(content).name == sample.name
    page = read(content)
    assert page.problems == ()
    assert [(post.source, post.native_id, post.creator_id) for post in page.posts] == [
        (sample.source, sample.post_id, sample.creator_id)
    ] * sample.posts
    for post in page.posts:
        assert post.engagement == sample.engagement
        assert post.created_at == MAY
        assert post.text.endswith("Flat white & #LatteArt")
        assert post.hashtags == ("latteart",)
        assert post.paid_label is None
        assert post.url
    creator = next(creator for creator in page.creators if creator.native_id == sample.creator_id)
    assert creator.followers == sample.followers
    assert creator.source == sample.source


def test_nothing_that_the_format_documents_is_not_understood(sample: Sample) -> None:
    assert read(_lines([sample.record])).unmapped == {}


def test_a_field_nobody_documented_is_counted(sample: Sample) -> None:
    page = read(_lines([{**sample.record, "zodiac": "leo"}] * 3))
    assert page.unmapped == {"zodiac": 3}
    assert len(page.posts) == 3 * sample.posts


def test_a_broken_record_costs_itself(sample: Sample) -> None:
    good = json.dumps(sample.record)
    page = read(f"{good}\n{{broken\n{good}\n".encode())
    assert len(page.posts) == 2 * sample.posts
    assert [problem.where for problem in page.problems] == ["line 2"]


def test_a_file_that_breaks_off_gives_what_it_held(sample: Sample) -> None:
    page = read(json.dumps([sample.record] * 3)[:-20].encode())
    assert len(page.posts) == 2 * sample.posts
    assert page.problems[0].where == "record 3"


def test_it_recognises_its_own_beside_all_others(sample: Sample) -> None:
    own = READERS[sample.name]
    content = _lines([sample.record])
    assert 0 < own.recognises(content) < 1
    for strange in (b"", b"\n", b"<html>", b"a,b\n1,2\n", b'{"a": 1}\n', b"[" * 60_000):
        assert own.recognises(strange) == 0
    assert isinstance(own, ComparingReader)
    assert own.compare(content).missing == ()
    assert own.compare(b'{"zodiac": 1}\n').present == ()


def test_every_reader_of_an_export_has_a_sample() -> None:
    ours = {name for name, reader in READERS.items() if type(reader).__name__ == "Preset"}
    assert ours - {sample.name for sample in SAMPLES} == {"zeeschuimer-others"}


def test_other_items_of_zeeschuimer_are_refused_by_name() -> None:
    captured = next(s for s in SAMPLES if s.name == "zeeschuimer-tiktok").record
    other = {**captured, "source_platform": "9gag.com", "data": {"id": 1, "title": "x"}}
    page = read(_lines([other]))
    assert page.posts == ()
    assert page.problems[0].reason == (
        "items of 9gag.com are not read: in Zeeschuimer, export them as CSV"
    )
