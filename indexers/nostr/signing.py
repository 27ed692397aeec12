"""Whether an event is what it says: its id a digest of it, its signature its author's (NIP-01)."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import coincurve
import msgspec

from indexers.nostr.names import is_hex
from indexers.records import declared_as
from indexers.values import RefusedError

MAX_TAGS = 5_000


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An event as a relay gives it; `tags` are lists of texts, the first of each is its name."""

    id: str
    pubkey: str
    created_at: int
    kind: int
    tags: list[list[str]]
    content: str
    sig: str

    def values(self, name: str) -> list[str]:
        """Return the first value of every tag called `name`."""
        return [tag[1] for tag in self.tags if len(tag) > 1 and tag[0] == name]

    def value(self, name: str) -> str | None:
        """Return the first value of the first tag called `name`."""
        return next(iter(self.values(name)), None)

    def has(self, name: str) -> bool:
        """Return whether there is a tag called `name`, with a value or without."""
        return any(tag and tag[0] == name for tag in self.tags)


def read_event(record: object) -> Event:
    """Return the event that a record is, verified.

    Raises:
        RefusedError: it is none, it was changed, or somebody else has signed it.
    """
    event = declared_as(record, Event)
    if len(event.tags) > MAX_TAGS:
        raise RefusedError(f"the event has {len(event.tags):,} tags")
    if not is_hex(event.id) or not is_hex(event.pubkey):
        raise RefusedError("its id or its author is not 32 bytes in hex")
    digest = sha256(_serialised(event)).digest()
    if digest.hex() != event.id:
        raise RefusedError("its id is not that of what it says")
    if not _is_signed(event, digest):
        raise RefusedError("its signature is not its author's")
    return event


def _serialised(event: Event) -> bytes:
    parts: list[Any] = [0, event.pubkey, event.created_at, event.kind, event.tags, event.content]
    written = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    try:
        return written.encode()
    except UnicodeEncodeError as error:
        raise RefusedError("its text is not UTF-8") from error


def _is_signed(event: Event, digest: bytes) -> bool:
    try:
        key = coincurve.PublicKeyXOnly(bytes.fromhex(event.pubkey))
        return bool(key.verify(bytes.fromhex(event.sig), digest))
    except ValueError:
        return False
