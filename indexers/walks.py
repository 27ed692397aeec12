"""Walks back in time through a platform's answers, which may break off and be taken up again."""

from __future__ import annotations

from datetime import datetime

from indexers.cursors import Held, held_in

LATEST = 1 << 40  # seconds since 1970, and numbers of messages: more is no moment


class Walk(Held, frozen=True):
    """Where a walk from the newest post to older ones stands: what a cursor holds.

    `floor` is the newest moment the walk before saw, where this one ends; `top` the newest this
    one has seen; both count upwards with time (seconds since 1970, or ids that grow). `at` is the
    place the platform goes on from, `None` before the first answer, `n_seen` how many it has seen.
    """

    floor: int | None = None
    top: int | None = None
    at: str | None = None
    n_seen: int = 0

    @property
    def is_under_way(self) -> bool:
        """Whether the walk has broken off somewhere in the middle."""
        return self.at is not None

    def onward(self, at: str, *, newest: int | None, n_posts: int = 0) -> Walk:
        """Return the walk after an answer of `n_posts` whose newest is of `newest`."""
        top, n_seen = _later(self.top, newest), self.n_seen + n_posts
        return Walk(floor=self.floor, top=top, at=at, n_seen=n_seen)

    def done(self, *, newest: int | None = None) -> Walk:
        """Return the walk that begins where this one began, when all of it has been seen."""
        return Walk(floor=_later(self.floor, _later(self.top, newest)))


def second_of(value: object) -> int | None:
    """Return a second since 1970, `None` for what is none and for what no cursor can hold."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < LATEST:
        return int(value)
    return None


def read_walk(cursor: str | None) -> Walk:
    """Return the walk that `cursor` holds; from the beginning if it holds none."""
    return held_in(cursor, Walk)


def earliest(walk: Walk, since: datetime | None, *, overlap: int = 0) -> int | None:
    """Return the second since 1970 before which nothing is wanted, `None` if all is.

    The last `overlap` seconds that the walk before saw are looked at again.
    """
    floor = None if walk.floor is None else max(0, walk.floor - overlap)
    return _later(floor, None if since is None else int(since.timestamp()))


def _later(one: int | None, other: int | None) -> int | None:
    known = [moment for moment in (one, other) if moment is not None]
    return max(known, default=None)
