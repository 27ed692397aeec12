"""The brands that some posts name, as one creator's: how they are meant, stance, disclosure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.brands.telling.disclosure import disclosure_of
from engine.store import Store, database_path
from engine.vocabulary import Disclosed, Mention, PostId, Stance, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A brand (its key) named in `posts` that mean it, and in `unsure` that may.

    `stances` are of the `posts` and add up to them where all were looked at; so many of these are
    `disclosed` as advertising, clearly or weakly.
    """

    brand: str
    posts: int
    unsure: int
    stances: Mapping[Stance, int]
    disclosed: int


def brands_named(home: Path, post_ids: Iterable[int]) -> tuple[Named, ...]:
    """Return the brands named in `post_ids` of `home`, those named most first, then by key."""
    with Store.open(database_path(home), read_only=True) as store:
        found = store.mentions(post_ids)
        meant: dict[str, dict[PostId, Mention]] = defaultdict(dict)
        unsure: dict[str, set[PostId]] = defaultdict(set)
        for post_id, mentions in found.items():
            for one in mentions:
                if one.verdict is Verdict.BRAND:
                    meant[one.brand][post_id] = one
                elif one.verdict is Verdict.UNSURE:
                    unsure[one.brand].add(post_id)
        posts = store.posts({post_id for of_brand in meant.values() for post_id in of_brand})
    disclosing = {id_ for id_, post in posts.items()
                  if disclosure_of(post).level is not Disclosed.NONE}  # fmt: skip
    told = [
        Named(
            brand=brand,
            posts=len(meant[brand]),
            unsure=len(unsure[brand]),
            stances=Counter(one.stance for one in meant[brand].values() if one.stance),
            disclosed=len(disclosing & meant[brand].keys()),
        )
        for brand in {*meant, *unsure}
    ]
    return tuple(sorted(told, key=lambda one: (-one.posts, -one.unsure, one.brand)))
