"""Templates of HTML: everything printed is escaped, and cleaned of what cannot be seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engine.exports.rows import Cell
from engine.exports.writing import web_link
from engine.text import clean

if TYPE_CHECKING:
    from jinja2 import Environment


def make_environment(
    package: str,
    folder: str = "",
    *,
    keep_trailing_newline: bool = False,
    **filters: Callable[..., Any],
) -> Environment:
    """Return the templates in a folder of `package`, with `filters`.

    A name that a template does not know is an error. What cannot be encoded is not printed.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(package, package_path=folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=keep_trailing_newline,
        finalize=_printable,
    )
    environment.filters.update(filters)
    return environment


def cell_link(cell: Cell) -> str | None:
    """Return the cell as an address where it is one of http(s), None otherwise."""
    return web_link(cell) if isinstance(cell, str) else None


def _printable(value: object) -> object:
    return clean(value) if type(value) is str else value
