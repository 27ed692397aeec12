"""Posts and profiles of the X API v2, as answers and the tools that store them hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from indexers.pages import LeftOutError, names_in, strange_names
from indexers.records import NativeCreator, NativePost, declared_as
from indexers.values import RefusedError
from indexers.x.texts import (
    SOURCE,
    ShortLink,
    language,
    moment_of,
    post_url,
    profile_url,
    readable,
    targets,
    views,
)

REPOST = "a repost"
PROTECTED = "of a protected account"
FOLLOWERS_ONLY = "for paying followers only"
Count = int | float | str | None
Flag = bool | str | None  # a text in CSV


class _Link(msgspec.Struct):
    url: str | None = None
    expanded_url: str | None = None
    display_url: str | None = None
    unwound_url: str | None = None
    media_key: str | None = None


class _Tag(msgspec.Struct):
    tag: str | None = None
    text: str | None = None  # twarc writes v1.1 tags so


class _Entities(msgspec.Struct):
    hashtags: list[_Tag] | None = None
    urls: list[_Link] | None = None


class _Note(msgspec.Struct):
    text: str | None = None
    entities: _Entities | None = None


class _Reference(msgspec.Struct):
    type: str
    id: str | int


class _PostMetrics(msgspec.Struct):
    like_count: Count = None
    reply_count: Count = None
    retweet_count: Count = None
    quote_count: Count = None
    impression_count: Count = None


class _Scopes(msgspec.Struct):
    followers: Flag = None


class _UserMetrics(msgspec.Struct):
    followers_count: Count = None
    following_count: Count = None
    tweet_count: Count = None


class _UserEntities(msgspec.Struct):
    description: _Entities | None = None


class User(msgspec.Struct, kw_only=True):
    """A profile of the API."""

    id: str | int
    username: str | None = None
    name: str | None = None
    description: str | None = None
    location: str | None = None
    created_at: str | None = None
    verified: Flag = None
    protected: Flag = None
    public_metrics: _UserMetrics | None = None
    entities: _UserEntities | None = None

    @property
    def is_protected(self) -> bool:
        """Whether only followers may read what they post."""
        return self.protected in (True, "True", "true")


class _Post(msgspec.Struct, kw_only=True):
    id: str | int
    text: str
    created_at: str | None = None
    author_id: str | int | None = None
    author: User | None = None  # of twarc2 flatten
    lang: str | None = None
    note_tweet: _Note | None = None
    entities: _Entities | None = None
    public_metrics: _PostMetrics | None = None
    referenced_tweets: list[_Reference] | None = None
    scopes: _Scopes | None = None


POST_FIELDS = frozenset(_Post.__struct_fields__)
_IGNORED_OF_POSTS = names_in(
    "article attachments card_uri community_id context_annotations conversation_id "
    "display_text_range edit_controls edit_history_tweet_ids geo in_reply_to_user "
    "in_reply_to_user_id made_with_ai matched_media_notes matching_rules media_metadata "
    "non_public_metrics note_request_suggestions organic_metrics paid_partnership "
    "possibly_sensitive promoted_metrics reply_settings source "
    "in_reply_to_username quoted_user_id quoted_username retweeted_user_id retweeted_username "
    "suggested_source_links suggested_source_links_with_counts withheld __twarc"
)
_IGNORED_OF_USERS = names_in(
    "affiliation confirmed_email connection_status is_identity_verified most_recent_tweet_id "
    "parody pinned_tweet pinned_tweet_id profile_banner_url profile_image_url receives_your_dm "
    "subscription subscription_type url verified_followers_count verified_type withheld "
    "__twarc"
)
_KNOWN_OF_POSTS = POST_FIELDS | _IGNORED_OF_POSTS
_KNOWN_OF_USERS = frozenset(User.__struct_fields__) | _IGNORED_OF_USERS
_KNOWN_COUNTS = frozenset(_PostMetrics.__struct_fields__) | {"bookmark_count"}


def strange_fields_of_post(record: Mapping[str, object]) -> Iterable[str]:
    """Return the names of the fields of a post that this mapper does not know."""
    names = [*strange_names(record, _KNOWN_OF_POSTS)]
    if isinstance(counts := record.get("public_metrics"), dict):
        names += strange_names(counts, _KNOWN_COUNTS, "public_metrics.")
    if isinstance(author := record.get("author"), dict):
        names += strange_fields_of_user(author, "author.")
    return names


def strange_fields_of_user(record: Mapping[str, object], prefix: str = "") -> Iterable[str]:
    """Return the names of the fields of a profile that this mapper does not know."""
    return strange_names(record, _KNOWN_OF_USERS, prefix)


def read_user(record: Mapping[str, object]) -> User:
    """Return the profile that `record` is.

    Raises:
        RefusedError: a field is missing or has the wrong type.
    """
    return declared_as(record, User)


def to_creator(user: User, measured_at: str | None = None) -> NativeCreator:
    """Return the native record of a profile, as it was at `measured_at`."""
    counts = user.public_metrics or _UserMetrics()
    links = _links(user.entities.description if user.entities else None)
    return NativeCreator(
        id=str(user.id),
        handle=user.username,
        name=user.name,
        bio=None if user.description is None else readable(user.description, links),
        url=profile_url(user.username),
        followers=counts.followers_count,
        following=counts.following_count,
        posts=counts.tweet_count,
        location=user.location or None,
        verified=_flag(user.verified),
        created_at=user.created_at,
        measured_at=measured_at,
    )


def to_post(
    record: Mapping[str, object],
    users: Mapping[str, User],
    measured_at: str | None = None,
) -> NativePost:
    """Return the native record of a post, with its creator if that is among `users`.

    Raises:
        LeftOutError: it is a repost, or not everybody may read it.
        RefusedError: a field is missing or has the wrong type.
    """
    post = declared_as(record, _Post)
    references = {reference.type: str(reference.id) for reference in post.referenced_tweets or ()}
    if "retweeted" in references:
        raise LeftOutError(REPOST)
    if post.scopes and _flag(post.scopes.followers):
        raise LeftOutError(FOLLOWERS_ONLY)
    creator = _creator_of(post, users, measured_at)
    return _native(post, creator, reply_to=references.get("replied_to"))


def _native(post: _Post, creator: NativeCreator, *, reply_to: str | None) -> NativePost:
    whole = post.note_tweet if post.note_tweet and post.note_tweet.text else None
    entities = (whole.entities if whole else None) or post.entities or _Entities()
    links = [*_links(entities), *(_links(post.entities) if whole else ())]
    counts = post.public_metrics or _PostMetrics()
    tags = [tag.tag or tag.text for tag in entities.hashtags or ()]
    return NativePost(
        source=SOURCE,
        id=str(post.id),
        text=readable((whole and whole.text) or post.text, links),
        created_at=post.created_at or moment_of(post.id).isoformat(),
        creator=creator,
        url=post_url(post.id, creator.handle),
        lang=language(post.lang),
        hashtags=[tag for tag in tags if tag],
        links=targets(links),
        likes=counts.like_count,
        replies=counts.reply_count,
        reposts=counts.retweet_count,
        quotes=counts.quote_count,
        views=views(counts.impression_count, counts.like_count, counts.retweet_count),
        reply_to=reply_to,
    )


def _creator_of(post: _Post, users: Mapping[str, User], measured_at: str | None) -> NativeCreator:
    if post.author is None and post.author_id is None:
        raise RefusedError("the field author_id is missing: ask for it with tweet.fields")
    user = post.author or users.get(str(post.author_id))
    if user is None:
        return NativeCreator(id=str(post.author_id))
    if user.is_protected:
        raise LeftOutError(PROTECTED)
    return to_creator(user, measured_at)


def _links(entities: _Entities | None) -> list[ShortLink]:
    return [
        ShortLink(
            link.url or "",
            link.expanded_url,
            "pic.x.com/" if link.media_key else link.display_url,
            link.unwound_url,
        )
        for link in (entities.urls if entities else None) or ()
    ]


def _flag(value: Flag) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value
