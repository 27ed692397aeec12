"""Who is against a brand, as it is said wherever somebody is put forward for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from engine.brands.counting.counted import Reason, counted
from engine.exports.parts import against_text
from engine.store import Store
from engine.vocabulary import STANCES, CreatorId, Stance

_AGAINST = STANCES.index(Stance.AGAINST)


def against(
    store: Store, brands: Sequence[str], creators: Collection[CreatorId]
) -> dict[CreatorId, tuple[str, ...]]:
    """Return what is to be said of those of `creators` who are against any of `brands` (keys).

    A sentence a brand, as on a shortlist; mentions count as they do there.
    """
    found: dict[CreatorId, list[str]] = {}
    wanted = np.array(sorted(creators), dtype=np.int64)
    for brand in dict.fromkeys(brands):
        table = store.mention_table((brand,))
        again = counted(table)
        rows = np.sort(np.append(again.rows, again.left_out[Reason.SAME_DAY]))
        rows = rows[np.isin(table.creator_ids[rows], wanted)]
        posts = Counter(table.creator_ids[rows].tolist())
        opposed = Counter(table.creator_ids[rows][table.stance[rows] == _AGAINST].tolist())
        for creator, n in opposed.items():
            found.setdefault(CreatorId(creator), []).append(against_text(brand, n, posts[creator]))
    return {creator: tuple(said) for creator, said in found.items()}
