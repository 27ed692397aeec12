"""The journey in a real browser: find ten creators, shortlist, note, export, run again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from engine.exports.reading import read_export
from engine.vocabulary import PostFilter
from tests.engine.web.conftest import Served, fill, serving
from tests.engine.web.looking import DESK, HANDLERS, PHONE, WIDER
from tests.engine.web.people import HOSTILE, pages
from tests.engine.web.test_browser import _page

SEARCH = "/search?brief=espresso+grinder"
WIDTHS = """() => [...document.querySelectorAll('.work .bar rect')].map(
    bar => bar.getAttribute('width'))"""
NAMES = "() => [...document.querySelectorAll('.work h2')].map(head => head.textContent.trim())"


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("journeys")
    fill(home, *pages())
    with serving(home) as served:
        yield served


def shortlisted(page: Page, name: str, count: int = 10) -> str:
    """Tick the first creators of a search and keep them; return the path of the list."""
    page.goto(SEARCH)
    for tick in page.get_by_role("checkbox").all()[:count]:
        tick.check()
    page.fill("#keep-name", name)
    page.click("button[value=ticked]")
    expect(page.locator(".work")).to_have_count(count)
    return page.url.partition("?")[0]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_find_ten_creators_shortlist_note_export_and_run_again(
    browser: Browser, lists: Served, size: dict[str, int], tmp_path: Path, *, scripts: bool
) -> None:
    with _page(browser, lists, size=size, scripts=scripts) as page:
        path = shortlisted(page, f"spring {size['width']} {scripts}")
        card = page.locator(".work").first
        card.get_by_label("Note").fill("met at the fair\ncall in May")
        card.get_by_label("Status").select_option("contacted")
        if scripts:
            expect(card.get_by_text("saved", exact=True)).to_be_visible()
        else:
            card.get_by_role("button", name="Save").click()
            expect(page.get_by_text("Saved.")).to_be_visible()
        page.goto(path)
        with page.expect_download() as loading:
            page.get_by_role("link", name="JSON").click()
        file = tmp_path / "list.json"
        loading.value.save_as(file)
        read = read_export(file, lambda _: PostFilter())
        assert len(read.candidates) == 10
        assert read.candidates[0].notices == (
            "status: contacted",
            "note: met at the fair\ncall in May",
        )
        page.get_by_role("button", name="Run again").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("run 1 and run 2")
        page.goto(path)
        expect(page.locator(".work").first.get_by_label("Note")).to_have_value(
            "met at the fair\ncall in May"
        )


def test_the_same_from_the_keyboard_only(browser: Browser, lists: Served) -> None:
    with _page(browser, lists) as page:
        page.goto("/search")
        expect(page.locator("#brief")).to_be_focused()
        page.keyboard.type("espresso grinder")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?brief=espresso+grinder*")
        _tab_to(page, "keep-name")
        page.keyboard.type("by keyboard")
        for _ in range(10):
            _tab_to(page, name="creator")
            page.keyboard.press("Space")
        expect(page.locator("[data-ticked]")).to_have_text(" (10)")
        for _ in range(60):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("document.activeElement.value") == "ticked":
                break
        page.keyboard.press("Enter")
        expect(page.locator(".work")).to_have_count(10)
        _tab_to(page, name="status")
        page.keyboard.type("agreed")
        _tab_to(page, name="note")
        page.keyboard.type("yes")
        page.keyboard.press("Tab")
        expect(page.get_by_text("saved", exact=True)).to_be_visible()
        page.goto("/shortlists")
        _tab_to(page, text="by keyboard")
        row = page.get_by_role("row", name="by keyboard")
        expect(row.get_by_text("1 agreed")).to_be_visible()
        page.keyboard.press("Enter")
        page.wait_for_url("**/shortlists/by%20keyboard")
        _tab_to(page, text="Run again")
        page.keyboard.press("Enter")
        page.wait_for_url("**/changes")


def _tab_to(page: Page, id_: str = "", *, name: str = "", text: str = "") -> None:
    """Press Tab until what has the focus has this id, name or text."""
    for _ in range(150):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(({id, name, textContent}) => [id, name ?? '', textContent.trim()])"
            "(document.activeElement)"
        )
        wanted = (id_, name, text)
        if any(one and one == had for one, had in zip(wanted, found, strict=True)):
            return
    raise AssertionError(f"nothing has the focus that is called {id_ or name or text}")


def test_weights_reorder_at_once_as_the_server_would(browser: Browser, lists: Served) -> None:
    with _page(browser, lists) as page:
        path = shortlisted(page, "weighed", 20)
        before = page.evaluate(NAMES)
        page.get_by_text("Weights", exact=True).click()
        for part, points in (("recency", "100"), ("relevance", "0"), ("focus", "70")):
            page.get_by_role("slider", name=part).fill(points)
        at_once = page.evaluate(NAMES)
        scores = page.locator("[data-score]").all_text_contents()
        widths = page.evaluate(WIDTHS)
        assert at_once != before
        page.goto(f"{path}?recency=100&relevance=0&focus=70&frequency=25&engagement=5")
        assert page.evaluate(NAMES) == at_once
        assert page.locator("[data-score]").all_text_contents() == scores
        drawn = page.evaluate(WIDTHS)
        assert [one for one in drawn if one != "0.00%"] == [one for one in widths if one != "0.00%"]
        page.get_by_text("Weights", exact=True).click()
        with page.expect_navigation():
            page.get_by_role("button", name="Keep these weights").click()
        assert page.evaluate(NAMES) == at_once


def test_what_two_windows_write_is_not_lost(browser: Browser, lists: Served) -> None:
    with _page(browser, lists) as page, _page(browser, lists) as other:
        path = shortlisted(page, "two windows", 3)
        other.goto(path)
        page.locator("textarea").first.fill("from one window")
        page.keyboard.press("Tab")
        expect(page.get_by_text("saved", exact=True)).to_be_visible()
        other.locator("textarea").first.fill("from the other")
        other.keyboard.press("Tab")
        expect(other.get_by_text("somebody else wrote note: “from one window”")).to_be_visible()
        assert other.locator("textarea").first.input_value() == "from the other"
        other.locator("textarea").first.fill("from both")
        other.keyboard.press("Tab")
        expect(other.get_by_text("saved", exact=True)).to_be_visible()
        page.reload()
        expect(page.locator("textarea").first).to_have_value("from both")


def test_lists_are_open_to_all_and_hostile_words_do_nothing(
    browser: Browser, lists: Served
) -> None:
    with _page(browser, lists) as page:
        page.goto("/search?brief=espresso+espresso+grinder+script+src&top=200")
        for tick in page.locator("input[name=creator][value*='/']").all()[:3]:
            tick.check()
        page.fill("#keep-name", HOSTILE[0])
        page.click("button[value=ticked]")
        path = page.url.partition("?")[0]
        page.locator("textarea").first.fill(HOSTILE[2])
        page.keyboard.press("Tab")
        expect(page.get_by_text("saved", exact=True)).to_be_visible()
        page.get_by_text("Columns", exact=True).click()
        page.fill("#column", HOSTILE[1])
        page.get_by_role("button", name="Add", exact=True).click()
    faults = []
    for size in (DESK, PHONE):
        with _page(browser, lists, size=size) as page:
            for address in (path, f"{path}/changes", "/shortlists"):
                page.goto(address)
                for fold in page.locator("summary").all():
                    fold.click()
                assert page.evaluate(HANDLERS) == []
                assert page.locator("script:not([src^='/static/'])").count() == 0
                assert page.locator("img, iframe, object, embed, base").count() == 0
                assert page.evaluate(WIDER) <= 0, address
                faults += [
                    (address, size["width"], one["id"], one["nodes"][0]["html"])
                    for one in Axe().run(page).response["violations"]
                    if one["impact"] in {"serious", "critical"}
                ]
    assert faults == []
