"""How names are usually written, as counted over many posts."""

from __future__ import annotations

import math

from engine.brands.matching.usage import _counts, usual


def test_a_word_is_half_the_log_odds_of_its_capitals_two_put_on_either_side() -> None:
    small, capital = _counts()["london"]
    odds, known = usual("London")
    assert odds == math.log((capital + 2) / (small + 2)) / 2 > 0
    assert known == math.log(small + capital + 1) / math.log(10_001)


def test_ordinary_words_are_below_zero_and_unheard_ones_at_it() -> None:
    assert usual("street")[0] < 0
    assert usual("Quixlo Zarb") == usual("") == (0.0, 0.0)


def test_of_several_words_the_pair_counts_and_else_the_word_capitalised_least() -> None:
    assert "new york" in _counts()
    assert usual("New York")[0] > 0 > usual("new")[0]
    assert "london street" not in _counts()
    assert usual("London Street") == usual("street")
