"""Who may be taken for somebody else, and who is probably the same person elsewhere.

Both are suspicions with evidence, never facts: a handle may belong to two people, and a fan page
to nobody's double. What the user decides is kept and shown, and can be taken back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.members import members_of
from engine.store.contents import creators
from engine.store.identities import decisions
from engine.store.rows import id_list
from engine.vetting.nearness import (
    COLUMNS,
    LEAST,
    Nearness,
    linked,
    local,
    one_letter_apart,
    skeleton,
)
from engine.vocabulary import Creator, CreatorId

SAME_POSTS = 3
"""Different texts that two must both have posted, for their posts to tell something."""

SHOWN = 20
"""Look-alikes of each kind that are shown."""

_LONG_TEXT = 40  # characters from which a text is hardly posted by two by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another creator, why they come to mind, and what the user has decided of the pair."""

    id: CreatorId
    other: Creator
    reasons: tuple[str, ...]
    decision: bool | None = None  # the same, not the same, or undecided


Links: TypeAlias = tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Suspected imitations, in either way, and who is probably the same person elsewhere.

    Of imitations at most `SHOWN` each way, those with most followers; `not_shown` counts the rest.
    """

    imitated: Links  # larger accounts that this one may be taken for
    imitations: Links  # smaller ones that may be taken for this one
    same_person: Links
    not_shown: int = 0


def identity(
    connection: sqlite3.Connection, creator: CreatorId, profile: Creator, posts: Sequence[int]
) -> Identity:
    """Return whom a creator resembles and who they probably are elsewhere; `posts` are theirs."""
    decided = decisions(connection, creator)
    shared = _same_posts(connection, creator, posts)
    rows = connection.execute(f"SELECT {COLUMNS} FROM creators WHERE id <> ?", (creator,))  # noqa: S608
    looks, may_be = Nearness(profile).candidates(rows)
    larger, smaller = _first(profile, looks, decided)
    told = may_be | {id_ for id_, n in shared.items() if n >= SAME_POSTS} | {*decided}
    others = creators(connection, {*larger, *smaller, *told})

    def links(ids: Iterable[CreatorId], reasons_of: Callable[[CreatorId], Iterator[str]]) -> Links:
        found = ((id_, tuple(reasons_of(id_))) for id_ in ids if id_ in others)
        return tuple(
            Link(id=id_, other=others[id_], reasons=reasons, decision=decided.get(id_))
            for id_, reasons in found
            if reasons or decided.get(id_)
        )

    def resembles(id_: CreatorId) -> Iterator[str]:
        return _resembles(profile, others[id_])

    same = links(sorted(told), lambda id_: _same(profile, others[id_], shared.get(id_, 0)))
    return Identity(
        imitated=links(larger, resembles),
        imitations=links(smaller, resembles),
        same_person=tuple(sorted(same, key=lambda link: (-len(link.reasons), link.id))),
        not_shown=len(looks.keys() - _same_by_decision(decided)) - len(larger) - len(smaller),
    )


def _first(
    profile: Creator, looks: Mapping[CreatorId, int], decided: Mapping[CreatorId, bool]
) -> tuple[list[CreatorId], list[CreatorId]]:
    """Return the larger and the smaller of look-alikes, with most followers first, some of each."""
    ordered = sorted(looks.keys() - _same_by_decision(decided), key=lambda id_: (-looks[id_], id_))
    larger = [id_ for id_ in ordered if looks[id_] > (profile.followers or 0)]
    return larger[:SHOWN], ordered[len(larger) :][:SHOWN]


def _same_by_decision(decided: Mapping[CreatorId, bool]) -> set[CreatorId]:
    """Return who the user said is the same person: nobody's double."""
    return {id_ for id_, is_same in decided.items() if is_same}


def _resembles(profile: Creator, other: Creator) -> Iterator[str]:
    """Yield why two on one platform may be taken for each other: handles, then names and bios."""
    if not (profile.handle and other.handle):
        return
    one, two = skeleton(profile.handle), skeleton(other.handle)
    if min(len(one), len(two)) < LEAST or profile.handle.casefold() == other.handle.casefold():
        return
    if one == two:
        yield f"the handles @{profile.handle} and @{other.handle} look the same"
    elif len(one) > LEAST and one_letter_apart(one, two):
        yield f"the handles @{profile.handle} and @{other.handle} differ by one letter"
    else:
        return
    if profile.name and other.name and skeleton(profile.name) == skeleton(other.name):
        yield f"both are called {other.name}"
    if profile.bio and profile.bio == other.bio:
        yield "both have the same bio"


def _same(profile: Creator, other: Creator, same_posts: int) -> Iterator[str]:
    """Yield why another creator is probably the same person: links, handles, posts."""
    if set(members_of(other)) & set(linked(profile)):
        yield f"links to {_called(other)}"
    if set(members_of(profile)) & set(linked(other)):
        yield f"{_called(other)} links back"
    if other.source != profile.source and profile.handle and other.handle:
        one, two = (local(creator.handle) for creator in (profile, other))
        if one == two and len(one) >= LEAST:
            yield f"the same handle on {other.source}"
    if same_posts >= SAME_POSTS:
        yield f"{same_posts} of their longer posts are word for word the same"


def _called(creator: Creator) -> str:
    return f"@{creator.handle} ({creator.source})" if creator.handle else creator.native_id


def _same_posts(
    connection: sqlite3.Connection, creator: CreatorId, posts: Iterable[int]
) -> Mapping[CreatorId, int]:
    """Return how many different longer texts of `posts` each other creator has posted too."""
    rows = connection.execute(
        """WITH alike AS (
                SELECT id, content_hash FROM posts INDEXED BY posts_narrow
                WHERE content_hash IN (
                    SELECT content_hash FROM posts JOIN json_each(?) AS own ON own.value = posts.id
                    WHERE length(text) >= ?))
            SELECT creator_id, count(DISTINCT alike.content_hash)
            FROM alike CROSS JOIN posts ON posts.id = alike.id
            WHERE creator_id <> ? GROUP BY creator_id""",
        (id_list(posts), _LONG_TEXT, creator),
    )
    return {CreatorId(id_): n for id_, n in rows}
