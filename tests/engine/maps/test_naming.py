from __future__ import annotations

from engine.maps.naming import names_of, words_of
from tests.fakes import make_post

TEA = [frozenset({"tea", "oolong", "nice"})] * 4 + [frozenset({"tea", "nice"})] * 2
PENS = [frozenset({"pen", "ink", "nice"})] * 5 + [frozenset({"spam"})]


def test_a_name_is_what_many_of_the_group_say_and_few_others() -> None:
    names = names_of([*TEA, *PENS], [0] * 6 + [1] * 6)
    assert names == [("tea", "oolong"), ("ink", "pen")]


def test_one_creator_alone_names_no_group() -> None:
    names = names_of([*TEA, *PENS], [0] * 6 + [1] * 6)
    assert "spam" not in names[1]


def test_who_stands_between_groups_counts_among_the_others() -> None:
    names = names_of([*TEA, *[frozenset({"oolong"})] * 20], [0] * 6 + [-1] * 20)
    assert names == [("nice", "tea")]


def test_forms_of_one_word_are_in_a_name_once() -> None:
    said = [frozenset({"espresso", "espressos", "grinder"})] * 5
    assert names_of([*said, *PENS], [0] * 5 + [-1] * 6) == [("espresso", "grinder")]


def test_words_are_without_links_handles_stop_words_and_numbers() -> None:
    post = make_post("1", "The #Espresso of @ana 2024 https://example.org/grinder is 9 ok")
    assert words_of([post]) == {"espresso"}


def test_nobody_has_no_names() -> None:
    assert names_of([], []) == []
