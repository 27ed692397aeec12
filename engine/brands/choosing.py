"""Which of the matches of a card that overlap are kept."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from engine.brands.terms import Claim
from engine.vocabulary import Kind

_STRENGTH = {kind: i for i, kind in enumerate(Kind)}


class Found(NamedTuple):
    """A claim on the half-open range of a text."""

    start: int
    end: int
    claim: Claim


def chosen(found: Iterable[Found]) -> list[Found]:
    """Return what counts: nothing inside an exclusion, of what overlaps the longest, card by card.

    Of two claims on the same words the kind that comes first in `Kind` is kept.
    """
    by_card: dict[int, list[Found]] = defaultdict(list)
    for one in found:
        by_card[one.claim.card].append(one)
    return [one for of_card in by_card.values() for one in _of_card(of_card)]


def _of_card(found: Sequence[Found]) -> list[Found]:
    excluded = _outermost(one for one in found if one.claim.kind is None)
    claimed = [one for one in found if one.claim.kind and not _is_inside(one, excluded)]
    kept: list[Found] = []  # in the order of the text, apart
    for one in sorted(claimed, key=_preference):
        at = bisect_left(kept, one.start, key=attrgetter("start"))
        is_free_before = at == 0 or kept[at - 1].end <= one.start
        if is_free_before and (at == len(kept) or one.end <= kept[at].start):
            kept.insert(at, one)
    return kept


def _outermost(found: Iterable[Found]) -> list[Found]:
    """Return what lies inside no other, in the order of the text."""
    outer: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not outer or one.end > outer[-1].end:
            outer.append(one)
    return outer


def _preference(one: Found) -> tuple[int, int, int]:
    kind = one.claim.kind
    return one.start - one.end, one.start, _STRENGTH[kind] if kind else 0


def _is_inside(one: Found, excluded: Sequence[Found]) -> bool:
    """Return whether one of `excluded`, outermost ones in order, holds all of `one`."""
    at = bisect_right(excluded, one.start, key=attrgetter("start"))
    return at > 0 and one.end <= excluded[at - 1].end
