"""Outreach, campaigns, vetting and community on a phone whose browser runs no scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.engine.web.conftest import Served, fill, serving
from tests.engine.web.looking import PHONE, WIDER
from tests.engine.web.people import pages
from tests.engine.web.test_vet import twins

ORDERS = b"order id,code,amount,date\n1,CODE,40.00,2026-05-20\n"
CUSTOMERS = b"handle,platform\nana5@social.example,mastodon\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("plain")
    fill(folder, *pages(), *twins())
    with serving(folder) as served:
        yield served


@pytest.fixture
def page(browser: Browser, home: Served) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, base_url=home.url)
    yield context.new_page()
    context.close()


def keep_list(page: Page, name: str) -> None:
    page.goto("/search?brief=espresso+grinder")
    page.locator(".card [name=creator]").nth(0).check()
    page.locator(".card [name=creator]").nth(1).check()
    page.fill(".keeping [name=name]", name)
    page.click(".keeping button >> nth=0")
    assert page.inner_text("h1") == name


def is_within(page: Page) -> bool:
    """Tell whether the page is no wider than the screen."""
    return bool(page.evaluate(WIDER) <= 0)


def test_letters_are_drafted_for_a_list_and_how_far_we_are_is_kept(page: Page) -> None:
    keep_list(page, "to write to")
    page.click("nav >> text=Outreach")
    page.select_option("#l-shortlist", "to write to")
    page.fill("#l-brand", "Acme")
    page.click("text=Draft letters")
    assert page.locator(".letters textarea").count() == 2
    assert is_within(page)
    page.click("text=Keep 2 creators as to contact")
    assert page.inner_text("[role=status]") == "2 kept as to contact."
    row = page.locator(".standing li").first
    row.locator("select").select_option("agreed")
    row.locator("[name=note]").fill("by phone")
    row.locator("button").click()
    page.click(".sorts >> text=agreed 1")
    assert page.locator(".standing [name=note]").input_value() == "by phone"
    assert is_within(page)


def test_somebody_is_put_on_the_do_not_contact_list_and_taken_off(page: Page) -> None:
    page.goto("/outreach")
    page.click("text=Put somebody on the list")
    page.fill("#who", "@loud.voice")
    page.fill("#why", "asked us not to")
    page.click("text=Add >> nth=0")
    assert "loud.voice" in page.inner_text(".standing")
    assert is_within(page)
    page.click("text=Take off")
    assert "Nobody is on the list." in page.inner_text("main")


def test_a_campaign_is_begun_filled_and_told_what_was_sold(page: Page) -> None:
    keep_list(page, "in a campaign")
    page.click("nav >> text=Campaigns")
    for name, value in (("name", "spring"), ("from", "2026-05-01"), ("until", "2026-06-01"),
                        ("url", "https://acme.example")):  # fmt: skip
        page.fill(f"#c-{name}", value)
    page.select_option("#c-shortlist", "in a campaign")
    page.locator("form.asking button.main").click()
    assert "1 May 2026 to 31 May 2026" in page.inner_text(".profile")
    page.locator(".terms summary").first.click()
    page.fill("#fee-1", "300USD")
    code = page.input_value("#code-1")
    page.locator(".terms[open] button").first.click()
    assert "fee 300.00 USD" in page.inner_text(".terms >> nth=0")
    sold = ORDERS.replace(b"CODE", code.encode())
    file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": sold}
    page.set_input_files("#sales-file", file)  # type: ignore[arg-type]
    page.locator("form[enctype] button").click()
    assert "40.00" in page.inner_text(".facts")
    assert is_within(page)
    page.goto("/campaigns")
    assert "1 May 2026 to 31 May 2026" in page.inner_text(".standing")
    assert is_within(page)


def test_a_creator_is_vetted_over_another_time_and_told_from_another(page: Page) -> None:
    page.goto("/creators/mastodon/ana/vet")
    page.fill("#window", "30d")
    page.click("text=Show")
    assert "window=30d" in page.url
    assert is_within(page)
    hidden = page.locator(".stack thead").first.bounding_box()
    assert hidden is not None
    assert hidden["width"] <= 1
    page.get_by_role("button", name="Not the same person").first.click()
    assert "Kept: not the same person" in page.inner_text("[role=status]")
    page.get_by_role("button", name="Take back").first.click()
    assert "Taken back" in page.inner_text("[role=status]")


def test_a_list_of_customers_is_brought_in_and_removed(page: Page) -> None:
    page.goto("/community")
    assert "No list yet" in page.inner_text("main")
    page.fill("#c-name", "customers")
    file = {"name": "buyers.csv", "mimeType": "text/csv", "buffer": CUSTOMERS}
    page.set_input_files("#c-file", file)  # type: ignore[arg-type]
    page.click("text=Bring it in")
    assert "customers: 1 new of 1 read" in page.inner_text("[role=status]")
    assert is_within(page)
    page.locator(".danger summary").first.click()
    page.check("[name=sure]")
    page.click("text=Remove the list")
    assert "No list yet" in page.inner_text("main")
