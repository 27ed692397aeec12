"""Papers hold the same values in every format."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from engine.errors import ExportError
from engine.exports.papers import Paper, Sheet, paper_csv, paper_json, write_paper

WHEN = datetime(2026, 6, 1, tzinfo=UTC)
HEADS = ("name", "amount", "count", "when", "url")
ROWS = (
    ("=1+1", 1.5, 3, WHEN, "https://example.org/a"),
    ("<b>bo\u202e</b>", None, None, None, "javascript:alert(1)"),
)


@pytest.fixture
def paper() -> Paper:
    return Paper(
        title="Prices <2026>",
        made_at=WHEN,
        sheets=(
            Sheet(name="Main", heads=HEADS, rows=ROWS),
            Sheet(name="More", heads=("x",), rows=((1,),)),
        ),
        document={"when": WHEN, "rows": [1.5, None], "text": "\u202e"},
        notes=("a note",),
    )


def test_the_main_sheet_is_the_csv_and_no_cell_begins_a_formula(paper: Paper) -> None:
    rows = list(csv.reader(io.StringIO(paper_csv(paper))))
    assert rows == [
        list(HEADS),
        ["'=1+1", "1.5", "3", "2026-06-01T00:00:00Z", "https://example.org/a"],
        ["<b>bo</b>", "", "", "", "javascript:alert(1)"],
    ]


def test_the_document_is_the_json(paper: Paper) -> None:
    written = paper_json(paper)
    assert written.isascii()
    assert json.loads(written) == {
        "when": "2026-06-01T00:00:00Z",
        "rows": [1.5, None],
        "text": "\u202e",
    }


def test_a_workbook_has_every_sheet_and_the_notes(paper: Paper, tmp_path: Path) -> None:
    write_paper(paper, tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames == ["Main", "More", "Notes"]
    assert [cell.value for cell in book["Main"][2]][:3] == ["'=1+1", 1.5, 3]
    assert book["Main"]["B3"].value is None


def test_parquet_keeps_numbers_moments_and_what_is_not_known(paper: Paper, tmp_path: Path) -> None:
    write_paper(paper, tmp_path / "p.parquet")
    (first, second) = pq.read_table(tmp_path / "p.parquet").to_pylist()
    assert (first["amount"], first["count"], first["when"]) == (1.5, 3, WHEN)
    assert (second["amount"], second["count"], second["when"]) == (None, None, None)


def test_a_page_escapes_texts_and_links_web_addresses_only(paper: Paper, tmp_path: Path) -> None:
    write_paper(paper, tmp_path / "p.HTML")
    page = (tmp_path / "p.HTML").read_text(encoding="utf-8")
    assert "&lt;b&gt;bo&lt;/b&gt;" in page
    assert page.count("<a href") == page.count('<a href="https://example.org/a"') == 1
    assert "a note" in page


def test_an_unknown_suffix_is_refused_with_those_there_are(paper: Paper, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="names no format") as caught:
        write_paper(paper, tmp_path / "p.docx")
    assert caught.value.hint == "there are: .csv .xlsx .parquet .json .html"
