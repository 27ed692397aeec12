"""Native posts, CSV: its columns are the fields of native JSONL, nested ones `creator.handle`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from engine.errors import InputError
from engine.inputs import HEAD_BYTES
from engine.protocols import Likeness
from engine.vocabulary import Page
from indexers.files.cells import RecordMaker
from indexers.files.containers import NOT_UTF8, look
from indexers.files.drafts import Draft
from indexers.files.lines import read_lines
from indexers.files.tables import SEPARATORS, Table, cells_of, decoded
from indexers.records import REQUIRED
from indexers.values import RefusedError, shown

_BOM = b"\xef\xbb\xbf"


class NativeCsv:
    """The reader of native posts in CSV, separated by comma, semicolon or tab."""

    name = "csv"
    description = "native posts, CSV with the same names as columns (creator.handle, …)"

    def recognises(self, head: bytes) -> float:
        """Return 1 if `head` begins with a header that names the required columns, else 0."""
        first, end, _ = head.removeprefix(_BOM).lstrip(b"\r\n").partition(b"\n")
        names, _ = _header(decoded(first.removesuffix(b"\r"))[0])
        return float(bool(end or len(head) < HEAD_BYTES) and names.issuperset(REQUIRED))

    def compare(self, head: bytes) -> Likeness:
        """Return which of the required columns are in the header of `head`."""
        columns = look(head).columns
        named = {column.lower() for column in columns}
        return Likeness(
            present=tuple(name for name in REQUIRED if name in named),
            missing=tuple(name for name in REQUIRED if name not in named),
            seen=columns,
        )

    def pages(self, stream: BinaryIO, *, now: datetime) -> Iterator[Page]:
        """Yield the posts of `stream` in pages of about 2,000 records.

        A line that is not UTF-8 is read as Latin-1, as Windows writes it, and counted.

        Raises:
            InputError: the first line does not name the required columns, or one twice.
        """
        draft = Draft(now=now)
        table = Table(read_lines(stream), on_latin_1=lambda: draft.note(NOT_UTF8))
        records = RecordMaker(_checked_columns(table))
        for row in table.rows():
            try:
                draft.add(records.record(row))
            except RefusedError as reason:
                draft.refuse(f"line {row.number}", reason)
            if draft.is_full:
                yield draft.finish()
        if not draft.is_empty:
            yield draft.finish()


def _header(line: str) -> tuple[set[str], str]:
    """Return the names on a header line, by the separator that finds most of the required ones."""

    def names(separator: str) -> set[str]:
        return {name.strip().lower() for name in cells_of(line, separator)}

    found = {separator: names(separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: len(found[separator] & set(REQUIRED)))
    return found[best], best


def _checked_columns(table: Table) -> tuple[str, ...]:
    """Read the header of `table`, and set the separator of the rest."""
    line = table.first_line()
    if line is None:
        return ()
    names, table.separator = _header(line)
    missing = [name for name in REQUIRED if name not in names]
    if len(missing) == len(REQUIRED):
        raise InputError(
            f"this is no CSV of native posts: it begins with {shown(line)!r}",
            hint=f"its first line must name at least the columns {', '.join(REQUIRED)}",
        )
    if missing:
        raise InputError(
            f"the CSV has no column {' and no column '.join(missing)}",
            hint=f"name it in the first line; needed are {', '.join(REQUIRED)}",
        )
    cells = [name.strip().lower() for name in cells_of(line, table.separator)]
    columns = tuple(name or f"column {number}" for number, name in enumerate(cells, start=1))
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise InputError(
            f"the CSV has more than one column {' and '.join(twice)}",
            hint="rename or remove all but one",
        )
    return columns
