"""Writing in every script is found as a whole, in parts, and however it is typed."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store.filters import phrase
from engine.text.scripts import beside, fold, holds, is_unspaced, pieces, units, words, written

LETTERS = "咖啡茶珈琲コヒーがかカガのกาแฟช้ว커피를हिन्दीёßłAaz "
any_writing = st.text(st.sampled_from(LETTERS), max_size=12)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["", "plain", "café, naïve ñ", "😀 ❤️ 5️⃣", "Ελλαδα", "عربي"])
def test_what_full_text_search_folds_itself_is_not_written_twice(text: str) -> None:
    assert beside(text) == ""
    assert written(text) == ("", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手冲咖啡", "手冲 冲咖 咖啡 啡"),
        ("茶", "茶"),
        ("iPhone手机, ok", "iPhone 手机 机 ok"),
        ("ｺｰﾋｰ", "コー ーヒ ヒー ー"),
        ("커피를", "커피 피를 를"),
        ("the Straße of ёлка", "Strasse елка"),
        ("كِتَاب أحمد", "كتاب احمد"),
        ("שָׁלוֹם", "שלום"),
        ("Άθήνα", "Αθηνα"),
    ],
)
def test_runs_become_pairs_and_variants_become_one(text: str, expected: str) -> None:
    assert beside(text) == expected


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("我喜欢手冲咖啡", "咖啡"),
        ("Die STRASSE", "straße"),
        ("ISPARTA", "ısparta"),  # noqa: RUF001
        ("oatmilk", "Oat Milk"),
        ("café crawl", "cafe"),
    ],
)
def test_a_text_holds_another_however_it_is_typed(said: str, text: str) -> None:
    assert holds(said, text)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("我喜欢手冲咖啡", "冲啡"),
        ("コーヒーガム", "カム"),
        ("ช้า", "ชา"),
        ("oat milk", "oatmilk"),
        ("cafés", "cafe"),
        ("anything", ""),
    ],
)
def test_a_text_does_not_hold_what_is_not_in_it(said: str, text: str) -> None:
    assert not holds(said, text)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_has_the_same_words_beside_other_scripts(text: str) -> None:
    assert units(f"{text} é") == [*units(text), "e"]


@given(any_writing, any_writing, any_writing)
def test_a_part_of_a_run_is_found_by_full_text_search(before: str, part: str, after: str) -> None:
    text = f"{before}{part}{after}"
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE VIRTUAL TABLE fts USING fts5(text, beside, tokenize = "
            "\"porter unicode61 remove_diacritics 2 tokenchars '#@_'\")"
        )
        database.execute("INSERT INTO fts VALUES (?, ?)", (text, beside(text)))
        found = database.execute("SELECT 1 FROM fts WHERE fts MATCH ?", (phrase(part),)).fetchall()
    runs = part.strip() and all(is_unspaced(c) or c == " " for c in part)
    assert bool(found) or not runs


@given(any_writing)
def test_the_pieces_of_a_word_cover_it(text: str) -> None:
    for token in text.split():
        for word in words(token):
            assert pieces(word)[0][0] == word[0]
            assert pieces(word)[-1][-1] == word[-1]
            assert all(piece in word for piece in pieces(word))


@pytest.mark.parametrize("unit", ["咖", "กั", "ｰ", "한 ", "ё", "कि"])
def test_no_writing_keeps_us_busy(unit: str) -> None:
    text = unit * 50_000
    began = time.process_time()
    for work in (fold, beside, written, words):
        work(text)
    assert time.process_time() - began < 5
