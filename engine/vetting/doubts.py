"""Doubts: the flags of a creator as points that a ranking takes away, where the user asks for it.

Only rules with points count, and those of replies and growth have none, so a creator loses the
same here as `vet` says. What the ranking itself counts for less (repeats, prize draws) has none
either. Off by default: rules like these did badly on labelled accounts, and who is famous for a
week looks the same as who bought followers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from engine.ranking.asides import Aside, Shares
from engine.store import Store
from engine.vetting.facts import Facts, facts_of
from engine.vetting.findings import found
from engine.vetting.peers import Peers, PeerSample, peer_sample, standing
from engine.vetting.report import Memo, measured
from engine.vetting.rules import CAP, Rule, rules
from engine.vocabulary import Ids


def doubts(store: Store, *, now: datetime) -> Aside:
    """Return what flags take from scores: up to `CAP` points, by the rules of `vet` at `now`."""
    return Aside(
        part="doubts",
        points=-CAP,
        text="clip(flagged / cap)",
        constants={"cap": CAP},
        measure=_Doubts(store, now),
    )


class _Doubts:
    """Flagged points by creator; each is looked up once."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now
        self._known: dict[int, float] = {}

    def __call__(self, creator_ids: Ids) -> Shares:
        """Return the share of the cap, and the points flagged, of each creator."""
        self._learn([id_ for id_ in creator_ids.tolist() if id_ not in self._known])
        flagged = np.array([self._known[id_] for id_ in creator_ids.tolist()])
        return Shares(share=flagged / CAP, inputs={"flagged": flagged})

    def _learn(self, ids: Sequence[int]) -> None:
        if not ids:
            return
        costly = [rule for rule in rules().values() if rule.points]
        with self._store.reading() as connection:
            profiles = self._store.creators(ids)
            samples: dict[tuple[str, str | None], PeerSample] = {}
            for profile in profiles.values():
                key = PeerSample.key_of(profile)
                if key not in samples:
                    samples[key] = peer_sample(connection, profile)
            wanted = {*ids, *(id_ for sample in samples.values() for id_ in sample.ids)}
            facts = facts_of(connection, wanted, now=self._now)
        memo: Memo = {}
        for id_, profile in profiles.items():
            peers = samples[PeerSample.key_of(profile)].of(id_, facts)
            self._known[id_] = sum(self._points(rule, facts[id_], peers, memo) for rule in costly)

    def _points(self, rule: Rule, own: Facts, peers: Peers, memo: Memo) -> float:
        """Return what a rule takes; peers are only asked where they can make a difference."""
        alone = replace(peers, facts={})
        value, _ = measured(rule, own, alone, self._now, memo)
        if rule.outlier is None or value.n < rule.needs:
            return found(rule, value, None).points
        value, among = measured(rule, own, peers, self._now, memo)
        return found(rule, value, standing(rule, value.value, among)).points
