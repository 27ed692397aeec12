"""Creators of the same platform and follower tier, and where a value stands among theirs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from engine.tiers import TIERS, tier_of
from engine.vetting.facts import Facts, facts_of
from engine.vetting.findings import Measured, Standing
from engine.vetting.rules import Rule
from engine.vocabulary import Creator, CreatorId, Floats

SAMPLED = 400
"""Peers that are looked at; of more, every n-th by their number in the corpus."""
LEAST = 20
"""Peers below which nothing is said of where a value stands."""
_SCALES: Mapping[str, Callable[[Floats], Floats]] = {
    "linear": np.asarray,
    "log1p": np.log1p,
    "log": np.log,
}
_MAD = 1.4826  # of a normal distribution's standard deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """The peers of a creator: a platform, a tier (None: followers not known) and those looked at.

    `n` is how many there are in the corpus.
    """

    platform: str
    tier: str | None
    n: int
    facts: Mapping[CreatorId, Facts]

    @property
    def label(self) -> str:
        """Return in words who they are."""
        of = f"{self.tier} creators" if self.tier else "creators of unknown followers"
        looked = "" if len(self.facts) == self.n else f", {len(self.facts):,} of them looked at"
        return f"{self.n:,} other {of} of {self.platform} in this corpus{looked}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerSample:
    """Creators of one platform and tier: how many there are, and those that are looked at."""

    platform: str
    tier: str | None
    n: int
    ids: tuple[int, ...]

    @staticmethod
    def key_of(profile: Creator) -> tuple[str, str | None]:
        """Return what creators of one sample have in common."""
        return profile.source, tier_of(profile.followers)

    def of(self, creator: int, facts: Mapping[CreatorId, Facts]) -> Peers:
        """Return the peers of one of these creators, who is none of them."""
        others = [id_ for id_ in self.ids if id_ != creator]
        return Peers(
            platform=self.platform,
            tier=self.tier,
            n=self.n - 1,
            facts={CreatorId(id_): facts[CreatorId(id_)] for id_ in others},
        )


def peer_sample(connection: sqlite3.Connection, profile: Creator) -> PeerSample:
    """Return the creators of the platform and tier of `profile`, at most `SAMPLED` looked at."""
    low, high = _bounds(profile.followers)
    tier = "followers IS NULL" if low is None else "followers >= ? AND followers < ?"
    bounds = () if low is None else (low, high)
    rows = connection.execute(
        f"SELECT id FROM creators WHERE source = ? AND {tier} ORDER BY id",  # noqa: S608 - ours
        (profile.source, *bounds),
    ).fetchall()
    ids = [int(row[0]) for row in rows]
    return PeerSample(
        platform=profile.source,
        tier=tier_of(profile.followers),
        n=len(ids),
        ids=tuple(ids[:: max(1, -(-len(ids) // SAMPLED))]),
    )


def peers_of(
    connection: sqlite3.Connection, creator: CreatorId, profile: Creator, *, now: datetime
) -> Peers:
    """Return the peers of `creator`, who is none of them."""
    sample = peer_sample(connection, profile)
    return sample.of(creator, facts_of(connection, sample.ids, now=now))


def standing(rule: Rule, value: float | None, measured: Sequence[Measured]) -> Standing | None:
    """Return where `value` stands among what was `measured` of peers; None among too few.

    Peers count who have as much of what the rule needs. Ties count half.
    """
    known = [m.value for m in measured if m.value is not None and m.n >= rule.needs]
    if value is None or len(known) < LEAST:
        return None
    among = np.array(known)
    return Standing(
        n=len(known),
        median=float(np.median(among)),
        percentile=share_below(among, value),
        z=robust_z(among, value, scale=rule.scale),
    )


def share_below(among: Floats, value: float) -> float:
    """Return the share of `among` below `value`, ties counted half."""
    return float((np.sum(among < value) + 0.5 * np.sum(among == value)) / len(among))


def robust_z(among: Floats, value: float, *, scale: str = "linear") -> float | None:
    """Return (value - median) / (1.4826 MAD) on a scale: linear, log1p or log.

    None where more than half of `among` are equal, so that there is no unit.
    """
    scaled = _SCALES[scale]
    values, own = scaled(among), float(scaled(np.array([value]))[0])
    median = float(np.median(values))
    unit = _MAD * float(np.median(np.abs(values - median)))
    return None if unit <= 0.0 else (own - median) / unit


def _bounds(followers: int | None) -> tuple[float | None, float]:
    """Return the bounds of the follower tier: from the first to below the second."""
    if followers is None:
        return None, 0.0
    bounds = [0.0, *(bound for bound, _ in TIERS)]
    place = next(i for i, bound in enumerate(bounds[1:]) if followers < bound)
    return bounds[place], min(bounds[place + 1], 1e18)
