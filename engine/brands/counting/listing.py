"""Which mentions are listed, in which order, and what is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.brands.counting.counted import Reason
from engine.vocabulary import VERDICTS, Mark, MentionTable, Verdict

Rows = NDArray[np.int64]  # rows of a `MentionTable`

SHOWN = (Verdict.BRAND, Verdict.UNSURE)
"""Verdicts that are listed unless others are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The mentions of one brand: those listed by verdict, and why the others are not.

    `left_out` counts by the first reason that applies; `unlisted` by verdict those that were not
    asked for.
    """

    brand: str
    verdicts: Mapping[Verdict, int]
    creators: int  # who posted those that are listed
    left_out: Mapping[Reason, int]
    unlisted: Mapping[Verdict, int]

    @property
    def listed(self) -> int:
        """How many are listed."""
        return sum(self.verdicts.values())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listing:
    """The rows of a table to list, newest first, and a tally of each of its brands."""

    rows: Rows
    tallies: tuple[Tally, ...]


def listing(
    table: MentionTable, verdicts: Collection[Verdict] = SHOWN, *, everything: bool = False
) -> Listing:
    """Return what to list of `table`: mentions with one of `verdicts`, by time, brand and post.

    Walls of hashtags, prize draws and repeats are left out unless `everything` is wanted.
    """
    asked = np.isin(table.verdict, [VERDICTS.index(verdict) for verdict in verdicts])
    reasons = reasons_of(table)
    kept = asked if everything else asked & np.array([not why for why in reasons], dtype=np.bool_)
    rows = np.flatnonzero(kept)
    order = np.lexsort((table.post_ids[rows], table.brand[rows], -table.created_at[rows]))
    tallies = tuple(
        _tally(table, brand, asked=asked, kept=kept, reasons=reasons)
        for brand in range(len(table.brands))
    )
    return Listing(rows=rows[order], tallies=tallies)


def reasons_of(table: MentionTable) -> list[tuple[Reason, ...]]:
    """Return, for each row, why it is no plain mention; most have no reason."""
    marks = [Mark(bits) for bits in table.marks.tolist()]
    return [
        tuple(
            reason
            for reason, applies in (
                (Reason.WALL, Mark.HASHTAG_WALL in mark),
                (Reason.DRAW, Mark.PRIZE_DRAW in mark),
                (Reason.REPEAT, repeats),
            )
            if applies
        )
        for mark, repeats in zip(marks, table.repeats.tolist(), strict=True)
    ]


def _tally(
    table: MentionTable,
    brand: int,
    *,
    asked: NDArray[np.bool_],
    kept: NDArray[np.bool_],
    reasons: Sequence[tuple[Reason, ...]],
) -> Tally:
    own = table.brand == brand
    left_out = Counter(reasons[row][0] for row in np.flatnonzero(own & asked & ~kept).tolist())
    return Tally(
        brand=table.brands[brand],
        verdicts=_by_verdict(table, own & kept),
        creators=len(np.unique(table.creator_ids[own & kept])),
        left_out={reason: left_out[reason] for reason in Reason if left_out[reason]},
        unlisted=_by_verdict(table, own & ~asked),
    )


def _by_verdict(table: MentionTable, rows: NDArray[np.bool_]) -> dict[Verdict, int]:
    counts = Counter(VERDICTS[code] for code in table.verdict[rows].tolist())
    return {verdict: counts[verdict] for verdict in reversed(VERDICTS) if counts[verdict]}
