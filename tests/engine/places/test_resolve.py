"""What profiles say of a place is resolved to a country, a region and a city, or left open."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.places import resolve, resolve_profile

LABELLED = Path(__file__).parent / "locations.tsv"


def labelled() -> list[tuple[str, str]]:
    """Return our own texts with the country, `-` for none and bars between possible ones."""
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]  # type: ignore[misc]


def test_the_country_is_right_for_nearly_all_resolved_and_most_are_resolved():
    of_one = [(text, country) for text, country in labelled() if len(country) == 2]
    found = [(resolve(text).country, country) for text, country in of_one]
    resolved = [pair for pair in found if pair[0] is not None]
    assert len(of_one) >= 300
    assert len(resolved) / len(found) >= 0.80
    assert sum(got == country for got, country in resolved) / len(resolved) >= 0.95


def test_what_is_no_place_or_two_is_not_resolved():
    others = [text for text, country in labelled() if len(country) != 2]
    assert others
    assert [text for text in others if resolve(text).country is not None] == []


@pytest.mark.parametrize(
    ("text", "country", "region", "city"),
    [
        ("Paris", "FR", "Ile-de-France", "Paris"),
        ("Paris, TX", "US", "Texas", "Paris"),
        ("London, Ontario", "CA", "Ontario", "London"),
        ("Toronto, CA", "CA", "Ontario", "Toronto"),
        ("Valencia, CA", "US", "California", "Valencia"),
        ("Athens, GA", "US", "Georgia", "Athens"),
        ("Tbilisi, Georgia", "GE", "T'bilisi", "Tbilisi"),
        ("Bayern", "DE", "Bavaria", None),
        ("NYC", "US", "New York", "New York City"),
        ("Perth, Scotland", "GB", "Scotland", "Perth"),
        ("Houston Texas Based", "US", "Texas", "Houston"),
        ("新加坡", "SG", None, "Singapore"),
    ],
)
def test_pieces_of_a_text_decide_each_other(text, country, region, city):
    found = resolve(text)
    assert (found.country, found.region, found.city) == (country, region, city)


@pytest.mark.parametrize(
    ("text", "countries"),
    [("Georgia", {"GE", "US"}), ("Cambridge", {"GB", "US"}), ("London & Paris", {"GB", "FR"})],
)
def test_ambiguity_is_kept(text, countries):
    found = resolve(text)
    assert found.country is None
    assert found.is_ambiguous
    assert countries <= {spot.country for spot in found.options}


def test_a_bio_is_asked_where_the_location_says_nothing():
    assert resolve_profile(None, "Baker. Based in Lyon, two cats").city == "Lyon"
    assert resolve_profile("the internet", "📍 Porto | coffee").country == "PT"
    assert resolve_profile("Berlin", "based in Lyon").city == "Berlin"
    assert resolve_profile(None, "I love Paris in the spring").country is None
    assert resolve_profile(None, None).options == ()


@given(st.text(max_size=60))
def test_any_text_is_resolved_or_not_and_never_fails(text):
    found = resolve(text)
    if found.city:
        assert found.country
    if found.country:
        assert len(found.country) == 2
