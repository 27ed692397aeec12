"""Work begun in the page, from a dropped file to what is found, and a collect that is stopped."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.engine.web.conftest import Served, fill, serving
from tests.engine.web.people import pages
from tests.engine.web.test_browser import DESK, PHONE
from tests.engine.web.test_browser import _page as opened
from tests.indexers.mastodon.statuses import status
from tests.indexers.servers import Asked, Reply, Script
from tests.indexers.servers import serving as scripted_server

ODD = "Wer;Wann;Was;Herzen\n" + "".join(
    f"user{n};2026-05-0{1 + n % 9} 10:00;Espresso grinder number {n};{n}\n" for n in range(30)
)
FIELDS = {"Wer": "creator.handle", "Wann": "created_at", "Was": "text", "Herzen": "likes"}
_DROP = """([name, text]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], name));
    const form = document.querySelector('[data-drop]');
    for (const kind of ['dragover', 'drop']) form.dispatchEvent(
        new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""
TAG = "/api/v1/timelines/tag/espresso"


def test_a_csv_dropped_on_the_page_is_named_read_and_found(
    browser: Browser, tmp_path: Path
) -> None:
    with serving(tmp_path / "home") as served, opened(browser, served) as page:
        page.goto("/")
        page.evaluate(_DROP, ["odd.csv", ODD])
        page.wait_for_url("**/import/*")
        _check_access(page)
        for column, field in FIELDS.items():
            page.select_option(f"select[aria-label='What {column} holds']", field)
        page.click("button[value=look]")
        assert page.locator("blockquote").first.inner_text() == "Espresso grinder number 0"
        page.click("button[value=import]")
        page.wait_for_url("**/job")
        _check_access(page)
        page.goto("/import")  # the page may be left, and is told of it when it comes back
        assert "importing odd.csv is not done yet" in page.inner_text("main")
        page.wait_for_selector(".drop", timeout=60_000)
        page.goto("/job")
        assert "Done" in page.inner_text("[role=status]")
        assert "30 new posts" in page.inner_text("[role=status]")
        page.click("text=See what is there now")
        page.goto("/search?brief=espresso+grinder")
        assert page.locator(".card").count() == 25
        assert not (served.home / "uploads").exists()


def _check_access(page: Any) -> None:
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_ways_in_fit_the_screen_and_can_be_used_by_all(
    browser: Browser, tmp_path: Path, *, scripts: bool
) -> None:
    with serving(tmp_path / "home") as served:
        for size in (DESK, PHONE):
            with opened(browser, served, size=size, scripts=scripts) as page:
                for path in ("/", "/import", "/collect", "/job"):
                    page.goto(path)
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    assert wide <= size["width"], path
                    if scripts:  # which axe is made of
                        _check_access(page)
                page.goto("/collect")
                page.click("button:text-is('Collect')")
                assert "There is nothing to ask for" in page.inner_text("[role=alert]")


@pytest.fixture
def slow() -> Iterator[str]:
    """A server of which the first page comes at once, and the second not before the test ends."""
    over = threading.Event()
    asked: list[Asked] = []

    async def page(one: Asked) -> Reply:
        asked.append(one)
        if len(asked) > 1:
            await asyncio.to_thread(over.wait)
        return Reply(json=[status(number) for number in range(40, 0, -1)])

    told = {"domain": "home.example", "configuration": {}}
    script: Script = {TAG: page, "/api/v2/instance": [Reply(json=told)]}
    with scripted_server(script) as server:
        yield server.url
        over.set()


def test_a_collect_is_followed_live_and_stopped_with_what_it_has(tmp_path: Path, slow: str) -> None:
    fill(tmp_path, *pages())
    with serving(tmp_path) as served:
        form = {"source": "mastodon", "hashtag": "#espresso", "option": f"instances={slow}"}
        assert served.send("/collect", **form).headers["Location"] == "/job"
        told = followed(served, until=lambda job: job["done"] == 40)
        assert told["title"] == "collecting from mastodon"
        refused = served.send("/index")
        assert (refused.status, "One thing at a time" in refused.text) == (409, True)
        began = time.monotonic()
        assert served.ask("/search?brief=espresso").status == 200
        assert time.monotonic() - began < 5.0
        assert served.send("/job/stop").status == 303
        job = followed(served, until=lambda job: job["ended_at"] is not None)
        assert job["phase"] == "stopped"
        (row,) = job["results"]
        assert (row["as"], row["posts_new"]) == ("#espresso", 40)
        assert row["ended"].startswith("stopped by hand")
        held = served.ask("/corpus.json").json
    assert held["last_runs"]["collect"]["sources"][0]["queries"][0]["posts_new"] == 40


def followed(served: Served, *, until: Any) -> dict[str, Any]:
    """Return the first event of the stream that is `until`."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    try:
        connection.request("GET", "/job/events")
        response = connection.getresponse()
        assert response.headers["Content-Type"] == "text/event-stream"
        for line in response:
            if line.startswith(b"data: "):
                job = json.loads(line.removeprefix(b"data: "))
                if until(job):
                    return dict(job)
    finally:
        connection.close()
    raise AssertionError("the stream came to its end before")
