"""Mentions corrected in the page: the numbers move at once, and the others learn when told to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.brands.cards.files import write_card
from engine.cli.serving import make_tools
from engine.config import Settings
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Brand, Verdict
from tests.engine.web.conftest import Served, fill, serving, tools_of
from tests.fakes import make_page, make_post

SHOPS = [f"picked up {what} over at Target before lunch" for what in "abcdef"]
GOALS = [f"missed the sales target for {what} by miles" for what in "abcdef"]
COPY = "Target opens at nine"
MENTIONS = "/mentions?brand=target&verdict=brand&verdict=unsure&verdict=not&all=yes"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Served]:
    """A page over a home of its own whose papers are the real ones."""
    write_card(Brand(key="target", name="Target", about=("stores",)), brands_path(tmp_path))
    write_card(Brand(key="krups", name="Krups"), brands_path(tmp_path))
    posts = [
        make_post(f"{side}{i}", text, creator=f"{side}{i}", days_ago=i + 1)
        for side, texts in (("s", SHOPS), ("g", GOALS), ("k", ["a Krups"] * 2), ("c", [COPY] * 2))
        for i, text in enumerate(texts)
    ]
    fill(tmp_path, make_page(*posts))
    real = make_tools(Settings(home=tmp_path)).papers
    with serving(tmp_path, tools=replace(tools_of(tmp_path), papers=real)) as served:
        yield served


def verdicts(served: Served) -> dict[str, Verdict]:
    with Store.open(database_path(served.home), read_only=True) as store:
        ids = store.mention_table(("target",)).post_ids
        mentions, posts = store.mentions(ids, ("target",)), store.posts(ids)
        return {posts[i].native_id: mentions[i][0].verdict for i in posts}


def label(served: Served, native_id: str, meant: str, then: str = MENTIONS) -> str:
    sent = served.send(
        "/brands/card/target/label", source="mastodon", id=native_id, meant=meant, next=then
    )
    assert sent.status == 303
    return sent.headers["Location"]


def n_of(served: Served, verdict: str) -> int:
    return int(served.ask(f"/api/mentions?brand=target&all=yes&verdict={verdict}").json[
        "counts"]["target"]["mentions"])  # fmt: skip


def test_a_correction_moves_the_numbers_at_once_and_nothing_else(page: Served) -> None:
    before, n_before = verdicts(page), n_of(page, "not")
    label(page, "s0", "not")
    assert verdicts(page) == before | {"s0": Verdict.NOT}
    assert n_of(page, "not") == n_before + (before["s0"] is not Verdict.NOT)
    voice = page.ask("/api/voice?brand=target,krups&count-all=yes&with-unsure=yes").json
    counted = sum(one is not Verdict.NOT for one in verdicts(page).values())
    figures = {one["brand"]: one["mentions"] for one in voice["whole"]["figures"]}
    assert figures["target"] == counted


def test_what_is_said_goes_for_posts_with_the_same_text(page: Served) -> None:
    label(page, "c0", "not")
    assert {key: one for key, one in verdicts(page).items() if key[0] == "c"} == {
        "c0": Verdict.NOT,
        "c1": Verdict.NOT,
    }


def test_undone_a_post_is_judged_as_before(page: Served) -> None:
    before = verdicts(page)
    label(page, "s0", "not")
    label(page, "s0", "forget")
    assert verdicts(page) == before
    with Store.open(database_path(page.home), read_only=True) as store:
        assert store.labels("target") == ()
    assert "Learn from it" not in page.ask(MENTIONS).text


def test_others_learn_when_the_button_is_pressed(page: Served) -> None:
    for i in range(5):
        label(page, f"s{i}", "brand")
        label(page, f"g{i}", "not")
    text = page.ask(MENTIONS).text
    assert "Learn from it" in text
    sent = page.send("/brands/card/target/learn", next=MENTIONS)
    assert (sent.status, sent.headers["Location"]) == (303, MENTIONS)
    text = page.ask(MENTIONS).text
    assert "after: right in " in text
    assert "Learn from it" not in text
    assert (verdicts(page)["s5"], verdicts(page)["g5"]) == (Verdict.BRAND, Verdict.NOT)
    assert "after: right in " not in page.ask(MENTIONS).text


def test_a_post_in_which_nothing_was_found_cannot_be_labelled(page: Served) -> None:
    for native_id, source in (("k0", "mastodon"), ("nobody", "mastodon"), ("s0", "bluesky")):
        sent = page.send("/brands/card/target/label", source=source, id=native_id, meant="not")
        assert sent.status == 400
        assert f"no post {source}:{native_id} in which" in sent.text
    assert (
        page.send("/brands/card/target/label", source="mastodon", id="s0", meant="x").status == 400
    )
    assert page.send("/brands/card/none/label", source="mastodon", id="s0").status == 404


@pytest.mark.parametrize(
    "then", ["https://evil.example/", "//evil.example/x", "/\\evil.example", "javascript:1", ""]
)
def test_no_form_leads_to_another_site(page: Served, then: str) -> None:
    assert label(page, "s1", "brand", then) == "/mentions?brand=target"


def test_a_card_made_in_the_page_can_be_filtered_by_at_once(page: Served) -> None:
    assert page.ask("/api/search?brief=lunch&mentions=miles").status == 400
    page.send("/brands/card", name="Miles", do="keep")
    assert page.ask("/api/search?brief=lunch&mentions=miles").status == 200


def test_brands_in_lists_and_of_a_creator_lead_to_their_mentions(page: Served) -> None:
    label(page, "s0", "brand")
    listed = page.ask("/search?brief=picked+up+lunch&top=50").text
    assert 'href="/mentions?brand=target"><bdi>Target</bdi> 1' in listed
    creator = page.ask("/creators/mastodon/s0").text
    assert "Brands they name" in creator
    assert 'href="/mentions?brand=target"><bdi>Target</bdi>' in creator
    assert "disclosed in 0 of 1 post" in creator
    assert page.ask("/api/creators/mastodon/s0").json["brands"][0]["posts"] == 1


def test_a_label_given_on_the_command_line_is_seen_in_the_page(page: Served) -> None:
    from engine.cli.main import main

    arguments = ["--home", str(page.home), "brand", "label", "target", "mastodon:s2", "not"]
    assert main(arguments) == 0
    assert verdicts(page)["s2"] is Verdict.NOT
    text = page.ask(MENTIONS).text
    assert "What you said of posts (1)" in text


def _numbers(page: Page) -> dict[str, int]:
    cells = page.locator("#numbers .facts > div").all_inner_texts()
    return {cell.split("\n")[0]: int(re.findall(r"\d+", cell)[0]) for cell in cells}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_correct_a_mention_see_the_numbers_move(
    browser: Browser, page: Served, *, scripts: bool
) -> None:
    before = verdicts(page)
    context = browser.new_context(base_url=page.url, java_script_enabled=scripts)
    tab = context.new_page()
    tab.goto("/brands")
    tab.click("tr:has-text('Target') >> text=mentions")
    for name in ("brand", "unsure", "not"):
        tab.check(f"input[name=verdict][value={name}]")
    tab.click("button.main")
    said = _numbers(tab)
    native_id = "s0"
    figure = tab.locator(f"[data-post='target mastodon {native_id}']")
    button = "not" if before[native_id] is Verdict.BRAND else "brand"
    figure.locator(f"button[value={button}]").click()
    expect(figure.locator(".says")).to_contain_text(f"you said: {button}")
    now = _numbers(tab)
    assert now[before[native_id].value] == said[before[native_id].value] - 1
    assert now[button] == said[button] + 1
    assert tab.locator("text=Learn from it").count() == 1
    figure.locator("text=Undo").click()
    expect(figure.locator(".says")).not_to_contain_text("you said")
    assert _numbers(tab) == said
    context.close()
