"""Lists of customers and followers in the page: brought in, seen beside creators, removed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from engine.store import Store, database_path
from engine.web.pages import community
from tests.engine.web.conftest import Answer, Served
from tests.engine.web.looking import DESK, HANDLERS, PHONE, WIDER
from tests.engine.web.people import HOSTILE
from tests.engine.web.test_browser import _page

CUSTOMERS = b"handle,platform\nana5@social.example,mastodon\nana6@social.example,mastodon\n"
EDGE = "-----edge"


@pytest.fixture
def home(served: Served) -> Iterator[Served]:
    """The page that all tests share, with every list that a test brought in removed after it."""
    yield served
    with Store.open(database_path(served.home)) as store:
        for one in store.community.lists():
            store.community.remove(one.name)


def bring(served: Served, content: bytes, *, token: str | None = None, **fields: str) -> Answer:
    """Send a file as the form does: the token first, then fields, then the file."""
    typed = {"csrf": token or served.door.form_token} | fields
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in typed.items()
    ]
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="buyers.csv"\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + content + f"\r\n--{EDGE}--\r\n".encode()
    kind = f"multipart/form-data; boundary={EDGE}"
    return served.ask("/community", method="POST", body=body, Content_Type=kind)


def test_a_list_brought_in_is_seen_on_searches_profiles_and_lists(home: Served) -> None:
    said = bring(home, CUSTOMERS, name="customers")
    assert said.status == 200
    assert "customers: 2 new of 2 read" in said.text
    (one,) = home.ask("/api/community").json["lists"]
    assert (one["name"], one["members"], one["creators"], one["hashed"]) == (
        "customers", 2, 2, False)  # fmt: skip
    assert home.ask("/creators/mastodon/5.json").json["community"] == ["customers"]
    assert "in <bdi>customers" in home.ask("/creators/mastodon/5").text
    assert "in <bdi>customers" not in home.ask("/creators/mastodon/7").text
    only = home.ask("/search.json?brief=espresso&community=only").json["creators"]
    assert {row["id"] for row in only} == {"5", "6"}
    kept = home.send("/shortlists", name="buyers", who="ticked", creator="mastodon:5",
                     address="brief=espresso")  # fmt: skip
    assert kept.status == 303
    assert "in <bdi>customers" in home.ask("/shortlists/buyers").text
    home.send("/shortlists/buyers/remove", sure="remove")


def test_the_name_of_the_file_names_the_list_and_hashes_are_kept_where_asked_for(
    home: Served,
) -> None:
    bring(home, CUSTOMERS, hashed="yes")
    (one,) = home.ask("/community.json").json["lists"]
    assert (one["name"], one["creators"], one["hashed"]) == ("buyers", 2, True)
    with sqlite3.connect(database_path(home.home)) as database:
        kept = database.execute("SELECT * FROM community_members").fetchall()
    assert len(kept) == 2
    assert "ana5" not in repr(kept)


def test_what_is_refused_is_said_with_its_line_and_never_kept(home: Served) -> None:
    said = bring(home, CUSTOMERS + b"somebody@mail.example,\n", name="mixed")
    assert "2 new of 2 read" in said.text
    assert "refused 1 line" in said.text
    nobody = bring(home, b"handle\n", name="none")
    assert nobody.status == 400
    assert [one["name"] for one in home.ask("/community.json").json["lists"]] == ["mixed"]


def test_a_file_too_large_is_refused_before_it_is_kept(
    home: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(community, "LARGEST", 10)
    assert bring(home, CUSTOMERS, name="large").status == 400
    assert home.ask("/community.json").json == {"lists": []}


def test_another_site_cannot_bring_or_remove_a_list(home: Served) -> None:
    assert bring(home, CUSTOMERS, token="wrong", name="evil").status == 403  # noqa: S106
    bring(home, CUSTOMERS, name="ours")
    assert home.send("/community/remove", csrf="wrong", name="ours", sure="remove").status == 403
    assert home.send("/community/remove", name="ours").status == 400
    assert "removed with everybody" in home.send(
        "/community/remove", name="ours", sure="remove").text  # fmt: skip
    assert home.send("/community/remove", name="ours", sure="remove").status == 400


def test_who_talks_to_an_account_is_added(home: Served) -> None:
    said = home.send("/community/talking-to", handle="mastodon:5", name="talkers")
    assert "talkers: 0 new of 0 who talk to mastodon:5" in said.text
    assert home.send("/community/talking-to", handle="@nobody").status == 400


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_hostile_name_stays_words_and_the_form_works_by_hand(
    browser: Browser, home: Served, size: dict[str, int]
) -> None:
    bring(home, CUSTOMERS, name=HOSTILE[0][:100])
    with _page(browser, home, size=size, scripts=size is DESK) as page:
        page.goto("/search")
        page.get_by_role("link", name="Community", exact=True).click()
        page.set_input_files("#c-file", [{"name": "friends.csv", "mimeType": "text/csv",
                                         "buffer": CUSTOMERS}])  # fmt: skip
        page.get_by_role("button", name="Bring it in").click()
        page.get_by_text("friends: 2 new of 2 read").wait_for()
        for path in ("/community", "/creators/mastodon/5"):
            page.goto(path)
            assert page.evaluate(WIDER) <= 0, path
            assert page.locator("script:not([src^='/static/']), img, iframe").count() == 0
            assert page.evaluate(HANDLERS) == []
        page.goto("/community")
        if size is DESK:
            faults = Axe().run(page).response["violations"]
            assert [one["id"] for one in faults if one["impact"] in {"serious", "critical"}] == []
