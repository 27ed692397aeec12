"""Lists in pages: an order that is the same every time, and cursors that keep their place.

A cursor names the last creator of a page and the moment the list was counted from. The next page
goes on behind that creator, in the list as it was begun where that is still kept, else in a
new one.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from engine.errors import ConfigError
from engine.vocabulary import Candidate, CreatorKey

Key: TypeAlias = tuple[float, str, str]  # what it is ordered by, ascending; source, native id

FIRST_SORT = "score"
_LAST = math.inf  # where what is not known comes


def _less(value: float | None) -> float:
    return _LAST if value is None else -value


def _part(name: str) -> Callable[[Candidate], float]:
    return lambda candidate: _less(candidate.contributions.get(name))


SORTS: Mapping[str, Callable[[Candidate], float]] = {
    FIRST_SORT: lambda candidate: -candidate.score,
    "followers": lambda candidate: _less(candidate.creator.followers),
    "posts": lambda candidate: -float(candidate.posts_on_topic),
    **{part: _part(part) for part in ("relevance", "frequency", "focus", "engagement", "recency")},
}
"""Orders one may ask for; what is not known of a creator comes last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page begins: after `key` in the order `sort`, `before` creators having been shown."""

    now: datetime
    sort: str
    key: Key
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page of a list: its creators with their ranks in the whole list, and where to go on."""

    rows: tuple[tuple[int, Candidate], ...]
    first: int  # number of the first in this order, from 1
    total: int
    after: str | None


def page_of(
    candidates: Sequence[Candidate], *, sort: str, top: int, place: Place | None, now: datetime
) -> ListPage:
    """Return the `top` of `candidates`, which are in the order of their ranks, behind `place`."""
    keyed = sorted(
        ((_key(candidate, sort), rank, candidate) for rank, candidate in enumerate(candidates, 1)),
        key=lambda row: row[0],
    )
    rest = [row for row in keyed if place is None or row[0] > place.key]
    shown, before = rest[:top], place.before if place else 0
    after = None
    if len(rest) > top:
        last = Place(now=now, sort=sort, key=shown[-1][0], before=before + top)
        after = cursor_of(last)
    return ListPage(
        rows=tuple((rank, candidate) for _, rank, candidate in shown),
        first=before + 1,
        total=len(candidates),
        after=after,
    )


def _key(candidate: Candidate, sort: str) -> Key:
    source, native_id = candidate.creator.key
    return SORTS[sort](candidate), source, native_id


def cursor_of(place: Place) -> str:
    """Return `place` as an opaque text for addresses."""
    value, source, native_id = place.key
    return packed(
        [place.now.isoformat(), place.sort, float(value).hex(), source, native_id, place.before]
    )


def packed(said: Sequence[object]) -> str:
    """Return JSON values as an opaque text for addresses."""
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def unpacked(cursor: str) -> list[Any]:
    """Return the values that `packed` made `cursor` of.

    Raises:
        ConfigError: it is no cursor of ours.
    """
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        said = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise no_cursor() from error
    if not isinstance(said, list):
        raise no_cursor()
    return said


def place_of(cursor: str) -> Place:
    """Return what `cursor` names.

    Raises:
        ConfigError: it is no cursor of ours.
    """
    try:
        now, sort, value, source, native_id, before = unpacked(cursor)
        key = CreatorKey(str(source), str(native_id))
        moment = datetime.fromisoformat(now)
        place = Place(
            now=moment, sort=str(sort), key=(float.fromhex(value), *key), before=int(before)
        )
    except (ValueError, TypeError, OverflowError) as error:
        raise no_cursor() from error
    if place.sort not in SORTS or moment.tzinfo is None or place.before < 0:
        raise no_cursor()
    return place


def no_cursor() -> ConfigError:
    """Return the error for a cursor that is none of ours."""
    return ConfigError("the cursor is none of ours", hint="leave `after` out to begin at the start")
