"""`overheard alerts`: where alerts go, without a secret, and what was told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.alerts import Digest, MentionNotice
from engine.errors import AlertError
from engine.pipeline.delivering import note_attempt
from engine.store import Store, database_path
from tests.engine.cli.small_home import Run, run
from tests.fakes import NOW, make_page, make_post

__all__ = ["run"]

SETTINGS = """[alerts]
webhook = "https://hooks.example.org/services/T0PSECRET"
command = ["notify-send", "--token=T0PSECRET"]
[alerts.mail]
host = "smtp.example.org"
user = "me"
from = "overheard@example.org"
to = ["me@example.org"]
"""


def notice(id_: str, text: str) -> MentionNotice:
    return MentionNotice(
        brand="krups", name="Krups", source="mastodon", post_id=id_, url=None, handle="ana",
        created_at=NOW, text=text, verdict="brand",
    )  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("OVERHEARD_SMTP_PASSWORD", "T0PSECRET")
    monkeypatch.setenv("OVERHEARD_WEBHOOK_SECRET", "T0PSECRET")
    file = tmp_path / "set.toml"
    file.write_text(SETTINGS)
    return str(file)


def test_where_alerts_go_is_said_and_no_secret(run: Run, settings: str) -> None:
    shown = run("--config", settings, "alerts")
    printed = run("--config", settings, "alerts", "--output", "json")
    assert "the webhook at hooks.example.org, the command notify-send" in shown.out
    assert "e-mail through smtp.example.org to me@example.org" in shown.out
    assert "T0PSECRET" not in shown.out + printed.out
    ways = json.loads(printed.out)["ways"]
    assert [one["signed"] for one in ways["channels"]] == [True, None, None]
    assert ways["every_seconds"] == 900.0


def test_without_alerts_that_is_said(run: Run) -> None:
    assert run("alerts").out.splitlines() == [
        "alerts go nowhere: set [alerts] in overheard.toml, or listen with --webhook URL",
        "nothing was told yet; overheard listen --brand NAME tells of new mentions",
    ]


def test_what_was_told_is_listed_with_what_waits(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with Store.open(database_path(home)) as store:
        store.commit_page(make_page(make_post("1", "Krups \x1b[31mone", creator="1")), now=NOW)
        digest = Digest(made_at=NOW, notices=(notice("1", "Krups"),), more={"Krups": 2})
        note_attempt(store, "the box", digest, None, now=NOW)
        note_attempt(store, "the hook", digest, AlertError("it is shut"), now=NOW)
    lines = run("alerts").out.splitlines()
    assert lines[1].endswith("3 mentions of Krups, by the hook: tried once, and waits: it is shut")
    assert lines[3].endswith("3 mentions of Krups, by the box: taken")
    assert "\x1b" not in "".join(lines)
    found = json.loads(run("alerts", "--top", "1", "--output", "json").out)
    (one,) = found["alerts"]
    assert (one["taken"], one["told"], [post["id"] for post in one["posts"]]) == (False, 1, ["1"])
    assert found["next"] == one["number"]
