"""What is measured of a profile alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from engine.vetting.facts import Facts
from engine.vetting.findings import NOTHING, Measured
from engine.vocabulary import Creator

_DIGITS = re.compile(r"\d*$", re.ASCII)
_YOUNG = 30.0  # days below which a count by day is a count of hours


def following_ratio(facts: Facts, _: datetime) -> Measured:
    """Return accounts followed for each follower; nobody following counts as one."""
    who = facts.creator
    if who.following is None or who.followers is None:
        return NOTHING
    counts = f"{who.following:,} followed, {who.followers:,} followers"
    return Measured(value=who.following / max(who.followers, 1), n=1, detail=counts)


def mass_following(facts: Facts, _: datetime) -> Measured:
    """Return how many accounts are followed."""
    return _one(facts.creator.following)


def no_bio(facts: Facts, _: datetime) -> Measured:
    """Return how many accounts somebody with an empty bio follows; 0 with a bio."""
    who = facts.creator
    if who.bio is None or who.following is None:
        return NOTHING
    return _one(0 if who.bio.strip() else who.following)


def default_avatar(facts: Facts, now: datetime) -> Measured:
    """Return the age in days of an account with the platform's own picture; 0 with another."""
    if facts.creator.default_avatar is None:
        return NOTHING
    if not facts.creator.default_avatar:
        return _one(0.0)
    return _one(age(facts.creator, now))


def handle_digits(facts: Facts, _: datetime) -> Measured:
    """Return how many digits end the handle, its server aside."""
    if not facts.creator.handle:
        return NOTHING
    name = facts.creator.handle.removeprefix("@").partition("@")[0]
    ending = _DIGITS.search(name)
    return _one(len(ending[0]) if ending else 0)


def posts_a_day(facts: Facts, now: datetime) -> Measured:
    """Return the platform's count of posts by the days since the account was made."""
    return _a_day(facts.creator, facts.creator.posts, now)


def followers_a_day(facts: Facts, now: datetime) -> Measured:
    """Return followers by the days since the account was made."""
    return _a_day(facts.creator, facts.creator.followers, now)


def age(creator: Creator, now: datetime) -> float | None:
    """Return the days from the making of the account until it was measured, None if not known."""
    if creator.created_at is None:
        return None
    until = min(creator.measured_at or now, now)
    return max((until - creator.created_at).total_seconds() / 86_400.0, 0.0)


def _a_day(creator: Creator, count: int | None, now: datetime) -> Measured:
    days = age(creator, now)
    if count is None or days is None:
        return NOTHING
    return Measured(
        value=count / max(days, _YOUNG), n=1, detail=f"{count:,} in {max(days, _YOUNG):,.0f} days"
    )


def _one(value: float | None) -> Measured:
    return NOTHING if value is None else Measured(value=float(value), n=1)


MEASURES: Mapping[str, Callable[[Facts, datetime], Measured]] = {
    "following_ratio": following_ratio,
    "mass_following": mass_following,
    "no_bio": no_bio,
    "default_avatar": default_avatar,
    "handle_digits": handle_digits,
    "posts_a_day": posts_a_day,
    "followers_a_day": followers_a_day,
}
"""What is measured of a profile, by the name of its rule."""
