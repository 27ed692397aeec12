"""Honest creators whose habits look like cheating: what the rules against cheats cost them.

Each is compared with creators of the same niche, grade and share of posts in it who lack the
habit: those whose number of posts in the niche is nearest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.judging.evaluation import BriefLine, Interval, bootstrap
from scripts.evaluation.collection import Collection, Person
from scripts.evaluation.measures import PLACES, Rankings

TRAITS = ("many tags", "a giveaway")
LAST = 101  # the place of whoever is not among the first hundred
_PEERS = 3
_SHARES = (0.1, 0.25, 0.5, 0.8)  # those of the simulation
_ROLE = "regular"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a habit costs; `n` pairs of a creator and a brief, resampled by creator's mean.

    Places lost are negative where the habit helps. `first_ten` is the share of those of grade 3
    among the first ten; `peers_first_ten` that of their peers.
    """

    trait: str
    creators: int
    places_lost: Interval
    first_ten: Interval | None
    peers_first_ten: Interval | None


def cost(
    run: Rankings, collection: Collection, briefs: Sequence[BriefLine], trait: str
) -> Cost | None:
    """Return what `trait` costs over `briefs`; None where nobody who has it has a peer."""
    lost, mine, theirs = [], [], []
    for person, peers in _pairs(collection, briefs, trait):
        asked = [b for b in briefs if collection.niche(b) == person.niche]
        grade = collection.qrels[asked[0].id][person.key]
        own = [place(run, brief, person.key) for brief in asked]
        others = [[place(run, brief, peer.key) for peer in peers] for brief in asked]
        lost.append(float(np.mean(own) - np.mean(others)))
        if grade == max(collection.qrels[asked[0].id].values()):
            mine.append(float(np.mean([rank <= PLACES for rank in own])))
            theirs.append(float(np.mean(np.array(others) <= PLACES)))
    if not lost:
        return None
    return Cost(
        trait=trait,
        creators=len(lost),
        places_lost=bootstrap(lost),
        first_ten=bootstrap(mine) if mine else None,
        peers_first_ten=bootstrap(theirs) if theirs else None,
    )


def place(run: Rankings, brief: BriefLine, creator: str) -> int:
    """Return the place of `creator` in the answer to `brief`, from 1; `LAST` if there is none."""
    ranked = run.get(brief.id, ())
    return list(ranked).index(creator) + 1 if creator in ranked else LAST


def peers(person: Person, people: Sequence[Person], grades: dict[str, int]) -> list[Person]:
    """Return up to three without a habit who are most like `person`."""
    alike = [
        other
        for other in people
        if other.role == _ROLE
        and other.niche == person.niche
        and not other.trait
        and grades.get(other.key) == grades.get(person.key)
        and share_class(other.share) == share_class(person.share)
    ]
    size = math.log(max(person.on_niche, 1))
    alike.sort(key=lambda other: (abs(math.log(max(other.on_niche, 1)) - size), other.key))
    return alike[:_PEERS]


def share_class(share: float) -> float:
    """Return the share of the simulation that `share` is nearest to."""
    return min(_SHARES, key=lambda each: abs(each - share))


def _pairs(
    collection: Collection, briefs: Sequence[BriefLine], trait: str
) -> Iterator[tuple[Person, list[Person]]]:
    by_niche = {collection.niche(brief): brief for brief in briefs}
    for person in collection.people:
        if person.trait != trait or person.role != _ROLE or person.niche not in by_niche:
            continue
        grades = dict(collection.qrels[by_niche[person.niche].id])
        alike = peers(person, collection.people, grades)
        if person.key in grades and alike:
            yield person, alike
