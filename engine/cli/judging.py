"""`overheard search --judge`: the sheet in which people grade creators."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from engine.cli.options import Opened
from engine.cli.speech import harmless, progress_bar, say
from engine.errors import ConfigError
from engine.judging import Pooled, pool, save_sheet, sheet_csv
from engine.judging.sheet import SUFFIXES
from engine.vocabulary import Brief


def check_sheet(output: str, files: Sequence[Path]) -> None:
    """Refuse what a sheet to fill in cannot be, before anything is searched.

    Raises:
        ConfigError: neither CSV on standard output nor a file is asked for, or a file of another
            kind.
    """
    kinds = {file.suffix.lower() for file in files}
    if (
        output not in {"csv", "table"}
        or not kinds <= {*SUFFIXES}
        or (output, kinds) == ("table", set())
    ):
        raise ConfigError(
            "--judge writes a sheet to fill in, as CSV or as a workbook",
            hint="add --output csv, or --to judge.csv or --to judge.xlsx",
        )


def write_sheet(
    briefs: Sequence[Brief],
    looked_in: Opened,
    output: str,
    files: Sequence[Path],
    *,
    now: datetime,
) -> None:
    """Pool the creators to be judged for `briefs`, print them as CSV or write them to `files`.

    Raises:
        ExportError: a file cannot be written.
    """
    corpus, embedder, _ = looked_in
    pooled: list[Pooled] = []
    with progress_bar("pooling", "briefs") as progress:
        for number, brief in enumerate(briefs, 1):
            pooled += pool(brief, corpus, embedder, now=now, depth=brief.k_creators)
            if progress:
                progress(number, len(briefs))
    for file in files:
        save_sheet(pooled, file)
        say(f"wrote {file}: creators to judge: {len(pooled):,}, briefs: {len(briefs):,}")
    if output == "csv":
        sys.stdout.write(harmless(sheet_csv(pooled), lines=True))
