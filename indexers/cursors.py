"""Cursors: texts that only the source that wrote them can read."""

from __future__ import annotations

from typing import TypeVar

import msgspec

T = TypeVar("T")


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a cursor holds; every field has a default, which is left out of the text."""

    def written(self) -> str:
        """Return it as a cursor, which `held_in` reads."""
        return msgspec.json.encode(self).decode()


def held_in(cursor: str | None, kind: type[T]) -> T:
    """Return the `kind` that `cursor` holds as JSON.

    An empty one, from which a walk begins, if there is no cursor or it is not one of ours.
    """
    try:
        return msgspec.json.decode(cursor or "{}", type=kind)
    except (msgspec.DecodeError, UnicodeError):
        return kind()
