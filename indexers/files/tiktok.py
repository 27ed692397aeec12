"""TikTok videos as scrapers write them: Apify's (clockworks) and drawrowfly's tiktok-scraper."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from indexers.files.counts import Number, read_metric
from indexers.files.formats import Format, LeftOut, Native, Note
from indexers.records import NativeCreator, NativePost
from indexers.values import RefusedError

SOURCE = "tiktok"
PAID = "an advertisement"
UNKNOWN_LANGUAGES = frozenset({"", "un", "und"})


class Author(msgspec.Struct, rename="camel"):
    """The creator of a video; `name` is the handle."""

    id: str | int | None = None
    name: str | None = None
    nick_name: str | None = None
    signature: str | None = None
    verified: bool | None = None
    private_account: bool | None = None
    fans: Number = None
    following: Number = None
    video: Number = None


class Hashtag(msgspec.Struct):
    """A hashtag of a video."""

    name: str | None = None


class Video(msgspec.Struct, rename="camel"):
    """A video."""

    author_meta: Author
    id: str | int | None = None
    text: str | None = None
    text_language: str | None = None
    create_time: str | int | float | None = None
    create_time_iso: str | None = msgspec.field(default=None, name="createTimeISO")
    web_video_url: str | None = None
    digg_count: Number = None
    share_count: Number = None
    play_count: Number = None
    comment_count: Number = None
    hashtags: list[Hashtag | str] | None = None
    is_ad: bool | None = None
    is_sponsored: bool | None = None


def natives(video: Video, note: Note) -> Iterable[Native]:
    """Return the post that `video` is, unless its account is private."""
    author = video.author_meta
    if author.private_account:
        return (LeftOut(reason="private account"),)
    created = video.create_time or video.create_time_iso
    if video.id is None or created is None:
        raise RefusedError(f"the video has no {'id' if video.id is None else 'time'}")
    language = (video.text_language or "").lower()
    return (
        NativePost(
            source=SOURCE,
            id=video.id,
            text=video.text or "",
            created_at=created,
            creator=_creator(author, note),
            url=video.web_video_url or None,
            lang=None if language in UNKNOWN_LANGUAGES else language,
            hashtags=_hashtags(video.hashtags),
            likes=read_metric(video.digg_count, "likes", note),
            replies=read_metric(video.comment_count, "replies", note),
            reposts=read_metric(video.share_count, "reposts", note),
            views=read_metric(video.play_count, "views", note),
            paid_label=PAID if video.is_ad or video.is_sponsored else None,
        ),
    )


def _creator(author: Author, note: Note) -> NativeCreator:
    if not author.id and not author.name:
        raise RefusedError("the video has no author: neither authorMeta.id nor authorMeta.name")
    if not author.id:
        note("authorMeta.id is missing: the handle is the id")
    return NativeCreator(
        id=author.id or author.name or "",
        handle=author.name,
        name=author.nick_name or None,
        bio=author.signature or None,
        url=f"https://www.tiktok.com/@{author.name}" if author.name else None,
        followers=read_metric(author.fans, "followers", note),
        following=read_metric(author.following, "following", note),
        posts=read_metric(author.video, "creator.posts", note),
        verified=author.verified,
    )


def _hashtags(given: list[Hashtag | str] | None) -> list[str] | None:
    if given is None:
        return None
    names = [tag if isinstance(tag, str) else tag.name for tag in given]
    return [name for name in names if name]


_IGNORED = """
    authorMeta.avatar authorMeta.bioLink authorMeta.commerceUserInfo authorMeta.digg
    authorMeta.friends authorMeta.heart authorMeta.originalAvatarUrl authorMeta.profileUrl
    authorMeta.region authorMeta.roomId authorMeta.secUid authorMeta.ttSeller
    authorMeta.relation authorMeta.openFavorite
    collectCount repostCount musicMeta videoMeta covers mediaUrls videoUrl videoUrlNoWaterMark
    videoApiUrlNoWaterMark downloaded mentions detailedMentions effectStickers
    hashtags.id hashtags.title hashtags.cover hashtags.commerceInfo
    isMuted isPinned isSlideshow input searchHashtag searchQuery fromProfileSection
    commentsDatasetUrl locationCreated locationMeta slideshowImageLinks submittedVideoUrl
    url duetEnabled stitchEnabled shareEnabled diversificationLabels playlists error
    imagePost duetInfo effects secretID warnInfo scrapedAt
"""

TIKTOK_SCRAPER = Format(
    name="tiktok-scraper",
    description="TikTok videos of Apify's tiktok-scraper (clockworks) or drawrowfly's, JSON or CSV",
    shapes=(
        "id text authorMeta.name|authorMeta.id diggCount|playCount "
        "webVideoUrl|createTime|createTimeISO",
    ),
    kind=Video,
    natives=natives,
    ignored=frozenset(_IGNORED.split()),
    wrappers=frozenset({"collector", "items", "data"}),
)


def scraper() -> Format:
    """Return the reader of the entry point."""
    return TIKTOK_SCRAPER
