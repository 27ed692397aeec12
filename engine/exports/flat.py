"""The rows of a sheet brought back into the form of the JSON object of a shortlist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.exports import carried
from engine.exports.own import own_of
from engine.exports.rows import KNOWN
from engine.exports.writing import plain_cell
from engine.text import clean

Row = Mapping[str, Any]
Document = dict[str, Any]
_SUFFIX = "_points"
_NO_PARTS = ("notices", "community")
# How the lines of the sheet of provenance begin, and where they belong.
_POSTS_FROM, _WEIGHT = "posts from ", "weight of "
_CORPUS = {
    "posts in the corpus": "posts",
    "creators in it": "creators",
    "oldest post": "oldest",
    "newest post": "newest",
}
UNCOUNTED = "read from a sheet that does not say what the corpus held"


def document_of_rows(
    creators: Sequence[Row], evidence: Sequence[Row] = (), provenance: Sequence[Row] = ()
) -> Document:
    """Return the object; without the sheet of evidence each creator has their best post only.

    Raises:
        ValueError: there is no row, or there are those of several lists.
        KeyError: a column is missing.
    """
    rows = [{name: plain(cell) for name, cell in row.items()} for row in creators]
    if not rows:
        raise ValueError("it has no rows")
    first = rows[0]
    if len({row["brief_id"] for row in rows}) > 1:
        raise ValueError("it holds several lists, not one")
    facts = [(str(row["what"]), row["value"]) for row in provenance]
    shown = _evidence([{k: plain(cell) for k, cell in row.items()} for row in evidence])
    return {
        "brief": _brief(first, facts),
        "made_at": first["made_at"],
        "engine": first["engine"],
        "model": first["model"],
        "corpus": _corpus(facts),
        "dropped": _counts(first["dropped"]),
        "labels": _labels(first["labels"], known=bool(facts)),
        "creators": [_creator(row, shown) for row in rows],
    }


def plain(cell: Any) -> Any:
    """Return a cell without the apostrophe that keeps a spreadsheet from calculating it."""
    return plain_cell(cell) if isinstance(cell, str) else cell


def whole(
    document: Document,
    rows: Sequence[Row],
    *,
    about: Document | None = None,
    texts: Mapping[tuple[str, str], str] | None = None,
) -> Document:
    """Return `document`, made of the cells of `rows`, with what the sheet carries in their place.

    `about` is what is carried of the list and `texts` of its creators, where that is not in the
    rows. A creator who is not carried, or of whom it was cut, is made of the cells; that is said.
    """
    about = about or next(filter(None, (carried.read(row.get(carried.LIST)) for row in rows)), None)
    made = document["creators"]
    held = [_carried(row, texts or {}) for row in rows]
    known = KNOWN.union(*map(_heads_of_parts, rows, held))
    creators = [
        _merged(cells, one, own_of(row, known, (one or {}).get("own", {})))
        for cells, one, row in zip(made, held, rows, strict=True)
    ]
    document = document | (about or {}) | {"creators": creators}
    lost = sum(one is None for one in held)
    if about is not None and lost:
        document["labels"] = [*document["labels"], f"{lost:,} read from their cells only"]
    return document


def _carried(row: Row, texts: Mapping[tuple[str, str], str]) -> Document | None:
    key = str(row["source"]), str(row["id"])
    found = carried.read(row.get(carried.CREATOR) or texts.get(key))
    return found if found and (found.get("source"), found.get("id")) == key else None


def _heads_of_parts(row: Row, held: Document | None) -> list[str]:
    if held is None:
        return _part_heads(row)
    return [head for part in held["parts"] for head in (part, f"{part}{_SUFFIX}")]


def _merged(cells: Document, held: Document | None, own: Mapping[str, str]) -> Document:
    """Return a creator as carried, but for what people may have changed in the cells."""
    if held is None:
        return cells | {"own": own}
    notices = held.get("notices", [])
    if cells["notices"] != _notices(clean("; ".join(notices))):
        notices = cells["notices"]
    return held | {"own": own, "notices": notices}


def parts_of(row: Row) -> dict[str, float]:
    """Return the points by part: what stands between the score and what is unknown."""
    return {
        column.removesuffix(_SUFFIX): float(row[column])
        for column in _part_heads(row)
        if row[column] not in (None, "")
    }


def _part_heads(row: Row) -> list[str]:
    """Return the columns that may be parts; one in which there is a text is somebody's own."""
    names = [*row]
    columns = names[names.index("score") + 1 : names.index("unknown")]
    return [name for name in columns if name not in _NO_PARTS and _is_number(row[name])]


def _is_number(cell: Any) -> bool:
    try:
        return cell in (None, "") or float(cell) == float(cell)
    except (TypeError, ValueError):
        return False


def _brief(first: Row, facts: Sequence[tuple[str, Any]]) -> Document:
    said = dict(facts)
    return {
        "id": first["brief_id"],
        "text": first["brief"],
        "topic": plain(said.get("topic searched for")) or first["brief"],
        "where": _filters(first["filters"] or ""),
        "brands": [],
        "understood": [
            {"words": plain(value), "as": what.removeprefix("understood as ")}
            for what, value in facts
            if what.startswith("understood as ")
        ],
        "not_filtered": [
            {"words": plain(value), "why": what.removeprefix("not filtered: ")}
            for what, value in facts
            if what.startswith("not filtered: ")
        ],
        "weights": _named(facts, _WEIGHT),
    }


def _filters(text: str) -> dict[str, str]:
    pairs = (one.partition(" ") for one in text.split("; ") if one)
    return {name: value for name, _, value in pairs}


def _corpus(facts: Sequence[tuple[str, Any]]) -> Document:
    said = {_CORPUS[what]: value for what, value in facts if what in _CORPUS}
    nothing: Document = {"posts": 0, "creators": 0, "oldest": None, "newest": None}
    return nothing | said | {"by_source": _named(facts, _POSTS_FROM)}


def _named(facts: Sequence[tuple[str, Any]], prefix: str) -> Document:
    return {what.removeprefix(prefix): value for what, value in facts if what.startswith(prefix)}


def _labels(text: str | None, *, known: bool) -> list[str]:
    labels = (text or "").split("; ") if text else []
    return labels if known or UNCOUNTED in labels else [*labels, UNCOUNTED]


def _counts(text: str | None) -> dict[str, int]:
    pairs = (one.rpartition(": ") for one in (text or "").split("; ") if one)
    return {name: int(count.replace(",", "")) for name, _, count in pairs}


def _split(text: str | None, separator: str = ", ") -> list[str]:
    return text.split(separator) if text else []


def _creator(row: Row, shown: Mapping[tuple[str, str], list[Document]]) -> Document:
    key = (str(row["source"]), str(row["id"]))
    named = ("source", "handle", "name", "url", "location", "tier")
    return {
        **{name: row[name] or None for name in named},
        "id": key[1],
        "followers": _whole(row["followers"]),
        "parts": parts_of(row),
        "unknown": _split(row["unknown"]),
        "posts_on_topic": int(row["posts_on_topic"]),
        "posts_seen": int(row["posts_seen"]),
        "discounted": _counts(row["discounted"]),
        "mentions": _counts(row["mentions"]),
        "community": _split(_text_of(row.get("community"))),
        "notices": _notices(row.get("notices")),
        "evidence": shown.get(key) or _best_post(row),
    }


def _notices(text: str | None) -> list[str]:
    """Return the notices; a note comes last and may hold what parts them."""
    head, note, rest = f"; {text or ''}".partition("; note: ")
    return [*(one for one in head.split("; ") if one), *([f"note: {rest}"] if note else [])]


def _text_of(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None


def _whole(cell: Any) -> int | None:
    return None if cell in (None, "") else int(cell)


def _best_post(row: Row) -> list[Document]:
    if not row["best_post_date"]:
        return []
    url = row["best_post_url"] or None
    return [
        {
            "source": row["source"],
            "id": url or f"best post of {row['id']}",
            "url": url,
            "created_at": row["best_post_date"],
            "text": row["best_post_text"] or "",
            "relevance": 0.0,
            "points": 0.0,
            "copies": 1,
            "mentions": [],
        }
    ]


def _evidence(rows: Sequence[Row]) -> dict[tuple[str, str], list[Document]]:
    shown: dict[tuple[str, str], list[Document]] = {}
    for row in rows:
        shown.setdefault((str(row["creator_source"]), str(row["creator_id"])), []).append(
            {
                "source": row["creator_source"],
                "id": str(row["post_id"]),
                "url": row["url"] or None,
                "created_at": row["date"],
                "text": row["text"] or "",
                "relevance": float(row["relevance"]),
                "points": float(row["points"]),
                "copies": int(row["copies"]),
                "mentions": _split(row["mentions"]),
            }
        )
    return shown
