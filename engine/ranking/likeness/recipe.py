"""The recipe: from a creator to others whose posts are like theirs, each with what they share.

    own posts ─▶ facets, mean vector, telling words ─▶ proposed creators
              ─▶ every post of theirs against every own post ─▶ topics + matches + words = score

A post that both have is shown as the same post. It counts once, as a match: what it says is not
counted among the shared words again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from engine.errors import ConfigError
from engine.protocols import Corpus, Embedder
from engine.ranking.distinct import distinct_posts
from engine.ranking.likeness.comparison import Matches, Own, compare
from engine.ranking.likeness.frame import frame
from engine.ranking.likeness.proposals import Seen, look, proposals
from engine.ranking.likeness.terms import SharedTerms, Terms, shared_terms, terms_of
from engine.ranking.likeness.tuning import DEFAULTS, LikenessTuning
from engine.ranking.mentioned import with_mentions, with_shared_brands
from engine.ranking.points import to_points
from engine.tiers import tier_of
from engine.vocabulary import (
    Brief,
    Candidate,
    Creator,
    CreatorId,
    Evidence,
    Floats,
    Pair,
    Post,
    PostFilter,
    PostId,
    Shared,
    Shortlist,
)

Rows = NDArray[np.int64]


def similar(
    creator: CreatorId,
    brief: Brief,
    corpus: Corpus,
    embedder: Embedder,
    *,
    now: datetime,
    version: str = "",
    tuning: LikenessTuning = DEFAULTS,
) -> Shortlist:
    """Rank other creators by how like theirs the posts of `creator` are, and say what is shared.

    Of `brief` the filters, which hold for the others, and `k_creators` count; its topic becomes
    the creator's most telling words. The same question on the same corpus gives the same bytes.

    Raises:
        ConfigError: no post of the creator is there, or none that says anything.
    """
    asked = _Asked.of(creator, corpus, tuning)
    proposed = proposals(
        asked.vectors, asked.terms.telling(tuning.telling), corpus, brief.where, tuning
    )
    seen = look(proposed[proposed != creator], corpus, brief.where, tuning)
    found: tuple[Candidate, ...] = ()
    if seen is not None:
        found = _Judgement.of(asked, seen, corpus, tuning).candidates(brief.k_creators)
    made = Shortlist(
        brief=replace(brief, topic=asked.terms.telling(tuning.shown_terms) or brief.topic),
        candidates=found,
        made_at=now,
        engine_version=version,
        model_id=embedder.model_id,
        corpus=corpus.summary(),
        dropped=corpus.dropped(brief.where),
        labels=_limits(asked, seen),
    )
    return with_shared_brands(with_mentions(made, corpus), creator, corpus)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The creator asked about: their posts, the vectors of those that have one, and their terms."""

    posts: Mapping[PostId, Post]
    post_ids: NDArray[np.int64]  # (q,) of posts with a vector
    vectors: NDArray[np.float32]  # (q, dim)
    terms: Terms
    n_posts: int  # distinct posts, of which the newest are compared

    @classmethod
    def of(cls, creator: CreatorId, corpus: Corpus, tuning: LikenessTuning) -> _Asked:
        nothing = np.zeros(corpus.sample().ordinary.shape[1], dtype=np.float32)
        activity = corpus.activity(nothing, np.array([creator], dtype=np.int64), PostFilter())
        distinct = distinct_posts(activity).posts
        if not len(distinct):
            raise ConfigError(
                "no post of this creator is in the corpus",
                hint="import some of their posts: who they are like is read off what they post",
            )
        newest = np.lexsort((activity.post_ids[distinct], -activity.created_at[distinct]))
        rows = np.sort(distinct[newest[: tuning.newest]])
        posts = corpus.posts(activity.post_ids[rows])
        with_vector = rows[~np.isnan(activity.similarity[rows])]
        terms = terms_of([posts[id_] for id_ in sorted(posts)], corpus, tuning)
        if not len(with_vector) and not terms.texts:
            raise ConfigError(
                "the posts of this creator hold nothing to compare",
                hint="run overheard index if they were never embedded, or import more of them",
            )
        vectors = activity.vectors[with_vector]
        return cls(posts, activity.post_ids[with_vector], vectors, terms, len(distinct))


@dataclass(frozen=True, slots=True, eq=False)
class _Judgement:
    """The others with their points by part, (c,), and what they share with the creator."""

    asked: _Asked
    seen: Seen
    corpus: Corpus
    matches: Matches
    shared: SharedTerms
    points: Mapping[str, Floats]
    tuning: LikenessTuning

    @classmethod
    def of(cls, asked: _Asked, seen: Seen, corpus: Corpus, tuning: LikenessTuning) -> _Judgement:
        around = frame(corpus.sample(), tuning.ridge)
        own = Own.of(asked.post_ids, asked.vectors, around, tuning)
        matches = compare(own, seen.distinct, seen.activity, around, tuning)
        shared = shared_terms(
            asked.terms,
            seen.distinct,
            seen.activity.post_ids[seen.distinct.posts],
            counted=~matches.is_copy,
            few=tuning.terms_few,
        )
        raw = {
            "topics": matches.topics / tuning.scale_topics,
            "matches": matches.posts / tuning.scale_posts,
            "words": shared.weight / tuning.scale_words,
        }
        shares = {name: 1.0 - np.exp(-np.maximum(value, 0.0)) for name, value in raw.items()}
        points = to_points(shares, tuning.points)
        return cls(asked, seen, corpus, matches, shared, points, tuning)

    def candidates(self, n: int) -> tuple[Candidate, ...]:
        """Return the first `n`, equal scores by (source, native id), with what they share."""
        scores = np.nansum(np.stack([*self.points.values()]), axis=0)
        order = np.argsort(-scores, kind="stable")
        order = order[scores[order] > 0.0]
        # Those as good as the last one: who of them is in is decided by their names.
        order = order[scores[order] >= scores[order[:n]].min(initial=np.inf)]
        ids = self.seen.distinct.creator_ids
        creators = self.corpus.creators(ids[order])
        by_name = {place: creators[CreatorId(int(ids[place]))].key for place in order.tolist()}
        chosen = sorted(by_name, key=lambda place: (-scores[place], by_name[place]))[:n]
        pairs = {place: self._pairs(place) for place in chosen}
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *pairs.values()])
        posts = self.corpus.posts(self._post_ids(rows))
        return tuple(self._candidate(place, creators, pairs[place], posts) for place in chosen)

    def _post_ids(self, rows: Rows) -> NDArray[np.int64]:
        return self.seen.activity.post_ids[self.seen.distinct.posts[rows]]

    def _rows(self, place: int) -> Rows:
        starts = self.seen.distinct.starts
        return np.arange(starts[place], starts[place + 1])

    def _pairs(self, place: int) -> Rows:
        """Return the rows of the posts to show: the best match of different own posts, in turn."""
        rows, n = self._rows(place), self.tuning.pairs
        if not self.matches.excess.shape[1]:
            return rows[:n]
        best = self.matches.best[rows]
        order = rows[np.lexsort((rows, -best))]
        order = order[: int(np.count_nonzero(best > 0.0))]
        own = self.matches.best_own(order)
        _, first = np.unique(own, return_index=True)
        again = np.setdiff1d(np.arange(len(order)), first)
        in_turn = np.concatenate([np.sort(first), again])
        return np.asarray(order[in_turn][:n], dtype=np.int64)

    def _candidate(
        self,
        place: int,
        creators: Mapping[CreatorId, Creator],
        rows: Rows,
        posts: Mapping[PostId, Post],
    ) -> Candidate:
        distinct = self.seen.distinct
        creator = creators[CreatorId(int(distinct.creator_ids[place]))]
        points = {name: float(values[place]) for name, values in self.points.items()}
        known = {name: value for name, value in points.items() if not np.isnan(value)}
        unknown = [name for name in points if name not in known]
        alike = self._alike(self._rows(place))
        return Candidate(
            creator=creator,
            contributions=known,
            unknown=(*unknown, *(["followers"] if creator.followers is None else [])),
            evidence=self._evidence(place, rows, posts, known.get("matches", 0.0)),
            posts_on_topic=int(np.count_nonzero(alike)),
            posts_seen=int(distinct.seen[place]),
            tier=tier_of(creator.followers),
            shared=self._shared(place, rows, posts),
        )

    def _alike(self, rows: Rows) -> NDArray[np.bool_]:
        return np.asarray(self.matches.best[rows] >= self.tuning.alike)

    def _evidence(
        self, place: int, rows: Rows, posts: Mapping[PostId, Post], points: float
    ) -> tuple[Evidence, ...]:
        """Return the posts shown; the points of matches are shared out by excess."""
        best = self.matches.best
        total = float(best[self._rows(place)].sum())
        return tuple(
            Evidence(
                post=posts[PostId(int(self._post_ids(rows[i : i + 1])[0]))],
                relevance=float(best[row]),
                points=points * float(best[row]) / total if total else 0.0,
                copies=int(self.seen.distinct.copies[row]),
                similarity=self._similarity(row),
            )
            for i, row in enumerate(rows.tolist())
        )

    def _similarity(self, row: int) -> float | None:
        position = self.seen.distinct.posts[row]
        if np.isnan(self.seen.activity.similarity[position]) or not len(self.asked.vectors):
            return None
        return float((self.asked.vectors @ self.seen.activity.vectors[position]).max())

    def _shared(self, place: int, rows: Rows, posts: Mapping[PostId, Post]) -> Shared:
        weights = self.shared.by_term[:, place]
        found = [i for i in np.argsort(-weights, kind="stable").tolist() if weights[i] > 0.0]
        terms = [self.asked.terms.texts[i] for i in found]
        n = self.tuning.shown_terms
        return Shared(
            words=tuple(term for term in terms if not term.startswith("#"))[:n],
            hashtags=tuple(term[1:] for term in terms if term.startswith("#"))[:n],
            pairs=tuple(self._pair(row, posts) for row in rows.tolist())
            if len(self.asked.vectors)
            else (),
            same_posts=int(np.count_nonzero(self.matches.is_copy[self._rows(place)])),
        )

    def _pair(self, row: int, posts: Mapping[PostId, Post]) -> Pair:
        own = int(self.matches.best_own(np.array([row]))[0])
        theirs = posts[PostId(int(self._post_ids(np.array([row]))[0]))]
        return Pair(
            own=self.asked.posts[PostId(int(self.asked.post_ids[own]))],
            other=theirs,
            similarity=float(
                self.asked.vectors[own] @ self.seen.activity.vectors[self.seen.distinct.posts[row]]
            ),
            is_same=bool(self.matches.similarity[row, own] >= self.tuning.same),
        )


def _limits(asked: _Asked, seen: Seen | None) -> tuple[str, ...]:
    """Say what was left out to be quick."""
    said = []
    if asked.n_posts > len(asked.posts):
        said.append(
            f"compared by their newest {len(asked.posts)} of {asked.n_posts} different posts"
        )
    if seen is not None and seen.n_left_out:
        judged = len(seen.distinct.creator_ids)
        said.append(f"judged the {judged} creators proposed first, left out {seen.n_left_out}")
    return tuple(said)
