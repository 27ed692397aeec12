"""YouTube as people have it in files: answers of the Data API, yt-dlp's, and Takeout's comments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from indexers.files.counts import Number, read_metric
from indexers.files.formats import Format, LeftOut, Native, Note
from indexers.files.mapped import Mapped
from indexers.gathering import Gathering
from indexers.records import NativeCreator, NativePost
from indexers.values import RefusedError
from indexers.youtube.items import SITE, add_item

SOURCE: Final = "youtube"
_PUBLIC = frozenset({None, "", "public"})
_UNWRITTEN = frozenset({None, "", "root"})


def add_answer(page: Gathering, record: Mapping[str, object]) -> None:
    """Put what an item of the Data API is, or the items of a whole answer, on `page`.

    Raises:
        RefusedError: it cannot be kept; the message is the reason.
    """
    items = record.get("items")
    if not isinstance(items, list):
        add_item(page, record)
        return
    for number, item in enumerate(items, start=1):
        with page.one(f"item {number}"):
            if not isinstance(item, Mapping):
                raise RefusedError("it is no item of an answer")
            add_item(page, item)


class Downloaded(msgspec.Struct, kw_only=True):
    """What yt-dlp says of a video."""

    id: str
    extractor_key: str | None = None
    extractor: str | None = None
    title: str | None = None
    fulltitle: str | None = None
    description: str | None = None
    webpage_url: str | None = None
    timestamp: int | float | None = None
    release_timestamp: int | float | None = None
    upload_date: str | None = None
    language: str | None = None
    availability: str | None = None
    view_count: Number = None
    like_count: Number = None
    comment_count: Number = None
    channel: str | None = None
    channel_id: str | None = None
    channel_url: str | None = None
    channel_follower_count: Number = None
    channel_is_verified: bool | None = None
    uploader: str | None = None
    uploader_id: str | None = None
    comments: list[dict[str, Any]] | None = None


class Remark(msgspec.Struct, kw_only=True):
    """What yt-dlp says of a comment."""

    id: str
    text: str
    author_id: str
    author: str | None = None
    timestamp: int | float | None = None
    like_count: Number = None
    parent: str | None = None


def downloaded(video: Downloaded, note: Note) -> Iterable[Native]:
    """Return the post that a video is, and those of the comments that stand with it."""
    key = (video.extractor_key or video.extractor or "").lower()
    if not key.startswith("youtube"):
        raise RefusedError(f"it is a video of {key or 'an unnamed site'}, not of YouTube")
    if video.availability not in _PUBLIC:
        return (LeftOut(reason=video.availability or ""),)
    return (_video(video, note), *(_remark(said, video, note) for said in video.comments or ()))


def _video(video: Downloaded, note: Note) -> NativePost:
    channel = video.channel_id or video.uploader_id
    if not channel:
        raise RefusedError("it does not say of which channel the video is")
    text = f"{(video.fulltitle or video.title or '').strip()}\n\n{video.description or ''}".strip()
    handle = (video.uploader_id or "").removeprefix("@")
    return NativePost(
        source=SOURCE,
        id=video.id,
        text=text,
        created_at=_moment(video),
        creator=NativeCreator(
            id=channel,
            handle=handle if video.uploader_id != channel and handle else None,
            name=video.channel or video.uploader,
            url=video.channel_url or f"{SITE}/channel/{channel}",
            followers=read_metric(video.channel_follower_count, "followers", note),
            verified=video.channel_is_verified,
        ),
        url=video.webpage_url or f"{SITE}/watch?v={video.id}",
        lang=video.language or None,
        likes=read_metric(video.like_count, "likes", note),
        replies=read_metric(video.comment_count, "replies", note),
        views=read_metric(video.view_count, "views", note),
    )


def _moment(video: Downloaded) -> str | float:
    moment = video.release_timestamp or video.timestamp
    if moment is not None:
        return moment
    day = video.upload_date or ""
    if len(day) != 8 or not day.isdecimal():
        raise RefusedError("it has no date: neither timestamp nor upload_date")
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T00:00:00Z"


def _remark(said: dict[str, Any], video: Downloaded, note: Note) -> Native:
    try:
        remark = msgspec.convert(said, Remark, strict=False)
    except msgspec.ValidationError as error:
        return RefusedError(f"a comment of {video.id}: {error}")
    if remark.timestamp is None:
        return RefusedError(f"the comment {remark.id} has no date")
    name = remark.author or ""
    return NativePost(
        source=SOURCE,
        id=remark.id,
        text=remark.text,
        created_at=remark.timestamp,
        creator=NativeCreator(
            id=remark.author_id,
            handle=name if name.startswith("@") else None,
            name=None if name.startswith("@") else name or None,
            url=f"{SITE}/channel/{remark.author_id}",
        ),
        url=f"{SITE}/watch?v={video.id}&lc={remark.id}",
        likes=read_metric(remark.like_count, "likes", note),
        reply_to=video.id if remark.parent in _UNWRITTEN else remark.parent,
    )


class TakeoutComment(msgspec.Struct, kw_only=True):
    """A comment of one's own as Takeout gives it; what is not a live chat."""

    comment_id: str = msgspec.field(name="Comment ID")
    channel_id: str = msgspec.field(name="Channel ID")
    created: str = msgspec.field(name="Comment Create Timestamp")
    text: Any = msgspec.field(name="Comment Text")
    video_id: str | None = msgspec.field(name="Video ID", default=None)
    post_id: str | None = msgspec.field(name="Post ID", default=None)
    parent_id: str | None = msgspec.field(name="Parent Comment ID", default=None)


def takeout(comment: TakeoutComment, _note: Note) -> Iterable[Native]:
    """Return the post that a comment of one's own is."""
    text = _segments(comment.text)
    if not text:
        raise RefusedError("the comment has no words")
    where = f"v={comment.video_id}&" if comment.video_id else ""
    return (
        NativePost(
            source=SOURCE,
            id=comment.comment_id,
            text=text,
            created_at=comment.created,
            creator=NativeCreator(
                id=comment.channel_id, url=f"{SITE}/channel/{comment.channel_id}"
            ),
            url=f"{SITE}/watch?{where}lc={comment.comment_id}",
            reply_to=comment.parent_id or comment.video_id or comment.post_id,
        ),
    )


def _segments(written: Any) -> str:
    """Return a text that may be written in parts, `{"text":"so "},{"text":"good"}`."""
    if isinstance(written, str):
        if not written.lstrip().startswith(("{", "[{")):
            return written.strip()
        try:
            written = json.loads(f"[{written}]" if written.lstrip().startswith("{") else written)
        except ValueError:
            return str(written).strip()
    parts = written if isinstance(written, list) else [written]
    texts = [part.get("text") for part in parts if isinstance(part, dict)]
    return "".join(text for text in texts if isinstance(text, str)).strip()


YOUTUBE_API = Mapped(
    name="youtube-api",
    description="answers of the YouTube Data API v3, JSON: videos, searches, comments, channels",
    source=SOURCE,
    add=add_answer,
    shapes=(
        "kind etag id snippet.publishedAt snippet.channelId snippet.title",
        "kind etag id snippet.publishedAt snippet.title snippet.thumbnails",
        "kind etag id snippet.topLevelComment",
        "kind etag id snippet.authorDisplayName snippet.publishedAt",
        "kind etag items pageInfo",
    ),
    wrappers=frozenset({"items"}),
)

_DOWNLOADED_IGNORED = """
    thumbnail thumbnails duration duration_string average_rating age_limit categories tags chapters
    heatmap playable_in_embed live_status is_live was_live media_type _format_sort_fields
    automatic_captions subtitles requested_subtitles requested_formats formats format format_id
    format_note ext protocol language_preference original_url webpage_url_basename
    webpage_url_domain extractor extractor_key playlist playlist_index playlist_id playlist_title
    playlist_uploader playlist_uploader_id playlist_channel playlist_channel_id playlist_count
    playlist_webpage_url playlist_autonumber n_entries display_id fulltitle release_year
    release_date epoch tbr resolution dynamic_range vcodec vbr acodec abr asr audio_channels
    filesize filesize_approx width height fps aspect_ratio stretched_ratio uploader_url
    creators artist artists album track location series season_number episode_number license
    concurrent_view_count _has_drm _type _version __last_playlist_index filename _filename
    infojson_filename comments.author_is_uploader comments.author_is_verified
    comments.author_thumbnail comments.author_url comments.is_favorited comments.is_pinned
    comments._time_text comments.time_text repost_count url http_headers __post_extractor
    requested_downloads requested_entries entries modified_timestamp modified_date
"""

YT_DLP = Format(
    name="yt-dlp",
    description="YouTube videos as yt-dlp describes them (.info.json, --dump-json), with comments",
    shapes=("id title extractor|extractor_key webpage_url upload_date|timestamp channel_id",),
    kind=Downloaded,
    natives=downloaded,
    ignored=frozenset(_DOWNLOADED_IGNORED.split()),
    wrappers=frozenset({"entries"}),
)


YOUTUBE_TAKEOUT = Format(
    name="youtube-takeout",
    description="your own comments on YouTube as Google Takeout gives them, CSV (in English)",
    shapes=("Comment~ID Channel~ID Comment~Create~Timestamp Comment~Text",),
    kind=TakeoutComment,
    natives=takeout,
    ignored=frozenset({"Price", "Top-Level Comment ID"}),
)


def api() -> Mapped:
    """Return the reader of the entry point."""
    return YOUTUBE_API


def yt_dlp() -> Format:
    """Return the reader of the entry point."""
    return YT_DLP


def own_comments() -> Format:
    """Return the reader of the entry point."""
    return YOUTUBE_TAKEOUT
