"""Shortlists as a workbook: creators, the evidence for them, and what they were made from."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from engine.exports import carried
from engine.exports.parts import ASIDES, LIKENESS, PARTS, part_names, points_by_part
from engine.exports.rows import Cell, columns_of, part_columns, rows_of
from engine.exports.sheets import Sheets, naive
from engine.exports.writing import flag_text, flags, left_out_reason, number
from engine.vocabulary import Shortlist

CARRIED = "Carried"
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)  # a workbook of no shortlist
_EVIDENCE = (
    *("brief_id", "rank", "creator_source", "creator_id", "creator", "post_id", "url", "date"),
    *("text", "points", "relevance", "copies", "mentions"),
)
_LONG = ("best_post_text", "text", "value")
_MIDDLE = (
    "shared_words",
    "shared_hashtags",
    "shared_brands",
    "mentions",
    "warnings",
    "brief",
    "handle",
    "name",
    "url",
    "location",
    "unknown",
    "best_post_url",
    "creator",
)
_DATES = ("best_post_date", "made_at", "date")
_WIDTHS = {
    **dict.fromkeys(_LONG, 70),
    **dict.fromkeys((*_MIDDLE, "what"), 26),
    **dict.fromkeys(_DATES, 17),
}
_FORMATS = {"followers": "#,##0", "score": "0.0", "points": "0.00", "relevance": "0.00"}


def xlsx_bytes(shortlists: Sequence[Shortlist]) -> bytes:
    """Return the workbook; its date of creation is that of the first shortlist.

    Raises:
        ExportError: there are more rows than a sheet holds.
    """
    from xlsxwriter import Workbook

    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as workbook:
        made_at = shortlists[0].made_at if shortlists else _UNDATED
        workbook.set_properties({"title": "Creators", "created": naive(made_at)})
        formats = dict.fromkeys(part_columns(shortlists).values(), "0.00") | _FORMATS
        _fill(Sheets(workbook, widths=_WIDTHS, formats=formats), shortlists)
    return written.getvalue()


def _fill(sheets: Sheets, shortlists: Sequence[Shortlist]) -> None:
    columns = columns_of(shortlists)
    creators = ([column.value(row) for column in columns] for row in rows_of(shortlists))
    sheets.add("Creators", [column.name for column in columns], creators)
    sheets.add("Evidence", _EVIDENCE, _evidence(shortlists))
    sheets.add("Provenance", ("brief_id", "what", "value"), _provenance(shortlists))
    sheets.add(CARRIED, carried.HEADS, carried.pieces_of(shortlists), hidden=True)


def _evidence(shortlists: Sequence[Shortlist]) -> Iterator[Sequence[Cell]]:
    for row in rows_of(shortlists):
        creator = row.candidate.creator
        name = creator.handle or creator.name
        who = (row.shortlist.brief.id, row.rank, creator.source, creator.native_id, name)
        for evidence in row.candidate.evidence:
            post = evidence.post
            what = (post.native_id, post.url, post.created_at, post.text)
            points, relevance = number(evidence.points), number(evidence.relevance)
            brands = ", ".join(evidence.mentions)
            yield *who, *what, points, relevance, evidence.copies, brands


def _provenance(shortlists: Sequence[Shortlist]) -> Iterator[Sequence[Cell]]:
    for shortlist in shortlists:
        for what, value in _facts(shortlist):
            yield shortlist.brief.id, what, value


def _facts(shortlist: Shortlist) -> Iterator[tuple[str, Cell]]:
    brief, corpus = shortlist.brief, shortlist.corpus
    for label in shortlist.labels:
        yield "label", label
    yield from {"brief": brief.text, "topic searched for": brief.topic}.items()
    for understood in brief.understood:
        yield f"understood as {understood.meaning}", understood.words
    for wish in brief.not_filtered:
        yield f"not filtered: {wish.reason}", wish.words
    for name, value in flags(brief.where).items():
        yield f"filter {name}", flag_text(value)
    yield from _counts("creators left out,", _left_out(shortlist))
    yield "made at", shortlist.made_at
    yield from {"model": shortlist.model_id, "engine": shortlist.engine_version}.items()
    for part, points in sorted(brief.weights.items()):
        yield f"weight of {part}", number(points)
    for part, points in points_by_part(shortlist).items():
        yield f"points of {part}", number(points)
    yield from {"posts in the corpus": corpus.posts, "creators in it": corpus.creators}.items()
    yield from {"oldest post": corpus.oldest, "newest post": corpus.newest}.items()
    yield from _counts("posts from", corpus.by_source)
    alike = LIKENESS.keys() & part_names([shortlist])
    beside = {part: ASIDES[part] for part in part_names([shortlist]) if part in ASIDES}
    meanings = {**(LIKENESS if alike else PARTS), **beside}
    yield from ((f"part {part}", meaning) for part, meaning in meanings.items())


def _counts(what: str, counts: Mapping[str, int]) -> Iterator[tuple[str, Cell]]:
    for name, count in sorted(counts.items()):
        yield f"{what} {name}", count


def _left_out(shortlist: Shortlist) -> dict[str, int]:
    return {left_out_reason(name): count for name, count in shortlist.dropped.items()}
