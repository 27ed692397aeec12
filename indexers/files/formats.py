"""Formats of records: recognised by the names of their fields, mapped one record at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final

import msgspec

from engine.errors import InputError
from engine.protocols import Likeness
from engine.vocabulary import Page
from indexers.files.cells import opened
from indexers.files.containers import Container, Found, Sample, look, records_in
from indexers.files.drafts import Draft
from indexers.files.likeness import fits, likeness, needed
from indexers.files.nesting import is_flattened, nested
from indexers.files.sureness import once_sure
from indexers.files.tolerance import names_of, tolerant, unknown_names
from indexers.records import NativeCreator, NativePost
from indexers.values import RefusedError, shown

_ROWS_OPENED: Final = 3  # of a table, to see what is in its cells
SHOWN: Final = 12  # names of fields in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A creator of `source` by themselves, without a post."""

    source: str
    creator: NativeCreator


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that is not stored on purpose: `a repost`, `followers only`."""

    reason: str


Native = NativePost | Profile | LeftOut | RefusedError
Note = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A reader of records of one shape, in JSON lines, a JSON document, a table or Parquet.

    `shapes` are names that a record surely has, `id text author.name|authorMeta.name`: all of
    one shape, `|` between those of which one is enough, dots into nested records. `kind` is the
    struct that declares what is read; a field that is not in it counts as not understood,
    unless `ignored` names it. `natives` maps one record; it may give several posts, profiles,
    things left out, and reasons why one is refused. `wrappers` are where a JSON object may hold
    its records.
    """

    name: str
    description: str
    shapes: tuple[str, ...]
    kind: type[msgspec.Struct]
    natives: Callable[[Any, Note], Iterable[Native]]
    ignored: frozenset[str] = frozenset()
    wrappers: frozenset[str] = frozenset()

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
        found = records_in(stream, wrappers=self.wrappers, note=draft.note)
        for record in surely_of(found, self.shapes, self.description):
            self._add(record, draft)
            if draft.is_full:
                yield draft.finish()
        if not draft.is_empty:
            yield draft.finish()

    def _add(self, record: Found, draft: Draft) -> None:
        """Put what `record` says on the page."""
        if record.fault:
            draft.refuse(record.place, record.fault)
            return
        try:
            fields = structured(record)
            self._check(fields)
            declared = tolerant(fields, self.kind, draft.note)
            for native in self.natives(declared, draft.note):
                add_native(native, draft, record.place)
            for name in unknown_names(fields, names_of(self.kind), self.ignored):
                draft.note(name)
        except RefusedError as reason:
            draft.refuse(record.place, reason)

    def _check(self, fields: Mapping[str, object]) -> None:
        """Refuse rows in which a scraper says what went wrong."""
        said = fields.get("error") or fields.get("errorDescription")
        if said and not any(fits(fields, needed(shape)) for shape in self.shapes):
            raise RefusedError(f"the export itself says: {shown(said)}")


def how_sure(head: bytes, shapes: Sequence[str], wrappers: frozenset[str]) -> float:
    """Return how sure the names in `head` make one of `shapes`: nearer 1 the more tell so."""
    records = _nested(look(head, wrappers))
    fitting = [
        names for names in map(needed, shapes) if any(fits(record, names) for record in records)
    ]
    n_names = max(map(len, fitting), default=0)
    return n_names / (n_names + 1)


def how_like(head: bytes, shapes: Sequence[str], wrappers: frozenset[str]) -> Likeness:
    """Return which names of the nearest of `shapes` are in `head`."""
    records = _nested(look(head, wrappers))
    record: Mapping[str, object] = max(records, key=len, default={})
    return max((likeness(record, needed(shape)) for shape in shapes), key=lambda near: near.share)


def surely_of(records: Iterator[Found], shapes: Sequence[str], description: str) -> Iterator[Found]:
    """Pass on `records` once one of the first has one of `shapes`.

    Raises:
        InputError: none has.
    """
    names = [needed(shape) for shape in shapes]

    def is_one(record: Found) -> bool:
        fields = structured(record)
        return any(fits(fields, wanted) for wanted in names)

    def refusal(held: Sequence[Found]) -> InputError:
        return InputError(
            f"this is no {description}: none of its first {len(held):,} records has "
            f"{' or '.join(shapes)}",
            hint=_hint(held),
        )

    return once_sure(records, is_one, refusal=refusal)


def add_native(native: Native, draft: Draft, place: str) -> None:
    """Put one thing that a record says on the page."""
    try:
        match native:
            case NativePost():
                draft.add_post(native)
            case Profile():
                draft.add_profile(native.creator, native.source)
            case LeftOut():
                draft.leave_out(native.reason)
            case RefusedError():
                draft.refuse(place, native)
    except RefusedError as reason:
        draft.refuse(place, reason)


def structured(record: Found) -> dict[str, object]:
    """Return the fields of `record` with those that were taken apart or written out put back."""
    fields = record.fields
    if record.is_row:
        fields = {name: opened(cell) for name, cell in fields.items()}
    return nested(fields) if any(map(is_flattened, fields)) else fields


def _nested(sample: Sample) -> list[Mapping[str, object]]:
    if sample.container is Container.TABLE:
        every: dict[str, object] = dict.fromkeys(sample.columns, "")
        rows = sample.records[:_ROWS_OPENED] or [{}]
        return [structured(Found("", {**every, **row}, is_row=True)) for row in rows]
    return [structured(Found("", dict(record))) for record in sample.records]


def _hint(held: Sequence[Found]) -> str:
    record = max(held, key=lambda found: len(found.fields))
    if not record.fields:
        return f"{record.place}: {record.fault}" if record.fault else "see overheard formats"
    seen = list(structured(record))
    more = f" and {len(seen) - SHOWN} more" if len(seen) > SHOWN else ""
    return f"its fields are {', '.join(seen[:SHOWN])}{more}; leave --format out to recognise it"
