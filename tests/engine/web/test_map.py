"""The map page: lists without scripts; pointing, dragging and clicking with them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.engine.web.conftest import Served
from tests.engine.web.people import HOSTILE

MAP = "/map?brief=espresso+grinder"


def test_the_files_and_the_interface_say_the_same_as_the_page(served: Served) -> None:
    page, told = served.ask(MAP), served.ask("/api/map?brief=espresso+grinder").json
    assert page.status == 200
    assert page.text.count("<circle class=") + page.text.count("<circle cx=") >= 63
    assert len(told["creators"]) == 63
    assert sum(it["creators"] for it in told["groups"]) == sum(
        it["group"] is not None for it in told["creators"]
    )
    assert served.ask("/map.json?brief=espresso+grinder").json == told
    lines = served.ask("/map.csv?brief=espresso+grinder").text.splitlines()
    assert lines[0].startswith("group,words,rank,score,source,id")


def test_a_list_leads_to_its_map_and_back_with_the_filters_kept(served: Served) -> None:
    listed = served.ask("/search?brief=espresso&followers=1k..&sort=posts&top=5&view=table").text
    assert 'href="/map?brief=espresso&amp;followers=1k..">As a map' in listed
    mapped = served.ask("/map?brief=espresso&followers=1k..&creators=40&group=1").text
    assert 'href="/search?brief=espresso&amp;followers=1k..">As a list' in mapped


def test_one_group_is_listed_whole(served: Served) -> None:
    told = served.ask("/api/map?brief=espresso+grinder").json
    some = served.ask("/api/map?brief=espresso+grinder&group=1").json
    of_it = [it["id"] for it in told["creators"] if it["group"] == 1]
    assert [it["id"] for it in some["creators"]] == of_it
    page = served.ask(f"{MAP}&group=1").text
    assert page.count("<li value=") == len(of_it)


@pytest.mark.parametrize(
    ("query", "said"),
    [("brief=espresso&creators=2001", "not from 1 to 2000"), ("brief=x&group=none", "group:"),
     ("brief=espresso&followers=lots", "lots"), ("brief=espresso&kreators=3", "kreators")],
)  # fmt: skip
def test_what_cannot_be_read_is_said(served: Served, query: str, said: str) -> None:
    answer = served.ask(f"/api/map?{query}")
    assert answer.status == 400
    assert said in str(answer.json)


def test_without_a_brief_the_page_asks_for_one_and_the_interface_says_so(served: Served) -> None:
    assert "Who posts about the like?" in served.ask("/map").text
    assert served.ask("/api/map").status == 400


def test_hostile_names_stay_words_on_the_map(browser: Browser, served: Served) -> None:
    context = browser.new_context(base_url=served.url)
    page = context.new_page()
    page.goto(MAP)
    told = page.evaluate(
        """() => { const seen = [];
        for (const spot of document.querySelectorAll('.ch-plane circle')) {
            spot.dispatchEvent(new PointerEvent('pointermove', {bubbles: true}));
            seen.push(document.querySelector('.map-tip').textContent); }
        return seen; }"""
    )
    assert len(told) == 63
    for text in HOSTILE:
        assert any(text[:40] in one for one in told), text
    assert page.locator(".map-tip script, .map-tip img, .ch-plane svg").count() == 0
    assert (
        page.evaluate("document.querySelectorAll('[onload],[onerror],[onmouseover]').length") == 0
    )
    context.close()


def test_dragging_lists_those_within_and_clicking_opens(browser: Browser, served: Served) -> None:
    context = browser.new_context(base_url=served.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(MAP)
    plane = page.locator(".ch-plane")
    box = plane.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 2, steps=3)
    page.mouse.up()
    assert page.inner_text(".picked h2") == "63 picked on the map"
    assert page.locator(".picked-list li").count() == 63
    page.keyboard.press("Escape")
    assert page.locator(".picked").is_hidden()
    page.click("[data-pick='1']")
    chosen = page.locator(".picked-list li").count()
    assert chosen == page.locator(".ch-plane circle:not(.ch-off)").count() < 63
    page.locator(".ch-plane circle").last.click(force=True)
    page.wait_for_url("**/creators/mastodon/*?brief=espresso*")
    context.close()


def test_without_scripts_every_group_is_a_list_with_links(browser: Browser, served: Served) -> None:
    context = browser.new_context(base_url=served.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(MAP)
    assert page.locator(".with-script:visible").count() == 0
    assert page.locator(".ch-plane circle").count() == 63
    page.click(".map-list a >> nth=0")
    assert "number 1 of" in page.inner_text("#why-head")
    context.close()
