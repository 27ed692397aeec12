"""The resources of the Data API: the part of each that is read.

Counts come as texts of digits, and each may be missing: its owner hides it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Reference(msgspec.Struct, kw_only=True):
    """What a search result or a playlist item stands for."""

    kind: str | None = None
    videoId: str | None = None  # noqa: N815 — their name, as all of this module
    channelId: str | None = None  # noqa: N815
    playlistId: str | None = None  # noqa: N815


class Snippet(msgspec.Struct, kw_only=True):
    """What is said of a video, a channel or an item of a playlist."""

    title: str = ""
    description: str = ""
    publishedAt: str | None = None  # noqa: N815
    channelId: str | None = None  # noqa: N815
    channelTitle: str | None = None  # noqa: N815
    defaultLanguage: str | None = None  # noqa: N815
    defaultAudioLanguage: str | None = None  # noqa: N815
    customUrl: str | None = None  # noqa: N815
    country: str | None = None
    playlistId: str | None = None  # noqa: N815
    resourceId: Reference | None = None  # noqa: N815
    videoOwnerChannelId: str | None = None  # noqa: N815
    videoOwnerChannelTitle: str | None = None  # noqa: N815
    type: str | None = None


class Statistics(msgspec.Struct, kw_only=True):
    """The counts of a video or a channel."""

    viewCount: str | int | None = None  # noqa: N815
    likeCount: str | int | None = None  # noqa: N815
    commentCount: str | int | None = None  # noqa: N815
    subscriberCount: str | int | None = None  # noqa: N815
    hiddenSubscriberCount: bool = False  # noqa: N815
    videoCount: str | int | None = None  # noqa: N815


class Status(msgspec.Struct, kw_only=True):
    """Who may see a video."""

    privacyStatus: str | None = None  # noqa: N815


class Placement(msgspec.Struct, kw_only=True):
    """Whether its creator declares that a video is paid for."""

    hasPaidProductPlacement: bool = False  # noqa: N815


class RelatedPlaylists(msgspec.Struct, kw_only=True):
    """The playlists that belong to a channel."""

    uploads: str | None = None


class Upload(msgspec.Struct, kw_only=True):
    """What an activity put up."""

    videoId: str | None = None  # noqa: N815


class ContentDetails(msgspec.Struct, kw_only=True):
    """What belongs to a channel, a playlist item or an activity."""

    relatedPlaylists: RelatedPlaylists | None = None  # noqa: N815
    videoId: str | None = None  # noqa: N815
    videoPublishedAt: str | None = None  # noqa: N815
    upload: Upload | None = None


class Video(msgspec.Struct, kw_only=True):
    """A video; of a search result, a playlist item and an activity what they have of it."""

    id: str | Reference
    snippet: Snippet = msgspec.field(default_factory=Snippet)
    statistics: Statistics = msgspec.field(default_factory=Statistics)
    status: Status = msgspec.field(default_factory=Status)
    contentDetails: ContentDetails = msgspec.field(default_factory=ContentDetails)  # noqa: N815
    paidProductPlacementDetails: Placement = msgspec.field(default_factory=Placement)  # noqa: N815


class Channel(msgspec.Struct, kw_only=True):
    """A channel."""

    id: str
    snippet: Snippet = msgspec.field(default_factory=Snippet)
    statistics: Statistics = msgspec.field(default_factory=Statistics)
    contentDetails: ContentDetails = msgspec.field(default_factory=ContentDetails)  # noqa: N815


class Author(msgspec.Struct, kw_only=True):
    """Who wrote a comment."""

    value: str | None = None


class Said(msgspec.Struct, kw_only=True):
    """What a comment says."""

    textOriginal: str | None = None  # noqa: N815
    textDisplay: str | None = None  # noqa: N815
    authorDisplayName: str | None = None  # noqa: N815
    authorChannelId: Author | str | None = None  # noqa: N815
    authorChannelUrl: str | None = None  # noqa: N815
    videoId: str | None = None  # noqa: N815
    channelId: str | None = None  # noqa: N815
    parentId: str | None = None  # noqa: N815
    likeCount: str | int | None = None  # noqa: N815
    publishedAt: str | None = None  # noqa: N815
    moderationStatus: str | None = None  # noqa: N815


class Comment(msgspec.Struct, kw_only=True):
    """A comment."""

    id: str
    snippet: Said


class Thread(msgspec.Struct, kw_only=True):
    """The beginning of a thread of comments."""

    topLevelComment: dict[str, object]  # noqa: N815
    videoId: str | None = None  # noqa: N815
    totalReplyCount: int | None = None  # noqa: N815
    isPublic: bool = True  # noqa: N815


class Replies(msgspec.Struct, kw_only=True):
    """Answers to a comment, at most five of them."""

    comments: Sequence[dict[str, object]] = ()


class CommentThread(msgspec.Struct, kw_only=True):
    """A comment with answers to it."""

    id: str
    snippet: Thread
    replies: Replies = msgspec.field(default_factory=Replies)


class Answer(msgspec.Struct, kw_only=True):
    """One page of an answer; its items are looked at one by one."""

    items: list[dict[str, object]] = msgspec.field(default_factory=list)
    nextPageToken: str | None = None  # noqa: N815


class Fault(msgspec.Struct, kw_only=True):
    """One reason why a request was refused."""

    reason: str = ""
    message: str = ""


class Refusal(msgspec.Struct, kw_only=True):
    """What an answer says instead of giving."""

    code: int = 0
    message: str = ""
    errors: Sequence[Fault] = ()


class Refused(msgspec.Struct, kw_only=True):
    """An answer that refuses."""

    error: Refusal | str
