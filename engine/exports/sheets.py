"""A workbook as sheets of rows, written so that nothing in it is calculated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine.errors import ExportError
from engine.exports.rows import Cell
from engine.exports.writing import cut, harmless_cell, moment, web_link

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_CELL = 32_767  # UTF-16 units in a cell
MAX_ROWS = 1_048_576  # of a sheet, its header included
_MAX_LINK = 1_000  # characters of an address; a sheet holds twice as much after escaping
_MAX_LINKS = 65_530  # of a sheet
_FIRST_YEAR = 1900  # a sheet has no earlier dates
_WIDTH = 12  # characters
_LINE = 15  # points; a row of text stays one line high


class Sheets:
    """A workbook being written, sheet by sheet.

    `widths` are characters and `formats` number formats, both by the head of a column.
    """

    def __init__(
        self, workbook: Workbook, *, widths: Mapping[str, int], formats: Mapping[str, str]
    ) -> None:
        self._workbook = workbook
        self._widths = widths
        self._head = workbook.add_format({"bold": True, "bottom": 1})
        self._link = workbook.add_format({"font_color": "#1F4E9E", "underline": 1})
        self._date = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._numbers = {
            head: workbook.add_format({"num_format": form}) for head, form in formats.items()
        }

    def add(
        self,
        name: str,
        heads: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        *,
        hidden: bool = False,
    ) -> None:
        """Add a sheet with a frozen header, filters in it, and all of `rows`.

        A `hidden` one is for programs; people can bring it up. A text longer than a cell holds
        is cut, with an ellipsis.

        Raises:
            ExportError: there are more rows than a sheet holds.
        """
        sheet = self._workbook.add_worksheet(name)
        self._dress(sheet, heads)
        if hidden:
            sheet.hide()
        i = 0
        for i, row in enumerate(rows, start=1):
            if i >= MAX_ROWS:
                raise ExportError(
                    f"the sheet {name} holds no more than {MAX_ROWS - 1:,} rows",
                    hint="write .csv or .parquet, or fewer creators",
                )
            for j, cell in enumerate(row):
                self._write(sheet, i, j, cell)
        sheet.autofilter(0, 0, max(i, 1), len(heads) - 1)

    def _dress(self, sheet: Worksheet, heads: Sequence[str]) -> None:
        sheet.freeze_panes(1, 0)
        sheet.set_default_row(_LINE)
        for j, head in enumerate(heads):
            sheet.set_column(j, j, self._widths.get(head, _WIDTH), self._numbers.get(head))
            sheet.write_string(0, j, head, self._head)

    def _write(self, sheet: Worksheet, i: int, j: int, cell: Cell) -> None:
        if isinstance(cell, datetime):
            self._write_date(sheet, i, j, cell)
        elif isinstance(cell, str):
            self._write_text(sheet, i, j, cell)
        elif cell is not None:
            sheet.write_number(i, j, cell)

    def _write_date(self, sheet: Worksheet, i: int, j: int, when: datetime) -> None:
        if when.year < _FIRST_YEAR:
            sheet.write_string(i, j, moment(when))
        else:
            sheet.write_datetime(i, j, naive(when), self._date)

    def _write_text(self, sheet: Worksheet, i: int, j: int, text: str) -> None:
        if web_link(text) and len(text) <= _MAX_LINK and sheet.hlink_count < _MAX_LINKS:
            sheet.write_url(i, j, text, self._link)
        else:
            sheet.write_string(i, j, cut(harmless_cell(text), MAX_CELL))


def naive(when: datetime) -> datetime:
    """Return `when` in UTC without saying so: a sheet knows no time zones."""
    return when.astimezone(UTC).replace(tzinfo=None)
