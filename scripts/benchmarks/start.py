"""How long a person waits for the program to begin."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from engine import demo

from .measures import Measure, seconds_of

REPEATS = 5
MOST_HELP, MOST_SEARCH = 0.3, 3.0  # seconds


def run(folder: Path) -> list[Measure]:
    """Run `--help`, `demo`, and `search` in the demo's home, each in a process of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        home = ("--home", str(Path(scratch, "demo")))
        search = (*home, "search", demo.EXAMPLE_BRIEFS[1], "--now", f"{demo.NOW:%Y-%m-%d}")
        return [
            _measure("overheard --help", ["--help"], target=MOST_HELP),
            _measure("overheard demo, the first time", [*home, "demo"], repeats=1),
            _measure("overheard search, demo's home", search, target=MOST_SEARCH),
            _measure("overheard demo, again", [*home, "demo"]),
        ]


def _measure(
    name: str, arguments: list[str] | tuple[str, ...], *, target: float | None = None,
    repeats: int = REPEATS,
) -> Measure:  # fmt: skip
    samples = [seconds_of(lambda: _overheard(arguments)) for _ in range(repeats)]
    return Measure(
        benchmark="start", name=name, value=median(samples), unit="s", target=target,
        samples=samples,
    )  # fmt: skip


def _overheard(arguments: list[str] | tuple[str, ...]) -> None:
    subprocess.run(
        [sys.executable, "-m", "engine.cli.main", *arguments],
        cwd=Path(__file__).resolve().parents[2],
        check=True,
        capture_output=True,
    )
