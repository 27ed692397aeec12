"""Findings that are no shortlist, as files: tables with what they were made from.

A paper has sheets of rows, the first of them the main one, and a JSON document with every number.
CSV and Parquet hold the main sheet, a workbook and a page all of them. No cell begins a formula.
"""

from __future__ import annotations

import csv
import io
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.charts import STYLE
from engine.errors import ExportError
from engine.exports.files import replacing
from engine.exports.objects import escaped
from engine.exports.rows import Cell, csv_cell
from engine.exports.sheets import Sheets, naive
from engine.exports.templates import cell_link, make_environment
from engine.exports.writing import moment
from engine.text import clean

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_WIDE, _WIDTH = 60, 18  # characters of a column that holds texts, and of others
_LONG = 24  # characters from which a text is long


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: its name (at most 31 letters), the heads of its columns, and its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a command found. `document` are JSON values; `notes` are sentences to show with it.

    `charts` are drawn by `engine.charts` and stand before the tables of a page.
    """

    title: str
    made_at: datetime
    sheets: tuple[Sheet, ...]
    document: Mapping[str, Any]
    notes: tuple[str, ...] = field(default=())
    charts: tuple[Markup, ...] = field(default=())


def paper_json(paper: Paper) -> str:
    """Return the document as JSON text, the keys in their order."""
    written = json.dumps(
        paper.document, ensure_ascii=False, allow_nan=False, indent=2, default=_plain
    )
    return escaped(written) + "\n"


def paper_csv(paper: Paper) -> str:
    """Return the main sheet as CSV: commas, quotes where needed, lines ending in LF."""
    sheet, written = paper.sheets[0], io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(sheet.heads)
    writer.writerows([csv_cell(cell) for cell in row] for row in sheet.rows)
    return written.getvalue()


def write_paper(paper: Paper, path: Path, *, bom: bool = False) -> None:
    """Write `paper` to `path` in the format its suffix names; the old file or the whole new one.

    With `bom` a CSV begins with the mark by which Excel knows UTF-8.

    Raises:
        ExportError: the suffix is of no known format, or the file cannot be written.
    """
    render = _RENDERERS.get(path.suffix.lower())
    if render is None:
        raise ExportError(
            f"{path}: the suffix {path.suffix!r} names no format",
            hint=f"there are: {' '.join(_RENDERERS)}",
        )
    with replacing(path) as unfinished:
        mark = BOM_UTF8 if bom and path.suffix.lower() == ".csv" else b""
        unfinished.write_bytes(mark + render(paper))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{value!r} has no place in JSON")


def _xlsx(paper: Paper) -> bytes:
    from xlsxwriter import Workbook

    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": paper.title, "created": naive(paper.made_at)})
        sheets = Sheets(workbook, widths=_widths(paper), formats={})
        for sheet in paper.sheets:
            sheets.add(sheet.name, sheet.heads, sheet.rows)
        if paper.notes:
            sheets.add("Notes", ("note",), [(note,) for note in paper.notes])
    return written.getvalue()


def _widths(paper: Paper) -> dict[str, int]:
    widths = {"note": _WIDE}
    for sheet in paper.sheets:
        for j, head in enumerate(sheet.heads):
            texts = [row[j] for row in sheet.rows]
            long = any(isinstance(text, str) and len(text) > _LONG for text in texts)
            widths[head] = _WIDE if long else _WIDTH
    return widths


def _parquet(paper: Paper) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sheet, written = paper.sheets[0], io.BytesIO()
    columns = {head: _column([row[j] for row in sheet.rows]) for j, head in enumerate(sheet.heads)}
    notes = "\n".join(paper.notes)
    about = {"title": paper.title, "made_at": moment(paper.made_at), "notes": notes}
    pq.write_table(pa.table(columns).replace_schema_metadata(about), written)
    return written.getvalue()


def _column(cells: Sequence[Cell]) -> Any:
    import pyarrow as pa

    if any(isinstance(cell, str) for cell in cells):
        return pa.array([None if cell is None else clean(str(cell)) for cell in cells], pa.string())
    if any(isinstance(cell, datetime) for cell in cells):
        return pa.array(cells, pa.timestamp("us", tz="UTC"))
    if any(isinstance(cell, float) for cell in cells):
        return pa.array(cells, pa.float64())
    return pa.array(cells, pa.int64())


def _html(paper: Paper) -> bytes:
    style = STYLE.read_text(encoding="utf-8") if paper.charts else ""
    return _template().render(paper=paper, style=style).encode()


@cache
def _template() -> Template:
    environment = make_environment(
        "engine.exports", keep_trailing_newline=True, cell=_shown, link=cell_link
    )
    return environment.get_template("paper.html.j2")


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"  # noqa: RUF001  # the dash of an empty cell
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%d}"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return f"{cell:,.4g}" if abs(cell) < 1 else f"{cell:,.2f}"
    return f"{cell:,}"


_RENDERERS: Mapping[str, Callable[[Paper], bytes]] = {
    ".csv": lambda paper: paper_csv(paper).encode(),
    ".xlsx": _xlsx,
    ".parquet": _parquet,
    ".json": lambda paper: paper_json(paper).encode(),
    ".html": _html,
}
