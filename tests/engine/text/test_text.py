"""What a post's text becomes: cleaned, split, hashed, cut."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
import unicodedata
from contextlib import closing
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store.filters import phrase
from engine.text import (
    MAX_HASHTAG,
    clean,
    content_hash,
    embedding_text,
    hashtags_in,
    lexical_terms,
    snippet,
    split_hashtag,
    tag_words,
)

any_text = st.text(st.characters(codec=None, categories=None), max_size=80)


@given(any_text)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(any_text)
def test_clean_text_is_nfc_can_be_stored_and_shows_all_it_holds(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode().decode() == cleaned
    assert not {c for c in cleaned if unicodedata.category(c) == "Cc"} - {"\t", "\n"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("e\u0301", "é"),
        ("a\0b", "ab"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("lone \ud83d high, lone \ude00 low", "lone  high, lone  low"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\x1b[31mred\x9b", "[31mred"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("a\0\u0301", "á"),
        ("line\u2028separator", "line\u2028separator"),
        ("👩\u200d🔬", "👩\u200d🔬"),
    ],
)
def test_clean_keeps_what_is_seen_and_drops_the_rest(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no tags", ()),
        ("#Coffee and #COFFEE, then #tea!", ("coffee", "tea")),
        ("(#one)#two #three#four", ("one", "two", "three", "four")),
        ("#1 fan of #3ds", ("3ds",)),
        ("C# and a#b are none; &#39; neither", ()),
        ("https://example.com/page#fragment https://example.com/#other #real", ("real",)),
        ("\uff03珈琲 #コーヒー", ("珈琲", "コーヒー")),
        ("#हिन्दी", ("हिन्दी",)),
        ("#Straße", ("strasse",)),
        ("#" + "a" * MAX_HASHTAG + " #" + "b" * (MAX_HASHTAG + 1), ("a" * MAX_HASHTAG,)),
        ("#snake_case #", ("snake_case",)),
    ],
)
def test_hashtags_are_found_folded_in_order_and_once(text: str, expected: tuple[str, ...]) -> None:
    assert hashtags_in(text) == expected


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("veganskincare", "vegan skincare"),
        ("VeganSkincare", "vegan skincare"),
        ("VEGANSKINCARE", "vegan skincare"),
        ("mechanicalkeyboards", "mechanical keyboards"),
        ("coffeetime", "coffee time"),
        ("photooftheday", "photo of the day"),
        ("running", "running"),
        ("3ds", "3ds"),
        ("35mm", "35mm"),
        ("pokemonGO", "pokemon go"),
        ("iPhone", "iphone"),
        ("summer2024", "summer 2024"),
        ("365daysofart", "365 days of art"),
        ("dog_mom", "dog mom"),
        ("bookstagram", "bookstagram"),
        ("catsofinstagram", "cats of instagram"),
        ("kbeauty", "kbeauty"),
        ("cerave", "cerave"),
        ("strava", "strava"),
        ("sephora", "sephora"),
        ("コーヒー", "コーヒー"),
        ("cafédeflore", "cafédeflore"),
        ("x" * MAX_HASHTAG, "x" * MAX_HASHTAG),
        ("_", "_"),
    ],
)
def test_hashtags_split_into_words_and_odd_ones_stay_whole(tag: str, words: str) -> None:
    assert split_hashtag(tag) == words


def test_the_dictionary_is_not_loaded_for_posts_without_hashtags() -> None:
    program = (
        "import sys, engine.text as t; t.embedding_text('a b', ()); t.tag_words('a b', ());"
        "t.split_hashtag('tea_time'); print('symspellpy' in sys.modules);"
        "t.split_hashtag('coffeetime'); print('symspellpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.split() == [b"False", b"True"]


@pytest.mark.parametrize(
    ("text", "hashtags", "expected"),
    [
        ("Good  morning\nall", (), "Good morning all"),
        ("see https://t.co/x and youtu.be/abc or www.example.com now", (), "see and or now"),
        ("thanks @ana, @ben@example.social and @cy.bsky.social!", (), "thanks , and !"),
        ("mail me@example.com", (), "mail me@example.com"),
        ("love #VeganSkincare so", ("veganskincare",), "love vegan skincare so"),
        ("love it", ("veganskincare", "3ds"), "love it vegan skincare 3ds"),
        ("a #slow morning #one #two", ("slow", "one", "two"), "a slow morning one two"),
        ("a walk in #town #one #two", ("town", "one", "two"), "a walk in"),
        ("morning #" + " #".join("abcdefgh"), tuple("abcdefgh"), "morning"),
        ("#one #two #three", ("one", "two", "three"), "one two three"),
        ("😀 https://t.co/x @ana", (), ""),
        ("😀", ("coffeetime",), "😀 coffee time"),
        ("", (), ""),
        ("he/she, 1/2", (), "he/she, 1/2"),
    ],
)
def test_what_is_embedded_has_no_links_or_handles_and_split_hashtags(
    text: str, hashtags: tuple[str, ...], expected: str
) -> None:
    assert embedding_text(text, hashtags) == expected


@pytest.mark.parametrize(
    ("text", "hashtags", "expected"),
    [
        ("no tags", (), ""),
        ("love #VeganSkincare", ("veganskincare",), "vegan skincare veganskincare"),
        ("love it", ("coffee",), "coffee #coffee"),
        ("#a1#b1", ("a1", "b1"), "a1 #a1 b1 #b1"),
        ("珈琲店 https://例え.jp/あ", (), "珈琲 琲店 店"),
        ("an iPhone", ("珈琲",), "珈琲 #珈琲 an iPhone 珈琲 琲"),
        ("die Straße, ёлка", (), "Strasse елка"),
    ],
)
def test_full_text_gets_the_words_and_the_absent_hashtags(
    text: str, hashtags: tuple[str, ...], expected: str
) -> None:
    assert tag_words(text, hashtags) == expected


def test_the_content_hash_is_blake2b_of_what_is_embedded() -> None:
    assert content_hash("café") == blake2b("café".encode(), digest_size=16).digest()
    assert content_hash("") is None


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Vegan #SkinCare for the runners", ("vegan", "#skincare", "runners")),
        ("@Ana.bsky.social or @ben@example.social", ("@ana.bsky.social", "@ben@example.social")),
        ("Who's the who", ("who", "the")),
        ("men's coffee, Coffee!", ("men", "coffee")),
        ("c# 3ds हिन्दी", ("c#", "3ds", "हिन्दी")),
        ("Straße", ("straße",)),
        ('"quoted" AND (near) * ^', ("quoted", "near")),
        ("😀 # @ _", ()),
        ("手冲咖啡推荐 iPhone手机", ("手冲", "冲咖", "咖啡", "啡推", "推荐", "iphone", "手机")),
        ("おいしいコーヒーの店 #珈琲店", ("おい", "いし", "しい", "コーヒー", "店", "#珈琲店")),
        ("ねこ ｺｰﾋｰです", ("ねこ", "コーヒー")),
        ("กาแฟดริป ชา", ("กาแฟ", "าแฟด", "แฟดร", "ฟดริ", "ดริป", "ชา")),
        ("zapatillas para correr en Madrid", ("zapatillas", "correr", "madrid")),
        ("pour over coffee and die cast cars", ("pour", "coffee", "die", "cast", "cars")),
        ("", ()),
    ],
)
def test_terms_of_a_query_leave_stop_words_out_unless_nothing_is_left(
    query: str, terms: tuple[str, ...]
) -> None:
    assert lexical_terms(query) == terms


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("short", 5, "short"),
        ("two\nlines\tand  spaces", 40, "two lines and spaces"),
        ("one two three four", 9, "one two…"),
        ("one two, three", 10, "one two…"),
        ("abcdefghij", 5, "abcd…"),
        ("abc def", 1, "…"),
    ],
)
def test_a_snippet_is_one_line_that_ends_at_a_word(text: str, width: int, expected: str) -> None:
    assert snippet(text, width) == expected


@given(any_text, st.integers(1, 40))
def test_a_snippet_is_never_wider_than_asked(text: str, width: int) -> None:
    assert len(snippet(text, width)) <= width


def test_a_snippet_without_width_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="not 0"):
        snippet("text", 0)


@pytest.mark.parametrize(
    "unit", ["#", "a.", "a", "@", "@a.", "www.", "#a", "http", "-", "a-", "_", "\uff03", "'s"]
)
def test_no_text_keeps_us_busy(unit: str) -> None:
    text = unit * 100_000 + "/x"
    began = time.process_time()
    for work in (clean, hashtags_in, lexical_terms):
        work(text)
    embedding_text(text, ())
    tag_words(text, ("tag",))
    assert time.process_time() - began < 5  # quadratic matching takes minutes


@pytest.mark.parametrize(
    "text",
    [
        "Men's running shoes for the marathon, C# and 3ds",
        "@ana@example.social met @Ben.bsky.social over #VeganSkincare",
        "Straße, İstanbul, café, ΟΔΟΣ",
        "हिन्दी में कॉफ़ी #नमस्ते, กาแฟ, 咖啡 コーヒー, عربي",
        "#one#two \uff03珈琲 snake_case",
    ],
)
def test_every_term_of_a_text_finds_that_text_by_full_text_search(text: str) -> None:
    """`posts_fts` and this module must agree on what a word is."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE VIRTUAL TABLE fts USING fts5(text, tag_words, tokenize = "
            "\"porter unicode61 remove_diacritics 2 tokenchars '#@_'\")"
        )
        tags = hashtags_in(text)
        database.execute("INSERT INTO fts VALUES (?, ?)", (text, tag_words(text, tags)))
        terms = [*lexical_terms(text), *(f"#{tag}" for tag in tags)]
        missed = [
            term
            for term in terms
            if not database.execute(
                "SELECT 1 FROM fts WHERE fts MATCH ?", (phrase(term),)
            ).fetchall()
        ]
    assert len(terms) > 3
    assert missed == []
