"""Alerts while listening: told, noted once they are taken, and never in the way."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.alerts import AlertSettings
from engine.brands.cards.files import card_path, load_cards, write_card
from engine.cli.alarming import Alarm, alarmed, alert_settings, make_alarm
from engine.config import Settings
from engine.errors import AlertError, ConfigError, StoreError
from engine.pipeline.alerting import read_told
from engine.pipeline.brands import RULES
from engine.store import Store, database_path
from engine.store.home import brands_path
from tests.engine.cli.branded import KRUPS, hold, make_home
from tests.fakes import make_page, make_post

QUICK = AlertSettings(every=0.02, most=5)


class Box:
    def __init__(self, fails: int = 0) -> None:
        self.name, self.fails, self.digests = "the box", fails, []

    async def send(self, digest) -> None:
        if self.fails:
            self.fails -= 1
            raise AlertError("the box is shut")
        self.digests.append(digest)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_home(tmp_path, [make_post("old", "Krups of old", creator="1")])


class Home:
    """What listening does to a home: posts come in, and `index` holds them against the cards."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.coming: list[str] = []
        self.fails = 0

    def index(self) -> None:
        if self.fails:
            self.fails -= 1
            raise StoreError("it is being indexed by another process")
        with Store.open(database_path(self.home)) as store:
            posts = [make_post(text, text, creator=text) for text in self.coming]
            store.commit_page(make_page(*posts), now=datetime.now(UTC))
            hold(store, now=datetime.now(UTC))


def listen(home: Path, box: Box, *texts: str, index=None) -> Home:
    """Have an alarm look, and then again after each of `texts` has come in."""
    filled = index or Home(home)

    async def run() -> None:
        alarm = Alarm(home, QUICK, ways=[box], index=filled.index)
        await alarm._look()
        for text in texts:
            filled.coming.append(text)
            alarm.hear()
            await alarm._look()
            await alarm._courier.flush()
        await alarm._courier.flush()
        await alarm._settle()

    asyncio.run(run())
    return filled


def told(box: Box) -> list[str]:
    return [one.post_id for digest in box.digests for one in digest.mentions]


def test_what_comes_in_is_told_and_what_was_there_is_not(home: Path) -> None:
    box = Box()
    listen(home, box, "Krups one", "nothing", "Krups two")
    assert told(box) == ["Krups one", "Krups two"]


def test_a_listener_that_is_started_again_tells_what_came_in_meanwhile(home: Path) -> None:
    first, second = Box(), Box()
    filled = listen(home, first, "Krups one")
    filled.coming.append("Krups two")
    listen(home, second, index=filled)
    assert (told(first), told(second)) == (["Krups one"], ["Krups two"])


def test_what_nobody_took_is_told_by_the_next_one(home: Path, capsys) -> None:
    shut, box = Box(fails=10**6), Box()
    filled = listen(home, shut, "Krups one")
    assert "alert not sent: the box is shut" in capsys.readouterr().err
    with Store.open(database_path(home)) as store:
        before = read_told(store)
    listen(home, box, index=filled)
    assert told(box) == ["Krups one"]
    with Store.open(database_path(home)) as store:
        assert read_told(store) != before


def test_what_was_told_is_noted_with_what_waits(home: Path) -> None:
    shut, box = Box(fails=2), Box()
    filled = listen(home, shut, "Krups one")
    with Store.open(database_path(home)) as store:
        (waits,) = store.deliveries(limit=9)
    assert (waits.channel, waits.is_taken, waits.error) == ("the box", False, "the box is shut")
    assert waits.tries == 2
    listen(home, box, index=filled)
    with Store.open(database_path(home)) as store:
        (taken,) = store.deliveries(limit=9)
    assert (taken.id, taken.is_taken, taken.tries) == (waits.id, True, 3)
    assert [one.brand for one in taken.quoted] == ["krups"]


def test_a_home_that_cannot_be_indexed_now_is_looked_at_later(home: Path, capsys) -> None:
    box, filled = Box(), Home(home)
    filled.fails = 1
    listen(home, box, index=filled)
    assert "no alerts this time: it is being indexed" in capsys.readouterr().err
    assert filled.fails == 0


def test_a_card_that_is_edited_or_made_anew_while_it_listens_tells_no_old_posts(home: Path) -> None:
    box, folder, coming = Box(), brands_path(home), []

    def index() -> None:
        cards = load_cards(folder)
        with Store.open(database_path(home)) as store:
            posts = [make_post(text, text, creator=text) for text in coming]
            store.commit_page(make_page(*posts), now=datetime.now(UTC))
            store.sync_cards({card.key: RULES.lexicon(card) for card in cards})
            hold(store, now=datetime.now(UTC), cards=cards)

    async def run() -> None:
        alarm = Alarm(home, QUICK, ways=[box], index=index)
        for change, text in (
            (lambda: None, "old tea"),
            (lambda: None, "Krups one"),
            (lambda: write_card(replace(KRUPS, aliases=("tea",)), folder), "new tea"),
            (lambda: None, "Krups two"),
            (card_path(folder, KRUPS.key).unlink, "nothing"),
            (lambda: write_card(KRUPS, folder), "Krups three"),
        ):
            change()
            coming.append(text)
            for _ in range(2):
                alarm.hear()
                await alarm._look()
            await alarm._courier.flush()

    asyncio.run(run())
    assert told(box) == ["Krups one", "new tea", "Krups two", "Krups three"]


def test_without_an_alarm_nothing_is_done() -> None:
    async def run() -> None:
        async with alarmed(None):
            pass

    asyncio.run(run())


def test_flags_overrule_the_settings(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, alerts={"webhook": "https://example.org/a", "every": "1h"})
    given = {"webhook": None, "program": None, "no_alerts": False}
    assert str(alert_settings(settings, **given).webhook) == "https://example.org/a"
    by_hand = alert_settings(
        settings, webhook="http://127.0.0.1:8000/b", program="tell", no_alerts=False
    )
    assert (str(by_hand.webhook), by_hand.command, by_hand.every) == (
        "http://127.0.0.1:8000/b",
        ("tell",),
        3600.0,
    )
    assert alert_settings(settings, **{**given, "no_alerts": True}) == AlertSettings()
    with pytest.raises(ConfigError, match="no address for a webhook"):
        alert_settings(settings, **{**given, "webhook": "example.org"})


def test_no_channel_or_no_card_is_no_alarm(tmp_path: Path, capsys) -> None:
    settings, run = Settings(home=tmp_path), AlertSettings(command=("tell",))
    assert make_alarm(settings, AlertSettings(), index=print) is None
    assert make_alarm(settings, run, index=print) is None
    assert "no alerts: there are no brand cards" in capsys.readouterr().err
    make_home(tmp_path, [])
    assert make_alarm(settings, run, index=print) is not None
    assert "told by the command tell" in capsys.readouterr().err


def test_a_program_is_told(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "told.json"
    code = f"import json, sys; open({str(file)!r}, 'a').write(json.dumps(json.load(sys.stdin)))"
    alerts = AlertSettings(command=(sys.executable, "-c", code), every=0.02)
    filled = Home(home)
    listen(home, Box(), index=filled)
    filled.coming.append("Krups one")

    async def run() -> None:
        alarm = make_alarm(Settings(home=home), alerts, index=filled.index)
        async with alarmed(alarm):
            pass

    asyncio.run(run())
    assert json.loads(file.read_text())["headline"] == "1 mention of Krups"
