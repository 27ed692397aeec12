"""Where a walk through a relay stands, and who wrote the posts that may yet be deleted."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from indexers.cursors import Held, held_in
from indexers.nostr.events import named_in, native_id
from indexers.nostr.signing import Event

REMEMBERED = 200  # posts, in a cursor
_SHORT = 16  # characters of a key; 64 bits of it cannot be forged


class Place(Held, frozen=True):
    """What a cursor holds; moments are seconds since 1970.

    `floor` is the newest moment the walk before has seen, `top` the newest of this one, and `until`
    where it has come to on its way back, `None` before it began and when it is done. `authors` are
    the keys, short, of those who wrote the posts kept last, by the native ids of these.
    """

    floor: int | None = None
    top: int | None = None
    until: int | None = None
    authors: dict[str, str] = msgspec.field(default_factory=dict)


def read_place(cursor: str | None) -> Place:
    """Return the place a cursor holds; the beginning where it holds none."""
    return held_in(cursor, Place)


def remembering(
    authors: dict[str, str], events: Iterable[Event], *, most: int = REMEMBERED
) -> dict[str, str]:
    """Return who wrote what, with `events`, which are the latest to be known."""
    known = {**authors, **{native_id(event): event.pubkey[:_SHORT] for event in events}}
    return dict([*known.items()][-most:])


def deleted_of(authors: dict[str, str], deletion: Event) -> list[str]:
    """Return the native ids, of those remembered, that a deletion by their own author names."""
    author = deletion.pubkey[:_SHORT]
    return [one for one in named_in(deletion) if authors.get(one) == author]
