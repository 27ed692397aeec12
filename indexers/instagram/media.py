"""Media and profiles of the Instagram Graph API, as native records."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from indexers.pages import LeftOutError, names_in, strange_names
from indexers.records import NativeCreator, NativePost, declared_as
from indexers.values import RefusedError

SOURCE = "instagram"
VIEWS = "view_count"
MEDIA_FIELDS = (
    "id,caption,permalink,timestamp,like_count,comments_count,media_type,media_product_type,"
    f"{VIEWS}"
)
PROFILE_FIELDS = "id,username,name,biography,website,followers_count,follows_count,media_count"
NO_CREATOR = "Instagram does not tell who posted it"
STORY = "a story, gone in a day"
LIVE = "a live broadcast"
ADVERTISEMENT = "an advertisement"
Count = int | float | str | None


class _Owner(msgspec.Struct):
    id: str | int | None = None


class Media(msgspec.Struct, kw_only=True):
    """A photo, film or album."""

    id: str | int
    caption: str | None = None
    permalink: str | None = None
    timestamp: str | None = None
    like_count: Count = None  # not there where it is hidden
    comments_count: Count = None
    view_count: Count = None
    media_type: str | None = None
    media_product_type: str | None = None
    username: str | None = None
    owner: _Owner | None = None


class Profile(msgspec.Struct, kw_only=True):
    """A professional account."""

    id: str | int
    username: str | None = None
    name: str | None = None
    biography: str | None = None
    followers_count: Count = None
    follows_count: Count = None
    media_count: Count = None


_KNOWN_OF_MEDIA = frozenset(Media.__struct_fields__) | names_in(
    "alt_text boost_ads_list boost_eligibility_info children comments copyright_check_information "
    "ig_id is_comment_enabled is_shared_to_feed legacy_instagram_media_id media_url shortcode "
    "thumbnail_url collaborators"
)
_KNOWN_OF_PROFILES = frozenset(Profile.__struct_fields__) | names_in(
    "has_profile_pic ig_id is_published legacy_instagram_user_id media profile_picture_url "
    "shopping_product_tag_eligibility website"
)


def strange_fields(record: Mapping[str, object]) -> list[str]:
    """Return the names of the fields of a media or profile that this mapper does not know."""
    known = _KNOWN_OF_PROFILES if "media_count" in record else _KNOWN_OF_MEDIA
    return [*strange_names(record, known)]


def read_media(record: Mapping[str, object]) -> Media:
    """Return the media that `record` is.

    Raises:
        RefusedError: a field is missing or has the wrong type.
    """
    return declared_as(record, Media)


def to_creator(record: Mapping[str, object], measured_at: str | None = None) -> NativeCreator:
    """Return the native record of a profile, as it was at `measured_at`.

    Raises:
        RefusedError: a field is missing or has the wrong type.
    """
    profile = declared_as(record, Profile)
    return NativeCreator(
        id=str(profile.id),
        handle=profile.username,
        name=profile.name,
        bio=profile.biography,
        url=f"https://www.instagram.com/{profile.username}/" if profile.username else None,
        followers=profile.followers_count,
        following=profile.follows_count,
        posts=profile.media_count,
        measured_at=measured_at,
    )


def to_post(record: Mapping[str, object], creator: NativeCreator | None = None) -> NativePost:
    """Return the native record of a media by `creator`, or by its own owner.

    Raises:
        LeftOutError: nobody is told to have posted it, or it is no lasting post.
        RefusedError: a field is missing or has the wrong type.
    """
    media = read_media(record)
    if media.media_product_type == "STORY" or "/stories/" in (media.permalink or ""):
        raise LeftOutError(STORY)
    if media.media_type == "BROADCAST" or media.media_product_type == "LIVE":
        raise LeftOutError(LIVE)
    creator = creator or _owner(media)
    if creator is None:
        raise LeftOutError(NO_CREATOR)
    if media.timestamp is None:
        raise RefusedError("the field timestamp is missing: ask for it with fields")
    return NativePost(
        source=SOURCE,
        id=str(media.id),
        text=media.caption or "",
        created_at=media.timestamp,
        creator=creator,
        url=media.permalink,
        likes=_shown(media.like_count),
        replies=_shown(media.comments_count),
        views=_shown(media.view_count),
        paid_label=ADVERTISEMENT if media.media_product_type == "AD" else None,
    )


def _owner(media: Media) -> NativeCreator | None:
    if media.owner is None or media.owner.id is None:
        return None
    handle = media.username
    url = f"https://www.instagram.com/{handle}/" if handle else None
    return NativeCreator(id=str(media.owner.id), handle=handle, url=url)


def _shown(count: Count) -> Count:
    """Return a count; one below zero stands for a hidden one."""
    return None if isinstance(count, int | float) and count < 0 else count
