"""A listener hears whole words in any case, hashtags, and nothing else."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.text import hashtags_in
from engine.text.scripts import holds, units
from engine.vocabulary import Watch
from engine.watching import Watcher


def hears(words: str | tuple[str, ...], text: str) -> bool:
    watch = Watch(words=(words,) if isinstance(words, str) else words)
    return Watcher(watch).hears(text, hashtags_in(text))


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("CeraVe", "my cerave routine"),
        ("cerave", "#CeraVe."),
        ("straße", "DIE STRASSE"),
        ("nestle", "Nestlé?"),
        ("Nestlé", "nestle"),
        ("L'Oréal", "l\u2019oreal paris"),
        ("flat white", "a Flat  White, please"),
        ("flat white", "my #flatwhite"),
        ("Coca-Cola", "coca cola or cocacola"),
        ("ТУШЬ", "новая тушь"),
        ("資生堂", "今日は資生堂の新作を買った"),
        ("コーヒー", "ｺｰﾋｰを飲む"),
        ("이니스프리", "이니스프리는 좋아요"),
        ("ชา", "ดื่มชาเย็น"),
        ("H&M", "at h&m, again"),
        ("C++", "(C++)"),
        ("e.l.f.", "new E.L.F. primer"),
        ("booking.com", "www.booking.com/x"),
        ("☕", "morning ☕️"),
        ("No. 7", "the no.\n7 serum"),
    ],
)
def test_a_word_is_heard_however_it_is_typed(word: str, text: str) -> None:
    assert hears(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("cera", "cerave"),
        ("rave", "cerave"),
        ("flat white", "white flat"),
        ("flat white", "flat whites"),
        ("flat white", "a flat, then something white"),
        ("H&M", "hm, I see"),
        ("H&M", "oh&me"),
        ("e.l.f.", "an elf"),
        ("C++", "c and d"),
        ("資生堂", "資生店"),
        ("", "anything"),
        ("  ", "any thing"),
        ("'", "it's"),
    ],
)
def test_a_part_of_a_word_is_not_heard(word: str, text: str) -> None:
    assert not hears(word, text)


def test_hashtags_are_heard_exactly_and_in_any_case() -> None:
    watcher = Watcher(Watch(hashtags=("Espresso", "#кава")))
    assert watcher.hears("nothing in the text", ("espresso",))
    assert watcher.hears("", ("a", "кава"))
    assert not watcher.hears("espresso without a sign", ())
    assert not watcher.hears("", ("espressomartini",))


def test_a_word_is_heard_in_a_hashtag_that_is_not_in_the_text() -> None:
    watcher = Watcher(Watch(words=("flat white", "資生堂")))
    assert watcher.hears("good morning", ("flatwhite",))
    assert watcher.hears("good morning", ("資生堂新作",))
    assert not watcher.hears("good morning flat", ("white",))


def test_everything_is_heard_on_demand_and_nothing_without_a_wish() -> None:
    assert Watcher(Watch(everything=True)).hears("", ())
    assert not Watcher(Watch()).hears("anything at all #espresso", ("espresso",))


letters = st.text(st.sampled_from("abcäÉß 茶がカ#'"), max_size=14)


@given(letters, st.lists(letters, max_size=3))
def test_words_are_held_against_the_text_as_everywhere_else(text: str, words: list[str]) -> None:
    plainly = [word for word in words if not re.search("#", word)]
    expected = any(holds(text, word) for word in plainly)
    assert Watcher(Watch(words=tuple(plainly))).hears(text, ()) == expected


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_plain_writing_has_the_same_words_beside_other_writing(text: str) -> None:
    assert [*units(text), "e"] == units(f"{text} é")


def test_a_thousand_words_take_as_long_as_ten() -> None:
    text = "Good morning from Porto: a long walk by the river, then a coffee and a book. " * 4
    few, many = (
        Watcher(Watch(words=(*(f"brand{number} name" for number in range(n)), "a walk")))
        for n in (10, 1_000)
    )

    def seconds(watcher: Watcher) -> float:
        began = time.perf_counter()
        for _ in range(300):
            assert not watcher.hears(text, ())
        return time.perf_counter() - began

    assert min(seconds(many) for _ in range(5)) < 3 * min(seconds(few) for _ in range(5))
