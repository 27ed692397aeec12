"""Shortlists as one flat table: a row a creator, what it was made from at the end of the row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from engine.exports.carried import CREATOR, LIST, texts_of
from engine.exports.own import heads_of, own_columns
from engine.exports.parts import mentions_text, part_names, warnings_of
from engine.exports.writing import flags_text, harmless_cell, moment, number, web_link
from engine.vocabulary import FIRST_RANK, Candidate, Pair, Post, Shared, Shortlist

Cell: TypeAlias = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One creator of a shortlist, with the rank from 1."""

    shortlist: Shortlist
    rank: int
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Column:
    """A name, and what a row has under it."""

    name: str
    value: Callable[[Row], Cell]


def rows_of(shortlists: Sequence[Shortlist]) -> Iterator[Row]:
    """Yield a row for every creator, in order."""
    for shortlist in shortlists:
        for rank, candidate in enumerate(shortlist.candidates, FIRST_RANK):
            yield Row(shortlist, rank, candidate)


def columns_of(shortlists: Sequence[Shortlist]) -> list[Column]:
    """Return the columns; the cell of a part that is not known of a creator is empty."""
    parts = [Column(name, _points_of(part)) for part, name in part_columns(shortlists).items()]
    shared = _SHARED if has_shared(shortlists) else ()
    noticed = _NOTICED if has_notices(shortlists) else ()
    marked = _COMMUNITY if has_community(shortlists) else ()
    columns = [*_WHO, *noticed, *marked, *parts, *_WHY, *shared, *_MADE_FROM]
    heads = heads_of(own_columns(shortlists), KNOWN | {column.name for column in parts})
    return [*columns, *(Column(head, _own(name)) for name, head in heads.items())]


def has_notices(shortlists: Sequence[Shortlist]) -> bool:
    """Return whether there is something to know of anybody before anything else."""
    return any(row.candidate.notices for row in rows_of(shortlists))


def has_shared(shortlists: Sequence[Shortlist]) -> bool:
    """Return whether anybody is put forward for what they share with another creator."""
    return any(row.candidate.shared is not None for row in rows_of(shortlists))


def has_community(shortlists: Sequence[Shortlist]) -> bool:
    """Return whether anybody is in a list of the user's customers or followers."""
    return any(row.candidate.community for row in rows_of(shortlists))


def part_columns(shortlists: Sequence[Shortlist]) -> dict[str, str]:
    """Return the column of every part that occurs: its own name, `NAME_points` if that is taken."""
    fixed = (*_WHO, *_COMMUNITY, *_WHY, *_MADE_FROM)
    taken = {column.name for column in fixed} | {"evidence", CREATOR, LIST}
    return {part: f"{part}_points" if part in taken else part for part in part_names(shortlists)}


def to_csv_rows(shortlists: Sequence[Shortlist]) -> Iterator[list[str | int | float | None]]:
    """Yield the header, then a row a creator, ready for a CSV writer.

    No text begins a formula; times are text ending in `Z`; numbers are numbers. The last two
    columns carry all that the others leave out, for reading the table back.
    """
    columns = columns_of(shortlists)
    yield [*(column.name for column in columns), CREATOR, LIST]
    carried = (texts for shortlist in shortlists for texts in texts_of(shortlist))
    for row, texts in zip(rows_of(shortlists), carried, strict=True):
        yield [*(csv_cell(column.value(row)) for column in columns), *texts]


def csv_bytes(shortlists: Sequence[Shortlist]) -> bytes:
    """Return the table as CSV in UTF-8: commas, quotes where needed, lines ending in LF."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(to_csv_rows(shortlists))
    return written.getvalue().encode()


def counts_text(counts: Sequence[tuple[str, int]]) -> str:
    """Return `followers: 12; location: 3`."""
    return "; ".join(f"{name}: {count}" for name, count in counts)


def csv_cell(cell: Cell) -> str | int | float | None:
    """Return `cell` for a CSV writer: no text begins a formula, a moment is text ending in `Z`."""
    if isinstance(cell, datetime):
        return moment(cell)
    return harmless_cell(cell) if isinstance(cell, str) else cell


def _own(name: str) -> Callable[[Row], Cell]:
    return lambda row: row.candidate.own.get(name)


def _points_of(part: str) -> Callable[[Row], Cell]:
    def points(row: Row) -> Cell:
        contributed = row.candidate.contributions.get(part)
        return None if contributed is None else number(contributed)

    return points


def _of_best_post(value: Callable[[Post], Cell]) -> Callable[[Row], Cell]:
    """Return the cell of the post that gave most points, the first of the evidence."""

    def of_best(row: Row) -> Cell:
        evidence = row.candidate.evidence
        return value(evidence[0].post) if evidence else None

    return of_best


def _of_shared(value: Callable[[Shared], Cell]) -> Callable[[Row], Cell]:
    def of_shared(row: Row) -> Cell:
        return None if row.candidate.shared is None else value(row.candidate.shared)

    return of_shared


def _of_first_pair(value: Callable[[Pair], Cell]) -> Callable[[Row], Cell]:
    """Return the cell of the creator's own post that the best post is like."""
    return _of_shared(lambda shared: value(shared.pairs[0]) if shared.pairs else None)


def _links(row: Row) -> str:
    links = (web_link(evidence.post.url) for evidence in row.candidate.evidence)
    return " ".join(link for link in links if link)


_WHO = (
    Column("brief_id", lambda row: row.shortlist.brief.id),
    Column("brief", lambda row: row.shortlist.brief.text),
    Column("rank", lambda row: row.rank),
    Column("source", lambda row: row.candidate.creator.source),
    Column("id", lambda row: row.candidate.creator.native_id),
    Column("handle", lambda row: row.candidate.creator.handle),
    Column("name", lambda row: row.candidate.creator.name),
    Column("url", lambda row: row.candidate.creator.url),
    Column("location", lambda row: row.candidate.creator.location),
    Column("followers", lambda row: row.candidate.creator.followers),
    Column("tier", lambda row: row.candidate.tier),
    Column("score", lambda row: number(row.candidate.score)),
)
_COMMUNITY = (Column("community", lambda row: ", ".join(row.candidate.community)),)
_NOTICED = (Column("notices", lambda row: "; ".join(row.candidate.notices)),)
_WHY = (
    Column("unknown", lambda row: ", ".join(row.candidate.unknown)),
    Column("posts_on_topic", lambda row: row.candidate.posts_on_topic),
    Column("posts_seen", lambda row: row.candidate.posts_seen),
    Column("discounted", lambda row: counts_text(list(row.candidate.discounted.items()))),
    Column("mentions", lambda row: mentions_text(row.candidate)),
    Column("warnings", lambda row: "; ".join(warnings_of(row.candidate, row.shortlist.brief))),
    Column("best_post_url", _of_best_post(lambda post: post.url)),
    Column("best_post_date", _of_best_post(lambda post: post.created_at)),
    Column("best_post_text", _of_best_post(lambda post: post.text)),
    Column("evidence_links", _links),
)
_SHARED = (
    Column("shared_words", _of_shared(lambda shared: ", ".join(shared.words))),
    Column("shared_hashtags", _of_shared(lambda shared: " ".join(shared.hashtags))),
    Column("shared_brands", _of_shared(lambda shared: ", ".join(shared.brands))),
    Column("same_posts", _of_shared(lambda shared: shared.same_posts)),
    Column("own_post_url", _of_first_pair(lambda pair: pair.own.url)),
    Column("own_post_text", _of_first_pair(lambda pair: pair.own.text)),
)
_MADE_FROM = (
    Column("made_at", lambda row: row.shortlist.made_at),
    Column("model", lambda row: row.shortlist.model_id),
    Column("engine", lambda row: row.shortlist.engine_version),
    Column("filters", lambda row: flags_text(row.shortlist.brief.where)),
    Column("dropped", lambda row: counts_text(sorted(row.shortlist.dropped.items()))),
    Column("labels", lambda row: "; ".join(row.shortlist.labels)),
)
KNOWN = frozenset(
    {column.name for column in (*_WHO, *_NOTICED, *_COMMUNITY, *_WHY, *_SHARED, *_MADE_FROM)}
    | {CREATOR, LIST, "evidence"}
)
"""The heads of all columns but those of parts and of people's own."""
