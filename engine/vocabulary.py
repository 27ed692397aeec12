"""The nouns of social listening, as frozen values.

Everything that crosses a module boundary is one of these or a NumPy array of ids, scores or
vectors. Times are aware UTC datetimes; durations are seconds; `None` means *not known* and is
never the same as zero; bigger scores are better; ranks count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag
from typing import NamedTuple, NewType, TypeAlias

import numpy as np
from numpy.typing import NDArray

PostId = NewType("PostId", int)
CreatorId = NewType("CreatorId", int)
Ids: TypeAlias = NDArray[np.int64]  # (n,) ids of ours
Scores: TypeAlias = NDArray[np.float32]  # (n,)
Floats: TypeAlias = NDArray[np.float64]  # (n,)
Vectors: TypeAlias = NDArray[np.float32]  # (n, dim) or (dim,), unit rows

FIRST_RANK = 1
HASHTAG_WALL = 8
"""Hashtags from which they are a wall: about three times what people who tag at all use."""
TAGS_APART = 3
"""Hashtags from which a post is judged by what is left without them, if that is a sentence."""


class CreatorKey(NamedTuple):
    """Who a creator is: the platform and the platform's own id. A handle may change."""

    source: str
    native_id: str


class Mark(IntFlag):
    """Why a post is poor evidence of interest in what it names."""

    HASHTAG_WALL = 1
    PRIZE_DRAW = 2
    KEYWORDS = 4  # no sentence
    TAGGED = 8  # with several hashtags, if not a wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """Reactions to one post. `None`: the platform did not say. `0`: it said zero."""

    likes: int | None = None
    replies: int | None = None
    reposts: int | None = None
    quotes: int | None = None
    views: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """Somebody who posts, as last seen at `measured_at`."""

    source: str
    native_id: str
    handle: str | None = None
    name: str | None = None
    bio: str | None = None
    url: str | None = None
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    location: str | None = None
    verified: bool | None = None
    created_at: datetime | None = None
    measured_at: datetime | None = None

    @property
    def key(self) -> CreatorKey:
        """The identity of the creator."""
        return CreatorKey(self.source, self.native_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One public message. `text` is what a reader sees: NFC, no markup, no control characters.

    `creator_id` is the platform's id of the creator. `hashtags` are case-folded, without `#`.
    `lang` is as the platform tags it, often wrongly; filters go by what we find where we are sure.
    """

    source: str
    native_id: str
    creator_id: str
    text: str
    created_at: datetime
    url: str | None = None
    lang: str | None = None
    engagement: Engagement = field(default_factory=Engagement)
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    reply_to: str | None = None
    paid_label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One record that could not be kept: where it stood (`line 17`) and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a source or reader yields at a time.

    `cursor` resumes *after* this page. `creators` are the profiles seen on the page; a post's
    creator may be missing there. `problems` are records left out, `unmapped` counts, by name,
    fields that were present and not understood.
    """

    posts: tuple[Post, ...] = ()
    creators: tuple[Creator, ...] = ()
    cursor: str | None = None
    problems: tuple[Problem, ...] = ()
    unmapped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Numbers from `low` to `high`, both included; `None` leaves a side open. Never rounded."""

    low: float | None = None
    high: float | None = None

    def __contains__(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorFilter:
    """Which creators may be ranked. Empty means everybody; unknown values never pass a bound.

    `engagement_rate` is a fraction (0.02 is 2 %): the median of (likes + replies + reposts) /
    followers over the creator's posts that say. `bio` is words found in order, any case, accent
    or English ending (`runners` finds `runner`). `location` is a place by any of its names, a
    country by those of its larger cities too (`engine.places.names_of`), or such words; bars stand
    between places of which any one will do. `exclude` leaves out creators
    whose bio, name or handle holds the words of any of the texts.
    `min_posts` counts the posts that pass the post filter.
    """

    followers: Range | None = None
    engagement_rate: Range | None = None
    location: str | None = None
    bio: str | None = None
    active_since: datetime | None = None
    min_posts: int | None = None
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFilter:
    """Which posts may speak. Empty means all.

    `sources` are compared without regard to capitals; `en` among `langs` stands for `en-GB` too.
    The language is the one detected where that is sure, else the platform's tag.
    Times are half-open: `since` <= created_at < `until`. A post passes `hashtags` with any one
    of them, and is left out when its text holds the words of any of `exclude`, found as in
    `CreatorFilter`. `creators` restricts whose posts they are.
    """

    sources: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    hashtags: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    creators: CreatorFilter = field(default_factory=CreatorFilter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """Words of a brief that were read as a filter: the words, and the filter as a user types it."""

    words: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFiltered:
    """Words of a brief that ask for what cannot be filtered by, and why not."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the user asks for: everything that determines a shortlist, and nothing else.

    `text` is as typed; `topic` is what is left of it for searching once `understood` filters are
    taken out; `not_filtered` are wishes that no filter can meet. `weights` are points by part,
    empty for the defaults. `k_posts` bounds each run of posts, `k_creators` the shortlist.
    """

    text: str
    topic: str
    id: str = "brief"
    where: PostFilter = field(default_factory=PostFilter)
    understood: tuple[Understood, ...] = ()
    not_filtered: tuple[NotFiltered, ...] = ()
    k_posts: int = 1000
    k_creators: int = 25
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A ranked list: best first, unique ids, equal scores by ascending id, finite scores."""

    ids: Ids  # (n,) int64
    scores: Scores  # (n,) float32
    name: str

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """Why a post counts for less, and the share of it that is `left`, in [0, 1].

    `kind` is one of `DISCOUNTS`. Where the post is near an earlier one, `similarity` says how
    near, and `earlier` which, if that one can be shown.
    """

    kind: str
    left: float
    similarity: float | None = None
    earlier: tuple[str, str] | None = None  # (source, native id) of a post


DISCOUNTS: Mapping[str, str] = {
    "repeats": "much like an earlier post of theirs",
    "copies": "much like an earlier post by somebody else",
    "common": "by somebody whose posts hold hardly a word of their own",
    "prize draw": "a prize draw",
    "keywords": "a heap of keywords without a sentence",
    "hashtag wall": "a wall of hashtags, which match no words",
    "excluded": "about what the brief excludes",
}
"""Why a post counts for less: the kind of a `Discount` -> what it says of the post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A post shown as a reason.

    `relevance` in [0, 1]; `points` is what the post gave its creator's score; `ranks` is its rank
    (from 1) in each run that retrieved it; `copies` counts the creator's near-duplicates of it,
    itself included. `strength` is how far above random posts it answers the brief, in standard
    deviations; it counts for `weight`, in [0, 1], because of its `discounts`. `without` is what
    the score would lose if the post and its near-duplicates had not been posted, where that was
    asked.
    """

    post: Post
    relevance: float
    points: float
    ranks: Mapping[str, int] = field(default_factory=dict)
    copies: int = 1
    similarity: float | None = None
    strength: float | None = None
    weight: float = 1.0
    discounts: tuple[Discount, ...] = ()
    without: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A post of a creator and one of another that is like it.

    `similarity` is the cosine of their vectors; `is_same` says that the two say the same.
    """

    own: Post
    other: Post
    similarity: float
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What another creator has in common with the one asked about, most telling first.

    `words` are words, names and `@handles`, in lower case; `hashtags` are without `#`;
    `same_posts` counts the other's posts that say the same as one of the creator's.
    """

    words: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    same_posts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A creator put forward for a brief, with the sum that put them there.

    `contributions` are points by part; `unknown` names what the platform gave no data for;
    `posts_on_topic` counts distinct posts, `posts_seen` all posts that passed the filters.
    `shared` is there where they were put forward for being like another creator; on topic is then
    what is like a post of that one.
    `inputs` are the numbers behind each part, by the names that the shortlist's formulae use,
    None for not known; `discounted` counts distinct posts of which less than half is left, by
    the kind of discount.
    """

    creator: Creator
    contributions: Mapping[str, float]
    unknown: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    posts_on_topic: int = 0
    posts_seen: int = 0
    tier: str | None = None
    shared: Shared | None = None
    inputs: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    discounted: Mapping[str, int] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The sum of the contributions."""
        return sum(self.contributions.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusSummary:
    """What a corpus holds: counts, the span of posting times, posts by source."""

    posts: int
    creators: int
    oldest: datetime | None
    newest: datetime | None
    by_source: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """How one part of every score of a shortlist was worked out.

    `text` makes a share in [0, 1] of a candidate's inputs and these `constants`; the part is that
    share of `points`. The points of parts not known of a candidate go to the others, in
    proportion to theirs.
    """

    part: str
    points: float
    text: str
    constants: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """The outcome of a brief: enough to read it, to defend it and to make it again.

    `dropped` counts creators left out because a filter asked for something not known of them,
    by the name of that filter. `formulae` say how the parts follow from the candidates' inputs.
    `labels` are notices to show with it ("real text, simulated …").
    """

    brief: Brief
    candidates: tuple[Candidate, ...]
    made_at: datetime
    engine_version: str
    model_id: str
    corpus: CorpusSummary
    dropped: Mapping[str, int] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    formulae: tuple[Formula, ...] = ()


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
    own_words: NDArray[np.bool_]  # (n,) whether it holds a word hardly found elsewhere
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
    own_words: float  # share of all posts that hold a word hardly found elsewhere
