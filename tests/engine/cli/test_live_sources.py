"""collect, listen, sources, status and erase, as they are typed, over a server on this machine."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from threading import Thread

import pytest

from engine.cli.connecting import open_session, secrets_of
from engine.errors import PayloadError
from engine.vocabulary import QueryKind, SourceInfo
from indexers.mastodon import listening
from tests.engine.cli.small_home import Run, run
from tests.indexers.mastodon.statuses import Timeline, status
from tests.indexers.servers import Reply, Script, Server, scripted, serving

__all__ = ["run"]
TAGS = [{"name": "espresso", "url": "https://home.example/tags/espresso"}]
TAG = "/api/v1/timelines/tag/espresso"


def script(timeline: Timeline) -> Script:
    told = {"domain": "home.example", "configuration": {}}
    return {TAG: timeline, "/api/v2/instance": [Reply(json=told)]}


def test_collect_brings_what_is_there_then_what_is_new_and_says_so(run: Run) -> None:
    timeline = Timeline(*map(status, range(1, 6)))
    with serving(script(timeline)) as server:
        typed = ("collect", "mastodon", "--hashtag", "#espresso")
        typed += ("--option", f"instances={server.url}")
        first = run(*typed)
        assert (first.status, first.err.count("error")) == (0, 0)
        assert "posts read: 5 (5 new, 0 updated, 0 unchanged)" in first.out
        assert "no more for now" in first.out
        timeline.add(status(6))
        second = run(*typed, "--output", "json")
    (report,) = json.loads(second.out)
    (query,) = report["queries"]
    assert (query["query"], query["posts_new"], query["error"]) == ("#espresso", 1, None)
    assert report["requests"] >= 1
    (last,) = json.loads(run("status", "--output", "json").out)["last_runs"]["collect"]["sources"]
    assert last["queries"][0]["posts_new"] == 1
    assert "last collect" in run("status").out


def test_a_source_that_fails_costs_the_others_nothing_and_says_what_to_do(run: Run) -> None:
    with serving(script(Timeline(status(1)))) as server:
        answer = run(
            "collect", "mastodon", "x", "--hashtag", "espresso", "--no-index",
            "--option", f"instances={server.url}", "--option", "max_reads=10",
        )  # fmt: skip
    assert answer.status == 3
    assert "posts read: 1 (1 new" in answer.out
    assert "X_BEARER_TOKEN" in answer.err


def add_once_asked(server: Server, timeline: Timeline) -> None:
    """Have two posts come in after the listener has looked where the timeline ends."""
    while not any(asked.path == TAG for asked in server.requests):
        time.sleep(0.05)
    time.sleep(0.5)
    timeline.add(status(2, tags=TAGS), status(3, tags=TAGS))


def test_listen_keeps_what_comes_from_then_on_and_prints_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "POLL", 0.2)
    timeline = Timeline(status(1))
    with serving(script(timeline)) as server:
        later = Thread(target=add_once_asked, args=(server, timeline))
        later.start()
        answer = run(
            "listen", "mastodon", "--hashtag", "espresso", "--for", "7s",
            "--option", f"instances={server.url}",
        )  # fmt: skip
        later.join()
    assert answer.status == 0
    assert "posts read: 2 (2 new" in answer.out
    assert "@Ana@home.example: espresso" in answer.out


def test_an_erased_creator_does_not_come_back(run: Run, tmp_path: Path) -> None:
    with serving(script(Timeline(status(1), status(2)))) as server:
        typed = ("collect", "mastodon", "--hashtag", "espresso")
        typed += ("--option", f"instances={server.url}")
        run(*typed)
        erased = run("erase", "@ana@home.example", "--yes")
        assert (erased.status, erased.out.count("2 posts")) == (0, 1)
        run(*typed, "--option", "max_requests=50")
    found = json.loads(run("status", "--output", "json").out)
    assert (found["posts"], found["creators"]) == (0, 0)
    assert run("erase", "@nobody").status == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("collect", "mastodont", "--hashtag", "tea"), "did you mean 'mastodon'"),
        (("collect", "mastodon"), "nothing to ask for"),
        (("collect", "mastodon", "--hashtag", "#"), "is empty"),
        (("collect", "bluesky", "--hashtag", "tea", "--option", "max_requests=0"), "from 1 up"),
        (("collect", "mastodon", "--hashtag", "tea", "--option", "instance=x"), "'instances'"),
        (("collect", "mastodon", "--hashtag", "tea", "--option", "x"), "no NAME=VALUE"),
        (("collect", "mastodon", "--hashtag", "tea", "--limit", "0"), "no number of posts"),
        (("collect", "mastodon", "--hashtag", "tea", "--since", "soon"), "not a date"),
        (("listen", "bluesky"), "nothing to listen for"),
        (("listen", "bluesky", "--hashtag", "tea", "--for", "long"), "no duration"),
        (("listen", "bluesky", "--account", "ana"), "collect bluesky --account"),
        (("listen", "telegram", "--hashtag", "tea"), "it can be asked with --account"),
        (("listen", "hackernews", "--everything"), "it can be asked with"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(
    run: Run, tmp_path: Path, typed: tuple[str, ...], said: str
) -> None:
    answer = run(*typed)
    assert answer.status == 2
    assert said in answer.err
    assert not (tmp_path / "home").exists()


def test_every_source_says_what_it_needs_and_no_key_is_shown(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOUTUBE_API_KEY", "s3cret-key")
    told = run("sources")
    assert told.status == 0
    for name in ("bluesky", "mastodon", "hackernews", "feeds", "youtube", "reddit", "x"):
        assert f"{name}  " in told.out
    assert "s3cret-key" not in told.out
    document = json.loads(run("sources", "--output", "json").out)
    youtube = next(one for one in document["sources"] if one["name"] == "youtube")
    assert youtube["secrets"]["YOUTUBE_API_KEY"]["set"] is True
    assert document["left_out"]


def test_a_star_stands_for_a_key_for_each_server() -> None:
    info = SourceInfo(
        name="m", summary="", takes=frozenset(QueryKind), gives="", lacks="", limits="",
        secrets={"TOKEN": "one", "TOKEN_*": "more"},
    )  # fmt: skip
    found = secrets_of(info, {"TOKEN": "a", "TOKEN_EXAMPLE": "b", "TOKENS": "c", "OTHER": "d"})
    assert {name: secret.reveal() for name, secret in found.items()} == {
        "TOKEN": "a",
        "TOKEN_EXAMPLE": "b",
    }


def test_the_doctor_tells_which_keys_are_set_and_which_settings_are_none(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOUTUBE_API_KEY", "s3cret-key")

    def sources() -> dict[str, str]:
        found = json.loads(run("doctor", "--output", "json").out)
        return dict(next(check for check in found if check["name"] == "sources"))

    found = sources()
    assert found["state"] == "ok"
    assert "with yours: youtube" in found["finding"]
    assert "hackernews" in found["finding"].partition(";")[0]
    assert "s3cret-key" not in found["finding"]
    settings = tmp_path / "config" / "overheard" / "overheard.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[sources.mastodon]\ninstance = "a.example"\n')
    found = sources()
    assert found["state"] == "bad"
    assert "no setting 'instance'" in found["finding"]


def test_a_stream_is_not_led_elsewhere() -> None:
    async def run() -> list[str]:
        away = Reply(status=302, headers={"Location": "/elsewhere"})
        async with scripted({"/stream": [away], "/elsewhere": [Reply()]}) as server:
            async with open_session() as session:
                with pytest.raises(PayloadError, match="not followed"):
                    await session.ws_connect(f"{server.url}/stream")
            return server.paths()

    assert asyncio.run(run()) == ["/stream"]
