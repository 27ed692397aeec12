"""Do three posts tell the rate of a creator? Simulated creators whose true rates are known.

A creator's true rate is log-normal between creators, a post's about it log-normal too, and
reactions are Poisson counts of followers times that. The two variances are those that real posts
have (`measured`), or any others. What is estimated is the logarithm of the typical rate.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.vetting.rates import shrunk

PEERS = 200
CREATORS = 1000
COUNTS = (1, 2, 3, 5, 10, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Mean squared errors, and the share of true typical rates inside the 80 % interval.

    `raw` and `shrunk` are of the logarithm of the typical rate; `raw_rate` and `shrunk_rate` of the
    mean rate itself, which is what a raw mean of rates estimates.
    """

    posts: int
    raw: float
    shrunk: float
    raw_rate: float
    shrunk_rate: float
    coverage: float


def simulate(
    between: float, within: float, *, posts: int, seed: int = 7, rate: float = 0.02
) -> Outcome:
    """Return how well `posts` posts tell the rates of creators with these standard deviations."""
    rng = np.random.default_rng(seed)
    peers = [_creator(rng, between, within, posts=int(rng.integers(3, 40)), rate=rate)[1]
             for _ in range(PEERS)]  # fmt: skip
    raw, drawn, inside = [], [], []
    raw_rate, drawn_rate = [], []
    for _ in range(CREATORS):
        truth, own = _creator(rng, between, within, posts=posts, rate=rate)
        made = shrunk(own, peers)
        if made is None:
            raise RuntimeError(f"{PEERS} peers are too few")
        logs = np.log((own[0] + 0.5) / own[1])
        raw.append((logs.mean() - truth) ** 2)
        drawn.append((np.log(made.rate) - truth) ** 2)
        mean = np.exp(truth + within**2 / 2.0)
        raw_rate.append(((own[0] / own[1]).mean() - mean) ** 2)
        drawn_rate.append((made.mean - mean) ** 2)
        inside.append(np.log(made.low) <= truth <= np.log(made.high))
    return Outcome(
        posts=posts,
        raw=float(np.mean(raw)),
        shrunk=float(np.mean(drawn)),
        raw_rate=float(np.mean(raw_rate)),
        shrunk_rate=float(np.mean(drawn_rate)),
        coverage=float(np.mean(inside)),
    )


def _creator(
    rng: np.random.Generator, between: float, within: float, *, posts: int, rate: float
) -> tuple[float, tuple[np.ndarray, np.ndarray]]:
    """Return the logarithm of a true rate, and (reactions, followers) of posts."""
    followers = 10.0 ** rng.uniform(3.0, 4.0)
    truth = float(np.log(rate) + rng.normal(0.0, between))
    rates = np.exp(truth + rng.normal(0.0, within, posts))
    return truth, (rng.poisson(rates * followers).astype(float), np.full(posts, followers))


def table(between: float, within: float) -> Iterator[str]:
    """Yield a line for each number of posts."""
    yield "posts | error of the mean rate, shrunk by raw | of the log, shrunk by raw | inside 80 %"
    for posts in COUNTS:
        made = simulate(between, within, posts=posts)
        yield (
            f"{posts} | {made.shrunk_rate / made.raw_rate:.2f} | {made.shrunk / made.raw:.2f} | "
            f"{made.coverage:.1%}"
        )


def measured(file: Path) -> tuple[float, float]:
    """Return the standard deviations of real posts: between accounts of 1k to 100k, and within."""
    logs: dict[str, list[float]] = {}
    with file.open(encoding="utf-8", errors="replace", newline="") as read:
        for row in csv.DictReader(read):
            try:
                followers, likes = float(row["user_followers"]), float(row["favorites"])
            except ValueError:
                continue
            if 1e3 <= followers < 1e5:
                logs.setdefault(row["user_name"], []).append(np.log((likes + 0.5) / followers))
    return _spread([np.array(values) for values in logs.values() if len(values) >= 3])


def _spread(groups: Sequence[np.ndarray]) -> tuple[float, float]:
    n = np.array([len(group) for group in groups])
    within = sum(float(group.var()) * len(group) for group in groups) / float((n - 1).sum())
    means = np.array([group.mean() for group in groups])
    between = max(float(means.var() - within * np.mean(1.0 / n)), 0.0)
    return between**0.5, within**0.5
