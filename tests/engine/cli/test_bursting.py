"""`overheard voice` marks the days on which far more creators than usual name a brand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.cli.main import main
from tests.engine.cli.branded import make_home
from tests.fakes import make_post

SPOKEN = "2026-06-01T12:00:00Z"
LOUD = 10  # days ago


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """Two creators a day name Krups for 70 days, and twenty more on one of them."""
    usual = [
        make_post(f"{day}-{who}", f"Krups, note {day} {who}", creator=f"{who}", days_ago=day + 0.5)
        for day in range(70)
        for who in range(2)
    ]
    loud = [
        make_post(f"l{who}", f"Krups, says {who}", creator=f"l{who}", days_ago=LOUD + 0.5)
        for who in range(20)
    ]
    other = [make_post("d", "a DeLonghi", creator="9", days_ago=3.5)]
    return make_home(tmp_path_factory.mktemp("home"), [*usual, *loud, *other])


def voice(capsys, home: Path, *arguments: str) -> str:
    assert (
        main(["--home", str(home), "voice", "krups", "delonghi", *arguments, "--now", SPOKEN]) == 0
    )
    return capsys.readouterr().out


def test_a_burst_is_told_with_its_days_and_what_is_usual(capsys, home) -> None:
    (burst,) = json.loads(voice(capsys, home, "--output", "json"))["bursts"]
    assert (burst["brand"], burst["first"], burst["last"]) == ("krups", "2026-05-22", "2026-05-22")
    assert (burst["creators"], burst["mentions"]) == (2 + 20, 2 + 20)
    assert burst["usual"] == pytest.approx(2, abs=0.3)
    out = voice(capsys, home)
    assert "Bursts, days on which far more creators than usual named a brand:" in out
    assert "2026-05-22" in out.partition("Bursts")[2]


def test_a_burst_before_the_window_is_not_told_and_what_is_usual_is_still_known(
    capsys, home
) -> None:
    before = json.loads(voice(capsys, home, "--since", "2026-05-25", "--output", "json"))
    assert before["bursts"] == []
    inside = json.loads(voice(capsys, home, "--since", "2026-05-20", "--output", "json"))
    assert [one["first"] for one in inside["bursts"]] == ["2026-05-22"]
