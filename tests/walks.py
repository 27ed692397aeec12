"""Walks that the README shows: commands and what they print, one after the other in one home."""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

WALK = re.compile(r"(?<=^```console\n)\$ overheard .*?(?=^```$)", re.M | re.S)
NAME = "apple.csv"
BRAND = frozenset(
    ["p00827", "p01452", "p02038", "p02182", "p02871", "p03142", "p03311", "p03503", "p06463",
     "p06942", "p07552", "p07836", "p07868", "p08454"]
)  # fmt: skip
"""Bundled posts in which Apple is the company, as one reader labelled them."""
UNCLEAR = "p02072"  # "How to infiltrate the structure of Apple"

Run = Callable[[list[str]], str]


def commands_of(walk: str) -> list[str]:
    """Return the commands of a walk, as they are typed."""
    return [line[2:] for line in walk.splitlines() if line.startswith("$ ")]


def walked(walk: str, run: Run, *, home: Path) -> str:
    """Return the walk as it is printed; a sheet to label is filled in before the next command."""
    shown = []
    for line in commands_of(walk):
        printed = run(shlex.split(line)[1:]).replace(str(home), "HOME")
        shown.append(f"$ {line}\n{printed}")
        if "--label" in line:
            fill(Path(NAME))
    return "".join(shown)


def fill(sheet: Path) -> None:
    """Write verdicts into a sheet of posts about Apple."""
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with sheet.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"verdict": _verdict(row)} for row in rows)


def _verdict(row: Mapping[str, str]) -> str:
    if row["id"] == UNCLEAR:
        return ""
    return "brand" if row["id"] in BRAND else "not"
