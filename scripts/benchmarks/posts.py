"""The posts the benchmarks run on: real texts, simulated creators, as native JSONL."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from typing import TypeAlias

import numpy as np
import zstandard

from engine import demo
from engine.text import embedding_text

Record: TypeAlias = dict[str, object]  # a native post

POSTS_A_CREATOR = 10  # on average
FEWEST_FOLLOWERS, MOST_FOLLOWERS = 1e2, 1e6  # drawn evenly on a log scale
_SPREAD = 0.75  # sigma of the lognormal number of posts of a creator
_SEED = 0
_PLACES = ("Berlin", "Porto", "Lyon", "Leeds", "Austin", "Osaka", "Malmö", "Turin", None, None)


def write_posts(data: Path | None, folder: Path, n: int) -> Path:
    """Return native JSONL of `n` posts in `folder`, which is written once and then kept.

    `data` is the CSV that `scripts/bench.py` describes, `None` for the bundled sample. If it has
    fewer than `n` posts they are told again, under other ids.
    """
    name = "bundled" if data is None else data.name.split(".")[0]
    path = folder / f"{name}-{n}.jsonl.zst"
    if not path.exists():
        half = path.with_suffix(".part")
        with half.open("wb") as raw, zstandard.ZstdCompressor(3).stream_writer(raw) as packed:
            for line in _lines(data, n):
                packed.write(line.encode())
        half.rename(path)
    return path


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file made by `write_posts`."""
    with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as unpacked:
        yield from io.TextIOWrapper(unpacked, encoding="utf-8")


def spread_lines(path: Path, n: int, wanted: int) -> list[str]:
    """Return `wanted` of the `n` lines of `path`, evenly spread, for a mixture of topics."""
    step = max(1, n // wanted)
    return list(islice(read_lines(path), 0, step * wanted, step))


def spread_texts(path: Path, n: int, wanted: int) -> list[str]:
    """Return what a model sees of those posts, without the ones of which it sees nothing."""
    posts = [json.loads(line) for line in spread_lines(path, n, wanted)]
    texts = [embedding_text(post["text"], post.get("hashtags", ())) for post in posts]
    return [text for text in texts if text]


def followers_at(share: float) -> float:
    """Return the number of followers that `share` of the creators are below."""
    return float(FEWEST_FOLLOWERS * (MOST_FOLLOWERS / FEWEST_FOLLOWERS) ** share)


def _lines(data: Path | None, n: int) -> Iterator[str]:
    rng = np.random.default_rng(_SEED)
    creators = [_creator(i, rng.random()) for i in range(max(1, n // POSTS_A_CREATOR))]
    activity = rng.lognormal(sigma=_SPREAD, size=len(creators))
    owners = rng.choice(len(creators), size=n, p=activity / activity.sum())
    for record, owner in zip(_repeated(data), owners.tolist(), strict=False):
        yield f'{json.dumps(record)[:-1]}, "creator": {creators[owner]}}}\n'


def _creator(number: int, share: float) -> str:
    place = _PLACES[number % len(_PLACES)]
    profile: Record = {"id": str(number), "handle": f"creator{number}", "location": place}
    return json.dumps(profile | {"followers": int(followers_at(share))})


def _repeated(data: Path | None) -> Iterator[Record]:
    for telling in count():
        for record in _bundled() if data is None else _public(data):
            yield record if not telling else record | {"id": f"{record['id']}-{telling}"}


def _bundled() -> Iterator[Record]:
    for line in read_lines(demo.SAMPLE):
        record = json.loads(line)
        del record["creator"]
        yield record


def _public(data: Path) -> Iterator[Record]:
    with gzip.open(data, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {
                "source": "reddit",
                "id": row["id"],
                "text": html.unescape("\n\n".join(filter(None, (row["title"], row["selftext"])))),
                "created_at": _moment(row["created_utc"]),
                "likes": max(int(row["score"]), 0),
                "replies": int(row["num_comments"]),
            }


def _moment(seconds: str) -> str:
    return datetime.fromtimestamp(float(seconds), UTC).isoformat()
