"""The measure of likeness: halves by time, ranks from 1, not found is no rank."""

from __future__ import annotations

import math

from scripts.halves import EARLIER, LATER, MEAN, OURS, half_of, halved, rank_of, table


def rows(creator: str, n: int) -> list[dict]:
    return [
        {"source": "x", "id": f"{creator}{i}", "text": "t", "created_at": f"2026-01-0{n - i}",
         "creator": {"id": creator, "handle": creator}}
        for i in range(n)
    ]  # fmt: skip


def test_the_halves_are_cut_by_time_and_nobody_can_be_known_by_name():
    found = list(halved([*rows("a", 7), *rows("b", 5)]))
    owners = [row["creator"]["id"] for row in found]
    assert owners == ["a" + EARLIER] * 3 + ["a" + LATER] * 4 + ["b"] * 5
    days = [row["created_at"] for row in found[:7]]
    assert days == sorted(days)
    assert {row["creator"]["handle"] for row in found} == {None}


def test_a_post_of_bluesky_becomes_a_native_one():
    row = {"uri": "at://1", "author_did": "did:1", "author_handle": "a.example", "text": "t"}
    row |= {"created_at": "2026-01-01 10:00:00+00:00", "hashtags": ["x"], "like_count": 3}
    (found,) = halved([row])
    assert (found["id"], found["likes"], found["creator"]["id"]) == ("at://1", 3, "did:1")
    assert found["created_at"] == "2026-01-01T10:00:00+00:00"


def test_both_halves_of_a_creator_are_tuned_on_or_checked():
    assert {half_of(f"c{n}") for n in range(40)} == {"tune", "check"}
    assert all(half_of(f"c{n}") == half_of(f"c{n}{EARLIER}") for n in range(40))


def test_ranks_count_from_one():
    assert rank_of("b", ["a", "b"]) == 2
    assert rank_of("z", ["a", "b"]) == math.inf


def test_the_table_shows_reciprocal_ranks_and_how_often_among_the_first_eight():
    lines = list(table([{OURS: 1, MEAN: 2}, {OURS: 8, MEAN: math.inf}]))
    assert lines[2].startswith(f"| {OURS} | {(1 + 1 / 8) / 2:.3f} [")
    assert lines[3].startswith(f"| {MEAN} | {1 / 4:.3f} [")
    assert "| 1.000 [1.000, 1.000] |" in lines[2]
    assert "| 0.500 [" in lines[3]
