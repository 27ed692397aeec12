"""How good a run is by track, how many cheats it shows, and whether a gain is more than chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.judging.evaluation import BriefLine, Interval, bootstrap, measure, randomisation_p
from scripts.evaluation.collection import by_track

Rankings: TypeAlias = Mapping[str, Sequence[str]]  # brief -> creators, best first
Qrels: TypeAlias = Mapping[str, Mapping[str, int]]

SHOWN = ("nDCG@10", "P@10", "MRR", "recall@100")
RELEVANT_FROM = 2  # the least grade that P@10 and MRR count
PLACES = 10
CHEATS_AT_MOST = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a run does over the briefs of one track, with 95 % intervals over the briefs."""

    n_briefs: int
    metrics: Mapping[str, Interval]  # by the names in SHOWN
    cheats: Interval  # share of the first ten places
    kinds: Mapping[str, int]  # cheats in the first ten places, by kind
    ndcg: tuple[float, ...]  # nDCG@10 by brief


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One comparison: by how much a run is better than another, and by how much it should be."""

    track: str
    run: str
    rival: str
    ours: float
    theirs: float
    wanted: float  # gain, as a share of theirs
    p: float  # corrected by Holm over the tests it is shown with

    @property
    def gain(self) -> float:
        """Return the gain as a share of the rival's."""
        return self.ours / self.theirs - 1.0

    @property
    def is_met(self) -> bool:
        """Return whether the gain is as large as wanted and more than chance."""
        return self.gain >= self.wanted and self.p < 0.05


def standing(
    run: Rankings, briefs: Sequence[BriefLine], qrels: Qrels, cheats: Mapping[str, str]
) -> Standing:
    """Measure `run` over `briefs`; one it does not answer counts 0."""
    rows = [
        measure(run.get(brief.id, ()), qrels.get(brief.id, {}), relevant_from=RELEVANT_FROM)
        for brief in briefs
    ]
    shown = [cheats_shown(run.get(brief.id, ()), cheats) for brief in briefs]
    return Standing(
        n_briefs=len(briefs),
        metrics={name: bootstrap([row[name] for row in rows]) for name in SHOWN},
        cheats=bootstrap([sum(kinds.values()) / PLACES for kinds in shown]),
        kinds=dict(sum(shown, Counter[str]())),
        ndcg=tuple(row["nDCG@10"] for row in rows),
    )


def cheats_shown(ranked: Sequence[str], cheats: Mapping[str, str]) -> Counter[str]:
    """Return the cheats in the first ten places, counted by kind."""
    return Counter(cheats[creator] for creator in ranked[:PLACES] if creator in cheats)


def by_tracks(
    run: Rankings, briefs: Sequence[BriefLine], qrels: Qrels, cheats: Mapping[str, str]
) -> dict[str, Standing]:
    """Return the standing of `run` in every track."""
    return {track: standing(run, some, qrels, cheats) for track, some in by_track(briefs).items()}


def holm(values: Sequence[float]) -> list[float]:
    """Return p values corrected for their number, in their order, at most 1.

    Holm (1979): the smallest is multiplied by the number of tests, the next by one less, and
    none comes out smaller than one before it.
    """
    order = sorted(range(len(values)), key=lambda place: values[place])
    corrected, least = [0.0] * len(values), 0.0
    for done, place in enumerate(order):
        least = max(least, min(1.0, (len(values) - done) * values[place]))
        corrected[place] = least
    return corrected


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two runs over the briefs of one track that are to be compared; `wanted` as in `Target`."""

    track: str
    run: str
    ours: Standing
    rival: str
    theirs: Standing
    wanted: float


def targets(pairs: Sequence[Pair]) -> list[Target]:
    """Return the comparison of each pair, p corrected over all of them."""
    corrected = holm([randomisation_p(pair.ours.ndcg, pair.theirs.ndcg) for pair in pairs])
    return [
        Target(
            track=pair.track,
            run=pair.run,
            rival=pair.rival,
            ours=pair.ours.metrics["nDCG@10"].mean,
            theirs=pair.theirs.metrics["nDCG@10"].mean,
            wanted=pair.wanted,
            p=p,
        )
        for pair, p in zip(pairs, corrected, strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """How a run differs from another: the mean nDCG@10 over tracks, and its p over all briefs."""

    difference: float
    p: float  # corrected by Holm over the runs it is shown with


def losses(found: Mapping[str, Mapping[str, Standing]], base: str) -> dict[str, Loss]:
    """Return how every other run differs from that called `base`."""
    names = [name for name in found if name != base]
    corrected = holm([randomisation_p(_every(found[n]), _every(found[base])) for n in names])
    level = mean_over_tracks(found[base])
    return {
        name: Loss(difference=mean_over_tracks(found[name]) - level, p=p)
        for name, p in zip(names, corrected, strict=True)
    }


def _every(standings: Mapping[str, Standing]) -> list[float]:
    return [value for one in standings.values() for value in one.ndcg]


def mean_over_tracks(standings: Mapping[str, Standing]) -> float:
    """Return the mean nDCG@10 over tracks, each counting the same."""
    found = [one.metrics["nDCG@10"].mean for one in standings.values()]
    return sum(found) / len(found)
