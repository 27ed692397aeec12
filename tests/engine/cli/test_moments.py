"""The moment ages are counted from, where nobody names one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import demo
from engine.store import schema
from tests.engine.cli.small_home import Run, run
from tests.engine.store.test_schema import m999_done, with_one_more

__all__ = ["run"]


def _write(folder: Path, *sources: str) -> str:
    posts = [
        {
            "source": source,
            "id": "1",
            "text": "Espresso grinder dialled in",
            "created_at": "2013-08-20T10:00:00Z",
            "creator": {"id": "ana", "handle": "ana"},
        }
        for source in sources
    ]
    file = folder / "posts.jsonl"
    file.write_text("\n".join(map(json.dumps, posts)), encoding="utf-8")
    return str(file)


def _moment(run: Run, *arguments: str) -> datetime:
    answer = run("search", "espresso", "--output", "json", *arguments)
    return datetime.fromisoformat(json.loads(answer.out)["made_at"])


def test_the_bundled_posts_alone_are_looked_at_the_day_after_they_end(
    run: Run, tmp_path: Path
) -> None:
    run("import", _write(tmp_path, "demo"))
    assert _moment(run) == demo.NOW
    assert _moment(run, "--now", "2014-01-01") == datetime(2014, 1, 1, tzinfo=UTC)


def test_so_are_the_bundled_posts_in_a_home_of_an_older_version(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", _write(tmp_path, "demo"))
    monkeypatch.setattr(schema, "migrations", with_one_more(m999_done))
    monkeypatch.setattr(schema, "_IN_ORDER", (*schema._IN_ORDER, m999_done))
    assert _moment(run) == demo.NOW


def test_posts_of_others_among_them_are_looked_at_by_the_clock(run: Run, tmp_path: Path) -> None:
    run("import", _write(tmp_path, "demo", "mastodon"))
    before = datetime.now(UTC)
    assert before.replace(microsecond=0) <= _moment(run) <= datetime.now(UTC)
