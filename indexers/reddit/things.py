"""Submissions, comments and accounts of Reddit as posts and creators.

One mapping for the API and for dumps of it, where some fields are missing and texts are escaped.
A creator is known by the name in lower case, the one thing that all of them have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

import msgspec

from indexers.gathering import Gathering
from indexers.markup import Markup, read_html
from indexers.records import NativeCreator, NativePost
from indexers.reddit.fields import ACCOUNT, THING
from indexers.values import RefusedError

SITE = "https://www.reddit.com"
ADVERTISED = "promoted"
_GONE = frozenset({"[deleted]", "[removed]", "[ Removed by Reddit ]", "[deleted by user]"})
_CLOSED = frozenset({"private", "employees_only", "gold_only"})
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\((https?://[^\s()<>]{1,2000})\)")


class Parent(msgspec.Struct, kw_only=True):
    """The part of a submission shared into another place that is read."""

    title: str = ""


class Profile(msgspec.Struct, kw_only=True):
    """The part of an account's own page that is read."""

    public_description: str = ""
    subscribers: int | None = None


class Thing(msgspec.Struct, kw_only=True):
    """The part of a submission or comment that is read."""

    id: str
    author: str
    created_utc: float | int | str
    name: str | None = None
    title: str | None = None
    selftext: str | None = None
    selftext_html: str | None = None
    body: str | None = None
    body_html: str | None = None
    permalink: str | None = None
    url: str | None = None
    is_self: bool | None = None
    score: int | float | None = None
    hide_score: bool | None = None
    score_hidden: bool | None = None
    num_comments: int | float | None = None
    num_crossposts: int | float | None = None
    view_count: int | float | None = None
    subreddit: str | None = None
    subreddit_type: str | None = None
    link_flair_text: str | None = None
    removed_by_category: str | None = None
    is_robot_indexable: bool | None = None
    crosspost_parent_list: Sequence[Parent] | None = None
    parent_id: str | int | None = None
    link_id: str | int | None = None
    promoted: bool | None = None


class Account(msgspec.Struct, kw_only=True):
    """The part of an account that is read."""

    name: str
    created_utc: float | None = None
    subreddit: Profile | None = None
    is_suspended: bool = False
    hide_from_robots: bool | None = None


def add_thing(page: Gathering, record: object) -> None:
    """Put a submission (its title and text) or a comment on `page`.

    What was deleted or removed is said to be gone. A score that is hidden is not known; one below
    zero, more against than for, counts as no likes.

    Raises:
        RefusedError: it cannot be kept; the message is the reason.
    """
    thing = page.read(record, Thing, ignored=THING)
    native_id = _fullname(thing)
    if reason := _unwanted(thing):
        page.drop(reason)
        if reason in (_DELETED, _REMOVED):
            page.remove(native_id)
        return
    body = _body(thing)
    text = "\n\n".join(part for part in (unescape(thing.title or "").strip(), body.text) if part)
    if not text:
        raise RefusedError("it has no words")
    is_hidden = thing.hide_score or thing.score_hidden
    page.add(
        NativePost(
            source=page.source,
            id=native_id,
            text=text,
            created_at=thing.created_utc,
            creator=_creator(thing.author),
            url=_address(thing),
            links=_links(thing, body),
            likes=None if thing.score is None or is_hidden else max(0, thing.score),
            replies=thing.num_comments if thing.body is None else None,
            reposts=thing.num_crossposts,
            views=thing.view_count,
            reply_to=thing.parent_id,
            paid_label=ADVERTISED if thing.promoted else None,
        )
    )


def add_account(page: Gathering, record: object) -> None:
    """Put the creator that an account is on `page`; one that is suspended shows nothing.

    Karma is no count of followers. The subscribers of a profile are, but where there are none
    Reddit mostly does not say: 0 is taken as not known.

    Raises:
        RefusedError: it cannot be kept; the message is the reason.
    """
    account = page.read(record, Account, ignored=ACCOUNT)
    if account.is_suspended:
        page.drop("a suspended account")
        return
    profile = account.subreddit or Profile()
    creator = _creator(account.name)
    creator.bio = unescape(profile.public_description)
    creator.followers = profile.subscribers or None
    creator.created_at = account.created_utc
    creator.measured_at = page.now.isoformat()
    if account.hide_from_robots is not None:
        creator.opt_outs = ["hide_from_robots"] if account.hide_from_robots else []
    page.add_creator(creator)


_DELETED = "deleted"
_REMOVED = "removed"


def _unwanted(thing: Thing) -> str | None:
    """Return why a thing is not kept, if it is not."""
    said = thing.selftext if thing.body is None else thing.body
    if said == "[deleted]" or thing.removed_by_category in _OWN:
        return _DELETED
    if said in _GONE or thing.removed_by_category:
        return _REMOVED
    if thing.author in _GONE:
        return _DELETED
    if thing.subreddit_type in _CLOSED:
        return "in a closed subreddit"
    if thing.is_robot_indexable is False:
        return "not to be indexed"
    parents = thing.crosspost_parent_list or ()
    return "a repost" if any(parent.title == thing.title for parent in parents) else None


_OWN = frozenset({"deleted", "author"})


def _body(thing: Thing) -> Markup:
    """Return the text below the title; of a submission shared from elsewhere it is another's."""
    if thing.crosspost_parent_list:
        return Markup("", ())
    html = thing.selftext_html if thing.body is None else thing.body_html
    if html:
        return read_html(html if "<" in html else unescape(html), base=SITE)
    written = unescape((thing.selftext if thing.body is None else thing.body) or "")
    links = tuple(match[2] for match in _LINK.finditer(written))
    return Markup(_LINK.sub(r"\1", written).strip(), links)


def _fullname(thing: Thing) -> str:
    kind = "t3" if thing.body is None else "t1"
    known = thing.name or thing.id
    return known if known.startswith(("t1_", "t3_")) else f"{kind}_{thing.id}"


def _creator(name: str) -> NativeCreator:
    return NativeCreator(id=name.lower(), handle=name, url=f"{SITE}/user/{name}")


def _address(thing: Thing) -> str | None:
    if thing.permalink:
        return SITE + thing.permalink
    if thing.body is None:
        return f"{SITE}/comments/{thing.id}"
    submission = str(thing.link_id or "").removeprefix("t3_")
    return f"{SITE}/comments/{submission}/_/{thing.id}" if submission else None


def _links(thing: Thing, body: Markup) -> list[str]:
    own = None if thing.is_self or thing.body is not None else thing.url
    links = (unescape(own) if own else "", *body.links)
    return list(dict.fromkeys(link for link in links if link.startswith(("http://", "https://"))))
