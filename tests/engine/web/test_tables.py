"""Pages of a table: every row once, in order, whatever is put in or taken out between two."""

from __future__ import annotations

import pytest

from engine.errors import ConfigError
from engine.web.paging import packed
from engine.web.tables import Key, Row, Rows, rows_behind


def key_of(row: Row) -> Key:
    return row["since"] or "", row["kind"] or "", row["entry"] or ""


def rows(*entries: str) -> list[Row]:
    return [{"since": "2026-05-01", "kind": "handle", "entry": entry} for entry in entries]


def page(found: list[Row], after: str | None = None) -> Rows:
    return rows_behind(found, key_of, top=2, after=after)


def test_pages_have_every_row_once_and_say_where_they_are() -> None:
    every, seen, after = rows("c", "a", "e", "b", "d"), [], None
    for before in (0, 2, 4):
        shown = page(every, after)
        assert (shown.before, shown.total) == (before, 5)
        seen += [row["entry"] for row in shown.rows]
        after = shown.after
    assert (seen, after) == (["a", "b", "c", "d", "e"], None)


def test_a_cursor_keeps_its_place_whatever_is_put_in_or_taken_out() -> None:
    first = page(rows("a", "b", "c", "d"))
    later = page(rows("0", "a", "c", "d"), first.after)
    assert [row["entry"] for row in later.rows] == ["c", "d"]
    assert (later.before, later.after) == (2, None)


def test_behind_the_last_row_is_nothing() -> None:
    assert page(rows("a"), packed(("2027-01-01", "handle", "a"))).rows == []


@pytest.mark.parametrize("cursor", ["", "nonsense", packed(["a", "b"]), packed(["a", "b", 1])])
def test_a_cursor_that_is_none_of_ours_is_refused(cursor: str) -> None:
    with pytest.raises(ConfigError, match="none of ours"):
        page(rows("a"), cursor)
