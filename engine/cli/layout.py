"""How things look on a terminal: aligned columns, numbers people can read, dates, colours."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from engine.cli.speech import harmless

_THOUSAND = 1000
PLAIN_WIDTH = 120  # columns where the output is no terminal
UNKNOWN = "–"  # noqa: RUF001  # the dash of a table's empty cell


class _Console(Console):
    """A console that leaves it to `main` what a reader who has had enough (`| head`) means."""

    def on_broken_pipe(self) -> None:
        """Pass the error on; rich would end the program with status 1."""
        raise BrokenPipeError


def make_console() -> Console:
    """Return a console on standard output: plain and `PLAIN_WIDTH` wide if it is no terminal."""
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return _Console(file=sys.stdout, width=width, highlight=False, soft_wrap=True)


def count_text(count: float | None) -> str:
    """Return `count` in at most five characters: `987`, `12.3k`, `1.2m`; a dash if not known."""
    if count is None:
        return UNKNOWN
    return _scaled(count, ("", "k", "m", "b"))


def size_text(size: int) -> str:
    """Return a number of bytes as `12 B`, `3.4 kB`, `5.6 MB`, `7.8 GB`."""
    return _scaled(size, (" B", " kB", " MB", " GB"))


def day_text(moment: datetime | None) -> str:
    """Return the day of `moment`, a dash if not known."""
    return UNKNOWN if moment is None else moment.date().isoformat()


def fit(text: str, width: int) -> str:
    """Return `text` on one line and harmless, cut with an ellipsis to `width` terminal cells."""
    line = harmless(text).strip()
    return (
        line if cell_len(line) <= width else set_cell_size(line, max(width - 1, 0)).rstrip() + "…"
    )


def columns(rows: Sequence[Sequence[str]], *, left: Sequence[int] = (), gap: int = 2) -> list[str]:
    """Return the rows as lines of aligned cells: numbers to the right, columns in `left` not."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [(" " * gap).join(_cells(row, widths, left)).rstrip() for row in rows]


def facts(pairs: Mapping[str, str]) -> list[str]:
    """Return `name  value` lines with the values under each other."""
    lines = [[harmless(name), harmless(value)] for name, value in pairs.items()]
    return columns(lines, left=(0, 1))


def styled(line: str, style: str = "") -> Text:
    """Return `line` as text in which nothing is read as markup."""
    return Text(line, style=style, no_wrap=True, overflow="ignore")


def _scaled(number: float, units: Sequence[str]) -> str:
    """Return `number` in the first unit, each a thousand of the last, that makes it < 1000."""
    for unit in units[:-1]:
        if round(number) < _THOUSAND:
            return f"{_short(number)}{unit}"
        number /= _THOUSAND
    return f"{_short(number)}{units[-1]}"


def _short(number: float) -> str:
    tenths = round(number, 1)
    return f"{number:.0f}" if tenths >= 100 or tenths == int(tenths) else f"{tenths:.1f}"


def _cells(row: Sequence[str], widths: Sequence[int], left: Sequence[int]) -> list[str]:
    return [
        cell + " " * (width - cell_len(cell))
        if i in left
        else " " * (width - cell_len(cell)) + cell
        for i, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
