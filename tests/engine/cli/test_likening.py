"""`overheard similar` on a small home."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.engine.cli.small_home import NOW, Run, home, posts, run

__all__ = ["home", "posts", "run"]
pytestmark = pytest.mark.usefixtures("home")


def test_others_are_ranked_with_what_they_share(run: Run) -> None:
    answer = run("similar", "@ana", *NOW)
    assert answer.status == 0
    assert answer.out.startswith("Brief: creators like @ana (mastodon)")
    assert "@bo (mastodon)" in answer.out
    assert "@ana (mastodon)  " not in answer.out
    assert "shared: espresso" in answer.out
    assert "like 2026-05-0" in answer.out
    assert "score = topics + matches + words; posts = alike/seen" in answer.out


def test_every_output_has_the_same_creators_in_the_same_order(run: Run) -> None:
    found = json.loads(run("similar", "mastodon:c-ana", *NOW, "--output", "json").out)
    ids = [row["id"] for row in found["creators"]]
    rows = csv.DictReader(io.StringIO(run("similar", "@ana", *NOW, "--output", "csv").out))
    trec = run("similar", "@ana", *NOW, "--output", "trec").out.splitlines()
    assert sorted(ids) == ["c-bo", "c-cy"]
    assert [row["id"] for row in rows] == ids
    assert [line.split()[:3:2] for line in trec] == [
        ["like:mastodon:c-ana", f"mastodon:{id_}"] for id_ in ids
    ]
    assert "espresso" in found["creators"][0]["shared"]["words"]


def test_the_same_question_gives_the_same_bytes(run: Run) -> None:
    first, second = (run("similar", "@ana", *NOW, "--output", "json").out for _ in range(2))
    assert first == second


def test_filters_are_about_the_others(run: Run) -> None:
    answer = run("similar", "@ana", "--followers", "..1k", *NOW, "--output", "json")
    found = json.loads(answer.out)
    assert [row["id"] for row in found["creators"]] == ["c-bo"]
    assert found["dropped"] == {"followers": 1}


def test_files_are_written(run: Run, tmp_path: Path) -> None:
    names = ("a.csv", "a.xlsx", "a.html", "a.json", "a.parquet", "a.txt")
    answer = run("similar", "@ana", *NOW, *(part for name in names for part in ("--to", name)))
    assert answer.status == 0
    assert all((tmp_path / name).stat().st_size > 0 for name in names)


def test_a_stranger_is_said_to_be_one(run: Run) -> None:
    answer = run("similar", "@nobody")
    assert (answer.status, answer.out) == (2, "")
    assert "nobody in the corpus is called '@nobody'" in answer.err
