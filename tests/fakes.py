"""Small makers of the vocabulary's values, for every test that needs some.

Each fills in what a test does not care about; what it names is what the test is about.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from engine.vocabulary import (
    Creator,
    CreatorKey,
    Engagement,
    Page,
    Post,
    PostKey,
    Problem,
    Query,
    QueryKind,
    SourceInfo,
)

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SOURCE = "mastodon"


def make_post(
    native_id: str = "1",
    text: str = "Dialled in the espresso grinder today",
    *,
    creator: str = "77",
    source: str = SOURCE,
    created_at: datetime | None = None,
    days_ago: float = 1.0,
    hashtags: Sequence[str] = (),
    links: Sequence[str] = (),
    likes: int | None = None,
    replies: int | None = None,
    reposts: int | None = None,
    quotes: int | None = None,
    views: int | None = None,
    url: str | None = None,
    lang: str | None = "en",
    reply_to: str | None = None,
    paid_label: str | None = None,
) -> Post:
    """Return a post of `creator`, `days_ago` days before `NOW` unless `created_at` says when."""
    return Post(
        source=source,
        native_id=native_id,
        creator_id=creator,
        text=text,
        created_at=created_at or NOW - timedelta(days=days_ago),
        url=url,
        lang=lang,
        engagement=Engagement(
            likes=likes, replies=replies, reposts=reposts, quotes=quotes, views=views
        ),
        hashtags=tuple(hashtags),
        links=tuple(links),
        reply_to=reply_to,
        paid_label=paid_label,
    )


def make_creator(
    native_id: str = "77",
    *,
    source: str = SOURCE,
    handle: str | None = None,
    name: str | None = None,
    bio: str | None = None,
    url: str | None = None,
    followers: int | None = None,
    following: int | None = None,
    posts: int | None = None,
    location: str | None = None,
    verified: bool | None = None,
    created_at: datetime | None = None,
    measured_at: datetime | None = NOW,
    opt_outs: tuple[str, ...] | None = None,
    default_avatar: bool | None = None,
) -> Creator:
    """Return a creator of whom only the identity and what is given is known."""
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
        verified=verified,
        created_at=created_at,
        measured_at=measured_at,
        opt_outs=opt_outs,
        default_avatar=default_avatar,
    )


def make_page(
    *posts: Post,
    creators: Sequence[Creator] = (),
    cursor: str | None = None,
    problems: Sequence[Problem] = (),
    unmapped: Mapping[str, int] | None = None,
    deleted: Sequence[PostKey] = (),
    deleted_creators: Sequence[CreatorKey] = (),
    dropped: Mapping[str, int] | None = None,
    notes: Sequence[str] = (),
) -> Page:
    """Return a page of `posts` with the profiles `creators`."""
    return Page(
        posts=posts,
        creators=tuple(creators),
        cursor=cursor,
        problems=tuple(problems),
        unmapped=dict(unmapped or {}),
        deleted=tuple(deleted),
        deleted_creators=tuple(deleted_creators),
        dropped=dict(dropped or {}),
        notes=tuple(notes),
    )


class ListSource:
    """A source that reads pages from a list: the cursor is how many it has given.

    `fails_after` so many pages it raises `error`; a page may be a whole `Page` too.
    """

    def __init__(
        self,
        pages: Sequence[Sequence[Post] | Page],
        *,
        name: str = SOURCE,
        error: Exception | None = None,
        fails_after: int = 1_000,
        takes: Sequence[QueryKind] = tuple(QueryKind),
        wait: float = 0.0,
    ) -> None:
        self._pages = pages
        self._error = error
        self._fails_after = fails_after
        self._wait = wait
        self.name = name
        self.asked: list[tuple[str, str | None]] = []
        self.info = SourceInfo(
            name=name.partition("/")[0],
            summary="posts from a list",
            takes=frozenset(takes),
            gives="posts",
            lacks="everything else",
            limits="none",
        )

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        self.asked.append((str(query), after))
        for number in range(int(after or 0), len(self._pages)):
            if number >= self._fails_after and self._error is not None:
                raise self._error
            await asyncio.sleep(self._wait)
            page = self._pages[number]
            whole = page if isinstance(page, Page) else Page(posts=tuple(page))
            yield replace(whole, cursor=str(number + 1))
