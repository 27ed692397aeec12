"""Formats of exports whose columns are known: what each holds, in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import BinaryIO

from engine.protocols import Likeness
from engine.vocabulary import Page
from indexers.files.containers import Found, at, records_in
from indexers.files.drafts import Draft
from indexers.files.formats import (
    Native,
    add_native,
    how_like,
    how_sure,
    structured,
    surely_of,
)
from indexers.files.guessing import Columns
from indexers.files.likeness import fits, needed
from indexers.files.rows import RowReader
from indexers.values import RefusedError, shown


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A reader of records of one shape by what its columns hold.

    `shapes` are as those of a `Format`. `columns` has a line for each field (`likes
    stats.likes|likes`): the columns that may hold it, tried in turn, with dots into nested
    records. `ignored` are names that are known and not needed; others count as not understood.
    `inside` are lists in a record, each with the preset of what is in it; a record without columns
    of its own is nothing but what is inside. `refused` says why
    records of the shape are not read after all.
    """

    name: str
    description: str
    source: str
    shapes: tuple[str, ...]
    columns: str
    ignored: str = ""
    wrappers: frozenset[str] = frozenset()
    link: str | None = None
    inside: tuple[tuple[str, Preset], ...] = ()
    refused: str | None = None

    def recognises(self, head: bytes) -> float:
        """Return how sure it is that `head` is of this format: nearer 1 the more names tell so."""
        return how_sure(head, self.shapes, self.wrappers)

    def compare(self, head: bytes) -> Likeness:
        """Return which of the names of a record of this format are in `head`."""
        return how_like(head, self.shapes, self.wrappers)

    def pages(self, stream: BinaryIO, *, now: datetime) -> Iterator[Page]:
        """Yield the posts and creators of `stream` in pages.

        Raises:
            InputError: none of the first records is of this format.
        """
        draft = Draft(now=now)
        rows = self._rows(draft)
        records = records_in(stream, wrappers=self.wrappers, note=draft.note)
        for record in surely_of(records, self.shapes, self.description):
            self._add(record, draft, rows)
            if draft.is_full:
                yield draft.finish()
        if not draft.is_empty:
            yield draft.finish()

    def _rows(self, draft: Draft) -> dict[str, RowReader]:
        """Return what reads the rows of this format and of those inside it, by their names."""
        rows = {self.name: RowReader(self._columns, None, draft.note, draft.say)}
        for _, preset in self.inside:
            rows |= preset._rows(draft)  # noqa: SLF001
        return rows

    def _add(self, record: Found, draft: Draft, rows: Mapping[str, RowReader]) -> None:
        if record.fault:
            draft.refuse(record.place, record.fault)
            return
        try:
            fields = structured(record)
            for native in self.natives(fields, rows):
                add_native(native, draft, record.place)
            for name in fields.keys() - self._known:
                draft.note(name)
        except RefusedError as reason:
            draft.refuse(record.place, reason)

    def natives(
        self, fields: Mapping[str, object], rows: Mapping[str, RowReader]
    ) -> Iterable[Native]:
        """Return what `fields` say: a post or a profile, and what is in the lists inside."""
        if self.refused:
            raise RefusedError(self.refused.format(**_Shown(fields)))
        said = fields.get("error")
        if said and not any(fits(fields, needed(shape)) for shape in self.shapes):
            raise RefusedError(f"the export itself says: {shown(said)}")
        if self.columns:
            yield rows[self.name].native(fields)
        for name, preset in self.inside:
            yield from _within(at(fields, name), preset, rows)

    @cached_property
    def _columns(self) -> Columns:
        return Columns(named=parsed(self.columns), source=self.source, link=self.link)

    @cached_property
    def _known(self) -> frozenset[str]:
        names = (name for names in parsed(self.columns).values() for name in names)
        inside = (name for name, _ in self.inside)
        return frozenset([name.split(".", 1)[0] for name in (*names, *inside)]) | frozenset(
            self.ignored.split()
        )


class _Shown(dict[str, str]):
    """The fields of a record for a message; what is not there is a question mark."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        super().__init__({name: shown(value) for name, value in fields.items()})

    def __missing__(self, name: str) -> str:
        return "?"


def _within(values: object, preset: Preset, rows: Mapping[str, RowReader]) -> Iterator[Native]:
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict):
            try:
                yield from preset.natives(value, rows)
            except RefusedError as reason:
                yield RefusedError(f"one of its posts: {reason}")


@lru_cache(maxsize=256)
def parsed(columns: str) -> dict[str, tuple[str, ...]]:
    """Return the columns of each field in a table of them."""
    lines = (line.split() for line in columns.splitlines() if line.strip())
    return {target: tuple(names.split("|")) for target, names in lines}


def under(
    preset: Preset, path: str, *, name: str, shapes: tuple[str, ...], **changes: str
) -> Preset:
    """Return `preset` for records that have its own under `path`, with other columns beside."""
    columns = {
        target: "|".join(f"{path}.{column}" for column in names)
        for target, names in parsed(preset.columns).items()
    } | {target: "|".join(names) for target, names in parsed(changes.get("columns", "")).items()}
    return replace(
        preset,
        name=name,
        description=changes["description"],
        shapes=shapes,
        columns="\n".join(f"{target} {names}" for target, names in columns.items()),
        ignored=changes.get("ignored", ""),
    )
