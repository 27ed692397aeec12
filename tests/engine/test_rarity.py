"""Words that hardly anybody else uses, held to plain lists."""

from __future__ import annotations

import math
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.corpus.rarity import have_own_words
from tests.list_corpus import _own_words

WORDS = [
    "tea",
    "Tea",
    "café",
    "cafe",
    "go",
    "x1",
    "12",
    "#tea",
    "@tea",
    "tea's",
    "a\nb",
    "お茶",
    "e",
    "-",
    "mañana",
    "Mañana",
    "under_score",
    "https://tea.example/tea",
    "www.tea.example",
]


def expected(texts: list[str]) -> list[bool]:
    counts = Counter(word for text in texts for word in _own_words(text))
    rarest = [min((counts[w] for w in _own_words(text)), default=math.inf) for text in texts]
    worded = sorted(n for n in rarest if n < math.inf)
    rare = worded[(len(worded) - 1) // 2] if worded else 0
    return [n <= rare for n in rarest]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=12))
def test_a_word_is_ones_own_if_it_is_as_rare_as_the_rarest_of_the_middle_text(
    texts: list[str],
) -> None:
    assert have_own_words([texts]).tolist() == expected(texts)


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_text_is_read(texts: list[str]) -> None:
    readable = [text.encode("utf-8", "ignore").decode() for text in texts]
    assert have_own_words([readable]).tolist() == expected(readable)


def test_texts_may_come_in_any_portions() -> None:
    texts = [f"word {'abcdefgh'[i % 8] * 3} common" for i in range(20)]
    whole = have_own_words([texts]).tolist()
    assert have_own_words([texts[:3], [], texts[3:11], texts[11:]]).tolist() == whole
    assert have_own_words([]).tolist() == []
    assert whole == expected(texts)
