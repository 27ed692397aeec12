"""From a pool to grades and back, as two people would do it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.engine.cli.small_home import NOW, Run, home, posts, run

__all__ = ["home", "posts", "run"]
GRADES = {"c-ana": "3", "c-bo": "1", "c-cy": ""}


def _sheet(run: Run) -> list[dict[str, str]]:
    answer = run("search", "--briefs", "b.jsonl", "--judge", "--output", "csv", *NOW)
    assert answer.status == 0
    return list(csv.DictReader(io.StringIO(answer.out)))


def _fill(sheet: list[dict[str, str]], grades: dict[str, str], file: Path) -> None:
    written = io.StringIO()
    writer = csv.DictWriter(written, sheet[0], delimiter=";")
    writer.writeheader()
    writer.writerows(row | {"grade": grades[row["id"]]} for row in sheet)
    file.write_text(written.getvalue(), encoding="utf-8-sig")


@pytest.fixture
def briefs(home: Path) -> Path:
    file = home.parent / "b.jsonl"
    file.write_text('{"id": "one", "text": "espresso"}')
    return file


@pytest.mark.usefixtures("briefs")
def test_a_sheet_that_was_filled_in_is_what_evaluate_measures_by(run: Run, tmp_path: Path) -> None:
    _fill(_sheet(run), GRADES, tmp_path / "ana.csv")
    (tmp_path / "q.txt").write_text("one 0 mastodon:c-ana 3\none 0 mastodon:c-bo 1\n")
    given = ("evaluate", "--briefs", "b.jsonl", *NOW, "--output", "json", "--qrels")
    by_sheet, by_qrels = (json.loads(run(*given, file).out) for file in ("ana.csv", "q.txt"))
    assert by_sheet == by_qrels
    assert (by_sheet["first_ten"], by_sheet["first_ten_judged"]) == (3, 2)


@pytest.mark.usefixtures("briefs")
def test_what_nobody_judged_is_said(run: Run, tmp_path: Path) -> None:
    _fill(_sheet(run), GRADES, tmp_path / "ana.csv")
    answer = run("evaluate", "--briefs", "b.jsonl", "--qrels", "ana.csv", *NOW)
    assert "judged@10: 0.67; 1 of the 3 creators in the first ten were never judged" in answer.err


@pytest.mark.usefixtures("briefs")
def test_two_judges_are_compared(run: Run, tmp_path: Path) -> None:
    sheet = _sheet(run)
    _fill(sheet, GRADES, tmp_path / "ana.csv")
    _fill(sheet, GRADES | {"c-bo": "0", "c-cy": "2"}, tmp_path / "bo.csv")
    answer = run("evaluate", "--briefs", "b.jsonl", "--qrels", "ana.csv", "bo.csv", *NOW)
    assert answer.status == 0
    kappa = 1 - 0.5 / ((0 + 9 + 4 + 1) / 4)  # grades (3, 3) and (1, 0)
    assert f"ana.csv and bo.csv: kappa {kappa:.3f} (quadratic weights, n = 2), 50% " in answer.err


@pytest.mark.usefixtures("briefs")
def test_a_sheet_with_bad_grades_is_refused(run: Run, tmp_path: Path) -> None:
    _fill(_sheet(run), dict.fromkeys(GRADES, "good"), tmp_path / "ana.csv")
    answer = run("evaluate", "--briefs", "b.jsonl", "--qrels", "ana.csv", *NOW)
    assert answer.status == 2
    assert "ana.csv: line 2: 'good' is no grade; line 3: " in answer.err
    assert "a grade is 0, 1, 2 or 3" in answer.err


@pytest.mark.usefixtures("briefs")
def test_the_sheet_can_be_a_file(run: Run, tmp_path: Path) -> None:
    answer = run("search", "espresso", "--judge", "--to", "judge.xlsx", "--to", "judge.csv", *NOW)
    assert (answer.status, answer.out) == (0, "")
    assert "wrote judge.xlsx: creators to judge: 3, briefs: 1" in answer.err
    assert (tmp_path / "judge.xlsx").stat().st_size > 0
    assert (tmp_path / "judge.csv").read_text(encoding="utf-8-sig").startswith("row,brief_id")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "asked", [(), ("--output", "json"), ("--to", "x.json"), ("--output", "csv", "--to", "x.html")]
)
def test_a_sheet_is_a_table_to_fill_in(run: Run, asked: tuple[str, ...]) -> None:
    answer = run("search", "espresso", "--judge", *asked)
    assert answer.status == 2
    assert "--judge writes a sheet to fill in" in answer.err
