"""Measure what `overheard vet` says: what flags mean, shrunk rates, places.

    python scripts/trust.py DATA [--half tune] [--locations FILE]

DATA is a folder with `bots/bots_data.csv` and `bots/nonbots_data.csv` (labelled accounts) and
`exports/vaccination_tweets.csv` (for the variances of real reactions beside set ones).
Tables go to standard output. FILE holds further texts with their countries, as
`tests/engine/places/locations.tsv` does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.trust_measures import bots, places, shrinkage

SPREADS = ((0.5, 1.0), (0.8, 1.4))  # standard deviations of logarithms, between and within


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=["tune", "check"], default="check")
    parser.add_argument("--locations", type=Path, action="append", default=[])
    options = parser.parse_args()
    for followers in (True, False):
        how = "with" if followers else "without"
        print(f"\nFlags of profiles, {options.half} half, {how} followers")
        known = bots.accounts(options.data / "bots", options.half, followers=followers)
        print("\n".join(bots.table(known)))
    tweets = options.data / "exports" / "vaccination_tweets.csv"
    real = [shrinkage.measured(tweets)] if tweets.is_file() else []
    for between, within in (*SPREADS, *real):
        print(f"\nShrunk rates, deviations between creators {between:.2f}, within {within:.2f}")
        print("\n".join(shrinkage.table(between, within)))
    for file in (places.OURS, *options.locations):
        print(f"\nPlaces, {file.name}")
        print("\n".join(places.table(file)))


if __name__ == "__main__":
    main()
