"""Prices and budgets in the page: what the command says, every way to it, and the set kept."""

from __future__ import annotations

import csv
import io
import json
import threading
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

import openpyxl
import pytest
from markupsafe import escape
from playwright.sync_api import Browser

import engine.embedders
from engine.cli.main import main
from engine.embedders.hashing import HashingEmbedder
from engine.money.budget import Choice, Offer, choose
from engine.money.tables import bundled_text
from engine.web.pages import prices
from tests.engine.web.conftest import Served, fill, serving
from tests.engine.web.kept import held, keep, send
from tests.engine.web.looking import scripts_shown
from tests.engine.web.people import HOSTILE, pages

Command = Callable[..., Any]
NOW = "2026-06-01"
INSTAGRAM = {"as": "instagram", "now": NOW}
NAMED = {**INSTAGRAM, "creators": "@ana5@social.example, mastodon:9"}
BUDGET = {"brief": "espresso grinder", **INSTAGRAM, "budget": "5000 USD", "posts": "4", "top": "12"}
HUGE = "100000000000000000000"


def at(path: str, asked: dict[str, str], **more: str) -> str:
    return f"{path}?{urlencode(asked | more)}"


@pytest.fixture(scope="module")
def priced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A home of its own: lists are kept in it."""
    home = tmp_path_factory.mktemp("priced")
    fill(home, *pages())
    with serving(home) as served:
        yield served


@pytest.fixture
def command(
    priced: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """`overheard price` on the home that is served, in this process; what it says as JSON."""
    monkeypatch.setattr(engine.embedders, "load_embedder", lambda *_, **__: HashingEmbedder())

    def said(*words: str) -> Any:
        capsys.readouterr()
        assert main(["--home", str(priced.home), "price", *words, "--output", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return said


def test_the_answer_is_that_of_the_command(priced: Served, command: Command) -> None:
    how = ("--as", "instagram", "--now", NOW)
    named = command("@ana5@social.example", "mastodon:9", *how)
    assert priced.ask(at("/api/prices", NAMED)).json == named
    spent = ("--budget", "5000 USD", "--posts", "4", "--top", "12")
    by_brief = command("--brief", "espresso grinder", *how, *spent)
    assert priced.ask(at("/api/prices", BUDGET)).json == by_brief
    keep(priced, "espresso")
    asked = {**BUDGET, "brief": "", "shortlist": "espresso", "at": "high", "format": "reel"}
    by_list = command("--shortlist", "espresso", *how, *spent, "--at", "high", "--format", "reel")
    assert priced.ask(at("/prices.json", asked)).json == by_list
    assert priced.ask("/api/prices/tables").json == command("--tables")


def test_the_set_is_the_one_that_choosing_finds(priced: Served) -> None:
    found = priced.ask(at("/api/prices", BUDGET)).json
    offers = [
        Offer(name=f"{one['source']}:{one['id']}", score=one["score"],
              cents=-int(-one["estimate"]["middle"] * 100 // 1))
        for one in found["creators"] if one["estimate"]["middle"] is not None
    ]  # fmt: skip
    best = choose(offers, budget=500_000, posts=4)
    taken = [one["creator"] for one in found["budget"]["taken"]]
    assert len(taken) == 4
    assert taken == [offer.name for offer in best.taken]
    page = priced.ask(at("/prices", BUDGET)).text
    assert page.count(" checked>") == 4
    for name in taken:
        assert f'value="{escape(name)}" form="keep" aria-label=' in page
    spent = found["budget"]["spent"]
    assert spent == pytest.approx(best.cents / 100, abs=0.05)  # of amounts rounded for JSON
    assert f"for <strong>{spent:,.2f} USD</strong>" in page
    assert "points fewer" in page


def test_every_way_is_shown_with_its_sum_its_source_and_its_date(priced: Served) -> None:
    document = priced.ask(at("/api/prices", NAMED)).json
    page = priced.ask(at("/prices", NAMED)).text
    ana, nine = document["creators"]
    assert [one["estimate"]["notes"] for one in (nine,)] == [["followers are not known"]]
    assert ana["estimate"]["ways"]
    for way in ana["estimate"]["ways"]:
        assert way["source"] in page
        assert way["dated"] in page
    # 7,200 followers of 10 USD a thousand.
    assert "10 USD per thousand followers x 7.2" in page
    assert f"{len(ana['estimate']['ways'])} ways to this price" in page
    assert "followers are not known" in page


def test_files_hold_what_the_page_shows(priced: Served) -> None:
    text = priced.ask(at("/prices.csv", BUDGET))
    rows = list(csv.DictReader(io.StringIO(text.text)))
    document = priced.ask(at("/api/prices", BUDGET)).json
    assert [row["id"] for row in rows] == [one["id"] for one in document["creators"]]
    bought = [f"{row['source']}:{row['id']}" for row in rows if row["bought"] == "yes"]
    assert bought == [one["creator"] for one in document["budget"]["taken"]]
    assert priced.ask(at("/prices.csv", BUDGET, excel="yes")).body == BOM_UTF8 + text.body
    book = openpyxl.load_workbook(io.BytesIO(priced.ask(at("/prices.xlsx", BUDGET)).body))
    assert book.sheetnames == ["Prices", "Ways", "Notes"]
    assert book.worksheets[0].max_row == 1 + len(rows)
    tables = list(csv.DictReader(io.StringIO(priced.ask("/prices/tables.csv").text)))
    assert {row["file"] for row in tables} >= {"prices.toml", "multipliers.toml", "units.toml"}


@pytest.mark.parametrize(
    ("asked", "said", "advice"),
    [
        ({}, "say whose prices in one way", "empty"),
        ({"brief": "espresso", "shortlist": "x"}, "say whose prices in one way", "empty"),
        ({"brief": "espresso", **INSTAGRAM, "budget": "900EUR"}, "no rate to EUR", "USD=…EUR"),
        ({"brief": "espresso", "currency": "gold"}, "is not a currency", "three letters"),
        ({"brief": "espresso", "budget": "9 EUR", "currency": "USD"}, "the answer in USD", "out"),
        ({"brief": "espresso", "budget": "lots"}, "is not an amount of money", "2000"),
        ({"brief": "espresso", "budget": "1e20"}, "is not an amount of money", "2000"),
        ({"brief": "espresso", "budget": HUGE}, "is more than", "a digit too many"),
        ({"brief": "espresso", "budget": "-5"}, "is negative", "zero or more"),
        ({"brief": "espresso", "budget": "5", "posts": "0"}, "posts: 0 is not from 1", ""),
        ({"brief": "espresso", "budget": "5", "at": "best"}, "at: there is no 'best'", ""),
        ({"brief": "espresso", "rate": "EUR=1"}, "is not a rate of exchange", "EUR=1.08USD"),
        ({"brief": "espresso", "format": "billboard"}, "no table knows the format", "reel"),
        ({"brief": "espresso", "followers": "many"}, "followers: ", ""),
        ({"brief": "espresso", "sort": "score"}, "this address takes no 'sort'", "leave it out"),
        ({"creators": "@ana5@social.example", "source": "x"}, "source goes with a brief", ""),
        ({"creators": "@nobody"}, "nobody in the corpus is called", "exact"),
        ({**NAMED, "budget": "900"}, "have no points to choose by", "shortlist"),
        ({"shortlist": "none"}, "there is no list 'none'", ""),
    ],
)
def test_what_cannot_be_answered_is_said_with_advice(
    priced: Served, asked: dict[str, str], said: str, advice: str
) -> None:
    answer = priced.ask(at("/api/prices", asked))
    assert answer.status == 400
    assert said in answer.json["error"]
    assert advice in (answer.json["hint"] or "")
    if asked:
        page = priced.ask(at("/prices", asked))
        assert page.status == 400
        assert 'role="alert"' in page.text
        assert "--" not in page.text.partition('role="alert"')[2].partition("</p>")[0]


def test_the_set_is_begun_as_a_list_and_a_part_of_a_list_as_another(priced: Served) -> None:
    taken = [
        one["creator"] for one in priced.ask(at("/api/prices", BUDGET)).json["budget"]["taken"]
    ]
    page = priced.ask(at("/prices", BUDGET)).text
    address = page.partition('name="address" value="')[2].partition('"')[0]
    fields = [("who", "ticked"), *(("creator", one) for one in taken)]
    sent = send(priced, "/shortlists", ("name", "bought"), ("address", address), *fields)
    assert (sent.status, sent.headers["Location"]) == (303, "/shortlists/bought?said=added&n=4")
    assert set(held(priced, "/shortlists/bought")) == set(taken)
    again = priced.ask(at("/prices", {"shortlist": "bought", **INSTAGRAM})).text
    address = again.partition('name="address" value="')[2].partition('"')[0]
    assert address == "brief=espresso+grinder"
    some = [("address", address), ("who", "ticked"), ("creator", taken[0])]
    assert send(priced, "/shortlists", ("name", "one"), *some).status == 303
    assert set(held(priced, "/shortlists/one")) == {taken[0]}


def test_a_platform_without_prices_leads_to_those_with_some(priced: Served) -> None:
    page = priced.ask(at("/prices", {"brief": "espresso", "now": NOW})).text
    assert "No prices are published for their platform" in page
    assert 'href="/prices?brief=espresso&amp;now=2026-06-01&amp;as=instagram"' in page
    assert "no price on mastodon is published; “Price as on”" in page


def test_tables_of_ones_own_are_said_to_be_and_wrong_ones_too(priced: Served) -> None:
    folder = priced.home / "money"
    folder.mkdir()
    own = folder / "prices.toml"
    try:
        own.write_text(
            bundled_text("prices.toml").replace("amount = [100, 500]", "amount = [7, 8]")
        )
        assert f"Yours, in place of ours: <bdi>{own}</bdi>" in priced.ask("/prices/tables").text
        assert "Your tables" in priced.ask("/prices").text
        own.write_text("[[price]]\nplatform = 7\n")
        page = priced.ask(at("/prices", NAMED))
        assert (page.status, "line 1 (price 1), platform" in page.text) == (400, True)
        assert priced.ask("/prices").status == 200
    finally:
        own.unlink()
        folder.rmdir()
    assert "The tables" in priced.ask("/prices").text


def test_a_long_choice_holds_up_no_other_page(
    priced: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done = threading.Event(), threading.Event()

    def slow(*given: Any, **named: Any) -> Any:
        begun.set()
        assert done.wait(60)
        return bought(*given, **named)

    bought = prices.buy
    monkeypatch.setattr(prices, "buy", slow)
    answers: list[int] = []
    asking = threading.Thread(
        target=lambda: answers.append(priced.ask(at("/api/prices", BUDGET)).status)
    )
    asking.start()
    try:
        assert begun.wait(60)
        assert priced.ask("/search?brief=espresso").status == 200
        assert priced.ask(at("/api/prices", NAMED)).status == 200
        assert answers == []
    finally:
        done.set()
        asking.join(60)
    assert answers == [200]


def test_what_was_not_proven_in_time_is_said(
    priced: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from engine.money import quotes

    def hurried(offers: Any, *, budget: int, posts: int) -> Choice:
        return replace(choose(offers, budget=budget, posts=posts), within=2.5)

    monkeypatch.setattr(quotes, "choose", hurried)
    page = priced.ask(at("/prices", BUDGET)).text
    assert "Not proven to be the best in 10 seconds: another may have up to 2.5 points more" in page
    assert priced.ask(at("/api/prices", BUDGET)).json["budget"]["points_it_may_lack"] == 2.5


def test_hostile_names_do_nothing_and_nothing_is_too_wide(browser: Browser, priced: Served) -> None:
    hostile = [f"mastodon:h{i}/{text}" for i, text in enumerate(HOSTILE)]
    keep(priced, f"all {HOSTILE[0]}"[:90], "mastodon:5", *hostile)
    every = "".join(f"&creator={quote(one)}" for one in hostile)
    paths = [
        "/prices/tables",
        f"/prices?as=instagram&now={NOW}{every}",
        at("/prices", BUDGET, niche=HOSTILE[1]),
        at("/prices", {"shortlist": HOSTILE[0], "as": HOSTILE[1], "rate": HOSTILE[2]}),
    ]
    assert scripts_shown(browser, priced.url, paths) > 0


@pytest.mark.parametrize("with_script", [True, False])
def test_a_budget_is_spent_from_a_search_and_the_set_kept(
    browser: Browser, priced: Served, *, with_script: bool
) -> None:
    context = browser.new_context(
        base_url=priced.url, java_script_enabled=with_script, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(f"/search?brief=espresso+grinder&now={NOW}")
    page.click(".tools a:text-is('Prices')")
    page.click(".label a:text-is('instagram')")
    page.fill("#p-budget", "900 USD")
    page.fill("#p-posts", "3")
    page.press("#p-posts", "Enter")
    page.wait_for_selector("#set-head")
    assert page.locator("input[name=creator]:checked").count() == 3
    page.click(".price-ways summary >> nth=0")
    assert page.locator(".price-ways li").first.is_visible()
    name = f"set {with_script}"
    page.fill("#keep-name", name)
    page.press("#keep-name", "Enter")
    page.wait_for_url("**/shortlists/set*")
    assert len(held(priced, f"/shortlists/{quote(name)}")) == 3
    page.click("a.button:text-is('Prices')")
    page.wait_for_url("**/prices?shortlist=set*")
    assert page.input_value("#p-shortlist") == name
    context.close()


def test_one_creator_is_priced_from_their_page_by_keyboard(
    browser: Browser, priced: Served
) -> None:
    context = browser.new_context(base_url=priced.url)
    page = context.new_page()
    page.goto("/creators/mastodon/5")
    page.focus("a.button:text-is('Prices')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/prices?creator=mastodon*")
    assert page.input_value("#p-creators") == "mastodon:5"
    page.select_option("#p-as", "instagram")
    page.press("#p-creators", "Enter")
    page.wait_for_url("**as=instagram*")
    assert page.locator(".prices tbody").count() == 1
    context.close()
