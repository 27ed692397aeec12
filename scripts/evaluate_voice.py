"""Measure how often the 95 % intervals of shares of voice hold the true share.

    python scripts/evaluate_voice.py [--trials N] [--seed N]

Made creators: each speaks of brand A with a chance of .3, of B else, on as many days as a Pareto
law says (most on one or two, few on a hundred), one post in ten of both; engagement is log-normal.
The true share is that of a million creators. A row is a number of creators drawn of these.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.brands.counting.periods import DAY
from engine.brands.counting.voice import Measure, voice
from engine.vocabulary import STANCES, VERDICTS, MentionTable, Stance, Verdict
from scripts.evaluate_bursts import shown

SIZES = (10, 30, 100, 300, 1_000)
_CHANCE, _BOTH = 0.3, 0.1
_MOST_DAYS = 100
_MANY = 1_000_000


def mentions(rng: np.random.Generator, n: int) -> MentionTable:
    """Return what `n` creators say."""
    days = np.minimum(np.ceil(rng.pareto(1.2, n) + 1e-9), _MOST_DAYS).astype(np.int64)
    creators = np.repeat(np.arange(n), days)
    likes_a = np.repeat(rng.random(n) < _CHANCE, days)
    both = rng.random(len(creators)) < _BOTH
    day = np.arange(len(creators)) - np.repeat(np.cumsum(days) - days, days)
    engagement = np.floor(rng.lognormal(1.0, 1.5, len(creators)))
    posts = np.arange(len(creators))
    rows = [np.flatnonzero(likes_a | both), np.flatnonzero(~likes_a | both)]
    place = np.concatenate(rows)
    size = len(place)
    return MentionTable(
        brands=("a", "b"),
        sources=("here",),
        brand=np.repeat(np.arange(2, dtype=np.int32), [len(some) for some in rows]),
        post_ids=posts[place],
        creator_ids=creators[place],
        source=np.zeros(size, dtype=np.int32),
        created_at=day[place] * DAY,
        found_at=day[place] * DAY,
        verdict=np.full(size, VERDICTS.index(Verdict.BRAND), dtype=np.int8),
        stance=np.full(size, STANCES.index(Stance.NEUTRAL), dtype=np.int8),
        engagement=engagement[place],
        marks=np.zeros(size, dtype=np.uint8),
        repeats=np.zeros(size, dtype=np.bool_),
    )


def shares(table: MentionTable) -> Mapping[Measure, tuple[float, float, float]]:
    """Return, by measure, the share of the first brand and its interval."""
    found = voice(table).whole.figures[0].shares
    return {
        measure: (share.value or 0.0, share.low or 0.0, 1.0 if share.high is None else share.high)
        for measure, share in found.items()
    }


def held(truth: Mapping[Measure, float], n: int, *, trials: int, seed: int) -> dict[Measure, int]:
    """Return how many of the intervals of `trials` samples hold the true share."""
    hits = dict.fromkeys(Measure, 0)
    for trial in range(trials):
        table = mentions(np.random.default_rng([seed, n, trial]), n)
        for measure, (_, low, high) in shares(table).items():
            hits[measure] += low <= truth[measure] <= high
    return hits


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=1_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    everybody = shares(mentions(np.random.default_rng([asked.seed, 0]), _MANY))
    truth = {measure: value for measure, (value, _, _) in everybody.items()}
    told = ", ".join(f"{measure.value} {value:.3f}" for measure, value in truth.items())
    print(f"true shares: {told}; {asked.trials:,} samples a row, seed {asked.seed}")
    print(f"| creators | {' | '.join(measure.value for measure in Measure)} |\n|---|---|---|---|")
    for n in SIZES:
        hits = held(truth, n, trials=asked.trials, seed=asked.seed)
        cells = (shown(hits[measure], asked.trials) for measure in Measure)
        print(f"| {n:,} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
