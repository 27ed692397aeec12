"""Bursts: days on which far more people speak of a brand than usually do.

Counted are distinct creators within one, three or seven days, against the eight weeks before:
their level and the rhythm of their weekdays, without days that were bursts themselves. Counts that
scatter by more than chance (variance over mean above 1.5) are held against a negative binomial.
Of all days and brands looked at together so many are told that a fraction `q` of them is expected
to be false (Benjamini & Hochberg 1995), and none of fewer than five mentions of three creators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from engine.brands.counting.baselines import WEEK, Bits, Past, tail, usual
from engine.brands.counting.streams import Streams
from engine.vocabulary import Floats

_MONDAY = 3  # days from the Monday before 1970-01-01
_STRANGE = 1e-3  # so improbable a day is no part of what is usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When a rise is a burst. `spans` are days looked at together, the others days or counts."""

    spans: tuple[int, ...] = (1, 3, 7)
    history: int = 56
    least_history: int = 21
    least_mentions: int = 5
    least_creators: int = 3
    overdispersed: float = 1.5
    q: float = 0.1
    settled: int = 7  # days in a row that are strange are what is usual from then on


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A rise of one brand, on the days `first` to `last` (since 1970), both included.

    `expected` creators were usual; `p` is the probability of so many or more, `q` the largest
    share of false ones among bursts at least so improbable. `from_day` and `to_day` bound the whole
    rise, of which `first` to `last` stand out most.
    """

    brand: str
    first: int
    last: int
    creators: int
    mentions: int
    expected: float
    scatter: float
    p: float
    q: float
    from_day: int
    to_day: int

    @property
    def factor(self) -> float:
        """How many times as many as usual."""
        return self.creators / self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """The bursts found, by brand then day; days looked at, and those with too little before."""

    bursts: tuple[Burst, ...]
    tested: int
    untested: int


class _Hit(NamedTuple):
    """Days that stand out, by their places in the streams, and the place of their span."""

    first: int
    last: int
    scale: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cells:
    """What was worked out for every brand and day, for one span of days."""

    span: int
    p: Floats  # (b, d), NaN where not tested
    mean: Floats
    scatter: Floats


def find_bursts(
    streams: Streams, rules: Rules | None = None, *, since: int | None = None, apart: bool = False
) -> Bursts:
    """Return the bursts among the days from `since` (default: all that can be tested).

    `apart` looks at each brand as if it were asked about alone.
    """
    rules = rules or Rules()
    tested = _tested(streams, rules)
    asked = np.zeros(streams.creators.shape[1], dtype=np.bool_)
    asked[max(0, (streams.first if since is None else since) - streams.first) :] = True
    p = np.stack([cells.p for cells in tested])
    p[:, :, ~asked] = np.nan
    known = ~np.isnan(p)
    q = _controlled(p, apart=apart)
    found = [
        burst
        for place in range(len(streams.brands))
        for burst in _runs(streams, place, tested, q, rules)
    ]
    looked_at: Bits = np.asarray(known.any(axis=0))
    return Bursts(
        bursts=tuple(found),
        tested=int(looked_at.sum()),
        untested=int((~looked_at[:, asked & streams.covered]).sum()),
    )


def _controlled(p: Floats, *, apart: bool) -> Floats:
    """Return the false discovery rate each of `p` (spans, brands, days) is told at."""
    if apart:
        each = [_controlled(p[:, [place]], apart=False) for place in range(p.shape[1])]
        return np.concatenate(each, axis=1)
    q = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    if known.any():
        q[known] = false_discovery_control(p[known])
    return q


def _tested(streams: Streams, rules: Rules) -> list[_Cells]:
    """Return the probabilities of all days, each against the days before it."""
    n_brands, n_days = streams.creators.shape
    cells = [_empty(span, n_brands, n_days) for span in rules.spans]
    strange: Bits = np.zeros((n_brands, n_days), dtype=np.bool_)
    in_a_row = np.zeros(n_brands, dtype=np.int64)
    for day in range(rules.least_history, n_days):
        if not streams.covered[day]:
            continue
        for one in cells:
            _test(one, streams, strange, day, rules)
        odd: Bits = np.asarray(cells[0].p[:, day] < _STRANGE)
        strange[:, day] = odd
        in_a_row = np.where(odd, in_a_row + 1, 0)
        settled = np.flatnonzero(in_a_row >= rules.settled)
        strange[settled, max(0, day + 1 - rules.settled) : day + 1] = False
    return cells


def _empty(span: int, n_brands: int, n_days: int) -> _Cells:
    p, mean, scatter = (np.full((n_brands, n_days), np.nan) for _ in range(3))
    return _Cells(span=span, p=p, mean=mean, scatter=scatter)


def _test(cells: _Cells, streams: Streams, strange: Bits, day: int, rules: Rules) -> None:
    """Work out the span that ends with `day`, where it is covered and enough is known before."""
    first = day + 1 - cells.span
    if first < rules.least_history or not streams.covered[first : day + 1].all():
        return
    before = np.arange(max(0, first - rules.history), first)
    past = Past(
        counts=streams.creators[:, before].astype(np.float64),
        usual=streams.covered[before] & ~strange[:, before],
        seen=streams.covered[before],
        weekdays=_weekday(streams.first + before),
    )
    coming = _weekday(streams.first + np.arange(first, day + 1))
    expected = usual(past, coming, overdispersed=rules.overdispersed)
    p = tail(streams.speakers[cells.span][:, day].astype(np.float64), expected)
    enough = expected.days >= rules.least_history
    cells.p[:, day] = np.where(enough, p, np.nan)
    cells.mean[:, day], cells.scatter[:, day] = expected.mean, expected.scatter


def _weekday(days: NDArray[np.int64]) -> NDArray[np.int64]:
    return (days + _MONDAY) % WEEK


def _runs(
    streams: Streams, place: int, tested: Sequence[_Cells], q: Floats, rules: Rules
) -> Iterator[Burst]:
    """Yield the bursts of one brand by day, each told by its most improbable span of days."""
    hits = sorted(_hits(streams, place, q, rules), key=lambda hit: _improbable(tested, place, hit))
    for run in _joined(_leading(hits)):
        yield _burst(streams, place, tested, q, run)


def _hits(streams: Streams, place: int, q: Floats, rules: Rules) -> Iterator[_Hit]:
    """Yield what passes all guards."""
    for i, span in enumerate(rules.spans):
        mentions, speakers = streams.mentions[span][place], streams.speakers[span][place]
        passes = q[i, place] <= rules.q
        passes &= (mentions >= rules.least_mentions) & (speakers >= rules.least_creators)
        for day in np.flatnonzero(passes).tolist():
            yield _Hit(day + 1 - span, day, i)


def _improbable(tested: Sequence[_Cells], place: int, hit: _Hit) -> tuple[float, int, int]:
    return float(tested[hit.scale].p[place, hit.last]), hit.scale, hit.last


def _leading(hits: Sequence[_Hit]) -> list[_Hit]:
    """Return those of `hits`, best first, that share no day with a better one."""
    leads: list[_Hit] = []
    for hit in hits:
        if all(hit.last < lead.first or hit.first > lead.last for lead in leads):
            leads.append(hit)
    return leads


def _joined(leads: Sequence[_Hit]) -> list[list[_Hit]]:
    """Return `leads` in runs of days without a gap, each with the best first."""
    runs: list[list[_Hit]] = []
    for hit in sorted(leads):
        if runs and hit.first == runs[-1][-1].last + 1:
            runs[-1].append(hit)
        else:
            runs.append([hit])
    return [sorted(run, key=leads.index) for run in runs]


def _burst(
    streams: Streams, place: int, tested: Sequence[_Cells], q: Floats, run: Sequence[_Hit]
) -> Burst:
    first, last, scale = run[0]
    cells = tested[scale]
    return Burst(
        brand=streams.brands[place],
        first=streams.first + first,
        last=streams.first + last,
        creators=int(streams.speakers[cells.span][place, last]),
        mentions=int(streams.mentions[cells.span][place, last]),
        expected=float(cells.mean[place, last]),
        scatter=float(cells.scatter[place, last]),
        p=float(cells.p[place, last]),
        q=float(q[scale, place, last]),
        from_day=streams.first + min(hit.first for hit in run),
        to_day=streams.first + max(hit.last for hit in run),
    )
