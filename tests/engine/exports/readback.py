"""Exported files read back by other libraries than wrote them, as plain values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.cell import Cell

VOID = {"meta"}


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def cells(data: bytes) -> Iterator[tuple[str, Cell]]:
    """Yield the sheet and every cell that holds something, `MergedCell`s being none."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in workbook:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell) for cell in row if cell.value is not None)
    workbook.close()


def sheet_rows(data: bytes, name: str) -> list[dict[str, Any]]:
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    head, *rows = workbook[name].iter_rows(values_only=True)
    workbook.close()
    return [dict(zip(head, row, strict=True)) for row in rows]


def parquet_table(data: bytes) -> pa.Table:
    return pq.read_table(pa.BufferReader(data))


def as_text(suffix: str, data: bytes) -> str:
    """Return what a golden file holds of a format: the file itself, or its values as JSON."""
    if suffix == ".xlsx":
        held: Any = {
            f"{sheet}!{cell.coordinate}": [
                cell.value,
                cell.number_format,
                cell.hyperlink and cell.hyperlink.target,
            ]
            for sheet, cell in cells(data)
        }
    elif suffix == ".parquet":
        table = parquet_table(data)
        about = json.loads(table.schema.metadata[b"overheard"])
        held = {
            "schema": {field.name: str(field.type) for field in table.schema},
            "about": about,
            "rows": table.to_pylist(),
        }
    else:
        return data.decode("utf-8")
    return json.dumps(held, indent=1, default=datetime.isoformat) + "\n"


class Page(HTMLParser):
    """The tags and attributes of a page, its text, and what was left open at its end."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.marked: list[str] = []
        self.quotes: list[str] = []
        self.feed(data.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "blockquote":
            self.quotes.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if "blockquote" in self.open:
            self.quotes[-1] += data
        if self.open and self.open[-1] == "mark":
            self.marked.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())
