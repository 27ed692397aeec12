"""Who has advertised a brand and said so, and what else they say of it and of others.

Whether a post was paid for is known only where it is disclosed. So every finding is of the form
*disclosed in x of y posts*: that the others were not paid for does not follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.vocabulary import CreatorId, Disclosed, PostId


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A post, the brands it names, and how far it says that it is advertising.

    `brands` are keys of cards that are surely meant, `handles` other accounts it names, without
    `@`. `words` are those that disclose, `codes` discount codes, `links` affiliate links. Of
    `brands` the post is `against` some.
    """

    post_id: PostId
    creator_id: CreatorId
    created_at: datetime
    brands: frozenset[str]
    level: Disclosed
    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    against: frozenset[str] = frozenset()

    @property
    def is_disclosed(self) -> bool:
        """Whether it says so clearly, or hints at it."""
        return self.level is not Disclosed.NONE

    @property
    def has_cue(self) -> bool:
        """Whether it has a code or an affiliate link."""
        return bool(self.codes or self.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A creator with disclosed posts that name a brand, oldest first.

    `disclosed` say so by words, `cued` have only a code or an affiliate link, `others` neither.
    `elsewhere` are disclosed posts of theirs that do not name the brand. `brands` and `handles`
    count, over all their disclosed posts, the other cards and accounts named.
    """

    creator_id: CreatorId
    brand: str
    disclosed: tuple[Said, ...]
    cued: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    elsewhere: tuple[Said, ...] = ()
    brands: Mapping[str, int] = field(default_factory=dict)
    handles: Mapping[str, int] = field(default_factory=dict)

    @property
    def posts(self) -> int:
        """How many posts name the brand."""
        return len(self.disclosed) + len(self.cued) + len(self.others)

    @property
    def clear(self) -> int:
        """How many say clearly, by the rules of their country or language, what they are."""
        return sum(said.level is Disclosed.CLEAR for said in self.disclosed)

    @property
    def against(self) -> int:
        """How many posts that name the brand are against it."""
        return sum(self.brand in said.against for said in self._naming)

    @property
    def sentence(self) -> str:
        """The finding in words."""
        weak = len(self.disclosed) - self.clear
        hinted = f", {weak:,} of them in words that do not suffice" if weak else ""
        return f"disclosed in {len(self.disclosed):,} of {self.posts:,} posts{hinted}"

    @property
    def since(self) -> datetime:
        """When the first disclosed post was written."""
        return self.disclosed[0].created_at

    @property
    def codes(self) -> tuple[str, ...]:
        """The discount codes of the posts that name the brand, in the order they came up."""
        return _once(code for said in self._naming for code in said.codes)

    @property
    def links(self) -> tuple[str, ...]:
        """The affiliate links of the posts that name the brand, in the order they came up."""
        return _once(link for said in self._naming for link in said.links)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that disclose, in the order they came up."""
        return _once(word for said in self.disclosed for word in said.words)

    @property
    def _naming(self) -> Sequence[Said]:
        return sorted((*self.disclosed, *self.cued, *self.others), key=_when)


def partners_of(brand: str, said: Iterable[Said], own: Iterable[str] = ()) -> list[Partner]:
    """Return who has disclosed posts that name `brand`, those with most first.

    `said` are posts of any creators, all posts of each; `own` are handles of the brand itself.
    """
    by_creator: dict[CreatorId, list[Said]] = {}
    for one in said:
        by_creator.setdefault(one.creator_id, []).append(one)
    ours = {handle.casefold() for handle in own}
    found = [
        partner
        for creator_id, posts in by_creator.items()
        if (partner := _partner(brand, creator_id, posts, ours)) is not None
    ]
    return sorted(
        found,
        key=lambda one: (
            -len(one.disclosed),
            -one.disclosed[-1].created_at.timestamp(),
            one.creator_id,
        ),
    )


def only_cued(brand: str, said: Iterable[Said]) -> int:
    """Return how many creators have a code or an affiliate link for `brand`, and say nothing."""
    naming = [one for one in said if brand in one.brands]
    silent = {one.creator_id for one in naming if one.has_cue}
    return len(silent - {one.creator_id for one in naming if one.is_disclosed})


def _partner(
    brand: str, creator_id: CreatorId, posts: Sequence[Said], ours: set[str]
) -> Partner | None:
    posts = sorted(posts, key=_when)
    naming = [one for one in posts if brand in one.brands]
    disclosed = tuple(one for one in naming if one.is_disclosed)
    if not disclosed:
        return None
    elsewhere = tuple(one for one in posts if one.is_disclosed and brand not in one.brands)
    everywhere = (*disclosed, *elsewhere)
    brands = Counter(key for one in everywhere for key in one.brands if key != brand)
    handles = Counter(
        handle
        for one in everywhere
        for handle in {handle.casefold() for handle in one.handles}
        if handle not in ours
    )
    return Partner(
        creator_id=creator_id,
        brand=brand,
        disclosed=disclosed,
        cued=tuple(one for one in naming if not one.is_disclosed and one.has_cue),
        others=tuple(one for one in naming if not (one.is_disclosed or one.has_cue)),
        elsewhere=elsewhere,
        brands=dict(sorted(brands.items(), key=lambda item: (-item[1], item[0]))),
        handles=dict(sorted(handles.items(), key=lambda item: (-item[1], item[0]))),
    )


def _when(said: Said) -> tuple[datetime, int]:
    return said.created_at, said.post_id


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


_HANDLE = re.compile(r"(?<![\w@/])@(\w(?:[\w.@-]*\w)?)")


def handles_in(text: str) -> tuple[str, ...]:
    """Return the accounts that `text` names, without the `@` before them, each once."""
    return _once(_HANDLE.findall(text))
