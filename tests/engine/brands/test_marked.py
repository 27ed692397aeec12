"""The marked texts say what they say of themselves."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from tests.engine.brands.labelled import stance_lines
from tests.engine.brands.marked import SIGNS, read, told, told_again, told_apart, told_blind

LANGUAGES = ("en", "de", "fr", "es", "pt")
WRITTEN = {lang: told("written", lang) for lang in LANGUAGES}
REAL = told("real")
LATER = told("later")
APART = told_apart()
SECOND = told("second")
THIRD = {lang: told("third", lang) for lang in LANGUAGES}
FOURTH = {lang: told("fourth", lang) for lang in LANGUAGES}
DRAWN = told("drawn")
MADE_UP = (
    *SECOND,
    *(line for files in (WRITTEN, THIRD, FOURTH) for lines in files.values() for line in lines),
)


def test_a_marked_line_tells_of_each_brand_in_it():
    mine, other = read("Left {-Northgate} for {+Pocketfox}.", lang="en")
    assert mine.text == other.text == "Left Northgate for Pocketfox."
    assert (mine.stance, mine.spans, mine.others) == ("against", ((5, 14),), ((19, 28),))
    assert (other.stance, other.spans, other.others) == ("for", ((19, 28),), ((5, 14),))


def test_a_brand_with_two_stances_in_one_line_is_refused():
    with pytest.raises(ValueError, match="two stances"):
        list(read("{+Tarn} or not {-tarn}"))


def test_spans_lie_on_names_and_do_not_overlap():
    for line in (*REAL, *DRAWN, *LATER, *APART, *MADE_UP):
        places = sorted((*line.spans, *line.others))
        assert line.spans
        assert all(start < end <= len(line.text) for start, end in places)
        assert all(a[1] <= b[0] for a, b in pairwise(places))
        assert not {"{", "}"} & set(line.text)


def test_there_are_enough_of_each_stance():
    assert Counter(line.stance for line in WRITTEN["en"]).keys() == set(SIGNS.values())
    assert len(WRITTEN["en"]) >= 1_700
    assert all(len(WRITTEN[lang]) >= 70 for lang in LANGUAGES)
    assert all(
        Counter(x.stance for x in THIRD[lang]).keys() == set(SIGNS.values()) for lang in THIRD
    )
    assert len(SECOND) >= 1_000
    assert sum(map(len, THIRD.values())) >= 900
    assert len(FOURTH["en"]) >= 1_000
    assert all(len(FOURTH[lang]) >= 700 for lang in LANGUAGES)
    assert len(REAL) >= 1_000
    assert sum(line.stance == "neutral" for line in REAL) / len(REAL) > 0.7


def test_no_post_is_both_for_training_and_for_measuring():
    assert len(LATER) == 176
    assert not {line.text for line in LATER} & {
        line.text for line in (*REAL, *DRAWN, *APART, *MADE_UP)
    }
    assert len(DRAWN) >= 500
    assert not {line.text for line in DRAWN} & {line.text for line in REAL}


def test_what_was_kept_for_one_look_is_in_no_other_text():
    assert len(APART) == 165
    spent = {line.text for line in (*APART, *stance_lines("test"))}
    assert not spent & {line.text for line in (*REAL, *MADE_UP)}


def test_the_blind_texts_are_of_five_languages_and_none_of_ours():
    blind = told_blind()
    assert {one.lang for one in blind} == set(LANGUAGES)
    assert len(blind) >= 600
    ours = {one.text for one in (*told_apart(), *SECOND, *THIRD["en"], *told("written"))}
    assert not ours & {one.text for one in blind}


def test_what_was_written_blind_again_is_in_no_text_that_trains():
    again = told_again()
    assert Counter(one.lang for one in again).keys() == set(LANGUAGES)
    assert len(again) >= 400
    ours = {one.text for one in (*told_blind(), *APART, *REAL, *DRAWN, *MADE_UP)}
    assert not ours & {one.text for one in again}
