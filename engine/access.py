"""What a live source is lent: a connection, the user's secrets and settings, and a clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine.vocabulary import Meter

if TYPE_CHECKING:
    import aiohttp

PATIENCE = 300.0  # seconds
ATTEMPTS = 5
MAX_REQUESTS = 1_000


class Secret:
    """A text that is not shown: only `reveal` gives it out."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a source works with; it closes none of it.

    `secrets` holds those of its `info.secrets` that the environment has, `options` its table of
    the settings. `agent` is the User-Agent, with the user's contact. `patience` is the longest
    wait, in seconds, that a platform may ask for before the source gives up for now, `attempts`
    how often a request is sent at most, `max_requests` how many the source may send in all.
    `now` and `sleep` are the clock.
    """

    session: aiohttp.ClientSession
    agent: str
    meter: Meter
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)
    patience: float = PATIENCE
    attempts: int = ATTEMPTS
    max_requests: int = MAX_REQUESTS
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
