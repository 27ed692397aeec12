"""The published tables that prices are made from, row by row, each with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from engine.exports.papers import Paper
from engine.money.listing import Listed, listed, tables_paper
from engine.money.tables import FOLDER, Tables, load_tables
from engine.web import keys
from engine.web.addresses import SUFFIXES
from engine.web.asking import one_each
from engine.web.files import paper_answer
from engine.web.rendering import render

_OURS = "bundled"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind, which all have the same columns."""

    rows: Sequence[Listed]

    @property
    def heads(self) -> Mapping[str, bool]:
        """The columns, and which of them hold numbers."""
        return {
            name: all(row.cells[name][:1].isdigit() for row in self.rows)
            for name in self.rows[0].cells
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A table file: where it was read from, and its rows by kind."""

    name: str
    origin: str
    kinds: Mapping[str, Table]

    @property
    def is_own(self) -> bool:
        """Whether it is the user's, in place of the one that comes along."""
        return self.origin != _OURS


async def page(request: web.Request) -> web.StreamResponse:
    """Show the rows of every table, and which tables are the user's own."""
    one_each(request.query, ())
    served = request.app[keys.SERVED]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    return render(
        request,
        "pricetables.html.j2",
        title="Tables of prices",
        files=_files(await served.look(load_tables)),
        folder=served.home / FOLDER,
        suffixes=SUFFIXES,
    )


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the tables as a file."""
    return paper_answer(await _paper(request), f".{request.match_info['suffix']}", "tables")


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give the tables as JSON under `/api/`, as `overheard price --tables` does."""
    return paper_answer(await _paper(request), ".json", "tables")


async def _paper(request: web.Request) -> Paper:
    one_each(request.query, ())
    found = await request.app[keys.SERVED].look(load_tables)
    return tables_paper(found, request.app[keys.TOOLS].clock())


def _files(tables: Tables) -> list[File]:
    kinds: dict[str, dict[str, list[Listed]]] = {name: {} for name in tables.origins}
    for row in listed(tables):
        kinds[row.file].setdefault(row.kind, []).append(row)
    return [
        File(
            name=name,
            origin=tables.origins[name],
            kinds={kind: Table(rows) for kind, rows in held.items()},
        )
        for name, held in kinds.items()
    ]


ROUTES = (
    web.get("/prices/tables", page),
    web.get("/prices/tables.{suffix:json|csv|xlsx}", as_file),
    web.get("/api/prices/tables", for_programs),
)
