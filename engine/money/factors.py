"""What a price is multiplied by: for its format, its niche and the engagement of the account."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from engine.money.rows import FormatRow, Multipliers, NicheRow, Sourced


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A multiplier and the rows it is from; `low` and `high` differ where the rows do."""

    name: str
    low: float
    high: float
    rows: tuple[Sourced, ...]

    @property
    def middle(self) -> float:
        """The geometric mean of the two ends."""
        return sqrt(self.low * self.high)


def format_factor(priced: str, asked: str, multipliers: Multipliers) -> tuple[Factor, ...] | None:
    """Return the factor from a plain post to the format `asked`, none if that is `priced`.

    None where no factor is published, or where what is priced is no plain post.
    """
    if priced == asked:
        return ()
    rows = [row for row in multipliers.format if row.name == asked]
    if priced != "post" or not rows:
        return None
    return (_spanning(f"format {asked}", rows),)


def niche_factor(text: str | None, multipliers: Multipliers) -> tuple[Factor, ...]:
    """Return the factor of the niche that `text` (a niche or a brief) is about, if it is known."""
    by_source: dict[str, NicheRow] = {}
    for row in multipliers.niche:
        if text and _speaks_of(row.words, text):
            by_source.setdefault(row.source, row)
    rows = list(by_source.values())
    names = " or ".join(dict.fromkeys(row.name for row in rows))
    return (_spanning(f"niche {names}", rows),) if rows else ()


def engagement_factor(
    followers: float, engagements: float | None, multipliers: Multipliers
) -> tuple[Factor, ...]:
    """Return the factor for engagement above what is expected of so many followers, if it is."""
    expected = [
        row for row in multipliers.expected if row.followers[0] <= followers < row.followers[1]
    ]
    if engagements is None or not expected or followers <= 0:
        return ()
    times = engagements / followers / expected[0].rate
    reached = [row for row in multipliers.engagement if times >= row.times]
    if not reached:
        return ()
    best = max(reached, key=lambda row: row.times)
    name = f"engagement {times:.1f} times the {expected[0].rate:.1%} expected"
    return (Factor(name=name, low=best.factor, high=best.factor, rows=(best, expected[0])),)


def _spanning(name: str, rows: Sequence[FormatRow] | Sequence[NicheRow]) -> Factor:
    factors = [row.factor for row in rows]
    return Factor(name=name, low=min(factors), high=max(factors), rows=tuple(rows))


def _speaks_of(words: Sequence[str], text: str) -> bool:
    alternatives = "|".join(re.escape(word.casefold()) for word in words)
    return re.search(rf"(?<!\w)(?:{alternatives})(?!\w)", text.casefold()) is not None
