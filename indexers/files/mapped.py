"""Formats whose records are those of a platform's own interface, mapped as its source maps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import msgspec

from engine.vocabulary import Page
from indexers.files.containers import Found, records_in
from indexers.files.formats import Format, Native, Note, structured, surely_of
from indexers.gathering import Gathering


def _nothing(_record: Any, _note: Note) -> Iterable[Native]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped(Format):
    """A reader of records of `source`; `add` puts what one of them says on a page.

    It is recognised as other formats are; what is known of a record, `add` knows.
    """

    source: str
    add: Callable[[Gathering, Mapping[str, object]], None]
    kind: type[msgspec.Struct] = msgspec.Struct
    natives: Callable[[Any, Note], Iterable[Native]] = _nothing

    def pages(self, stream: BinaryIO, *, now: datetime) -> Iterator[Page]:
        """Yield the posts and creators of `stream` in pages.

        Raises:
            InputError: none of the first records is of this format.
        """
        page = Gathering(self.source, now=now, is_lax=True)
        found = records_in(stream, wrappers=self.wrappers, note=page.count)
        for record in surely_of(found, self.shapes, self.description):
            self._map(record, page)
            if page.is_full:
                yield page.finish()
        if not page.is_empty:
            yield page.finish()

    def _map(self, record: Found, page: Gathering) -> None:
        if record.fault:
            page.refuse(record.place, record.fault)
            return
        with page.one(record.place):
            self.add(page, structured(record) if record.is_row else record.fields)
