"""`mentions --since-last`: only what was found since it was last asked for."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from engine.cli.main import main
from tests.engine.cli.branded import make_home
from tests.fakes import NOW, make_post

SPOKEN = "2026-06-01T12:00:00Z"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_home(tmp_path, [make_post("1", "My Krups")], now=NOW)


def later(home: Path, number: int, text: str) -> None:
    """Have a post come in, so many minutes after NOW."""
    make_home(home, [make_post(str(number), text)], now=NOW + timedelta(minutes=number))


def ids(capsys, home: Path, *arguments: str) -> list[str]:
    words = ["--home", str(home), "mentions", *arguments, "--output", "json", "--now", SPOKEN]
    assert main(words) == 0
    return [one["id"] for one in json.loads(capsys.readouterr().out)["mentions"]]


def test_what_was_shown_is_not_new_again(capsys, home) -> None:
    assert ids(capsys, home, "krups", "--since-last") == ["1"]
    assert ids(capsys, home, "krups", "--since-last") == []
    later(home, 2, "Krups, another")
    assert ids(capsys, home, "krups", "--since-last") == ["2"]
    assert ids(capsys, home, "krups") == ["1", "2"]


def test_peeking_leaves_it_new(capsys, home) -> None:
    assert ids(capsys, home, "krups", "--since-last", "--peek") == ["1"]
    assert ids(capsys, home, "krups", "--peek") == ["1"]
    assert ids(capsys, home, "krups", "--since-last") == ["1"]
    assert ids(capsys, home, "krups", "--peek") == []


def test_every_set_of_brands_is_remembered_for_itself_in_any_order(capsys, home) -> None:
    assert ids(capsys, home, "krups", "delonghi", "--since-last") == ["1"]
    assert ids(capsys, home, "krups", "--since-last") == ["1"]
    later(home, 2, "DeLonghi")
    assert ids(capsys, home, "delonghi", "krups", "--since-last") == ["2"]


def test_what_a_filter_hides_counts_as_shown_only_where_it_was_looked_at(capsys, home) -> None:
    """A mention that is left out of the list (of another verdict) was looked at, too."""
    later(home, 2, "Krups, another")
    assert ids(capsys, home, "krups", "--since-last", "--verdict", "not") == []
    assert ids(capsys, home, "krups", "--since-last") == []


def test_the_note_says_since_when(capsys, home) -> None:
    words = ["--home", str(home), "mentions", "krups", "--since-last", "--now", SPOKEN]
    assert main(words) == 0
    assert "asked for the first time: all" in capsys.readouterr().out
    assert main(words) == 0
    assert "found since 2026-06-01 12:00 UTC" in capsys.readouterr().out
