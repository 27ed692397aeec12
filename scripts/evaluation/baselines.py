"""Simple systems over the same posts, each with every value of its parameters worth trying.

A family is a way of ranking; its members are its parameter values, of which the tuning niches
choose. Scores are brought to one scale by the best one found and the least there can be (0 for
BM25, -1 for a cosine), as Bruch, Gai & Ingber (TOIS 2023) do; of creators also by z-scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.protocols import Embedder
from engine.vocabulary import Floats
from scripts.evaluation.plain import Posts, Words
from scripts.evaluation.votes import DEPTHS, VOTES, Ballots

TOP = 100
RRF = (10, 60)
MIXES = (0.3, 0.5, 0.7, 0.85, 0.95, 0.98)
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
PARTNERS = tuple(
    (depth, vote) for depth in DEPTHS
    for vote in ("Votes", "CombSUM", "CombSUM-top2", "CombSUM-top3", "CombSUM-top8", "CombMAX")
)  # fmt: skip
FOLLOWERS = "most followers"
MEAN = "mean vector, flat"


class Member(NamedTuple):
    """One baseline: its family and the values of its parameters."""

    family: str
    values: str = ""

    def __str__(self) -> str:
        return f"{self.family} ({self.values})" if self.values else self.family


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One brief against all posts: similarities and BM25, by post, and cosines by creator."""

    dense: Floats  # (n,) in [-1, 1]
    words: Floats  # (n,) at least 0
    mean: Floats  # (c,) in [-1, 1]


def ask(text: str, posts: Posts, words: Words, embedder: Embedder) -> Asked:
    """Return how the posts and creators answer `text`."""
    query = embedder.embed_query(text)
    return Asked(
        dense=(posts.vectors @ query).astype(np.float64),
        words=words.scores(text),
        mean=(posts.means @ query).astype(np.float64),
    )


def members(asked: Asked, posts: Posts) -> Iterator[tuple[Member, Floats]]:
    """Yield every baseline with its score of every creator, (c,); bigger is better."""
    yield Member(FOLLOWERS), np.nan_to_num(posts.followers, nan=-1.0)
    yield Member(MEAN), asked.mean + 1.0
    runs = {"BM25": asked.words, "dense posts": np.maximum(asked.dense, 0.0)}
    for family, scores in runs.items():
        yield from _voted(family, "", scores, posts)
    for k in RRF:
        yield from _voted("RRF of posts", f"k {k}, ", rrf(asked.dense, asked.words, k), posts)
    for share in MIXES:
        scores = convex(_positive(asked.dense), asked.words, share)
        yield from _voted("CC of posts", f"share {share:g}, ", scores, posts)
    for family, scores in runs.items():
        yield from _with_mean(f"mean vector CC {family}", asked.mean, scores, posts)


def _voted(
    family: str, values: str, scores: Floats, posts: Posts
) -> Iterator[tuple[Member, Floats]]:
    deepest = Ballots.of(scores, posts.creators, depth=max(DEPTHS), n=len(posts.keys))
    for depth in DEPTHS:
        ballots = deepest.first(depth)
        for name, vote in VOTES.items():
            yield Member(family, f"{values}{depth} posts, {name}"), vote(ballots)


def _with_mean(
    family: str, mean: Floats, scores: Floats, posts: Posts
) -> Iterator[tuple[Member, Floats]]:
    """Yield mixtures of a creator's cosine and of the votes of their posts."""
    deepest = Ballots.of(scores, posts.creators, depth=max(DEPTHS), n=len(posts.keys))
    for depth, name in PARTNERS:
        voted = VOTES[name](deepest.first(depth))
        for share in SHARES:
            label = f"share {share:g}, {depth} posts, {name}"
            yield Member(family, label), convex(mean + 1.0, voted, share)
            mixed = share * _standard(mean) + (1.0 - share) * _standard(voted)
            yield Member(family, f"{label}, z"), mixed - mixed.min() + 1e-9


def rrf(first: Floats, second: Floats, k: int, *, depth: int = 3000) -> Floats:
    """Return reciprocal rank fusion of the first `depth` of two rankings, (n,); 0 outside both."""
    fused = np.zeros(len(first))
    for scores in (first, second):
        order = np.argsort(-scores, kind="stable")[:depth]
        order = order[scores[order] > 0.0]
        fused[order] += 1.0 / (k + np.arange(1, len(order) + 1))
    return fused


def convex(first: Floats, second: Floats, share: float) -> Floats:
    """Return `share` of the first and the rest of the second, each over its best, (n,)."""
    one, other = (each / max(float(each.max()), 1e-9) for each in (first, second))
    return np.asarray(share * one + (1.0 - share) * other)


def _positive(cosines: Floats) -> Floats:
    return np.asarray((cosines + 1.0) / 2.0)


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / max(float(values.std()), 1e-9))


def best_first(scores: Floats, *, top: int = TOP) -> NDArray[np.int32]:
    """Return the places of the `top` creators with a score above 0, best first, -1 for none.

    Equal scores are ordered by key, which is the order of the places.
    """
    order = np.argsort(-scores, kind="stable")[:top]
    order = order[scores[order] > 0.0]
    return np.pad(order, (0, top - len(order)), constant_values=-1).astype(np.int32)
