"""Vetting in the page: what the command prints, look-alikes decided, hostile words, both widths."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from engine.amounts import parse_when
from engine.store import Store, database_path
from engine.vetting import vet
from engine.vetting.documents import to_document, to_rows
from engine.vocabulary import CreatorKey, Page
from tests.engine.web.conftest import Served, fill, serving
from tests.engine.web.looking import DESK, HANDLERS, PHONE, WIDER
from tests.engine.web.people import HOSTILE, pages
from tests.engine.web.test_browser import _page
from tests.fakes import NOW as CLOCK
from tests.fakes import make_creator, make_page, make_post

VET = "/creators/mastodon/5/vet"
OTHER = "bluesky:twin"
HOSTILE_VETS = [
    f"/creators/mastodon/{quote(f'h{i}/{text}', safe='')}/vet" for i, text in enumerate(HOSTILE)
]
NOW = CLOCK + timedelta(minutes=1)  # ages are counted from the end of the minute
COUNTS = (1_000, 1_100, 1_250)


def twins() -> Iterator[Page]:
    """Somebody seen thrice, whose profile links to an account elsewhere that links back."""
    for week, followers in enumerate(COUNTS):
        ana = make_creator("ana", handle="ana.roasts@social.example", name="Ana Roasts",
                           bio="https://bsky.app/profile/ana.roasts.example", followers=followers,
                           measured_at=NOW - timedelta(weeks=3 - week))  # fmt: skip
        yield make_page(make_post("ana-1", "roasting espresso beans", creator="ana", days_ago=2),
                        creators=[ana])  # fmt: skip
    twin = make_creator("twin", source="bluesky", handle="ana.roasts.example", name="Ana Roasts",
                        bio="https://social.example/@ana.roasts", followers=50)  # fmt: skip
    yield make_page(
        make_post("t-1", "espresso", source="bluesky", creator="twin", days_ago=3), creators=[twin]
    )


@pytest.fixture(scope="module")
def vetted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("vetted")
    fill(home, *pages(), *twins())
    with serving(home) as served:
        yield served


def by_hand(home: Path, key: CreatorKey, window: str = "90d") -> object:
    with Store.open(database_path(home), read_only=True) as store:
        creator = store.creator_by_key(key)
        assert creator is not None
        return vet(store, creator, now=NOW, since=parse_when(window, NOW))


def test_the_page_gives_what_the_command_gives(vetted: Served) -> None:
    found = by_hand(vetted.home, CreatorKey("mastodon", "5"))
    assert vetted.ask(f"{VET}.json").json == to_document(found)  # type: ignore[arg-type]
    assert vetted.ask(f"/api{VET}").json == to_document(found)  # type: ignore[arg-type]
    rows = [*csv.reader(io.StringIO(vetted.ask(f"{VET}.csv").text))]
    assert [row[:3] for row in rows] == [[*row[:3]] for row in to_rows(found)]  # type: ignore[arg-type]
    assert vetted.ask(f"{VET}.xlsx").body.startswith(b"PK")


def test_every_rule_is_shown_with_its_source_and_its_result(vetted: Served) -> None:
    shown = vetted.ask(VET).text
    for finding in vetted.ask(f"{VET}.json").json["findings"]:
        assert finding["title"].replace("'", "&#39;") in shown
    assert "not enough data" in shown
    said = shown.casefold().replace("socialbakers fake follower rules", "")  # a source's own name
    assert "fake" not in said


def test_the_window_is_a_field_of_the_form_and_moves_where_rates_begin(vetted: Served) -> None:
    since = vetted.ask(f"{VET}.json?window=30d").json["engagement"]["since"]
    assert since == (NOW - timedelta(days=30)).isoformat().replace("+00:00", "Z")
    refused = vetted.ask(f"{VET}?window=soon")
    assert refused.status == 400
    assert 'name="window" value="soon"' in refused.text


def test_followers_seen_on_several_days_are_a_chart_and_on_one_are_said_to_be_too_few(
    vetted: Served,
) -> None:
    grown = vetted.ask("/creators/mastodon/ana/vet")
    history = vetted.ask("/creators/mastodon/ana/vet.json").json["history"]
    assert [one["followers"] for one in history] == [*COUNTS]
    assert "<svg" in grown.text.partition('id="growth-head"')[2].partition("</section>")[0]
    assert "Not enough data: the followers were seen on one day" in vetted.ask(VET).text


def test_a_look_alike_can_be_said_to_be_somebody_else_and_that_be_taken_back(
    vetted: Served,
) -> None:
    path = "/creators/mastodon/ana/vet"

    def decided() -> list[object]:
        found = vetted.ask(f"{path}.json").json["probably_same_person"]
        return [one["decided"] for one in found if one["id"] == "twin"]

    assert decided() == [None]
    for word, kept in (("not-same", "not same"), ("same", "same"), ("undecided", None)):
        answer = vetted.send(path, other=OTHER, decided=word)
        assert answer.status == 303
        assert decided() == [kept]


def test_a_decision_needs_the_token_of_the_form_and_two_creators(vetted: Served) -> None:
    path = "/creators/mastodon/ana/vet"
    body = f"other={OTHER}&decided=same"
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    assert vetted.ask(path, method="POST", body=body, **form).status == 403
    assert vetted.send(path, other="mastodon:ana", decided="same").status == 400
    assert vetted.send(path, other="mastodon:nobody", decided="same").status == 404
    assert vetted.send(path, other=OTHER, decided="perhaps").status == 400
    assert vetted.ask("/creators/mastodon/nobody/vet").status == 404


def test_search_and_profile_lead_to_it(vetted: Served) -> None:
    assert f'href="{VET}"' in vetted.ask("/creators/mastodon/5").text
    for view in ("cards", "table"):
        found = vetted.ask(f"/search?brief=espresso+grinder&view={view}").text
        assert found.count('/vet">vet') == 25


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_it_can_be_read_at_any_width_and_hostile_words_do_nothing(
    browser: Browser, vetted: Served, size: dict[str, int]
) -> None:
    with _page(browser, vetted, size=size) as page:
        for path in ("/creators/mastodon/ana/vet", HOSTILE_VETS[0], *HOSTILE_VETS[1:]):
            page.goto(path)
            title = page.title()
            assert page.evaluate(WIDER) <= 0, path
            assert page.evaluate(HANDLERS) == []
            assert page.locator("script:not([src^='/static/']), img, iframe").count() == 0
            assert page.title() == title
        page.goto("/creators/mastodon/ana/vet")
        faults = Axe().run(page).response["violations"]
        assert [one["id"] for one in faults if one["impact"] in {"serious", "critical"}] == []
        page.get_by_role("button", name="Not the same person").first.focus()
        page.keyboard.press("Enter")
        page.get_by_text("Kept: not the same person").wait_for()
        page.get_by_role("button", name="Take back").first.click()
        page.get_by_text("Taken back: nothing").wait_for()
