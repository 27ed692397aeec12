"""Creators like another one: the page, programs and the command give one answer."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

import engine.embedders
from engine.cli.main import main
from engine.embedders.hashing import HashingEmbedder
from engine.pipeline import index_home
from tests.engine.cli.branded import make_home
from tests.engine.web.conftest import Served, serving
from tests.fakes import make_creator, make_post

NOW = "2026-06-01T12:00:00Z"
POSTS = [
    make_post(str(n), f"{said} grinds espresso well {n}", creator=str(n % 3), days_ago=n + 1)
    for n, said in enumerate(("A mill", "My DeLonghi", "Any DeLonghi") * 3)
]
CREATORS = [make_creator(str(n), handle=name) for n, name in enumerate(("ana", "bo", "cy"))]


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A home with mentions of brands."""
    home = make_home(tmp_path_factory.mktemp("like") / "home", POSTS, creators=CREATORS)
    index_home(home, HashingEmbedder(), say=lambda _: None)
    with serving(home) as served:
        yield served


@pytest.mark.parametrize("asked", [{}, {"mentions": "delonghi"}, {"top": "1"}])
def test_the_page_and_the_command_rank_the_same_creators_alike(
    branded: Served,
    asked: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(engine.embedders, "load_embedder", lambda *_, **__: HashingEmbedder())
    typed = [part for name, value in asked.items() for part in (f"--{name}", value)]
    words = ["--home", str(branded.home), "similar", "@ana", *typed, "--now", NOW]
    assert main([*words, "--output", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    address = "".join(f"&{name}={value}" for name, value in asked.items())
    found = branded.ask(f"/api/similar?creator=@ana&now={NOW}{address}").json
    assert found["creators"] == told["creators"]
    assert len(found["creators"]) == (1 if "top" in asked else 2)
    assert found["brief"] == told["brief"]
    assert found["brief"]["brands"] == (["delonghi"] if "mentions" in asked else [])
