"""The tables of money as a table to read: every row with its source and its date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.exports.papers import Paper, Sheet
from engine.money.tables import Tables, as_values

_SOURCED = ("source", "dated", "url")
_HEADS = ("file", "kind", "row", "dated", "source", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of a table: `file` and `kind` say of which, `cells` what it holds by column."""

    file: str
    kind: str
    cells: Mapping[str, str]
    dated: str
    source: str
    url: str | None

    @property
    def says(self) -> str:
        """What it holds, in one line."""
        return ", ".join(f"{name} {value}" for name, value in self.cells.items())


def listed(tables: Tables) -> Iterator[Listed]:
    """Yield every row, in the order of the files."""
    for file, kinds in as_values(tables).items():
        for kind, rows in kinds.items():
            for row in rows:
                yield _listed(file, kind, row)


def _listed(file: str, kind: str, row: dict[str, Any]) -> Listed:
    cells = {name: _said(value) for name, value in row.items() if name not in _SOURCED}
    return Listed(
        file=file, kind=kind, cells=cells, dated=row["dated"], source=row["source"], url=row["url"]
    )


def _said(value: Any) -> str:
    """Return a value in words: `1,000 to 10,000`, `50,000 or more`, `nano from 1,000`."""
    match value:
        case int() | float():
            return _number(value)
        case [int() | float() as low, None]:
            return f"{_number(low)} or more"
        case [int() | float() as low, int() | float() as high]:
            ends = dict.fromkeys((_number(low), _number(high)))
            return " to ".join(ends)
        case {"name": name, "from": start}:
            return f"{name} from {_number(start)}"
        case list():
            return ", ".join(map(_said, value))
        case _:
            return str(value)


def _number(number: float) -> str:
    """Return a number with commas, and no more decimals than it has."""
    return f"{number:,.6f}".rstrip("0").rstrip(".")


def tables_paper(tables: Tables, now: datetime) -> Paper:
    """Return the tables as a paper; its document says where each file was read from."""
    rows = [
        (one.file, one.kind, one.says, one.dated, one.source, one.url or "")
        for one in listed(tables)
    ]
    return Paper(
        title="Tables of money",
        made_at=now,
        sheets=(Sheet(name="Tables", heads=_HEADS, rows=rows),),
        document={"origins": tables.origins, "tables": as_values(tables)},
    )
