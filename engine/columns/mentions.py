"""Which posts mention a brand, as rows of the columns, and which of them count."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.columns.tables import Columns, Rows, rows_among
from engine.store.mentions import of_brand
from engine.vocabulary import VERDICTS, Mark, Verdict

_UNSURE = VERDICTS.index(Verdict.UNSURE)
_BRAND, _NOT = VERDICTS.index(Verdict.BRAND), VERDICTS.index(Verdict.NOT)


@dataclass(frozen=True, slots=True, eq=False)
class BrandRows:
    """The posts in which a card found something, one row a post, by ascending id."""

    rows: Rows  # (m,) rows of the columns
    verdict: NDArray[np.int8]  # (m,) place in `VERDICTS`
    stance: NDArray[np.int8]  # (m,) place in `STANCES`
    counts: NDArray[np.bool_]  # (m,) means the brand, and neither wall, draw nor repeat

    @classmethod
    def load(cls, connection: sqlite3.Connection, columns: Columns, brand: str) -> BrandRows:
        """Read the mentions of `brand` in posts that the columns have; none if it has no card."""
        ids, verdict, stance, is_draw = of_brand(connection, brand)
        rows = rows_among(columns.posts.ids, ids)
        known = rows < len(columns.posts.ids)
        known[known] = columns.posts.ids[rows[known]] == ids[known]
        rows, verdict, stance, is_draw = rows[known], verdict[known], stance[known], is_draw[known]
        marks = columns.posts.marks[rows]
        draws = np.where(is_draw < 0, (marks & Mark.PRIZE_DRAW) != 0, is_draw > 0)
        plain = ((marks & Mark.HASHTAG_WALL) == 0) & ~draws
        counts = (verdict == _BRAND) & plain & ~_repeats(columns, rows)
        return cls(rows, verdict, stance, counts)

    @property
    def unsure(self) -> Rows:
        """The rows of which it is not sure that they mean the brand."""
        return np.asarray(self.rows[self.verdict == _UNSURE])

    @property
    def possible(self) -> Rows:
        """The rows that mean the brand or may do so, whether they count or not."""
        return np.asarray(self.rows[self.verdict != _NOT])


def _repeats(columns: Columns, rows: Rows) -> NDArray[np.bool_]:
    """Return which of `rows` have the text of an earlier one, whoever posted it."""
    posts = columns.posts
    keys = posts.text_key[rows]
    order = np.lexsort((posts.ids[rows], posts.created_at[rows], keys))
    repeats = np.zeros(len(rows), dtype=np.bool_)
    repeats[order[1:]] = np.diff(keys[order]) == 0
    return np.asarray(repeats & (keys != 0))
