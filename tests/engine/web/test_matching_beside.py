"""A page is opened at once while posts are held against cards that changed, and says so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from filelock import FileLock

import engine.embedders
from engine.brands.cards.files import write_card
from engine.cli.serving import make_tools
from engine.config import Settings
from engine.embedders.hashing import HashingEmbedder
from engine.store.home import brands_path, lock_path
from engine.vocabulary import Brand
from tests.engine.web.conftest import fill, serving
from tests.engine.web.people import pages

SAID = "holding your posts against the cards"


def test_nobody_waits_for_posts_to_be_held_against_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.embedders, "load_embedder", lambda *_, **__: HashingEmbedder())
    fill(tmp_path, *pages())
    write_card(Brand(key="portafilter", name="Portafilter"), brands_path(tmp_path))
    lock = FileLock(lock_path(tmp_path))
    lock.acquire()  # as another process does that indexes
    try:
        with serving(tmp_path, tools=make_tools(Settings(home=tmp_path))) as served:
            began = time.monotonic()
            texts = [served.ask(path).text for path in ("/search?brief=espresso", "/brands")]
            took = time.monotonic() - began
            lock.release()
            while served.ask("/brands/work").json["running"]:
                assert time.monotonic() - began < 60
                time.sleep(0.05)
            after, mentions = served.ask("/brands").text, served.ask("/mentions?brand=portafilter")
    finally:
        lock.release()
    assert took < 15  # the lock alone would be waited for twice as long
    assert all(SAID in text for text in texts)
    assert "Ana" in texts[0]
    assert f"{SAID}</a>" not in after
    assert "<mark>portafilter</mark>" in mentions.text


def test_a_home_whose_posts_are_held_against_its_cards_begins_nothing(tmp_path: Path) -> None:
    fill(tmp_path, *pages())
    with serving(tmp_path) as served:
        assert not served.ask("/brands/work").json["running"]
        assert SAID not in served.ask("/search").text
