"""A walk through answers from the newest post back to those of the walk before.

The service's own cursors are good for minutes, not for days: they are an offset here and a time
there. So a walk that is begun goes on from one only if that is recent. Otherwise it begins again
at the top, and ends where the last whole walk began.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from indexers.cursors import held_in

OVERLAP = timedelta(minutes=15)  # posts are found some time after they are written
MAX_AGE = timedelta(hours=1)  # of a cursor of the service
REPEATED = "Bluesky gave the same place in the list twice: the walk ends there"


class _State(msgspec.Struct, omit_defaults=True):
    """What is kept between pages.

    `newest` is that of all walks, `floor` where this one ends, `since` how far back walks went.
    """

    newest: datetime | None = None
    floor: datetime | None = None
    since: datetime | None = None
    at: str | None = None
    made_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Walk:
    """Where a walk is.

    `at` is the service's cursor of the next answer (`None`: the top), `floor` the time at which
    the walk may end, `since` the time before which posts are not wanted.
    """

    at: str | None
    floor: datetime | None
    since: datetime | None
    newest: datetime | None
    is_over: bool = False
    _seen: set[str] = field(default_factory=set)

    def advance(
        self, cursor: str | None, moments: Sequence[datetime | None], *, now: datetime
    ) -> str | None:
        """Step past an answer with posts of these `moments` and the service's next `cursor`.

        Returns a sentence for the user if the walk ends where it should not.
        """
        known = [moment for moment in moments if moment is not None]
        seen = [min(moment, now) for moment in known]
        self.newest = max((*seen, *filter(None, (self.newest,))), default=None)
        is_below = self.floor is not None and bool(known) and known[-1] < self.floor
        is_repeated = cursor is not None and (cursor in self._seen or cursor == self.at)
        self.is_over = not cursor or is_below or is_repeated
        self._seen.add(cursor or "")
        self.at = None if self.is_over else cursor
        return REPEATED if is_repeated and not is_below else None

    def restart(self) -> None:
        """Begin again at the top."""
        self.at = None
        self._seen.clear()

    def cursor(self, *, now: datetime) -> str:
        """Return where to go on, in this walk or the next."""
        state = _State(newest=self.newest, since=self.since)
        if not self.is_over:
            state.floor, state.at, state.made_at = self.floor, self.at, now
        return msgspec.json.encode(state).decode()


def begin(after: str | None, *, since: datetime | None, now: datetime) -> Walk:
    """Return the walk that goes on from the cursor `after`, or begins.

    A cursor that is not ours begins anew. Where `since` is earlier than walks went before, the
    walk goes all the way.
    """
    state = held_in(after, _State)
    if state.made_at is not None:  # in the middle
        is_fresh = now - state.made_at <= MAX_AGE
        floor, at = state.floor, state.at if is_fresh else None
    else:
        floor, at = (state.newest - OVERLAP if state.newest else None), None
    went_as_far = state.since is None or (since is not None and since >= state.since)
    if not went_as_far:
        floor, at = since, None
    floor = max(filter(None, (floor, since)), default=None)
    return Walk(at=at, floor=floor, since=since, newest=state.newest)
