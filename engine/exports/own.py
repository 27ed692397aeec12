"""Columns of people's own in a sheet: where they are written, and which are read as such."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from engine.exports.writing import plain_cell
from engine.vocabulary import Shortlist

_SUFFIX = " (own)"


def own_columns(shortlists: Sequence[Shortlist]) -> list[str]:
    """Return the names of the columns that occur, each once, as they come."""
    return [
        *dict.fromkeys(
            name
            for shortlist in shortlists
            for candidate in shortlist.candidates
            for name in candidate.own
        )
    ]


def heads_of(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Return the head of each column: its name, `NAME (own)` where that is taken."""
    return {
        name: f"{name}{_SUFFIX}" if name in taken or name.endswith(_SUFFIX) else name
        for name in names
    }


def own_of(
    row: Mapping[Any, Any], known: Collection[str], before: Mapping[str, str]
) -> dict[str, str]:
    """Return what stands in a row under heads that are none of `known`, by names of columns.

    A cell that a spreadsheet has made a number of is what it was `before`, if that is the same
    number. Empty cells are left out.
    """
    found = {
        head.removesuffix(_SUFFIX): cell
        for head, cell in row.items()
        if isinstance(head, str) and head.strip() and head not in known
    }
    texts = {name: _text(cell, before.get(name)) for name, cell in found.items()}
    return {name: text for name, text in texts.items() if text.strip()}


def _text(cell: Any, before: str | None) -> str:
    if cell is None:
        return ""
    text = plain_cell(cell) if isinstance(cell, str) else str(cell)
    number, was = _number(text), _number(before or "")
    if before is not None and number is not None and number == was:
        return before
    return text.removesuffix(".0") if isinstance(cell, float) else text


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
