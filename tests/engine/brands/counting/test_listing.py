"""What is listed of mentions, in which order, and what is said of the rest."""

from __future__ import annotations

from engine.brands.counting.counted import Reason
from engine.brands.counting.listing import listing, reasons_of
from engine.vocabulary import Mark, MentionTable, Verdict
from tests.engine.brands.mentions import Line, table_of

TABLE = table_of(
    [
        Line(post=1, creator=1, brands="a b", day=1),
        Line(post=2, creator=1, brands="a", day=5),
        Line(post=3, creator=2, brands="a", day=3, verdict=Verdict.UNSURE),
        Line(post=4, creator=2, brands="a", day=4, verdict=Verdict.NOT),
        Line(post=5, creator=3, brands="a", day=5, marks=Mark.HASHTAG_WALL | Mark.PRIZE_DRAW),
        Line(post=6, creator=3, brands="b", day=6, is_repeat=True),
        Line(post=7, creator=4, brands="a", day=5),
    ]
)


def listed(table: MentionTable, *args: object, **kwargs: object) -> list[tuple[str, int]]:
    rows = listing(table, *args, **kwargs).rows  # type: ignore[arg-type]
    return [(table.brands[table.brand[row]], int(table.post_ids[row])) for row in rows]


def test_the_newest_come_first_then_by_brand_and_post() -> None:
    assert listed(TABLE) == [("a", 2), ("a", 7), ("a", 3), ("a", 1), ("b", 1)]


def test_walls_draws_and_repeats_are_listed_when_everything_is_wanted() -> None:
    assert listed(TABLE, everything=True)[:3] == [("b", 6), ("a", 2), ("a", 5)]


def test_only_verdicts_that_are_asked_for_are_listed() -> None:
    assert listed(TABLE, [Verdict.NOT]) == [("a", 4)]
    assert listed(TABLE, [Verdict.UNSURE, Verdict.NOT]) == [("a", 4), ("a", 3)]


def test_tallies_say_what_is_listed_left_out_and_not_asked_for() -> None:
    a, b = listing(TABLE).tallies
    assert a.verdicts == {Verdict.BRAND: 3, Verdict.UNSURE: 1}
    assert (a.listed, a.creators) == (4, 3)
    assert a.left_out == {Reason.WALL: 1}  # the first of its reasons
    assert a.unlisted == {Verdict.NOT: 1}
    assert (b.listed, b.left_out, b.unlisted) == (1, {Reason.REPEAT: 1}, {})


def test_what_is_not_asked_for_is_not_left_out_for_another_reason() -> None:
    wall = table_of(
        [Line(post=1, creator=1, brands="a", verdict=Verdict.NOT, marks=Mark.HASHTAG_WALL)]
    )
    (tally, _) = listing(wall).tallies
    assert (tally.left_out, tally.unlisted) == ({}, {Verdict.NOT: 1})


def test_a_post_may_have_several_reasons() -> None:
    assert reasons_of(TABLE)[4] == (Reason.WALL, Reason.DRAW)
    assert reasons_of(TABLE)[0] == ()


def test_an_empty_table_lists_nothing() -> None:
    found = listing(table_of([]))
    assert len(found.rows) == 0
    assert [tally.listed for tally in found.tallies] == [0, 0]
