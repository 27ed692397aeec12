"""Videos, comments and channels of the Data API as posts and creators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape

from indexers.gathering import Gathering
from indexers.markup import text_of
from indexers.records import NativeCreator, NativePost
from indexers.values import RefusedError
from indexers.youtube.resources import (
    Channel,
    Comment,
    CommentThread,
    Reference,
    Said,
    Snippet,
    Video,
)

SITE = "https://www.youtube.com"
PAID = "paid promotion"
_IGNORED_WORDS = """
    kind etag player topicDetails recordingDetails liveStreamingDetails localizations
    fileDetails processingDetails suggestions brandingSettings invideoPromotion auditDetails
    contentOwnerDetails ageGating
"""
_IGNORED = frozenset(_IGNORED_WORDS.split())
_UNSEEN = frozenset({"private", "unlisted"})


def add_item(page: Gathering, item: Mapping[str, object]) -> None:
    """Put what an item of an answer is on `page`, by its kind.

    Raises:
        RefusedError: it cannot be kept; the message is the reason.
    """
    kind = str(item.get("kind")).removeprefix("youtube#")
    if kind == "searchResult":
        kind = f"{kind} {_found(item)}"
    add = _KINDS.get(kind)
    if add is None:
        page.drop(f"a {kind}, which is no post")
    else:
        add(page, item)


def add_video(page: Gathering, item: Mapping[str, object]) -> None:
    """Put a video on `page`: its text is the title and, below it, the description.

    The tags of a video are not shown to those who watch it and are not read.

    Raises:
        RefusedError: it cannot be kept; the message is the reason.
    """
    video = page.read(item, Video, ignored=_IGNORED)
    if video.status.privacyStatus in _UNSEEN:
        page.drop(video.status.privacyStatus or "")
        return
    snippet, counts = video.snippet, video.statistics
    video_id, owner = _video_id(video), _owner(snippet)
    native = NativePost(
        source=page.source,
        id=video_id,
        text=f"{snippet.title.strip()}\n\n{snippet.description.strip()}".strip(),
        created_at=_published(video),
        creator=owner,
        url=f"{SITE}/watch?v={video_id}",
        lang=snippet.defaultAudioLanguage or snippet.defaultLanguage,
        likes=counts.likeCount,
        replies=counts.commentCount,
        views=counts.viewCount,
    )
    if video.paidProductPlacementDetails.hasPaidProductPlacement:
        native.paid_label = PAID
    page.add(native)


def add_channel(page: Gathering, item: Mapping[str, object]) -> Channel:
    """Put the creator that a channel is on `page`, and return the channel.

    Raises:
        RefusedError: it cannot be kept; the message is the reason.
    """
    channel = page.read(item, Channel, ignored=_IGNORED | {"status"})
    snippet, counts = channel.snippet, channel.statistics
    is_hidden = counts.hiddenSubscriberCount
    page.add_creator(
        NativeCreator(
            id=channel.id,
            handle=snippet.customUrl or None,
            name=snippet.title or None,
            bio=snippet.description,
            url=f"{SITE}/channel/{channel.id}",
            followers=None if is_hidden else counts.subscriberCount,
            posts=counts.videoCount,
            location=snippet.country,
            created_at=snippet.publishedAt,
            measured_at=page.now.isoformat(),
        )
    )
    return channel


def _add_found_video(page: Gathering, item: Mapping[str, object]) -> None:
    """Put a search result on `page`. Its texts are escaped, and cut off after some words."""
    snippet = item.get("snippet")
    if isinstance(snippet, Mapping):
        told = {key: unescape(value) for key, value in snippet.items() if isinstance(value, str)}
        item = {**item, "snippet": {**snippet, **told}}
    add_video(page, item)


def _add_found_channel(page: Gathering, item: Mapping[str, object]) -> None:
    snippet = item.get("snippet")
    known = snippet if isinstance(snippet, Mapping) else {}
    add_channel(page, {**item, "id": known.get("channelId")})


def _add_activity(page: Gathering, item: Mapping[str, object]) -> None:
    """Put the video that an activity put up on `page`; what else one does is no post."""
    video = page.read(item, Video, ignored=_IGNORED)
    upload = video.contentDetails.upload
    if upload is None or upload.videoId is None:
        page.drop("an activity that names no video")
        return
    add_video(page, {**item, "id": upload.videoId})


def _add_thread(page: Gathering, item: Mapping[str, object]) -> None:
    thread = page.read(item, CommentThread, ignored=_IGNORED)
    if not thread.snippet.isPublic:
        page.drop("not public")
        return
    _add_comment(page, thread.snippet.topLevelComment, n_replies=thread.snippet.totalReplyCount)
    for reply in thread.replies.comments:
        with page.one(f"comment {reply.get('id')}"):
            _add_comment(page, reply)


def _add_comment(
    page: Gathering, item: Mapping[str, object], *, n_replies: int | None = None
) -> None:
    comment = page.read(item, Comment, ignored=_IGNORED)
    said = comment.snippet
    if said.moderationStatus not in (None, "published"):
        page.drop("held back by a moderator")
        return
    video = f"v={said.videoId}&" if said.videoId else ""
    page.add(
        NativePost(
            source=page.source,
            id=comment.id,
            text=said.textOriginal or text_of(said.textDisplay or ""),
            created_at=_moment(said.publishedAt),
            creator=_commenter(said),
            url=f"{SITE}/watch?{video}lc={comment.id}",
            likes=said.likeCount,
            replies=n_replies,
            reply_to=said.parentId or said.videoId or said.channelId,
        )
    )


def _commenter(said: Said) -> NativeCreator:
    author = said.authorChannelId
    channel = author if isinstance(author, str) else author.value if author else None
    if not channel:
        raise RefusedError("the comment does not say by which channel it is")
    name = said.authorDisplayName or ""
    return NativeCreator(
        id=channel,
        handle=name if name.startswith("@") else None,
        name=None if name.startswith("@") else name or None,
        url=f"{SITE}/channel/{channel}",
    )


def _owner(snippet: Snippet) -> NativeCreator:
    """Return the channel of a video; whose playlist it is in is only sometimes it."""
    channel, title = snippet.channelId, snippet.channelTitle
    if snippet.resourceId is not None and not _is_upload(snippet):
        channel, title = snippet.videoOwnerChannelId, snippet.videoOwnerChannelTitle
    if not channel:
        raise RefusedError("it does not say of which channel the video is")
    return NativeCreator(id=channel, name=title or None, url=f"{SITE}/channel/{channel}")


def _is_upload(snippet: Snippet) -> bool:
    """Tell whether an item is of the playlist of all that its owner has put up."""
    return bool(snippet.channelId) and snippet.playlistId == f"UU{(snippet.channelId or '')[2:]}"


def _published(video: Video) -> str:
    """Return when a video came out, not when it came into a playlist."""
    snippet = video.snippet
    if snippet.resourceId is None or _is_upload(snippet):
        written = video.contentDetails.videoPublishedAt or snippet.publishedAt
    else:
        written = video.contentDetails.videoPublishedAt
    return _moment(written)


def _video_id(video: Video) -> str:
    for known in (video.snippet.resourceId, video.id):
        if isinstance(known, Reference) and known.videoId:
            return known.videoId
    if isinstance(video.id, str) and video.snippet.resourceId is None:
        return video.id
    raise RefusedError("it names no video")


def _found(item: Mapping[str, object]) -> str:
    reference = item.get("id")
    kind = reference.get("kind") if isinstance(reference, Mapping) else None
    return str(kind).removeprefix("youtube#")


def _moment(written: str | None) -> str:
    if not written:
        raise RefusedError("it has no date")
    return written


_KINDS: Mapping[str, Callable[[Gathering, Mapping[str, object]], object]] = {
    "video": add_video,
    "searchResult video": _add_found_video,
    "searchResult channel": _add_found_channel,
    "playlistItem": add_video,
    "activity": _add_activity,
    "channel": add_channel,
    "commentThread": _add_thread,
    "comment": _add_comment,
}
