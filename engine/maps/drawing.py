"""The picture: each creator with a place and a group, each group with its words."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from engine import __version__
from engine.maps.gathering import Gathered
from engine.maps.naming import names_of, words_of
from engine.maps.placing import grouped, placed
from engine.tiers import tier_of
from engine.vocabulary import Brief, CorpusSummary, Creator, CreatorId, Post, PostId, Shortlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A creator on the map: `x` to the right and `y` down, in [0, 1].

    `cluster` is a number from 1, None for who stands between groups. `post` is the one nearest
    the brief. `warnings` say of which brands that the brief is about they are against.
    """

    creator: Creator
    rank: int
    score: float
    posts: int
    x: float
    y: float
    cluster: int | None
    post: Post | None
    warnings: tuple[str, ...] = ()

    @property
    def tier(self) -> str | None:
        """The tier of the creator's followers, None where they are not known."""
        return tier_of(self.creator.followers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A group of creators who post about the same, the words that tell it, and its middle."""

    number: int
    words: tuple[str, ...]
    creators: int
    x: float
    y: float

    @property
    def name(self) -> str:
        """The words in a row, or the number where no word tells the group from others."""
        return ", ".join(self.words) or f"group {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NicheMap:
    """A map of the creators for a brief, best first, and its groups, that of the best first.

    `ranked` counts who is ranked for the brief, `unplaced` who of the first has no post with a
    vector, `dropped` whom a filter leaves out for what is not known of them; `labels` are notices
    it has to carry.
    """

    brief: Brief
    made_at: datetime
    model_id: str
    corpus: CorpusSummary
    spots: tuple[Spot, ...]
    clusters: tuple[Cluster, ...]
    ranked: int
    unplaced: int
    dropped: Mapping[str, int]
    labels: tuple[str, ...] = ()

    @property
    def listed(self) -> Shortlist:
        """A shortlist of nobody with what the map was made from."""
        return Shortlist(
            brief=self.brief,
            candidates=(),
            made_at=self.made_at,
            engine_version=__version__,
            model_id=self.model_id,
            corpus=self.corpus,
            dropped=self.dropped,
            labels=self.labels,
        )


def draw(gathered: Gathered) -> NicheMap:
    """Return the map of what was gathered; the same every time."""
    with ThreadPoolExecutor(1) as beside:  # t-SNE does not hold the interpreter
        words = beside.submit(_words, gathered)
        places = placed(gathered.vectors)
        groups = grouped(places)
    names = names_of(words.result(), groups.tolist())
    return NicheMap(
        brief=gathered.brief,
        made_at=gathered.made_at,
        model_id=gathered.model_id,
        corpus=gathered.corpus,
        spots=tuple(_spots(gathered, places.tolist(), groups.tolist())),
        clusters=tuple(
            _cluster(number, name, places[groups == number]) for number, name in enumerate(names)
        ),
        ranked=gathered.ranked,
        unplaced=gathered.unplaced,
        dropped=gathered.dropped,
    )


def _words(gathered: Gathered) -> list[frozenset[str]]:
    posts = gathered.posts
    return [words_of([posts[PostId(id_)] for id_ in ids.tolist() if id_ in posts])
            for ids in gathered.said]  # fmt: skip


def _spots(gathered: Gathered, places: list[list[float]], groups: list[int]) -> list[Spot]:
    return [
        Spot(
            creator=gathered.creators[CreatorId(creator_id)],
            rank=int(gathered.ranks[i]),
            score=float(gathered.scores[i]),
            posts=int(gathered.n_posts[i]),
            x=places[i][0],
            y=places[i][1],
            cluster=groups[i] + 1 if groups[i] >= 0 else None,
            post=gathered.posts.get(PostId(int(gathered.nearest[i]))),
            warnings=gathered.warnings.get(gathered.creators[CreatorId(creator_id)].key, ()),
        )
        for i, creator_id in enumerate(gathered.creator_ids.tolist())
        if creator_id in gathered.creators
    ]


def _cluster(number: int, words: tuple[str, ...], places: np.ndarray) -> Cluster:
    x, y = np.median(places, axis=0).tolist()
    return Cluster(number=number + 1, words=words, creators=len(places), x=x, y=y)
