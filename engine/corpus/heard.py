"""What creators say of brands, as it is shown beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from engine.columns import Columns, Masks
from engine.store import Store
from engine.vocabulary import (
    STANCES,
    BrandTally,
    CreatorId,
    CreatorKey,
    Heard,
    PostKey,
    Verdict,
)


def heard(
    store: Store, columns: Columns, masks: Masks, creators: Mapping[CreatorKey, CreatorId]
) -> dict[CreatorKey, Heard]:
    """Return what each of `creators` says of the brands that they mention."""
    if not store.brands():
        return {}
    found = {}
    for key, creator in creators.items():
        rows = columns.rows_of_all(columns.creator_rows(np.array([creator], dtype=np.int64)))
        ids = columns.posts.ids[rows].tolist()
        meant = {
            post_id: tuple(dict.fromkeys(m.brand for m in of_post if m.verdict is Verdict.BRAND))
            for post_id, of_post in store.mentions(ids).items()
        }
        posts = store.posts([post_id for post_id, brands in meant.items() if brands])
        brands = sorted({brand for of_post in meant.values() for brand in of_post})
        found[key] = Heard(
            tallies=_tallies(columns, masks, creator, brands),
            posts={
                PostKey(post.source, post.native_id): meant[post_id]
                for post_id, post in posts.items()
            },
        )
    return found


def _tallies(
    columns: Columns, masks: Masks, creator: CreatorId, brands: Sequence[str]
) -> dict[str, BrandTally]:
    """Return the tally of each of `brands` of which a mention counts."""
    place = columns.creator_rows(np.array([creator], dtype=np.int64))
    tallies = {}
    for brand in brands:
        of_brand = masks.brand(brand)
        theirs = of_brand.counts & (columns.posts.creator[of_brand.rows] == place[0])
        stances = Counter(STANCES[code] for code in of_brand.stance[theirs].tolist())
        if stances:
            by_stance = {stance: stances[stance] for stance in STANCES if stances[stance]}
            tallies[brand] = BrandTally(posts=stances.total(), stances=by_stance)
    return tallies
