"""What sheets carry beside what people read in them, so that they can be read back whole.

A creator of a list is carried as the object that JSON has of them, and the list as that object
without its creators. What people may change in a sheet is read from its cells: who is in it,
notices, and columns of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.exports.objects import provenance, to_json
from engine.vocabulary import Shortlist

Document = dict[str, Any]
CREATOR, LIST = "creator_json", "list_json"
"""The columns of a CSV, and of Parquet the first of them."""
Piece = tuple[str, str | None, str | None, int, str]
PIECE = 30_000  # characters in a cell of a workbook, which holds 32,767
HEADS = ("brief_id", "source", "creator_id", "piece", "text")
"""The columns of the sheet of a workbook; that of a list has no creator."""
_MARK = "j"  # before every piece: with it none begins as a formula, an address or a number does


def texts_of(shortlist: Shortlist) -> Iterator[tuple[str, str | None]]:
    """Yield what is carried of each creator and, with the first, of the list."""
    about: str | None = text_of(provenance(shortlist))
    for creator in to_json(shortlist)["creators"]:
        yield text_of(creator), about
        about = None


def text_of(document: Document) -> str:
    """Return JSON in plain letters, digits and signs only."""
    return json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def read(text: object) -> Document | None:
    """Return what a text carries, None where it is none or was cut or changed."""
    if not isinstance(text, str) or not text:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return dict(found) if isinstance(found, dict) else None


def pieces_of(
    shortlists: Sequence[Shortlist],
) -> Iterator[tuple[str, str | None, str | None, int, str]]:
    """Yield the rows of the sheet of a workbook that carries `shortlists`, under `HEADS`."""
    for shortlist in shortlists:
        name = shortlist.brief.id
        for i, piece in enumerate(_cut(text_of(provenance(shortlist)))):
            yield name, None, None, i, piece
        for creator in to_json(shortlist)["creators"]:
            for i, piece in enumerate(_cut(text_of(creator))):
                yield name, creator["source"], creator["id"], i, piece


def _cut(text: str) -> Iterator[str]:
    for start in range(0, len(text), PIECE):
        yield _MARK + text[start : start + PIECE]


def joined(rows: Sequence[Mapping[str, Any]]) -> tuple[Document | None, dict[tuple[str, str], str]]:
    """Return the list that pieces carry, and the texts of its creators by (source, id)."""
    texts: dict[tuple[str, str], str] = {}
    for row in sorted(rows, key=lambda row: int(row["piece"])):
        key = str(row["source"] or ""), str(row["creator_id"] or "")
        texts[key] = texts.get(key, "") + str(row["text"]).removeprefix(_MARK)
    return read(texts.pop(("", ""), None)), texts
