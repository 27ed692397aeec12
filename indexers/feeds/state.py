"""What is kept of each feed between two readings: the content of a cursor."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from indexers.cursors import Held, held_in

MAX_PARTS = 500  # of a feed in one reading
_DIGEST_BYTES = 6


class State(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the reading of one feed stands.

    `etag` and `modified` tell the server what was read last, in whole. `rest_until` is the second
    since 1970 before which the feed asks not to be read again, `is_gone` that it never will be.
    `first_seen` is when entries without a date were first seen, by id. `floor` is the moment of
    the newest entry of the last reading.

    While a reading is under way, `at` is the address of its next part, `visited` are digests of
    those it has seen, `n_entries` how many entries of the present one, `top` is the moment of its
    newest entry, and `new_etag` and `new_modified` are what the server is told after it.
    """

    etag: str | None = None
    modified: str | None = None
    rest_until: int | None = None
    is_gone: bool = False
    first_seen: dict[str, int] = msgspec.field(default_factory=dict)
    floor: int | None = None
    at: str | None = None
    visited: tuple[str, ...] = ()
    n_entries: int = 0
    top: int | None = None
    new_etag: str | None = None
    new_modified: str | None = None

    def onward(self, address: str) -> State:
        """Return the state that goes on with the part at `address`."""
        digest = _digest(address)
        return msgspec.structs.replace(
            self, at=address, visited=(*self.visited, digest), n_entries=0
        )

    def may_visit(self, address: str) -> bool:
        """Tell whether `address` is new in this reading, and the reading not endless."""
        return len(self.visited) < MAX_PARTS and _digest(address) not in self.visited

    def done(self) -> State:
        """Return the state in which all has been read."""
        return State(
            etag=self.new_etag,
            modified=self.new_modified,
            rest_until=self.rest_until,
            first_seen=self.first_seen,
            floor=self.top if self.floor is None else max(self.floor, self.top or 0),
        )


class Cursor(Held, frozen=True):
    """The states of feeds by their addresses."""

    feeds: dict[str, State] = msgspec.field(default_factory=dict)

    def with_state(self, address: str, state: State) -> Cursor:
        """Return a cursor in which the feed at `address` stands at `state`."""
        return Cursor(feeds={**self.feeds, address: state})


def read_cursor(written: str | None) -> Cursor:
    """Return the cursor that `written` holds; an empty one if it holds none."""
    return held_in(written, Cursor)


def _digest(address: str) -> str:
    return blake2b(address.encode(), digest_size=_DIGEST_BYTES).hexdigest()
