"""The rows of a CSV file, by the line they begin on, however the file is broken."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from indexers.files.lines import Line
from indexers.values import MAX_TEXT

SEPARATORS = (",", ";", "\t")
MAX_RECORD = 4 << 20  # characters, of a record with line breaks in its cells
MAX_REREAD = 2_000_000  # lines, in all; a file made to fail must not keep us busy for ever


class Row(NamedTuple):
    """The cells of a record that begins on line `number`; `fault` says why there are none."""

    number: int
    cells: list[str]
    fault: str | None = None


class _Text(NamedTuple):
    number: int
    text: str
    fault: str | None


class Table:
    """A CSV file as rows of cells.

    A quote that is never closed would swallow the rest of the file. So where a record of several
    lines fails, its first line alone is given up, and reading goes on with the second;
    after `MAX_REREAD` such lines, and where it is over `MAX_RECORD`, all of it is.
    `on_latin_1` is called for every line that is not UTF-8.
    """

    def __init__(self, lines: Iterator[Line], *, on_latin_1: Callable[[], None]) -> None:
        self.separator = SEPARATORS[0]
        self._lines = lines
        self._on_latin_1 = on_latin_1
        self._again: deque[_Text] = deque()  # given up by a record that failed
        self._reread = 0
        self._taken: list[_Text] = []  # by the record being read
        # The limit is the process's, so it is only ever raised.
        csv.field_size_limit(max(csv.field_size_limit(), MAX_TEXT))

    def first_line(self) -> str | None:
        """Take the first line that is not blank; `None` if there is none."""
        while line := self._next():
            if line.text.strip() or line.fault:
                return line.text
        return None

    def rows(self) -> Iterator[Row]:
        """Yield the records after what was taken, leaving out blank lines."""
        while True:
            fault = None
            try:
                yield from self._good_rows()
            except csv.Error as error:
                fault = f"the line is no CSV: {error}"
            if not self._taken:
                return
            yield self._given_up(fault)

    def _good_rows(self) -> Iterator[Row]:
        for cells in csv.reader(self._texts(), delimiter=self.separator, strict=True):
            number = self._taken[0].number
            self._taken = []
            if cells:
                yield Row(number, cells)

    def _given_up(self, fault: str | None) -> Row:
        first, *rest = self._taken
        self._taken = []
        self._reread += len(rest)
        size = sum(len(line.text) for line in rest)
        if not rest or (size <= MAX_RECORD and self._reread <= MAX_REREAD):
            self._again.extendleft(reversed(rest))
        else:
            fault = f"{fault or 'the record is too long'}, up to line {rest[-1].number}"
        return Row(first.number, [], first.fault or fault)

    def _texts(self) -> Iterator[str]:
        """Give out lines until one cannot be had, or too many belong to one record."""
        size = 0
        while line := self._next():
            self._taken.append(line)
            size = size + len(line.text) if len(self._taken) > 1 else 0
            if line.fault or size > MAX_RECORD:
                return
            yield line.text + "\n"

    def _next(self) -> _Text | None:
        if self._again:
            return self._again.popleft()
        line = next(self._lines, None)
        if line is None:
            return None
        text, is_utf_8 = decoded(line.content)
        if not is_utf_8:
            self._on_latin_1()
        return _Text(line.number, text, line.fault)


def decoded(line: bytes) -> tuple[str, bool]:
    """Return `line` as text, and whether it is UTF-8; else it is Latin-1 as Windows writes it."""
    try:
        return line.decode(), True
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace"), False


def separator_of(header: str) -> str:
    """Return the separator that cuts `header` into the most cells."""
    return max(SEPARATORS, key=lambda separator: len(cells_of(header, separator)))


def cells_of(line: str, separator: str) -> list[str]:
    """Return the cells of a single line; none if it is no CSV."""
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return []
