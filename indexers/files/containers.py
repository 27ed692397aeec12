"""The records of a file, whatever they are packed in: lines, a JSON document, or a table.

`look` says what the first bytes are; `records_in` gives the records one by one, each with its
place. Both go by the content alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import chain, islice
from typing import BinaryIO, Final, NamedTuple

from engine.errors import InputError
from indexers.files.cutting import cut_records
from indexers.files.lines import cut_lines, read_chunks
from indexers.files.objects import parse_object
from indexers.files.peeking import begun_values
from indexers.files.tables import Table, cells_of, decoded, separator_of
from indexers.values import RefusedError

HEAD_BYTES: Final = 1 << 16
SAMPLE: Final = 20  # records looked at to tell a format
_BOM = b"\xef\xbb\xbf"
_NO_TEXT = "\x00\ufffe\ufeff"
_MIN_COLUMNS = 2


class Container(Enum):
    """What records are packed in."""

    LINES = "JSON lines"
    DOCUMENT = "a JSON document"
    TABLE = "a table"
    NOTHING = "nothing that is known"


class Found(NamedTuple):
    """A record by its place (`line 3`, `record 3`); `fault` says why it cannot be had.

    The fields of the row of a table are its cells, empty ones left out.
    """

    place: str
    fields: dict[str, object]
    fault: str | None = None
    is_row: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The beginning of a file: its container and its first records (the last may be cut off).

    `columns` are those of a table, `wrapper` is the name under which an object holds its records.
    """

    container: Container
    records: Sequence[Mapping[str, object]] = ()
    columns: tuple[str, ...] = ()
    wrapper: str | None = None


@lru_cache(maxsize=8)
def look(head: bytes, wrappers: frozenset[str] = frozenset()) -> Sample:
    """Return what a file is that begins with `head`.

    `wrappers` are the names, dotted where nested, under which an object may hold its records.
    """
    content = head[:HEAD_BYTES].removeprefix(_BOM)
    text = decoded(content)[0].lstrip()
    if text.startswith("["):
        values = begun_values(text, 1)
        return _document(values[0] if values and isinstance(values[0], list) else [])
    if text.startswith("{"):
        return _objects(text, wrappers)
    if not text or any(mark in text for mark in _NO_TEXT):
        return Sample(container=Container.NOTHING)
    return _table(text, whole=len(head) < HEAD_BYTES)


def records_in(
    stream: BinaryIO, *, wrappers: frozenset[str] = frozenset(), note: Callable[[str], None]
) -> Iterator[Found]:
    """Yield the records of `stream`; `note` is told what is odd about its text.

    Raises:
        InputError: the stream fails before it gave anything, or holds nothing of the kind.
    """
    head, chunks = ahead(read_chunks(stream))
    sample = look(head, wrappers)
    match sample.container:
        case Container.LINES:
            yield from _in_lines(chunks)
        case Container.DOCUMENT:
            yield from _in_document(chunks, [sample.wrapper] if sample.wrapper else [])
        case Container.TABLE:
            yield from _in_table(chunks, note)
        case Container.NOTHING if head.strip():
            raise InputError(
                "this is no text of records: neither JSON nor a table", hint=utf_16_hint(head)
            )


def utf_16_hint(head: bytes) -> str:
    """Return what to do with a file that begins with `head` and cannot be read."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it begins like UTF-16: save it as UTF-8"
    return "see overheard formats for what can be read"


def ahead(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first bytes, and all chunks; a fault met on the way waits behind them."""
    held: list[bytes] = []
    size = 0
    try:
        while size < HEAD_BYTES and (chunk := next(chunks, None)) is not None:
            held.append(chunk)
            size += len(chunk)
    except InputError as fault:
        if not size:
            raise
        return b"".join(held), _failing(held, fault)
    return b"".join(held), chain(held, chunks)


def _failing(held: Sequence[bytes], fault: InputError) -> Iterator[bytes]:
    yield from held
    raise fault


def _in_lines(chunks: Iterator[bytes]) -> Iterator[Found]:
    for line in cut_lines(chunks):
        if line.fault:
            yield Found(f"line {line.number}", {}, line.fault)
        elif line.content and not line.content.isspace():
            yield _found(f"line {line.number}", line.content)


def _in_document(chunks: Iterator[bytes], wrappers: Sequence[str]) -> Iterator[Found]:
    for piece in cut_records(chunks, wrappers):
        place = f"record {piece.number}"
        if piece.fault:
            yield Found(place, {}, piece.fault)
        else:
            yield _found(place, piece.content)


def _found(place: str, content: bytes) -> Found:
    try:
        return Found(place, parse_object(content))
    except RefusedError as reason:
        return Found(place, {}, str(reason))


def _in_table(chunks: Iterator[bytes], note: Callable[[str], None]) -> Iterator[Found]:
    table = Table(cut_lines(chunks), on_latin_1=lambda: note(NOT_UTF8))
    columns = named_columns(table)
    n_columns = len(columns)
    for row in table.rows():
        if row.fault:
            yield Found(f"line {row.number}", {}, row.fault)
        elif len(row.cells) != n_columns:
            fault = f"{len(row.cells)} cells where the header has {n_columns}"
            yield Found(f"line {row.number}", {}, fault)
        else:
            pairs = zip(columns, row.cells, strict=True)
            cells: dict[str, object] = {name: cell for name, cell in pairs if cell}
            yield Found(f"line {row.number}", cells, None, is_row=True)


NOT_UTF8 = "a line that is not UTF-8, read as Latin-1"


def named_columns(table: Table) -> tuple[str, ...]:
    """Take the header of `table`, set the separator of the rest, and return its names.

    Columns without a name are called `column 3`, and a name that stands twice `likes (2)`.
    """
    line = table.first_line() or ""
    if given := separator_line(line):
        table.separator = given
        line = table.first_line() or ""
    else:
        table.separator = separator_of(line)
    return column_names(cells_of(line, table.separator))


def separator_line(line: str) -> str | None:
    """Return the separator that a first line like `sep=;` names, as Excel writes it."""
    name, equals, given = line.strip("\ufeff \r\n").partition("=")
    return given if equals and name.lower() == "sep" and len(given) == 1 else None


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names in a header, each once and none empty."""
    seen: dict[str, int] = {}
    for number, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column {number}"
        times = 2
        unique = name
        while unique in seen:
            unique = f"{name} ({times})"
            times += 1
        seen[unique] = number
    return tuple(seen)


def _objects(text: str, wrappers: frozenset[str]) -> Sample:
    """Tell lines of objects from a document over several lines, and from one in a wrapper."""
    values = [value for value in begun_values(text, SAMPLE) if isinstance(value, dict)]
    for wrapper in sorted(wrappers) if values else ():
        inside = at(values[0], wrapper)
        if isinstance(inside, list) and (not inside or isinstance(inside[0], dict)):
            return _document(inside, wrapper)
    lines = text.split("\n")
    whole = [value for line in lines[:SAMPLE] if (value := _object(line)) is not None]
    if whole or len(lines) == 1 or not values:
        begun = begun_values(lines[-1], 1) if len(whole) < SAMPLE and len(lines) <= SAMPLE else []
        records = [*whole, *(value for value in begun if isinstance(value, dict))]
        return Sample(container=Container.LINES, records=records)
    return _document(values)


def _object(line: str) -> dict[str, object] | None:
    try:
        return parse_object(line.encode("utf-8", "replace"))
    except RefusedError:
        return None


def at(fields: Mapping[str, object], path: str) -> object:
    """Return what stands in `fields` under a dotted `path`, `None` if nothing does.

    Of a list, the first element is looked into.
    """
    value: object = fields
    for name in path.split("."):
        if isinstance(value, list):
            value = value[0] if value else None
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _document(values: Sequence[object], wrapper: str | None = None) -> Sample:
    records = [value for value in values[:SAMPLE] if isinstance(value, dict)]
    return Sample(container=Container.DOCUMENT, records=records, wrapper=wrapper)


def _table(text: str, *, whole: bool) -> Sample:
    table = Table(cut_lines(iter([text.encode("utf-8", "replace")])), on_latin_1=lambda: None)
    columns = named_columns(table)
    if len(columns) < _MIN_COLUMNS:
        return Sample(container=Container.NOTHING)
    rows = [row.cells for row in islice(table.rows(), SAMPLE + 1) if not row.fault]
    if not whole and len(rows) <= SAMPLE:
        rows = rows[:-1]  # cut off, likely
    records = [
        {name: cell for name, cell in zip(columns, cells, strict=False) if cell}
        for cells in rows[:SAMPLE]
    ]
    return Sample(container=Container.TABLE, records=records, columns=columns)
