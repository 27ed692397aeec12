"""Two shortlists side by side: who is new, gone or moved, and by which parts and posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.vocabulary import FIRST_RANK, Candidate, Creator, CreatorKey, Post, Shortlist

Ranks = Mapping[CreatorKey, int]

LEAST = 0.05
"""Points from which the difference of a part is told: half the last digit that tables show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one creator.

    `before` and `after` are ranks from 1, None where they are not on that list. `points` is what
    the score gained, `parts` what each part did, the largest first; both only where they are on
    both lists. `more` are posts shown that were not shown before, `fewer` those no longer shown.
    """

    creator: Creator
    before: int | None
    after: int | None
    points: float | None = None
    parts: Mapping[str, float] = field(default_factory=dict)
    more: tuple[Post, ...] = ()
    fewer: tuple[Post, ...] = ()

    @property
    def kind(self) -> str:
        """`new`, `gone`, `up`, `down` or `same`."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        if self.before == self.after:
            return "same"
        return "up" if self.after < self.before else "down"


def compare(
    before: Shortlist, after: Shortlist, *, ranks: tuple[Ranks, Ranks] | None = None
) -> Sequence[Change]:
    """Return a change for each creator of either list: those of `after` by rank, then the gone.

    `ranks` are the places of both in what was found, where they are not 1, 2, 3 …
    """
    of_old, of_new = ranks or ({}, {})
    old, new = _ranked(before, of_old), _ranked(after, of_new)
    keys = dict.fromkeys((*new, *old))
    return [_change(old.get(key), new.get(key)) for key in keys]


_Ranked = tuple[int, Candidate]


def _ranked(found: Shortlist, ranks: Ranks) -> dict[tuple[str, str], _Ranked]:
    return {
        candidate.creator.key: (ranks.get(candidate.creator.key, rank), candidate)
        for rank, candidate in enumerate(found.candidates, FIRST_RANK)
    }


def _change(old: _Ranked | None, new: _Ranked | None) -> Change:
    known = [one for ranked in (new, old) if ranked for one in (ranked[1],)]
    more, fewer = _posts(new), _posts(old)
    return Change(
        creator=known[0].creator,
        before=old[0] if old else None,
        after=new[0] if new else None,
        points=new[1].score - old[1].score if old and new else None,
        parts=_parts(old[1], new[1]) if old and new else {},
        more=tuple(post for key, post in more.items() if key not in fewer),
        fewer=tuple(post for key, post in fewer.items() if key not in more),
    )


def _posts(ranked: _Ranked | None) -> dict[tuple[str, str], Post]:
    return {shown.post.key: shown.post for shown in ranked[1].evidence} if ranked else {}


def _parts(old: Candidate, new: Candidate) -> dict[str, float]:
    names = dict.fromkeys((*new.contributions, *old.contributions))
    gains = {
        name: new.contributions.get(name, 0.0) - old.contributions.get(name, 0.0) for name in names
    }
    told = [(name, gain) for name, gain in gains.items() if abs(gain) >= LEAST]
    return dict(sorted(told, key=lambda one: -abs(one[1])))
