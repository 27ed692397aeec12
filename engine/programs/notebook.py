"""Answers as tables of a notebook: escaped, short, without scripts, styles or requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from engine.exports.rows import Cell
from engine.exports.templates import cell_link, make_environment
from engine.text import snippet

if TYPE_CHECKING:
    from jinja2 import Template

ROWS = 25  # shown
_WIDTH = 200  # characters of a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A title, the heads of columns, rows, and sentences to show with them."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


def html_of(table: Table) -> str:
    """Return the first `ROWS` rows as HTML; every text is escaped, only http(s) are links."""
    rows = table.rows[:ROWS]
    return _template().render(table=table, rows=rows, left=len(table.rows) - len(rows))


@cache
def _template() -> Template:
    environment = make_environment("engine.programs", cell=_shown, link=cell_link)
    return environment.get_template("notebook.html.j2")


def _shown(cell: Cell) -> str:
    if cell is None:
        return "\N{EN DASH}"
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%d}"
    if isinstance(cell, str):
        return snippet(" ".join(cell.split()), _WIDTH)
    return f"{cell:,.2f}" if isinstance(cell, float) else f"{cell:,}"
