"""Hashtags of Instagram: thirty different ones in seven days, and posts that nobody is told to own.

A hashtag's media have no creator. Kept under an invented one, they would either make one giant
creator of everybody, or thousands of one post each, and both would stand in shortlists. So they
are left out and counted; what they say together (reactions, other hashtags, accounts named in the
captions) is told in a note, and the accounts named most are looked up: their posts with the
hashtag have a creator.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter

import msgspec

from engine.errors import SourceError
from engine.text import hashtags_in
from engine.vocabulary import Meter
from indexers.graph import Graph
from indexers.instagram.media import Media

ALLOWED = 30  # different hashtags in 7 days, asking again is free
SPENT = "hashtags of 30 in 7 days"
_TOLD = 5
_HANDLE = re.compile(r"(?<![\w.@])@([A-Za-z0-9_](?:[A-Za-z0-9._]{0,28}[A-Za-z0-9_])?)", re.ASCII)


class _Hashtag(msgspec.Struct):
    id: str
    name: str | None = None


class _Hashtags(msgspec.Struct):
    data: list[_Hashtag] = []


class HashtagBudget:
    """The hashtags that this account has searched for in seven days, as Instagram counts them."""

    def __init__(self, graph: Graph, meter: Meter) -> None:
        self._graph = graph
        self._meter = meter
        self._one_at_a_time = asyncio.Lock()

    async def find(self, user_id: str, name: str) -> tuple[str, str]:
        """Return the id of a hashtag, and how much of the budget is used, as a sentence.

        Raises:
            SourceError: thirty others were searched for, or Instagram has no such hashtag.
        """
        async with self._one_at_a_time:
            path = f"{user_id}/recently_searched_hashtags"
            recent = await self._graph.get(path, _Hashtags, fields="id,name", limit=ALLOWED)
            known = {one.name.casefold(): one.id for one in recent.data if one.name}
            if found := known.get(name.casefold()):
                return found, _used(len(recent.data))
            if len(recent.data) >= ALLOWED:
                raise SourceError(
                    f"#{name} would be the {ALLOWED + 1}st hashtag in 7 days, and Instagram allows "
                    f"{ALLOWED}",
                    hint=f"asking again is free for {', '.join(sorted(known)[:_TOLD])} …",
                )
            answer = await self._graph.get("ig_hashtag_search", _Hashtags, user_id=user_id, q=name)
            self._meter.spend(SPENT, 1)
        if not answer.data:
            raise SourceError(f"Instagram knows no hashtag {name}")
        return answer.data[0].id, _used(len(recent.data) + 1)


def _used(count: int) -> str:
    return f"{count} of the {ALLOWED} hashtags Instagram allows in 7 days are used"


class Overheard:
    """What the media of a hashtag say together; none is kept, and each counts once."""

    def __init__(self, hashtag: str) -> None:
        self._hashtag = hashtag.casefold()
        self._seen: set[str] = set()
        self._likes: list[int] = []
        self._comments: list[int] = []
        self._beside: Counter[str] = Counter()
        self._named: Counter[str] = Counter()

    def add(self, media: list[Media]) -> bool:
        """Take in a page of media; false if none of them is new."""
        new = [one for one in media if str(one.id) not in self._seen]
        for one in new:
            self._seen.add(str(one.id))
            caption = one.caption or ""
            self._beside.update({tag for tag in hashtags_in(caption) if tag != self._hashtag})
            self._named.update({handle.casefold() for handle in _HANDLE.findall(caption)})
            for count, counts in (
                (one.like_count, self._likes),
                (one.comments_count, self._comments),
            ):
                if isinstance(count, int) and count >= 0:
                    counts.append(count)
        return bool(new)

    def named(self, limit: int) -> list[str]:
        """Return the accounts that most captions name, at most `limit`."""
        ordered = sorted(self._named.items(), key=lambda pair: (-pair[1], pair[0]))
        return [handle for handle, _ in ordered[:limit]]

    def told(self) -> str:
        """Return what was overheard as a sentence."""
        parts = [f"#{self._hashtag}: {len(self._seen):,} posts of creators who are not told"]
        for counts, name in ((self._likes, "likes"), (self._comments, "comments")):
            if counts:
                parts.append(f"{sum(counts):,} {name} on the {len(counts):,} that show them")
        if self._beside:
            parts.append("beside it " + ", ".join(f"#{tag}" for tag in _most(self._beside)))
        if self._named:
            parts.append("naming " + ", ".join(f"@{handle}" for handle in _most(self._named)))
        return "; ".join(parts)


def _most(counted: Counter[str]) -> list[str]:
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [f"{name} ({count})" for name, count in ordered[:_TOLD]]
