"""The cells of a CSV record as a native record: what is empty is not known."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Sequence
from typing import Final

from indexers.files.tables import Row
from indexers.values import RefusedError, shown

MAX_OPENED: Final = 1 << 20  # characters
_CREATOR = "creator."
_SEPARATED = {"hashtags": re.compile(r"[\s,;]+"), "links": re.compile(r"\s+")}
_VERIFIED = "creator.verified"
_COUNTS = "likes replies reposts quotes views creator.followers creator.following creator.posts"
_TIMES = "created_at creator.created_at creator.measured_at"
_COUNTED = frozenset(_COUNTS.split())
_MANY_DIGITS = 16
_NEVER_WORDS = frozenset({*_COUNTED, *_TIMES.split(), _VERIFIED})
_NOT_KNOWN = frozenset({"null", "none", "nan", "n/a"})  # as programs write it into cells
_TRUTHS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}


class RecordMaker:
    """Makes native records of rows under `columns`."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = [
            (column.removeprefix(_CREATOR), column.startswith(_CREATOR), column, _reading(column))
            for column in columns
        ]

    def record(self, row: Row) -> dict[str, object]:
        """Return the native record that `row` is.

        Raises:
            RefusedError: the row has a fault, or another number of cells than there are columns.
        """
        if row.fault:
            raise RefusedError(row.fault)
        if len(row.cells) != len(self._columns):
            raise RefusedError(f"{len(row.cells)} cells where the header has {len(self._columns)}")
        creator: dict[str, object] = {}
        record: dict[str, object] = {"text": "", "creator": creator}
        for (name, is_creators, column, read), cell in zip(self._columns, row.cells, strict=True):
            if cell and (value := read(column, cell)) is not None:
                (creator if is_creators else record)[name] = value
        return record


def _reading(column: str) -> Callable[[str, str], object]:
    """Return what reads the cells of `column`."""
    if column == "text":
        return lambda _, cell: cell
    return _count if column in _COUNTED else _value


def _count(column: str, cell: str) -> object:
    """Read a count; what is none is left for others to refuse."""
    if cell.isdecimal() and cell.isascii() and len(cell) < _MANY_DIGITS:
        return int(cell)
    return _value(column, cell)


def _value(column: str, cell: str) -> object:
    cell = cell.strip()
    if not cell or (column in _NEVER_WORDS and cell.lower() in _NOT_KNOWN):
        return None
    if column in _SEPARATED:
        return _list(cell, _SEPARATED[column])
    return _truth(cell) if column == _VERIFIED else cell


def opened(cell: object) -> object:
    """Return the list or record that is written out in `cell`, as JSON or as Python prints it.

    Anything else stays as it is.
    """
    if not isinstance(cell, str) or not cell.startswith(("[", "{")) or len(cell) > MAX_OPENED:
        return cell
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(cell)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return value if isinstance(value, list | dict) else cell
    return cell


def _list(cell: str, separated: re.Pattern[str]) -> list[str]:
    """Read a JSON list, a list as Python prints it, or values with something between them."""
    if cell.startswith("["):
        try:
            values = json.loads(cell)
        except (ValueError, RecursionError):
            values = separated.split(re.sub(r"[\[\]'\"]", " ", cell))
        return [str(value) for value in values if value not in ("", None)]
    return [value for value in separated.split(cell) if value]


def _truth(cell: str) -> bool:
    if (truth := _TRUTHS.get(cell.lower())) is None:
        raise RefusedError(f"{_VERIFIED} is {shown(cell)!r}, neither true nor false")
    return truth
