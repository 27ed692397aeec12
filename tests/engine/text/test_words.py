"""Words as numbers, held to cutting texts one by one."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.corpus.spoken import Codes, words_in
from engine.errors import StoreError
from engine.text.words import words_of

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


def cut(text: str) -> list[str]:
    """Return the words of `text` of three bytes or more, without links, tags, handles, numbers."""
    text = re.sub(r"(?:https?://|www\.)\S+", " ", text)
    lower = "".join(c.lower() if c.isascii() else c for c in text)
    found = re.findall(r"(?<![#@a-z0-9_\u0080-\U0010ffff])[a-z0-9_\u0080-\U0010ffff]+", lower)
    return [w for w in found if len(w.encode()) >= 3 and not re.search(r"[0-9_]", w)]


def held(texts: list[str]) -> None:
    """Each text has as many words as are cut, and words have the same number if they are equal."""
    codes, n_words = words_of(texts)
    words = [word for text in texts for word in cut(text)]
    assert n_words.tolist() == [len(cut(text)) for text in texts]
    assert len(set(zip(words, codes.tolist(), strict=True))) == len(set(words)) == len(set(codes))


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=12))
def test_equal_words_and_no_others_have_the_same_number(texts: list[str]) -> None:
    held(texts)


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_text_is_read(texts: list[str]) -> None:
    held([text.encode("utf-8", "ignore").decode() for text in texts])


def test_the_words_of_a_corpus_are_those_of_its_posts_in_any_order_and_portions() -> None:
    texts = [" ".join("abcdefgh"[i % 8] * 3 for i in range(n)) for n in (3, 0, 7, 1, 5)]
    for chunks in ([texts], [texts[:2], [], texts[2:]]):
        words = words_in(chunks)
        for rows in ([4, 1, 0], [2], [], [3, 3]):
            found = words.of(np.array(rows, dtype=np.int64))
            codes, n_words = words_of([texts[row] for row in rows])
            assert found.codes.tolist() == codes.tolist()
            assert found.n_words.tolist() == n_words.tolist()
    assert len(words_in([]).of(np.zeros(0, dtype=np.int64)).codes) == 0


def test_of_a_post_that_is_gone_no_word_is_left() -> None:
    words = words_in([["one two six", "ten ten"]])
    there = words.at(np.array([True, False, True]), np.array([1, 0, 0]))
    assert there.of(np.arange(3)).n_words.tolist() == [2, 0, 3]


def test_a_file_of_words_may_be_removed_and_is_given_back_with_them(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_bytes(b"head" + np.arange(9, dtype=np.uint32).tobytes())
    with path.open("rb") as file:
        codes = Codes(file, start=4, n=9)
    path.unlink()
    starts, counts = np.array([7, 0, 3], np.uint32), np.array([2, 0, 3], np.uint16)
    assert codes.runs(starts, counts).tolist() == [7, 8, 3, 4, 5]
    assert b"".join(codes.portions()) == np.arange(9, dtype=np.uint32).tobytes()
    descriptor = codes._descriptor
    os.fstat(descriptor)
    del codes
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(descriptor)


def test_a_file_of_words_that_was_cut_short_is_said(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_bytes(np.arange(4, dtype=np.uint32).tobytes())
    with path.open("rb") as file:
        codes = Codes(file, start=0, n=4)
    os.truncate(path, 9)
    with pytest.raises(StoreError, match="cut short"):
        codes.runs(np.array([1], np.uint32), np.array([2], np.uint16))
