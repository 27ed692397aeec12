"""What is asked of every page that a browser shows, whatever strangers wrote on it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
HANDLERS = """() => [...document.querySelectorAll('*')].flatMap(
    element => [...element.attributes].map(a => a.name)).filter(name => /^on|^style$/.test(name))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults_of(page: Page) -> list[tuple[str, str]]:
    """Return the serious faults of access of what is shown, each with the first that has it."""
    return [
        (one["id"], one["nodes"][0]["html"])
        for one in Axe().run(page).response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def scripts_shown(browser: Browser, url: str, paths: list[str]) -> int:
    """Return how often a hostile script is shown as text at `paths`; nothing else may be wrong.

    At the width of a phone and of a desk: no page has a handler, a script or an element that is
    not ours, is wider than the screen or has a serious fault of access.
    """
    shown = 0
    for size in (PHONE, DESK):
        context = browser.new_context(viewport=size, base_url=url)
        page = context.new_page()
        for path in paths:
            page.goto(path)
            assert page.evaluate(HANDLERS) == []
            assert page.locator("script:not([src^='/static/'])").count() == 0
            assert page.locator("img, iframe, object, embed").count() == 0
            assert page.evaluate(WIDER) <= 0, path
            assert (path, faults_of(page)) == (path, [])
            shown += page.content().count("&lt;script src=")
        context.close()
    return shown
