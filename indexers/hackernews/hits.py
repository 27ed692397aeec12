"""Stories, comments and profiles as the search of Hacker News gives them."""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape
from urllib.parse import quote

import msgspec

from engine.text import clean
from indexers.gathering import Gathering
from indexers.markup import Markup, read_html
from indexers.records import NativeCreator, NativePost
from indexers.values import RefusedError

SITE = "https://news.ycombinator.com"
_HIDDEN = frozenset({"pollopt", "job"})  # a choice of a poll; an advertisement of the site's owner
_IGNORED_WORDS = """
    updated_at children relevancy_score _highlightResult _snippetResult _rankingInfo story_title
    story_url story_id options parts type dead
"""
_IGNORED = frozenset(_IGNORED_WORDS.split())
_IGNORED_OF_PROFILE_WORDS = """
    id avg delay submitted updated_at submission_count comment_count created_at objectID
    _highlightResult
"""
_IGNORED_OF_PROFILE = frozenset(_IGNORED_OF_PROFILE_WORDS.split())


class Hit(msgspec.Struct, kw_only=True):
    """The part of a search hit that is read. Null is what the item does not have."""

    objectID: str | int  # noqa: N815 — their name
    created_at_i: int | float | None = None
    created_at: str | None = None
    author: str | None = None
    title: str | None = None
    url: str | None = None
    story_text: str | None = None
    comment_text: str | None = None
    text: str | None = None
    points: int | float | None = None
    num_comments: int | float | None = None
    parent_id: int | str | None = None
    tags: Sequence[str] = msgspec.field(name="_tags", default=())


class Profile(msgspec.Struct, kw_only=True):
    """The part of a profile that is read."""

    username: str
    about: str | None = None
    karma: int | None = None
    created_at_i: int | None = None


def add_hit(page: Gathering, record: object) -> None:
    """Put the story or comment of a hit on `page`.

    The text of a story is its title and, below it, what its author wrote. Points are likes;
    comments have none that are public.

    Raises:
        RefusedError: it cannot be kept; the message is the reason.
    """
    hit = page.read(record, Hit, ignored=_IGNORED)
    if _HIDDEN & set(hit.tags):
        page.drop("a job or a poll's choice")
        return
    if not hit.author:
        page.drop("deleted")
        return
    body = read_html(hit.comment_text or hit.story_text or hit.text or "")
    text = "\n\n".join(part for part in (_plain(hit.title), body.text) if part)
    if not text:
        raise RefusedError("the item has no words")
    moment = hit.created_at if hit.created_at_i is None else hit.created_at_i
    if moment is None:
        raise RefusedError("the item has no date")
    page.add(
        NativePost(
            source=page.source,
            id=hit.objectID,
            text=text,
            created_at=moment,
            creator=_creator(hit.author),
            url=f"{SITE}/item?id={hit.objectID}",
            links=_links(hit.url, body),
            likes=hit.points,
            replies=hit.num_comments,
            reply_to=hit.parent_id,
        )
    )


def add_profile(page: Gathering, record: object) -> None:
    """Put the creator of a profile on `page`. Followers do not exist there; karma is not one.

    Raises:
        RefusedError: it cannot be kept; the message is the reason.
    """
    profile = page.read(record, Profile, ignored=_IGNORED_OF_PROFILE)
    creator = _creator(profile.username)
    creator.bio = read_html(profile.about or "").text
    creator.created_at = profile.created_at_i
    creator.measured_at = page.now.isoformat()
    page.add_creator(creator)


def _creator(name: str) -> NativeCreator:
    return NativeCreator(id=name, handle=name, url=f"{SITE}/user?id={quote(clean(name))}")


def _plain(title: str | None) -> str:
    return unescape(title or "").strip()


def _links(url: str | None, body: Markup) -> list[str]:
    return list(dict.fromkeys(link for link in (url, *body.links) if link))
