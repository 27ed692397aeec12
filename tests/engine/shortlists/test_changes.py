"""Two lists of three creators, compared by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.shortlists import compare
from tests.engine.exports.samples import ANA, MALLORY, SHORTLIST, SILENT

BETTER = replace(
    SILENT,
    contributions={"relevance": 90.0, "recency": 1.5, "focus": 0.04},
    evidence=ANA.evidence[:1],
)
BEFORE = replace(SHORTLIST, candidates=(ANA, SILENT))
AFTER = replace(SHORTLIST, candidates=(BETTER, MALLORY))


def test_everybody_on_either_list_is_new_gone_or_moved() -> None:
    found = [(one.creator.native_id, one.kind, one.before, one.after) for one in
             compare(BEFORE, AFTER)]  # fmt: skip
    assert found == [
        ("0012", "up", 2, 1),
        ("did:plc:100% <b>", "new", None, 2),
        ("77", "gone", 1, None),
    ]


def test_the_parts_and_posts_that_changed_are_named_the_largest_first() -> None:
    change = compare(BEFORE, AFTER)[0]
    assert [*change.parts.items()] == [("relevance", 88.0), ("recency", 1.5)]
    assert change.points == pytest.approx(90.0 + 1.5 + 0.04 - 2.0)
    assert ([post.native_id for post in change.more], change.fewer) == (["1147"], ())


def test_a_list_is_as_it_was_and_a_change_turned_round_goes_down() -> None:
    assert {one.kind for one in compare(SHORTLIST, SHORTLIST)} == {"same"}
    assert not any(one.parts or one.more or one.fewer for one in compare(SHORTLIST, SHORTLIST))
    back = {one.creator.native_id: one for one in compare(AFTER, BEFORE)}
    assert (back["0012"].kind, back["0012"].parts["relevance"]) == ("down", -88.0)
