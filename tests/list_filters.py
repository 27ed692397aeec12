"""Which posts and creators of plain lists pass a filter, and who is left out for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from statistics import median
from typing import NamedTuple

from engine.columns.optouts import is_opted_out
from engine.text import content_hash, embedding_text, tag_words
from engine.text.marks import marks_of
from engine.vocabulary import (
    Creator,
    CreatorFilter,
    CreatorId,
    CreatorKey,
    Mark,
    Post,
    PostFilter,
    PostId,
    Range,
    Stance,
    Verdict,
)
from tests.spelling import holds, is_from, speaks


class Said(NamedTuple):
    """What a card found in a post, by its number from 1."""

    post: int
    brand: str
    verdict: Verdict
    stance: Stance


class ListFilters:
    """`posts` and `creators` under ids counted from 1, and what passes among them."""

    def __init__(
        self,
        posts: Sequence[Post],
        creators: Sequence[Creator],
        *,
        detected: Mapping[int, str] | None = None,
        said: Sequence[Said] = (),
    ) -> None:
        self._said = said
        self._detected = detected or {}
        self._posts = {PostId(i): post for i, post in enumerate(posts, 1)}
        self._creators = {CreatorId(i): creator for i, creator in enumerate(creators, 1)}
        self._ids = {creator.key: i for i, creator in self._creators.items()}
        self._passed: dict[PostFilter, list[PostId]] = {}  # what was asked before

    def forget(self) -> None:
        """Work everything out anew from the posts there are."""
        self._passed = {}
        for worked_out in ("_posts_of", "_extras"):
            self.__dict__.pop(worked_out, None)

    def _owner(self, post: Post) -> CreatorId:
        return self._ids[CreatorKey(post.source, post.creator_id)]

    @cached_property
    def _posts_of(self) -> Mapping[CreatorId, list[PostId]]:
        posts: dict[CreatorId, list[PostId]] = {i: [] for i in self._creators}
        for i, post in self._posts.items():
            posts[self._owner(post)].append(i)
        return posts

    def _of(self, creator: CreatorId) -> list[PostId]:
        return self._posts_of[creator]

    @cached_property
    def _extras(self) -> Mapping[PostId, str]:
        return {i: tag_words(post.text, post.hashtags) for i, post in self._posts.items()}

    def _passing(self, where: PostFilter) -> list[PostId]:
        if where not in self._passed:
            self._passed[where] = self._looked_through(where)
        return self._passed[where]

    def _looked_through(self, where: PostFilter) -> list[PostId]:
        posts = [i for i, post in self._posts.items() if self._post_passes(i, post, where)]
        asked = where.creators
        counts = Counter(self._owner(self._posts[i]) for i in posts)
        good = {
            creator
            for creator in self._creators
            if self._creator_passes(creator, asked) and counts[creator] >= (asked.min_posts or 0)
        }
        return [i for i in posts if self._owner(self._posts[i]) in good]

    def _post_passes(self, number: PostId, post: Post, where: PostFilter) -> bool:
        extra = self._extras[number] if where.exclude else ""
        return (
            (not where.sources or post.source.lower() in [s.lower() for s in where.sources])
            and post.source.lower() not in [s.lower() for s in where.sources_none]
            and (not where.langs or _in_one_of(self._lang(number), where.langs))
            and (where.since is None or post.created_at >= where.since)
            and (where.until is None or post.created_at < where.until)
            and (not where.hashtags or not {*where.hashtags}.isdisjoint(post.hashtags))
            and not any(holds(post.text, w) or holds(extra, w) for w in where.exclude)
        )

    def _lang(self, number: PostId) -> str | None:
        """What was detected, unless the tag says the same."""
        post = self._posts[number]
        detected = self._detected.get(number)
        return post.lang if detected in (None, (post.lang or "")[:2]) else detected

    def _creator_passes(self, number: CreatorId, where: CreatorFilter) -> bool:
        creator = self._creators[number]
        names = (creator.bio, creator.name, creator.handle)
        times = [self._posts[i].created_at for i in self._of(number)]
        return (
            _within(creator.followers, where.followers)
            and _within(self._rate(number), where.engagement_rate)
            and (where.location is None or is_from(creator.location, where.location))
            and not (where.location_none and is_from(creator.location, where.location_none))
            and (where.bio is None or speaks(creator.bio, where.bio))
            and (where.active_since is None or any(t >= where.active_since for t in times))
            and not any(speaks(name, words) for name in names for words in where.exclude)
            and (not where.mentions_any or self._counting(number, where.mentions_any) != [])
            and not any(
                said.brand in where.mentions_none and said.verdict is not Verdict.NOT
                for said in self._said_by(number)
            )
            and where.community != "only"  # nobody here is in a list
            and (where.opted_out or not is_opted_out(creator.opt_outs, creator.bio))
        )

    def _said_by(self, number: CreatorId) -> list[Said]:
        return [said for said in self._said if PostId(said.post) in self._of(number)]

    def _counting(self, number: CreatorId, brands: Sequence[str]) -> list[Said]:
        return [s for s in self._said_by(number) if s.brand in brands and self._counts(s)]

    def _counts(self, said: Said) -> bool:
        """Tell whether it means the brand, and is neither wall, draw nor repeat."""
        post = self._posts[PostId(said.post)]
        marks = marks_of(post.text, post.hashtags)
        before = [
            other
            for other in self._said
            if other.brand == said.brand and self._time(other) < self._time(said)
        ]
        texts = [self._text(self._posts[PostId(other.post)]) for other in before]
        is_new = self._text(post) is None or self._text(post) not in texts
        is_plain = not marks & (Mark.HASHTAG_WALL | Mark.PRIZE_DRAW)
        return said.verdict is Verdict.BRAND and is_plain and is_new

    def _time(self, said: Said) -> tuple[datetime, int]:
        return self._posts[PostId(said.post)].created_at, said.post

    @staticmethod
    def _text(post: Post) -> bytes | None:
        return content_hash(embedding_text(post.text, post.hashtags))

    def _rate(self, number: CreatorId) -> float | None:
        followers = self._creators[number].followers
        totals = [total for i in self._of(number) if (total := self._total(i, 1, 1, 1)) is not None]
        return median(totals) / followers if totals and followers else None

    def _total(self, number: PostId, *weights: float) -> float | None:
        said = self._posts[number].engagement
        known = [
            weight * count
            for weight, count in zip(weights, (said.likes, said.replies, said.reposts), strict=True)
            if count is not None
        ]
        return sum(known) if known else None

    def dropped(self, where: PostFilter) -> Mapping[str, int]:
        heard = self._passing(replace(where, creators=CreatorFilter(opted_out=True)))
        present = {self._owner(self._posts[i]) for i in heard}
        asked, counts = where.creators, Counter[str]()
        for number in present:
            creator = self._creators[number]
            counts["followers"] += asked.followers is not None and creator.followers is None
            counts["engagement_rate"] += (
                asked.engagement_rate is not None and self._rate(number) is None
            )
            counts["location"] += asked.location is not None and not creator.location
            counts["bio"] += asked.bio is not None and not creator.bio
            unsure = [
                said
                for said in self._said_by(number)
                if said.brand in asked.mentions_any and said.verdict is Verdict.UNSURE
            ]
            counts["mentions_any"] += bool(
                unsure and not self._counting(number, asked.mentions_any)
            )
            counts["opted_out"] += not asked.opted_out and is_opted_out(
                creator.opt_outs, creator.bio
            )
        return {name: count for name, count in counts.items() if count}

    def why_not(self, creator: CreatorId, where: PostFilter) -> Sequence[str]:
        """Say no more than that something keeps the creator out."""
        passing = {self._owner(self._posts[i]) for i in self._passing(where)}
        return [] if creator in passing else ["kept out"]

    def knows_location(self, words: str) -> bool:
        return any(is_from(creator.location, words) for creator in self._creators.values())


def _in_one_of(lang: str | None, wanted: Sequence[str]) -> bool:
    tag = (lang or "").lower()
    return bool({tag, tag.partition("-")[0]} & {code.lower() for code in wanted})


def _within(value: float | None, bounds: Range | None) -> bool:
    return bounds is None or (value is not None and value in bounds)
