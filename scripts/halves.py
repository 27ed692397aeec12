"""Measure `overheard similar`: find one half of a creator's posts from the other, among everybody.

    python scripts/halves.py POSTS WORK [--most N]

POSTS are native JSONL, plain or gzip, or lines of Bluesky posts with `author_did`. The posts of
every creator with at least six are split in two by time, and each half becomes a creator of its
own. The earlier half is asked about; the later one is right, all other creators are wrong.
Creators are hashed into a half to tune on and a half to check. Beside it stands the cosine of mean
vectors, and each part of our score alone. Intervals are bootstrap 95 %, p is of the paired
randomisation test against the mean vector. WORK keeps the home, so that a second start need not
import again.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from engine.judging.evaluation import bootstrap, randomisation_p
from engine.protocols import Corpus, Embedder
from engine.ranking.likeness import similar
from engine.vocabulary import Brief, Candidate, CreatorId, PostFilter

CHECKOUT = Path(__file__).resolve().parent.parent
LEAST = 6  # posts of a creator whose halves are looked for
DEPTH = 5_000  # creators ranked; who comes later counts as not found
EARLIER, LATER = "~earlier", "~later"
OURS, MEAN = "overheard", "mean vector"
NOW = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """An earlier half, and the native id of the later one that is to be found."""

    creator: CreatorId
    native_id: str
    wanted: str


def native(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as a native post; one of Bluesky's is turned into one."""
    if "author_did" not in row:
        return dict(row)
    return {
        "source": "bluesky",
        "id": row["uri"],
        "text": row["text"],
        "created_at": row["created_at"].replace(" ", "T"),
        "hashtags": row["hashtags"],
        "likes": row["like_count"],
        "creator": {"id": row["author_did"], "handle": row["author_handle"]},
    }


def halved(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the posts of `rows` by creator, those with `LEAST` posts as two creators."""
    by_creator: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in map(native, rows):
        by_creator[row["creator"]["id"]].append(row)
    for mine in by_creator.values():
        mine.sort(key=lambda row: (row["created_at"], row["id"]))
        middle = len(mine) // 2
        for place, row in enumerate(mine):
            half = "" if len(mine) < LEAST else EARLIER if place < middle else LATER
            yield row | {"creator": {"id": row["creator"]["id"] + half, "handle": None}}


def half_of(native_id: str) -> str:
    """Return "tune" or "check" by the creator's id without its ending."""
    digest = hashlib.sha256(native_id.removesuffix(EARLIER).encode()).digest()
    return "tune" if digest[0] % 2 else "check"


def rank_of(wanted: str, ranked: Sequence[str]) -> float:
    """Return the rank of `wanted` from 1, infinity where it is not ranked."""
    return ranked.index(wanted) + 1 if wanted in ranked else float("inf")


def queries(corpus: Corpus) -> list[Query]:
    """Return every earlier half, by native id."""
    creators = corpus.creators(corpus.engagement().creator_ids)
    found = [
        Query(creator=id_, native_id=one.native_id, wanted=stem + LATER)
        for id_, one in creators.items()
        if one.native_id != (stem := one.native_id.removesuffix(EARLIER))
    ]
    return sorted(found, key=lambda query: query.native_id)


def ranks(query: Query, corpus: Corpus, embedder: Embedder) -> tuple[dict[str, float], float]:
    """Return the rank of the later half by every way of ranking, and the seconds ours took."""
    brief = Brief(text="halves", topic="halves", k_creators=DEPTH)
    started = time.perf_counter()
    found = similar(query.creator, brief, corpus, embedder, now=NOW).candidates
    seconds = time.perf_counter() - started
    orders = {OURS: [one.creator.native_id for one in found], MEAN: by_mean(query, corpus)}
    for part in ("topics", "matches", "words"):
        orders[f"{part} alone"] = [one.creator.native_id for one in _by_part(found, part)]
    return {name: rank_of(query.wanted, order) for name, order in orders.items()}, seconds


def _by_part(found: Sequence[Candidate], part: str) -> list[Candidate]:
    return sorted(found, key=lambda one: -one.contributions.get(part, 0.0))


def by_mean(query: Query, corpus: Corpus) -> list[str]:
    """Return all creators but the one asked about by the cosine of mean vectors, best first."""
    ids = np.array([query.creator], dtype=np.int64)
    nothing = np.zeros(corpus.sample().posts.shape[1], dtype=np.float32)
    vectors = np.unique(corpus.activity(nothing, ids, PostFilter()).vectors, axis=0)
    mean = vectors.mean(axis=0)
    run = corpus.profiles(mean / np.linalg.norm(mean), DEPTH, PostFilter())
    creators = corpus.creators(run.ids)
    return [creators[CreatorId(i)].native_id for i in run.ids.tolist() if i != query.creator]


def table(found: Sequence[Mapping[str, float]]) -> Iterator[str]:
    """Yield one line of Markdown for every way of ranking, given the ranks for every query."""
    yield "| run | MRR | recall@8 | p against the mean vector |"
    yield "|---|---|---|---|"
    baseline = [1.0 / one[MEAN] for one in found]
    for name in found[0]:
        reciprocal = [1.0 / one[name] for one in found]
        cells = [bootstrap(reciprocal), bootstrap([float(one[name] <= 8) for one in found])]
        shown = " | ".join(f"{one.mean:.3f} [{one.low:.3f}, {one.high:.3f}]" for one in cells)
        p = "" if name == MEAN else f"{randomisation_p(reciprocal, baseline):.4f}"
        yield f"| {name} | {shown} | {p} |"


def prepare(posts: Path, work: Path) -> Path:
    """Import the halves into a home in `work`, unless an earlier start has done so."""
    home, lines = work / "home", work / "halves.jsonl"
    if not lines.exists():
        unzip = gzip.open if posts.suffix == ".gz" else Path.open
        with unzip(posts, "rt", encoding="utf-8") as file:
            halves = [json.dumps(row) for row in halved(map(json.loads, file))]
        lines.write_text("".join(f"{line}\n" for line in halves), encoding="utf-8")
    program = [sys.executable, "-m", "engine.cli.main", "--home", str(home)]
    subprocess.run([*program, "import", str(lines)], cwd=CHECKOUT, check=True)
    return home


def measure(corpus: Corpus, embedder: Embedder, most: int) -> None:
    """Print a table for each half of the creators, and how long a question takes."""
    asked = queries(corpus)
    summary = corpus.summary()
    print(f"{summary.posts:,} posts by {summary.creators:,} creators and halves")
    seconds = []
    for half in ("tune", "check"):
        found = []
        for query in [one for one in asked if half_of(one.native_id) == half][:most]:
            ranked, spent = ranks(query, corpus, embedder)
            found.append(ranked)
            seconds.append(spent)
        if found:
            print(f"\n### {half}: {len(found)} creators\n", *table(found), sep="\n")
    middle, slow = np.quantile(seconds, [0.5, 0.95])
    print(f"\nseconds a question, p50 {middle:.3f}, p95 {slow:.3f}")


def main() -> None:
    """Split, import, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--most", type=int, default=1_000_000, help="creators of each half")
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    home = prepare(options.posts.resolve(), work)

    from engine.corpus import LocalCorpus
    from engine.embedders import load_embedder

    embedder = load_embedder(cache=home / "models")
    with LocalCorpus.open(home, embedder) as corpus:
        measure(corpus, embedder, options.most)


if __name__ == "__main__":
    main()
