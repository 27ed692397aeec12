"""Reasons of verdicts in words."""

from __future__ import annotations

import pytest

from engine.branding.reasons import in_words, sides


def test_cues_that_look_the_same_are_one_reason_with_the_sum_of_their_weights() -> None:
    parts = [("lower_among_capitals", -0.7), ("lower_among_capitals x common", -1.0)]
    (why,) = in_words(parts, most=3)
    assert why.weight == pytest.approx(-0.7 - 1.0)
    assert sides([why]) == ["against it: in small letters where other names have capitals"]


def test_likeness_is_said_by_the_side_it_speaks_for() -> None:
    parts = [("about by around", 0.5), ("rather about by post", 0.2), ("about by context", -0.6)]
    found = in_words(parts, most=3)
    assert [why.weight for why in found] == pytest.approx([0.5 + 0.2, -0.6])
    assert sides(found) == [
        "for it: close to what the card says the brand is",
        "against it: far from what the card says the brand is",
    ]


def test_the_heaviest_come_first_and_others_are_left_out() -> None:
    found = in_words([("goods", 0.9), ("model", 1.5), ("price", 0.1)], most=2)
    assert [why.words for why in found] == [
        "before a number or the name of a model",
        "before “store”, “app” or another word of trade",
    ]


def test_a_cue_that_has_no_words_yet_is_said_by_its_name() -> None:
    assert sides(in_words([("brand_new_cue", 0.4)], most=1)) == ["for it: brand new cue"]
