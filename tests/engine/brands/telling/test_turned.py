"""Turns: what each turn of speech says of both brands, and laws that hold for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.brands.telling.turned import stance_by_turns
from engine.vocabulary import Naming, Stance
from tests.engine.brands.labelled import more_stance_lines, stance_lines

BRANDS = frozenset({line.brand for line in stance_lines("dev")} | {"Mellow", "Ostra"})


def spans(name: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(name, text)]


def read(text: str, brand: str = "Kaffora", lang: str = "en") -> Stance:
    others = [span for name in BRANDS if name != brand for span in spans(name, text)]
    named = Naming(text=text, spans=(*spans(brand, text),), others=(*others,), lang=lang)
    return stance_by_turns(named)


def f1(pairs: list[tuple[str, str]], kind: str) -> float:
    right = sum(wanted == found == kind for wanted, found in pairs)
    return 2 * right / sum((wanted == kind) + (found == kind) for wanted, found in pairs)


def test_macro_f1_of_the_development_half_does_not_fall():
    pairs = [
        (line.stance, str(read(line.text, line.brand, line.lang))) for line in stance_lines("dev")
    ]
    assert sum(f1(pairs, kind) for kind in Stance) / len(Stance) >= 0.9


def test_macro_f1_of_the_later_rounds_does_not_fall():
    lines = more_stance_lines()
    pairs = [(line.stance, str(read(line.text, line.brand, line.lang))) for line in lines]
    assert sum(f1(pairs, kind) for kind in Stance) / len(Stance) >= 0.8


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Kaffora lost my bag.", Stance.AGAINST),
        ("Kaffora never lost my bag.", Stance.FOR),
        ("We will be back, Kaffora.", Stance.FOR),
        ("We won't be back, Kaffora.", Stance.AGAINST),
        ("Kaffora announced its earnings.", Stance.NEUTRAL),
    ],
)
def test_what_happened_and_what_comes_next_tell_a_stance(text, stance):
    assert read(text) is stance


@pytest.mark.parametrize(
    ("text", "winner", "loser"),
    [
        ("I switched from Kaffora to Mellow.", "Mellow", "Kaffora"),
        ("Mellow is better than Kaffora.", "Mellow", "Kaffora"),
        ("Mellow isn't better than Kaffora.", "Kaffora", "Mellow"),
        ("Swapped Kaffora for Mellow and regret it.", "Kaffora", "Mellow"),
        ("Replaced my old Kaffora with a Mellow.", "Mellow", "Kaffora"),
        ("I'd take Mellow over Kaffora.", "Mellow", "Kaffora"),
    ],
)
def test_a_choice_is_for_one_brand_and_against_the_other(text, winner, loser):
    assert (read(text, winner), read(text, loser)) == (Stance.FOR, Stance.AGAINST)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Not a fan of Kaffora.", Stance.AGAINST),
        ("Can't recommend Kaffora enough.", Stance.FOR),
        ("Can't recommend Kaffora.", Stance.AGAINST),
        ("Not impressed with Kaffora.", Stance.AGAINST),
        ("Boycott Kaffora.", Stance.AGAINST),
        ("Is Kaffora any good?", Stance.NEUTRAL),
        ("Isn't Kaffora wonderful?", Stance.FOR),
        ("Kaffora or Mellow?", Stance.COMPARES),
        ("If Kaffora were cheaper I'd buy it.", Stance.UNCLEAR),
        ("Oh great, Kaffora broke again.", Stance.AGAINST),
        ("I bought Kaffora today.", Stance.NEUTRAL),
    ],
)
def test_negation_questions_conditions_and_irony(text, stance):
    assert read(text) is stance


@pytest.mark.parametrize(
    ("lang", "text", "stance"),
    [
        ("de", "Nie wieder Kaffora.", Stance.AGAINST),
        ("de", "Kaffora ist nicht schlecht.", Stance.FOR),
        ("fr", "Je suis passée de Kaffora à Mellow.", Stance.AGAINST),
        ("es", "Kaffora no falla nunca.", Stance.FOR),
        ("pt", "Nunca mais Kaffora.", Stance.AGAINST),
        ("ja", "Kaffora が好き", Stance.NEUTRAL),
    ],
)
def test_other_languages_are_read_by_their_own_words(lang, text, stance):
    assert read(text, lang=lang) is stance


def test_without_a_mention_the_stance_is_unclear():
    assert stance_by_turns(Naming(text="I love it", spans=())) is Stance.UNCLEAR


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["en", "de", "fr", "xx", None]))
def test_any_text_has_a_stance_and_always_the_same(before, after, lang):
    text, at = f"{before}Kaffora{after}", ((len(before), len(before) + 7),)
    named = Naming(text=text, spans=at, lang=lang)
    assert stance_by_turns(named) is stance_by_turns(named)
