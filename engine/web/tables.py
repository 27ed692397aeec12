"""Tables in pages: cursors that keep their place whatever is added or taken out meanwhile.

A cursor names the last row of a page by what the rows are ordered by. The next page goes on behind
that place, whether the row is there still or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.web.paging import no_cursor, packed, unpacked

Key: TypeAlias = tuple[str, str, str]  # what rows are ordered by, ascending; each row has its own
Row: TypeAlias = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A page of a table: `before` rows come before it, `total` are in all; `after` goes on."""

    rows: Sequence[Row]
    before: int
    total: int
    after: str | None


def rows_behind(
    rows: Sequence[Row], key_of: Callable[[Row], Key], *, top: int, after: str | None
) -> Rows:
    """Return the `top` of `rows`, in the order of their keys, behind the cursor `after`.

    Raises:
        ConfigError: the cursor is none of ours.
    """
    last = None if after is None else _key(after)
    ordered = sorted(rows, key=key_of)
    rest = [row for row in ordered if last is None or key_of(row) > last]
    shown = rest[:top]
    return Rows(
        rows=shown,
        before=len(ordered) - len(rest),
        total=len(ordered),
        after=packed(key_of(shown[-1])) if len(rest) > top else None,
    )


def _key(cursor: str) -> Key:
    said = unpacked(cursor)
    if len(said) != 3 or not all(isinstance(part, str) for part in said):  # as long as a key
        raise no_cursor()
    return said[0], said[1], said[2]
