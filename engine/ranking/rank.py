"""The recipe: from a brief to creators, each with the sum that put them there.

    brief ─▶ three runs: posts by meaning, posts by words, creators by all they post
          ─▶ candidates: the creators those runs put first
          ─▶ every post of every candidate judged, near-duplicates as one
          ─▶ signals ─▶ points by part and by post ─▶ shortlist

Retrieval only proposes. Points are computed from *all* posts of a candidate that pass the
filters, so nobody's count or share depends on how deep a run was cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from engine.protocols import Corpus, Embedder
from engine.ranking.distinct import Distinct, distinct_posts
from engine.ranking.engagement import engagement_norms
from engine.ranking.fusion import VOTES, vote
from engine.ranking.points import part_weights, parts, post_points, to_points
from engine.ranking.question import Question, is_name
from engine.ranking.signals import measure
from engine.ranking.topic import (
    Lesson,
    compare,
    judge,
    learn,
    profile_strength,
    unlearned,
)
from engine.ranking.tuning import DEFAULTS, Tuning, tier_of
from engine.ranking.usual import usual
from engine.text import lexical_terms
from engine.vocabulary import (
    FIRST_RANK,
    Activity,
    Brief,
    Candidate,
    Creator,
    CreatorFilter,
    CreatorId,
    CreatorKey,
    Evidence,
    Floats,
    Ids,
    Post,
    PostFilter,
    PostId,
    Run,
    Shortlist,
    Vectors,
)

_NOTHING_ABOUT_IT = "no post here is clearly about this brief; these are the nearest"
_ALL = 1_000_000  # posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One creator's place for a brief.

    `rank` counts from 1 among the `n_ranked` candidates; None for a creator whom no run proposed
    or a filter keeps out (`kept_out_by`: those filters, as sentences). The sum is shown either
    way, filters on creators set aside; `candidate` is None only where no post of theirs passes
    the filters on posts.
    """

    candidate: Candidate | None
    rank: int | None
    n_ranked: int
    kept_out_by: tuple[str, ...] = ()


def shortlist(
    brief: Brief,
    corpus: Corpus,
    embedder: Embedder,
    *,
    now: datetime,
    version: str = "",
    tuning: Tuning = DEFAULTS,
) -> Shortlist:
    """Rank the creators whose posts best answer `brief`, and say why.

    The same brief on the same corpus at the same `now` gives the same shortlist, byte for byte.
    Equal scores are ordered by (source, native id).

    Raises:
        ConfigError: `brief.weights` names a part there is not, or a weight below zero.
    """
    ranking = _rank(brief, corpus, embedder, now=now, tuning=tuning)
    return Shortlist(
        brief=brief,
        candidates=ranking.candidates(ranking.order[: brief.k_creators]),
        made_at=now,
        engine_version=version,
        model_id=embedder.model_id,
        corpus=corpus.summary(),
        dropped=corpus.dropped(brief.where),
        labels=() if ranking.is_about or not len(ranking.order) else (_NOTHING_ABOUT_IT,),
    )


def explain(
    creator: CreatorId,
    brief: Brief,
    corpus: Corpus,
    embedder: Embedder,
    *,
    now: datetime,
    tuning: Tuning = DEFAULTS,
) -> Explanation:
    """Return the sum behind one creator's place, whether on the list or not.

    A creator no run proposed is judged by the same yardstick, without shifting it. The evidence is
    whole: the points of the posts add up to the score.
    """
    tuning = replace(tuning, evidence_posts=_ALL)
    ranking = _rank(brief, corpus, embedder, now=now, tuning=tuning)
    ranked = ranking.creator_ids[ranking.order].tolist()
    if creator in ranked:
        place = ranked.index(creator)
        found = ranking.candidates(ranking.order[place : place + 1])[0]
        return Explanation(candidate=found, rank=place + FIRST_RANK, n_ranked=len(ranked))
    alone = ranking.of(creator, replace(brief.where, creators=CreatorFilter()))
    return Explanation(
        candidate=next(iter(alone.candidates(alone.order)), None),
        rank=None,
        n_ranked=len(ranked),
        kept_out_by=tuple(corpus.why_not(creator, brief.where)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """One brief on one corpus: what was retrieved and what is usual there."""

    corpus: Corpus
    topic: str
    question: Question
    runs: tuple[Run, Run]  # posts by meaning, posts by words
    weights: Mapping[str, float]
    now: datetime
    tuning: Tuning

    def rankings(self, depth: int, where: PostFilter) -> list[Run]:
        """Return creators by the votes of their posts in each run, and by all they post."""
        model = VOTES["comb_sum_top5"]
        named = Run(self.question.named, np.ones(len(self.question.named), np.float32), "named")
        runs = (*self.runs, named)
        voted = [vote(run, self.corpus.creators_of(run.ids), model) for run in runs]
        return [*voted, self.corpus.profiles(self.question.query, depth, where)]

    def is_about(self) -> bool:
        """Return whether any post is clearly about the brief.

        The best posts are closer to it than posts with nothing in common come, or one of the
        first by words has all words of the brief.
        """
        dense, lexical = self.runs
        nearest = dense.scores[: self.tuning.clear_posts]
        if len(nearest) and float(nearest[-1]) >= self.question.around.related:
            return True
        wanted = set(lexical_terms(self.topic))
        found = self.corpus.posts(lexical.ids[: self.tuning.clear_posts])
        return any(wanted <= set(lexical_terms(post.text)) for post in found.values())

    def look(self, creators: Ids, where: PostFilter) -> _Seen:
        """Return the posts that pass of `creators`; creators without one are left out."""
        activity = self.corpus.activity(self.question.query, creators, where)
        return _Seen(activity, distinct_posts(activity))


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """The posts of some creators, and which of them are distinct."""

    activity: Activity
    distinct: Distinct


class _Ranking:
    """Judged creators in order, with points by part, all (c,), and points by post, (m,)."""

    def __init__(self, scene: _Scene, lesson: Lesson, seen: _Seen, *, is_about: bool) -> None:
        self._scene, self._lesson, self.is_about = scene, lesson, is_about
        self._activity, self._distinct = seen.activity, seen.distinct
        compared = compare(scene.question, seen.distinct, seen.activity)
        self._topic = judge(compared, lesson)
        self.creator_ids = self._distinct.creator_ids
        self._signals = measure(
            self._distinct,
            self._activity,
            self._topic,
            profile=profile_strength(compared, lesson),
            norms=engagement_norms(scene.corpus.engagement()),
            now=scene.now,
            tuning=scene.tuning,
        )
        self._points = to_points(parts(self._signals, scene.tuning), scene.weights)
        self._post_points = post_points(
            self._distinct, self._activity, self._topic, self._points, scene.tuning
        )
        scores = np.nansum(np.stack(list(self._points.values())), axis=0)
        self.order = self._ordered(scores)

    def _ordered(self, scores: Floats) -> NDArray[np.int64]:
        """Return positions by descending score, equal scores by (source, native id)."""
        by_id = np.lexsort((self.creator_ids, -scores))
        tied = np.zeros(len(scores), dtype=np.bool_)
        equal = scores[by_id][1:] == scores[by_id][:-1]
        tied[1:] |= equal
        tied[:-1] |= equal
        keys = {
            creator: profile.key
            for creator, profile in self._scene.corpus.creators(
                self.creator_ids[by_id][tied]
            ).items()
        }
        unnamed = CreatorKey("", "")
        rows, ids = by_id.tolist(), self.creator_ids.tolist()
        rows.sort(key=lambda i: (-scores[i], keys.get(CreatorId(ids[i]), unnamed)))
        return np.array(rows, dtype=np.int64)

    def of(self, creator: CreatorId, where: PostFilter) -> _Ranking:
        """Return `creator` alone, judged by this ranking's yardstick."""
        seen = self._scene.look(np.array([creator], dtype=np.int64), where)
        return _Ranking(self._scene, self._lesson, seen, is_about=self.is_about)

    def candidates(self, places: NDArray[np.int64]) -> tuple[Candidate, ...]:
        """Return the creators at `places` with their sums and the posts behind them."""
        corpus = self._scene.corpus
        chosen = [self._evidence_rows(place) for place in places.tolist()]
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *chosen])
        posts = corpus.posts(self._activity.post_ids[self._distinct.posts[rows]])
        creators = corpus.creators(self.creator_ids[places])
        ranks = [_ranks(run) for run in self._scene.runs]
        return tuple(
            self._candidate(place, creators, self._evidence(rows, posts, ranks))
            for place, rows in zip(places.tolist(), chosen, strict=True)
        )

    def _evidence_rows(self, place: int) -> NDArray[np.int64]:
        """Return the creator's rows that gave most points, best first."""
        rows = np.arange(self._distinct.starts[place], self._distinct.starts[place + 1])
        order = np.lexsort((rows, -self._post_points[rows]))
        return rows[order][: self._scene.tuning.evidence_posts]

    def _evidence(
        self,
        rows: NDArray[np.int64],
        posts: Mapping[PostId, Post],
        ranks: Sequence[Mapping[int, int]],
    ) -> tuple[Evidence, ...]:
        activity = self._activity
        evidence = []
        for row in rows.tolist():
            position = int(self._distinct.posts[row])
            post_id, similarity = int(activity.post_ids[position]), activity.similarity[position]
            evidence.append(
                Evidence(
                    post=posts[PostId(post_id)],
                    relevance=float(self._topic.surely[row]),
                    points=float(self._post_points[row]),
                    ranks={
                        run.name: places[post_id]
                        for run, places in zip(self._scene.runs, ranks, strict=True)
                        if post_id in places
                    },
                    copies=int(self._distinct.copies[row]),
                    similarity=None if np.isnan(similarity) else float(similarity),
                )
            )
        return tuple(evidence)

    def _candidate(
        self,
        place: int,
        creators: Mapping[CreatorId, Creator],
        evidence: tuple[Evidence, ...],
    ) -> Candidate:
        creator = creators[CreatorId(int(self.creator_ids[place]))]
        points = {name: float(values[place]) for name, values in self._points.items()}
        known = {name: value for name, value in points.items() if not np.isnan(value)}
        unknown = [name for name in points if name not in known]
        unknown += self._counts_unknown(place)
        unknown += ["followers"] if creator.followers is None else []
        return Candidate(
            creator=creator,
            contributions=known,
            unknown=tuple(unknown),
            evidence=evidence,
            posts_on_topic=int(self._signals.on_topic[place]),
            posts_seen=int(self._distinct.seen[place]),
            tier=tier_of(creator.followers),
        )

    def _counts_unknown(self, place: int) -> list[str]:
        """Return the reactions that the platform gave for none of the creator's posts."""
        activity, creator = self._activity, self.creator_ids[place]
        first, last = np.searchsorted(activity.creator_ids, [creator, creator + 1])
        names = ("likes", "replies", "reposts")
        return [name for name in names if np.isnan(getattr(activity, name)[first:last]).all()]


def _rank(
    brief: Brief, corpus: Corpus, embedder: Embedder, *, now: datetime, tuning: Tuning
) -> _Ranking:
    query = embedder.embed_query(brief.topic)
    runs = (
        corpus.dense(query, brief.k_posts, brief.where),
        corpus.lexical(brief.topic, brief.k_posts, brief.where),
    )
    wording = corpus.wording(brief.topic, brief.where)
    question = Question(
        query=query,
        lexical=runs[1],
        around=usual(corpus.sample(), tuning.ridge),
        tuning=tuning,
        named=wording.posts if tuning.names and is_name(wording, tuning) else wording.posts[:0],
        unwanted=_embedded(brief.where.exclude, embedder),
    )
    weights = part_weights(brief.weights, tuning)
    scene = _Scene(corpus, brief.topic, question, runs, weights, now, tuning)
    depth = max(tuning.candidates_per_run, brief.k_creators)
    rankings = scene.rankings(max(depth, tuning.teachers_per_run), brief.where)
    lesson, is_about = unlearned(question), scene.is_about()
    if is_about:
        seen = scene.look(_first(rankings, tuning.teachers_per_run), brief.where)
        lesson = learn(compare(question, seen.distinct, seen.activity))
        if lesson.direction is not None:
            rankings.append(corpus.profiles(lesson.direction, depth, brief.where))
    seen = scene.look(_first(rankings, depth), brief.where)
    return _Ranking(scene, lesson, seen, is_about=is_about)


def _embedded(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """Return the vectors of what a brief excludes, (u, dim)."""
    rows = [embedder.embed_query(text) for text in texts]
    return np.stack(rows) if rows else np.zeros((0, embedder.dim), dtype=np.float32)


def _first(rankings: Sequence[Run], depth: int) -> Ids:
    """Return the creators that any of `rankings` puts among its first `depth`, ascending."""
    return np.unique(np.concatenate([run.ids[:depth] for run in rankings]))


def _ranks(run: Run) -> dict[int, int]:
    """Return the rank, from 1, of each post of a run."""
    return {post: rank for rank, post in enumerate(run.ids.tolist(), start=FIRST_RANK)}
