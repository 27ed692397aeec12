"""From JSONL to searchable, against running the same texts through the model and nothing else."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.embedders import load_embedder
from engine.embedders.folders import find_folder
from engine.inputs import open_input
from engine.pipeline import import_pages, index_home
from engine.protocols import Embedder
from engine.store import Store, database_path
from engine.text import content_hash, embedding_text
from engine.vocabulary import Vectors
from indexers.files.native import NativeJsonl

from .measures import Measure, seconds_of
from .posts import spread_lines

ROUNDS = 3
LEAST_RATIO, LEAST_OVERLAP = 4.0, 0.98
N_QUERIES = 300
DEPTH = 10
_WARMING = 64  # posts each side sees before it is timed
_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Embedded:
    """A post as it was stored: its text, what of it the model was shown, and the vector, (dim,)."""

    posted: str
    seen: str
    vector: NDArray[np.floating]


class Plain:
    """The plain way: the model as anybody loads it, with all its defaults."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model: Any = SentenceTransformer(str(find_folder(model) or model))
        self._made: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> None:
        """Run all of `texts` through the model, and keep the vectors."""
        self._made |= zip(texts, self._model.encode(list(texts)), strict=True)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return the rows of `texts`, (n, dim) float32, made now where they were not before."""
        if new := [text for text in dict.fromkeys(texts) if text not in self._made]:
            self.embed(new)
        return np.stack([self._made[text] for text in texts])


def run(posts: Path, n: int, folder: Path, *, model: str, chunk: int) -> list[Measure]:
    """Ingest `ROUNDS` chunks both ways in turn, and hold the vectors against float32's.

    `posts` is native JSONL of `n` posts, `folder` keeps the converted model. The plain way gets
    the posts' texts as they are; we start from the file and end with vectors, words and index on
    disk, each round in a home of its own.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other people's imports
        plain = Plain(model)
        embedder = load_embedder(model, cache=folder / "models")
    lines = _distinct(spread_lines(posts, n, min(n, 2 * ROUNDS * chunk)))[: ROUNDS * chunk]
    chunks = [lines[start::ROUNDS] for start in range(ROUNDS)]
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        plain.embed(_texts(lines[:_WARMING]))
        ingest(lines[:_WARMING], Path(scratch, "warming"), embedder)
        homes = [Path(scratch, str(number)) for number in range(ROUNDS)]
        seconds = [
            _both_ways(some, home, plain, embedder, ours_first=number % 2 == 1)
            for number, (some, home) in enumerate(zip(chunks, homes, strict=True))
        ]
        found = [post for home in homes for post in _embedded(home, embedder)]
    return [*_speeds([len(some) for some in chunks], seconds), *_overlaps(found, plain)]


def ingest(lines: Sequence[str], home: Path, embedder: Embedder) -> float:
    """Write `lines` to a file, bring them into `home`, and return the seconds of the latter."""
    home.mkdir()
    file = home / "posts.jsonl"
    file.write_text("".join(lines), encoding="utf-8")

    def work() -> None:
        now = datetime.now(UTC)
        with open_input(str(file)) as stream, Store.open(database_path(home)) as store:
            import_pages(NativeJsonl().pages(stream, now=now), store, now=now)
        index_home(home, embedder, say=lambda sentence: None)

    return seconds_of(work)


def overlap(ours: Vectors, theirs: Vectors, queries: NDArray[np.int64], depth: int) -> float:
    """Return the mean share of the `depth` nearest rows to each query that both find.

    Rows of the two, (n, dim) each, are of the same texts; `queries` are positions of some, which
    are never their own neighbours.
    """
    shares = []
    for query in queries.tolist():
        both = [_nearest(vectors, query, depth) for vectors in (ours, theirs)]
        shares.append(len(both[0] & both[1]) / len(both[1]))
    return float(np.mean(shares))


def _nearest(vectors: Vectors, query: int, depth: int) -> set[int]:
    similarity = vectors @ vectors[query]
    similarity[query] = -np.inf
    return set(np.argsort(-similarity, kind="stable")[: min(depth, len(vectors) - 1)].tolist())


def _both_ways(
    lines: Sequence[str], home: Path, plain: Plain, embedder: Embedder, *, ours_first: bool
) -> tuple[float, float]:
    """Return the seconds of the plain way and of ours."""
    ours = ingest(lines, home, embedder) if ours_first else None
    theirs = seconds_of(lambda: plain.embed(_texts(lines)))
    return theirs, ingest(lines, home, embedder) if ours is None else ours


def _speeds(counts: Sequence[int], seconds: Sequence[tuple[float, float]]) -> list[Measure]:
    theirs = [n / plain for n, (plain, _) in zip(counts, seconds, strict=True)]
    ours = [n / product for n, (_, product) in zip(counts, seconds, strict=True)]
    ratios = [mine / plain for mine, plain in zip(ours, theirs, strict=True)]
    return [
        _median("plain encode, texts to vectors", theirs, "posts/s"),
        _median("ours, JSONL to searchable", ours, "posts/s"),
        _median("ours over plain", ratios, "x", target=LEAST_RATIO),
    ]


def _median(name: str, samples: list[float], unit: str, target: float | None = None) -> Measure:
    return Measure(
        benchmark="ingest", name=name, value=median(samples), unit=unit,
        target=target, at_least=True, samples=samples,
    )  # fmt: skip


def _overlaps(found: Sequence[Embedded], plain: Plain) -> list[Measure]:
    """Hold what is stored against float32, of the texts as they were embedded and as posted."""
    ours = np.stack([row.vector for row in found]).astype(np.float32)
    rng = np.random.default_rng(_SEED)
    queries = np.sort(rng.choice(len(found), min(N_QUERIES, len(found)), replace=False))
    return [
        Measure(
            benchmark="ingest",
            name=f"top-{DEPTH} overlap with float32 of the texts as {name}",
            value=overlap(ours, plain.vectors(texts), queries, DEPTH),
            unit="",
            target=target,
            at_least=True,
        )
        for name, texts, target in (
            ("embedded", [row.seen for row in found], LEAST_OVERLAP),
            ("posted", [row.posted for row in found], None),
        )
    ]


def _embedded(home: Path, embedder: Embedder) -> Iterator[Embedded]:
    """Yield the posts in `home` that have a vector."""
    with Store.open(database_path(home), read_only=True) as store:
        posts = store.posts(range(1, store.summary().posts + 1)).values()
        seen = [embedding_text(post.text, post.hashtags) for post in posts]
        hashes = [content_hash(text) for text in seen]
        known = store.known_vectors(embedder.model_id, filter(None, hashes))
    for post, text, key in zip(posts, seen, hashes, strict=True):
        if key is not None:
            yield Embedded(posted=post.text, seen=text, vector=known[key])


def _distinct(lines: Sequence[str]) -> list[str]:
    """Return `lines` without those whose text stood in one before."""
    first = {text: place for place, text in reversed(list(enumerate(_texts(lines))))}
    return [lines[place] for place in sorted(first.values())]


def _texts(lines: Sequence[str]) -> list[str]:
    return [json.loads(line)["text"] for line in lines]
