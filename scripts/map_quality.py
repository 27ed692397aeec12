"""Measure how true a map is: who of the nearest stays near, and what is chance in it.

    python scripts/map_quality.py HOME [BRIEF …] [--creators N]

trust      trustworthiness of 10 neighbours (Venna & Kaski, 2001), 1 is best; beside it that of the
           first two principal components
kept       share of a creator's 10 nearest by all they post who are among the 10 nearest on the map
groups     their number and the share of creators in none
stable     adjusted Rand index between the groups of maps begun at random and those of ours, over
           creators whom both put into a group; and the share of those
"""

from __future__ import annotations

import argparse
import time
from datetime import timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import NearestNeighbors

from engine.corpus import LocalCorpus
from engine.embedders import load_embedder
from engine.maps import MOST, draw, gather
from engine.maps.placing import grouped, placed
from engine.vocabulary import Brief

NEAREST, SEEDS = 10, (1, 2, 3, 4, 5)
BRIEFS = ("home espresso and latte art", "trail running", "skin care for dry skin")


def main() -> None:
    """Print a line of figures for each brief."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("home", type=Path)
    parser.add_argument("briefs", nargs="*", default=BRIEFS)
    parser.add_argument("--creators", type=int, default=MOST)
    asked = parser.parse_args()
    embedder = load_embedder("minilm")
    with LocalCorpus.open(asked.home, embedder) as corpus:
        newest = corpus.summary().newest
        if newest is None:
            raise SystemExit(f"there are no posts in {asked.home}")
        for text in asked.briefs:
            brief, now = Brief(text=text, topic=text), newest + timedelta(days=1)
            gathered = gather(brief, corpus, embedder, now=now, most=asked.creators)
            began = time.process_time()
            draw(gathered)
            spent = time.process_time() - began
            print(f"{text}: {_figures(gathered.vectors)}; drawn in {spent:.2f} s of the processor")


def _figures(vectors: NDArray[np.float32]) -> str:
    flat, ours = PCA(2).fit_transform(vectors), placed(vectors)
    groups = grouped(ours)
    stable, both = [], []
    for seed in SEEDS:
        other = grouped(placed(vectors, seed=seed))
        inside = (groups >= 0) & (other >= 0)
        both.append(float(inside.mean()))
        stable.append(adjusted_rand_score(groups[inside], other[inside]))
    return (
        f"{len(vectors)} creators; "
        f"trust {_trust(vectors, ours):.3f}, components {_trust(vectors, flat):.3f}; "
        f"kept {_kept(vectors, ours):.3f}, components {_kept(vectors, flat):.3f}; "
        f"{groups.max() + 1} groups, in none {(groups < 0).mean():.2f}; "
        f"stable {np.mean(stable):.2f} over {np.mean(both):.2f}"
    )


def _trust(vectors: NDArray[np.float32], places: NDArray[np.float64]) -> float:
    return float(trustworthiness(vectors, places, n_neighbors=NEAREST))


def _kept(vectors: NDArray[np.float32], places: NDArray[np.float64]) -> float:
    near, on_map = (
        NearestNeighbors(n_neighbors=NEAREST).fit(rows).kneighbors(return_distance=False)
        for rows in (vectors, places)
    )
    return (
        float(np.mean([len(set(a) & set(b)) for a, b in zip(near, on_map, strict=True)])) / NEAREST
    )


if __name__ == "__main__":
    main()
