"""Posts of X in files: answers of its API, and what twarc, snscrape, twscrape and others store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from engine.errors import InputError
from engine.protocols import Likeness
from engine.vocabulary import Page
from indexers.files.cells import opened
from indexers.files.containers import Container, Found, look, records_in
from indexers.files.likeness import likeness, needed
from indexers.files.nesting import nested
from indexers.files.sureness import once_sure
from indexers.pages import PageDraft
from indexers.x import scraped, v1
from indexers.x.graphql import is_graphql
from indexers.x.records import add_graphql, add_scraped, add_v1, add_v2, is_v2
from indexers.x.rows import WORDS, restored, unescaped

SURE: Final = 0.95

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class XFile:
    """A reader of one form in which posts of X are stored, in JSON lines or a JSON document.

    `is_one` tells a record of it, `add` puts what it holds on a page. `shape` are the names such a
    record has, for comparing. With `columns`, a table that has them is read too.
    """

    name: str
    description: str
    shape: str
    is_one: Callable[[Record], bool]
    add: Callable[[Record, PageDraft, str], None]
    columns: frozenset[str] = frozenset()

    def recognises(self, head: bytes) -> float:
        """Return whether a record in `head` is surely of this form."""
        sample = look(head)
        if sample.container is Container.TABLE:
            return SURE if self.columns and self.columns <= set(sample.columns) else 0.0
        return SURE if any(map(self.is_one, sample.records)) else 0.0

    def compare(self, head: bytes) -> Likeness:
        """Return which of the names of a record of this form are in `head`."""
        sample = look(head)
        record: Record = dict.fromkeys(sample.columns, "") or max(
            sample.records, key=len, default={}
        )
        return likeness(record, needed(self.shape))

    def pages(self, stream: BinaryIO, *, now: datetime) -> Iterator[Page]:
        """Yield the posts and creators of `stream` in pages.

        Raises:
            InputError: none of the first records is of this form.
        """
        draft = PageDraft(now=now)
        found = records_in(stream, note=lambda name: draft.not_understood([name]))
        for record in once_sure(found, self._is_sure, refusal=self._refusal):
            if record.fault:
                draft.refuse(record.place, record.fault)
            else:
                self.add(fields_of(record), draft, record.place)
            if draft.is_full:
                yield draft.finish()
        if not draft.is_empty:
            yield draft.finish()

    def _is_sure(self, record: Found) -> bool:
        return not record.fault and self.is_one(fields_of(record))

    def _refusal(self, held: Sequence[Found]) -> InputError:
        return InputError(
            f"this is no {self.description}: none of its first {len(held):,} records is one",
            hint="leave --format out to recognise it",
        )


def fields_of(record: Found) -> Record:
    """Return the fields of a record; a row of twarc's CSV as the post it was flattened from."""
    if not record.is_row:
        return record.fields
    cells = {
        name: unescaped(str(cell)) if name in WORDS else opened(cell)
        for name, cell in record.fields.items()
    }
    return restored(nested(cells))


def twarc() -> XFile:
    """Return the reader of what the API v2 gives, and twarc2 and academictwitteR store."""
    return XFile(
        name="twarc",
        description="posts of X by its API v2: twarc2 JSONL or CSV, academictwitteR, answers",
        shape="id text author_id created_at",
        is_one=is_v2,
        add=add_v2,
        columns=frozenset(["id", "text", "author_id", "public_metrics.like_count"]),
    )


def twarc1() -> XFile:
    """Return the reader of what the API v1.1 gave, and twarc stored."""
    return XFile(
        name="twarc1",
        description="posts of X by its API v1.1, as twarc stored them",
        shape="id_str full_text|text user.screen_name created_at",
        is_one=v1.is_post,
        add=add_v1,
    )


def snscrape() -> XFile:
    """Return the reader of what snscrape and twscrape write."""
    return XFile(
        name="snscrape",
        description="posts and profiles of X by snscrape or twscrape, JSONL",
        shape="id rawContent|content user.username date retweetCount",
        is_one=lambda record: scraped.is_post(record) or scraped.is_user(record),
        add=add_scraped,
    )


def graphql() -> XFile:
    """Return the reader of what X's own pages get: Zeeschuimer's lines, and whole answers."""
    return XFile(
        name="x-graphql",
        description="posts of X as its own pages get them: Zeeschuimer NDJSON, GraphQL answers",
        shape="data.rest_id data.legacy.full_text data.core",
        is_one=is_graphql,
        add=add_graphql,
    )
