# ruff: noqa: RUF001 (letters that look like others are the point)
"""Names with endings and prefixes: found in the language that has them, and nothing else is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.brands.matching.endings import LONGEST, grammar, tongue, tongues
from engine.brands.matching.matcher import BrandMatcher
from engine.vocabulary import Brand, Kind, Passage
from tests.engine.brands.inflected import cards, score, sentences

CARDS = cards()
SIFTED = BrandMatcher(CARDS)
SPACY_ALONE = BrandMatcher(CARDS, sifted=False)


def surfaces(text: str, lang: str | None, card: Brand | None = None) -> list[str]:
    matcher = SIFTED if card is None else BrandMatcher((card,))
    return [span.surface for span in matcher.spans([Passage(text=text, lang=lang)])[0]]


def test_sentences_for_development_are_told_as_people_labelled_them() -> None:
    found, mistakes = score(sentences(half=0))

    assert found.precision >= 0.95, mistakes
    assert found.recall >= 0.95, mistakes


def test_sentences_looked_at_once_are_told_as_people_labelled_them() -> None:
    found, mistakes = score(sentences(half=1))

    assert found.precision >= 0.98, mistakes
    assert found.recall >= 0.96, mistakes


@pytest.mark.parametrize(
    ("lang", "text", "surface"),
    [
        ("de", "Rossmanns Regale", "Rossmanns"),
        ("pl-PL", "była w Zarze", "Zarze"),
        ("pl", "BYŁA W ROSSMANNIE", "ROSSMANNIE"),
        ("nb", "mener at Ikeas sofa", "Ikeas"),
        ("sr", "kupila sam u Zari", "Zari"),
        ("ru", "была в Икее", "Икее"),
        ("tr", "PUMANIN indirimi, zaranın", "zaranın"),
        ("he", "קניתי בנייקי", "בנייקי"),
        ("he", "מNike", "מNike"),
        ("ar", "والسامسونج", "والسامسونج"),
        ("fi", "🛋️ Kävin  Ikeassa!", "Ikeassa"),
        ("pl", "_byłam w Lidlu_", "Lidlu"),
        ("he", "זה שזארה_", "שזארה"),
    ],
)
def test_the_whole_word_is_the_mention(lang: str, text: str, surface: str) -> None:
    assert surfaces(text, lang)[-1:] == [surface]


def test_a_mention_with_an_ending_is_of_the_kind_of_its_name() -> None:
    (spans,) = SIFTED.spans([Passage(text="была в Икее, z Zarą, z Zary", lang="ru")])
    assert [(span.brand, span.kind, span.start, span.end) for span in spans] == [
        ("ikea", Kind.ALIAS, 7, 11),
        ("zara", Kind.NAME, 15, 19),
    ]


def test_an_apostrophe_or_a_hyphen_parts_the_name_from_its_ending() -> None:
    assert surfaces("Nike'ın, Nike-t, ב-IKEA", "tr") == ["Nike", "Nike", "IKEA"]


@pytest.mark.parametrize("lang", [None, "en", "fr", "ja", "xx"])
def test_endings_count_in_posts_of_their_language_only(lang: str | None) -> None:
    assert surfaces("w Lidlu, z Zary, Ikeas, Nokian, בנייקי", lang) == []


def test_where_the_language_is_not_known_the_languages_of_the_card_count() -> None:
    polish = Brand(key="lidl", name="Lidl", langs=("pl",))

    assert surfaces("w Lidlu, Lidls", None, polish) == ["Lidlu"]
    assert surfaces("w Lidlu", "cs", polish) == []
    assert surfaces("w Lidlu", None, Brand(key="lidl", name="Lidl", langs=("en",))) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("pl", "zaraz zarazem zarys zaryx xzary #zary @zary zary_x zary.com"),
        ("sv", "fordon fordonet visas, Ikeasamling, Nikesdotter"),
        ("hu", "az audit két hétig tart"),
        ("it", "dovere"),
        ("de", "Fordern Doverstraße Targets Shells"),
        ("he", "הנזארה איקאהוליק"),
        ("ar", "الوزارات مزارات"),
        ("sv", "Visas"),
        ("lt", "Dovės, Doves"),
    ],
)
def test_other_words_are_not_found(lang: str, text: str) -> None:
    assert surfaces(text, lang) == []


def test_what_may_be_another_word_counts_only_with_a_capital_within_a_sentence() -> None:
    mango = Brand(key="mango", name="Mango")

    assert surfaces("tilasin takin Mangosta", "fi", mango) == ["Mangosta"]
    assert surfaces("tein sosetta mangosta", "fi", mango) == []
    assert surfaces("Mangosta tuli sosetta. Mangosta!", "fi", mango) == []
    assert surfaces("DIE SOSSE AUS MANGOS", "de", mango) == []


def test_accents_of_an_ending_may_be_missing_but_not_be_others() -> None:
    assert surfaces("z Zarą, z Zara, z Zare, z Zarę, z Zárę", "pl") == [
        "Zarą", "Zara", "Zare", "Zarę",
    ]  # fmt: skip
    strict = Brand(key="rose", name="Rosévia", accents_matter=True)
    assert surfaces("o Rosévii, o Rosevii", "pl", strict) == ["Rosévii"]


def test_short_names_and_names_that_end_in_a_sign_take_no_endings() -> None:
    assert surfaces("w Kii, w H&Mie", "pl", Brand(key="kia", name="Kia", aliases=("H&M",))) == []


def test_of_several_words_the_last_takes_the_ending() -> None:
    card = Brand(key="lc", name="Le Creuset")

    assert surfaces("Ostin Le Creusetin padan, le-creusetin, lecreusetin", "fi", card) == [
        "Le Creusetin", "le-creusetin", "lecreusetin",
    ]  # fmt: skip
    assert surfaces("Len Creuset", "fi", card) == []


def test_a_form_that_the_card_lists_is_what_it_lists() -> None:
    card = Brand(key="zara", name="Zara", products=("Zary",))

    (spans,) = BrandMatcher((card,)).spans([Passage(text="z Zary", lang="pl")])

    assert [span.kind for span in spans] == [Kind.PRODUCT]


def test_nothing_within_an_exclusion_counts_and_other_cards_change_nothing() -> None:
    zara = Brand(key="zara", name="Zara", exclude=("do zary",))
    other = Brand(key="zary", name="Zary")

    assert surfaces("do Zary", "pl", zara) == []
    (both,) = BrandMatcher((zara, other)).spans([Passage(text="z Zary", lang="pl")])
    assert {span.brand for span in both} == {"zara", "zary"}


def test_what_was_met_before_changes_nothing() -> None:
    matcher = BrandMatcher(CARDS)
    posts = [Passage(text=one.text, lang=one.lang) for one in sentences(half=0)]

    together = matcher.spans(posts)

    assert matcher.spans(posts) == together
    assert [BrandMatcher(CARDS).spans([post])[0] for post in posts[::20]] == together[::20]


def test_the_file_of_endings_says_what_it_means() -> None:
    assert {"de", "fi", "hu", "tr", "pl", "ru", "he", "ar"} <= set(tongues())
    assert (tongue("sr-Latn"), tongue("nn"), tongue("en"), tongue(None)) == ("hr", "no", None, None)
    for lang in tongues():
        rules = grammar(lang)
        assert rules.lines or rules.prefixes
        for line in (*rules.lines, *rules.plurals):
            assert 0 <= line.cut < 4
            assert line.add
            assert all(0 < len(plain) <= LONGEST for plain, _ in line.add)
            assert all(re.fullmatch(r"[\w=]+", written) for _, written in line.add)


WORDS = """zara zar zaře zarze zary nike nikes nikét adidas adidaksen ikea ikei ikean ikeassa lidl u
    lidlu lidlben lidllel marimekko marimekon ford fordon visa visas škoda škody икее икеа з ары в
    בנייקי נייקי ב ש שזארה والسامسونج سامسونج ال nya nikenya ' - _ # @ . , 나이키 는 の ß é İ ı n
    lego legon audi audit le creuset mangosta Mangosta Samsungu Volvóba Puma Pumy"""
PIECES = st.sampled_from([*WORDS.split(), *(word.title() for word in WORDS.split())])
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", "  "])), max_size=12).map(
    lambda pairs: "".join(map("".join, pairs))
)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, lang=st.sampled_from([None, "en", *tongues()]))
def test_the_prefilter_loses_no_form_that_spacy_alone_finds(text: str, lang: str | None) -> None:
    passage = Passage(text=text, lang=lang)

    found = SIFTED.spans([passage])

    assert found == SPACY_ALONE.spans([passage])
    assert all(text[span.start : span.end] == span.surface for span in found[0])


def test_the_prefilter_loses_no_labelled_form() -> None:
    for lang in (*tongues(), None):
        posts = [Passage(text=one.text, lang=lang) for one in sentences(half=0)]
        assert SIFTED.spans(posts) == SPACY_ALONE.spans(posts)
