"""Share of voice: how much of what is said about rivals is said about each of them.

Three measures, none of them the truth: mentions, distinct creators, and log-engagement, the sum
of log(1 + likes + replies + reposts), to which an unknown count adds nothing. A creator has one
mention a brand and day. A post that names k of the brands counts once for each among `mentions`,
and 1 / k in the shares of mentions and engagement. Intervals are of 95 %, by drawing creators.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from engine.brands.counting.counted import Counted, Counting, Reason, Rows, Window, counted
from engine.brands.counting.periods import (
    DAY,
    Days,
    Step,
    days_of,
    end_of,
    microseconds,
    moment_of,
    starts_between,
    starts_of,
)
from engine.brands.counting.resampling import LEAST_CREATORS, Resampling, bounds, tails, widened
from engine.vocabulary import Floats, Ids, MentionTable


class Measure(StrEnum):
    """What a share is a share of."""

    MENTIONS = "mentions"
    CREATORS = "creators"
    ENGAGEMENT = "engagement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share in [0, 1] with its 95 % interval, or a difference of two, in [-1, 1].

    `value` is None where there is nothing to share, the bounds where there are too few creators.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figure:
    """What counts for one brand in one period. `unknown` of the mentions have no engagement."""

    brand: str
    mentions: int
    creators: int
    engagement: float
    unknown: int
    by_source: Mapping[str, int]
    post_ids: Ids
    shares: Mapping[Measure, Share]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A window, who spoke in it, and a figure for every brand in the order of the table."""

    window: Window
    creators: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The shares over a window and its periods, and what was not counted of it.

    `left_out` counts mentions by brand and reason, `unknown_by_source` those that count and whose
    engagement is not known, of how many of the source.
    """

    whole: Period
    periods: tuple[Period, ...]
    left_out: Mapping[str, Mapping[Reason, int]]
    unknown_by_source: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Two windows, and by brand how far its shares moved from `then` to `now`."""

    then: Period
    now: Period
    moved: Mapping[str, Mapping[Measure, Share]]


def voice(
    table: MentionTable,
    window: Window | None = None,
    *,
    by: Step | None = None,
    counting: Counting | None = None,
) -> Voice:
    """Return the share of voice of the brands of `table` in `window`, and in its periods."""
    window = window or Window()
    counts = counted(table, window, counting)
    windows, parts = [window], [np.arange(len(counts.rows))]
    if by is not None:
        starts = _starts(table, counts.rows, window, by)
        windows += _windows(starts, window, by)
        parts += _split(table, counts.rows, starts, by)
    periods = _Cells(table, counts, parts).periods(windows)
    return Voice(
        whole=periods[0],
        periods=tuple(periods[1:]),
        left_out=_left_out(table, counts),
        unknown_by_source=_unknown(table, counts.rows),
    )


def change(
    table: MentionTable, then: Window, now: Window, *, counting: Counting | None = None
) -> Change:
    """Return how the shares of `now` differ from those of `then`, the same creators drawn."""
    before = counted(table, then, counting)
    after = counted(table, now, counting)
    both = Counted(
        rows=np.concatenate([before.rows, after.rows]),
        named=np.concatenate([before.named, after.named]),
        left_out={},
    )
    n = len(before.rows)
    cells = _Cells(table, both, [np.arange(n), np.arange(n, len(both.rows))])
    periods = cells.periods([then, now])
    return Change(then=periods[0], now=periods[1], moved=cells.moved())


class _Cells:
    """Mentions dealt into cells, one a period and brand; a mention may be in several periods."""

    def __init__(self, table: MentionTable, counts: Counted, parts: Sequence[Rows]) -> None:
        self._table, self._n_brands, self._n_parts = table, len(table.brands), len(parts)
        places = np.concatenate(parts) if parts else np.array([], dtype=np.int64)
        self._rows = counts.rows[places]
        self._ends = np.cumsum([len(part) for part in parts])
        part_of = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        self._cell = part_of * self._n_brands + table.brand[self._rows]
        self._weights = self._weighed(1.0 / counts.named[places])
        self._sums = {measure: self._summed(some) for measure, some in self._weights.items()}
        self._draws = Resampling(table.creator_ids[self._rows])

    @property
    def _n(self) -> int:
        return self._n_parts * self._n_brands

    def _weighed(self, parts: Floats) -> dict[Measure, Floats]:
        """Return what each mention adds to its cell, by measure."""
        engagement = np.log1p(np.nan_to_num(self._table.engagement[self._rows], nan=0.0))
        return {
            Measure.MENTIONS: parts,
            Measure.CREATORS: self._first_of_cell(),
            Measure.ENGAGEMENT: parts * engagement,
        }

    def _first_of_cell(self) -> Floats:
        """Return 1.0 for the first mention of each creator in each cell, else 0.0."""
        creators = self._table.creator_ids[self._rows]
        order = np.lexsort((creators, self._cell))
        first = np.zeros(len(order))
        if len(order):
            pairs = np.stack([self._cell, creators])[:, order]
            first[order] = np.append(True, (pairs[:, 1:] != pairs[:, :-1]).any(axis=0))
        return first

    def _summed(self, weights: Floats) -> Floats:
        return np.bincount(self._cell, weights, minlength=self._n).astype(np.float64)

    def periods(self, windows: Sequence[Window]) -> list[Period]:
        """Return the periods, with their figures."""
        speakers = [self._speakers(part) for part in range(self._n_parts)]
        shares = {measure: self._shares(measure, speakers) for measure in Measure}
        return [
            Period(
                window=window,
                creators=speakers[part],
                figures=tuple(
                    self._figure(part * self._n_brands + brand, shares)
                    for brand in range(self._n_brands)
                ),
            )
            for part, window in enumerate(windows)
        ]

    def _speakers(self, part: int) -> int:
        start = self._ends[part - 1] if part else 0
        some = self._table.creator_ids[self._rows[start : self._ends[part]]]
        return len(np.unique(some))

    def _figure(self, cell: int, shares: Mapping[Measure, Sequence[Share]]) -> Figure:
        table = self._table
        start = self._ends[cell // self._n_brands - 1] if cell >= self._n_brands else 0
        end = self._ends[cell // self._n_brands]
        rows = self._rows[start:end][self._cell[start:end] == cell]
        known = table.engagement[rows][~np.isnan(table.engagement[rows])]
        return Figure(
            brand=table.brands[cell % self._n_brands],
            mentions=len(rows),
            creators=len(np.unique(table.creator_ids[rows])),
            engagement=float(np.log1p(known).sum()),
            unknown=len(rows) - len(known),
            by_source=_by_source(table, rows),
            post_ids=table.post_ids[rows],
            shares={measure: shares[measure][cell] for measure in Measure},
        )

    def _shares(self, measure: Measure, speakers: Sequence[int]) -> list[Share]:
        """Return the share of every cell in its period."""
        values = self._of_period(self._sums[measure][None])[0]
        low, high = np.full(self._n, np.nan), np.full(self._n, np.nan)
        tail = np.repeat(tails(np.array(speakers, dtype=np.int64)), self._n_brands)
        for some, drawn in self._drawn(measure):
            low[some], high[some] = bounds(drawn, tail[some])
        return [
            _share(value, low[cell], high[cell], speakers[cell // self._n_brands])
            for cell, value in enumerate(values.tolist())
        ]

    def _drawn(self, measure: Measure) -> Iterator[tuple[slice, Floats]]:
        """Yield the shares in every draw, some whole periods at a time: cells, (DRAWS, cells)."""
        weights = self._weights[measure]
        for some, sums in self._draws.totals(self._cell, weights, n=self._n, of=self._n_brands):
            yield some, self._of_period(sums)

    def _of_period(self, sums: Floats) -> Floats:
        """Return `sums` (…, cells) divided by those of their period; NaN where that is 0."""
        apart = sums.reshape(len(sums), -1, self._n_brands)
        with np.errstate(invalid="ignore", divide="ignore"):
            shares: Floats = apart / apart.sum(axis=2, keepdims=True)
        return shares.reshape(sums.shape)

    def moved(self) -> Mapping[str, Mapping[Measure, Share]]:
        """Return, for two periods, how far each brand's shares moved from the first to the last."""
        speakers = min(self._speakers(0), self._speakers(1))
        by_measure = {measure: self._moves(measure, speakers) for measure in Measure}
        return {
            brand: {measure: by_measure[measure][place] for measure in Measure}
            for place, brand in enumerate(self._table.brands)
        }

    def _moves(self, measure: Measure, speakers: int) -> list[Share]:
        first, last = self._of_period(self._sums[measure][None])[0].reshape(2, -1)
        drawn = np.concatenate([some for _, some in self._drawn(measure)], axis=1)
        tail = tails(np.full(self._n_brands, speakers))
        low, high = bounds(drawn[:, self._n_brands :] - drawn[:, : self._n_brands], tail)
        return [
            Share(
                value=_known(value),
                low=_known(low[i]) if speakers >= LEAST_CREATORS else None,
                high=_known(high[i]) if speakers >= LEAST_CREATORS else None,
            )
            for i, value in enumerate((last - first).tolist())
        ]


def _share(value: float, low: float, high: float, creators: int) -> Share:
    if np.isnan(value):
        return Share(value=None)
    if creators < LEAST_CREATORS:
        return Share(value=value)
    low, high = widened(value, low, high, creators)
    return Share(value=value, low=_known(low), high=_known(high))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _starts(table: MentionTable, rows: Rows, window: Window, by: Step) -> Days:
    """Return where the periods of `window` begin: at its ends, or those of the mentions in it."""
    days = days_of(table.created_at[rows])
    first, last = (int(days.min()), int(days.max())) if len(days) else (None, None)
    if window.since is not None:
        first = microseconds(window.since) // DAY
    if window.until is not None:
        last = (microseconds(window.until) - 1) // DAY
    if first is None or last is None or first > last:
        return np.array([], dtype=np.int64)
    return starts_between(first, last, by)


def _windows(starts: Days, window: Window, by: Step) -> list[Window]:
    """Return the periods as windows; the first and last end where `window` does."""
    return [
        replace(
            window,
            since=max(filter(None, (moment_of(start), window.since))),
            until=min(filter(None, (moment_of(end_of(start, by)), window.until))),
        )
        for start in starts.tolist()
    ]


def _split(table: MentionTable, rows: Rows, starts: Days, by: Step) -> list[Rows]:
    """Return, for each period, the places in `rows` of those that fall in it."""
    periods = np.searchsorted(starts, starts_of(days_of(table.created_at[rows]), by))
    order = np.argsort(periods, kind="stable")
    cuts = np.searchsorted(periods[order], np.arange(1, len(starts)))
    return np.split(order, cuts) if len(starts) else []


def _by_source(table: MentionTable, rows: Rows) -> dict[str, int]:
    counts = np.bincount(table.source[rows], minlength=len(table.sources)).tolist()
    return {name: count for name, count in zip(table.sources, counts, strict=True) if count}


def _left_out(table: MentionTable, counts: Counted) -> dict[str, dict[Reason, int]]:
    n = len(table.brands)
    by_reason = {
        reason: np.bincount(table.brand[rows], minlength=n).tolist()
        for reason, rows in counts.left_out.items()
    }
    return {
        brand: {reason: found[place] for reason, found in by_reason.items() if found[place]}
        for place, brand in enumerate(table.brands)
    }


def _unknown(table: MentionTable, rows: Rows) -> dict[str, tuple[int, int]]:
    """Return, by source, how many mentions have no engagement, of how many."""
    unknown = _by_source(table, rows[np.isnan(table.engagement[rows])])
    return {name: (unknown.get(name, 0), n) for name, n in _by_source(table, rows).items()}
