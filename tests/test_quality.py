"""The ranking may not get worse unnoticed: the bundled briefs, through the installed program."""

from __future__ import annotations

import json

from engine import demo
from tests.installed import alone, demo_run, installed

LEAST = {"nDCG@10": 0.87, "P@10": 0.75, "recall@100": 0.92}
"""A little below what was measured when this was written: 0.902, 0.791 and 0.952."""


def test_the_bundled_briefs_are_answered_as_well_as_ever() -> None:
    assert demo_run().returncode == 0
    with alone():
        answer = installed().run(
            "--home", str(installed().folder / "home" / "demo"),
            "evaluate", "--briefs", str(demo.BRIEFS), "--qrels", str(demo.QRELS),
            "--now", demo.NOW.date().isoformat(), "--relevant-from", "2", "--output", "json",
        )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    rows = {row["track"]: row for row in json.loads(answer.stdout)["tracks"]}
    measured = {name: rows["all"]["metrics"][name]["mean"] for name in LEAST}
    assert all(measured[name] >= least for name, least in LEAST.items()), measured
