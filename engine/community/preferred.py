"""Points for creators who are in one of our lists, where the user prefers them."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from engine.ranking.asides import Aside, Shares
from engine.vocabulary import CreatorId, Ids


def preferred(creators: Collection[CreatorId], points: float) -> Aside:
    """Return a part of the score that gives `points` to each of `creators`, nothing to others."""
    known = np.array(sorted(creators), dtype=np.int64)

    def measure(creator_ids: Ids) -> Shares:
        member = np.isin(creator_ids, known).astype(np.float64)
        return Shares(share=member, inputs={"member": member})

    return Aside(part="community", points=points, text="member", measure=measure)
