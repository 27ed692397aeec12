"""What a user asks for: filters and briefs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


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
    country by those of its larger cities too, a region by those of its cities, `near Lyon` or
    `within 30 km of Lyon` by those so near (`engine.places.names_of`), or such words; bars stand
    between places of which any one will do. Who is known to be in `location_none`, read likewise,
    is left out; who says no place stays. `exclude` leaves out creators whose bio, name or handle
    holds the words of any of the texts.
    `mentions_any` are brands of which a creator has at least one mention that counts: with the
    verdict brand, in a post that is neither a wall of hashtags nor a prize draw and repeats none.
    Of `mentions_none` a creator has no mention that is, or may be, of the brand.
    `min_posts` counts the posts that pass the post filter. Creators who asked not to be indexed or
    recommended are left out unless `opted_out` is true. `community` is `only` for those in one of
    the user's lists of customers and followers, `exclude` for the others.
    """

    followers: Range | None = None
    engagement_rate: Range | None = None
    location: str | None = None
    location_none: str | None = None
    bio: str | None = None
    active_since: datetime | None = None
    min_posts: int | None = None
    exclude: tuple[str, ...] = ()
    mentions_any: tuple[str, ...] = ()
    mentions_none: tuple[str, ...] = ()
    opted_out: bool = False
    community: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFilter:
    """Which posts may speak. Empty means all.

    `sources`, and `sources_none` to leave out, are compared without regard to capitals; `en`
    among `langs` stands for `en-GB` too. The language is the one detected where that is
    sure, else the platform's tag.
    Times are half-open: `since` <= created_at < `until`. A post passes `hashtags` with any one
    of them, and is left out when its text holds the words of any of `exclude`, found as in
    `CreatorFilter`. `creators` restricts whose posts they are.
    """

    sources: tuple[str, ...] = ()
    sources_none: tuple[str, ...] = ()
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
    `brands` are the brands that it names or filters by: of those, who is against them is warned of.
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
    brands: tuple[str, ...] = ()
