"""Answers to questions: sequences that also become data frames, files and tables of a notebook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from engine.errors import ConfigError
from engine.exports import export, to_json
from engine.exports.objects import post_object
from engine.exports.papers import Paper, Sheet, paper_json, write_paper
from engine.exports.rows import Cell, columns_of, rows_of
from engine.programs.frames import frame_of
from engine.programs.notebook import Table, html_of
from engine.ranking import Explanation
from engine.vocabulary import Candidate, Creator, CreatorKey, Post, Shortlist

if TYPE_CHECKING:
    import pandas as pd

_EVIDENCE = ("rank", "source", "creator_id", "handle", "post_id", "created_at", "text", "url",
             "relevance", "points")  # fmt: skip
_POSTS = ("source", "id", "created_at", "creator_id", "handle", "text", "url", "lang", "likes",
          "replies", "reposts", "quotes", "views", "hashtags")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Creators(Sequence[Candidate]):
    """The creators of a shortlist, best first; `shortlist` says what they were looked for with."""

    shortlist: Shortlist

    def __len__(self) -> int:
        return len(self.shortlist.candidates)

    @overload
    def __getitem__(self, at: int) -> Candidate: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Candidate]: ...
    def __getitem__(self, at: int | slice) -> Candidate | Sequence[Candidate]:
        return self.shortlist.candidates[at]

    def to_dict(self) -> dict[str, Any]:
        """Return what `overheard search --output json` prints, as JSON values."""
        return to_json(self.shortlist)

    def to_pandas(self) -> pd.DataFrame:
        """Return a row a creator under the names of the CSV; what is not known is `<NA>`.

        Raises:
            ConfigError: pandas is not installed.
        """
        columns = columns_of([self.shortlist])
        rows = [[column.value(row) for column in columns] for row in rows_of([self.shortlist])]
        return frame_of([column.name for column in columns], rows)

    def evidence_to_pandas(self) -> pd.DataFrame:
        """Return a row for every post of the evidence, in the order of ranks and points.

        Raises:
            ConfigError: pandas is not installed.
        """
        return frame_of(_EVIDENCE, [*_evidence_rows(self)])

    def write(self, path: str | Path, *, excel: bool = False) -> Path:
        """Write them to a file in the format of its suffix: .csv .xlsx .parquet .json .html .txt.

        For `excel` a CSV begins with the mark by which it knows UTF-8.

        Raises:
            ExportError: the suffix is of no known format, or the file cannot be written.
        """
        export([self.shortlist], Path(path), bom=excel)
        return Path(path)

    def _repr_html_(self) -> str:
        heads = ("rank", "creator", "followers", "tier", "score", "on topic", "best post")
        rows = [(rank, *_creator_row(found)) for rank, found in enumerate(self, 1)]
        title = f"{len(self):,} creators: {self.shortlist.brief.text}"
        return html_of(Table(title=title, heads=heads, rows=rows, notes=self.shortlist.labels))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Why a creator stands where they stand for a brief."""

    creator: Creator
    explanation: Explanation

    @property
    def rank(self) -> int | None:
        """The place on the list, from 1; None where they are not on it."""
        return self.explanation.rank

    @property
    def candidate(self) -> Candidate | None:
        """The sum and all of its posts; None where no post passes the filters."""
        return self.explanation.candidate

    def to_dict(self) -> dict[str, Any]:
        """Return what `overheard why --output json` prints, as JSON values."""
        document = to_json(self.explanation.shortlist)
        rows, (source, native_id) = document.pop("creators"), self.creator.key
        nobody = {"source": source, "id": native_id, "handle": self.creator.handle}
        return document | {
            "creator": (rows[0] if rows else nobody) | {"rank": self.rank},
            "ranked": self.explanation.n_ranked,
            "kept_out_by": list(self.explanation.kept_out_by),
        }

    def to_pandas(self) -> pd.DataFrame:
        """Return a row for every post behind the score; their points add up to it.

        Raises:
            ConfigError: pandas is not installed.
        """
        return frame_of(_EVIDENCE, [*_evidence_rows(self.explanation.shortlist.candidates)])

    def _repr_html_(self) -> str:
        found = self.candidate
        parts = found.contributions.items() if found else ()
        rows: list[tuple[Cell, ...]] = [(part, points, None, None) for part, points in parts]
        rows += [(None, shown.points, shown.post.text, shown.post.url)
                 for shown in (found.evidence if found else ())]  # fmt: skip
        place = "not on the list" if self.rank is None else f"rank {self.rank:,}"
        points = f"{found.score if found else 0.0:.1f} points"
        who = f"@{self.creator.handle or self.creator.native_id}"
        title = f"{who}: {place} of {self.explanation.n_ranked:,}, {points}"
        notes = (*self.explanation.kept_out_by, *self.explanation.shortlist.labels)
        heads = ("part", "points", "post", "link")
        return html_of(Table(title=title, heads=heads, rows=rows, notes=notes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts(Sequence[Post]):
    """Posts, best or newest first, with the profiles of who wrote them."""

    title: str
    posts: tuple[Post, ...]
    creators: Mapping[CreatorKey, Creator] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.posts)

    @overload
    def __getitem__(self, at: int) -> Post: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Post]: ...
    def __getitem__(self, at: int | slice) -> Post | Sequence[Post]:
        return self.posts[at]

    def handle_of(self, post: Post) -> str | None:
        """Return the handle of who wrote `post`, if it is known."""
        creator = self.creators.get(CreatorKey(post.source, post.creator_id))
        return creator.handle if creator else None

    def to_dict(self) -> dict[str, Any]:
        """Return the posts as JSON values, as evidence has them, with their creators."""
        rows = [
            post_object(post) | {"creator_id": post.creator_id, "handle": self.handle_of(post)}
            for post in self
        ]
        return {"title": self.title, "posts": rows}

    def to_pandas(self) -> pd.DataFrame:
        """Return a row a post; what is not known is `<NA>`.

        Raises:
            ConfigError: pandas is not installed.
        """
        return frame_of(_POSTS, [self._row(post) for post in self])

    def _row(self, post: Post) -> tuple[Cell, ...]:
        told = post.engagement
        return (
            *(post.source, post.native_id, post.created_at, post.creator_id, self.handle_of(post)),
            *(post.text, post.url, post.lang, told.likes, told.replies, told.reposts),
            *(told.quotes, told.views, " ".join(post.hashtags)),
        )

    def _repr_html_(self) -> str:
        rows = [(post.created_at, self.handle_of(post) or post.creator_id, post.text, post.url)
                for post in self]  # fmt: skip
        return html_of(
            Table(title=self.title, heads=("date", "creator", "post", "link"), rows=rows)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings(Sequence[Mapping[str, Cell]]):
    """What a command about brands found: the rows of its main sheet by the heads of columns."""

    paper: Paper

    def __len__(self) -> int:
        return len(self.paper.sheets[0].rows)

    @overload
    def __getitem__(self, at: int) -> Mapping[str, Cell]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Mapping[str, Cell]]: ...
    def __getitem__(self, at: int | slice) -> Mapping[str, Cell] | Sequence[Mapping[str, Cell]]:
        sheet = self.paper.sheets[0]
        if isinstance(at, slice):
            return [dict(zip(sheet.heads, row, strict=True)) for row in sheet.rows[at]]
        return dict(zip(sheet.heads, sheet.rows[at], strict=True))

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets, the main one first."""
        return tuple(sheet.name for sheet in self.paper.sheets)

    def to_dict(self) -> dict[str, Any]:
        """Return what the command prints with `--output json`, as JSON values."""
        document: dict[str, Any] = json.loads(paper_json(self.paper))
        return document

    def to_pandas(self, sheet: str | None = None) -> pd.DataFrame:
        """Return a sheet, the main one unless another is named; what is not known is `<NA>`.

        Raises:
            ConfigError: there is no such sheet, or pandas is not installed.
        """
        found = self._sheet(sheet)
        return frame_of(found.heads, found.rows)

    def _sheet(self, name: str | None) -> Sheet:
        for sheet in self.paper.sheets:
            if name in (None, sheet.name):
                return sheet
        raise ConfigError(
            f"there is no sheet {name!r}", hint=f"there are: {', '.join(self.sheets)}"
        )

    def write(self, path: str | Path) -> Path:
        """Write them to a file in the format of its suffix: .csv .xlsx .parquet .json .html.

        Raises:
            ExportError: the suffix is of no known format, or the file cannot be written.
        """
        write_paper(self.paper, Path(path))
        return Path(path)

    def _repr_html_(self) -> str:
        sheet = self.paper.sheets[0]
        made = Table(title=self.paper.title, heads=sheet.heads, rows=sheet.rows,
                     notes=self.paper.notes)  # fmt: skip
        return html_of(made)


def _creator_row(found: Candidate) -> tuple[Cell, ...]:
    creator = found.creator
    best = found.evidence[0].post.text if found.evidence else None
    name = f"@{creator.handle}" if creator.handle else creator.name or creator.native_id
    return (f"{name} ({creator.source})", creator.followers, found.tier, found.score,
            found.posts_on_topic, best)  # fmt: skip


def _evidence_rows(candidates: Sequence[Candidate]) -> Iterator[tuple[Cell, ...]]:
    for rank, found in enumerate(candidates, 1):
        creator = found.creator
        for shown in found.evidence:
            post = shown.post
            yield (
                *(rank, *creator.key, creator.handle, post.native_id, post.created_at),
                *(post.text, post.url, shown.relevance, shown.points),
            )
