"""The pages in a real browser: with and without scripts, wide and narrow, hostile words and all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.engine.web.conftest import Served
from tests.engine.web.looking import DESK, HANDLERS, PHONE, WIDER, faults_of
from tests.engine.web.people import HOSTILE

SEARCH = "/search?brief=espresso+grinder"
CREATOR = "/creators/mastodon/5?brief=espresso"
HOSTILE_PAGES = [
    f"/creators/mastodon/{quote(f'h{i}/{text}', safe='')}?brief={quote('espresso ' + text[:200])}"
    for i, text in enumerate(HOSTILE)
]
PAGES = ["/search", SEARCH, f"{SEARCH}&view=table", f"{SEARCH}&followers=nonsense", CREATOR,
         "/corpus", "/nowhere",
         "/brands", "/brands/card", "/brands/card/krups",
         "/voice?brand=krups", "/mentions?brand=krups", "/partners?brand=krups"]  # fmt: skip
PAGES += ["/map", "/map?brief=espresso"]
OTHERS = ["/shortlists", "/import", "/collect", "/job", "/outreach", "/outreach/letters",
          "/campaigns", "/outreach/letter", "/outreach/do-not-contact", "/community",
          "/voice", "/mentions", "/partners", "/creators/mastodon/5/vet"]  # fmt: skip
_LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.protocol)"


@contextmanager
def _page(
    browser: Browser, served: Served, *, size: dict[str, int] = DESK, scripts: bool = True
) -> Iterator[Page]:
    """Open a page that may ask nothing of anybody but the server, nor complain on its console."""
    asked: list[str] = []
    said: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    context = browser.new_context(viewport=size, java_script_enabled=scripts, base_url=served.url)
    context.on("request", note)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        yield page
        assert [url for url in asked if not url.startswith(f"{served.url}/")] == []
        assert [text for text in said if "status of 4" not in text] == []
    finally:
        context.close()


def test_no_page_has_a_serious_fault_of_access(browser: Browser, served: Served) -> None:
    faults = []
    for size in (DESK, PHONE):
        with _page(browser, served, size=size) as page:
            for path in PAGES:
                page.goto(path)
                faults += [(path, size["width"], *fault) for fault in faults_of(page)]
    assert faults == []


def test_nothing_is_wider_than_the_screen(browser: Browser, served: Served) -> None:
    with _page(browser, served, size=PHONE) as page:
        for path in (*PAGES, *OTHERS, *HOSTILE_PAGES):
            page.goto(path)
            assert page.evaluate(WIDER) <= 0, path


def test_hostile_words_add_no_tag_attribute_or_request(browser: Browser, served: Served) -> None:
    with _page(browser, served) as page:
        shown = 0
        for path in (
            *HOSTILE_PAGES,
            "/brands",
            "/brands/card/delonghi",
            "/voice?brand=krups",
            "/mentions?brand=krups",
            "/partners?brand=krups",
            SEARCH,
            f"{SEARCH}&view=table&top=200",
        ):
            page.goto(path)
            title = page.title()
            for cell in page.locator("blockquote, h2 a, dd, bdi").all()[:40]:
                cell.dispatch_event("mouseover")
            assert page.title() == title
            assert page.evaluate(HANDLERS) == []
            assert set(page.evaluate(_LINKS)) <= {"http:", "https:"}
            assert page.locator("script:not([src^='/static/'])").count() == 0
            assert page.locator("img, iframe, object, embed, base, meta[http-equiv]").count() == 0
            shown += page.content().count("&lt;script src=")
        assert shown > 0


def test_links_that_lead_out_give_nothing_away(browser: Browser, served: Served) -> None:
    with _page(browser, served) as page:
        page.goto(SEARCH)
        out = page.locator("a[href^='https://']")
        assert out.count() > 10
        rels = out.evaluate_all("links => links.map(link => link.rel)")
        assert all({"noopener", "nofollow"} <= set(rel.split()) for rel in rels)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_way_from_a_brief_to_a_reason(
    browser: Browser, served: Served, size: dict[str, int], *, scripts: bool
) -> None:
    with _page(browser, served, size=size, scripts=scripts) as page:
        page.goto("/")
        page.fill("#brief", "espresso grinder, over 1k followers")
        page.press("#brief", "Enter")
        assert page.locator(".chip").inner_text().startswith("“over 1k followers”")
        assert page.locator(".card").count() == 25
        page.click("a.next")
        assert page.locator(".total-line strong").inner_text().startswith("26\N{EN DASH}")
        page.go_back()
        page.click(".card h2 a >> nth=0")
        assert re.match(r"For “espresso grinder, over 1k followers”: number 1 of",
                        page.inner_text("#why-head"))  # fmt: skip
        page.go_back()
        page.click(".chip a")
        assert page.locator(".chip").inner_text().startswith("ignore followers")


def test_all_of_it_can_be_done_from_the_keyboard(browser: Browser, served: Served) -> None:
    with _page(browser, served) as page:
        page.goto(SEARCH)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "brief"
        page.keyboard.type("latte art")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?brief=latte+art*")
        reached = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.textContent.trim()"))
        assert {"Search", "Filters", "Apply", "Table", "followers", "CSV"} <= reached
        assert any(name.startswith("Ana ") for name in reached)
