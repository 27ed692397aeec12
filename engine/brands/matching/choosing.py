"""Which of the matches of a card that overlap are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from engine.brands.matching.terms import Claim
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
    excluded = [one for one in found if one.claim.kind is None]
    claimed = [one for one in found if one.claim.kind and not _is_inside(one, excluded)]
    kept: list[Found] = []
    for one in sorted(claimed, key=_preference):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return kept


def _preference(one: Found) -> tuple[int, int, int]:
    kind = one.claim.kind
    return one.start - one.end, one.start, _STRENGTH[kind] if kind else 0


def _is_inside(one: Found, excluded: Iterable[Found]) -> bool:
    return any(out.start <= one.start and one.end <= out.end for out in excluded)
