"""Vetting one creator: every rule held against what is known, and the engagement rates."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np

from engine import demo
from engine.ranking.engagement import EngagementNorms
from engine.store import Store
from engine.store.contents import posts as read_posts
from engine.store.measurements import Measurement, measurements
from engine.vetting import habits, profiles, remarks
from engine.vetting.audience import Audience, audience
from engine.vetting.commercial import Compared, commercial, commercial_share, compared
from engine.vetting.facts import Facts, facts_of
from engine.vetting.findings import FLAG, NOTHING, Finding, Measured, found
from engine.vetting.growth import follower_jump
from engine.vetting.identity import Identity, identity
from engine.vetting.peers import Peers, peers_of, standing
from engine.vetting.rates import FORMULAE, Rate, rate
from engine.vetting.remarks import replies_to
from engine.vetting.rules import CAP, Rule, rules
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
    identity: Identity
    disclosure: str
    compared: tuple[Compared, ...]
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
        read = {int(id_): post for id_, post in read_posts(connection, own.post_ids).items()}
        ads = commercial(own, read, store.path.parent)
        looked_at = {name: remark(replies) for name, remark in remarks.MEASURES.items()}
        looked_at["follower_jump"] = follower_jump(history, own)
        looked_at["commercial"] = commercial_share(own, ads)
        findings = tuple(_findings(own, peers, looked_at, now))
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
            identity=identity(connection, creator, own.creator, own.post_ids.tolist()),
            disclosure=ads.sentence,
            compared=compared(own, ads, since.timestamp()),
            posts=_evidence(connection, findings),
            notes=(NOT_KNOWABLE, *((demo.LABEL,) if own.creator.source == "demo" else ())),
        )


def _findings(
    own: Facts, peers: Peers, looked_at: Mapping[str, Measured], now: datetime
) -> list[Finding]:
    """Hold every rule against what was `looked_at`, by name, or what profile and posts measure."""
    listed = []
    for name, rule in rules().items():
        value, among = measured(rule, own, peers, now)
        value = looked_at.get(name, value)
        listed.append(found(rule, value, standing(rule, value.value, among)))
    return listed


Memo: TypeAlias = dict[tuple[str, int], Any]
"""What was measured already, by what it is and the identity of the facts it is of."""


def measured(
    rule: Rule, own: Facts, peers: Peers, now: datetime, memo: Memo | None = None
) -> tuple[Measured, Sequence[Measured]]:
    """Return what is measured for a rule of a creator's profile and posts, and of their peers.

    With a `memo`, which is only for the same `now`, nothing is measured twice of the same facts.
    """
    memo = {} if memo is None else memo
    if rule.name == "reactions":
        first, *others = _reactions(own, peers, memo)
        return first, others
    if rule.name not in MEASURES:
        return NOTHING, ()

    def measure(facts: Facts) -> Measured:
        key = (rule.name, id(facts))
        if key not in memo:
            memo[key] = MEASURES[rule.name](facts, now)
        found_before: Measured = memo[key]
        return found_before

    return measure(own), [measure(peer) for peer in peers.facts.values()]


def _reactions(own: Facts, peers: Peers, memo: Memo) -> list[Measured]:
    """Return reactions as multiples of what is usual, the creator's own first, then the peers'."""
    everybody = (own, *peers.facts.values())
    counts, means, spreads = (
        np.array(column)
        for column in zip(*(_told(facts, memo) for facts in everybody), strict=True)
    )
    if not counts[0] or not counts[1:].any():
        return [Measured(value=None, n=int(counts[0]))]
    table = EngagementTable(
        creator_ids=np.arange(len(counts)),
        source=np.zeros(len(counts), dtype=np.int32),
        followers=np.array([facts.creator.followers for facts in everybody], dtype=np.float64),
        n_posts=counts,
        mean_y=means,
        var_y=spreads,
    )
    off = EngagementNorms(table).residuals(table.creator_ids, means)
    return [
        Measured(value=float(np.exp(value)) if count else None, n=int(count))
        for value, count in zip(off, counts, strict=True)
    ]


def _told(facts: Facts, memo: Memo) -> tuple[int, float, float]:
    """Return how many posts tell reactions, and the mean and variance of their logarithms."""
    key = ("told", id(facts))
    if key not in memo:
        y = habits.reactions_of(facts)
        memo[key] = (len(y), y.mean(), y.var()) if len(y) else (0, math.nan, math.nan)
    told: tuple[int, float, float] = memo[key]
    return told


def _rates(own: Facts, peers: Peers, since: datetime) -> tuple[Rate, ...]:
    recent, others = own.since(since), [facts.since(since) for facts in peers.facts.values()]
    return tuple(rate(formula, recent, others) for formula in FORMULAE)


def _evidence(connection: sqlite3.Connection, findings: Sequence[Finding]) -> Mapping[int, Post]:
    flags = [finding for finding in findings if finding.state == FLAG]
    ids = {id_ for finding in flags for id_ in finding.measured.evidence}
    return {int(id_): post for id_, post in read_posts(connection, ids).items()}
