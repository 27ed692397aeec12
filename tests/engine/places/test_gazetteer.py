"""Places are known by the names people give them, in five languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.places import demonym, find, longest_name, names_of


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Brazil", "Brazil"),
        ("BRASIL", "Brazil"),
        ("Brésil", "Brazil"),
        ("bresil", "Brazil"),
        ("Deutschland", "Germany"),
        ("U.S.", "United States"),
        ("usa", "United States"),
        ("EE. UU.", "United States"),
        ("Estados Unidos", "United States"),
        ("Reino Unido", "United Kingdom"),
        ("München", "Munich"),
        ("Munique", "Munich"),
        ("Séville", "Sevilla"),
        ("Lisbonne", "Lisbon"),
        ("NYC", "New York City"),
        ("sao paulo", "São Paulo"),
        ("Bayern", "Bavaria"),
        ("Tirol", "Tyrol"),
    ],
)
def test_a_place_is_found_by_each_of_its_names(name, place):
    found = find(name)
    assert found is not None
    assert found.name == place


@pytest.mark.parametrize("name", ["", "!", "espresso", "vegan food", "Middle-earth"])
def test_other_words_are_no_places(name):
    assert find(name) is None


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("brasileños", "Brazil"),
        ("Brazilian", "Brazil"),
        ("brasileiras", "Brazil"),
        ("deutsche", "Germany"),
        ("Schweizer", "Switzerland"),
        ("françaises", "France"),
        ("estadounidense", "United States"),
    ],
)
def test_demonyms_name_their_country_in_every_form(word, country):
    place = demonym(word)
    assert place is not None
    assert place.name == country


def test_a_country_is_also_its_cities_and_a_city_only_its_own_names():
    in_brazil = names_of("Brasil")
    assert {"Brazil", "Brésil", "São Paulo", "Rio de Janeiro", "Bahia"} <= {*in_brazil}
    assert {*names_of("München")} == {"München", "Munich", "Muenchen", "Munique"}
    assert names_of("the moon") == ("the moon",)


def test_a_city_with_a_namesake_elsewhere_tells_no_country():
    """There is a Valencia in Spain and a larger one in Venezuela."""
    assert "Sevilla" in names_of("Spain")
    assert "Valencia" not in names_of("Spain")
    assert "Valencia" not in names_of("Venezuela")


def test_bars_stand_between_places_of_which_any_will_do():
    either = names_of("Portugal | Munich |")
    assert {*either} == {*names_of("Portugal"), *names_of("Munich")}


@given(st.text(max_size=40))
def test_any_text_has_names_none_of_them_twice(text):
    names = names_of(text)
    assert names
    assert len({*names}) == len(names)


def test_no_name_is_longer_than_the_longest():
    assert all(len(name.split()) <= longest_name() for name in names_of("US | UK | Brazil"))
