"""Measure how many planted bursts are found, and how often one is told where none was planted.

    python scripts/evaluate_bursts.py [--brands N] [--seed N] [--base RATE …]

Made streams: N brands with so many mentions a day on average, each by another creator, for eight
weeks and a quarter of 91 days. `poisson` scatters by chance; `scattered` has a variance of three
times the mean (negative binomial); `weekly` is poisson with weekends at two fifths of the other
days; `drifting` is poisson about a level that wanders (AR(1) of its logarithm: 0.9 a day, standard
deviation 0.3); `growing` is poisson about a level that
grows fourfold from the first day to the last. Each brand is looked at alone. A burst of one or
three days multiplies the mean; it counts as found where the days told overlap it. Intervals are
Wilson's, of 95 %.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.brands.counting.bursts import Burst, Bursts, Rules, find_bursts
from engine.brands.counting.streams import Streams, moving_sums

HISTORY, QUARTER = 56, 91
BASES = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 50.0)
FACTORS = (2.0, 3.0, 5.0)
LASTING = (1, 3)
SCATTER = 3.0
_WEEKEND = 0.4
_STAYS, _WANDERS = 0.9, 0.3
_GROWS = 4.0
_FLOOD = 40  # posts a day of one creator

Means = NDArray[np.float64]  # (brands, days)
Counts = NDArray[np.int64]


def poisson(rng: np.random.Generator, means: Means) -> Counts:
    """Return counts that scatter by chance."""
    return rng.poisson(means)


def scattered(rng: np.random.Generator, means: Means) -> Counts:
    """Return counts with a variance of SCATTER times their mean."""
    size = means / (SCATTER - 1.0)
    return rng.poisson(rng.gamma(size, SCATTER - 1.0))


def weekly(rng: np.random.Generator, means: Means) -> Counts:
    """Return counts with quiet weekends."""
    days = np.arange(means.shape[1]) % 7
    rhythm = np.where(days >= 5, _WEEKEND, 1.0)
    return rng.poisson(means * rhythm / np.mean([1.0] * 5 + [_WEEKEND] * 2))


def drifting(rng: np.random.Generator, means: Means) -> Counts:
    """Return counts about a level that wanders."""
    level = np.zeros_like(means)
    level[:, 0] = rng.normal(0.0, _WANDERS, len(means))
    steps = rng.normal(0.0, _WANDERS * np.sqrt(1 - _STAYS**2), means.shape)
    for day in range(1, means.shape[1]):
        level[:, day] = _STAYS * level[:, day - 1] + steps[:, day]
    return rng.poisson(means * np.exp(level - _WANDERS**2 / 2))


def growing(rng: np.random.Generator, means: Means) -> Counts:
    """Return counts about a level that grows slowly, by _GROWS from the first day to the last."""
    return rng.poisson(means * _GROWS ** np.linspace(0.0, 1.0, means.shape[1]))


KINDS: Mapping[str, Callable[[np.random.Generator, Means], Counts]] = {
    "poisson": poisson, "scattered": scattered, "weekly": weekly, "drifting": drifting,
    "growing": growing,
}  # fmt: skip


def streams(counts: Counts, floods: Counts | None = None) -> Streams:
    """Return the streams in which every mention is another creator's, and `floods` are one's."""
    rules = Rules()
    single = np.zeros_like(counts) if floods is None else floods
    return Streams(
        brands=tuple(map(str, range(len(counts)))),
        first=0,
        creators=counts + (single > 0),
        speakers={s: moving_sums(counts, s) + (moving_sums(single, s) > 0) for s in rules.spans},
        mentions={s: moving_sums(counts + single, s) for s in rules.spans},
        covered=np.ones(counts.shape[1], dtype=np.bool_),
    )


def found_in(made: Streams) -> list[list[Burst]]:
    """Return the bursts of each brand in the quarter."""
    found: Bursts = find_bursts(made, since=HISTORY, apart=True)
    by_brand: list[list[Burst]] = [[] for _ in made.brands]
    for burst in found.bursts:
        by_brand[int(burst.brand)].append(burst)
    return by_brand


def recall(kind: str, base: float, factor: float, lasting: int, *, n: int, seed: int) -> list[int]:
    """Return how many planted bursts were found, and how many others, of `n` brands."""
    rng = np.random.default_rng([seed, int(base * 10), int(factor), lasting])
    means = np.full((n, HISTORY + QUARTER), base)
    starts = rng.integers(HISTORY, HISTORY + QUARTER - lasting + 1, n)
    for brand, start in enumerate(starts.tolist()):
        means[brand, start : start + lasting] *= factor
    hits = others = 0
    for start, bursts in zip(
        starts.tolist(), found_in(streams(KINDS[kind](rng, means))), strict=True
    ):
        end = start + lasting - 1
        hits += any(b.first <= end and b.last >= start for b in bursts)
        others += sum(b.from_day > end or b.to_day < start for b in bursts)
    return [hits, others]


def false_alarms(kind: str, base: float, *, n: int, seed: int) -> int:
    """Return how many bursts are told of `n` quiet brands in a quarter."""
    rng = np.random.default_rng([seed, int(base * 10)])
    counts = KINDS[kind](rng, np.full((n, HISTORY + QUARTER), base))
    return sum(map(len, found_in(streams(counts))))


def flooded(base: float, *, n: int, seed: int) -> int:
    """Return how many bursts are told of `n` brands where one creator posts on and on."""
    rng = np.random.default_rng([seed, int(base * 10), 9])
    counts = rng.poisson(np.full((n, HISTORY + QUARTER), base))
    floods = np.zeros_like(counts)
    for brand, start in enumerate(rng.integers(HISTORY, HISTORY + QUARTER - 7, n).tolist()):
        floods[brand, start : start + int(rng.integers(1, 8))] = _FLOOD
    return sum(map(len, found_in(streams(counts, floods))))


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of the share `hits` of `n` (Wilson 1927)."""
    z2 = 1.959964**2
    centre = (hits + z2 / 2) / (n + z2)
    half = np.sqrt(z2 * hits * (n - hits) / n + z2**2 / 4) / (n + z2)
    return centre - half, centre + half


def shown(hits: int, n: int) -> str:
    """Return a share with its interval: `.953 [.938, .965]`."""
    low, high = wilson(hits, n)
    return f"{hits / n:.3f} [{low:.3f}, {high:.3f}]".replace("0.", ".")


def report(bases: Sequence[float], *, n: int, seed: int) -> None:
    """Print all tables."""
    print(f"quarter of {QUARTER} days, {n:,} brands each, seed {seed}; {Rules()}\n")
    print("False alarms a brand and quarter; the last column: one creator floods for 1 to 7 days")
    print("| mentions a day | " + " | ".join(KINDS) + " | flooded |")
    print("|---" * (len(KINDS) + 2) + "|")
    for base in bases:
        told = [false_alarms(kind, base, n=n, seed=seed) / n for kind in KINDS]
        told.append(flooded(base, n=n, seed=seed) / n)
        print(f"| {base:g} | " + " | ".join(f"{alarms:.3f}" for alarms in told) + " |")
    for lasting in LASTING:
        print(f"\nFound of bursts of {lasting} day{'s' * (lasting > 1)}")
        print("| stream, mentions a day | x2 | x3 | x5 | told beside them, a brand and quarter |")
        print("|---" * 5 + "|")
        for kind in KINDS:
            for base in bases:
                found = [recall(kind, base, f, lasting, n=n, seed=seed) for f in FACTORS]
                cells = [shown(hits, n) for hits, _ in found]
                cells.append(", ".join(f"{others / n:.3f}" for _, others in found))
                print(f"| {kind}, {base:g} | {' | '.join(cells)} |", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--brands", type=int, default=1_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--base", type=float, nargs="*", default=BASES, metavar="RATE")
    asked = parser.parse_args(arguments)
    report(asked.base, n=asked.brands, seed=asked.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
