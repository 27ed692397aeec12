"""Whose wording a post is, on words whose posts are known."""

from __future__ import annotations

import random

import numpy as np

from engine.ranking.phrases import Background, wordings
from engine.text.words import words_of
from engine.vocabulary import Spoken

RANDOM = [f"nothing much word{chr(97 + i % 26) * 3} here" for i in range(200)]


def spoken(texts):
    return Spoken(*words_of(texts))


def judged(texts, times=None, owner=None):
    """What is found of texts, each of a creator of its own unless said."""
    each = np.arange(len(texts))
    return wordings(
        spoken(texts),
        owner=each if owner is None else np.array(owner),
        times=each if times is None else np.array(times),
        background=Background.of(spoken(RANDOM)),
    )


def test_random_posts_are_counted_once_for_each_word_they_use():
    found = Background.of(spoken(["tea tea milk", "tea", "cup"]))
    codes = spoken(["tea milk cup spoon"]).codes.astype(np.int64)
    assert found.words.of_each(codes).tolist() == [2, 1, 1, 0]
    assert found.rare == 2 / 4  # milk and cup, of tea twice, milk and cup
    assert Background.of(spoken([])).words.of_each(codes).tolist() == [0, 0, 0, 0]


def test_whoever_puts_two_words_together_first_has_them_whole():
    found = judged(["porto kettle whistles", "porto kettle whistles", "whistles kettle"], [5, 9, 9])
    np.testing.assert_allclose(found.pairs, [4.0 / 2, 4.0 / 2, 1.0])
    np.testing.assert_allclose(found.borrowed, [0.0, 2.0, 1.0])


def test_nobody_borrows_from_themselves_and_a_copy_of_a_copy_is_one():
    found = judged(["porto kettle"] * 4, owner=[1, 1, 2, 1])
    assert found.borrowed.tolist() == [0.0, 0.0, 1.0, 1.0]


def test_of_the_same_moment_both_are_first():
    found = judged(["porto kettle", "porto kettle"], [7, 7])
    assert found.borrowed.tolist() == [0.0, 0.0]


def test_words_that_join_others_may_be_changed_and_the_pair_stays_borrowed():
    """ "nothing" and "much" are in every random post."""
    found = judged(["porto nothing kettle", "porto much kettle"])
    assert found.pairs.tolist() == [3.0, 3.0]
    assert found.borrowed.tolist() == [0.0, 1.0]


def test_a_pair_that_many_put_together_is_what_everybody_says():
    found = judged([f"green tea {'abcdefgh'[i] * 4}" for i in range(8)])
    assert found.borrowed.tolist() == [0.0] * 8
    assert found.pairs.tolist() == [1.0] * 8


def test_new_words_are_those_beside_the_topics_that_nobody_had_used():
    texts = [f"kettle {'abcdefgh'[i] * 4}" for i in range(8)]
    texts += ["kettle aaaa", "kettle zzzz one two six ten far", "vague moon"]
    found = judged(texts)
    assert found.topical.tolist() == [1.0] * 10 + [0.0]
    assert found.new.tolist() == [1.0] * 8 + [0.0, 3.0 + 1.0 - 1.0, 2.0]
    assert found.has_own.tolist() == [True] * 8 + [False, True, True]
    assert found.words.tolist() == [2.0] * 9 + [4.0, 2.0]


def test_the_order_of_posts_changes_nothing():
    dice = random.Random(4)  # noqa: S311
    words = [chr(97 + i) * 4 for i in range(20)]
    texts = [" ".join(dice.choices(words, k=dice.randint(0, 9))) for _ in range(60)]
    times = [dice.randint(0, 30) for _ in texts]
    mixed = dice.sample(range(60), 60)
    one = judged(texts, times)
    other = judged([texts[i] for i in mixed], [times[i] for i in mixed])
    for name in ("pairs", "borrowed", "words", "has_own", "topical", "new", "frames", "patterned"):
        assert getattr(one, name)[mixed].tolist() == getattr(other, name).tolist()


def test_posts_without_a_word_are_nobodys():
    found = judged(["", "12 #tag"])
    assert found.pairs.tolist() == found.words.tolist() == [0.0, 0.0]
