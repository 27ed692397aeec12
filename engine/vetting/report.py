"""Vetting one creator: every rule held against what is known, and the engagement rates."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from engine.ranking.engagement import EngagementNorms
from engine.store import Store
from engine.store.contents import posts as read_posts
from engine.store.measurements import Measurement, measurements
from engine.vetting import habits, profiles, remarks
from engine.vetting.audience import Audience, audience
from engine.vetting.facts import Facts, facts_of
from engine.vetting.findings import FLAG, NOTHING, Finding, Measured, found
from engine.vetting.growth import follower_jump
from engine.vetting.peers import Peers, peers_of, standing
from engine.vetting.rates import FORMULAE, Rate, rate
from engine.vetting.remarks import Reply, replies_to
from engine.vetting.rules import CAP, rules
from engine.vocabulary import Creator, CreatorId, EngagementTable, Post

MEASURES: Mapping[str, Callable[[Facts, datetime], Measured]] = {
    **profiles.MEASURES,
    **habits.MEASURES,
}
NOT_KNOWABLE = (
    "who the audience is (age, sex, income, where followers live, how many are real) cannot be "
    "known from public posts"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vetting:
    """What can be said of a creator, with the posts that show it; never a verdict.

    `rates` are over posts since `since`. `posts` are those named as evidence. `history` is what
    was measured of the profile over time, `notes` are limits to say aloud.
    """

    creator: Creator
    made_at: datetime
    since: datetime
    tier: str | None
    peers: str
    n_posts: int
    findings: tuple[Finding, ...]
    rates: tuple[Rate, ...]
    history: tuple[Measurement, ...]
    n_replies: int
    audience: Audience
    posts: Mapping[int, Post]
    notes: tuple[str, ...]

    @property
    def flags(self) -> tuple[Finding, ...]:
        """Return the findings that are said aloud."""
        return tuple(finding for finding in self.findings if finding.state == FLAG)

    @property
    def doubts(self) -> float:
        """Return the points the flags would take from a score, from 0 to `CAP`."""
        return min(CAP, sum(finding.points for finding in self.findings))


def vet(store: Store, creator: CreatorId, *, now: datetime, since: datetime) -> Vetting:
    """Return what can be said of `creator` at `now`; rates are over posts since `since`.

    Raises:
        KeyError: there is no such creator.
    """
    with store.reading() as connection:
        own = facts_of(connection, [creator], now=now)[creator]
        peers = peers_of(connection, creator, own.creator, now=now)
        history = measurements(connection, creator)
        replies = replies_to(connection, own.creator.source, creator, own.post_ids.tolist())
        findings = tuple(_findings(own, peers, replies, history, now))
        return Vetting(
            creator=own.creator,
            made_at=now,
            since=since,
            tier=peers.tier,
            peers=peers.label,
            n_posts=len(own.post_ids),
            findings=findings,
            rates=_rates(own, peers, since),
            history=history,
            n_replies=len(replies),
            audience=audience(
                connection,
                (own.creator.location, own.creator.bio),
                own.post_ids.tolist(),
                replies,
            ),
            posts=_evidence(connection, findings),
            notes=(NOT_KNOWABLE,),
        )


def _findings(
    own: Facts,
    peers: Peers,
    replies: Sequence[Reply],
    history: Sequence[Measurement],
    now: datetime,
) -> list[Finding]:
    listed = []
    reactions = _reactions(own, peers)
    for name, rule in rules().items():
        among: Sequence[Measured] = ()
        if name in MEASURES:
            measured = MEASURES[name](own, now)
            among = [MEASURES[name](peer, now) for peer in peers.facts.values()]
        elif name == "reactions":
            measured, among = reactions[0], reactions[1:]
        elif name in remarks.MEASURES:
            measured = remarks.MEASURES[name](replies)
        elif name == "follower_jump":
            measured = follower_jump(history, own)
        else:
            measured = NOTHING
        listed.append(found(rule, measured, standing(rule, measured.value, among)))
    return listed


def _reactions(own: Facts, peers: Peers) -> list[Measured]:
    """Return reactions as multiples of what is usual, the creator's own first, then the peers'."""
    y = [habits.reactions_of(facts) for facts in (own, *peers.facts.values())]
    n = np.array([len(values) for values in y])
    if not n[0] or not n[1:].any():
        return [Measured(value=None, n=int(n[0]))]
    mean = np.array([values.mean() if len(values) else np.nan for values in y])
    everybody = (own, *peers.facts.values())
    followers = [facts.creator.followers for facts in everybody]
    table = EngagementTable(
        creator_ids=np.arange(len(y)),
        source=np.zeros(len(y), dtype=np.int32),
        followers=np.array(followers, dtype=np.float64),
        n_posts=n,
        mean_y=mean,
        var_y=np.array([values.var() if len(values) else np.nan for values in y]),
    )
    off = EngagementNorms(table).residuals(table.creator_ids, mean)
    return [
        Measured(value=float(np.exp(value)) if count else None, n=int(count))
        for value, count in zip(off, n, strict=True)
    ]


def _rates(own: Facts, peers: Peers, since: datetime) -> tuple[Rate, ...]:
    recent, others = own.since(since), [facts.since(since) for facts in peers.facts.values()]
    return tuple(rate(formula, recent, others) for formula in FORMULAE)


def _evidence(connection: sqlite3.Connection, findings: Sequence[Finding]) -> Mapping[int, Post]:
    flags = [finding for finding in findings if finding.state == FLAG]
    ids = {id_ for finding in flags for id_ in finding.measured.evidence}
    return {int(id_): post for id_, post in read_posts(connection, ids).items()}
