"""A whole search inside a running process, over many posts, with a new filter every time.

Texts, times and counts are those of the posts. Their vectors are made here: that of a real post,
with a random one added, so that they lie in clusters as real ones do.
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from engine import demo
from engine.embedders import load_embedder
from engine.judging.evaluation import read_briefs
from engine.pipeline import index_home
from engine.protocols import Embedder
from engine.store import Store, database_path
from engine.store.home import kept_path
from engine.store.rows import from_microseconds, to_microseconds
from engine.text import content_hash
from engine.vocabulary import CreatorFilter, PostFilter, Range, Vectors

from .measures import Measure, in_fresh_process, quantile
from .posts import followers_at, spread_texts
from .searching import DEPTH, SHARES, Answers, Asked, Beginning, begin, search
from .store import fill

MOST_SECONDS, LEAST_RECALL, MOST_BYTES = 0.150, 0.99, 1.5e9
_REAL_VECTORS = 20_000
_SCATTER = 0.75  # length of the random vector added to a real one
_N_SCATTERS = 65_536
_CHUNK = 50_000  # vectors
_SEED = 2


class Scattered:
    """An embedder that makes a vector out of a text's hash: a real vector and a random one."""

    def __init__(self, model: Embedder, real: Vectors) -> None:
        self.model_id, self.dim = model.model_id, model.dim
        self._model, self._real = model, real
        noise = np.random.default_rng(_SEED).standard_normal((_N_SCATTERS, self.dim), np.float32)
        self._noise = noise / np.linalg.norm(noise, axis=1, keepdims=True)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a unit row for each of `texts`, the same every time."""
        return self.of(keys([content_hash(text) or b"" for text in texts]))

    def embed_query(self, text: str) -> Vectors:
        """Return what the model makes of `text`."""
        return self._model.embed_query(text)

    def of(self, hashes: NDArray[np.uint64]) -> Vectors:
        """Return the unit rows of the texts with these hashes."""
        rows = self._real[hashes % np.uint64(len(self._real))]
        rows = rows + _SCATTER * self._noise[(hashes >> np.uint64(32)) % np.uint64(_N_SCATTERS)]
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


class Corpus:
    """All posts of a home with a vector, read by a query of our own: the oracle of filters."""

    def __init__(self, home: Path) -> None:
        with Store.open(database_path(home), read_only=True) as store:
            rows = store.connection.execute(
                """SELECT posts.id, posts.created_at, creators.followers, content_hash
                    FROM posts JOIN creators ON creators.id = posts.creator_id
                    WHERE content_hash IS NOT NULL"""
            ).fetchall()
        ids, times, followers, hashes = zip(*rows, strict=True)
        self.ids = np.array(ids, dtype=np.int64)
        self.times = np.array(times, dtype=np.int64)
        self.followers = np.array(followers, dtype=np.float64)
        self.hashes = keys(hashes)

    def passing(self, where: PostFilter) -> NDArray[np.bool_]:
        """Return which posts pass a filter that `filter_of` made."""
        passes = np.ones(len(self.ids), dtype=np.bool_)
        if where.since is not None and where.until is not None:
            passes &= self.times >= to_microseconds(where.since)
            passes &= self.times < to_microseconds(where.until)
        if (asked := where.creators.followers) is not None:
            passes &= np.array([count in asked for count in self.followers.tolist()])
        return passes

    def filter_of(self, share: float, rng: random.Random) -> PostFilter:
        """Return a new filter on times or followers that about `share` of the posts pass."""
        low = rng.uniform(0.0, 1.0 - share)
        if share == 1.0:
            return PostFilter()
        if rng.random() < 0.5:
            bounds = Range(low=followers_at(low), high=followers_at(low + share))
            return PostFilter(creators=CreatorFilter(followers=bounds))
        since, until = np.quantile(self.times, [low, low + share]).astype(np.int64).tolist()
        return PostFilter(since=from_microseconds(since), until=from_microseconds(until))


def keys(hashes: Sequence[bytes]) -> NDArray[np.uint64]:
    """Return the first eight bytes of each hash as a number."""
    return np.frombuffer(b"".join(some[:8] for some in hashes), dtype=np.uint64)


def run(posts: Path, n: int, folder: Path, *, model: str) -> list[Measure]:
    """Search a home of the `n` posts in `posts`, which is made in `folder` once and then kept."""
    embedder = load_embedder(model, cache=folder / "models")
    scattered = Scattered(embedder, _real_vectors(embedder, posts, n, folder))
    home = _made(posts, folder, scattered)
    corpus = Corpus(home)
    asked = briefs(corpus)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it
    kept_path(home, embedder.model_id).unlink(missing_ok=True)
    process = partial(in_fresh_process, model=model, cache=folder / "models")
    begun = process(begin, home, asked[-1])
    answers = process(search, home, asked)
    return [
        *_times(asked, answers),
        *_begun(begun),
        *_recalls(corpus, scattered, asked, answers),
    ]


def home_of(posts: Path, n: int, folder: Path, *, model: str) -> Path:
    """Return the home of the `n` posts in `posts`, with vectors made here."""
    embedder = load_embedder(model, cache=folder / "models")
    return _made(posts, folder, Scattered(embedder, _real_vectors(embedder, posts, n, folder)))


def _made(posts: Path, folder: Path, scattered: Scattered) -> Path:
    home = folder / f"home-{posts.name.removesuffix('.jsonl.zst')}"
    if not database_path(home).exists():
        half = home.with_suffix(".part")
        half.mkdir(exist_ok=True)
        fill(posts, half)
        half.rename(home)
    index_home(home, scattered, say=lambda sentence: None)
    return home


def briefs(corpus: Corpus) -> list[Asked]:
    """Return every brief of the demo with every share, in an order that mixes both.

    The first fourth of the list has every brief once: its words are new to the process, too.
    """
    rng = random.Random(_SEED)  # noqa: S311 - a benchmark, not a secret
    texts = [line.text for line in read_briefs(demo.BRIEFS)]
    turns = [
        (text, SHARES[(number + turn) % len(SHARES)])
        for turn in range(len(SHARES))
        for number, text in enumerate(texts)
    ]
    return [
        Asked(text=text, where=corpus.filter_of(share, rng), share=share) for text, share in turns
    ]


def _real_vectors(embedder: Embedder, posts: Path, n: int, folder: Path) -> Vectors:
    wanted = min(n, _REAL_VECTORS)
    path = folder / f"{embedder.model_id}-{posts.stem}.npy"
    if not path.exists():
        np.save(path, embedder.embed(spread_texts(posts, n, wanted)))
    real: Vectors = np.load(path)
    return real


def _times(asked: Sequence[Asked], answers: Answers) -> list[Measure]:
    times = answers.searches
    new = times[: len(times) // len(SHARES)]
    by_share = {
        share: [took for brief, took in zip(asked, times, strict=True) if brief.share == share]
        for share in SHARES
    }
    spent = {name: 1e3 * took / len(times) for name, took in answers.stages.items()}
    spent["ranking itself"] = 1e3 * sum(times) / len(times) - sum(spent.values())
    worst, bound = partial(quantile, share=0.95), 1e3 * MOST_SECONDS
    return [
        _measure("p95 of all searches", 1e3 * worst(times), "ms", bound),
        _measure("p95 of briefs with new words", 1e3 * worst(new), "ms", bound),
        *(
            _measure(f"{name}, {_passing(share)}", 1e3 * value, "ms")
            for share, some in by_share.items()
            for name, value in (("p50", median(some)), ("p95", worst(some)))
        ),
        *(_measure(f"mean time of {name}", took, "ms") for name, took in _longest(spent)),
        _measure("p50 with a new country each", 1e3 * median(answers.places), "ms"),
        _measure("p50 of similar", 1e3 * median(answers.likened), "ms"),
        _measure("p95 of similar", 1e3 * worst(answers.likened), "ms"),
        _measure("the very first search", answers.first, "s"),
        _measure("opening the home", answers.opening, "s"),
        _measure("peak memory", answers.peak / 1e9, "GB", MOST_BYTES / 1e9),
        _measure("peak memory, similar included", answers.peak_likened / 1e9, "GB"),
    ]  # fmt: skip


def _begun(begun: Beginning) -> list[Measure]:
    unprepared = "nothing worked out yet"
    return [
        _measure(f"opening, {unprepared}", begun.opening, "s"),
        _measure(f"the very first search, {unprepared}", begun.first, "s"),
        _measure(f"peak memory, {unprepared}", begun.peak / 1e9, "GB", MOST_BYTES / 1e9),
    ]


def _longest(spent: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(spent.items(), key=lambda item: -item[1])[:6]


def _recalls(
    corpus: Corpus, scattered: Scattered, asked: Sequence[Asked], answers: Answers
) -> list[Measure]:
    """Hold the runs found against all vectors in float32, in chunks."""
    queries = np.stack([query for _, query, _ in answers.dense])
    similarity = np.concatenate(
        [
            scattered.of(corpus.hashes[start : start + _CHUNK]) @ queries.T
            for start in range(0, len(corpus.ids), _CHUNK)
        ]
    )
    shares: dict[float, list[float]] = {share: [] for share in SHARES}
    for column, (place, _, found) in enumerate(answers.dense):
        rows = np.flatnonzero(corpus.passing(asked[place].where))
        best = rows[np.argsort(-similarity[rows, column], kind="stable")[:DEPTH]]
        if len(best):
            shared = np.intersect1d(corpus.ids[best], found)
            shares[asked[place].share].append(len(shared) / len(best))
    return [
        _measure(f"recall@{DEPTH}, {_passing(share)}", float(np.mean(found)), "", LEAST_RECALL)
        for share, found in shares.items()
    ]


def _passing(share: float) -> str:
    return "no filter" if share == 1.0 else f"{100 * share:.0f} % pass"


def _measure(name: str, value: float, unit: str, target: float | None = None) -> Measure:
    return Measure(
        benchmark="query", name=name, value=value, unit=unit, target=target,
        at_least=target == LEAST_RECALL,
    )  # fmt: skip
