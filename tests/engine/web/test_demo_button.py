"""The demo from the page of an empty home: prepared by a process of its own, seen, and left."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
import zstandard
from playwright.sync_api import Browser

from engine import demo
from tests.engine.web.conftest import fill, serving, tools_of
from tests.engine.web.test_browser import _page as opened
from tests.fakes import make_page, make_post

POSTS = 400


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The first posts of the bundled sample."""
    with demo.SAMPLE.open("rb") as packed:
        lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), "utf-8")
        (tmp_path / "posts.jsonl").write_text("".join(islice(lines, POSTS)), encoding="utf-8")
    return tmp_path / "posts.jsonl"


@pytest.mark.parametrize("is_empty", [True, False])
def test_the_demo_is_prepared_looked_at_and_left(
    browser: Browser, tmp_path: Path, sample: Path, *, is_empty: bool
) -> None:
    home, program = tmp_path / "home", Path(__file__).with_name("small_demo.py")
    if not is_empty:  # a home from which nobody was brought yet
        fill(home, make_page())

    def small(of: Path, command: str) -> list[str]:
        return [sys.executable, str(program), str(sample), "--home", str(of), "--events", command]

    with (
        serving(home, tools=replace(tools_of(home), program=small)) as served,
        opened(browser, served, scripts=is_empty) as page,
    ):
        page.goto("/")
        page.click("button:text-is('Prepare the demo')")
        page.wait_for_url("**/job")
        while not is_empty and not page.locator("text=Go on to the search").count():
            page.reload()
        page.click("text=Go on to the search", timeout=60_000)
        assert f"{POSTS} posts by" in page.inner_text(".empty")
        page.click(f"text={demo.DEFAULT_BRIEF}")
        assert page.locator(".card").count() > 0
        assert demo.LABEL in page.inner_text("main").casefold()
        run = json.loads(served.ask("/corpus.json").text)["runs"][0]
        assert (run["kind"], run["posts_new"]) == ("import", POSTS)
        page.click("text=Back to your own posts")
        assert page.locator("button:text-is('Prepare the demo')").count() == 1
        assert page.locator("text=Back to your own posts").count() == 0


def test_the_demo_leaves_the_posts_of_the_home_alone(tmp_path: Path, sample: Path) -> None:
    fill(tmp_path / "home", make_page(make_post("1", "espresso")))
    with serving(tmp_path / "home") as served:
        assert served.send("/demo/leave").headers["Location"] == "/"
        assert served.ask("/api/status").json["posts"] == 1
