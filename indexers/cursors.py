"""Cursors: texts that only the source that wrote them can read."""

from __future__ import annotations

from typing import TypeVar

import msgspec

T = TypeVar("T")


def held_in(cursor: str | None, kind: type[T]) -> T:
    """Return the `kind` that `cursor` holds as JSON.

    An empty one, from which a walk begins, if there is no cursor or it is not one of ours.
    """
    try:
        return msgspec.json.decode(cursor or "{}", type=kind)
    except (msgspec.DecodeError, UnicodeError):
        return kind()
