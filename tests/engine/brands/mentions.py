"""Tables of mentions for tests, from lines of what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from engine.brands.counting.periods import microseconds
from engine.vocabulary import STANCES, VERDICTS, Mark, MentionTable, Stance, Verdict

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A post of `creator` that names `brands`, `day` days after START; `engagement` may be None."""

    post: int
    creator: int
    brands: str  # keys, blanks between
    day: float = 0.0
    engagement: float | None = 0.0
    verdict: Verdict = Verdict.BRAND
    marks: Mark = Mark(0)  # noqa: RUF009  # a value
    is_repeat: bool = False
    source: str = "here"
    found: float | None = None  # days after START, when it was posted by default


def table_of(lines: Sequence[Line], brands: str = "a b") -> MentionTable:
    """Return the table of `lines` for the keys in `brands`, by brand then post."""
    keys = tuple(brands.split())
    sources = tuple(sorted({line.source for line in lines}))
    rows = sorted(
        ((keys.index(key), line) for line in lines for key in line.brands.split()),
        key=lambda row: (row[0], row[1].post),
    )
    only = [line for _, line in rows]
    return MentionTable(
        brands=keys,
        sources=sources,
        brand=np.array([brand for brand, _ in rows], dtype=np.int32),
        post_ids=np.array([line.post for line in only], dtype=np.int64),
        creator_ids=np.array([line.creator for line in only], dtype=np.int64),
        source=np.array([sources.index(line.source) for line in only], dtype=np.int32),
        created_at=np.array([_micro(line.day) for line in only], dtype=np.int64),
        found_at=np.array(
            [_micro(line.day if line.found is None else line.found) for line in only],
            dtype=np.int64,
        ),
        verdict=np.array([VERDICTS.index(line.verdict) for line in only], dtype=np.int8),
        stance=np.full(len(only), STANCES.index(Stance.NEUTRAL), dtype=np.int8),
        engagement=np.array(
            [np.nan if line.engagement is None else line.engagement for line in only],
            dtype=np.float64,
        ),
        marks=np.array([line.marks for line in only], dtype=np.uint8),
        repeats=np.array([line.is_repeat for line in only], dtype=np.bool_),
    )


def at(day: float) -> datetime:
    """Return the moment `day` days after START."""
    return START + timedelta(days=day)


def _micro(day: float) -> int:
    return microseconds(at(day))
