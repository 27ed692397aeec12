"""Shortlists as files. A format is a suffix and a function from shortlists to bytes.

Every format carries the brief, the date, the model and, for each creator, the points by part and
the posts behind them. The same shortlists give the same bytes. What a platform did not say is
empty, never zero. Texts are hostile input: in sheets no cell begins a formula, in HTML everything
is escaped and only http(s) addresses become links.

The libraries behind sheets, Parquet and HTML are imported by the first file that needs them.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.errors import ExportError
from engine.exports.files import Format, replacing
from engine.exports.objects import dumps, json_bytes, to_json
from engine.exports.parquet import parquet_bytes
from engine.exports.report import html_bytes
from engine.exports.rows import csv_bytes, to_csv_rows
from engine.exports.trec import trec_bytes, trec_id, trec_lines
from engine.exports.xlsx import xlsx_bytes
from engine.protocols import Exporter
from engine.vocabulary import Shortlist

__all__ = ["EXPORTERS", "dumps", "export", "to_csv_rows", "to_json", "trec_id", "trec_lines"]

EXPORTERS: Mapping[str, Exporter] = {
    exporter.suffix: exporter
    for exporter in (
        Format(".csv", csv_bytes),
        Format(".xlsx", xlsx_bytes),
        Format(".parquet", parquet_bytes),
        Format(".json", json_bytes),
        Format(".html", html_bytes),
        Format(".txt", trec_bytes),
    )
}


def export(shortlists: Sequence[Shortlist], path: Path, *, bom: bool = False) -> None:
    """Write `shortlists` to `path`, in the format its suffix names, in any case.

    With `bom` a CSV begins with the mark by which Excel knows UTF-8. The file is the old one or
    the whole new one, whatever happens in between.

    Raises:
        ExportError: the suffix is of no known format, the file cannot be written, or the format
            cannot hold so much.
    """
    exporter = EXPORTERS.get(path.suffix.lower())
    if exporter is None:
        raise ExportError(
            f"{path}: the suffix {path.suffix!r} names no format",
            hint=f"there are: {' '.join(EXPORTERS)}",
        )
    with replacing(path) as unfinished:
        exporter.write(shortlists, unfinished)
        if bom and exporter.suffix == ".csv":
            unfinished.write_bytes(BOM_UTF8 + unfinished.read_bytes())
