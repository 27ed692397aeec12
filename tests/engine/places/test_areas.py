"""An area is asked for by a region, or by a place and how far from it."""

from __future__ import annotations

import math

import pytest

from engine.places import NEAR_KM, names_of
from engine.places.world import world
from engine.store.filters import creators_in
from tests.fakes import NOW, make_creator, make_page


def spot(name):
    found = world().city(name)
    assert found is not None
    return found


def test_distances_are_great_circles():
    """Paris to Lyon is 392 km, London to New York 5,570 km, within a per cent."""
    assert spot("Paris").km_from(spot("Lyon")) == pytest.approx(392, rel=0.01)
    assert spot("London").km_from(spot("New York City")) == pytest.approx(5570, rel=0.01)
    assert spot("Lyon").km_from(spot("Lyon")) == 0.0


def test_who_is_within_a_radius_is_what_distances_say():
    lyon = spot("Lyon")
    near = {s for s in world().cities if s.km_from(lyon) <= 30.0}
    assert set(world().within(lyon, 30.0)) == near
    assert lyon in near


def test_near_is_fifty_kilometres_and_another_distance_can_be_asked_for():
    assert NEAR_KM == 50.0
    near, nearer = set(names_of("near Lyon")), set(names_of("within 15 km of Lyon"))
    assert "Villeurbanne" in nearer
    assert "Villefranche-sur-Saône" in near - nearer
    assert not {"Grenoble", "Paris"} & near
    assert set(names_of("within 31.0685596 miles of Lyon")) - {
        "within 31.0685596 miles of Lyon"
    } == near - {"near Lyon"}
    assert math.isclose(31.0685596 * 1.609344, 50.0, rel_tol=1e-6)


def test_a_name_that_rather_means_a_place_elsewhere_does_not_count():
    """Vienne is near Lyon, and what Vienna is called in French; Valence is fine."""
    assert "Vienne" not in names_of("near Lyon")


def test_a_region_is_its_cities_too():
    bavaria = set(names_of("Bavaria"))
    assert {"Bayern", "Munich", "München", "Regensburg"} <= bavaria
    assert "Stuttgart" not in bavaria
    assert "Augsburg" in names_of("Bayern")
    assert "Kochi" in names_of("Kerala")


def test_a_quarter_called_like_a_country_is_not_looked_for():
    near = names_of("near NYC")
    assert "Newark" in near
    assert not {"Jamaica", "Jamaika"} & {*near}


def test_near_nothing_known_is_nothing():
    assert names_of("near the moon") == ("near the moon",)


def test_creators_are_found_by_area(store):
    places = ["Villeurbanne, France", "Lyon", "Paris", "Augsburg", "NYC", None, "Lyon, MS"]
    people = [make_creator(str(i), location=place) for i, place in enumerate(places)]
    store.commit_page(make_page(creators=people), now=NOW)
    with store.reading() as connection:
        found = {
            area: creators_in(connection, area).tolist()
            for area in ("near Lyon", "Bavaria", "NYC", "New York City", "near Lyon | Bayern")
        }
    assert found["near Lyon"] == [1, 2, 7]
    assert found["Bavaria"] == [4]
    assert found["NYC"] == found["New York City"] == [5]
    assert found["near Lyon | Bayern"] == [1, 2, 4, 7]
