"""What might be added to a card, and how sure it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from symspellpy.editdistance import DistanceAlgorithm, EditDistance

from engine.brands.cards.aliases import Proposal, Why, proposals
from engine.brands.cards.sightings import LONG, MIN_NEAR, Near, Sightings, is_near, look, parts_of
from engine.brands.matching.ordinary import is_common, is_ordinary
from engine.vocabulary import Brand, Passage

LETTERS = st.text("abcdelmost", min_size=MIN_NEAR, max_size=14)


def proposed(name: str, seen: Sightings | None = None) -> dict[str, Proposal]:
    card = Brand(key="k", name=name)
    return {one.text: one for one in proposals(card, seen or Sightings())}


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("CeraVe", "CeraVes", Why.PLURAL),
        ("Asics", "Asicses", Why.PLURAL),
        ("Oatly", "Oatlies", Why.PLURAL),
        ("CeraVe", "Cera Ve", Why.SPACING),
        ("Le Coq", "LeCoq", Why.SPACING),
        ("Kärcher", "Kaercher", Why.LETTERS),
        ("Le Creuset", "Creuset", Why.ARTICLE),
    ],
)
def test_spellings_that_can_hardly_mean_anything_else_are_safe(
    name: str, text: str, why: Why
) -> None:
    assert proposed(name)[text] == Proposal(field="aliases", text=text, why=why)


@pytest.mark.parametrize(
    ("name", "text", "why", "doubt"),
    [
        ("Apple", "Apples", Why.PLURAL, "an ordinary word"),
        ("Trader Joe's", "Trader Joe", Why.SINGULAR, "ordinary words"),
        ("e.l.f.", "elf", Why.DOTS, "an ordinary word"),
        ("The Ordinary", "Ordinary", Why.ARTICLE, "an ordinary word"),
        ("La Roche-Posay", "LRP", Why.INITIALS, "a few letters mean much"),
    ],
)
def test_spellings_that_mean_something_else_are_doubted(
    name: str, text: str, why: Why, doubt: str
) -> None:
    assert proposed(name)[text] == Proposal(field="aliases", text=text, why=why, doubt=doubt)


@pytest.mark.parametrize("text", ["la roche posay", "La-Roche-Posay", "LAROCHEPOSAY", "Laroche"])
def test_what_the_card_finds_anyway_is_not_proposed(text: str) -> None:
    assert text not in proposed("La Roche-Posay")


def test_misspellings_are_those_that_posts_have() -> None:
    seen = Sightings(
        near=(
            Near(word="posey", meant="posay", posts=3),
            Near(word="rosay", meant="posay", posts=3),
            Near(word="poray", meant="posay", posts=90),
            Near(word="touche", meant="roche", posts=9),
        ),
        named=100,
    )
    found = proposed("La Roche-Posay", seen)

    assert found["la roche-posey"].doubt is None
    assert found["la roche-rosay"].doubt == "begins otherwise"
    assert found["la roche-poray"].doubt == "not much rarer than the name"
    assert "la touche-posay" not in found


def test_tags_and_domains_of_a_coined_name_are_safe_and_of_a_word_are_not() -> None:
    coined = Sightings(hashtags=(("ceraveskincare", "cerave"),), hosts=(("cerave.com", "cerave"),))
    word = Sightings(hashtags=(("targetfinds", "target"),), hosts=(("target.com", "target"),))

    safe = {text: one.doubt is None for text, one in proposed("CeraVe", coined).items()}
    unsafe = {text: one.doubt is None for text, one in proposed("Target", word).items()}

    assert (safe["ceraveskincare"], safe["cerave.com"]) == (True, True)
    assert (unsafe["targetfinds"], unsafe["target.com"]) == (False, False)


def test_a_corpus_is_looked_through_for_what_stands_in_it_twice() -> None:
    posts = ["a caravel, twice caravel", "once ceravee", "CeraVe", "carave."]
    passages = [
        *(Passage(text=text) for text in posts),
        *[Passage(text="x", hashtags=("ceraveskincare",), links=("https://shop.cerave.com/a",))]
        * 2,
    ]

    seen = look(Brand(key="k", name="CeraVe"), passages)

    assert seen.named == 1
    assert seen.near == ()
    assert seen.hashtags == (("ceraveskincare", "cerave"),)
    assert seen.hosts == (("cerave.com", "cerave"),)


def test_words_one_slip_away_are_counted_by_post() -> None:
    passages = [Passage(text=text) for text in ("Cervae, cervae", "CERVAE!", "cerva", "CeraVe")]

    seen = look(Brand(key="k", name="CeraVe"), passages)

    assert seen.near == (Near(word="cervae", meant="cerave", posts=2),)


@given(word=LETTERS, meant=LETTERS)
def test_near_words_are_those_of_the_edit_distance(word: str, meant: str) -> None:
    slips = 2 if len(meant) >= LONG else 1
    distance = EditDistance(DistanceAlgorithm.DAMERAU_OSA).compare(word, meant, 20)

    assert is_near(word, meant) == (0 <= distance <= slips)


@given(meant=LETTERS, data=st.data())
def test_every_near_word_holds_a_part_of_the_word(meant: str, data: st.DataObject) -> None:
    word = meant
    for _ in range(2 if len(meant) >= LONG else 1):
        at = data.draw(st.integers(0, len(word) - 1))
        letter = data.draw(st.sampled_from("axyz"))
        word = data.draw(
            st.sampled_from(
                [
                    word[:at] + letter + word[at:],
                    word[:at] + word[at + 1 :],
                    word[:at] + letter + word[at + 1 :],
                    word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
                ]
            )
        )

    assert not is_near(word, meant) or any(part in word for part in parts_of(meant))


def test_ordinary_words_are_those_of_the_dictionary() -> None:
    assert is_ordinary("Apples")
    assert is_ordinary("the ordinary")
    assert not is_ordinary("CeraVe")
    assert not is_ordinary("")
    assert is_common("Target")
    assert is_common("you")
    assert not is_common("Nivea")


def test_forms_that_need_a_person_are_proposed_in_the_languages_of_the_card() -> None:
    posts = [
        *[Passage(text="vanhat nokiat ja mangotkin", lang="fi")] * 2,
        *[Passage(text="tein sosetta mangosta, Mangosta", lang="fi")] * 3,
        *[Passage(text="nokiat nokian", lang="et")] * 2,
        Passage(text="mangot"),
    ]
    nokia = Brand(key="nokia", name="Nokia", langs=("fi",))
    mango = Brand(key="mango", name="Mango", langs=("fi",))
    anywhere = Brand(key="mango", name="Mango")

    assert [
        (one.text, one.why, one.doubt)
        for card in (nokia, mango, anywhere)
        for one in proposals(card, look(card, posts))
        if one.why is Why.ENDING
    ] == [
        ("nokiat", Why.ENDING, "may be another word"),
        ("mangosta", Why.ENDING, "may be another word"),
    ]
