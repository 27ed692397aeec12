"""Sheets that people filled in, row by row, whatever a spreadsheet made of them.

Spreadsheets save with commas, semicolons or tabs, with or without a byte order mark, in UTF-8,
UTF-16 or the Windows code page, and may begin with a line that names the separator; or as a
workbook, of which the first sheet counts. All are read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from engine.errors import InputError
from engine.exports.writing import harmless_cell

SEPARATORS = ",;\t"
MOST_UNPACKED = 256 * 2**20  # bytes of a workbook
_NAMED = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_DAMAGED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
# What zipfile, zlib, the reader of XML (a SyntaxError) and openpyxl say of what is no workbook.
_NO_WORKBOOK = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(SyntaxError, LookupError, ValueError, TypeError, AttributeError),
)
_EXACT = 2**53  # whole numbers up to here survive as a float


def filled_rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows of a filled-in sheet by the names of its columns, each with its line.

    Names are in small letters, and cells without what kept them from being calculated; cells that
    a row does not have are empty.

    Raises:
        InputError: the file cannot be read, or is no table.
    """
    rows = sheet_rows(path)
    heads = [cell.strip().lower() for cell in next(rows, (0, []))[1]]
    for number, cells in rows:
        named = zip_longest(heads, cells[: len(heads)], fillvalue="")
        yield number, {head: plain(cell) for head, cell in named}


def sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a sheet that are not blank, each with the number of its first line.

    Raises:
        InputError: the file cannot be read, or is no table.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    if content.startswith(_OLD_WORKBOOK):
        raise InputError(
            f"{path} is a workbook of an old kind, which is not read",
            hint="save it as .xlsx or as CSV UTF-8 from your spreadsheet, and name that file",
        )
    is_workbook = content.startswith(_WORKBOOK)
    rows = _cells(path, content) if is_workbook else _lines(path, _text(path, content))
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield number, cells


def plain(cell: str) -> str:
    """Return a cell without the apostrophe that kept it from being calculated."""
    cell = cell.strip()
    bare = cell.removeprefix("'")
    return bare if harmless_cell(bare) == cell else cell


def is_damaged(native_id: str) -> bool:
    """Return whether a spreadsheet made a rounded number of an id: `1.23457E+17`."""
    return _DAMAGED.fullmatch(native_id) is not None


def _lines(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    named = _NAMED.match(text)
    body = text[named.end() :] if named else text.removeprefix("\ufeff")
    start = 2 if named else 1
    head = body.strip("\r\n").partition("\n")[0]
    separator = named[1] if named else max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    number = start
    try:
        for cells in reader:
            yield number, cells
            number = start + reader.line_num
    except csv.Error as error:
        raise InputError(f"{path}, line {number}: no CSV: {error}") from error


def _text(path: Path, content: bytes) -> str:
    encodings = ("utf-8", "cp1252")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ("utf-16", "utf-16")
    elif b"\0" in content:
        raise InputError(
            f"{path} is no text", hint="save it as CSV UTF-8 from your spreadsheet, or as .xlsx"
        )
    try:
        return content.decode(encodings[0])
    except UnicodeDecodeError:
        return content.decode(encodings[1], "replace")


def _cells(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet of a workbook, in which there is one."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        size = sum(it.file_size for it in zipfile.ZipFile(io.BytesIO(content)).infolist())
        if size > MOST_UNPACKED:
            raise InputError(
                f"{path} is {size // 2**20:,} MB when unpacked, more than any sheet",
                hint="save its sheet as CSV UTF-8 from your spreadsheet, and name that file",
            )
        with warnings.catch_warnings():  # of styles and rules that no cell needs
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            rows = [*book.worksheets[0].iter_rows(values_only=True)]
    except (InvalidFileException, *_NO_WORKBOOK) as error:
        raise InputError(
            f"{path} is no workbook that can be read",
            hint="save its sheet as CSV UTF-8 from your spreadsheet, and name that file",
        ) from error
    for number, row in enumerate(rows, 1):
        yield number, [_cell(value) for value in row]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) <= _EXACT:
        return str(int(value))
    return "" if value is None else str(value)
