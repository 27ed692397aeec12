"""A reading: the words of a brief that are a filter, and what they are read against."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from engine.briefs.tagging import Item, Tagged
from engine.briefs.words import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the clauses are read against: the moment, and what the corpus knows.

    `sources` are None where any platform will do; so is `knows_location`, where any place will.
    """

    now: datetime
    sources: Collection[str] | None = None
    knows_location: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Items `start` to before `stop`, read as the filter `name` with `value`, as a user types it.

    With a `reason` nothing can be filtered by them; `kept` says whether they stay in the topic.
    """

    start: int
    stop: int
    name: str = ""
    value: str = ""
    reason: str = ""
    kept: bool = False


Found = tuple[str, str] | Reading | list[Reading] | None
Rule = Callable[[re.Match[str], Tagged, Context], Found]


def is_person(tagged: Tagged, i: int) -> bool:
    """Return whether the item at `i` names people, as far as its ending tells."""
    item, words = tagged.items[i], tagged.vocabulary
    if item.role in "GgQr6":
        return True
    last = (item.folded.split() or [""])[-1]
    is_noun = item.role == "w" and last not in words.things.split()
    return is_noun and last.endswith(tuple(fold(ending) for ending in words.person_endings))


def numbers(match: re.Match[str], tagged: Tagged, roles: str = "nkc%") -> list[Item]:
    """Return the items of a match that are numbers."""
    return [item for item in tagged.items[match.start() : match.end()] if item.role in roles]


def amount(item: Item) -> float:
    """Return the number that an item stands for."""
    return item.value if isinstance(item.value, float) else 0.0
