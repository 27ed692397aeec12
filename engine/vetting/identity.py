"""Who may be taken for somebody else, and who is probably the same person elsewhere.

Both are suspicions with evidence, never facts: a handle may belong to two people, and a fan page
to nobody's double. What the user decides is kept and shown, and can be taken back.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from symspellpy.editdistance import DistanceAlgorithm, EditDistance

from engine.members import member_of_link, members_of
from engine.store.identities import decisions
from engine.store.rows import CREATOR_COLUMNS, id_list, to_creator
from engine.vocabulary import Creator, CreatorId

LARGER = 10
"""How many times as many followers who is imitated has at the least."""
SAME_POSTS = 3
"""Different texts that two must both have posted, for their posts to tell something."""

_LONG_TEXT = 40  # characters from which a text is hardly posted by two by chance
_LEAST = 5  # letters of a handle that is compared
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]+|\b[\w.-]+\.(?:com|net|app|tv|social)/[^\s)]+"
)
_LIKE = (("vv", "w"), ("rn", "m"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("3", "e"),
         ("4", "a"), ("8", "b"))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another creator, why they come to mind, and what the user has decided of the pair."""

    id: CreatorId
    other: Creator
    reasons: tuple[str, ...]
    decision: bool | None = None  # the same, not the same, or undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Suspected imitations, in either way, and who is probably the same person elsewhere."""

    imitated: tuple[Link, ...]  # larger accounts that this one may be taken for
    imitations: tuple[Link, ...]  # smaller ones that may be taken for this one
    same_person: tuple[Link, ...]


def identity(
    connection: sqlite3.Connection, creator: CreatorId, profile: Creator, posts: Sequence[int]
) -> Identity:
    """Return whom a creator resembles and who they probably are elsewhere; `posts` are theirs."""
    everybody = {
        CreatorId(row[0]): to_creator(row)
        for row in connection.execute(f"SELECT {CREATOR_COLUMNS} FROM creators")  # noqa: S608
    }
    everybody.pop(creator, None)
    decided = decisions(connection, creator)
    shared = _same_posts(connection, creator, posts)
    alike = [
        Link(id=id_, other=other, reasons=reasons, decision=decided.get(id_))
        for id_, other in everybody.items()
        if other.source == profile.source and (reasons := tuple(_resembles(profile, other)))
    ]
    same = [
        Link(id=id_, other=other, reasons=reasons, decision=decided.get(id_))
        for id_, other in everybody.items()
        if (reasons := tuple(_same(profile, other, shared.get(id_, 0)))) or decided.get(id_)
    ]
    alike = [link for link in alike if link.decision is not True]
    return Identity(
        imitated=tuple(link for link in alike if _is_larger(link.other, profile)),
        imitations=tuple(link for link in alike if _is_larger(profile, link.other)),
        same_person=tuple(sorted(same, key=lambda link: (-len(link.reasons), link.id))),
    )


def skeleton(handle: str) -> str:
    """Return a handle as the eye takes it: without signs, ending digits and look-alike letters."""
    local = handle.removeprefix("@").partition("@")[0].casefold()
    bare = unicodedata.normalize("NFKD", local)
    plain = "".join(c for c in bare if c.isalnum())
    plain = re.sub(r"\d+$", "", plain) or plain
    for written, meant in _LIKE:
        plain = plain.replace(written, meant)
    return re.sub(r"(.)\1+", r"\1", plain)


def _resembles(profile: Creator, other: Creator) -> Iterator[str]:
    """Yield why two on one platform may be taken for each other: handles, then names and bios."""
    if not (profile.handle and other.handle):
        return
    one, two = skeleton(profile.handle), skeleton(other.handle)
    if min(len(one), len(two)) < _LEAST or profile.handle.casefold() == other.handle.casefold():
        return
    if one == two:
        yield f"the handles @{profile.handle} and @{other.handle} look the same"
    elif len(one) > _LEAST and _distance(one, two) == 1:
        yield f"the handles @{profile.handle} and @{other.handle} differ by one letter"
    else:
        return
    if profile.name and other.name and skeleton(profile.name) == skeleton(other.name):
        yield f"both are called {other.name}"
    if profile.bio and profile.bio == other.bio:
        yield "both have the same bio"


def _distance(one: str, two: str) -> int:
    """Return 1 for one letter more, less, other or moved by one; -1 for more than that."""
    if abs(len(one) - len(two)) > 1:
        return -1
    return int(EditDistance(DistanceAlgorithm.DAMERAU_OSA).compare(one, two, 1))


def _is_larger(one: Creator, other: Creator) -> bool:
    return (
        one.followers is not None
        and other.followers is not None
        and one.followers >= LARGER * max(other.followers, 1)
    )


def _same(profile: Creator, other: Creator, same_posts: int) -> Iterator[str]:
    """Yield why another creator is probably the same person: links, handles, posts."""
    if set(members_of(other)) & set(_linked(profile)):
        yield f"links to {_called(other)}"
    if set(members_of(profile)) & set(_linked(other)):
        yield f"{_called(other)} links back"
    if other.source != profile.source and profile.handle and other.handle:
        one, two = (_local(creator.handle) for creator in (profile, other))
        if one == two and len(one) >= _LEAST:
            yield f"the same handle on {other.source}"
    if same_posts >= SAME_POSTS:
        yield f"{same_posts} of their longer posts are word for word the same"


def _linked(profile: Creator) -> Iterator[str]:
    """Yield whom the bio of a profile links to; a link to a home page names nobody."""
    for link in _LINK.findall(profile.bio or ""):
        named = member_of_link(link.rstrip(".,;"))
        if named is not None:
            yield named


def _local(handle: str | None) -> str:
    return (handle or "").removeprefix("@").partition("@")[0].casefold()


def _called(creator: Creator) -> str:
    return f"@{creator.handle} ({creator.source})" if creator.handle else creator.native_id


def _same_posts(
    connection: sqlite3.Connection, creator: CreatorId, posts: Iterable[int]
) -> Mapping[CreatorId, int]:
    """Return how many different longer texts of `posts` each other creator has posted too."""
    rows = connection.execute(
        """SELECT creator_id, count(DISTINCT content_hash) FROM posts
            WHERE creator_id <> ? AND content_hash IN (
                SELECT content_hash FROM posts JOIN json_each(?) AS own ON own.value = posts.id
                WHERE length(text) >= ?)
            GROUP BY creator_id""",
        (creator, id_list(posts), _LONG_TEXT),
    )
    return {CreatorId(id_): n for id_, n in rows}
