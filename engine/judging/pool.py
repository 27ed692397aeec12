"""Whom to judge for a brief: the first of several systems, in an order that tells nothing.

A pool from one ranking alone would leave the creators that other rankings find without a judgement,
and so count them as wrong. Here words alone, meaning alone and the mean vector of all posts of a
creator propose beside our own ranking (pooling: Spärck Jones & van Rijsbergen, 1975).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import chain, islice, zip_longest

import numpy as np

from engine.protocols import Corpus, Embedder
from engine.ranking import shortlist
from engine.ranking.fusion import VOTES, vote
from engine.vocabulary import (
    Activity,
    Brief,
    Creator,
    CreatorId,
    CreatorKey,
    Ids,
    Post,
    PostId,
    Run,
)

POSTS = 4  # shown of each creator


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """A creator to be judged for a brief, with posts to judge by; who proposed them is not told."""

    brief: Brief
    creator: Creator
    posts: tuple[Post, ...]


def pool(
    brief: Brief, corpus: Corpus, embedder: Embedder, *, now: datetime, depth: int
) -> tuple[Pooled, ...]:
    """Return the first `depth` creators of each system, each once, shuffled by the brief's id.

    The systems are `shortlist`, votes by words, votes by meaning and mean vectors, all under the
    filters of the brief. The order depends on the ids of brief and creators and on nothing else.
    """
    query = embedder.embed_query(brief.topic)
    lexical = corpus.lexical(brief.topic, brief.k_posts, brief.where)
    dense = corpus.dense(query, brief.k_posts, brief.where)
    ours = _ours(brief, corpus, embedder, now=now, depth=depth)
    systems = [
        ours,
        *(_voted(run, corpus)[:depth] for run in (lexical, dense)),
        corpus.profiles(query, depth, brief.where).ids,
    ]
    ids = np.unique(np.concatenate(systems))
    activity = corpus.activity(query, ids, brief.where)
    pooled = [
        Pooled(brief=brief, creator=creator, posts=_shown(id_, activity, lexical, corpus))
        for id_, creator in corpus.creators(ids).items()
    ]
    return tuple(sorted(pooled, key=lambda one: shuffled(brief.id, one.creator.key)))


def shuffled(brief_id: str, creator: CreatorKey) -> str:
    """Return what a creator's place in a pool is sorted by: a digest of the two ids."""
    return sha256("\0".join((brief_id, *creator)).encode()).hexdigest()


def _ours(brief: Brief, corpus: Corpus, embedder: Embedder, *, now: datetime, depth: int) -> Ids:
    found = shortlist(brief, corpus, embedder, now=now).candidates[:depth]
    keys = (":".join(candidate.creator.key) for candidate in found)
    return np.array([corpus.find_creators(key)[0] for key in keys], dtype=np.int64)


def _voted(run: Run, corpus: Corpus) -> Ids:
    return vote(run, corpus.creators_of(run.ids), VOTES["comb_sum_top5"]).ids


def _shown(
    creator: CreatorId, activity: Activity, lexical: Run, corpus: Corpus
) -> tuple[Post, ...]:
    """Return the creator's posts nearest to the brief by meaning and by words, in turn."""
    mine = activity.creator_ids == creator
    ids, similarity = activity.post_ids[mine], activity.similarity[mine]
    first = (activity.duplicate_of == np.arange(len(mine)))[mine]
    by_meaning = ids[np.lexsort((ids, -np.nan_to_num(similarity, nan=-1.0), ~first))]
    by_words = lexical.ids[np.isin(lexical.ids, ids[first])]
    chosen = list(islice(_in_turn(by_meaning[: first.sum()], by_words), POSTS))
    posts = corpus.posts(np.array(chosen, dtype=np.int64))
    return tuple(posts[PostId(id_)] for id_ in chosen)


def _in_turn(some: Ids, others: Ids) -> Iterator[int]:
    """Yield one of each in turn, as long as there are any, each once."""
    both = chain.from_iterable(zip_longest(some.tolist(), others.tolist()))
    return iter(dict.fromkeys(id_ for id_ in both if id_ is not None))
