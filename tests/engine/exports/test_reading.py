"""What is exported can be read back: written again, it is the same file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from engine.cli.filters import post_filter
from engine.errors import InputError
from engine.exports import dumps, export
from engine.exports.flat import UNCOUNTED
from engine.exports.reading import read_export
from engine.vocabulary import Brief, PostFilter, Shortlist
from tests.engine.exports.samples import ANA, BATCH, HOSTILE, SHORTLIST, SILENT

# As a corpus has them: no post of another is named, texts have no controls.
WHOLE = replace(
    SHORTLIST,
    candidates=(
        replace(
            ANA,
            notices=("status: contacted", "note: at the fair; call"),
            own={"budget": "007", "rate (own)": "=1+1"},
            on_topic_at=(datetime(2026, 5, 1, 8, tzinfo=UTC), datetime(2026, 5, 31, 9, tzinfo=UTC)),
        ),
        replace(SILENT, community=("customers",), contributions={"relevance": 2, "community": 1}),
    ),
)

EXPECTED = replace(
    WHOLE,
    brief=replace(WHOLE.brief, k_creators=2),
    candidates=(
        replace(
            WHOLE.candidates[0],
            evidence=(
                replace(
                    ANA.evidence[0],
                    discounts=tuple(
                        replace(one, earlier=None) for one in ANA.evidence[0].discounts
                    ),
                ),
                *ANA.evidence[1:],
            ),
        ),
        WHOLE.candidates[1],
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


@pytest.mark.parametrize("suffix", [".json", ".csv", ".xlsx", ".parquet"])
def test_every_format_gives_the_same_list_but_for_posts_of_others_that_are_near(
    tmp_path: Path, suffix: str
) -> None:
    first, second, read = again(WHOLE, tmp_path, suffix)
    assert read == EXPECTED
    third, fourth, _ = again(EXPECTED, tmp_path, suffix)
    if suffix != ".xlsx":
        assert third.read_bytes() == fourth.read_bytes()
    assert first != second


def test_every_text_that_should_do_harm_comes_back(tmp_path: Path) -> None:
    """But for what no text may hold: a single surrogate is a question mark."""
    read = {
        suffix: again(replace(SHORTLIST, formulae=()), tmp_path, suffix)[2]
        for suffix in (".json", ".csv", ".xlsx", ".parquet")
    }
    (mallory,) = (one for one in read[".json"].candidates if one.creator.source == "blue sky")
    texts = [text.encode("utf-8", "replace").decode() for text in HOSTILE]
    assert [shown.post.text for shown in mallory.evidence] == texts
    for suffix, found in read.items():
        assert found == read[".json"], suffix


def test_what_people_change_in_a_sheet_is_read_from_its_cells(tmp_path: Path) -> None:
    for suffix, edit in ((".csv", edited_csv), (".xlsx", edited_xlsx)):
        path = tmp_path / f"list{suffix}"
        export([WHOLE], path)
        edit(path)
        read = read_export(path, where)
        (only,) = read.candidates  # the other row was removed
        assert only.evidence == EXPECTED.candidates[0].evidence
        assert only.notices == ("note: called back",)
        assert only.own == {"budget": "007", "rate (own)": "=1+1", "agent": "Bea", "when": "12.5"}
        assert (read.labels, read.corpus) == (WHOLE.labels, WHOLE.corpus)


def edited_csv(path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    row = rows[0] | {"notices": "note: called back", "budget": "7", "agent": "Bea", "when": "12.5"}
    heads = ["agent", *rows[0], "when"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        written = csv.DictWriter(file, heads)
        written.writeheader()
        written.writerow(row)


def edited_xlsx(path: Path) -> None:
    book = load_workbook(path)
    sheet = book["Creators"]
    heads = [cell.value for cell in sheet[1]]
    sheet.delete_rows(3)
    sheet.cell(2, heads.index("notices") + 1).value = "note: called back"
    sheet.cell(2, heads.index("budget") + 1).value = 7
    for at, head, value in ((1, "agent", "Bea"), (2, "when", 12.5)):
        sheet.cell(1, len(heads) + at).value = head
        sheet.cell(2, len(heads) + at).value = value
    book.save(path)


def test_of_what_was_cut_there_is_what_the_cells_hold_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    export([WHOLE], path)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    rows[0]["creator_json"] = rows[0]["creator_json"][:1000]
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, [*rows[0]])
        written.writeheader()
        written.writerows(rows)
    read = read_export(path, where)
    ana, silent = read.candidates
    assert (ana.contributions, ana.notices, ana.own) == (
        EXPECTED.candidates[0].contributions,
        EXPECTED.candidates[0].notices,
        EXPECTED.candidates[0].own,
    )
    assert [shown.post.text for shown in ana.evidence] == [ANA.evidence[0].post.text]
    assert silent == EXPECTED.candidates[1]
    assert read.labels == (*WHOLE.labels, "1 read from their cells only")


def test_a_table_without_what_is_carried_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    export([WHOLE], path)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    with path.open("w", encoding="utf-8", newline="") as file:
        heads = [head for head in rows[0] if not head.endswith("_json")]
        written = csv.DictWriter(file, heads, extrasaction="ignore")
        written.writeheader()
        written.writerows(rows)
    read = read_export(path, where)
    assert read.labels == (*WHOLE.labels, UNCOUNTED)
    assert [one.contributions for one in read.candidates] == [
        one.contributions for one in EXPECTED.candidates
    ]
    assert read.candidates[0].own == {"budget": "007", "rate (own)": "=1+1"}


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
