"""Look-alikes and the same person elsewhere: suspicions with evidence, decided by the user."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.store import Store
from engine.store.identities import decisions
from engine.vetting.identity import identity
from engine.vetting.nearness import one_letter_apart, skeleton
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


def test_of_many_look_alikes_those_with_most_followers_are_shown_and_the_rest_counted(store):
    many = [make_creator(f"f{i}", handle=f"ana_bakes{i}", followers=i) for i in range(30)]
    few = [make_creator(f"l{i}", handle=f"anabakes_{i}", followers=90_000 + i) for i in range(3)]
    ana = make_creator("1", handle="anabakes", followers=5_000)
    store.commit_page(make_page(creators=[ana, *many, *few]), now=NOW)
    found = looked_at(store)
    assert [*names(found.imitations)] == [f"f{i}" for i in range(29, 9, -1)]
    assert [*names(found.imitated)] == ["l2", "l1", "l0"]
    assert found.not_shown == 10


def spelled_by_hand(handle):
    """A handle as the eye takes it, letter by letter."""
    import unicodedata

    local = unicodedata.normalize("NFKD", handle.removeprefix("@").partition("@")[0].casefold())
    plain = "".join(c for c in local if c.isalnum())
    plain = plain.rstrip("0123456789") or plain
    like = (("vv", "w"), ("rn", "m"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("3", "e"),
            ("4", "a"), ("8", "b"))  # fmt: skip
    for written, meant in like:
        plain = plain.replace(written, meant)
    return "".join(c for i, c in enumerate(plain) if not i or plain[i - 1] != c)


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="aAvVrn01i5348_.-@é9w", max_size=14))
def test_a_skeleton_is_what_reading_letter_by_letter_gives(handle):
    assert skeleton(handle) == spelled_by_hand(handle)


@settings(deadline=None, max_examples=500)
@given(st.text(alphabet="abc", max_size=7), st.text(alphabet="abc", max_size=7))
def test_one_letter_apart_is_one_edit_of_any_kind(one, two):
    edits = {one[:i] + c + one[i:] for i in range(len(one) + 1) for c in "abc"}
    edits |= {one[:i] + one[i + 1 :] for i in range(len(one))}
    edits |= {one[:i] + c + one[i + 1 :] for i in range(len(one)) for c in "abc"}
    edits |= {one[:i] + one[i + 1 : i + 2] + one[i : i + 1] + one[i + 2 :] for i in range(len(one))}
    assert one_letter_apart(one, two) == (one != two and two in edits)


def test_links_back_are_found_in_whatever_form_they_are_written(store):
    creators = [
        make_creator("77", handle="@Ana@Example.social", url="https://Example.social/@Ana"),
        make_creator("2", source="x", handle="bo", bio="me: https://example.social/@ana."),
        make_creator("3", source="x", handle="di", bio="no link, but ana is named"),
    ]
    store.commit_page(make_page(creators=creators), now=NOW)
    assert {*names(looked_at(store, "77").same_person)} == {"2"}
