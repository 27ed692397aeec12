"""What sources give: posts, their creators, and pages of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag

from engine.vocabulary.ids import CreatorKey, PostKey

HASHTAG_WALL = 8
"""Hashtags from which they are a wall: about three times what people who tag at all use."""


TAGS_APART = 3
"""Hashtags from which a post is judged by what is left without them, if that is a sentence."""


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
    """Somebody who posts, as last seen at `measured_at`.

    `opt_outs` are the ways in which they asked the platform not to be indexed or recommended
    (`noindex`, `!no-unauthenticated`); empty if they were asked for and there are none, `None` if
    that is not known. What a bio says of it (`#nobot`) is found there and is not repeated here.
    `default_avatar` says that they have the platform's own picture instead of one of theirs.
    """

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
    opt_outs: tuple[str, ...] | None = None
    default_avatar: bool | None = None

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

    @property
    def key(self) -> PostKey:
        """The identity of the post."""
        return PostKey(self.source, self.native_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One record that could not be kept: where it stood (`line 17`) and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a source or reader yields at a time.

    `cursor` resumes *after* this page. `creators` are the profiles seen on the page; a post's
    creator may be missing there. `deleted` and `deleted_creators` are gone from the platform (the
    latter with all they posted) and are removed after the rest is stored.

    `problems` are records that could not be read, `unmapped` counts, by name, fields that were
    present and not understood, `dropped` counts, by reason, posts left out on purpose
    (`followers only`, `a repost`). `notes` are sentences for the user: a gap, a limit reached.
    """

    posts: tuple[Post, ...] = ()
    creators: tuple[Creator, ...] = ()
    cursor: str | None = None
    problems: tuple[Problem, ...] = ()
    unmapped: Mapping[str, int] = field(default_factory=dict)
    deleted: tuple[PostKey, ...] = ()
    deleted_creators: tuple[CreatorKey, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
