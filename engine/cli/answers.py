"""Shortlists on their way out: to standard output in one of four forms, and to files."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.text import Text

from engine.cli.layout import make_console
from engine.cli.speech import harmless, say
from engine.cli.tables import explained_lines, shortlist_lines
from engine.exports import dumps, export, to_csv_rows, trec_lines
from engine.vocabulary import Shortlist


def answer(
    shortlists: Sequence[Shortlist],
    output: str,
    files: Sequence[Path] = (),
    *,
    explained: bool = False,
    excel: bool = False,
) -> None:
    """Print the shortlists as `output` (table, json, csv or trec) and write them to `files`.

    A table of `explained` shortlists has the sum behind every place. For
    `excel` a CSV file begins with the mark by which it knows UTF-8.

    Raises:
        ExportError: a file cannot be written, or its suffix is of no known format.
    """
    for file in files:
        export(shortlists, file, bom=excel)
        say(f"wrote {file}")
    if output == "table":
        print_lines(_tables(shortlists, explained_lines if explained else shortlist_lines))
    else:
        sys.stdout.write(_FORMS[output](shortlists))


def labelled(shortlist: Shortlist) -> Shortlist:
    """Return `shortlist` with the notice that its creators are simulated, where some are."""
    from engine import demo

    if "demo" not in shortlist.corpus.by_source or demo.LABEL in shortlist.labels:
        return shortlist
    return replace(shortlist, labels=(*shortlist.labels, demo.LABEL))


def print_lines(lines: Iterator[Text]) -> None:
    """Print lines of text as they are, coloured on a terminal only."""
    console = make_console()
    for line in lines:
        console.print(line)


def table_width() -> int:
    """Return how many columns a table may take."""
    return make_console().width


def _tables(
    shortlists: Sequence[Shortlist], lines: Callable[[Shortlist, int], Iterator[Text]]
) -> Iterator[Text]:
    for i, shortlist in enumerate(shortlists):
        if i:
            yield Text("")
        yield from lines(shortlist, table_width())


def _csv(shortlists: Sequence[Shortlist]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(to_csv_rows(shortlists))
    return harmless(written.getvalue(), lines=True)


def _trec(shortlists: Sequence[Shortlist]) -> str:
    lines = (line for shortlist in shortlists for line in trec_lines(shortlist))
    return harmless("".join(f"{line}\n" for line in lines), lines=True)


_FORMS = {"json": dumps, "csv": _csv, "trec": _trec}
