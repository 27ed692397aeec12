"""Walks back in time through a relay, which has no cursor but the time events say they are of."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from typing import Any

from indexers.nostr.cursors import Place, remembering
from indexers.nostr.relay import Answer, Relay
from indexers.nostr.signing import Event

LIMIT = 200  # events an answer may hold
OVERLAP = 3_600  # seconds; events come to a relay late, and their clocks are their authors'


class Walk:
    """A walk from the newest event that is `wanted`, or from `place`, back to the walk before.

    An answer is asked up to and including the second in which the one before ended; what that
    held is passed over. Where it brings nothing older, the second before is next.
    """

    def __init__(
        self, relay: Relay, wanted: Mapping[str, Any], *, place: Place, since: datetime | None
    ) -> None:
        floor = max(0, (place.floor or 0) - OVERLAP, int(since.timestamp()) if since else 0)
        self._relay = relay
        self._wanted = {**wanted, "since": floor} if floor else dict(wanted)
        self._floor = floor
        self._until = place.until
        self.place = place
        self.is_crowded = False

    async def answers(self) -> AsyncGenerator[tuple[Answer, Sequence[Event]], None]:
        """Yield the answers, each with the events of it that the one before did not have.

        The last one is empty. Where the relay searches, its order is not that of time, and its
        first answer is its best and only one.
        """
        seen: set[str] = set()
        is_last = False
        while not is_last:
            until = {} if self._until is None else {"until": self._until}
            answer = await self._relay.ask({**self._wanted, **until})
            fresh = [event for event in answer.events.values() if event.id not in seen]
            seen = set(answer.events)
            oldest = min((event.created_at for event in answer.events.values()), default=None)
            is_stuck = oldest is not None and oldest == self._until
            self.is_crowded = is_stuck and len(answer.events) >= LIMIT
            self._until = oldest - 1 if oldest is not None and is_stuck else oldest
            is_last = oldest is None or "search" in self._wanted or (self._until or 0) < self._floor
            if is_last:
                self._until = None
            is_due = is_last and self.place.until is not None
            if fresh or answer.refused or self.is_crowded or is_due:
                yield answer, fresh

    def onward(self, kept: Sequence[Event], *, now: datetime) -> Place:
        """Return the place after an answer of which `kept` are stored; no top is after `now`."""
        newest = max((event.created_at for event in kept), default=None)
        top = _later(self.place.top, newest and min(newest, int(now.timestamp())))
        authors = remembering(self.place.authors, kept)
        if self._until is None:
            self.place = Place(floor=_later(self.place.floor, top), authors=authors)
        else:
            self.place = Place(floor=self.place.floor, top=top, until=self._until, authors=authors)
        return self.place


def _later(one: int | None, other: int | None) -> int | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)
