"""Lists of customers: kept as they are or as salted hashes, matched, removed, erased."""

from __future__ import annotations

import pytest

from engine.errors import StoreError
from engine.members import hashed, member, members_of
from engine.vocabulary import CreatorKey
from tests.fakes import NOW, make_creator, make_page, make_post

ANA = make_creator("1", handle="Ana@example.social", url="https://example.social/@Ana")
BO = make_creator("2", handle="bo", source="instagram", url="https://www.instagram.com/bo")
CY = make_creator("3", handle="cy", source="x")


@pytest.fixture
def people(store):
    store.commit_page(make_page(creators=[ANA, BO, CY]), now=NOW)
    return store


@pytest.mark.parametrize("hash_members", [False, True])
def test_creators_are_found_by_handle_id_or_link(people, hash_members):
    lines = [
        member("handle", "mastodon", "@ana@example.social"),
        member("id", "instagram", "2"),
        member("handle", "tiktok", "cy"),
        member("handle", "", "nobody"),
    ]
    assert people.community.add("customers", lines, hash_members=hash_members, now=NOW) == 4
    assert people.community.creators() == {1: ("customers",), 2: ("customers",)}
    again = people.community.add("customers", lines, hash_members=hash_members, now=NOW)
    assert again == 0


def test_hashed_members_cannot_be_read_in_the_file(people):
    people.community.add("c", [member("handle", "x", "secretname")], hash_members=True, now=NOW)
    people.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"secretname" not in people.path.read_bytes()
    (one,) = people.community.lists()
    assert one.members == 1
    row = people.connection.execute("SELECT member FROM community_members").fetchone()
    assert row[0] == hashed("handle|x|secretname", one.salt)
    assert row[0] != hashed("handle|x|secretname", b"another salt 16b")


def test_a_list_is_hashed_or_not(people):
    people.community.add("c", [member("handle", "", "a")], hash_members=False, now=NOW)
    with pytest.raises(StoreError, match="kept as they are"):
        people.community.add("c", [member("handle", "", "b")], hash_members=True, now=NOW)
    assert people.community.lists()[0].members == 1


def test_several_lists_mark_a_creator_and_one_can_be_removed(people):
    line = [member("handle", "x", "cy")]
    people.community.add("customers", line, hash_members=False, now=NOW)
    people.community.add("followers", line, hash_members=True, now=NOW)
    assert people.community.creators() == {3: ("customers", "followers")}
    assert people.community.remove("customers")
    assert not people.community.remove("customers")
    assert people.community.creators() == {3: ("followers",)}


def test_who_is_erased_is_in_no_list(people):
    lines = [*members_of(CY), *members_of(BO)]
    people.community.add("plain", lines, hash_members=False, now=NOW)
    people.community.add("hashes", lines, hash_members=True, now=NOW)
    people.erase([CreatorKey("x", "3")], now=NOW)
    counts = {one.name: one.members for one in people.community.lists()}
    assert counts == dict.fromkeys(("plain", "hashes"), len({*members_of(BO)}))


def test_who_is_refused_before_they_are_known_is_in_no_list_either(store):
    store.community.add("c", [member("id", "x", "9")], hash_members=True, now=NOW)
    store.erase([CreatorKey("x", "9")], now=NOW)
    assert store.community.lists()[0].members == 0


def test_who_replies_to_us_or_names_us_talks_to_us(store):
    brand = make_creator("brand", handle="ourbrand@example.social")
    posts = [
        make_post("1", "our news", creator="brand"),
        make_post("2", "nice", creator="ana", reply_to="1"),
        make_post("3", "I like @ourbrand a lot", creator="bo"),
        make_post("4", "I like ourbrand a lot", creator="cy"),
        make_post("5", "see @ourbrand", creator="dee", source="x"),
        make_post("6", "thanks all", creator="brand", reply_to="2"),
    ]
    store.commit_page(make_page(*posts, creators=[brand]), now=NOW)
    assert store.community.talking_to(brand) == [("mastodon", "ana"), ("mastodon", "bo")]
