"""What a live source is asked for, what it says of itself, and what asking has cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class QueryKind(StrEnum):
    """How a source is searched."""

    HASHTAG = "hashtag"
    TEXT = "text"
    ACCOUNT = "account"


_SIGNS = {QueryKind.HASHTAG: "#", QueryKind.TEXT: "", QueryKind.ACCOUNT: "@"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One thing asked of a source: posts with a hashtag, with words, or by an account.

    `text` stands without its sign: `espresso`, `flat white`, `ana@example.social`. What an account
    is called is up to the source (a handle, a channel, the address of a feed). Posts before `since`
    are not wanted. `str(query)` is how a person writes it (`#espresso`), and what its cursor is
    kept under; `since` is no part of that.
    """

    kind: QueryKind
    text: str
    since: datetime | None = None

    def __str__(self) -> str:
        return _SIGNS[self.kind] + self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a listener wants to hear: posts with any of the `hashtags` or `words`, or all of them.

    Hashtags are case-folded, without `#`. Words are matched whole, in any case.
    """

    hashtags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """What a source says of itself, for people.

    `takes` are the kinds of query it answers; `secrets` and `options` name environment variables
    and settings with what each is for, those in `required` cannot be done without. `gives` and
    `lacks` say what can and cannot be known there (followers, likes, deletions), `limits` how much
    may be asked. `listens` tells whether it can be followed live.
    """

    name: str
    summary: str
    takes: frozenset[QueryKind]
    gives: str
    lacks: str
    limits: str
    secrets: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    listens: bool = False


@dataclass(slots=True, kw_only=True)
class Meter:
    """What asking a source has cost so far: requests sent, and seconds spent waiting for limits.

    `units` counts what else the platform bills or rations, by name (quota units, posts read).
    """

    requests: int = 0
    waited: float = 0.0
    units: dict[str, int] = field(default_factory=dict)

    def spend(self, unit: str, amount: int) -> None:
        """Count `amount` of what the platform calls `unit`."""
        self.units[unit] = self.units.get(unit, 0) + amount
