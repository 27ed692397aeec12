"""Grades read back: sheets that were filled in, whatever a spreadsheet made of them, and qrels.

Spreadsheets save with commas, semicolons or tabs, with or without a byte order mark, in UTF-8 or
in the Windows code page, and may begin with a line that names the separator. All are read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from engine.errors import InputError
from engine.exports.trec import trec_id, word
from engine.exports.writing import harmless_cell
from engine.judging.evaluation import read_qrels
from engine.judging.sheet import GRADE, KEY
from engine.vocabulary import CreatorKey

Grades: TypeAlias = dict[str, dict[str, int]]  # brief -> creator -> grade
BEST = 3
SEPARATORS = ",;\t"
_NAMED = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_GRADE = re.compile(r"([0-9]+)(?:[.,]0+)?")
_DAMAGED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_SHOWN = 10  # bad lines named in a message
_COLUMNS = frozenset({"brief_id", "source", "id"})


def read_grades(path: Path) -> Grades:
    """Read the grades of a sheet that was filled in, or of TREC qrels, told by the content.

    An empty cell is no judgement; a sheet may hold none at all.

    Raises:
        InputError: the file cannot be read; grades are not whole numbers from 0 to 3; a creator is
            judged twice for a brief, or an id is damaged. The message names the lines.
    """
    rows = _rows(path, _text(path))
    heads = [cell.strip().lower() for cell in next(rows, (0, []))[1]]
    if GRADE not in heads:
        return read_qrels(path)
    if KEY not in heads and not _COLUMNS.issubset(heads):
        raise InputError(
            f"{path} lost the columns that say who was judged",
            hint=f"keep the column {KEY!r}, or brief_id, source and id",
        )
    return _grades(path, ((n, dict(zip(heads, cells, strict=False))) for n, cells in rows))


def filled_rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows of a filled-in sheet by the names of its columns, each with its line.

    Names are in small letters, and cells without what kept them from being calculated.

    Raises:
        InputError: the file cannot be read, or is no CSV.
    """
    rows = _rows(path, _text(path))
    heads = [cell.strip().lower() for cell in next(rows, (0, []))[1]]
    for number, cells in rows:
        yield number, {head: _plain(cell) for head, cell in zip(heads, cells, strict=False)}


def _grades(path: Path, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Grades:
    grades: Grades = {}
    faults = []
    for number, cells in rows:
        written = _plain(cells.get(GRADE, ""))
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
    key = _plain(cells.get(KEY, "")).split()
    if len(key) == 2:
        return key[0], key[1]
    brief, source, native_id = (
        _plain(cells.get(name, "")) for name in ("brief_id", "source", "id")
    )
    if not (brief and source and native_id):
        raise ValueError("it does not say who was judged for what")
    if _DAMAGED.fullmatch(native_id):
        raise ValueError(f"the id {native_id} was damaged by a spreadsheet")
    return word(brief), trec_id(CreatorKey(source, native_id))


def _grade(written: str) -> int:
    found = _GRADE.fullmatch(written)
    if found is None or int(found[1]) > BEST:
        raise ValueError(f"{written!r} is no grade")
    return int(found[1])


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that kept it from being calculated."""
    cell = cell.strip()
    bare = cell.removeprefix("'")
    return bare if harmless_cell(bare) == cell else cell


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each with the number of the line it begins on."""
    named = _NAMED.match(text)
    body = text[named.end() :] if named else text.removeprefix("\ufeff")
    start = 2 if named else 1
    head = body.partition("\n")[0]
    separator = named[1] if named else max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    number = start
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, cells
            number = start + reader.line_num
    except csv.Error as error:
        raise InputError(f"{path}, line {number}: no CSV: {error}") from error


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    if content.startswith(b"PK\x03\x04"):
        raise InputError(
            f"{path} is a workbook, which is not read back",
            hint="save it as CSV UTF-8 from your spreadsheet, and name that file",
        )
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
