"""Public contact ways are found where they stand, and nothing is guessed."""

from __future__ import annotations

import pytest

from engine.outreach.contacts import Contact, Way, contacts_of, emails_of
from tests.fakes import make_creator, make_post


def of_bio(bio: str) -> list[tuple[str, str]]:
    found = contacts_of(make_creator(bio=bio))
    assert all(one.found == "bio" for one in found)
    return [(one.way.value, one.value) for one in found]


@pytest.mark.parametrize(
    ("bio", "found"),
    [
        ("collabs: ana@Example.org.", [("e-mail", "ana@example.org")]),
        ("ana [at] example (dot) co.uk", [("e-mail", "ana@example.co.uk")]),
        ("ana(at)example.org", [("e-mail", "ana@example.org")]),
        ("ana.b+pr@mail.example.org!", [("e-mail", "ana.b+pr@mail.example.org")]),
        ("linktr.ee/ana", [("link hub", "https://linktr.ee/ana")]),
        ("see https://www.beacons.ai/ana, thanks", [("link hub", "https://www.beacons.ai/ana")]),
        ("https://ana.carrd.co", [("link hub", "https://ana.carrd.co")]),
        ("my shop: https://example.org/shop.", [("site", "https://example.org/shop")]),
        ("mail me at home, dot com is dead", []),
        ("@ana@example.social on Mastodon", []),
        ("ana@localhost", []),
        ("http://[broken", []),
        ("", []),
    ],
)
def test_a_bio_gives_what_it_says(bio: str, found: list[tuple[str, str]]) -> None:
    assert of_bio(bio) == found


def test_posts_give_hubs_and_mailto_links_but_no_sites_of_others() -> None:
    links = ("https://news.example/story", "https://linktr.ee/ana", "mailto:ana%40example.org?x=1")
    post = make_post("1", links=links, url="https://example.social/1")
    assert contacts_of(make_creator(), [post]) == (
        Contact(Way.EMAIL, "ana@example.org", "https://example.social/1"),
        Contact(Way.HUB, "https://linktr.ee/ana", "https://example.social/1"),
    )


def test_each_way_stands_once_where_it_was_found_first_and_mail_comes_first() -> None:
    creator = make_creator(bio="linktr.ee/ana ANA@example.org", url="https://example.social/@ana")
    post = make_post("1", links=("mailto:ana@example.org", "https://linktr.ee/ANA"))
    found = contacts_of(creator, [post])
    assert [(one.way, one.found) for one in found] == [
        (Way.EMAIL, "bio"),
        (Way.HUB, "bio"),
        (Way.PROFILE, "profile"),
    ]
    assert emails_of(found) == ("ANA@example.org",)
