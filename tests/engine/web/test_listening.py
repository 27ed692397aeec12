"""Listening from the page: begun, followed and stopped beside other work, and what it told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from engine.alerts import Digest, MentionNotice
from engine.brands.cards.files import write_card
from engine.config import load_settings
from engine.errors import AlertError, ConfigError
from engine.pipeline.delivering import note_attempt
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Brand, CreatorKey
from engine.web import keys
from engine.web.earshot import Earshot, latest
from engine.web.pages.listening import arguments_of, wanted_of
from engine.web.tools import Hearing
from tests.engine.web.conftest import Served, fill, serving, tools_of
from tests.engine.web.looking import DESK, HANDLERS, scripts_shown
from tests.engine.web.people import HOSTILE, SCRIPT, pages
from tests.engine.web.test_bringing import LINE, upload
from tests.fakes import NOW
from tests.indexers.servers import Asked, Reply, Server
from tests.indexers.servers import serving as scripted

WORDS = ("espresso", "broke after a week", "lovely crema", "descaled", "burr noise", "oat milk")


class Feed:
    """A feed that has one entry more each time it is asked, each of another day."""

    def __init__(self) -> None:
        self.asked = 1

    def __call__(self, _: Asked) -> Reply:
        self.asked += 1
        items = "".join(map(entry, range(self.asked)))
        head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Ana</title>'
        kind = {"Content-Type": "application/rss+xml"}
        return Reply(body=f"{head}{items}</channel></rss>", headers=kind)


def entry(number: int) -> str:
    hostile = SCRIPT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    words = " ".join(WORDS[(number * step) % len(WORDS)] for step in (1, 2, 5))
    return (
        f"<item><guid>{number}</guid><title>Krups {number} {hostile}</title><description>{words}"
        f"</description><link>javascript:document.title={number}</link>"
        f"<pubDate>{1 + number % 28:02d} Apr 2026 10:00:00 GMT</pubDate></item>"
    )


@pytest.fixture(scope="module")
def source() -> Iterator[Server]:
    with scripted({"/feed.xml": Feed(), "/hook": [Reply(status=200)]}) as server:
        yield server


@contextmanager
def listening_home(tmp: Path, alerts: str) -> Iterator[Served]:
    """Serve a home with a card, and `alerts` in the settings that all commands read."""
    home, folder = tmp / "home", tmp / "overheard"
    folder.mkdir()
    (folder / "overheard.toml").write_text(f"[alerts]\n{alerts}")
    write_card(Brand(key="krups", name="Krups"), brands_path(home))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CONFIG_HOME", str(tmp))
        settings = load_settings(home=home)
        with serving(home, tools=tools_of(home, settings)) as served:
            yield served


@pytest.fixture(scope="module")
def served_alone(tmp_path_factory: pytest.TempPathFactory, source: Server) -> Iterator[Served]:
    alerts = f'webhook = "{source.url}/hook?key=T0PSECRET"\nevery = "1s"\n'
    with listening_home(tmp_path_factory.mktemp("ears"), alerts) as served:
        yield served


def ear(served: Served) -> dict:
    return served.ask("/api/listen").json["listening"]


def until(happened: object, *, seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.1)


def fill_form(page: Page, source: Server) -> None:
    page.goto("/listen")
    page.uncheck("input[name=source][value=bluesky]")
    page.check("input[name=source][value=feeds]")
    page.check("input[name=brand][value=krups]")
    page.fill("#l-account", f"{source.url}/feed.xml")
    page.fill("#l-poll", "1s")
    page.click("form.collect button.main")


def test_what_is_heard_is_followed_beside_an_import_and_stopping_keeps_all(
    browser: Browser, served_alone: Served, source: Server
) -> None:
    served = served_alone
    context = browser.new_context(viewport=DESK, base_url=served.url)
    page = context.new_page()
    fill_form(page, source)
    page.wait_for_selector(".heard li", timeout=120_000)
    assert page.locator("[data-ear]").count() == 1
    assert page.evaluate(HANDLERS) == []
    assert page.locator("script:not([src^='/static/']), .heard img").count() == 0
    assert page.locator(".heard a[href^='javascript']").count() == 0
    assert "<script src=" in page.inner_text(".heard")
    assert upload(served, ("one.jsonl", LINE.encode())).status == 303
    until(lambda: served.ask("/api/job").json["job"]["ended_at"])
    job = served.ask("/api/job").json["job"]
    assert (job["phase"], job["results"][0]["posts_new"], job["troubles"]) == ("done", 1, [])
    assert served.send("/listen", source="feeds").status == 409
    until(lambda: ear(served)["alerts"])
    assert ear(served)["phase"] == "running"
    assert scripts_shown(browser, served.url, ["/listen"]) > 0
    page.click("text=Stop listening")
    page.wait_for_selector("[role=status]:has-text('Stopped')", timeout=120_000)
    assert page.inner_text(".heard .brand-flag >> nth=0") == "Krups"
    ticked = page.eval_on_selector_all(
        "form.collect input[type=checkbox]:checked", "all => all.map(one => one.value)"
    )
    assert set(ticked) == {"feeds", "krups", "yes"}
    assert page.input_value("#l-account") == f"{source.url}/feed.xml"
    context.close()
    (row,) = ear(served)["results"]
    with Store.open(database_path(served.home)) as store:
        (report,) = store.reports("listen")
        assert store.summary().posts == row["posts_new"] + 1
        told = store.deliveries(limit=5)
    assert report["sources"][0]["posts_new"] == row["posts_new"] > 0
    assert told[-1].is_taken
    assert "127.0.0.1" in told[-1].channel
    shown = "".join(served.ask(path).text for path in ("/listen", "/alerts", "/api/alerts"))
    assert "the webhook at 127.0.0.1" in shown
    assert "T0PSECRET" not in shown


def test_without_scripts_it_is_begun_and_looked_at_and_who_was_killed_is_told(
    browser: Browser, served_alone: Served, source: Server
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served_alone.url)
    page = context.new_page()
    fill_form(page, source)
    again = page.locator("noscript a[href='/listen']")
    assert again.inner_text() == "Look again"
    until(lambda: ear(served_alone)["sources"])
    process = served_alone.app[keys.EARS]._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    until(lambda: ear(served_alone)["ended_at"])
    again.click()
    assert "It did not go on" in page.inner_text("#ear")
    assert "ended from outside (signal 9)" in page.inner_text("#ear")
    context.close()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"hashtag": "tea"}, "no source is chosen"),
        ({"source": "bluesky"}, "nothing to listen for"),
        ({"source": "blusky", "hashtag": "tea"}, "did you mean"),
        ({"source": "bluesky", "account": "ana"}, "the page to collect from sources</a>"),
        ({"source": "telegram", "hashtag": "tea"}, "it can be asked with “Account”"),
        ({"source": "bluesky", "hashtag": "tea", "for": "soon"}, "no duration"),
        ({"source": "bluesky", "hashtag": "tea", "poll": "x"}, "no duration"),
        ({"source": "bluesky", "brand": "nobody"}, "brand"),
        ({"source": "mastodon", "hashtag": "tea", "option": "x"}, "no NAME=VALUE"),
        ({"source": "bluesky", "word": "\n".join(map(str, range(51)))}, "more than 50"),
    ],
)
def test_what_cannot_be_listened_for_is_said_in_the_form(
    tmp_path: Path, form: dict[str, str], said: str
) -> None:
    with serving(tmp_path / "home") as served:
        answer = served.send("/listen", **form)
        assert (answer.status, answer.says(said)) == (400, True)
        assert served.ask("/api/listen").json == {"listening": None}
        assert served.ask("/listen/now").status == 404


def test_a_form_becomes_what_one_would_type() -> None:
    wanted = wanted_of(
        {"source": ["bluesky", "feeds"], "hashtag": ["tea, #oolong"], "word": ["La Marzocco\n"],
         "brand": ["krups"], "for": ["2h"], "everything": ["yes"]}
    )  # fmt: skip
    assert arguments_of(wanted) == [
        "--hashtag=tea", "--hashtag=#oolong", "--word=La Marzocco", "--brand=krups",
        "--everything", "--for=2h", "--no-alerts", "--output", "json", "--", "bluesky", "feeds",
    ]  # fmt: skip
    assert "--no-alerts" not in arguments_of(Hearing(sources=["x"]))
    with pytest.raises(ConfigError, match="longer than"):
        wanted_of({"source": ["x"], "word": ["x" * 2_001]})


def test_what_was_told_is_shown_with_what_waits_and_without_who_is_gone(
    browser: Browser, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    fill(home, *pages())
    with Store.open(database_path(home)) as store:
        notices = [
            MentionNotice(
                brand="krups", name="Krups", source="mastodon", post_id=id_, url=None,
                handle=None, created_at=NOW, text="x", verdict="brand",
            )
            for id_ in ("0-0", "h0-0")
        ]  # fmt: skip
        digest = Digest(made_at=NOW, notices=tuple(notices), more={SCRIPT: 2})
        note_attempt(store, f"the command {SCRIPT}", digest, None, now=NOW)
        note_attempt(store, "a hook", digest, AlertError(SCRIPT, hint=SCRIPT), now=NOW)
    with serving(home) as served:
        assert scripts_shown(browser, served.url, ["/alerts"]) > 0
        text = served.ask("/alerts").text
        assert "Alerts go nowhere yet" in text
        assert "waits, tried once" in text
        waits, taken = served.ask("/api/alerts").json["alerts"]
        assert (waits["taken"], taken["taken"], len(taken["posts"])) == (False, True, 2)
        assert served.ask("/alerts.csv").text.count("\n") == 3
        assert served.ask("/alerts.xlsx").status == 200
        assert served.ask("/api/alerts?after=x").status == 400
        with Store.open(database_path(home)) as store:
            store.erase([CreatorKey("mastodon", f"h0/{HOSTILE[0]}")], now=NOW)
        waits, taken = served.ask("/api/alerts").json["alerts"]
        assert (len(taken["posts"]), waits["error"].startswith("not kept")) == (1, True)
        assert "1 more no longer here" in served.ask("/alerts").text


def test_of_what_was_heard_only_what_is_still_there_is_shown(tmp_path: Path) -> None:
    fill(tmp_path / "home", *pages())
    shot = Earshot()
    for id_ in ("0-0", "1-0", "gone", "0-0"):
        shot.hear({"heard": {"source": "mastodon", "id": id_, "label": "[krups] "}})
    shot.hear({"source": {"name": "x", "posts_new": 3, "live": True, "state": "following"}})
    shot.hear({"source": "no table"})
    found = latest(tmp_path / "home", shot)
    assert [(one["id"], one["label"]) for one in found] == [("0-0", "krups"), ("1-0", "krups")]
    assert found[0]["handle"] == "ana0@social.example"
    assert (shot.total("posts_new"), shot.total("removed")) == (3, 0)


def test_alerts_that_are_set_wrong_are_said_and_stop_nothing(tmp_path: Path) -> None:
    with listening_home(tmp_path, 'webhock = "https://example.org"\n') as served:
        for path in ("/listen", "/alerts"):
            assert "there is no setting &#39;webhock&#39;" in served.ask(path).text
        assert served.ask("/api/alerts").json["ways"] is None
        answer = served.send("/listen", source="bluesky", hashtag="tea", alerts="yes")
        assert (answer.status, "webhock" in answer.text) == (400, True)
