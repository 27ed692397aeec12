"""The native record: what is read of it, and the post and creator it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec

from engine.text import hashtags_in
from engine.vocabulary import Creator, Engagement, Post
from indexers.values import (
    AHEAD,
    EARLIEST,
    MAX_BIO,
    MAX_ID,
    MAX_LABEL,
    MAX_TEXT,
    MAX_URL,
    RefusedError,
    read_count,
    read_hashtags,
    read_id,
    read_label,
    read_links,
    read_moment,
    read_post_moment,
    read_text,
)

_EXPECTED = re.compile(
    r"Expected `(?P<wanted>.+?)`, got `(?P<got>.+?)`(?: - at `\$\.?(?P<at>.*)`)?"
)
_MISSING = re.compile(r"Object missing required field `(?P<name>.+?)`(?: - at `\$\.(?P<at>.*)`)?")


class NativeCreator(msgspec.Struct, kw_only=True):
    """The creator in a native record."""

    id: str | int | float
    handle: str | None = None
    name: str | None = None
    bio: str | None = None
    url: str | None = None
    followers: int | float | str | None = None
    following: int | float | str | None = None
    posts: int | float | str | None = None
    location: str | None = None
    verified: bool | None = None
    created_at: str | int | float | None = None
    measured_at: str | int | float | None = None
    opt_outs: list[str] | None = None
    default_avatar: bool | None = None


class NativePost(msgspec.Struct, kw_only=True):
    """A native record: one post with its creator."""

    source: str
    id: str | int | float
    text: str
    created_at: str | int | float
    creator: NativeCreator
    url: str | None = None
    lang: str | None = None
    hashtags: list[str] | None = None
    links: list[str] | None = None
    likes: int | float | str | None = None
    replies: int | float | str | None = None
    reposts: int | float | str | None = None
    quotes: int | float | str | None = None
    views: int | float | str | None = None
    reply_to: str | int | float | None = None
    paid_label: str | None = None


POST_FIELDS = frozenset(NativePost.__struct_fields__)
CREATOR_FIELDS = frozenset(NativeCreator.__struct_fields__)
T = TypeVar("T")

REQUIRED = ("source", "id", "text", "created_at", "creator.id")


def unknown_fields(record: Mapping[str, object]) -> Iterable[str]:
    """Return the names of the fields that are not read, those of the creator as `creator.x`."""
    creator = record.get("creator")
    unknown = [] if record.keys() <= POST_FIELDS else [*(record.keys() - POST_FIELDS)]
    if isinstance(creator, dict) and not creator.keys() <= CREATOR_FIELDS:
        unknown += [f"creator.{name}" for name in creator.keys() - CREATOR_FIELDS]
    return unknown


def declared(record: Mapping[str, object]) -> NativePost:
    """Return `record` with the types that are declared for it.

    Raises:
        RefusedError: a required field is missing, or one has the wrong type.
    """
    return declared_as(record, NativePost)


def declared_as(record: object, kind: type[T]) -> T:
    """Return `record` as a `kind`.

    Raises:
        RefusedError: a required field is missing, or one has the wrong type; the message names it.
    """
    try:
        return msgspec.convert(record, kind)
    except msgspec.ValidationError as error:
        raise RefusedError(in_plain_words(str(error))) from error
    except UnicodeEncodeError as error:  # of a text where something else should be
        raise RefusedError("a field holds half a character where none belongs") from error


def in_plain_words(message: str) -> str:
    """Return what msgspec found wrong with a record as a sentence about a field."""
    if match := _MISSING.fullmatch(message):
        return f"the required field {_path(match['at'], match['name'])} is missing"
    if match := _EXPECTED.fullmatch(message):
        wanted = match["wanted"].replace(" | ", " or ")
        return f"{_path(match['at'])} should be {wanted}, and is {match['got']}"
    return message


def make_post(native: NativePost, *, now: datetime, notes: list[str]) -> Post:
    """Return the post of a native record.

    Raises:
        RefusedError: a value is impossible; the message names the field.
    """
    text = read_text(native.text, "text", MAX_TEXT)
    return Post(
        source=read_id(native.source, "source"),
        native_id=read_id(native.id, "id"),
        creator_id=read_id(native.creator.id, "creator.id"),
        text=text,
        created_at=read_post_moment(native.created_at, "created_at", now=now, notes=notes),
        url=read_label(native.url, "url", MAX_URL),
        lang=read_label(native.lang, "lang"),
        engagement=Engagement(
            likes=read_count(native.likes, "likes"),
            replies=read_count(native.replies, "replies"),
            reposts=read_count(native.reposts, "reposts"),
            quotes=read_count(native.quotes, "quotes"),
            views=read_count(native.views, "views"),
        ),
        hashtags=read_hashtags(native.hashtags or (), hashtags_in(text), notes=notes),
        links=read_links(native.links) if native.links else (),
        reply_to=None if native.reply_to is None else read_id(native.reply_to, "reply_to"),
        paid_label=read_label(native.paid_label, "paid_label"),
    )


def make_creator(native: NativeCreator, source: str, *, now: datetime, notes: list[str]) -> Creator:
    """Return the creator of a native record of `source`.

    Raises:
        RefusedError: a value is impossible; the message names the field.
    """

    def moment(value: str | float | None, name: str) -> datetime | None:
        return None if value is None else _likely(value, name, now=now, notes=notes)

    return Creator(
        source=source,
        native_id=read_id(native.id, "creator.id"),
        handle=_handle(native.handle),
        name=read_label(native.name, "creator.name"),
        bio=read_label(native.bio, "creator.bio", MAX_BIO),
        url=read_label(native.url, "creator.url", MAX_URL),
        followers=read_count(native.followers, "creator.followers"),
        following=read_count(native.following, "creator.following"),
        posts=read_count(native.posts, "creator.posts"),
        location=read_label(native.location, "creator.location"),
        verified=native.verified,
        created_at=moment(native.created_at, "creator.created_at"),
        measured_at=moment(native.measured_at, "creator.measured_at"),
        opt_outs=_opt_outs(native.opt_outs),
        default_avatar=native.default_avatar,
    )


def _opt_outs(written: list[str] | None) -> tuple[str, ...] | None:
    if written is None:
        return None
    return tuple(read_text(name, "creator.opt_outs", MAX_LABEL) for name in written)


def _handle(written: str | None) -> str | None:
    handle = read_label(written, "creator.handle", MAX_ID)
    return handle.strip().removeprefix("@") if handle else handle


def _likely(value: str | float, name: str, *, now: datetime, notes: list[str]) -> datetime | None:
    """Return a creator's moment; an impossible one is not known, for the post is worth keeping."""
    moment = read_moment(value, name, notes=notes)
    if EARLIEST <= moment <= now + AHEAD:
        return min(moment, now)
    notes.append(f"{name} before 1990 or in the future")
    return None


def _path(at: str | None, name: str | None = None) -> str:
    return ".".join(part for part in (at, name) if part) or "the record"
