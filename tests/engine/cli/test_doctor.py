"""`overheard status` and `doctor` on a small home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engine.cli.small_home import Answer, Run, home, line, posts, run

__all__ = ["home", "posts", "run"]


def test_status_counts_languages(run: Run, tmp_path: Path) -> None:
    texts = [
        "Heute kam endlich die neue Mühle an, und der erste Kaffee schmeckt viel besser.",
        "The grinder arrived today and the first espresso was already much better.",
        "The kettle arrived today and the second espresso was not much better.",
        "ok",
    ]
    file = tmp_path / "tongues.jsonl"
    file.write_text("".join(line(n, "ana", text) + "\n" for n, text in enumerate(texts)))
    assert run("import", str(file)).status == 0
    found = json.loads(run("status", "--output", "json").out)["languages"]
    assert found == {"en": 2, "de": 1, "": 1}
    assert "en 2, de 1, 1 posts too short or unclear" in run("status").out


def test_status_says_what_is_there_and_what_is_pending(run: Run, posts: Path) -> None:
    run("import", "--no-index", str(posts))
    before = json.loads(run("status", "--output", "json").out)
    run("index")
    after = json.loads(run("status", "--output", "json").out)
    assert (before["posts"], before["creators"]) == (9, 3)
    assert before["models"][0]["pending"] == 9
    assert (after["models"][0]["pending"], after["models"][0]["embedded"]) == (0, 9)
    assert after["models"][0]["indexed"] is True
    assert (after["oldest"], after["newest"]) == ("2026-05-01T10:00:00Z", "2026-05-09T10:00:00Z")
    assert after["by_source"]["mastodon"]["posts"] == 9
    assert "9, 2026-05-01 to 2026-05-09" in run("status").out


def _states(answer: Answer) -> dict[str, str]:
    return {check["name"]: check["state"] for check in json.loads(answer.out)}


@pytest.mark.usefixtures("home")
def test_doctor_finds_nothing_wrong_with_a_sound_home(run: Run) -> None:
    answer = run("doctor", "--output", "json")
    states = _states(answer)
    assert answer.status == 0
    assert {"python", "packages", "home", "database", "vectors", "index", "model"} <= set(states)
    assert "bad" not in states.values()
    assert (states["database"], states["vectors"], states["index"]) == ("ok", "ok", "ok")


def test_doctor_finds_a_damaged_index_and_index_mends_it(run: Run, home: Path) -> None:
    (file,) = (home / "vectors").glob("*.faiss")
    damaged = bytearray(file.read_bytes())
    damaged[-20] ^= 1
    file.write_bytes(damaged)
    answer = run("doctor", "--output", "json")
    assert (answer.status, _states(answer)["index"]) == (2, "bad")
    assert "cure: overheard index" in run("doctor").out
    assert run("index").status == 0
    assert _states(run("doctor", "--output", "json"))["index"] == "ok"


def test_doctor_finds_a_damaged_database(run: Run, home: Path) -> None:
    (home / "overheard.db").write_bytes(b"not a database at all" * 1000)
    answer = run("doctor", "--output", "json")
    assert (answer.status, _states(answer)["database"]) == (2, "bad")


def test_doctor_says_that_nothing_is_embedded(run: Run, posts: Path) -> None:
    run("import", "--no-index", str(posts))
    answer = run("doctor", "--output", "json")
    assert (answer.status, _states(answer)["vectors"]) == (0, "warn")


def test_doctor_says_what_is_pending(run: Run, home: Path, posts: Path) -> None:
    posts.write_text(line(25, "bo", "Something new to embed"), encoding="utf-8")
    run("import", "--no-index", str(posts))
    answer = run("doctor", "--output", "json")
    assert (answer.status, _states(answer)["vectors"]) == (0, "warn")
    assert home.is_dir()


def test_doctor_on_an_empty_home_says_what_to_do_first(run: Run, tmp_path: Path) -> None:
    answer = run("doctor", "--output", "json")
    states = _states(answer)
    assert answer.status == 0
    assert (states["home"], states["database"]) == ("warn", "warn")
    assert not (tmp_path / "home" / "overheard.db").exists()
