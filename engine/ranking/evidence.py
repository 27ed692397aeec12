"""Judged creators with the posts behind their points, ready to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from engine.protocols import Corpus
from engine.ranking.judgement import Judgement
from engine.ranking.parts import inputs
from engine.ranking.tallies import Tallies
from engine.tiers import tier_of
from engine.vocabulary import (
    FIRST_RANK,
    Candidate,
    Creator,
    CreatorId,
    Discount,
    Evidence,
    Floats,
    Post,
    PostId,
    Run,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """What candidates are shown from: the judgement, and the posts and runs behind it."""

    judgement: Judgement
    corpus: Corpus
    runs: Sequence[Run]  # of posts
    evidence_posts: int
    without: Callable[[int], float] | None = None  # row -> what its creator's score would lose

    def candidates(self, places: NDArray[np.int64]) -> tuple[Candidate, ...]:
        """Return the creators at `places` with their sums and the posts behind them."""
        chosen = [self._best_rows(place) for place in places.tolist()]
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *chosen])
        posts = self.corpus.posts(self._post_ids(np.union1d(rows, self._earlier(rows))))
        creators = self.corpus.creators(self.judgement.creator_ids[places])
        ranks = {run.name: _ranks(run) for run in self.runs}
        tallies = Tallies.of(self.judgement)
        return tuple(
            self._candidate(place, creators, tallies, tuple(self._evidence(rows, posts, ranks)))
            for place, rows in zip(places.tolist(), chosen, strict=True)
        )

    def _best_rows(self, place: int) -> NDArray[np.int64]:
        """Return the creator's rows that gave most points, best first."""
        rows = self.judgement.rows_of(place)
        order = np.lexsort((rows, -self.judgement.post_points[rows]))
        return rows[order][: self.evidence_posts]

    def _post_ids(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        compared = self.judgement.compared
        return compared.activity.post_ids[compared.distinct.posts[rows]]

    def _earlier(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of earlier posts, of anybody, that some of `rows` come near."""
        discounts = self.judgement.compared.discounts
        others = discounts.earlier[rows[discounts.others[rows] < 1.0]]
        own = [self._own_earlier(row) for row in rows.tolist()]
        return np.array([*others, *(row for row in own if row >= 0)], dtype=np.int64)

    def _own_earlier(self, row: int) -> int:
        """Return the row of the creator's earlier post nearest to this one; -1 if not seen."""
        compared = self.judgement.compared
        if compared.discounts.own[row] >= 1.0:
            return -1
        rows = self.judgement.rows_of(int(compared.distinct.owner[row]))
        posts, times = compared.distinct.posts, compared.activity.created_at
        rows = rows[(times[posts[rows]] <= times[posts[row]]) & (rows != row)]
        if not len(rows):
            return -1
        vectors = compared.activity.vectors
        return int(rows[(vectors[posts[rows]] @ vectors[posts[row]]).argmax()])

    def _evidence(
        self,
        rows: NDArray[np.int64],
        posts: Mapping[PostId, Post],
        ranks: Mapping[str, Mapping[int, int]],
    ) -> Iterator[Evidence]:
        judgement, compared = self.judgement, self.judgement.compared
        ids, similarity = self._post_ids(rows).tolist(), compared.activity.similarity
        for row, id_ in zip(rows.tolist(), ids, strict=True):
            yield Evidence(
                post=posts[PostId(id_)],
                relevance=float(judgement.topic.surely[row]),
                points=float(judgement.post_points[row]),
                ranks={name: places[id_] for name, places in ranks.items() if id_ in places},
                copies=int(compared.distinct.copies[row]),
                similarity=_known(similarity[compared.distinct.posts[row]]),
                strength=float(judgement.topic.strength[row]),
                weight=float(judgement.topic.weight[row]),
                discounts=tuple(self._discounts(row, posts)),
                without=None if self.without is None else self.without(row),
            )

    def _discounts(self, row: int, posts: Mapping[PostId, Post]) -> Iterator[Discount]:
        compared = self.judgement.compared
        found = compared.discounts
        if found.own[row] < 1.0:
            yield self._near(row, self._own_earlier(row), "repeats", float(found.own[row]), posts)
        if found.others[row] < 1.0:
            earlier = int(found.earlier[row])
            yield self._near(row, earlier, "copies", float(found.others[row]), posts)
        for kind, left, applies in (
            ("borrowed", float(found.borrowed[row]), found.borrowed[row] < 1.0),
            ("patterned", float(found.patterned[row]), found.patterned[row] < 1.0),
            ("common", float(found.common[row]), found.common[row] < 1.0),
            ("prize draw", float(found.draw[row]), found.draw[row] < 1.0),
            ("keywords", found.keywords, found.is_keywords[row]),
            ("hashtag wall", 1.0, compared.is_wall[row]),
            ("excluded", 0.0, found.is_unwanted[row]),
        ):
            if applies:
                yield Discount(kind=kind, left=left)

    def _near(
        self, row: int, earlier: int, kind: str, left: float, posts: Mapping[PostId, Post]
    ) -> Discount:
        if earlier < 0:
            return Discount(kind=kind, left=left)
        compared = self.judgement.compared
        vectors = compared.activity.vectors[compared.distinct.posts[[row, earlier]]]
        post = posts[PostId(int(self._post_ids(np.array([earlier]))[0]))]
        return Discount(
            kind=kind,
            left=left,
            similarity=float(vectors[0] @ vectors[1]),
            earlier=(post.source, post.native_id),
        )

    def _candidate(
        self,
        place: int,
        creators: Mapping[CreatorId, Creator],
        tallies: Tallies,
        evidence: tuple[Evidence, ...],
    ) -> Candidate:
        judgement = self.judgement
        creator = creators[CreatorId(int(judgement.creator_ids[place]))]
        points = {name: float(values[place]) for name, values in judgement.points.items()}
        known = {name: value for name, value in points.items() if not np.isnan(value)}
        unknown = [name for name in points if name not in known]
        unknown += tallies.unknown(place)
        unknown += ["followers"] if creator.followers is None else []
        return Candidate(
            creator=creator,
            contributions=known,
            unknown=tuple(unknown),
            evidence=evidence,
            posts_on_topic=int(judgement.signals.on_topic[place]),
            posts_seen=int(judgement.compared.distinct.seen[place]),
            tier=tier_of(creator.followers),
            inputs=inputs(judgement.signals, place) | self._aside_inputs(place),
            discounted=tallies.discounted(place),
            on_topic_at=tuple(
                datetime.fromtimestamp(seconds, UTC) for seconds in judgement.times_on_topic(place)
            ),
        )

    def _aside_inputs(self, place: int) -> dict[str, dict[str, float | None]]:
        return {
            part: {name: _known(values[place]) for name, values in named.items()}
            for part, named in self.judgement.aside_inputs.items()
        }


def _ranks(run: Run) -> dict[int, int]:
    """Return the rank, from 1, of each post of a run."""
    return {post: rank for rank, post in enumerate(run.ids.tolist(), start=FIRST_RANK)}


def _known(value: Floats | float) -> float | None:
    return None if np.isnan(value) else float(value)
