"""What a corpus tells the ranking, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary.ids import Ids, Scores, Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A ranked list: best first, unique ids, equal scores by ascending id, finite scores."""

    ids: Ids  # (n,) int64
    scores: Scores  # (n,) float32
    name: str

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Activity:
    """The posts of some creators, as parallel arrays: by creator, then time, then text.

    Counts are float64 with NaN for *not known*. `similarity` is the inner product with the
    query, NaN for a post without a vector. `duplicate_of` is the position in these arrays of the
    first post by the same creator that the post nearly repeats (its own position if none).
    `said_before` is the similarity to the nearest of all earlier posts of the creator, whether or
    not a filter leaves them; 0 where there is none.
    """

    post_ids: Ids  # (n,) int64
    creator_ids: Ids  # (n,) int64
    created_at: NDArray[np.int64]  # (n,) seconds since 1970, UTC
    similarity: NDArray[np.float32]  # (n,) in [-1, 1] or NaN
    vectors: Vectors  # (n, dim), zeros for a post without a vector
    marks: NDArray[np.uint8]  # (n,) `Mark` bits
    duplicate_of: NDArray[np.int64]  # (n,) positions
    said_before: Scores  # (n,) in [0, 1]
    likes: NDArray[np.float64]  # (n,)
    replies: NDArray[np.float64]  # (n,)
    reposts: NDArray[np.float64]  # (n,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EngagementTable:
    """What is measured of every creator's engagement, one row a creator, to compare like with like.

    `y` of a post is log(1 + likes + 2 * replies + 2 * reposts), an unknown count adding nothing,
    and exists where at least one of the three is known. A table object never changes; a corpus
    that has changed gives another object.
    """

    creator_ids: Ids  # (n,) int64 ascending
    source: NDArray[np.int32]  # (n,) code of the platform
    followers: NDArray[np.float64]  # (n,) NaN: not known
    n_posts: NDArray[np.int64]  # (n,) posts with a y
    mean_y: NDArray[np.float64]  # (n,) NaN where n_posts is 0
    var_y: NDArray[
        np.float64
    ]  # (n,) variance about the creator's mean, ddof 0; NaN where n_posts is 0


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """The words of some posts as numbers (`engine.text.words`), one post after the other."""

    codes: NDArray[np.uint32]  # (w,)
    n_words: NDArray[np.int32]  # (n,) of each post


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wording:
    """How the words of a text stand together in a corpus.

    `posts` hold the text word for word (any case and accents, or joined as a hashtag) and pass
    the filter; `found` counts those that do with the filter aside. `by_chance` is how many would
    hold all its `n_words` telling words if each fell on posts independently of the others.
    """

    posts: Ids  # (n,) ascending
    found: int
    n_words: int
    by_chance: float
    share: float  # `found` as a share of all posts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """Random posts and creators of a corpus, to tell what is usual from what is not.

    Nobody makes a thing usual by saying it again: near-repeats of a creator's posts are left out.

    The same for as long as the corpus does not change; one that has changed gives another object.
    """

    posts: Vectors  # (s, dim) unit rows
    profiles: Vectors  # (p, dim) unit means of creators' posts
    ordinary: Vectors  # (o, dim) ordinary posts about anything, none of this corpus; may be empty
    draws: Vectors  # (d, dim) prize draws, none of this corpus; may be empty
    codes: NDArray[np.uint32]  # (w,) the words of the posts, as in `Spoken`
    n_words: NDArray[np.int32]  # (s,) how many each of them has
