"""`overheard map`: groups of creators as a table, JSON, CSV and files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.embedders.hashing import HashingEmbedder
from engine.pipeline import index_home
from engine.store import Store, database_path
from tests.fakes import NOW, make_page, make_post

TOPICS = ("espresso grinder burrs", "oolong gaiwan teapot", "fountain pen nib ink")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mapped")
    posts = [
        make_post(f"{i}-{j}", f"{TOPICS[i % 3]} note{i} part{j}", creator=str(i))
        for i in range(36)
        for j in range(2)
    ]
    with Store.open(database_path(folder)) as store:
        store.commit_page(make_page(*posts), now=NOW)
    index_home(folder, HashingEmbedder(), say=lambda _: None)
    return folder


@pytest.fixture(autouse=True)
def hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors by hashing, so that no model is loaded."""
    monkeypatch.setattr("engine.embedders.load_embedder", lambda *_, **__: HashingEmbedder())


def test_the_table_names_groups_and_the_files_hold_every_place(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    common = ["--home", str(home), "map", "espresso grinder", "--now", NOW.isoformat()]
    page, sheet = tmp_path / "map.html", tmp_path / "map.csv"
    assert main([*common, "--to", str(page), "--to", str(sheet)]) == 0
    table = capsys.readouterr().out
    assert main([*common, "--output", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main([*common, "--output", "csv"]) == 0
    rows = [*csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert table.startswith(f"36 creators, {len(told['groups'])} groups")
    for group in told["groups"]:
        assert ", ".join(group["words"]) in table
    assert [(row["id"], float(row["x"])) for row in rows] == [
        (it["id"], it["x"]) for it in told["creators"]
    ]
    assert sheet.read_text("utf-8").splitlines()[0].startswith("group,words,rank")
    written = page.read_text("utf-8")
    assert written.count("<circle") == 36
    assert "<script" not in written
    assert ".ch-dot" in written


def test_a_brief_is_needed_and_at_most_two_thousand_creators(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(home), "map"]) == 2
    assert main(["--home", str(home), "map", "tea", "--creators", "2001"]) == 2
    assert "2000" in capsys.readouterr().err
