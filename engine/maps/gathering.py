"""What a map is drawn of: the creators ranked for a brief, and what each of them posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from engine.exports.parts import warnings_in
from engine.protocols import Corpus, Embedder
from engine.ranking import standing
from engine.ranking.asides import Aside
from engine.ranking.distinct import Distinct, distinct_posts
from engine.ranking.likeness.frame import frame
from engine.ranking.likeness.tuning import DEFAULTS
from engine.vocabulary import (
    Activity,
    Brief,
    CorpusSummary,
    Creator,
    CreatorId,
    CreatorKey,
    Ids,
    Post,
    PostId,
    Scores,
    Vectors,
)

MOST = 2_000  # creators on a map
USUAL = 300
_AT_A_TIME = 128  # creators: their posts' vectors are in memory together
_SAID, _LEAST_SAID, _ALL_SAID = 8, 3, 6_000  # newest distinct posts of a creator, and of all,
# whose words count


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gathered:
    """The creators of a map, in the order of their ranks, and what is known of each.

    `vectors` are unit rows: the mean of all distinct posts that pass the filters, seen from the
    middle of the corpus. `ranked` counts all who are ranked, `unplaced` those among the first
    whose posts have no vector. `said` are the posts whose words count, `nearest` the post of each
    that is nearest the brief. `warnings` say who is against a brand that the brief is about.
    """

    brief: Brief
    made_at: datetime
    model_id: str
    corpus: CorpusSummary
    dropped: Mapping[str, int]
    ranked: int
    unplaced: int
    creator_ids: Ids  # (n,)
    ranks: Ids  # (n,) from 1
    scores: Scores  # (n,)
    vectors: Vectors  # (n, dim)
    n_posts: Ids  # (n,) posts that pass, copies included
    said: tuple[Ids, ...]  # (n,) of post ids, newest first
    nearest: Ids  # (n,) post ids
    creators: Mapping[CreatorId, Creator]
    posts: Mapping[PostId, Post]
    warnings: Mapping[CreatorKey, tuple[str, ...]] = field(default_factory=dict)


def gather(
    brief: Brief,
    corpus: Corpus,
    embedder: Embedder,
    *,
    now: datetime,
    most: int = USUAL,
    asides: Sequence[Aside] = (),
) -> Gathered:
    """Return the first `most` creators for `brief` and what they post.

    Raises:
        ConfigError: the brief's weights cannot be used.
    """
    brief = replace(brief, k_creators=MOST)
    run = standing(brief, corpus, embedder, now=now, asides=asides)
    first = run.ids[:most]
    query = embedder.embed_query(brief.topic)
    n_said = max(_LEAST_SAID, min(_SAID, _ALL_SAID // max(len(first), 1)))
    parts = [
        _part(corpus.activity(query, np.sort(first[i : i + _AT_A_TIME]), brief.where), n_said)
        for i in range(0, len(first), _AT_A_TIME)
    ]
    ids = np.concatenate([np.zeros(0, np.int64), *(part.creator_ids for part in parts)])
    place = {int(id_): i for i, id_ in enumerate(ids.tolist())}
    kept = [(rank, place[id_]) for rank, id_ in enumerate(first.tolist()) if id_ in place]
    ranks = np.array([rank for rank, _ in kept], dtype=np.int64)
    rows = np.array([row for _, row in kept], dtype=np.int64)
    said = [posts for part in parts for posts in part.said]
    nearest = _column([part.nearest for part in parts], rows)
    creators = corpus.creators(ids[rows])
    wanted = np.unique(np.concatenate([nearest, *(said[row] for row in rows.tolist())]))
    return Gathered(
        brief=brief,
        made_at=now,
        model_id=embedder.model_id,
        corpus=corpus.summary(),
        dropped=corpus.dropped(brief.where),
        ranked=len(run.ids),
        unplaced=len(first) - len(rows),
        creator_ids=ids[rows],
        ranks=ranks + 1,
        scores=run.scores[ranks],
        vectors=_centred(parts, rows, corpus),
        n_posts=_column([part.n_posts for part in parts], rows),
        said=tuple(said[row] for row in rows.tolist()),
        nearest=nearest,
        creators=creators,
        posts=corpus.posts(wanted),
        warnings=_warnings(brief, corpus, [one.key for one in creators.values()]),
    )


def _warnings(
    brief: Brief, corpus: Corpus, creators: Sequence[CreatorKey]
) -> dict[CreatorKey, tuple[str, ...]]:
    """Return, as on a shortlist, who is against a brand that the brief is about."""
    if not brief.brands:
        return {}
    return {
        key: tuple(warnings_in(heard.tallies, brief))
        for key, heard in corpus.mentions(creators).items()
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Some creators whose posts have vectors."""

    creator_ids: Ids  # (c,)
    means: Vectors  # (c, dim)
    n_posts: Ids  # (c,)
    nearest: Ids  # (c,)
    said: list[Ids]


def _part(activity: Activity, n_said: int) -> _Part:
    if not len(activity.post_ids):
        none = np.zeros(0, np.int64)
        return _Part(none, np.zeros((0, activity.vectors.shape[1]), np.float32), none, none, [])
    distinct = distinct_posts(activity)
    similarity = activity.similarity[distinct.posts]
    known = ~np.isnan(similarity)
    n_known = distinct.total(known.astype(np.float64))
    kept = np.flatnonzero(n_known > 0)
    sums = np.add.reduceat(activity.vectors[distinct.posts], distinct.starts[:-1], axis=0)
    near = distinct.best(np.nan_to_num(similarity, nan=-2.0).astype(np.float64), 1)
    post_ids = activity.post_ids[distinct.posts]
    return _Part(
        distinct.creator_ids[kept],
        (sums[kept] / n_known[kept, None]).astype(np.float32),
        distinct.seen[kept],
        post_ids[near][kept],
        [_newest(distinct, post_ids, int(i))[:n_said] for i in kept],
    )


def _newest(distinct: Distinct, post_ids: Ids, creator: int) -> Ids:
    rows = slice(distinct.starts[creator], distinct.starts[creator + 1])
    order = np.lexsort((post_ids[rows], -distinct.latest[rows]))
    return post_ids[rows][order]


def _centred(parts: list[_Part], rows: Ids, corpus: Corpus) -> Vectors:
    sample = corpus.sample()
    dim = sample.ordinary.shape[1]
    means = np.concatenate([np.zeros((0, dim), np.float32), *(part.means for part in parts)])
    return frame(sample, DEFAULTS.ridge).centred(means[rows])


def _column(columns: list[Ids], rows: Ids) -> Ids:
    return np.concatenate([np.zeros(0, dtype=np.int64), *columns])[rows]
