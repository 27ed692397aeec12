# ruff: noqa: RUF001 (letters that look like others are the point)
"""Where cards match texts: the words themselves, and nothing that only looks like them."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.brands.matching.matcher import BrandMatcher, lexicon_id
from engine.vocabulary import Brand, Kind, Passage, Span

APPLE = Brand(
    key="apple",
    name="Apple",
    products=("Apple Watch", "iPhone"),
    handles={"any": ("apple",), "bluesky": ("apple.bsky.social",)},
    domains=("apple.com", "youtube.com/@apple"),
    hashtags=("shotoniphone",),
    exclude=("apple pie", "big apple"),
)
POSAY = Brand(key="la-roche-posay", name="La Roche-Posay", aliases=("LRP",))
CARDS = (
    APPLE,
    POSAY,
    Brand(key="loreal", name="L'Oréal"),
    Brand(key="hm", name="H&M"),
    Brand(key="nivea", name="Nivea"),
    Brand(key="shiseido", name="資生堂"),
    Brand(key="line", name="ライン"),
    Brand(key="samsung", name="삼성"),
    Brand(key="joes", name="Trader Joe's"),
    Brand(key="ll", name="LL"),
    Brand(key="cerave", name="CeraVe", hashtags=("ceraveskincare",)),
    Brand(key="yahoo", name="Yahoo!"),
    Brand(key="richard", name="P.C. Richard & Son"),
    Brand(key="krungthai", name="กรุงไทย"),
)
SIFTED = BrandMatcher(CARDS)
SPACY_ALONE = BrandMatcher(CARDS, sifted=False)


def found(text: str, *, card: Brand | None = None, **rest: object) -> list[tuple[str, Kind, str]]:
    """Return brand, kind and surface of what is found in one post."""
    matcher = SIFTED if card is None else BrandMatcher((card,))
    passage = dataclasses.replace(Passage(text=text), **rest)  # type: ignore[arg-type]
    return [(span.brand, span.kind, span.surface) for span in matcher.spans([passage])[0]]


def surfaces(text: str, **rest: object) -> list[str]:
    return [surface for _, _, surface in found(text, **rest)]


def test_each_kind_is_told_and_the_longest_match_counts() -> None:
    text = "Apple's iPhone, an Apple Watch, @apple, #ShotOniPhone and https://shop.apple.com/x"

    assert found(text) == [
        ("apple", Kind.NAME, "Apple"),
        ("apple", Kind.PRODUCT, "iPhone"),
        ("apple", Kind.PRODUCT, "Apple Watch"),
        ("apple", Kind.HANDLE, "@apple"),
        ("apple", Kind.HASHTAG, "#ShotOniPhone"),
        ("apple", Kind.LINK, "https://shop.apple.com/x"),
    ]
    assert found("my LRP cream") == [("la-roche-posay", Kind.ALIAS, "LRP")]


@pytest.mark.parametrize(
    "text",
    [
        "pineapple applejack apples apple_tree",
        "@apple_fan #applewatchband me@apple.com",
        "notapple.com apple.com.evil.org https://example.org/apple/apple-news",
        "オンライン ガイドライン",
        "나삼성",
        "we'll see",
        "an Apple Pie, the Big  Apple",
        "h&ms",
    ],
)
def test_words_inside_words_and_exclusions_are_not_found(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("🍎apple🍎", "apple"),
        ("(apple), so", "apple"),
        ("_Apple_ is **bold**", "Apple"),
        ("der APPLE-Händler", "APPLE"),
        ("la\u2011roche posay", "la\u2011roche posay"),
        ("La\nRoche  Posay", "La\nRoche  Posay"),
        ("LaRochePosay", "LaRochePosay"),
        ("loreal", "loreal"),
        ("L’ORÉAL", "L’ORÉAL"),
        ("von L`Oréal", "L`Oréal"),
        ("`CeraVe`s lotion", "CeraVe"),
        ("L'Ore\u0301al", "L'Ore\u0301al"),
        ("Ｎｉｖｅａ", "Ｎｉｖｅａ"),
        ("𝓝𝓲𝓿𝓮𝓪™", "𝓝𝓲𝓿𝓮𝓪"),
        ("Ni\u200bvea", "Ni\u200bvea"),
        ("Nivea\u00adcreme", "Nivea\u00adcreme"),
        ("Niveacreme", "Niveacreme"),
        ("die NIVEASONNENCREME", "NIVEASONNENCREME"),
        ("h & m", "h & m"),
        ("H and M", "H and M"),
        ("trader joes", "trader joes"),
        ("Trader Joe’s’ cookies", "Trader Joe’s"),
        ("資生堂の化粧水", "資生堂"),
        ("ラインで話す", "ライン"),
        ("삼성이 좋다", "삼성"),
        ("ธนาคารกรุงไทยดี", "กรุงไทย"),
        ("用CeraVe的", "CeraVe"),
        ("Yahoo is down", "Yahoo"),
        ("p. c. richard & son", "p. c. richard & son"),
        ("PC Richard and Son", "PC Richard and Son"),
        ("@CeraVe", "@CeraVe"),
        ("#CeraVe🔥", "#CeraVe"),
        ("#CeraVeSkincare", "#CeraVeSkincare"),
        ("#la_roche_posay", "#la_roche_posay"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, surface: str) -> None:
    assert surfaces(text) == [surface]


def test_offsets_are_in_characters_after_emoji_flags_and_letters_that_fold_to_more() -> None:
    text = "👩‍👩‍👧‍👦🇩🇪👍🏽 ßŒĲ Nivea👍🏿 Nive\u0301a ＃Ｎｉｖｅａ"
    (spans,) = BrandMatcher([Brand(key="nivea", name="Nivea")]).spans([Passage(text=text)])
    assert [text[span.start : span.end] for span in spans] == [
        "Nivea",
        "Nive\u0301a",
        "＃Ｎｉｖｅａ",
    ]
    assert [span.start for span in spans] == [
        text.index("Nivea"), text.index("Nive\u0301a"), text.index("＃")
    ]  # fmt: skip


def test_a_german_compound_of_a_name_of_two_words_written_as_one_is_found() -> None:
    (spans,) = BrandMatcher([Brand(key="lc", name="Le Creuset")]).spans(
        [Passage(text="Lecreusettopf, Le-Creuset-Topf und Le Creuset Topf")]
    )
    assert [span.surface for span in spans] == ["Lecreusettopf", "Le-Creuset", "Le Creuset"]


def test_compounds_with_words_that_are_english_too_are_found_in_german_only() -> None:
    assert surfaces("Niveashop", lang="de") == ["Niveashop"]
    assert surfaces("Niveashop") == []
    assert surfaces("Niveacreme", lang="en") == []


def test_a_handle_counts_on_its_platform() -> None:
    post = "ask @apple.bsky.social"

    assert found(post, source="bluesky") == [("apple", Kind.HANDLE, "@apple.bsky.social")]
    assert found(post, source="mastodon") == []


def test_the_name_behind_an_at_is_the_name_only_where_no_handle_is_known() -> None:
    card = Brand(key="oatly", name="Oatly", handles={"x": ("oatlyofficial",)})

    assert found("@oatly", card=card, source="bluesky") == [("oatly", Kind.NAME, "@oatly")]
    assert found("@oatly", card=card, source="x") == []


def test_handles_on_reddit_are_users_and_subreddits() -> None:
    card = Brand(key="ikea", name="IKEA", handles={"reddit": ("r/ikea", "ikea_us")})

    assert surfaces("in r/IKEA by /u/ikea_us", card=card, source="reddit") == [
        "r/IKEA",
        "/u/ikea_us",
    ]


def test_links_and_hashtags_beside_the_text_have_no_place_in_it() -> None:
    passage = Passage(
        text="new #CeraVe!",
        links=("https://www.apple.com/de", "https://notapple.com", "https://youtube.com/@Apple/x"),
        hashtags=("cerave", "ceraveskincare"),
    )

    assert SIFTED.spans([passage])[0] == (
        Span(brand="apple", kind=Kind.LINK, start=0, end=0, surface="https://www.apple.com/de"),
        Span(brand="apple", kind=Kind.LINK, start=0, end=0, surface="https://youtube.com/@Apple/x"),
        Span(brand="cerave", kind=Kind.HASHTAG, start=0, end=0, surface="#ceraveskincare"),
        Span(brand="cerave", kind=Kind.HASHTAG, start=4, end=11, surface="#CeraVe"),
    )


def test_a_link_that_the_text_shows_is_told_once() -> None:
    text = "see apple.com/de"

    assert surfaces(text, links=("https://apple.com/de/",)) == ["apple.com/de"]


def test_international_domains_are_found_as_people_and_as_machines_write_them() -> None:
    card = Brand(key="m", name="Molkerei Müller", domains=("müller.de",))

    assert surfaces("https://xn--mller-kva.de/x müller.de", card=card) == [
        "https://xn--mller-kva.de/x",
        "müller.de",
    ]


def test_domains_with_unusual_ends_are_found_without_a_scheme() -> None:
    card = Brand(key="you", name="You Search", domains=("you.it",))

    assert surfaces("you.it, shop.you.it/x not-you.it you.it.com xyou.it", card=card) == [
        "you.it",
        "shop.you.it/x",
    ]


def test_languages_of_a_card_are_kept_to_and_an_unknown_one_passes() -> None:
    card = Brand(key="nivea", name="Nivea", langs=("de",))

    assert surfaces("Nivea", card=card, lang="de-AT") == ["Nivea"]
    assert surfaces("Nivea", card=card) == ["Nivea"]
    assert surfaces("Nivea", card=card, lang="en", hashtags=("nivea",)) == []


def test_accents_must_stand_where_the_card_says_so() -> None:
    card = Brand(key="rose", name="Rosé", accents_matter=True)

    assert surfaces("rose ROSÉ Rose\u0301 #rosé #rose", card=card) == [
        "ROSÉ",
        "Rose\u0301",
        "#rosé",
    ]


def test_what_a_card_finds_depends_on_no_other_card() -> None:
    music = Brand(key="music", name="Apple Music")

    both = BrandMatcher((APPLE, music)).spans([Passage(text="Apple Music")])[0]

    assert [(span.brand, span.surface) for span in both] == [
        ("apple", "Apple"),
        ("music", "Apple Music"),
    ]


def test_nothing_in_a_card_is_a_pattern() -> None:
    card = Brand(key="bomb", name="(a+)+$", aliases=(".*", "[a-z]{9}", "(?i)x"))

    assert surfaces("a" * 50_000 + "!", card=card) == []
    assert surfaces("so (a+)+$ it is", card=card) == ["(a+)+$"]


def test_no_cards_find_nothing() -> None:
    assert BrandMatcher(()).spans([Passage(text="Apple")]) == [()]
    assert SIFTED.spans([]) == []


def test_lexicon_ids_change_with_what_decides_spans_and_with_nothing_else() -> None:
    same = dataclasses.replace(APPLE, about=("computers",), not_about=("fruit",), rivals=("hm",))
    changed = [
        dataclasses.replace(APPLE, aliases=("AAPL",)),
        dataclasses.replace(APPLE, exclude=()),
        dataclasses.replace(APPLE, handles={}),
        dataclasses.replace(APPLE, langs=("en",)),
        dataclasses.replace(APPLE, accents_matter=True),
        dataclasses.replace(APPLE, key="aple"),
    ]

    assert lexicon_id(APPLE) == lexicon_id(same)
    assert len({lexicon_id(APPLE), *map(lexicon_id, changed)}) == 1 + len(changed)


# Pieces that go wrong: names of the cards, what stands beside them, and what hides in them.
WRITTEN = """apple Apple iPhone la roche posay La-Roche LRP l'oréal loreal H & M h&m nivea Nivea
    creme shop 資生堂 資 生 堂 の ライン オン 삼성 이 나 trader joe ' s ’ ll ceraVe cerave #cerave
    #cerave2 @ # @apple @apple.bsky.social apple.com not .com / https:// www. youtube.com/@apple
    pie big yahoo ! p.c. p . c richard and son กรุงไทย ก่ _ - -- – \u200b \u00ad \u0301 é ß İ Σ ™ 🍎
    😀 1 ２ ﬁ x &amp; ; ,"""
PIECES = st.sampled_from(WRITTEN.split())
SPACES = st.sampled_from(["", "", " ", "  ", "\n", "\u00a0"])
TEXTS = st.lists(st.tuples(PIECES, SPACES), max_size=14).map(
    lambda pairs: "".join(map("".join, pairs))
)
LANGS = st.sampled_from([None, "de", "en"])


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, lang=LANGS)
def test_the_prefilter_loses_nothing_against_spacy_alone(text: str, lang: str | None) -> None:
    passage = Passage(text=text, source="bluesky", lang=lang)

    assert SIFTED.spans([passage]) == SPACY_ALONE.spans([passage])


@settings(max_examples=200, deadline=None)
@given(text=TEXTS | st.text(max_size=40))
def test_offsets_are_those_of_the_text_as_it_was_posted(text: str) -> None:
    for span in SIFTED.spans([Passage(text=text)])[0]:
        assert text[span.start : span.end] == span.surface
        assert span.surface


NAMES = st.lists(PIECES, min_size=1, max_size=4).flatmap(
    lambda words: st.sampled_from([" ", "-", "", " & ", "'", ". "]).map(lambda gap: gap.join(words))
)


@settings(max_examples=25, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=6), text=TEXTS, gap=SPACES)
@example(names=["apple & apple & apple & apple", "apple"], text="", gap="")
def test_the_prefilter_loses_nothing_of_any_name(names: list[str], text: str, gap: str) -> None:
    cards = [Brand(key=f"b{i}", name=name) for i, name in enumerate(names)]
    posts = [f"{text}{gap}{name}{gap}{text}" for name in names]
    passages = [Passage(text=post) for post in (*posts, *map(str.upper, names), "".join(names))]

    assert BrandMatcher(cards).spans(passages) == BrandMatcher(cards, sifted=False).spans(passages)
