"""Creators by all they post: the mean of their vectors, which posts are repeated, what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from engine.columns.masks import Mask
from engine.columns.tables import Columns, Rows
from engine.corpus.repeats import within_creators
from engine.protocols import VectorIndex
from engine.text import embedding_text
from engine.vectors import means_index, one_thread
from engine.vocabulary import Ids, Scores, Vectors

if TYPE_CHECKING:
    from engine.vectors.faiss import FaissIndex

SAMPLE = 4096  # posts or creators that stand for all
_AT_A_TIME = 4_096  # vectors
_CANCELLED = 1e-6  # the length of a sum of vectors that points nowhere


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """What one pass over all vectors, creator by creator, tells.

    `means` has, by creator id, the unit mean of the vectors of a creator's posts; texts posted
    again count once. Creators without a vector are left out, and so are those whose vectors
    cancel out. `is_repeated` has, for every post, whether some other post of its creator says
    nearly the same (or whether that would take too long to tell): all others need not be compared
    again, whatever a filter leaves. `said_before` is the similarity to the nearest of the earlier
    posts of its creator, 0 where there is none.
    """

    means: FaissIndex
    is_repeated: Mask  # (n,) by row of the post
    said_before: Scores  # (n,) by row of the post, in [0, 1]

    @classmethod
    def make(cls, columns: Columns, index: VectorIndex) -> Profiles:
        """Return the profiles of all creators; a million vectors take a few seconds of a thread."""
        with one_thread():
            return cls._made(columns, index)

    @classmethod
    def _made(cls, columns: Columns, index: VectorIndex) -> Profiles:
        means = means_index(index.dim)
        rows, creators, is_repeated, said_before = _distinct(columns)
        bounds = np.searchsorted(creators, np.arange(len(columns.creators.ids) + 1))
        filled = np.flatnonzero(np.diff(bounds))
        for block in _blocks(np.diff(bounds)[filled]):
            some = filled[block]
            first, last = bounds[some[0]], bounds[some[-1] + 1]
            vectors = index.vectors(columns.posts.embedding[rows[first:last]])
            block_rows = rows[first:last]
            times = columns.posts.created_at[block_rows]
            near, nearest = within_creators(vectors, creators[first:last], times)
            is_repeated[block_rows[near]] = True
            said_before[block_rows] = nearest
            sums = np.add.reduceat(vectors, bounds[some] - first, axis=0)
            lengths = np.linalg.norm(sums, axis=1)
            real = lengths > _CANCELLED
            means.add(columns.creators.ids[some[real]], sums[real] / lengths[real, None])
        return cls(means, is_repeated, said_before)


def _distinct(columns: Columns) -> tuple[Rows, Rows, Mask, Scores]:
    """Return rows of posts with a vector, one a text and creator, by creator; and the creators.

    That one is the earliest. The mask, (n,), has all posts whose text their creator posted more
    than once; the scores are 1 for those that repeat such a text, else 0.
    """
    posts = columns.posts
    rows = columns.creator_posts[posts.embedding[columns.creator_posts] > 0]
    creators, keys = posts.creator[rows], posts.text_key[rows]
    order = np.lexsort((posts.created_at[rows], keys, creators))
    same = np.zeros(len(rows), dtype=np.bool_)
    same[1:] = (np.diff(creators[order]) == 0) & (np.diff(keys[order]) == 0)
    kept = np.sort(order[~same])
    is_repeated = np.zeros(len(posts.ids), dtype=np.bool_)
    is_repeated[rows[order[same]]] = True
    is_repeated[rows[order[np.flatnonzero(same) - 1]]] = True
    said_before = np.zeros(len(posts.ids), dtype=np.float32)
    said_before[rows[order[same]]] = 1.0
    return rows[kept], creators[kept], is_repeated, said_before


def _blocks(sizes: Rows) -> list[slice]:
    """Return slices of consecutive creators with some thousand vectors each."""
    if not len(sizes):
        return []
    number = (np.cumsum(sizes) - 1) // _AT_A_TIME
    starts = np.concatenate([[0], np.flatnonzero(np.diff(number)) + 1, [len(sizes)]])
    return [slice(int(a), int(b)) for a, b in pairwise(starts)]


def sample(index: VectorIndex, ids: Ids, keys: Ids) -> Vectors:
    """Return the vectors of at most `SAMPLE` of `ids`: those with the least of `keys`.

    Keys are hashes of texts, so that the choice is random and does not depend on the order in
    which posts were imported.
    """
    some = chosen(ids, keys)
    by_id = np.argsort(ids[some])
    vectors = np.empty((len(some), index.dim), dtype=np.float32)
    vectors[by_id] = index.vectors(ids[some][by_id])
    return vectors


def chosen(ids: Ids, keys: Ids) -> Rows:
    """Return the places of at most `SAMPLE` of `ids`: those with the least of `keys`."""
    return np.lexsort((ids, keys))[:SAMPLE]


def ordinary_texts() -> list[str]:
    """Return texts of posts about anything: public-domain ones, made by `scripts/build_demo.py`."""
    return _texts("ordinary.txt")


def draw_texts() -> list[str]:
    """Return prize draws in many English wordings, written to be examples.

    None in another language: a model that knows only English would take what they have in common
    for the language, and every post in it for a draw.
    """
    return _texts("draws.txt")


def _texts(name: str) -> list[str]:
    text = files("engine.corpus").joinpath(name).read_text(encoding="utf-8")
    return [embedding_text(line, ()) for line in text.splitlines() if embedding_text(line, ())]
