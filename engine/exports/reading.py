"""Exported shortlists read back: the same list, with what people changed in a sheet.

Every format is brought into the form of the JSON object, and one function makes a shortlist of it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from engine.errors import InputError
from engine.exports.carried import CREATOR, joined, read
from engine.exports.flat import document_of_rows, whole
from engine.exports.writing import moment
from engine.exports.xlsx import CARRIED
from engine.vocabulary import (
    BrandTally,
    Brief,
    Candidate,
    CorpusSummary,
    Creator,
    Discount,
    Engagement,
    Evidence,
    Formula,
    NotFiltered,
    Post,
    PostFilter,
    Shared,
    Shortlist,
    Stance,
    Understood,
)

ReadWhere: TypeAlias = Callable[[Mapping[str, object]], PostFilter]
Document: TypeAlias = dict[str, Any]
MOST_UNPACKED = 256 * 2**20  # bytes
_FORMS = "give a .json, .csv, .xlsx or .parquet that overheard wrote"
_REACTIONS = ("likes", "replies", "reposts", "quotes", "views")
_BAD = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    csv.Error,
    msgspec.MsgspecError,
)


def read_export(path: Path, read_where: ReadWhere, *, called: str | None = None) -> Shortlist:
    """Return the shortlist in an exported file; `read_where` makes a filter of written flags.

    Of a sheet, who is in it, notices and columns of people's own are as they stand in its cells.
    Of a creator whom it does not carry whole (it was cut, or written by an earlier version) there
    is what the cells hold. Errors name the file as it is `called`.

    Raises:
        InputError: it cannot be read, is no export, or holds several shortlists.
    """
    name = called or str(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{name}: the suffix {path.suffix!r} is of no list", hint=_FORMS)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}", hint=_FORMS) from error
    try:
        return _checked(_shortlist(_encodable(reader(content)), read_where))
    except _BAD as error:
        raise InputError(f"{name} is no exported list: {_reason(error)}", hint=_FORMS) from error


def _reason(error: Exception) -> str:
    return f"no {error} in it" if isinstance(error, KeyError) else str(error)


def _checked(found: Shortlist) -> Shortlist:
    """Return `found` as it will be read again: a value of a wrong kind is an error now."""
    checked: Shortlist = msgspec.json.decode(msgspec.json.encode(found), type=Shortlist)
    return checked


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_encodable(key): _encodable(held) for key, held in value.items()}
    return [_encodable(held) for held in value] if isinstance(value, list) else value


def _json(content: bytes) -> Document:
    read = json.loads(content.decode("utf-8-sig"))
    if isinstance(read, list):
        raise ValueError(f"it holds {len(read)} lists, not one")  # noqa: TRY004
    return dict(read)


def _csv(content: bytes) -> Document:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    csv.field_size_limit(max(csv.field_size_limit(), len(content)))
    rows = list(csv.DictReader(text))
    return whole(document_of_rows(rows), rows)


def _xlsx(content: bytes) -> Document:
    from zipfile import BadZipFile, ZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _check_unpacked(sum(it.file_size for it in ZipFile(io.BytesIO(content)).infolist()))
        book = load_workbook(io.BytesIO(content), read_only=True)
    except (BadZipFile, InvalidFileException) as error:
        raise ValueError("it is no workbook") from error
    sheets = [_sheet(book[name]) for name in ("Creators", "Evidence", "Provenance")]
    pieces = _sheet(book[CARRIED]) if CARRIED in book.sheetnames else []
    about, texts = joined(pieces)
    return whole(document_of_rows(*sheets), sheets[0], about=about, texts=texts)


def _check_unpacked(size: int) -> None:
    if size > MOST_UNPACKED:
        raise ValueError(f"unpacked it is {size // 2**20:,} MB, more than any list")


def _sheet(sheet: Any) -> list[dict[str, Any]]:
    rows = sheet.iter_rows(values_only=True)
    heads = ["" if head is None else str(head) for head in next(rows)]
    return [dict(zip(heads, map(_cell, row), strict=False)) for row in rows]


def _cell(value: Any) -> Any:
    from datetime import UTC

    return moment(value.replace(tzinfo=UTC)) if isinstance(value, datetime) else value


def _parquet(content: bytes) -> Document:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from engine.exports.parquet import METADATA_KEY

    try:
        file = pq.ParquetFile(io.BytesIO(content))
        groups = (file.metadata.row_group(i) for i in range(file.num_row_groups))
        _check_unpacked(sum(group.total_byte_size for group in groups))
        table = file.read()
    except pa.ArrowException as error:
        raise ValueError("it is no Parquet") from error
    about = json.loads((table.schema.metadata or {})[METADATA_KEY])
    (document,) = about
    document["creators"] = [read(row[CREATOR]) for row in table.to_pylist()]
    return dict(document)


_READERS: Mapping[str, Callable[[bytes], Document]] = {
    ".json": _json,
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}


def _shortlist(document: Document, read_where: ReadWhere) -> Shortlist:
    brief, corpus = document["brief"], document["corpus"]
    candidates = tuple(_candidate(row) for row in document["creators"])
    return Shortlist(
        brief=_brief(brief, read_where, k_creators=max(len(candidates), 1)),
        candidates=candidates,
        made_at=_when(document["made_at"]),
        engine_version=document["engine"],
        model_id=document["model"],
        corpus=CorpusSummary(
            posts=corpus["posts"],
            creators=corpus["creators"],
            oldest=_when(corpus["oldest"]) if corpus["oldest"] else None,
            newest=_when(corpus["newest"]) if corpus["newest"] else None,
            by_source=corpus["by_source"],
        ),
        dropped=document["dropped"],
        labels=tuple(document["labels"]),
        formulae=tuple(Formula(**one) for one in document.get("formulae", ())),
    )


def _brief(brief: Document, read_where: ReadWhere, *, k_creators: int) -> Brief:
    return Brief(
        text=brief["text"],
        topic=brief["topic"],
        id=brief["id"],
        where=read_where(brief["where"]),
        understood=tuple(
            Understood(words=one["words"], meaning=one["as"]) for one in brief["understood"]
        ),
        not_filtered=tuple(
            NotFiltered(words=one["words"], reason=one["why"]) for one in brief["not_filtered"]
        ),
        weights=brief["weights"],
        brands=tuple(brief["brands"]),
        k_creators=k_creators,
    )


def _candidate(row: Document) -> Candidate:
    named = ("handle", "name", "url", "bio", "location", "followers")
    known: dict[str, Any] = {name: row.get(name) for name in named}
    stances = row.get("stances", {})
    return Candidate(
        creator=Creator(source=row["source"], native_id=row["id"], **known),
        contributions=row["parts"],
        unknown=tuple(row["unknown"]),
        evidence=tuple(_evidence(shown, row["id"]) for shown in row["evidence"]),
        posts_on_topic=row["posts_on_topic"],
        on_topic_at=tuple(_when(when) for when in row.get("on_topic_at", ())),
        posts_seen=row["posts_seen"],
        tier=row["tier"],
        shared=_shared(row.get("shared")),
        inputs=row.get("inputs", {}),
        discounted=row.get("discounted", {}),
        mentions={
            brand: BrandTally(
                posts=posts, stances={Stance(k): n for k, n in stances.get(brand, {}).items()}
            )
            for brand, posts in row["mentions"].items()
        },
        community=tuple(row.get("community") or ()),
        notices=tuple(row.get("notices") or ()),
        own=row.get("own") or {},
    )


def _shared(shared: Document | None) -> Shared | None:
    if shared is None:
        return None
    words = {name: tuple(shared[name]) for name in ("words", "hashtags", "brands")}
    return Shared(**words, same_posts=shared["same_posts"])


def _evidence(shown: Document, creator_id: str) -> Evidence:
    return Evidence(
        post=Post(
            source=shown["source"],
            native_id=shown["id"],
            creator_id=creator_id,
            text=shown["text"],
            created_at=_when(shown["created_at"]),
            url=shown["url"],
            engagement=Engagement(**{name: shown.get(name) for name in _REACTIONS}),
        ),
        relevance=shown["relevance"],
        points=shown["points"],
        ranks=shown.get("ranks", {}),
        copies=shown["copies"],
        similarity=shown.get("similarity"),
        strength=shown.get("strength"),
        weight=shown.get("weight", 1.0),
        discounts=tuple(
            Discount(kind=one["kind"], left=one["left"], similarity=one["similarity"])
            for one in shown.get("discounts", ())
        ),
        without=shown.get("without"),
        mentions=tuple(shown["mentions"]),
    )


def _when(text: str) -> datetime:
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError(f"{text} has no zone")
    return when
