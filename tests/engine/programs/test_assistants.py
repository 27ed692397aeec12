"""What an assistant is answered, asked by the SDK's own client."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.types import TextContent

from engine import HomeCorpus
from engine.cli.lending import lend
from engine.cli.main import main
from engine.config import Settings
from engine.embedders.hashing import HashingEmbedder
from engine.programs.assistants import make_server
from engine.questions.served import ServedCorpus
from tests.engine.cli.branded import make_home
from tests.fakes import NOW, make_post

ROOT = Path(__file__).parents[3]
TOOLS = ["corpus", "search", "why", "posts", "mentions", "voice"]
Answer = TypeVar("Answer")


def over_stdio(home: Path, ask: Callable[[Client], Awaitable[Answer]]) -> Answer:
    """Return what `ask` gets of a server that is a process of its own."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "tests.engine.programs.stdio_server", str(home)],
        cwd=ROOT,
        env={name: os.environ[name] for name in ("HOME", "XDG_CONFIG_HOME") if name in os.environ},
    )

    async def talk() -> Answer:
        async with Client(stdio_client(server)) as client:
            return await ask(client)

    return asyncio.run(talk())


def in_process(home: Path, *calls: tuple[str, dict[str, Any]]) -> list[tuple[bool, str]]:
    """Return whether each call failed, and its text, of a server in this process."""

    async def talk() -> list[tuple[bool, str]]:
        lent = lend(Settings(home=home), HashingEmbedder())
        served = ServedCorpus(lent.tools)
        try:
            async with Client(make_server(served, lent)) as client:
                return [await called(client, name, given) for name, given in calls]
        finally:
            await served.close()

    return asyncio.run(talk())


async def called(client: Client, name: str, given: dict[str, Any]) -> tuple[bool, str]:
    found = await client.call_tool(name, given)
    (content,) = found.content
    assert isinstance(content, TextContent)
    return bool(found.is_error), content.text


def read(answer: tuple[bool, str]) -> Any:
    failed, text = answer
    assert not failed, text
    return json.loads(text.partition("\n")[2])


def test_over_standard_input_and_output_it_answers_as_the_corpus_does(
    home: Path, corpus: HomeCorpus
) -> None:
    async def ask(client: Client) -> tuple[list[Any], tuple[bool, str]]:
        tools = (await client.list_tools()).tools
        given = {"brief": "espresso grinder", "top": 5, "now": NOW.isoformat(),
                 "filters": {"min-posts": "2", "followers": "1k.."}}  # fmt: skip
        return tools, await called(client, "search", given)

    tools, answer = over_stdio(home, ask)
    assert [tool.name for tool in tools] == TOOLS
    assert all(tool.annotations.read_only_hint is True for tool in tools)
    found = corpus.search("espresso grinder", top=5, now=NOW, min_posts=2, followers="1k..")
    told = read(answer)["creators"]
    assert [(row["rank"], row["id"]) for row in told] == [
        (rank, one.creator.native_id) for rank, one in enumerate(found, 1)
    ]
    assert [row["score"] for row in told] == pytest.approx([one.score for one in found])
    assert all("<quoted " in one["text"] for row in told for one in row["evidence"])
    assert [len(row["evidence"]) + row["evidence_not_shown"] for row in told] == [
        len(one.evidence) for one in found
    ]


def test_why_posts_and_the_corpus_are_told_in_numbers_of_the_corpus(
    home: Path, corpus: HomeCorpus
) -> None:
    now = NOW.isoformat()
    why, posts, held = in_process(
        home,
        ("why", {"handle": "mastodon:11", "brief": "espresso", "now": now}),
        ("posts", {"brief": "oat milk", "top": 3, "now": now}),
        ("corpus", {}),
    )
    told = corpus.why("mastodon:11", "espresso", now=NOW)
    assert told.candidate is not None
    (row,) = read(why)["creators"]
    assert (row["rank"], row["id"]) == (told.rank, "11")
    assert row["score"] == pytest.approx(told.candidate.score)
    near = corpus.posts("oat milk", top=3, now=NOW)
    assert [one["id"] for one in read(posts)["posts"]] == [post.native_id for post in near]
    assert read(held)["posts"] == corpus.summary().posts


def test_mentions_and_voice_are_told_with_what_is_not_shown(tmp_path: Path) -> None:
    said = ("my Krups is loud", "a new Krups came today", "Krups or a moka pot, then",
            "cleaned the old Krups", "why does no Krups last")  # fmt: skip
    posts = [make_post(str(i), text, creator=str(i), days_ago=i) for i, text in enumerate(said, 1)]
    posts.append(make_post("d", "a DeLonghi for me", creator="d"))
    now = NOW.isoformat()
    mentions, voice = in_process(
        make_home(tmp_path, posts),
        ("mentions", {"brands": ["krups"], "top": 2, "now": now}),
        ("voice", {"brands": ["krups", "DeLonghi"], "now": now}),
    )
    assert [row["post_id"] for row in read(mentions)["rows"]] == ["1", "2"]
    assert read(mentions)["rows_not_shown"] == 3
    shares = {row["brand"]: row["mentions"] for row in read(voice)["rows"]}
    assert shares == {"krups": 5, "delonghi": 1}


def test_what_cannot_be_answered_is_advice_and_no_trace(home: Path) -> None:
    answers = in_process(
        home,
        ("search", {"brief": "espresso", "filters": {"followrs": "5k.."}}),
        ("search", {"brief": "espresso", "filters": {"now": "30d"}}),
        ("search", {"brief": "espresso", "top": 1_000}),
        ("why", {"handle": "@nobody", "brief": "espresso"}),
        ("mentions", {"brands": ["krups"]}),
        ("erase", {"handle": "@ana1@social.example"}),
    )
    assert [failed for failed, _ in answers] == [True] * len(answers)
    texts = [text for _, text in answers]
    assert "did you mean 'followers'?" in texts[0]
    assert "no filter 'now'" in texts[1]
    assert "50" in texts[2]
    assert "nobody here is called '@nobody'" in texts[3]
    assert "overheard brand add" in texts[4]
    assert not any("Traceback" in text for text in texts)


def test_nothing_in_the_home_is_changed_by_asking(home: Path) -> None:
    before = _rows(home)
    in_process(home, ("search", {"brief": "espresso"}), ("posts", {"brief": "espresso"}))
    assert _rows(home) == before


def _rows(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(home / "overheard.db")) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608
            for table in ("posts", "creators", "embeddings", "mentions")
        }


def test_the_command_says_what_is_missing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(tmp_path), "mcp"]) == 2
    assert "there is nothing in" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "mcp", None)
    assert main(["--home", str(home), "mcp"]) == 2
    assert 'hint: pip install "overheard[mcp]"' in capsys.readouterr().err
