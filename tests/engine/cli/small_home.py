"""A small home, and the program on it with the small embedder of the tests."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import engine.embedders
from engine.cli.main import main
from engine.embedders.hashing import HashingEmbedder

NOW = ("--now", "2026-06-01")
PEOPLE = {"ana": 12_034, "bo": 900, "cy": None}
TEXTS = {
    "ana": ("Espresso grinder dialled in", "Latte art and espresso", "Espresso machine descaled"),
    "bo": ("Espresso once", "Trail running at dawn", "Trail shoes for running"),
    "cy": ("Espresso \x1b[31mbeans #espresso", "An evening in Porto", "A walk"),
}


class Answer(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process, on a home under `tmp_path`."""
    monkeypatch.setattr(
        engine.embedders, "load_embedder", lambda *_, **__: HashingEmbedder(dim=64), raising=False
    )
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        status = main(["--home", str(tmp_path / "home"), *arguments])
        return Answer(status, *capsys.readouterr())

    return call


def line(number: int, who: str, text: str) -> str:
    post = {
        "source": "mastodon",
        "id": str(number),
        "text": text,
        "created_at": f"2026-05-{number + 1:02}T10:00:00Z",
        "likes": number,
        "creator": {"id": f"c-{who}", "handle": who, "followers": PEOPLE[who]},
    }
    return json.dumps(post)


def lines() -> list[str]:
    pairs = [(who, text) for who, texts in TEXTS.items() for text in texts]
    return [line(number, who, text) for number, (who, text) in enumerate(pairs)]


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A file of nine posts by three people."""
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(lines()), encoding="utf-8")
    return file


@pytest.fixture
def home(run: Run, posts: Path, tmp_path: Path) -> Path:
    """A home with these posts, indexed."""
    assert run("import", str(posts)).status == 0
    return tmp_path / "home"
