"""Briefs as different people would write them, written before the parser was looked at.

Every second one was looked at to mend the parser; the others never were.
"""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.engine.briefs.blind_scoring import BLIND, f1, judge, read_blind, seen, total, unseen

FROZEN = "ebc6c248777f81d09f5d33b193c3e748aef538212efaa7ddf50b0747286ca030"
ROWS = read_blind()


def test_the_blind_briefs_are_those_that_were_frozen():
    assert sha256(BLIND.read_bytes()).hexdigest() == FROZEN


@pytest.mark.parametrize(
    ("half", "least_f1", "least_met", "least_topics"),
    [(seen(ROWS), 0.98, 12, 47), (unseen(ROWS), 0.89, 11, 34)],
    ids=["looked-at", "never-looked-at"],
)
def test_filters_wishes_and_topics_of_blind_briefs_are_read(
    half, least_f1, least_met, least_topics
):
    tally = total(half)
    assert f1(tally) >= least_f1
    assert tally["met"] >= least_met
    assert tally["topics"] >= least_topics


def test_words_that_only_look_like_filters_stay_in_the_topic():
    tally = total(row for row in ROWS if row["lang"] == "trap")
    assert (tally["briefs"], tally["whole"]) == (20, 20)


def test_a_blind_brief_that_is_misread_counts_against_the_score():
    row = {"text": "tea, 5k-9k followers", "want": {"langs": ["en"]}, "aloud": ["budget"],
           "topic": ["coffee"], "optional": []}  # fmt: skip
    tally, wrong = judge(row)
    assert (tally["found"], tally["wanted"], tally["right"], tally["met"]) == (1, 1, 0, 0)
    assert (tally["topics"], len(wrong)) == (0, 4)
