"""The recipe: from a brief to creators, each with the sum that put them there.

    brief ─▶ three runs: posts by meaning, posts by words, creators by all they post
          ─▶ candidates: the creators those runs put first
          ─▶ every post of every candidate judged, near-duplicates as one
          ─▶ signals ─▶ points by part and by post ─▶ shortlist

Retrieval only proposes. Points are computed from *all* posts of a candidate that pass the
filters, so nobody's count or share depends on how deep a run was cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from engine.beside import at_once
from engine.protocols import Corpus, Embedder
from engine.ranking.absence import points_without
from engine.ranking.asides import Aside
from engine.ranking.company import in_company
from engine.ranking.distinct import distinct_posts
from engine.ranking.engagement import engagement_norms
from engine.ranking.evidence import Shown
from engine.ranking.fusion import VOTES, vote
from engine.ranking.judgement import Judgement, Yardstick, judged
from engine.ranking.mentioned import with_mentions
from engine.ranking.parts import formulae
from engine.ranking.points import part_weights
from engine.ranking.question import Question, is_name
from engine.ranking.topic import Compared, Lesson, compare, learn, unlearned
from engine.ranking.tuning import DEFAULTS, Tuning
from engine.ranking.usual import usual
from engine.text import lexical_terms
from engine.vocabulary import (
    FIRST_RANK,
    Brief,
    Candidate,
    CreatorFilter,
    CreatorId,
    CreatorKey,
    Floats,
    Ids,
    PostFilter,
    Run,
    Shortlist,
    Vectors,
    Wording,
)

_NOTHING_ABOUT_IT = "no post here is clearly about this brief; these are the nearest"
_FEW_ABOUT_IT = "only a few posts here are clearly about this brief"
_ALL = 1_000_000  # posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One creator's place for a brief.

    `rank` counts from 1 among the `n_ranked` candidates; None for a creator whom no run proposed
    or a filter keeps out (`kept_out_by`: those filters, as sentences). The sum is shown either
    way, filters on creators set aside; `candidate` is None only where no post of theirs passes
    the filters on posts. `shortlist` is the one it is explained against, with no other candidate.
    """

    candidate: Candidate | None
    rank: int | None
    n_ranked: int
    shortlist: Shortlist
    kept_out_by: tuple[str, ...] = ()


def shortlist(
    brief: Brief,
    corpus: Corpus,
    embedder: Embedder,
    *,
    now: datetime,
    version: str = "",
    explained: bool = False,
    tuning: Tuning = DEFAULTS,
    asides: Sequence[Aside] = (),
) -> Shortlist:
    """Rank the creators whose posts best answer `brief`, and say why.

    If `explained`, each post of the evidence says what the score would lose without it. `asides`
    are parts of the score that are asked for beside those of the brief. Equal scores are ordered
    by (source, native id).

    Raises:
        ConfigError: `brief.weights` names a part there is not, or a weight below zero.
    """
    given = _Given(now=now, tuning=tuning, asides=tuple(asides))
    ranking = _rank(brief, corpus, embedder, given)
    best = ranking.order[: brief.k_creators]
    return ranking.shortlist(brief, embedder, best, version=version, explained=explained)


def standing(
    brief: Brief,
    corpus: Corpus,
    embedder: Embedder,
    *,
    now: datetime,
    tuning: Tuning = DEFAULTS,
    asides: Sequence[Aside] = (),
) -> Run:
    """Return the first creators for `brief` with their scores, in the order of `shortlist`.

    Without their posts and parts, which take most of the time where creators are many.

    Raises:
        ConfigError: `brief.weights` names a part there is not, or a weight below zero.
    """
    given = _Given(now=now, tuning=tuning, asides=tuple(asides))
    ranking = _rank(brief, corpus, embedder, given)
    best, judgement = ranking.order[: brief.k_creators], ranking.judgement
    return Run(judgement.creator_ids[best], judgement.scores[best].astype(np.float32), "standing")


def explain(
    creator: CreatorId,
    brief: Brief,
    corpus: Corpus,
    embedder: Embedder,
    *,
    now: datetime,
    version: str = "",
    tuning: Tuning = DEFAULTS,
    asides: Sequence[Aside] = (),
) -> Explanation:
    """Return the sum behind one creator's place, whether on the list or not.

    A creator no run proposed is judged by the same yardstick, without shifting it. The evidence is
    whole: the points of the posts add up to the score, and each says what the score would lose
    without it.
    """
    tuning = replace(tuning, evidence_posts=_ALL)
    given = _Given(now=now, tuning=tuning, asides=tuple(asides))
    ranking = _rank(brief, corpus, embedder, given)
    ranked = ranking.judgement.creator_ids[ranking.order].tolist()
    rank = ranked.index(creator) + FIRST_RANK if creator in ranked else None
    if rank is None:
        ranking = ranking.with_creator(creator, brief.where)
    place = ranking.judgement.place_of(creator)
    places = np.array([] if place is None else [place], dtype=np.int64)
    found = ranking.shortlist(brief, embedder, places, version=version, explained=True)
    return Explanation(
        candidate=next(iter(found.candidates), None),
        rank=rank,
        n_ranked=len(ranked),
        shortlist=found,
        kept_out_by=() if rank else tuple(corpus.why_not(creator, brief.where)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """One brief on one corpus: what was retrieved and what is usual there."""

    corpus: Corpus
    topic: str
    question: Question
    runs: tuple[Run, Run]  # posts by meaning, posts by words

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
        n = self.question.tuning.clear_posts
        nearest = dense.scores[:n]
        if len(nearest) and float(nearest[-1]) >= self.question.around.related:
            return True
        wanted = set(lexical_terms(self.topic))
        found = self.corpus.posts(lexical.ids[:n])
        return any(wanted <= set(lexical_terms(post.text)) for post in found.values())

    def can_teach(self) -> bool:
        """Return whether enough posts are related to the brief, or name it, to teach the topic.

        From a handful the lesson would be what they happen to have in common beside the brief.
        """
        least = self.question.tuning.feedback_related
        related = self.runs[0].scores >= self.question.around.related
        return bool(len(self.question.named)) or int(related.sum()) >= least

    def look(self, creators: Ids, where: PostFilter, lesson: Lesson | None = None) -> Compared:
        """Return the posts that pass of `creators`; creators without one are left out."""
        activity = self.corpus.activity(self.question.query, creators, where)
        return compare(self.question, distinct_posts(activity), activity, lesson)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Ranking:
    """Judged creators, and what they were judged by."""

    scene: _Scene
    yardstick: Yardstick
    judgement: Judgement
    is_about: bool

    @property
    def order(self) -> NDArray[np.int64]:
        """Return positions by descending score, equal scores by (source, native id)."""
        scores, creator_ids = self.judgement.scores, self.judgement.creator_ids
        by_id = np.lexsort((creator_ids, -scores))
        tied = _tied(scores[by_id])
        found = self.scene.corpus.creators(creator_ids[by_id[tied]])
        keys = {creator: profile.key for creator, profile in found.items()}
        unnamed = CreatorKey("", "")
        rows = by_id[tied].tolist()
        rows.sort(key=lambda i: (-scores[i], keys.get(CreatorId(int(creator_ids[i])), unnamed)))
        by_id[tied] = rows
        return by_id

    def with_creator(self, creator: CreatorId, where: PostFilter) -> _Ranking:
        """Return this ranking with `creator` judged too, whom filters on creators do not touch."""
        where = replace(where, creators=CreatorFilter())
        creators = np.union1d(self.judgement.creator_ids, [creator])
        judgement = judged(self.scene.look(creators, where, self.yardstick.lesson), self.yardstick)
        return replace(self, judgement=judgement)

    def _labels(self) -> tuple[str, ...]:
        question = self.scene.question
        if not self.is_about:
            return (_NOTHING_ABOUT_IT,)
        enough = question.around.posts.own.n >= question.tuning.feedback_needs
        return (_FEW_ABOUT_IT,) if enough and not self.scene.can_teach() else ()

    def _without(self, row: int) -> float:
        return points_without(self.judgement, row, self.yardstick)

    def shortlist(
        self,
        brief: Brief,
        embedder: Embedder,
        places: NDArray[np.int64],
        *,
        version: str,
        explained: bool,
    ) -> Shortlist:
        """Return the creators at `places`, in that order, with all a shortlist says."""
        corpus, tuning = self.scene.corpus, self.yardstick.tuning
        shown = Shown(
            judgement=self.judgement,
            corpus=corpus,
            runs=self.scene.runs,
            evidence_posts=tuning.evidence_posts,
            without=self._without if explained else None,
        )
        found = Shortlist(
            brief=brief,
            candidates=shown.candidates(places),
            made_at=self.yardstick.now,
            engine_version=version,
            model_id=embedder.model_id,
            corpus=corpus.summary(),
            dropped=corpus.dropped(brief.where),
            labels=self._labels() if len(places) else (),
            formulae=(
                *formulae(self.yardstick.weights, tuning),
                *(aside.formula for aside in self.yardstick.asides),
            ),
        )
        return with_mentions(found, corpus)


def _tied(scores: Floats) -> NDArray[np.bool_]:
    """Return which of these ordered scores stand beside an equal one."""
    tied = np.zeros(len(scores), dtype=np.bool_)
    equal = scores[1:] == scores[:-1]
    tied[1:] |= equal
    tied[:-1] |= equal
    return tied


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Given:
    """What a ranking is told beside the brief."""

    now: datetime
    tuning: Tuning
    asides: tuple[Aside, ...]


def _rank(brief: Brief, corpus: Corpus, embedder: Embedder, given: _Given) -> _Ranking:
    tuning = given.tuning
    weights = part_weights(brief.weights, tuning)
    scene = _scene(brief, corpus, embedder, tuning)
    depth = max(tuning.candidates_per_run, brief.k_creators)
    rankings = scene.rankings(max(depth, tuning.teachers_per_run), brief.where)
    lesson, is_about = unlearned(scene.question), scene.is_about()
    if is_about and scene.can_teach():
        known = scene.look(_first(rankings, tuning.teachers_per_run), brief.where)
        lesson = learn(in_company(known))
        if lesson.direction is not None:
            rankings.append(corpus.profiles(lesson.direction, depth, brief.where))
    norms = engagement_norms(corpus.engagement())
    yardstick = Yardstick(
        lesson=lesson,
        norms=norms,
        weights=weights,
        now=given.now,
        tuning=tuning,
        asides=given.asides,
    )
    judgement = judged(scene.look(_first(rankings, depth), brief.where, lesson), yardstick)
    return _Ranking(scene=scene, yardstick=yardstick, judgement=judgement, is_about=is_about)


def _scene(brief: Brief, corpus: Corpus, embedder: Embedder, tuning: Tuning) -> _Scene:
    (lexical, wording), query = at_once(
        lambda: _by_words(brief, corpus), lambda: embedder.embed_query(brief.topic)
    )
    runs = (corpus.dense(query, brief.k_posts, brief.where), lexical)
    question = Question(
        query=query,
        lexical=lexical,
        around=usual(corpus.sample(), tuning.ridge),
        tuning=tuning,
        named=wording.posts if tuning.names and is_name(wording, tuning) else wording.posts[:0],
        unwanted=_embedded(brief.where.exclude, embedder),
        spoken=corpus.spoken,
    )
    return _Scene(corpus, brief.topic, question, runs)


def _by_words(brief: Brief, corpus: Corpus) -> tuple[Run, Wording]:
    """Return the posts that match the words of `brief`, and those that hold it word for word."""
    lexical = corpus.lexical(brief.topic, brief.k_posts, brief.where)
    return lexical, corpus.wording(brief.topic, brief.where)


def _embedded(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """Return the vectors of what a brief excludes, (u, dim)."""
    rows = [embedder.embed_query(text) for text in texts]
    return np.stack(rows) if rows else np.zeros((0, embedder.dim), dtype=np.float32)


def _first(rankings: Sequence[Run], depth: int) -> Ids:
    """Return the creators that any of `rankings` puts among its first `depth`, ascending."""
    return np.unique(np.concatenate([run.ids[:depth] for run in rankings]))
