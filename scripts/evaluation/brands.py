"""Brand briefs: whether creators of the niche who really name the brand come before the others.

The judgements hold the creators of the brand's niche, whether they name it or not. Who does is
read off the texts: a creator of the niche with a post that holds the brand's words side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.judging.evaluation import BriefLine, Interval, bootstrap
from scripts.evaluation.measures import Qrels, Rankings
from scripts.evaluation.plain import read_records

FIRST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """P@5 of creators who name the brand, over brand briefs that anybody of the niche answers.

    A brief that n < 5 creators answer is measured against n.
    """

    n_briefs: int
    among_niche: Interval  # of the first five of the niche's creators that are ranked
    first_places: Interval  # of the first five places, whoever is on them


def naming_pattern(brand: str) -> re.Pattern[str]:
    """Return what finds the words of `brand`, not within other words, any case."""
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(brand)}(?![A-Za-z0-9])", re.IGNORECASE)


def namers(files: Sequence[Path], briefs: Iterable[BriefLine]) -> dict[str, set[str]]:
    """Return, by brand brief, the creators of whom a post in `files` names the brand."""
    patterns = {b.id: naming_pattern(b.text) for b in briefs if b.track == "brandish"}
    found: dict[str, set[str]] = {brief: set() for brief in patterns}
    for record in (record for file in files for record in read_records(file)):
        for brief, pattern in patterns.items():
            if pattern.search(str(record["text"])):
                found[brief].add(f"{record['source']}:{record['creator']['id']}")
    return found


def naming(run: Rankings, named: Mapping[str, set[str]], qrels: Qrels) -> Naming:
    """Measure `run` over the brand briefs in `named`."""
    niche, first = [], []
    for brief, creators in named.items():
        graded = {key for key, grade in qrels.get(brief, {}).items() if grade > 0}
        right = creators & graded
        if right:
            ranked = run.get(brief, ())
            niche.append(precision([key for key in ranked if key in graded], right))
            first.append(precision(ranked, right))
    return Naming(n_briefs=len(niche), among_niche=bootstrap(niche), first_places=bootstrap(first))


def precision(ranked: Sequence[str], right: set[str]) -> float:
    """Return how many of the first five are right, over as many as could be."""
    return sum(key in right for key in ranked[:FIRST]) / min(FIRST, len(right))
