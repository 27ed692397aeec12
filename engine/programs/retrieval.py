"""Posts themselves, where it is not creators one asks for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.programs.values import Posts
from engine.protocols import Corpus, Embedder
from engine.vocabulary import Brief, CreatorId, Post, PostFilter, PostId

_DAMPING = 60  # the constant of Cormack, Clarke & Büttcher (SIGIR 2009)
_LEAST_DEPTH = 100  # posts of each run


def nearest_posts(brief: Brief, corpus: Corpus, embedder: Embedder, *, n: int) -> list[PostId]:
    """Return the `n` posts that pass the brief's filters nearest to its topic, best first.

    By meaning and by words, fused by reciprocal ranks: a post gets 1 / (60 + rank) of each run.
    Equal sums are ordered by id.
    """
    depth = max(_LEAST_DEPTH, n)
    runs = (
        corpus.dense(embedder.embed_query(brief.topic), depth, brief.where),
        corpus.lexical(brief.topic, depth, brief.where),
    )
    points: dict[int, float] = {}
    for run in runs:
        for rank, id_ in enumerate(run.ids.tolist(), 1):
            points[id_] = points.get(id_, 0.0) + 1 / (_DAMPING + rank)
    ordered = sorted(points, key=lambda id_: (-points[id_], id_))
    return [PostId(id_) for id_ in ordered[:n]]


def newest_posts(creator: CreatorId, corpus: Corpus, *, dim: int, n: int) -> list[PostId]:
    """Return the newest `n` posts of a creator, of the 500 that are looked at."""
    ids = np.array([creator], dtype=np.int64)
    activity = corpus.activity(np.zeros(dim, dtype=np.float32), ids, PostFilter())
    return [PostId(id_) for id_ in activity.post_ids[::-1][:n].tolist()]


def with_creators(ids: Sequence[PostId], corpus: Corpus, *, title: str) -> Posts:
    """Return the posts `ids` with who wrote them; those that are gone are left out."""
    found = corpus.posts(np.array(ids, dtype=np.int64))
    posts: list[Post] = [found[id_] for id_ in ids if id_ in found]
    there = np.array([id_ for id_ in ids if id_ in found], dtype=np.int64)
    profiles = corpus.creators(corpus.creators_of(there)) if len(there) else {}
    by_key = {profile.key: profile for profile in profiles.values()}
    return Posts(title=title, posts=tuple(posts), creators=by_key)
