"""Between the vocabulary's values and rows of the database, both ways and without loss."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from engine.text import content_hash, embedding_text, tag_words
from engine.text.marks import marks_of
from engine.vocabulary import Creator, Engagement, Post

Row: TypeAlias = tuple[Any, ...]  # what sqlite3 takes and gives

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

POST_COLUMNS = """posts.id, posts.source, posts.native_id, creators.native_id, posts.text,
    posts.created_at, posts.url, posts.lang, posts.likes, posts.replies, posts.reposts,
    posts.quotes, posts.views, posts.hashtags, posts.links, posts.reply_to, posts.paid_label"""

CREATOR_COLUMNS = """creators.id, creators.source, creators.native_id, creators.handle,
    creators.name, creators.bio, creators.url, creators.followers, creators.following,
    creators.posts, creators.location, creators.verified, creators.created_at,
    creators.measured_at, creators.opt_outs, creators.default_avatar"""


def to_microseconds(moment: datetime) -> int:
    """Return microseconds since 1970 of an aware `moment`; exact."""
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(microseconds: int | None) -> datetime | None:
    """Return the aware UTC moment, `None` for `None`."""
    return None if microseconds is None else _moment(microseconds)


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def post_row(post: Post, *, fetched_at: int) -> Row:
    """Return the parameters of the upsert of `post`, what is derived from its text included."""
    said = post.engagement
    return (
        post.source,
        post.native_id,
        post.creator_id,
        post.url,
        post.text,
        tag_words(post.text, post.hashtags),
        to_microseconds(post.created_at),
        post.lang,
        said.likes,
        said.replies,
        said.reposts,
        said.quotes,
        said.views,
        to_list(post.hashtags),
        to_list(post.links),
        post.reply_to,
        post.paid_label,
        content_hash(embedding_text(post.text, post.hashtags)),
        int(marks_of(post.text, post.hashtags)),
        fetched_at,
    )


def to_list(words: Sequence[str]) -> str:
    """Return `words` as a JSON array; `[]` exactly if there are none."""
    return json.dumps(words, ensure_ascii=False) if words else "[]"


def to_words(array: str) -> tuple[str, ...]:
    """Return the strings of a JSON array."""
    return () if array == "[]" else tuple(json.loads(array))


def to_post(row: Row) -> Post:
    """Return the post of a row of `POST_COLUMNS`."""
    _, source, native_id, creator_id, text, created_at, url, lang, *rest = row
    *counts, hashtags, links, reply_to, paid_label = rest
    likes, replies, reposts, quotes, views = counts
    return Post(
        source=source,
        native_id=native_id,
        creator_id=creator_id,
        text=text,
        created_at=_moment(created_at),
        url=url,
        lang=lang,
        engagement=Engagement(
            likes=likes, replies=replies, reposts=reposts, quotes=quotes, views=views
        ),
        hashtags=to_words(hashtags),
        links=to_words(links),
        reply_to=reply_to,
        paid_label=paid_label,
    )


def creator_row(creator: Creator, *, fetched_at: int) -> Row:
    """Return the parameters of the upsert of `creator`; measured at `fetched_at` unless it says."""
    born, measured = creator.created_at, creator.measured_at
    return (
        creator.source,
        creator.native_id,
        creator.handle,
        creator.name,
        creator.bio,
        creator.url,
        creator.followers,
        creator.following,
        creator.posts,
        creator.location,
        creator.verified,
        None if born is None else to_microseconds(born),
        fetched_at if measured is None else to_microseconds(measured),
        None if creator.opt_outs is None else to_list(creator.opt_outs),
        creator.default_avatar,
    )


def to_creator(row: Row) -> Creator:
    """Return the creator of a row of `CREATOR_COLUMNS`."""
    _, source, native_id, handle, name, bio, url, *rest = row
    followers, following, posts, location, verified, created_at, measured_at, *asked = rest
    opt_outs, default_avatar = asked
    return Creator(
        source=source,
        native_id=native_id,
        handle=handle,
        name=name,
        bio=bio,
        url=url,
        followers=followers,
        following=following,
        posts=posts,
        location=location,
        verified=None if verified is None else bool(verified),
        created_at=from_microseconds(created_at),
        measured_at=from_microseconds(measured_at),
        opt_outs=None if opt_outs is None else to_words(opt_outs),
        default_avatar=None if default_avatar is None else bool(default_avatar),
    )


def id_list(ids: Iterable[int]) -> str:
    """Return `ids` as a JSON array: one parameter for `json_each`, however many there are."""
    return json.dumps([int(value) for value in ids])
