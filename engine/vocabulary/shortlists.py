"""What comes back: creators with the sum and the posts that put them there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.vocabulary.brands import Stance
from engine.vocabulary.briefs import Brief
from engine.vocabulary.ids import PostKey
from engine.vocabulary.posts import Creator, Post


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
    "borrowed": "in words that others had put together so before",
    "patterned": "in the form of other posts, with other words put in",
    "common": "by somebody whose posts hold hardly a word of their own",
    "prize draw": "a prize draw",
    "keywords": "a heap of keywords without a sentence",
    "hashtag wall": "a wall of hashtags, which match no words",
    "excluded": "about what the brief excludes",
}
"""Why a post counts for less: the kind of a `Discount` -> what it says of the post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandTally:
    """A creator's mentions of a brand that count, in posts, and how many of them take a stance.

    `stances` add up to `posts`.
    """

    posts: int
    stances: Mapping[Stance, int] = field(default_factory=dict)

    @property
    def against(self) -> int:
        """How many are against it."""
        return self.stances.get(Stance.AGAINST, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a creator says of brands: a tally of each, and the brands meant in single posts."""

    tallies: Mapping[str, BrandTally]
    posts: Mapping[PostKey, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A post shown as a reason.

    `relevance` in [0, 1]; `points` is what the post gave its creator's score; `ranks` is its rank
    (from 1) in each run that retrieved it; `copies` counts the creator's near-duplicates of it,
    itself included. `strength` is how far above random posts it answers the brief, in standard
    deviations; it counts for `weight`, in [0, 1], because of its `discounts`. `without` is what
    the score would lose if the post and its near-duplicates had not been posted, where that was
    asked. `mentions` are the brands that it means.
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
    mentions: tuple[str, ...] = ()


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
    `same_posts` counts the other's posts that say the same as one of the creator's. `brands` are
    those that both mention.
    """

    words: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    same_posts: int = 0
    brands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A creator put forward for a brief, with the sum that put them there.

    `contributions` are points by part; `unknown` names what the platform gave no data for;
    `posts_on_topic` counts distinct posts, `posts_seen` all posts that passed the filters;
    `on_topic_at` says when the distinct posts on topic were written, oldest first.
    `shared` is there where they were put forward for being like another creator; on topic is then
    what is like a post of that one.
    `inputs` are the numbers behind each part, by the names that the shortlist's formulae use,
    None for not known; `discounted` counts distinct posts of which less than half is left, by
    the kind of discount. `mentions` tally the brands the creator has mentions of that count.
    `community` names the user's lists of customers or followers they are in.
    `notices` are what to know of them before anything else (`do not contact`); `own` is what the
    user wrote of them in columns of their own, by name.
    """

    creator: Creator
    contributions: Mapping[str, float]
    unknown: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    posts_on_topic: int = 0
    on_topic_at: tuple[datetime, ...] = ()
    posts_seen: int = 0
    tier: str | None = None
    shared: Shared | None = None
    inputs: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    discounted: Mapping[str, int] = field(default_factory=dict)
    mentions: Mapping[str, BrandTally] = field(default_factory=dict)
    community: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)

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
