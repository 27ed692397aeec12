"""Who may be like a creator: proposed by facets of what they post, by all of it, and by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.protocols import Corpus
from engine.ranking.distinct import Distinct, distinct_posts
from engine.ranking.fusion import VOTES, ordered, vote
from engine.ranking.likeness.facets import facets
from engine.ranking.likeness.tuning import LikenessTuning
from engine.vocabulary import Activity, Ids, PostFilter, Run, Vectors

_AT_A_TIME = 128  # creators
_RANKS = 60.0  # k of reciprocal rank fusion (Cormack, Clarke & Büttcher, SIGIR 2009)


def proposals(
    vectors: Vectors, words: str, corpus: Corpus, where: PostFilter, tuning: LikenessTuning
) -> Ids:
    """Return the creators proposed for posts with `vectors`, (q, dim), and `words`; best first.

    All ways of proposing count the same: the facets together, the mean vector, the words.
    """
    best_post = VOTES["comb_sum_top5"]
    near = [
        corpus.dense(one, tuning.posts_per_facet, where) for one in facets(vectors, tuning.facets)
    ]
    by_facet = [vote(run, corpus.creators_of(run.ids), best_post) for run in near]
    runs = [_fused(by_facet)]
    if len(vectors):
        mean = vectors.mean(axis=0)
        length = float(np.linalg.norm(mean)) or 1.0
        runs.append(corpus.profiles((mean / length).astype(np.float32), tuning.proposed, where))
    if words:
        by_words = corpus.lexical(words, 2 * tuning.posts_per_facet, where)
        runs.append(vote(by_words, corpus.creators_of(by_words.ids), best_post))
    return _fused([Run(run.ids[: tuning.proposed], run.scores, run.name) for run in runs]).ids


def _fused(runs: Sequence[Run]) -> Run:
    """Return the creators of `runs` by the sum of 1 / (k + rank)."""
    ids = np.concatenate([np.zeros(0, dtype=np.int64), *(run.ids for run in runs)])
    given = [1.0 / (_RANKS + np.arange(1, len(run.ids) + 1)) for run in runs]
    creators, place = np.unique(ids, return_inverse=True)
    scores = np.bincount(place, np.concatenate([np.zeros(0), *given]), minlength=len(creators))
    return ordered(creators, scores.astype(np.float64), "proposed")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The posts that pass the filters of the first proposed creators, as far as there was time."""

    activity: Activity
    distinct: Distinct
    n_left_out: int  # proposed creators that are not judged


def look(proposed: Ids, corpus: Corpus, where: PostFilter, tuning: LikenessTuning) -> Seen | None:
    """Return the posts of the `proposed` creators, best proposed first, up to a number of posts.

    None where nobody of them has a post that passes.
    """
    nothing = np.zeros(corpus.sample().ordinary.shape[1], dtype=np.float32)
    parts: list[Activity] = []
    judged = n_posts = 0
    while judged < len(proposed) and n_posts < tuning.posts_judged:
        some = np.sort(proposed[judged : judged + _AT_A_TIME])
        parts.append(corpus.activity(nothing, some, where))
        judged += len(some)
        n_posts += len(parts[-1].post_ids)
    if not n_posts:
        return None
    activity = _joined(parts)
    return Seen(activity, distinct_posts(activity), len(proposed) - judged)


def _joined(parts: Sequence[Activity]) -> Activity:
    """Return the posts of all parts, by creator."""
    starts = np.cumsum([0, *(len(part.post_ids) for part in parts)])[:-1]
    first = np.concatenate(
        [part.duplicate_of + start for part, start in zip(parts, starts.tolist(), strict=True)]
    )
    order = np.lexsort((_column(parts, "post_ids"), _column(parts, "creator_ids")))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    names = [name for name in Activity.__slots__ if name != "duplicate_of"]
    columns = {name: _placed(parts, name, place) for name in names}
    return Activity(duplicate_of=place[first[order]], **columns)


def _placed(parts: Sequence[Activity], name: str, place: NDArray[np.int64]) -> NDArray[Any]:
    """Return a column of all parts, each row at its `place`."""
    head = getattr(parts[0], name)
    column, start = np.empty((len(place), *head.shape[1:]), dtype=head.dtype), 0
    for part in parts:
        values = getattr(part, name)
        column[place[start : start + len(values)]] = values
        start += len(values)
    return column


def _column(parts: Sequence[Activity], name: str) -> NDArray[Any]:
    return np.concatenate([getattr(part, name) for part in parts])
