"""The sheet a judge fills in: a row a creator of a brief, no rank and no score, an empty grade."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.errors import ExportError
from engine.exports.files import replacing
from engine.exports.sheets import Sheets
from engine.exports.trec import trec_id, word
from engine.exports.writing import harmless_cell, web_link
from engine.judging.pool import POSTS, Pooled
from engine.text import snippet

MEANING = (
    "0 not about it, 1 touches on it, 2 is about it, 3 one of the best for it; "
    "an empty cell is not judged"
)
KEY, GRADE = "row", "grade"
HEAD = (
    *(
        KEY,
        "brief_id",
        "brief",
        "source",
        "id",
        "handle",
        "url",
        GRADE,
        f"notes (grade: {MEANING})",
    ),
    *(name for n in range(1, POSTS + 1) for name in (f"post_{n}", f"post_{n}_url")),
)
SUFFIXES = (".csv", ".xlsx")
_TEXT = 400  # characters of a post, on one line
_BOM = "\ufeff"
_WIDTHS = {"brief": 26, "handle": 20, HEAD[8]: 30} | {f"post_{n + 1}": 60 for n in range(POSTS)}


def sheet_rows(pooled: Sequence[Pooled]) -> Iterator[list[str]]:
    """Yield the head, then a row a creator; texts as they are, on one line.

    The first cell holds the brief's id and the creator's in a form that no spreadsheet takes for
    a number or a date, and changes.
    """
    yield list(HEAD)
    for one in pooled:
        brief, creator = one.brief, one.creator
        who = [creator.source, creator.native_id, creator.handle or "", creator.url or ""]
        key = f"{word(brief.id)} {trec_id(creator.key)}"
        yield [key, brief.id, brief.text, *who, "", "", *_posts(one)]


def sheet_csv(pooled: Sequence[Pooled]) -> str:
    """Return the sheet as CSV; no cell begins a formula."""
    written = io.StringIO(newline="")
    rows = ([harmless_cell(cell) for cell in row] for row in sheet_rows(pooled))
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def save_sheet(pooled: Sequence[Pooled], path: Path) -> None:
    """Write the sheet to `path`, as CSV that spreadsheets know to be UTF-8, or as a workbook.

    Raises:
        ExportError: the suffix is neither .csv nor .xlsx, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ExportError(
            f"{path}: a sheet to fill in is no {suffix or 'file without a suffix'}",
            hint=f"there are: {' '.join(SUFFIXES)}",
        )
    with replacing(path) as unfinished:
        as_csv = suffix == ".csv"
        content = (_BOM + sheet_csv(pooled)).encode() if as_csv else _workbook(pooled)
        unfinished.write_bytes(content)


def _posts(one: Pooled) -> list[str]:
    cells = [
        cell for post in one.posts for cell in (snippet(post.text, _TEXT), web_link(post.url) or "")
    ]
    return cells + [""] * (2 * POSTS - len(cells))


def _workbook(pooled: Sequence[Pooled]) -> bytes:
    from xlsxwriter import Workbook

    written = io.BytesIO()
    head, *rows = sheet_rows(pooled)
    with Workbook(written, {"in_memory": True}) as workbook:
        Sheets(workbook, widths=_WIDTHS, formats={}).add("Judge", head, _empty_as_none(rows))
    return written.getvalue()


def _empty_as_none(rows: Sequence[Sequence[str]]) -> Iterator[list[str | None]]:
    return ([cell or None for cell in row] for row in rows)
