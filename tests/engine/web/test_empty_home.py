"""A home without posts: every page leads to the greeting, programs are told what is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store, database_path
from tests.engine.web.conftest import Served, serving

PAGES = (
    "/search", "/search?brief=espresso", "/map", "/map?brief=espresso", "/creators/mastodon/5",
    "/creators/mastodon/5/vet", "/community", "/shortlists", "/shortlists/espresso", "/outreach",
    "/outreach/letters", "/outreach/do-not-contact", "/campaigns", "/campaigns/spring", "/brands",
    "/brands/card", "/brands/card/krups", "/mentions", "/mentions?brand=krups", "/voice",
    "/voice?brand=krups", "/partners", "/corpus",
)  # fmt: skip
WORK = ("/import", "/collect", "/job", "/outreach/letter")
PROGRAMS = ("/api/search?brief=tea", "/api/creators/mastodon/5", "/api/creators/mastodon/5/vet",
            "/api/community", "/api/campaigns", "/api/outreach", "/community.csv")  # fmt: skip


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("empty")) as served:
        yield served


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A home with a database in which there is nothing."""
    home = tmp_path_factory.mktemp("bare")
    Store.open(database_path(home)).close()
    with serving(home) as served:
        yield served


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_has_nothing_to_show_leads_to_the_greeting(empty: Served, path: str) -> None:
    answer = empty.ask(path)
    assert (answer.status, answer.headers.get("Location")) == (303, "/")


def test_the_greeting_names_the_three_ways_in(empty: Served) -> None:
    text = empty.ask("/").text
    assert "Nothing has been heard here yet" in text
    assert all(way in text for way in ("/demo", 'action="/import"', 'action="/collect"'))


@pytest.mark.parametrize("path", WORK)
def test_posts_are_brought_in_and_letters_changed_before_there_are_posts(
    empty: Served, path: str
) -> None:
    assert empty.ask(path).status == 200


@pytest.mark.parametrize("path", PROGRAMS)
def test_programs_are_told_that_there_is_nothing(empty: Served, path: str) -> None:
    answer = empty.ask(path)
    assert (answer.status, answer.json["error"]) == (400, "there are no posts here yet")


@pytest.mark.parametrize(
    "path", [one for one in PAGES if not one.startswith(("/creators", "/shortlists/"))]
)
def test_a_database_without_posts_fails_no_page(bare: Served, path: str) -> None:
    missing = path in {"/campaigns/spring", "/brands/card/krups"}
    assert bare.ask(path).status == (404 if missing else 200)
