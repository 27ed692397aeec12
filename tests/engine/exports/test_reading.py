"""What is exported can be read back: written again, it is the same file."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from engine.cli.filters import post_filter
from engine.errors import InputError
from engine.exports import dumps, export
from engine.exports.flat import UNCOUNTED
from engine.exports.reading import read_export
from engine.vocabulary import Brief, PostFilter, Shortlist
from tests.engine.exports.samples import ANA, BATCH, SHORTLIST, SILENT

# As a corpus has them: no post of another is named, texts have no controls.
WHOLE = replace(
    SHORTLIST,
    candidates=(
        replace(ANA, notices=("status: contacted", "note: at the fair; call")),
        replace(SILENT, community=("customers",), contributions={"relevance": 2, "community": 1}),
    ),
)


def where(written: Mapping[str, object]) -> PostFilter:
    return post_filter(written, now=datetime(2026, 6, 1, tzinfo=UTC))


def again(found: Shortlist, tmp_path: Path, suffix: str) -> tuple[Path, Path, Shortlist]:
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    export([found], first)
    read = read_export(first, where)
    export([read], second)
    return first, second, read


def test_json_is_the_same_document_but_for_posts_of_others_that_are_near(tmp_path: Path) -> None:
    first, second, read = again(WHOLE, tmp_path, ".json")
    document = json.loads(first.read_text("utf-8"))
    document["creators"][0]["evidence"][0]["discounts"][0]["earlier"] = None
    assert json.loads(second.read_text("utf-8")) == document
    assert read.brief.where == WHOLE.brief.where


def test_a_csv_is_the_same_but_for_the_other_posts_and_what_it_does_not_count(
    tmp_path: Path,
) -> None:
    first, second, read = again(WHOLE, tmp_path, ".csv")
    rows = [list(csv.DictReader(path.read_text("utf-8").splitlines(keepends=True)))
            for path in (first, second)]  # fmt: skip
    for row in (*rows[0], *rows[1]):
        # The brief's own brands are in no column: who is against one is not warned of any more.
        del row["evidence_links"], row["labels"], row["warnings"]
    assert rows[0] == rows[1]
    assert read.labels == (*WHOLE.labels, UNCOUNTED)
    assert [c.notices for c in read.candidates] == [c.notices for c in WHOLE.candidates]


def test_a_workbook_has_the_same_creators_evidence_and_provenance(tmp_path: Path) -> None:
    first, second, _ = again(
        replace(WHOLE, brief=replace(WHOLE.brief, brands=())), tmp_path, ".xlsx"
    )
    for name in ("Creators", "Evidence", "Provenance"):
        one, other = ([*load_workbook(path)[name].values] for path in (first, second))
        assert one == other


def test_parquet_has_the_same_rows(tmp_path: Path) -> None:
    first, second, read = again(WHOLE, tmp_path, ".parquet")
    assert pq.read_table(first).to_pylist() == pq.read_table(second).to_pylist()
    assert read.formulae == WHOLE.formulae


def test_cells_that_a_spreadsheet_would_calculate_come_back_as_they_were(tmp_path: Path) -> None:
    names = ("=1+1", "@ana", "'plain", "-5")
    for suffix in (".csv", ".xlsx"):
        for name in names:
            creator = replace(ANA, creator=replace(ANA.creator, name=name))
            _, _, read = again(replace(WHOLE, candidates=(creator,)), tmp_path, suffix)
            assert read.candidates[0].creator.name == name


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"x", "the suffix '.txt' is of no list"),
        ("a.json", b"{", "is no exported list"),
        ("a.json", b'{"creators": []}', "no 'brief' in it"),
        ("a.json", b"[]", "it holds 0 lists, not one"),
        ("a.json", b"7", "is no exported list"),
        ("a.csv", b"", "it has no rows"),
        ("a.csv", b"name,age\nx,1\n", "no 'brief_id' in it"),
        ("a.xlsx", b"no zip", "it is no workbook"),
        ("a.parquet", b"no parquet", "it is no Parquet"),
        ("a.json", dumps(BATCH).encode(), "it holds 2 lists, not one"),
        ("a.json", dumps([WHOLE]).replace("12034", '"many"').encode(), "Expected `int | null`"),
    ],
)
def test_what_is_no_export_is_refused_with_a_reason(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_export(tmp_path / name, where)
    assert reason in str(caught.value)
    assert caught.value.hint == "give a .json, .csv, .xlsx or .parquet that overheard wrote"


def test_a_list_of_nobody_is_read_from_json(tmp_path: Path) -> None:
    nobody = replace(WHOLE, candidates=(), brief=Brief(text="tea", topic="tea"))
    assert again(nobody, tmp_path, ".json")[2].candidates == ()
