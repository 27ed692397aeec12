"""Of every judged creator: how many posts were discounted, and which reactions nobody knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ranking.judgement import Judgement
from engine.vocabulary import DISCOUNTS, Activity

_HALF = 0.5
_REACTIONS = ("likes", "replies", "reposts")

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tallies:
    """Counts by creator, in the order of a judgement; made for all at once."""

    posts: Counts  # (k, c) distinct posts discounted, by kind in the order of `DISCOUNTS`
    known: Counts  # (3, c) posts, copies included, whose likes, replies and reposts are known

    @classmethod
    def of(cls, judgement: Judgement) -> Tallies:
        """Count what `judgement` says of every creator."""
        compared = judgement.compared
        found, distinct = compared.discounts, compared.distinct
        by_kind = {
            "repeats": found.own < _HALF,
            "copies": found.others < _HALF,
            "borrowed": found.borrowed < _HALF,
            "patterned": found.patterned < _HALF,
            "common": found.common < _HALF,
            "prize draw": found.draw < _HALF,
            "keywords": found.is_keywords,
            "hashtag wall": compared.is_wall,
            "excluded": found.is_unwanted,
        }
        posts = np.stack([by_kind[kind] for kind in DISCOUNTS])
        activity = compared.activity
        starts = np.searchsorted(activity.creator_ids, distinct.creator_ids)
        return cls(
            posts=_summed(posts, distinct.starts[:-1]), known=_summed(_known(activity), starts)
        )

    def discounted(self, place: int) -> dict[str, int]:
        """Return how many posts of the creator at `place` count for less than half, by kind."""
        counts = dict(zip(DISCOUNTS, self.posts[:, place].tolist(), strict=True))
        return {kind: count for kind, count in counts.items() if count}

    def unknown(self, place: int) -> list[str]:
        """Return the reactions that the platform gave for none of the creator's posts."""
        counts = zip(_REACTIONS, self.known[:, place].tolist(), strict=True)
        return [name for name, count in counts if not count]


def _known(activity: Activity) -> NDArray[np.bool_]:
    return np.stack([~np.isnan(getattr(activity, name)) for name in _REACTIONS])


def _summed(flags: NDArray[np.bool_], starts: Counts) -> Counts:
    """Return how many flags are set from each of `starts` to the next, by row."""
    if not len(starts):
        return np.zeros((len(flags), 0), dtype=np.int64)
    return np.add.reduceat(flags, starts, axis=1, dtype=np.int64)
