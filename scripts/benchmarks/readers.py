"""How fast files become posts, before any store: beside the plain way of reading them, in turn.

What is counted is the time of one processor, and the garbage collector rests, as in an import.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median

from engine.protocols import Reader
from indexers.files.native import NativeJsonl
from indexers.files.native_csv import NativeCsv

from .measures import Measure
from .posts import read_lines

LEAST_SPEED = 50_000.0  # rows a second
ROWS = 100_000
ROUNDS = 5
_COLUMNS = ("source", "id", "text", "created_at", "lang", "url", "likes", "replies", "views")
_PROFILE = ("id", "handle", "location", "followers")


def run(posts: Path, *, rows: int = ROWS, rounds: int = ROUNDS) -> list[Measure]:
    """Read the first `rows` of `posts`, native JSONL, as JSONL, as an array and as CSV."""
    lines = list(islice(read_lines(posts), rows))
    jsonl, table = "".join(lines).encode(), as_csv(lines)
    array = b"[" + b",".join(line.encode() for line in lines) + b"]"
    measures: list[Measure] = []
    for name, content, reader, plain in (
        ("JSONL", jsonl, NativeJsonl(), _json_loads),
        ("a JSON array", array, NativeJsonl(), json.loads),
        ("CSV", table, NativeCsv(), _dict_reader),
    ):
        ways = {
            "ours": lambda content=content, reader=reader: read_all(reader, content),
            "plain": lambda content=content, plain=plain: plain(content),
        }
        measures += _measured(name, len(lines), in_turn(ways, rounds))
    return measures


def in_turn(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of every way in each round, one after the other."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            seconds[name].append(_processor_seconds(way))
    return seconds


def _processor_seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        before = time.process_time()
        work()
        return time.process_time() - before
    finally:
        gc.enable()


def read_all(reader: Reader, content: bytes) -> int:
    """Return how many posts and problems `reader` finds in `content`."""
    pages = reader.pages(io.BytesIO(content), now=datetime.now(UTC))
    return sum(len(page.posts) + len(page.problems) for page in pages)


def as_csv(lines: list[str]) -> bytes:
    """Return native posts as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*_COLUMNS, *(f"creator.{name}" for name in _PROFILE)])
    for line in lines:
        record = json.loads(line)
        creator = record["creator"]
        cells = [*map(record.get, _COLUMNS), *map(creator.get, _PROFILE)]
        writer.writerow(cells)
    return text.getvalue().encode()


def _json_loads(content: bytes) -> int:
    return sum(1 for line in content.splitlines() if json.loads(line))


def _dict_reader(content: bytes) -> int:
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")
    return sum(1 for _ in csv.DictReader(text))


def _measured(name: str, n_rows: int, seconds: Mapping[str, list[float]]) -> list[Measure]:
    speeds = [n_rows / taken for taken in seconds["ours"]]
    plain = [n_rows / taken for taken in seconds["plain"]]
    return [
        Measure(
            benchmark="readers", name=f"{name} to posts", value=median(speeds), unit="rows/s",
            target=LEAST_SPEED, at_least=True, samples=speeds,
        ),
        Measure(
            benchmark="readers", name=f"{name} by the standard library alone",
            value=median(plain), unit="rows/s", samples=plain,
        ),
        Measure(
            benchmark="readers", name=f"{name}: time over that of the standard library",
            value=median(ours / theirs for ours, theirs in zip(
                seconds["ours"], seconds["plain"], strict=True)), unit="x",
        ),
    ]  # fmt: skip
