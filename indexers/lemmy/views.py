"""Posts, comments and people, as Lemmy shows them.

Written from the documented API v3 (0.18 and 0.19), with the names that version 1.0 gave to some
fields. A post is known by its `ap_id`, which is the same on every server, and its creator by
`name@host` in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from urllib.parse import urlsplit

import msgspec
from markdown_it import MarkdownIt

from engine.vocabulary import CreatorKey, PostKey
from indexers.markup import Markup, read_html
from indexers.pages import LeftOutError, PageDraft, names_in, strange_names
from indexers.records import NativeCreator, NativePost, declared_as
from indexers.values import RefusedError

SOURCE = "lemmy"
_FENCE = re.compile(r"^\s*:::.*$", re.MULTILINE)  # opens and closes what is folded away
_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")
_SHARED = names_in(
    """post comment creator counts community subscribed saved read hidden creator_blocked
    unread_comments creator_banned_from_community banned_from_community creator_is_moderator
    creator_is_admin my_vote image_details tags can_mod community_actions post_actions
    comment_actions person_actions
    instance_actions creator_banned creator_ban_expires_at"""
)
_POST = names_in(
    """id name url body creator_id community_id removed locked published published_at updated
    updated_at deleted nsfw embed_title embed_description embed_video_url thumbnail_url ap_id local
    language_id featured_community featured_local url_content_type alt_text score upvotes downvotes
    comments content creator post_id path distinguished child_count scheduled_publish_time
    scheduled_publish_time_at newest_comment_time newest_comment_time_at hot_rank hot_rank_active
    scaled_rank controversy_rank report_count unresolved_report_count federation_pending"""
)
_PERSON = names_in(
    """id name display_name avatar banned published published_at updated updated_at actor_id
    ap_id bio local banner deleted inbox_url matrix_user_id admin bot_account ban_expires
    instance_id last_refreshed_at post_count comment_count post_score comment_score"""
)


class Person(msgspec.Struct, kw_only=True):
    """The part of a person that is read."""

    name: str
    actor_id: str | None = None
    ap_id: str | None = None
    display_name: str | None = None
    bio: str | None = None
    published: str | None = None
    published_at: str | None = None
    deleted: bool = False
    banned: bool = False
    bot_account: bool | None = None


class _Community(msgspec.Struct, kw_only=True):
    visibility: str | None = None


class _Post(msgspec.Struct, kw_only=True):
    ap_id: str
    name: str
    url: str | None = None
    body: str | None = None
    published: str | None = None
    published_at: str | None = None
    removed: bool = False
    deleted: bool = False
    upvotes: int | None = None
    comments: int | None = None


class _Comment(msgspec.Struct, kw_only=True):
    ap_id: str
    content: str
    path: str | None = None
    published: str | None = None
    published_at: str | None = None
    removed: bool = False
    deleted: bool = False
    upvotes: int | None = None
    child_count: int | None = None


class _Counts(msgspec.Struct, kw_only=True):
    upvotes: int | None = None
    comments: int | None = None
    child_count: int | None = None
    post_count: int | None = None
    comment_count: int | None = None


class View(msgspec.Struct, kw_only=True):
    """A post, or with `comment` a comment on it, with its creator."""

    post: _Post
    creator: Person
    community: _Community | None = None
    comment: _Comment | None = None
    counts: _Counts | None = None


class PersonView(msgspec.Struct, kw_only=True):
    """A person and how much they have posted."""

    person: Person
    counts: _Counts | None = None


Check = Callable[[NativePost], None]


def keep_view(
    draft: PageDraft, record: Mapping[str, object], *, host: str, where: str, check: Check
) -> NativePost | None:
    """Put the post or comment of a view on the page, or the reason why it is not.

    One that was deleted or removed is gone from here, too, and so is all of a person who has left.
    `host` is the server that was asked, `check` may raise `LeftOutError`. Returns the native
    record of what is kept.
    """
    with draft.one(where):
        view = declared_as(record, View)
        native = native_view(view, host)
        _check_there(view, native, draft)
        check(native)
        native.creator.measured_at = draft.now.isoformat()
        draft.add(native)
        draft.not_understood(_unknown_in(record))
        return native
    return None


def keep_person(draft: PageDraft, record: Mapping[str, object], *, where: str) -> None:
    """Put a person on the page, with how much they have posted."""
    with draft.one(where):
        view = declared_as(record, PersonView)
        creator = native_person(view.person)
        counts = view.counts or _Counts()
        if counts.post_count is not None and counts.comment_count is not None:
            creator.posts = counts.post_count + counts.comment_count
        creator.measured_at = draft.now.isoformat()
        draft.add_creator(creator, SOURCE)


def native_view(view: View, host: str) -> NativePost:
    """Return the native record of a post or a comment.

    Raises:
        RefusedError: it has no time, or its creator no host.
    """
    said: _Post | _Comment = view.comment or view.post
    moment = said.published or said.published_at
    if moment is None:
        raise RefusedError("the required field published is missing")
    content = _read(view.comment.content if view.comment else view.post.body)
    link = None if view.comment else view.post.url
    links = dict.fromkeys((*([link] if link else ()), *content.links))
    title = None if view.comment else view.post.name.strip()
    return NativePost(
        source=SOURCE,
        id=said.ap_id,
        url=said.ap_id,
        text="\n\n".join(part for part in (title, content.text) if part),
        created_at=_in_utc(moment),
        links=list(links),
        likes=_first((view.counts or _Counts()).upvotes, said.upvotes),
        replies=_replies(view),
        reply_to=_reply_to(view, host),
        creator=native_person(view.creator),
    )


def native_person(person: Person) -> NativeCreator:
    """Return the native record of a person.

    Raises:
        RefusedError: their address tells no host.
    """
    address = person.actor_id or person.ap_id or ""
    server = _host_of(address)
    if not server or not person.name:
        raise RefusedError(f"the creator {person.name!r} has no address that tells a host")
    handle = f"{person.name}@{server}"
    moment = person.published or person.published_at
    flags = {"bot": person.bot_account, "banned": person.banned}
    return NativeCreator(
        id=handle.lower(),
        handle=handle,
        name=person.display_name or person.name,
        bio=None if person.bio is None else _read(person.bio).text,
        url=address,
        created_at=None if moment is None else _in_utc(moment),
        opt_outs=[name for name, is_so in flags.items() if is_so],
    )


def _check_there(view: View, native: NativePost, draft: PageDraft) -> None:
    """Let pass what is still there, and for everybody.

    Raises:
        LeftOutError: it is not; what is gone is told to `draft`.
    """
    if view.creator.deleted:
        draft.delete_creator(CreatorKey(SOURCE, str(native.creator.id)))
        raise LeftOutError("by a person who has left")
    said: _Post | _Comment = view.comment or view.post
    for is_gone, reason in ((said.deleted, "deleted"), (said.removed, "removed by moderators")):
        if is_gone:
            draft.delete(PostKey(SOURCE, str(native.id)))
            raise LeftOutError(reason)
    if view.community and view.community.visibility not in (None, "Public", "public", "unlisted"):
        raise LeftOutError("in a community that is not public")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("strikethrough")


def _read(markdown: str | None) -> Markup:
    """Return what a reader sees of Markdown."""
    if not markdown:
        return Markup("", ())
    return read_html(_markdown().render(_FENCE.sub("", markdown)))


def _replies(view: View) -> int | None:
    counts = view.counts or _Counts()
    if view.comment:
        return _first(counts.child_count, view.comment.child_count)
    return _first(counts.comments, view.post.comments)


def _reply_to(view: View, host: str) -> str | None:
    """Return the post a comment is on or, by the server's own id, the comment it answers."""
    if view.comment is None:
        return None
    parents = (view.comment.path or "").split(".")[1:-1]
    return f"{host}/comment/{parents[-1]}" if parents else view.post.ap_id


def _in_utc(moment: str) -> str:
    """Return a time with its zone: until version 0.18 there is none, and UTC is meant."""
    return moment if _ZONE.search(moment) else f"{moment}Z"


def _first(*counts: int | None) -> int | None:
    return next((count for count in counts if count is not None), None)


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _unknown_in(record: Mapping[str, object]) -> Iterable[str]:
    names = [*strange_names(record, _SHARED)]
    for part, known in (("post", _POST), ("comment", _POST), ("creator", _PERSON)):
        inside = record.get(part)
        if isinstance(inside, Mapping):
            names += strange_names(inside, known, f"{part}.")
    return names
