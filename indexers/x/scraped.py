"""Posts and profiles of X as snscrape and twscrape write them, in their old and new words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from indexers.pages import LeftOutError, names_in, strange_names
from indexers.records import NativeCreator, NativePost, declared_as
from indexers.values import RefusedError, shown
from indexers.x.texts import (
    SOURCE,
    ShortLink,
    language,
    post_url,
    profile_url,
    readable,
    targets,
    views,
)
from indexers.x.v2 import PROTECTED, REPOST, Count

_PREFIX = "snscrape.modules.twitter."


class _Link(msgspec.Struct):
    url: str | None = None
    text: str | None = None
    tcourl: str | None = None


class _User(msgspec.Struct, kw_only=True):
    username: str | None = None
    id: int | str | None = None
    id_str: str | None = None
    displayname: str | None = None
    description: str | None = None  # until 2022; then what `rawDescription` is
    rawDescription: str | None = None  # noqa: N815
    descriptionLinks: list[_Link] | None = None  # noqa: N815
    descriptionUrls: list[_Link] | None = None  # noqa: N815
    created: str | None = None
    followersCount: Count = None  # noqa: N815
    friendsCount: Count = None  # noqa: N815
    statusesCount: Count = None  # noqa: N815
    location: str | None = None
    protected: bool | None = None
    verified: bool | None = None
    blue: bool | None = None


class _Media(msgspec.Struct):
    photos: list[object] | None = None
    videos: list[object] | None = None
    animated: list[object] | None = None


class _Post(msgspec.Struct, kw_only=True):
    id: int | str
    date: str
    user: _User
    id_str: str | None = None
    url: str | None = None
    rawContent: str | None = None  # noqa: N815
    content: str | None = None  # until 2022
    lang: str | None = None
    replyCount: Count = None  # noqa: N815
    retweetCount: Count = None  # noqa: N815
    likeCount: Count = None  # noqa: N815
    quoteCount: Count = None  # noqa: N815
    viewCount: Count = None  # noqa: N815
    hashtags: list[str] | None = None
    links: list[_Link] | None = None
    outlinks: list[str] | None = None  # until 2022, in the order of `tcooutlinks`
    tcooutlinks: list[str] | None = None
    media: _Media | list[object] | None = None
    retweetedTweet: object = None  # noqa: N815
    quotedTweet: object = None  # noqa: N815
    inReplyToTweetId: int | str | None = None  # noqa: N815
    inReplyToTweetIdStr: str | None = None  # noqa: N815


_IGNORED_OF_POSTS = names_in(
    "_snscrape _type bookmarkCount bookmarkedCount card cashtags community "
    "conversationControlPolicy conversationId conversationIdStr coordinates displayTextRange "
    "editControl editState inReplyToScreenName inReplyToUser isQuoteStatus isTranslatable "
    "mentionedUsers noteTweet outlinksss pinned place possibly_sensitive quotedTweetId "
    "renderedContent retweetedTweetId source sourceLabel sourceUrl symbols tcooutlinksss "
    "username vibe voiceInfo"
)
_IGNORED_OF_USERS = names_in(
    "_snscrape _type blueType descriptionUrls favouritesCount label link linkTcourl linkUrl "
    "listedCount mediaCount pinnedIds profileBannerUrl profileImageShape profileImageUrl "
    "renderedDescription url"
)
_KNOWN_OF_POSTS = frozenset(_Post.__struct_fields__) | _IGNORED_OF_POSTS
_KNOWN_OF_USERS = frozenset(_User.__struct_fields__) | _IGNORED_OF_USERS


def is_post(record: Mapping[str, object]) -> bool:
    """Return whether `record` is surely a post of X that one of the two wrote."""
    if record.get("_type") == f"{_PREFIX}Tweet":
        return True
    has_text = "rawContent" in record or "content" in record
    return has_text and isinstance(record.get("user"), dict) and "retweetCount" in record


def is_user(record: Mapping[str, object]) -> bool:
    """Return whether `record` is surely a profile of X that one of the two wrote."""
    if "_type" in record:
        return record["_type"] == f"{_PREFIX}User"
    return "followersCount" in record and "username" in record and "displayname" in record


def is_of_another_kind(record: Mapping[str, object]) -> bool:
    """Return whether it is something else that one of the two wrote."""
    return isinstance(record.get("_type"), str) and not (is_post(record) or is_user(record))


def strange_fields(record: Mapping[str, object]) -> Iterable[str]:
    """Return the names of the fields of a post or profile that this mapper does not know."""
    if not is_post(record):
        return strange_names(record, _KNOWN_OF_USERS, "user.")
    names = [*strange_names(record, _KNOWN_OF_POSTS)]
    if isinstance(user := record.get("user"), dict):
        names += strange_names(user, _KNOWN_OF_USERS, "user.")
    return names


def to_post(record: Mapping[str, object]) -> NativePost:
    """Return the native record of a post with its creator.

    Raises:
        LeftOutError: it is a repost, or of a protected account.
        RefusedError: a field is missing or has the wrong type.
    """
    post = declared_as(record, _Post)
    if post.retweetedTweet:
        raise LeftOutError(REPOST)
    text = post.content if post.rawContent is None else post.rawContent
    if text is None:
        raise RefusedError("the required field rawContent is missing")
    return _native(post, text, _creator(post.user))


def to_creator(record: Mapping[str, object]) -> NativeCreator:
    """Return the native record of a profile.

    Raises:
        LeftOutError: only followers may read what they post.
        RefusedError: a field is missing or has the wrong type.
    """
    return _creator(declared_as(record, _User))


def _native(post: _Post, text: str, creator: NativeCreator) -> NativePost:
    links = [*_links(post.links), *_old_links(post.outlinks, post.tcooutlinks)]
    post_id = post.id_str or post.id
    attached = _has_media(post.media) or bool(post.quotedTweet)
    return NativePost(
        source=SOURCE,
        id=post_id,
        text=readable(text, links, has_attachment=attached),
        created_at=post.date,
        creator=creator,
        url=post_url(post_id, creator.handle),
        lang=language(post.lang),
        hashtags=post.hashtags,
        links=targets(links),
        likes=post.likeCount,
        replies=post.replyCount,
        reposts=post.retweetCount,
        quotes=post.quoteCount,
        views=views(post.viewCount, post.likeCount, post.retweetCount),
        reply_to=post.inReplyToTweetIdStr or post.inReplyToTweetId,
    )


def _creator(user: _User) -> NativeCreator:
    if user.protected:
        raise LeftOutError(PROTECTED)
    user_id = user.id_str or user.id
    if user_id is None:
        raise RefusedError("the required field user.id is missing")
    bio = user.description if user.rawDescription is None else user.rawDescription
    links = _links(user.descriptionLinks or user.descriptionUrls)
    return NativeCreator(
        id=user_id,
        handle=user.username,
        name=user.displayname,
        bio=None if bio is None else readable(bio, links),
        url=profile_url(user.username),
        followers=user.followersCount,
        following=user.friendsCount,
        posts=user.statusesCount,
        location=user.location or None,
        verified=user.verified if user.blue is None else bool(user.verified or user.blue),
        created_at=user.created,
    )


def _links(written: Sequence[_Link] | None) -> list[ShortLink]:
    return [ShortLink(link.tcourl or "", link.url, link.text) for link in written or ()]


def _old_links(whole: list[str] | None, short: list[str] | None) -> list[ShortLink]:
    if not whole or short is None or len(whole) != len(short):
        return [ShortLink("", link) for link in whole or ()]
    return [ShortLink(*pair) for pair in zip(short, whole, strict=True)]


def _has_media(media: _Media | list[object] | None) -> bool:
    if isinstance(media, _Media):
        return bool(media.photos or media.videos or media.animated)
    return bool(media)


def what_it_is(record: Mapping[str, object]) -> str:
    """Return the words for a record of another kind."""
    return f"it is a {shown(record.get('_type'))}, neither a post nor a profile of X"
