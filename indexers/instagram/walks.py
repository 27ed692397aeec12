"""Where the walk over an account or a hashtag of Instagram goes on."""

from __future__ import annotations

from datetime import datetime

import msgspec

from indexers.cursors import Held, held_in
from indexers.graph import Listing


class Walk(Held, frozen=True):
    """Where an account or hashtag was left: `newest` is the time of the newest post kept.

    In mid-walk `after` is the cursor of the page to come, and `top` the newest time so far.
    """

    newest: datetime | None = None
    after: str | None = None
    top: datetime | None = None


def resumed(cursor: str | None) -> Walk:
    """Return the walk that `cursor` describes; a new one if there is none, or not one of ours."""
    return held_in(cursor, Walk)


def media_of(found: dict[str, object]) -> Listing:
    """Return the page of media in a profile; an empty one if there is none."""
    try:
        return msgspec.convert(found.get("media") or {}, Listing)
    except msgspec.ValidationError:
        return Listing()
