"""Cursors of lists of posts: nothing twice, nothing skipped, whatever happens in between."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from engine.errors import ConfigError
from engine.web.paging import packed
from engine.web.slices import Behind, Mark, behind_of, cursor_of, sliced
from tests.fakes import NOW

Row = tuple[int, str]  # days ago, name


def mark_of(row: Row) -> Mark:
    return Mark(written=NOW - timedelta(days=row[0]), names=(row[1],))


def rows_of(seed: int) -> list[Row]:
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    rows = [(dice.randint(0, 9), f"p{i}") for i in range(dice.randint(0, 30))]
    return sorted(rows, key=lambda row: (row[0], row[1]))


def walk(lists: list[list[Row]], top: int) -> list[Row]:
    """Ask for page after page, each of the next of `lists`, the last of them again and again."""
    seen: list[Row] = []
    after: str | None = None
    for i in range(100):
        behind = behind_of(after) if after else None
        rows = lists[min(i, len(lists) - 1)]
        page = sliced(rows, mark_of, top=top, behind=behind, now=NOW)
        seen += page.rows
        after = page.after
        if after is None:
            return seen
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize("seed", range(20))
def test_page_by_page_is_the_whole_list(seed: int) -> None:
    rows = rows_of(seed)
    assert walk([rows], top=1 + seed % 7) == rows


@pytest.mark.parametrize("seed", range(20))
def test_what_comes_in_between_moves_nothing_and_shows_nothing_twice(seed: int) -> None:
    rows = rows_of(seed)
    more = sorted([*rows, (0, "a new one"), (5, "an old one")], key=lambda row: (row[0], row[1]))
    seen = walk([rows, more], top=4)
    assert len(set(seen)) == len(seen)
    assert set(seen) >= set(rows)


def test_where_the_last_post_was_erased_the_next_page_begins_with_older_ones() -> None:
    rows = [(1, "a"), (2, "b"), (3, "c"), (4, "d")]
    assert walk([rows, [rows[0], *rows[2:]]], top=2) == rows


def test_a_cursor_says_the_moment_and_the_post_and_nothing_else_is_one() -> None:
    behind = Behind(now=NOW, last=mark_of((3, "p1")))
    assert behind_of(cursor_of(behind)) == behind
    wrong = ("x", "é", packed([]), packed(["a", "b", "c"]), packed([NOW.isoformat(), None, "c"]),
             packed(["2026-01-01", "2026-01-01", "c"]))  # fmt: skip
    for cursor in wrong:
        with pytest.raises(ConfigError, match="the cursor is none of ours"):
            behind_of(cursor)
