"""Lists of posts in pages: cursors that keep their place whatever is imported or erased meanwhile.

A cursor names the last post of a page, when it was written, and the moment ages were counted from.
The next page goes on behind that post; where it is gone, with those written before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from engine.exports.papers import Paper
from engine.web.paging import no_cursor, packed, unpacked

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A post in a list, the newest first: when it was written, and what tells it from others."""

    written: datetime
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Where a page begins: behind a post; ages were counted from `now`."""

    now: datetime
    last: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Generic[Row]):
    """A page of a list, how many there are in all, and the cursor of what follows, if any does."""

    rows: Sequence[Row]
    total: int
    after: str | None


def sliced(
    rows: Sequence[Row],
    mark_of: Callable[[Row], Mark],
    *,
    top: int,
    behind: Behind | None,
    now: datetime,
) -> Slice[Row]:
    """Return the `top` of `rows`, which come newest first, that follow `behind`."""
    start = _start([mark_of(row) for row in rows], behind) if behind else 0
    shown = rows[start : start + top]
    after = None
    if start + top < len(rows):
        after = cursor_of(Behind(now=now, last=mark_of(shown[-1])))
    return Slice(rows=shown, total=len(rows), after=after)


def paged(paper: Paper, *, top: int, behind: Behind | None) -> Paper:
    """Return a paper about mentions with the `top` of them behind `behind`, and where to go on.

    `listed` is how many there are in all, `next` the cursor of what follows.
    """
    rows: list[dict[str, Any]] = list(paper.document.get("mentions", ()))
    page = sliced(rows, _mark_of, top=top, behind=behind, now=paper.made_at)
    found = {"listed": page.total, "next": page.after, "mentions": list(page.rows)}
    kept = {name: value for name, value in paper.document.items() if name not in found}
    return replace(paper, document=kept | found)


def _mark_of(row: Mapping[str, Any]) -> Mark:
    return Mark(written=row["created_at"], names=(row["source"], row["id"], row["brand"]))


def _start(marks: Sequence[Mark], behind: Behind) -> int:
    if behind.last in marks:
        return marks.index(behind.last) + 1
    older = (i for i, mark in enumerate(marks) if mark.written < behind.last.written)
    return next(older, len(marks))


def cursor_of(behind: Behind) -> str:
    """Return `behind` as an opaque text for addresses."""
    return packed([behind.now.isoformat(), behind.last.written.isoformat(), *behind.last.names])


def behind_of(cursor: str) -> Behind:
    """Return what `cursor` names.

    Raises:
        ConfigError: it is no cursor of ours.
    """
    said = unpacked(cursor)
    if len(said) < 3 or not all(isinstance(one, str) for one in said):  # two moments and a name
        raise no_cursor()
    try:
        now, written = (datetime.fromisoformat(one) for one in said[:2])
    except ValueError as error:
        raise no_cursor() from error
    if now.tzinfo is None or written.tzinfo is None:
        raise no_cursor()
    last = Mark(written=written.astimezone(UTC), names=tuple(said[2:]))
    return Behind(now=now.astimezone(UTC), last=last)
