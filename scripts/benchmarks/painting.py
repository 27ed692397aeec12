"""What a browser itself says of the page: first paint, the list of a brief, the map; its files.

Chromium without a window, a fresh context for every visit, nothing kept from before. The times are
those of `performance`: from the beginning of the visit to the first contentful paint, to the end of
the answer, to the end of loading.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from engine.web.rendering import STATIC

from .measures import Measure, quantile

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
MOST_PAINT, MOST_MAP, MOST_BYTES = 0.3, 2.0, 400e3
MAPPED = 2_000  # creators
_TIMES = """() => {
    const visit = performance.getEntriesByType("navigation")[0];
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return {paint: paint.startTime, answer: visit.responseEnd, load: visit.loadEventEnd};
}"""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
_QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def seen(url: str, briefs: Sequence[str], *, repeats: int) -> list[Measure]:
    """Return what the browser measures of the pages at `url`; the map only where there is one."""
    with _browser() as browser:
        _visit(browser, f"{url}/search")  # the browser's own beginning
        paints = [_visit(browser, f"{url}/search")["paint"] for _ in range(repeats)]
        lists = [_visit(browser, f"{url}/search?{urlencode({'brief': it})}") for it in briefs]
        maps = _maps(browser, url, briefs[:3])
    found = [
        _measure("browser: first paint of search", paints, MOST_PAINT),
        _measure("browser: first paint of a new list", [it["paint"] for it in lists], None),
        _measure("browser: a new list loaded", [it["load"] for it in lists], None),
        _measure("browser: a new list loaded, 95 %", [it["load"] for it in lists], None, at=0.95),
    ]
    if maps:
        found.append(_measure(f"browser: a map of {MAPPED:,} can be used", maps, MOST_MAP))
    return found


def sizes() -> Measure:
    """Return the bytes of all scripts and styles of the page, each compressed by itself."""
    files = [file for file in Path(str(STATIC)).rglob("*") if file.suffix in {".css", ".js"}]
    total = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)
    return Measure(
        benchmark="page", name="scripts and styles, compressed", value=total / 1e3, unit="kB",
        target=MOST_BYTES / 1e3,
    )  # fmt: skip


def _maps(browser: Browser, url: str, briefs: Sequence[str]) -> list[float]:
    """Return when maps were loaded and drawn, in seconds; none where there is no such page."""
    times = []
    for brief in briefs:
        page = browser.new_page()
        try:
            answer = page.goto(f"{url}/map?{urlencode({'brief': brief, 'creators': MAPPED})}")
            if answer is None or not answer.ok:
                return []
            times.append(float(page.evaluate("() => performance.now()")) / 1e3)
        finally:
            page.close()
    return times


def _visit(browser: Browser, url: str) -> dict[str, float]:
    """Return the times of a visit, in seconds."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        answer = page.goto(url)
        if answer is None or not answer.ok:
            raise RuntimeError(f"{url}: {answer and answer.status}")
        page.wait_for_function(_PAINTED)
        times: dict[str, Any] = page.evaluate(_TIMES)
        return {name: float(value) / 1e3 for name, value in times.items()}
    finally:
        context.close()


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        raise RuntimeError(f"there is no {CHROMIUM}: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*_QUIET])
        yield browser
        browser.close()


def _measure(name: str, samples: list[float], target: float | None, *, at: float = 0.5) -> Measure:
    value = quantile(samples, at)
    return Measure(
        benchmark="page", name=name, value=value, unit="s", target=target, samples=samples
    )
