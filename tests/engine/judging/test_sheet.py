"""What a judge is given, and what comes back whatever the spreadsheet made of it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from engine.errors import ExportError, InputError
from engine.exports.filled import filled_rows
from engine.judging import Pooled, read_grades, save_sheet, sheet_csv
from engine.vocabulary import Brief
from tests.fakes import make_creator, make_post

HOSTILE = ("=1+1", "+49 30", "-x", "@ana", "plain", "c 7;8")
BRIEF = Brief(id="=b1", text="-home espresso", topic="home espresso")


def pooled(*ids: str, brief: Brief = BRIEF) -> list[Pooled]:
    post = make_post("1", "=HYPERLINK(1)\nsecond line; with, both", url="https://x.example/1")
    return [
        Pooled(brief=brief, creator=make_creator(id_, handle=f"@{id_}"), posts=(post,))
        for id_ in ids
    ]


def filled(people: list[Pooled], grades: list[str], path: Path, *, delimiter=",", encoding="utf-8"):
    """Save the sheet with `grades` filled in, as a spreadsheet would."""
    head, *rows = csv.reader(io.StringIO(sheet_csv(people)))
    for row, grade in zip(rows, grades, strict=True):
        row[head.index("grade")] = grade
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows([head, *rows])
    path.write_bytes(written.getvalue().encode(encoding))
    return path


def test_a_sheet_shows_neither_rank_nor_score_and_leaves_the_grade_empty():
    head, row = csv.reader(io.StringIO(sheet_csv(pooled("77"))))
    cells = dict(zip(head, row, strict=True))
    assert (cells["source"], cells["id"], cells["grade"]) == ("mastodon", "77", "")
    assert cells["post_1"] == "'=HYPERLINK(1) second line; with, both"
    assert cells["post_1_url"] == "https://x.example/1"
    assert not {"rank", "score"} & {*head}
    assert any("empty cell is not judged" in name for name in head)


def test_no_cell_begins_a_formula():
    cells = [cell for row in csv.reader(io.StringIO(sheet_csv(pooled(*HOSTILE)))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_was_filled_in_comes_back(tmp_path: Path, delimiter: str, encoding: str):
    grades = ["3", " 2 ", "1.0", "0,0", "", "3"]
    file = filled(
        pooled(*HOSTILE), grades, tmp_path / "g.csv", delimiter=delimiter, encoding=encoding
    )
    expected = {"=1+1": 3, "+49 30": 2, "-x": 1, "@ana": 0, "c 7;8": 3}
    keys = {f"mastodon:{id_}".replace(" ", "%20"): grade for id_, grade in expected.items()}
    assert read_grades(file) == {"=b1": keys}


def test_a_line_that_names_the_separator_is_passed_over(tmp_path: Path):
    file = filled(pooled("77"), ["2"], tmp_path / "g.csv", delimiter=";")
    file.write_bytes(b"sep=;\r\n" + file.read_bytes())
    assert read_grades(file) == {"=b1": {"mastodon:77": 2}}


def test_bad_grades_are_named_by_their_lines(tmp_path: Path):
    file = filled(pooled("a", "b", "c", "d"), ["4", "2", "yes", "-1"], tmp_path / "g.csv")
    with pytest.raises(
        InputError, match="line 2: '4' is no grade; line 4: 'yes' is no grade; line 5"
    ):
        read_grades(file)


def test_a_creator_judged_twice_is_named(tmp_path: Path):
    file = filled(pooled("a", "a"), ["1", "2"], tmp_path / "g.csv")
    with pytest.raises(InputError, match="line 3: mastodon:a is judged twice for =b1"):
        read_grades(file)


def test_without_the_first_column_ids_are_read_unless_they_are_damaged(tmp_path: Path):
    file = tmp_path / "g.csv"
    file.write_text("brief_id;source;id;grade\nb;x;17;3\nb;x;5.70306E+17;1\n")
    with pytest.raises(InputError, match=re.escape("line 3: the id 5.70306E+17 was damaged")):
        read_grades(file)
    file.write_text("brief_id;source;id;grade\nb;x;17;3\n")
    assert read_grades(file) == {"b": {"x:17": 3}}


def test_a_sheet_that_does_not_say_who_was_judged_is_refused(tmp_path: Path):
    (tmp_path / "g.csv").write_text("handle,grade\nana,3\n")
    with pytest.raises(InputError, match="lost the columns"):
        read_grades(tmp_path / "g.csv")


def test_trec_qrels_are_read_too(tmp_path: Path):
    (tmp_path / "q.txt").write_text("b 0 x:17 3\nb 0 x:18 0\n")
    assert read_grades(tmp_path / "q.txt") == {"b": {"x:17": 3, "x:18": 0}}


def test_a_workbook_comes_back_as_it_was_filled_in(tmp_path: Path):
    file = tmp_path / "g.xlsx"
    save_sheet(pooled("77", "78", "=1+1"), file)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    column = [cell.value for cell in sheet[1]].index("grade") + 1
    for row, grade in zip((2, 3, 4), (3, None, "0"), strict=True):
        sheet.cell(row, column).value = grade
    book.save(file)
    assert read_grades(file) == {"=b1": {"mastodon:77": 3, "mastodon:=1+1": 0}}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"PK\x03\x04 and no more", "no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0 and no more", "a workbook of an old kind"),
        (b"brief\x00grade", "is no text"),
    ],
)
def test_what_is_no_sheet_says_how_to_save_one(tmp_path: Path, content: bytes, complaint: str):
    (tmp_path / "g.csv").write_bytes(content)
    with pytest.raises(InputError, match=complaint) as caught:
        read_grades(tmp_path / "g.csv")
    assert "CSV UTF-8" in (caught.value.hint or "")


@pytest.mark.parametrize("damage", ["cut short", "garbled"])
def test_a_damaged_workbook_says_how_to_save_one(tmp_path: Path, damage: str):
    save_sheet(pooled("77", "78"), tmp_path / "whole.xlsx")
    file = tmp_path / "g.xlsx"
    if damage == "cut short":
        with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(file, "w") as cut:
            for name in whole.namelist():
                content = whole.read(name)
                cut.writestr(name, content[:-9] if name.endswith("sheet1.xml") else content)
    else:
        content = bytearray((tmp_path / "whole.xlsx").read_bytes())
        start = content.index(b"sheet1.xml") + len(b"sheet1.xml")
        content[start : start + 40] = bytes(byte ^ 0x55 for byte in content[start : start + 40])
        file.write_bytes(content)
    with pytest.raises(InputError, match="no workbook that can be read") as caught:
        [*filled_rows(file)]
    assert "CSV UTF-8" in (caught.value.hint or "")


def test_rows_cut_short_or_drawn_out_are_read_as_far_as_there_are_columns(tmp_path: Path):
    (tmp_path / "g.csv").write_text("\n A ;b;C\n1;2\n\n1;2;3;4\n", encoding="utf-16")
    assert [*filled_rows(tmp_path / "g.csv")] == [
        (3, {"a": "1", "b": "2", "c": ""}),
        (5, {"a": "1", "b": "2", "c": "3"}),
    ]


def test_the_workbook_holds_what_the_csv_holds(tmp_path: Path):
    people = pooled("77", "=1+1")
    save_sheet(people, tmp_path / "g.xlsx")
    sheet = load_workbook(tmp_path / "g.xlsx").active
    assert sheet is not None
    rows = [["" if cell is None else cell for cell in row] for row in sheet.values]
    assert rows == list(csv.reader(io.StringIO(sheet_csv(people))))
    assert not [cell for row in sheet.rows for cell in row if cell.data_type == "f"]


def test_a_saved_csv_tells_spreadsheets_its_encoding(tmp_path: Path):
    save_sheet(pooled("77"), tmp_path / "g.CSV")
    content = (tmp_path / "g.CSV").read_bytes()
    assert content == b"\xef\xbb\xbf" + sheet_csv(pooled("77")).encode()


def test_other_files_are_refused(tmp_path: Path):
    with pytest.raises(ExportError, match=r"no \.json"):
        save_sheet(pooled("77"), tmp_path / "g.json")
