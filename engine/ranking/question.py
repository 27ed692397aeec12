"""A brief as posts are compared with it: its meaning, its words, and what it does not want."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ranking.tuning import Tuning
from engine.ranking.usual import Usual
from engine.vocabulary import Floats, Ids, Run, Spoken, Vectors, Wording


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """A brief as posts are compared with it."""

    query: Vectors  # (dim,) unit
    lexical: Run  # posts by words
    around: Usual
    tuning: Tuning
    named: Ids  # (n,) posts that hold the brief word for word; none unless it is a name
    unwanted: Vectors  # (u, dim) unit: what posts must not be about
    spoken: Callable[[Ids], Spoken]  # the words of posts

    def is_named(self, post_ids: Ids) -> NDArray[np.bool_]:
        """Return which of `post_ids` hold the brief where it is a name, (m,)."""
        return np.isin(post_ids, self.named)

    def words(self, post_ids: Ids) -> Floats:
        """Return what matching words add to the strength of `post_ids`, (m,), at least 0."""
        if len(self.named):
            return np.where(self.is_named(post_ids), self.tuning.name, 0.0)
        return lexical_strength(post_ids, self.lexical, self.tuning)


def is_name(wording: Wording, tuning: Tuning) -> bool:
    """Return whether a brief is a name, judged by how its words are used in the corpus.

    A few words that stand together far more often than chance would have it are one: a brand, a
    product, a title. One word is a name where it is rare. Nothing is known of any particular name.
    """
    if wording.found < tuning.name_needs or wording.n_words > tuning.name_words:
        return False
    if wording.n_words == 1:
        return wording.share <= tuning.name_share
    return wording.found >= tuning.name_ratio * wording.by_chance


def lexical_strength(post_ids: Ids, lexical: Run, tuning: Tuning) -> Floats:
    """Return what matching words add to each post's strength, (m,): 0 where none match.

    A BM25 score equal to the median of the best posts adds `tuning.words`.
    """
    strength = np.zeros(len(post_ids))
    if not len(lexical):
        return strength
    half = max(float(np.median(lexical.scores[: tuning.lexical_median_of])), 1e-9)
    order = np.argsort(lexical.ids)
    ids, scores = lexical.ids[order], lexical.scores[order].astype(np.float64)
    place = np.minimum(np.searchsorted(ids, post_ids), len(ids) - 1)
    found = ids[place] == post_ids
    strength[found] = tuning.words * scores[place[found]] / half
    return strength
