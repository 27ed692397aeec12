"""A listener from the stream to those who are told: webhook, program and mail, over loopback."""

from __future__ import annotations

import asyncio
import email
import email.policy
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiosmtpd.smtp import SMTP

from engine.alerts.settings import WEBHOOK_SECRET
from engine.brands.cards.files import write_card
from engine.cli import listening
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import CreatorKey
from indexers.bluesky import jetstream
from tests.engine.cli.branded import CARDS
from tests.engine.cli.small_home import Run, run
from tests.indexers.servers import Asked, Reply, Script, in_a_thread, serving

__all__ = ["run"]
SECRET = "s3cret"  # noqa: S105
DAYS, A_DAY, LOUD = 60, 2, 20
GONE = "The Krups espresso machine of somebody who goes"


def line(number: int | str, text: str, when: datetime) -> str:
    creator = {"id": f"did:plc:{number}", "handle": f"p{number}.example"}
    place = f"at://did:plc:{number}/app.bsky.feed.post/1"
    post = {"source": "bluesky", "id": place, "text": text, "created_at": when.isoformat()}
    return json.dumps(post | {"creator": creator})


def past() -> str:
    """Return posts of two people a day for sixty days."""
    days = range(DAYS * A_DAY)
    start = datetime.now(UTC) - timedelta(days=1)
    return "\n".join(
        line(n, f"Krups espresso machine, note {n}", start - timedelta(days=n // A_DAY))
        for n in days
    )


def event(who: str, text: str) -> str:
    now = datetime.now(UTC)
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": now.isoformat()}
    commit = {"rev": "r", "operation": "create", "collection": "app.bsky.feed.post",
              "rkey": "1", "cid": "c", "record": record}  # fmt: skip
    moment = round(now.timestamp() * 1_000_000)
    return json.dumps({"did": who, "time_us": moment, "kind": "commit", "commit": commit})


class Town:
    """What is posted, who is told of it, and the moment to stop listening."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.posted: list[str] = []
        self.digests: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        self.mails: list[str] = []
        self.stop: Callable[[], object] = lambda: None

    def script(self) -> Script:
        return {"/subscribe": [Reply(socket=self.talk)], "/hook": self.hook}

    async def talk(self, socket: web.WebSocketResponse) -> None:
        for said in self.posted:
            await socket.send_str(said)
        await socket.receive()

    def hook(self, asked: Asked) -> Reply:
        """Refuse the first digest, while somebody is erased; take the others, and all is told."""
        sent_at = asked.headers["x-overheard-timestamp"]
        signed = hmac.new(SECRET.encode(), f"{sent_at}.".encode() + asked.body, hashlib.sha256)
        assert asked.headers["x-overheard-signature"] == f"sha256={signed.hexdigest()}"
        assert 0 <= time.time() - int(sent_at) < 30
        digest = json.loads(asked.body)
        if not self.refused:
            self.refused.append(digest)
            with Store.open(database_path(self.home)) as store:
                store.erase([CreatorKey("bluesky", "did:plc:gone")], now=datetime.now(UTC))
            return Reply(status=404)
        self.digests.append(digest)
        self.stop()
        return Reply()

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  # aiosmtpd's name
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(read["subject"])
        return "250 OK"

    @asynccontextmanager
    async def mailbox(self):
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(
            lambda: SMTP(self, hostname="here", loop=loop), "127.0.0.1", 0
        )
        yield listening.sockets[0].getsockname()[1]
        listening.close()

    def stops_when_told(self, stop: asyncio.Event, **_: bool) -> None:
        loop = asyncio.get_running_loop()
        self.stop = lambda: loop.call_soon_threadsafe(stop.set)


@pytest.fixture
def town(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A home with cards and sixty days of posts about them."""
    town = Town(tmp_path / "home")
    monkeypatch.setattr(jetstream, "PAUSE", 0.2)
    monkeypatch.setattr(listening, "stop_on_signals", town.stops_when_told)
    monkeypatch.setenv(WEBHOOK_SECRET, SECRET)
    brands_path(town.home).mkdir(parents=True)
    for card in CARDS:
        write_card(card, brands_path(town.home))
    (tmp_path / "past.jsonl").write_text(past(), encoding="utf-8")
    assert run("import", "past.jsonl").status == 0
    return town


def settings(hook: str, mail_port: int, file: Path) -> str:
    code = f"import sys; open({str(file)!r}, 'a').write(sys.stdin.readline())"
    return f"""
        [alerts]
        webhook = "{hook}/hook"
        command = {json.dumps([sys.executable, "-c", code])}
        every = "1s"
        most = 100
        unsure = true
        [alerts.mail]
        host = "127.0.0.1"
        port = {mail_port}
        tls = "none"
        from = "overheard@example.org"
        to = ["me@example.org"]"""


def test_a_listener_tells_mentions_and_a_burst_and_goes_on_from_there(
    run: Run, town: Town, tmp_path: Path
) -> None:
    said = [f"A Krups espresso machine for number {n}" for n in range(LOUD)]
    file = tmp_path / "told.jsonl"
    with serving(town.script()) as server, in_a_thread(town.mailbox()) as mail_port:
        (tmp_path / "my.toml").write_text(settings(server.url, mail_port, file), encoding="utf-8")
        stream = f"jetstream={server.url.replace('http', 'ws')}"
        typed = ("--config", "my.toml", "listen", "bluesky", "--brand", "krups", "--for", "60s",
                 "--option", stream)  # fmt: skip
        town.posted = [event("did:plc:gone", GONE)]
        town.posted += [event(f"did:plc:new{n}", text) for n, text in enumerate(said)]
        first = run(*typed)

        meanwhile = datetime.now(UTC)
        lines = [line("late", "A Krups espresso machine meanwhile", meanwhile)]
        lines.append(line("gone", GONE, meanwhile))
        (tmp_path / "more.jsonl").write_text("\n".join(lines), encoding="utf-8")
        run("import", "more.jsonl")
        town.posted = []
        second = run(*typed)

    assert (first.status, second.status) == (0, 0)
    assert first.out.count("[krups]") == LOUD + 1
    assert "alert not sent: the webhook at 127.0.0.1 answered 404" in first.err
    assert GONE in texts(town.refused[0])
    assert [texts(digest) for digest in town.digests] == [
        said,
        ["A Krups espresso machine meanwhile"],
    ]
    (burst,) = town.digests[0]["bursts"]
    assert (burst["brand"], burst["creators"]) == ("krups", LOUD + 1)
    assert burst["expected"] == pytest.approx(A_DAY, rel=0.5)
    assert town.digests[1]["bursts"] == []
    by_program = [json.loads(written) for written in file.read_text().splitlines()]
    assert texts(by_program[-1]) == ["A Krups espresso machine meanwhile"]
    assert town.mails[0] == f"overheard: a burst of Krups, {LOUD + 1} mentions of Krups"
    assert town.mails[-1] == "overheard: 1 mention of Krups"


def texts(digest: dict[str, Any]) -> list[str]:
    return [mention["text"] for mention in digest["mentions"]]
