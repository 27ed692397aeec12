"""Brand cards made and changed in the page, with what they match counted before they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.brands.cards.files import read_card
from engine.store.home import brands_path
from tests.engine.web.conftest import Served, fill, serving
from tests.fakes import make_page, make_post

TEXTS = (
    "a Krups grinder",
    "two krupses on the shelf",
    "my Krupps broke",
    "Krupps again",
    "Krups and Krups once more",
    *["Krups it is"] * 8,
    "nothing at all",
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("cards")
    fill(home, make_page(*(make_post(str(i), text) for i, text in enumerate(TEXTS))))
    with serving(home) as served:
        yield served


@pytest.fixture
def clean(page: Served) -> Iterator[Served]:
    yield page
    for file in brands_path(page.home).glob("*.toml"):
        file.unlink()


def card_file(served: Served, key: str = "krups") -> Path:
    return brands_path(served.home) / f"{key}.toml"


def seen(served: Served, key: str = "krups") -> str:
    text = served.ask(f"/brands/card/{key}").text
    return text.partition('name="seen" value="')[2].partition('"')[0]


def test_a_card_is_made_its_posts_are_held_against_it_and_it_is_listed(clean: Served) -> None:
    answer = clean.send("/brands/card", name="Krups", aliases="Krupps\r\n", do="keep")
    assert (answer.status, answer.headers["Location"]) == (303, "/brands/card/krups")
    assert read_card(card_file(clean)).aliases == ("Krupps",)
    found = clean.ask("/brands/card/krups.json").json
    assert found["matches"]["posts"] == sum("krup" in text.lower() for text in TEXTS) - 1
    text = clean.ask("/brands").text
    assert "not looked for yet" not in text
    assert 'href="/brands/card/krups"' in text


def test_entries_are_counted_without_the_card_being_kept(clean: Served) -> None:
    found = clean.send("/brands/count", name="Krups", aliases="Krupps\nKruppps").json
    terms = {(one["field"], one["text"]): one["posts"] for one in found["terms"]}
    assert terms == {("name", "Krups"): 10, ("aliases", "Krupps"): 2, ("aliases", "Kruppps"): 0}
    assert (found["posts"], found["looked_at"], found["of"]) == (12, len(TEXTS), len(TEXTS))
    assert not card_file(clean).exists()


def test_what_is_no_card_is_said_where_it_is_typed(clean: Served) -> None:
    answer = clean.send("/brands/count", name="Krups", domains="krups")
    assert (answer.status, answer.json["error"]) == (400, "the card: 'krups' is no domain")
    page = clean.send("/brands/card", name="Krups", domains="krups", about="coffee", do="keep")
    assert page.status == 400
    assert "is no domain" in page.text
    assert "coffee</textarea>" in page.text
    assert not card_file(clean).exists()


def test_proposals_that_are_ticked_are_kept_with_the_card(clean: Served) -> None:
    page = clean.send("/brands/card", name="Krups", do="propose")
    assert 'value="aliases:krupps"' in page.text
    assert not card_file(clean).exists()
    clean.send("/brands/card", name="Krups", keep="aliases:krupps", do="keep")
    assert read_card(card_file(clean)).aliases == ("krupps",)


def test_what_stands_beside_a_card_in_its_file_stays(clean: Served) -> None:
    clean.send("/brands/card", name="Krups", do="keep")
    file = card_file(clean)
    file.write_text(file.read_text("utf-8") + "# ask Ana about this\n", encoding="utf-8")
    sent = clean.send(
        "/brands/card/krups", name="Krups", products="EA8150", seen=seen(clean), do="keep"
    )
    assert sent.status == 303
    assert read_card(file).products == ("EA8150",)
    assert "# ask Ana about this" in file.read_text("utf-8")


def test_a_card_that_changed_meanwhile_is_not_written_over(clean: Served) -> None:
    clean.send("/brands/card", name="Krups", do="keep")
    before = seen(clean)
    clean.send("/brands/card/krups", name="Krups", langs="de", seen=before, do="keep")
    late = clean.send("/brands/card/krups", name="Krups", products="X", seen=before, do="keep")
    assert late.status == 400
    assert "was changed elsewhere" in late.text
    assert read_card(card_file(clean)).products == ()


def test_a_key_that_is_taken_or_a_name_that_another_card_has_is_refused(clean: Served) -> None:
    clean.send("/brands/card", name="Krups", do="keep")
    assert "There is a card krups already" in clean.send(
        "/brands/card", name="Krups", do="keep"
    ).text  # fmt: skip
    other = clean.send("/brands/card", name="KRUPS", key="other", do="keep")
    assert "both claim the name" in other.text


def test_a_card_is_removed_only_by_who_says_so(clean: Served) -> None:
    clean.send("/brands/card", name="Krups", do="keep")
    assert clean.send("/brands/card/krups/remove").status == 400
    assert card_file(clean).exists()
    assert clean.send("/brands/card/krups/remove", sure="remove").status == 303
    assert not card_file(clean).exists()
    assert clean.ask("/brands/card/krups").status == 404


@pytest.mark.parametrize("key", ["..%2f..%2fetc", "none", "%00", "KRUPS"])
def test_no_address_leads_to_another_file(clean: Served, key: str) -> None:
    assert clean.ask(f"/brands/card/{key}").status == 404
    assert clean.send(f"/brands/card/{key}/remove", sure="remove").status == 404


def test_nothing_is_kept_for_another_site(clean: Served) -> None:
    answer = clean.ask(
        "/brands/card", method="POST", body="name=Krups&do=keep",
        Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert answer.status == 403
    assert not card_file(clean).exists()


def test_one_card_that_cannot_be_read_does_not_hide_the_others(clean: Served) -> None:
    clean.send("/brands/card", name="Krups", do="keep")
    card_file(clean, "bad").write_text("name = ", encoding="utf-8")
    text = clean.ask("/brands").text
    assert "bad.toml is not TOML" in text
    assert 'href="/brands/card/krups"' in text


def test_counts_follow_what_is_typed(browser: Browser, clean: Served) -> None:
    context = browser.new_context(base_url=clean.url)
    page = context.new_page()
    page.goto("/brands/card")
    page.fill("#name", "Krups")
    expect(page.locator("[data-posts]")).to_have_text("10 posts")
    page.fill("#f-aliases", "Krupps")
    expect(page.locator("[data-field=aliases] li")).to_have_text("Krupps 2 posts")
    expect(page.locator("[data-posts]")).to_have_text("12 posts")
    page.fill("#f-domains", "krups")
    expect(page.locator("[data-of]")).to_have_text("the card: 'krups' is no domain")
    page.fill("#f-domains", "")
    page.click("button.main")
    page.wait_for_url("**/brands/card/krups")
    expect(page.locator("h1")).to_have_text("Krups")
    context.close()
