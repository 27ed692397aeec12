"""A cursor that is not one of ours begins a walk anew; one of ours is taken up where it was."""

from __future__ import annotations

import msgspec
import pytest

from indexers.cursors import held_in
from indexers.walks import Walk


@pytest.mark.parametrize(
    "cursor", [None, "", "{}", "damaged", "[1]", '{"n_seen": "many"}', '{"at": "\ud83d"}']
)
def test_what_is_no_cursor_of_ours_is_the_beginning(cursor: str | None) -> None:
    assert held_in(cursor, Walk) == Walk()


def test_a_walk_is_taken_up_where_it_was() -> None:
    walk = Walk(floor=3, top=9, at="café", n_seen=4)
    assert held_in(msgspec.json.encode(walk).decode(), Walk) == walk


def test_a_cursor_may_hold_a_mapping() -> None:
    assert held_in('{"a": {"floor": 5}}', dict[str, Walk]) == {"a": Walk(floor=5)}
    assert held_in("damaged", dict[str, Walk]) == {}
