# ruff: noqa: RUF001 (letters that look like others are the point)
"""Texts as brands are looked for in them."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.brands.matching.folding import folded, marked, original, origins

WRITTEN = st.text(
    st.sampled_from("aB É é\u0301\u200bß İ\u00a0 \n\t資ｶﾞ가\u0e01\u0e48ﬁ™Σς-–’🍎") | st.characters()
)


@pytest.mark.parametrize(
    ("text", "fold"),
    [
        ("Citroën", "citroen"),
        ("L’Oréal", "l'oreal"),
        ("  A\n\tB\u00a0 C ", "a b c"),
        ("Coca–Cola", "coca-cola"),
        ("Ｆｕｌｌ＃＠", "full#@"),
        ("ﬁt", "fit"),
        ("Straße Łódź Ørsted", "strasse lodz orsted"),
        ("İKEA ΣΑΣ", "ikea σασ"),
        ("Apple™ m² ①", "apple™ m² ①"),
        ("삼성", "삼성"),
        ("ｶﾞ", folded("ガ")),
        ("\u200b\ufeff\u00ad", ""),
    ],
)
def test_case_accents_and_odd_forms_go(text: str, fold: str) -> None:
    assert folded(text) == fold


def test_every_character_folds_to_what_folds_to_itself() -> None:
    letters = (chr(i) for i in range(sys.maxunicode + 1) if not 0xD800 <= i < 0xE000)
    fold = folded("x".join(letters))

    assert folded(fold) == fold


@given(text=WRITTEN)
def test_each_character_of_a_fold_knows_where_it_comes_from(text: str) -> None:
    fold = folded(text)
    places = [*map(origins(text, fold), range(len(fold)))]

    assert all(a <= b for a, b in pairwise(places))
    assert all(
        folded(text[place]) == "" or c in folded(text[place])
        for place, c in zip(places, fold, strict=True)
    )


@given(text=st.text(st.characters(categories=["L", "N", "P", "Zs"])), more=st.text())
def test_a_piece_between_spaces_folds_the_same_by_itself(text: str, more: str) -> None:
    assert folded(f"{text} {more}") == f"{folded(text)} {folded(more)}".strip()


def test_accents_that_stand_alone_belong_to_the_letter_before_them() -> None:
    text = "cafe\u0301 x"

    assert original(text, origins(text, "cafe x"), 0, 4) == (0, 5)


def test_marked_keeps_accents_and_folds_the_rest() -> None:
    assert marked("ROSE\u0301–X\u200b") == "rosé-x"
