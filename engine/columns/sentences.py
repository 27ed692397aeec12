"""Why a creator is kept out, in words a person can check: the value, and what was asked."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime

from engine.columns.optouts import opt_outs_in
from engine.vocabulary import Creator, CreatorFilter, PostFilter, Range

# What is computed of a creator: engagement rate (NaN: not known), and the latest post's time.
Measured = tuple[float, datetime | None]
NO_POSTS = "no posts are known"


def about_creator(name: str, profile: Creator, where: CreatorFilter, measured: Measured) -> str:
    """Return how `profile` misses the condition `name` of `where`."""
    return _ABOUT_CREATOR[name](profile, where, measured)


def about_posts(name: str, where: PostFilter) -> str:
    """Return that no post of a creator passes the condition `name` of `where`."""
    return _ABOUT_POSTS[name](where)


def _followers(profile: Creator, where: CreatorFilter, _: Measured) -> str:
    if profile.followers is None:
        return "followers are not known"
    return f"followers {profile.followers:,} are not in {_bounds(where.followers, _number)}"


def _engagement_rate(_: Creator, where: CreatorFilter, measured: Measured) -> str:
    rate = measured[0]
    if math.isnan(rate):
        return "engagement rate is not known"
    return f"engagement rate {_percent(rate)} is not in {_bounds(where.engagement_rate, _percent)}"


def _location(profile: Creator, where: CreatorFilter, _: Measured) -> str:
    if not profile.location:
        return "location is not known"
    return f'location "{profile.location}" is not in {where.location}'


def _location_none(profile: Creator, where: CreatorFilter, _: Measured) -> str:
    return f'location "{profile.location}" is in {where.location_none}'


def _bio(profile: Creator, where: CreatorFilter, _: Measured) -> str:
    if not profile.bio:
        return "bio is not known"
    return f'bio does not have the words "{where.bio}"'


def _active_since(_: Creator, where: CreatorFilter, measured: Measured) -> str:
    if measured[1] is None:
        return NO_POSTS
    return f"the latest post, of {measured[1]:%Y-%m-%d}, is from before {_day(where.active_since)}"


def _excluded(_: Creator, where: CreatorFilter, __: Measured) -> str:
    return f"bio, name or handle has the words {_either(where.exclude, quote=True)}"


def _mentions_any(_: Creator, where: CreatorFilter, __: Measured) -> str:
    return f"no post that counts mentions {_either(where.mentions_any)}"


def _mentions_none(_: Creator, where: CreatorFilter, __: Measured) -> str:
    return f"a post mentions, or may mention, {_either(where.mentions_none)}"


def _opted_out(profile: Creator, _: CreatorFilter, __: Measured) -> str:
    said = [*(profile.opt_outs or ()), *opt_outs_in(profile.bio)]
    return f"asked not to be found ({', '.join(said)}); --opted-out include shows them"


def _community(_: Creator, where: CreatorFilter, __: Measured) -> str:
    one = "is in none of" if where.community == "only" else "is in one of"
    return f"{one} your lists of customers and followers"


_ABOUT_CREATOR: dict[str, Callable[[Creator, CreatorFilter, Measured], str]] = {
    "followers": _followers,
    "engagement_rate": _engagement_rate,
    "location": _location,
    "location_none": _location_none,
    "bio": _bio,
    "active_since": _active_since,
    "exclude": _excluded,
    "mentions_any": _mentions_any,
    "mentions_none": _mentions_none,
    "opted_out": _opted_out,
    "community": _community,
}

_ABOUT_POSTS: dict[str, Callable[[PostFilter], str]] = {
    "sources": lambda where: f"no post is from {_either(where.sources)}",
    "sources_none": lambda where: f"every post is from {_either(where.sources_none)}",
    "langs": lambda where: f"no post is known to be in {_either(where.langs)}",
    "since": lambda where: f"no post is from {_day(where.since)} or later",
    "until": lambda where: f"no post is from before {_day(where.until)}",
    "hashtags": lambda where: f"no post has {_either([f'#{tag}' for tag in where.hashtags])}",
    "exclude": lambda where: f"every post has the words {_either(where.exclude, quote=True)}",
}


def _bounds(bounds: Range | None, shown: Callable[[float], str]) -> str:
    low, high = (None, None) if bounds is None else (bounds.low, bounds.high)
    return f"{'' if low is None else shown(low)}..{'' if high is None else shown(high)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,}"


def _percent(value: float) -> str:
    return f"{100 * value:.3g}%"


def _day(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d}"


def _either(words: Sequence[str], *, quote: bool = False) -> str:
    return " or ".join(f'"{word}"' if quote else word for word in words)
