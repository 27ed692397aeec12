"""Pages as files: JSON, CSV and workbooks, and marks by which a browser knows an old answer."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web

from engine.exports import export
from engine.exports.papers import Paper, paper_json, write_paper
from engine.exports.rows import Cell
from engine.exports.writing import harmless_cell, moment
from engine.questions.given import chosen
from engine.vocabulary import Shortlist
from engine.web.door import Handler

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXCEL = "excel"  # the parameter that asks for a CSV as Excel wants it
_TYPES = {
    ".csv": "text/csv",
    ".xlsx": XLSX,
    ".html": "text/html",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".txt": "text/plain",
    ".zip": "application/zip",
}
_LONGEST_TEXT = 70  # characters of a column
_OK = 200
_NO_TIME = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # as the archive's own times


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page as a table: `document` is all of it as JSON values, `rows` its main list."""

    name: str
    document: Mapping[str, Any]
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def paper_answer(paper: Paper, suffix: str, name: str) -> web.Response:
    """Return findings as the file that `--to` would write; JSON to be read, not kept."""
    if suffix == ".json":
        return web.Response(
            text=paper_json(paper), content_type="application/json", charset="utf-8"
        )
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"paper{suffix}"
        write_paper(paper, path)
        return file_answer(path.read_bytes(), suffix, name)


def json_answer(document: object) -> web.Response:
    """Return `document` as JSON; characters that editors and browsers act on are written out."""
    text = json.dumps(document, ensure_ascii=True, allow_nan=False, indent=2)
    return web.Response(text=text + "\n", content_type="application/json", charset="utf-8")


def sheet_answer(sheet: Sheet, suffix: str) -> web.Response:
    """Return `sheet` in the format of `suffix`: .json, .csv or .xlsx."""
    makers: Mapping[str, Callable[[Sheet], bytes]] = {".csv": _csv, ".xlsx": _xlsx}
    if suffix == ".json":
        return json_answer(sheet.document)
    return file_answer(makers[suffix](sheet), suffix, sheet.name)


def shortlist_answer(found: Shortlist, suffix: str, name: str) -> web.Response:
    """Return a shortlist as the file `overheard search --to` would write."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{suffix}"
        export([found], path)
        return file_answer(path.read_bytes(), suffix, name)


def plain_name(name: str) -> str:
    """Return a name for a file in letters, digits and dashes, as near to `name` as that comes."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name)[:60].strip("-") or "shortlist"


def file_answer(content: bytes, suffix: str, name: str) -> web.Response:
    """Return a file to be kept under `name`, which is ours and plain."""
    response = web.Response(body=content, content_type=_TYPES[suffix])
    if suffix in {".csv", ".json", ".txt"}:
        response.charset = "utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}{suffix}"'
    return response


def _csv(sheet: Sheet) -> bytes:
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(sheet.heads)
    lines.writerows([_cell(cell) for cell in row] for row in sheet.rows)
    return written.getvalue().encode()


def _cell(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime):
        return moment(cell)
    return harmless_cell(cell) if isinstance(cell, str) else cell


def _xlsx(sheet: Sheet) -> bytes:
    from xlsxwriter import Workbook

    from engine.exports.sheets import Sheets

    written = io.BytesIO()
    widths = {head: _LONGEST_TEXT for head in ("text", "bio") if head in sheet.heads}
    with Workbook(written, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _NO_TIME})  # the same page is the same file
        Sheets(workbook, widths=widths, formats={}).add(
            sheet.name[:31].capitalize(), sheet.heads, _rows(sheet.rows)
        )
    return written.getvalue()


def _rows(rows: Iterable[Sequence[Cell]]) -> list[Sequence[Cell]]:
    return list(rows)


@web.middleware
async def etags(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Mark every answer by its content, and spare sending one that the browser has."""
    response = await handler(request)
    if request.method != "GET" or not isinstance(response, web.Response):
        return response
    if response.status != _OK or not isinstance(response.body, bytes):
        return response
    response.etag = hashlib.blake2b(response.body, digest_size=16).hexdigest()
    known = request.if_none_match or ()
    if any(tag.value in {"*", response.etag.value} for tag in known if response.etag):
        same = web.Response(status=304)
        same.etag = response.etag
        return same
    return response


@web.middleware
async def for_excel(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Begin a CSV with the mark that Excel looks for, where its address says `excel=yes`.

    Raises:
        ConfigError: it says something else.
    """
    if EXCEL not in request.query or not request.path.endswith(".csv"):
        return await handler(request)
    chosen(request.query[EXCEL] or None, ("yes",), EXCEL)
    plain = request.clone(rel_url=request.rel_url.without_query_params(EXCEL))
    response = await handler(plain)
    is_csv = isinstance(response, web.Response) and response.content_type == _TYPES[".csv"]
    if is_csv and isinstance(response, web.Response) and isinstance(response.body, bytes):
        response.body = BOM_UTF8 + response.body
    return response
