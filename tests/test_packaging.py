"""The wheel works away from the checkout."""

from __future__ import annotations

import csv
import json
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from engine import __version__, demo
from engine.cli.readers import installed_readers
from tests.installed import ROOT, alone, demo_run, installed

SHIPPED = {"__init__.py", "py.typed", "about.json", "posts.jsonl.zst", "briefs.jsonl", "qrels.txt"}


@pytest.fixture(scope="module")
def home() -> Path:
    """The home in which the installed `overheard demo` has run."""
    done = demo_run()
    assert done.returncode == 0, done.stderr
    return installed().folder / "home" / "demo"


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else() -> None:
    (wheel,) = installed().folder.glob("*.whl")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    code = {
        str(file.relative_to(ROOT))
        for package in ("engine", "indexers")
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert names == code
    assert {Path(name).name for name in names} >= SHIPPED


def test_the_installed_program_answers() -> None:
    program = installed()
    assert program.run("--version").stdout == f"overheard, version {__version__}\n"
    assert "Begin with: overheard demo" in program.run("--help").stdout


def test_it_runs_the_installed_code_and_finds_its_readers() -> None:
    program = installed()
    python = program.program.with_name("python")
    asked = "import engine, indexers.files; print(engine.__file__, indexers.files.__file__)"
    done = subprocess.run(
        [python, "-c", asked], capture_output=True, text=True, check=True, cwd=program.folder
    )
    assert all(Path(name).is_relative_to(program.folder) for name in done.stdout.split())
    listed = json.loads(program.run("formats", "--output", "json").stdout)
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    assert {one["name"] for one in listed} == set(installed_readers())
    assert len(listed) >= len(declared["overheard.readers"])  # one may name several


def test_the_demo_ranks_writes_its_reports_and_says_what_is_simulated(home: Path) -> None:
    done = demo_run()
    assert done.stdout.startswith(f"Brief: {demo.DEFAULT_BRIEF}\n")
    assert demo.LABEL in done.stdout
    reports = {file.suffix: file for file in (home / "reports").iterdir()}
    assert set(reports) == {".csv", ".html"}
    assert all(f"wrote {file}" in done.stderr for file in reports.values())
    assert demo.LABEL in reports[".html"].read_text(encoding="utf-8")
    with reports[".csv"].open(encoding="utf-8-sig", newline="") as written:
        rows = list(csv.DictReader(written))
    assert [int(row["rank"]) for row in rows] == list(range(1, 11))
    assert all(f"@{row['handle']}" in done.stdout for row in rows)


def test_a_second_demo_says_the_same_and_changes_nothing(home: Path) -> None:
    before = _database(home)
    with alone():
        again = installed().run("demo")
    assert (again.returncode, again.stdout) == (0, demo_run().stdout)
    assert _database(home) == before


def _database(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table that says something."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(home / "overheard.db")) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608
            for table in ("posts", "creators", "embeddings", "post_hashtags")
        }
