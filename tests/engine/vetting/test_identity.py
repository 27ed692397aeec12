"""Look-alikes and the same person elsewhere: suspicions with evidence, decided by the user."""

from __future__ import annotations

import pytest

from engine.store import Store
from engine.store.identities import decisions
from engine.vetting.identity import identity, skeleton
from tests.fakes import NOW, make_creator, make_page, make_post

LONG = "a text of more than forty characters that hardly two people write alike"


def looked_at(store: Store, native_id="1", posts=()):
    with store.reading() as connection:
        (creator,) = connection.execute(
            "SELECT id FROM creators WHERE native_id = ?", (native_id,)
        ).fetchone()
        return identity(connection, creator, store.creators([creator])[creator], posts)


def names(links):
    return {link.other.native_id: link.reasons for link in links}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("nike_official", "N1keOfficial"),
        ("ana.bakes", "ana__bakes99"),
        ("morning", "mornlng"),
        ("wwwave", "vvave"),
        ("émile@a.example", "emile@b.example"),
    ],
)
def test_handles_that_look_the_same_have_one_skeleton(one, two):
    assert skeleton(one) == skeleton(two)


def test_a_smaller_account_that_looks_like_a_larger_one_is_suspected_both_ways(store):
    store.commit_page(
        make_page(
            creators=[
                make_creator("1", handle="nike_official", name="Nike", followers=500_000),
                make_creator("2", handle="n1keofficial", name="NIKE", followers=40, bio="win"),
                make_creator("3", handle="nikeofficials", followers=50),
                make_creator("4", handle="nikeoficcial", followers=400_000),
                make_creator("5", handle="nike_0fficial", followers=10, source="bluesky"),
                make_creator("6", handle="adidas", followers=10),
            ]
        ),
        now=NOW,
    )
    imitations = names(looked_at(store).imitations)
    assert imitations["2"] == (
        "the handles @nike_official and @n1keofficial look the same",
        "both are called NIKE",
    )
    assert "differ by one letter" in imitations["3"][0]
    assert {*imitations} == {"2", "3"}  # one about as large, another platform and other names: no
    assert {*names(looked_at(store, "2").imitated)} == {"1", "4"}
    assert looked_at(store, "2").imitations == ()


def test_links_handles_and_posts_tell_the_same_person(store):
    creators = [
        make_creator("1", handle="anabakes@example.social", bio="see https://instagram.com/ana.b"),
        make_creator("2", handle="ana.b", source="instagram",
                     bio="also https://example.social/@anabakes"),
        make_creator("3", handle="anabakes", source="x"),
        make_creator("4", handle="copycat", source="x"),
        make_creator("5", handle="anabakes@other.social"),
    ]  # fmt: skip
    posts = [make_post(f"a{i}", f"{LONG} {'x' * i}", creator="1") for i in range(3)]
    posts += [
        make_post(f"b{i}", f"{LONG} {'x' * i}", creator="4", source="x") for i in range(3)
    ]  # fmt: skip
    posts += [make_post(f"c{i}", f"{LONG} {'x' * i}", creator="5") for i in range(2)]
    store.commit_page(make_page(*posts, creators=creators), now=NOW)
    found = names(looked_at(store, "1", [1, 2, 3]).same_person)
    assert found["2"] == ("links to @ana.b (instagram)", "@ana.b (instagram) links back")
    assert found["3"] == ("the same handle on x",)
    assert found["4"] == ("3 of their longer posts are word for word the same",)
    assert "5" not in found  # the same name on another server is another person


def test_what_the_user_decides_is_kept_and_can_be_taken_back(store):
    creators = [
        make_creator("1", handle="anabakes"),
        make_creator("2", handle="anabakes", source="x"),
        make_creator("3", handle="somebody", source="x"),
    ]
    store.commit_page(make_page(creators=creators), now=NOW)
    store.decide_identity((2, 1), is_same=False, now=NOW)
    store.decide_identity((1, 3), is_same=True, now=NOW)
    found = {link.id: (link.reasons, link.decision) for link in looked_at(store).same_person}
    assert found == {2: (("the same handle on x",), False), 3: ((), True)}
    with store.reading() as connection:
        assert decisions(connection, 2) == {1: False}
    store.decide_identity((1, 2), is_same=None, now=NOW)
    store.decide_identity((3, 1), is_same=None, now=NOW)
    assert [link.decision for link in looked_at(store).same_person] == [None]


def test_decisions_are_erased_with_either(store):
    creators = [make_creator("1", handle="anabakes"), make_creator("2", source="x")]
    store.commit_page(make_page(creators=creators), now=NOW)
    store.decide_identity((1, 2), is_same=True, now=NOW)
    store.erase([creators[1].key], now=NOW)
    with store.reading() as connection:
        assert decisions(connection, 1) == {}
