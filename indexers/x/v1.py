"""Posts of the X API v1.1, as twarc stored them one a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime

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


class _Link(msgspec.Struct):
    url: str | None = None
    expanded_url: str | None = None
    display_url: str | None = None


class _Tag(msgspec.Struct):
    text: str | None = None


class _Entities(msgspec.Struct):
    hashtags: list[_Tag] | None = None
    urls: list[_Link] | None = None
    media: list[_Link] | None = None


class _UserEntities(msgspec.Struct):
    description: _Entities | None = None


class _User(msgspec.Struct, kw_only=True):
    id: int | str | None = None
    id_str: str | None = None
    screen_name: str | None = None
    name: str | None = None
    description: str | None = None
    location: str | None = None
    followers_count: Count = None
    friends_count: Count = None
    statuses_count: Count = None
    verified: bool | None = None
    protected: bool | None = None
    default_profile_image: bool | None = None
    created_at: str | None = None
    entities: _UserEntities | None = None


class _Extended(msgspec.Struct):
    full_text: str | None = None
    entities: _Entities | None = None


class _Post(msgspec.Struct, kw_only=True):
    created_at: str
    user: _User
    id: int | str | None = None
    id_str: str | None = None
    text: str | None = None
    full_text: str | None = None
    extended_tweet: _Extended | None = None
    entities: _Entities | None = None
    lang: str | None = None
    favorite_count: Count = None
    retweet_count: Count = None
    reply_count: Count = None
    quote_count: Count = None
    views: Count = None  # of GraphQL
    in_reply_to_status_id: int | str | None = None
    in_reply_to_status_id_str: str | None = None
    retweeted_status: object = None


_IGNORED = names_in(
    "bookmark_count bookmarked card contributors conversation_control conversation_id_str "
    "coordinates current_user_retweet display_text_range extended_entities favorited "
    "filter_level geo in_reply_to_screen_name in_reply_to_user_id in_reply_to_user_id_str "
    "is_quote_status matching_rules metadata place possibly_sensitive "
    "possibly_sensitive_appealable possibly_sensitive_editable quoted_status quoted_status_id "
    "quoted_status_id_str quoted_status_permalink retweeted scopes source "
    "supplemental_language timestamp_ms truncated user_id_str withheld_copyright "
    "withheld_in_countries withheld_scope"
)
_KNOWN = frozenset(_Post.__struct_fields__) | _IGNORED


def is_post(record: Mapping[str, object]) -> bool:
    """Return whether `record` is surely a post of the API v1.1."""
    user = record.get("user")
    return (
        isinstance(user, dict)
        and "screen_name" in user
        and isinstance(record.get("created_at"), str)
        and ("full_text" in record or "text" in record)
        and ("id_str" in record or "id" in record)
    )


def strange_fields(record: Mapping[str, object]) -> Iterable[str]:
    """Return the names of the fields of a post that this mapper does not know."""
    return strange_names(record, _KNOWN)


def to_post(record: Mapping[str, object]) -> NativePost:
    """Return the native record of a post with its creator.

    Raises:
        LeftOutError: it is a repost, or of a protected account.
        RefusedError: a field is missing or has the wrong type.
    """
    post = declared_as(record, _Post)
    if post.retweeted_status is not None:
        raise LeftOutError(REPOST)
    if post.user.protected:
        raise LeftOutError(PROTECTED)
    whole = post.extended_tweet or _Extended()
    text = post.full_text or whole.full_text or post.text
    if text is None:
        raise RefusedError("the required field full_text is missing")
    return _native(post, text, whole.entities or post.entities or _Entities())


def _native(post: _Post, text: str, entities: _Entities) -> NativePost:
    links = _links(entities.urls)
    post_id = _id(post.id_str, post.id, "id_str")
    tags = [tag.text for tag in entities.hashtags or ()]
    return NativePost(
        source=SOURCE,
        id=post_id,
        text=readable(text, [*links, *_pictures(entities.media)]),
        created_at=_moment(post.created_at, "created_at"),
        creator=_creator(post.user),
        url=post_url(post_id, post.user.screen_name),
        lang=language(post.lang),
        hashtags=[tag for tag in tags if tag],
        links=targets(links),
        likes=post.favorite_count,
        replies=post.reply_count,
        reposts=post.retweet_count,
        quotes=post.quote_count,
        views=views(post.views, post.favorite_count, post.retweet_count),
        reply_to=post.in_reply_to_status_id_str or post.in_reply_to_status_id,
    )


def _creator(user: _User) -> NativeCreator:
    in_bio = user.entities.description if user.entities else None
    links = _links(in_bio.urls if in_bio else None)
    return NativeCreator(
        id=_id(user.id_str, user.id, "user.id_str"),
        handle=user.screen_name,
        name=user.name,
        bio=None if user.description is None else readable(user.description, links),
        url=profile_url(user.screen_name),
        followers=user.followers_count,
        following=user.friends_count,
        posts=user.statuses_count,
        location=user.location or None,
        verified=user.verified,
        created_at=_moment(user.created_at, "user.created_at") if user.created_at else None,
        default_avatar=user.default_profile_image,
    )


def _id(written: str | None, number: int | str | None, name: str) -> str | int:
    if written is None and number is None:
        raise RefusedError(f"the required field {name} is missing")
    return written or number or ""


def _links(written: list[_Link] | None) -> list[ShortLink]:
    return [
        ShortLink(link.url or "", link.expanded_url, link.display_url) for link in written or ()
    ]


def _pictures(written: list[_Link] | None) -> list[ShortLink]:
    return [ShortLink(link.url or "", link.expanded_url, "pic.x.com/") for link in written or ()]


def _moment(written: str, name: str) -> str:
    """Return the ISO 8601 form of `Wed Oct 10 20:19:24 +0000 2018`, and any other text as it is."""
    if written[:1].isdigit():
        return written
    try:
        _, month, day, clock, zone, year = written.split()
        return parsedate_to_datetime(f"{day} {month} {year} {clock} {zone}").isoformat()
    except ValueError as error:
        raise RefusedError(
            f"{name} is {shown(written)!r}, which is no time (as in Wed Oct 10 20:19:24 +0000 2018)"
        ) from error
