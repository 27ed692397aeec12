"""Grades read back: sheets that were filled in, whatever a spreadsheet made of them, and qrels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from engine.errors import InputError
from engine.exports.filled import is_damaged, plain, sheet_rows
from engine.exports.trec import trec_id, word
from engine.judging.evaluation import read_qrels
from engine.judging.sheet import GRADE, KEY
from engine.vocabulary import CreatorKey

Grades: TypeAlias = dict[str, dict[str, int]]  # brief -> creator -> grade
BEST = 3
_GRADE = re.compile(r"([0-9]+)(?:[.,]0+)?")
_SHOWN = 10  # bad lines named in a message
_COLUMNS = frozenset({"brief_id", "source", "id"})


def read_grades(path: Path) -> Grades:
    """Read the grades of a sheet that was filled in, or of TREC qrels, told by the content.

    An empty cell is no judgement; a sheet may hold none at all.

    Raises:
        InputError: the file cannot be read; grades are not whole numbers from 0 to 3; a creator is
            judged twice for a brief, or an id is damaged. The message names the lines.
    """
    rows = sheet_rows(path)
    heads = [cell.strip().lower() for cell in next(rows, (0, []))[1]]
    if GRADE not in heads:
        return read_qrels(path)
    if KEY not in heads and not _COLUMNS.issubset(heads):
        raise InputError(
            f"{path} lost the columns that say who was judged",
            hint=f"keep the column {KEY!r}, or brief_id, source and id",
        )
    return _grades(path, ((n, dict(zip(heads, cells, strict=False))) for n, cells in rows))


def _grades(path: Path, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Grades:
    grades: Grades = {}
    faults = []
    for number, cells in rows:
        written = plain(cells.get(GRADE, ""))
        if not written:
            continue
        try:
            brief, creator = _judged(cells, grades)
            grades.setdefault(brief, {})[creator] = _grade(written)
        except ValueError as fault:
            faults.append(f"line {number}: {fault}")
    if faults:
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise InputError(
            f"{path}: {'; '.join(faults[:_SHOWN])}{more}",
            hint=f"a grade is 0, 1, 2 or {BEST}; leave the cell empty where nothing was judged",
        )
    return grades


def _judged(cells: Mapping[str, str], already: Grades) -> tuple[str, str]:
    brief, creator = _named(cells)
    if creator in already.get(brief, {}):
        raise ValueError(f"{creator} is judged twice for {brief}")
    return brief, creator


def _named(cells: Mapping[str, str]) -> tuple[str, str]:
    """Return brief and creator of a row, as a TREC file names them."""
    key = plain(cells.get(KEY, "")).split()
    if len(key) == 2:
        return key[0], key[1]
    brief, source, native_id = (plain(cells.get(name, "")) for name in ("brief_id", "source", "id"))
    if not (brief and source and native_id):
        raise ValueError("it does not say who was judged for what")
    if is_damaged(native_id):
        raise ValueError(f"the id {native_id} was damaged by a spreadsheet")
    return word(brief), trec_id(CreatorKey(source, native_id))


def _grade(written: str) -> int:
    found = _GRADE.fullmatch(written)
    if found is None or int(found[1]) > BEST:
        raise ValueError(f"{written!r} is no grade")
    return int(found[1])
