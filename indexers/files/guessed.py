"""Files of records in a shape of nobody's: the columns are guessed, shown, and may be overruled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import BinaryIO, Final

from engine.errors import InputError
from engine.protocols import Proposal
from engine.text import snippet
from engine.vocabulary import Page
from indexers.files.containers import Found, look, records_in
from indexers.files.dates import Order, is_numeric, order_of
from indexers.files.drafts import Draft
from indexers.files.formats import add_native
from indexers.files.guessing import Columns, flattened, guess, overruled
from indexers.files.rows import RowReader
from indexers.files.spellings import TARGETS
from indexers.values import RefusedError

SURE: Final = 0.2  # less than any format that is known
SAMPLE: Final = 200  # rows by which columns are guessed
MAX_HELD: Final = 200_000  # rows looked at for a date that tells the order
WRAPPERS: Final = frozenset(  # names under which answers and exports hold their records
    [
        *("data", "items", "posts", "results", "records", "rows", "entries", "tweets", "statuses"),
        *("videos", "comments", "messages", "collector", "values", "documents", "list"),
        *("data.items", "data.posts", "data.results", "data.list"),
        *("response.data", "response.items", "result.items"),
    ]
)
MAX_SHOWN: Final = 12
VALUES_SHOWN: Final = 3  # of a column, of so many characters, in a proposal
VALUE_WIDTH: Final = 80


class Guessed:
    """The reader of tables and JSON records of any names, by what the names usually mean.

    `mapping` overrules what is guessed: `source`, `dates` and `columns`.
    """

    name = "guessed"
    description = "CSV, TSV, JSON or Parquet of any columns, guessed by their names (--mapping)"

    def __init__(self, mapping: Mapping[str, object] | None = None) -> None:
        self._mapping = mapping

    def mapped(self, mapping: Mapping[str, object]) -> Guessed:
        """Return a reader that reads columns as `mapping` says."""
        return Guessed(mapping)

    def recognises(self, head: bytes) -> float:
        """Return a little if the names in `head` are enough for posts or profiles, else 0."""
        columns = self._columns_in(head)
        if columns is None:
            return 0.0
        return SURE if _is_enough(columns) or self._mapping is not None else 0.0

    def proposed(self, head: bytes) -> Proposal | None:
        """Return how the columns in `head` would be read, None if there are none."""
        seen = _seen(head)
        if seen is None:
            return None
        names, rows = seen
        columns = guess(names, rows)
        return Proposal(
            columns={name: _first_values(name, rows) for name in names},
            fields={target: str(name) for target, name in columns.named.items()},
            targets=TARGETS,
            source=columns.source,
        )

    def _columns_in(self, head: bytes) -> Columns | None:
        seen = _seen(head)
        return None if seen is None else guess(*seen)

    def pages(self, stream: BinaryIO, *, now: datetime) -> Iterator[Page]:
        """Yield the posts, or else the profiles, of `stream` in pages.

        Raises:
            InputError: its columns do not hold enough, or its dates may be read in two ways.
            ConfigError: the mapping names what is not there.
        """
        draft = Draft(now=now)
        found = records_in(stream, wrappers=WRAPPERS, note=draft.note)
        first = list(islice(found, SAMPLE))
        if not first:
            return
        columns = self._checked(first)
        records: Iterator[Found] = chain(first, found)
        order = columns.order
        moments = columns.named.get("created_at") or columns.named.get("creator.created_at")
        if order is None and moments:
            order, records = _ordered(str(moments), records)
        for sentence in _shown(columns):
            draft.say(sentence)
        yield from _pages(records, RowReader(columns, order, draft.note, draft.say), draft)

    def _checked(self, first: Sequence[Found]) -> Columns:
        """Return what the columns hold, if that is enough."""
        names, rows = _sampled([record.fields for record in first if not record.fault], ())
        if not names:
            raise InputError(
                f"this is no table and no list of records: {first[0].fault}",
                hint="see overheard formats for what can be read",
            )
        columns = guess(names, rows)
        if self._mapping is not None:
            columns = overruled(columns, self._mapping, names)
        if not _is_enough(columns):
            raise InputError(
                f"this is no list of posts: no column is {_lacking(columns)}",
                hint=f"its columns are {_listed(names)}; name them in a file for --mapping",
            )
        return columns


def _seen(head: bytes) -> tuple[list[str], list[dict[str, object]]] | None:
    """Return the names and rows of a file that begins with `head`, None if it has none."""
    sample = look(head, WRAPPERS)
    if not sample.records and not sample.columns:
        return None
    return _sampled([dict(record) for record in sample.records], sample.columns)


def _first_values(name: str, rows: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    values = (str(row[name]) for row in rows if row.get(name) not in (None, ""))
    return tuple(islice((snippet(value, VALUE_WIDTH) for value in values), VALUES_SHOWN))


def _sampled(
    records: Sequence[Mapping[str, object]], columns: Sequence[str]
) -> tuple[list[str], list[dict[str, object]]]:
    """Return all names, in order, and the rows."""
    rows = [flattened(record) for record in records]
    names = dict.fromkeys(columns)
    for row in rows:
        names.update(dict.fromkeys(row))
    return list(names), rows


def _is_enough(columns: Columns) -> bool:
    has_creator = columns.has_creator or "url" in columns.named
    return (columns.holds_posts and has_creator) or columns.holds_profiles


def _lacking(columns: Columns) -> str:
    lacking = []
    if not {"text", "title"} & columns.named.keys():
        lacking.append("a text (text, caption, message …)")
    if "created_at" not in columns.named:
        lacking.append("a time (created_at, date, timestamp …)")
    if not columns.has_creator:
        lacking.append("who posted (author, username, user_id …)")
    return " nor ".join(lacking)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MAX_SHOWN} more" if len(names) > MAX_SHOWN else ""
    return ", ".join(names[:MAX_SHOWN]) + more


def _shown(columns: Columns) -> Iterator[str]:
    """Say how the columns are read."""
    named = [(target, columns.named[target]) for target in TARGETS if target in columns.named]
    pairs = ", ".join(f"{target} from {name!r}" for target, name in named)
    yield f"columns as guessed: {pairs} (--mapping overrules)"
    if columns.unread:
        yield f"columns not read: {_listed(columns.unread)}"
    if columns.source is not None:
        yield f"source of every post: {columns.source}"


def _ordered(column: str, records: Iterator[Found]) -> tuple[Order | None, Iterator[Found]]:
    """Return the order of the dates in `column`, and all records again.

    Raises:
        InputError: there are dates of numbers, and none tells which number is the day.
    """
    held: list[Found] = []
    undecided = ""
    for record in records:
        held.append(record)
        cell = flattened(record.fields).get(column, "") if record.fields else ""
        if order := order_of(cell):
            return order, chain(held, records)
        if is_numeric(cell):
            undecided = undecided or str(cell)
        elif not undecided and len(held) >= SAMPLE:
            return None, chain(held, records)
        if len(held) >= MAX_HELD:
            break
    if undecided:
        raise InputError(
            f"dates like {undecided} may have the day first or the month first, and none of "
            f"{len(held):,} tells",
            hint='say which in a file for --mapping: dates = "day-first", or "month-first"',
        )
    return None, chain(held, records)


def _pages(records: Iterator[Found], reader: RowReader, draft: Draft) -> Iterator[Page]:
    for record in records:
        try:
            if record.fault:
                draft.refuse(record.place, record.fault)
            else:
                add_native(reader.native(record.fields), draft, record.place)
        except RefusedError as reason:
            draft.refuse(record.place, reason)
        if draft.is_full:
            yield draft.finish()
    if not draft.is_empty:
        yield draft.finish()
