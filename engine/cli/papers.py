"""Findings that are no shortlist, on their way out: to standard output and to files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from engine.cli.filters import filter_options
from engine.cli.layout import columns, styled
from engine.cli.options import Command, model_option, now_option, output_option
from engine.cli.speech import harmless, say
from engine.exports.papers import Paper, paper_csv, paper_json, write_paper

PAPER_OUTPUTS = ("table", "json", "csv")


def files_option(command: Command) -> Command:
    """Add `--to FILE`, which may be repeated, as the keyword `files`."""
    return click.option(
        "--to",
        "files",
        type=click.Path(path_type=Path),
        multiple=True,
        help="Write a file too: .csv .xlsx .parquet .json .html; may be repeated.",
    )(command)


def paper_options(command: Command) -> Command:
    """Add what all findings about posts take: files, output, now, model and the filters."""
    for option in (
        filter_options, model_option, now_option, output_option(*PAPER_OUTPUTS), files_option
    ):  # fmt: skip
        command = option(command)
    return command


def present_table(
    paper: Paper,
    nothing: str,
    output: str,
    files: Sequence[Path],
    *,
    left: Sequence[int] | None = None,
) -> None:
    """Write and print, as `present` does, a paper of one table; without rows it says `nothing`.

    The columns in `left`, by default all, are aligned to the left on a terminal.
    """
    (sheet,) = paper.sheets
    texts = [sheet.heads, *([str(cell or "") for cell in row] for row in sheet.rows)]
    lines = columns(texts, left=range(len(sheet.heads)) if left is None else left)
    present(paper, lines if sheet.rows else [nothing], output, files)


def present(
    paper: Paper,
    lines: Iterable[str],
    output: str,
    files: Sequence[Path],
    *,
    excel: bool = False,
) -> None:
    """Write `paper` to `files` and print it as `output`; `lines` are what the table shows.

    With `excel` a CSV file begins with the mark by which it knows UTF-8.

    Raises:
        ExportError: a file cannot be written, or its suffix is of no known format.
    """
    from engine.cli.answers import print_lines

    for file in files:
        write_paper(paper, file, bom=excel)
        say(f"wrote {file}")
    if output == "json":
        sys.stdout.write(paper_json(paper))
    elif output == "csv":
        sys.stdout.write(harmless(paper_csv(paper), lines=True))
    else:
        print_lines(styled(harmless(line)) for line in lines)
        print_lines(styled(f"note: {harmless(note)}", "yellow") for note in paper.notes)
