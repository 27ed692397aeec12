"""How good a ranking of creators is: five measures, over briefs with graded judgements.

The numbers are those of trec_eval: nDCG@10 with the grades themselves as gains, P@10, MRR, MAP and
recall@100, all in [0, 1], bigger is better. A creator that nobody judged counts as grade 0, so a
ranking that finds good creators missing from the judgements is punished for it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np

from engine.errors import InputError

Ranking: TypeAlias = Sequence[str]  # creators as `source:id`, best first
Grades: TypeAlias = Mapping[str, int]  # creator -> grade, 0 or less is not relevant

METRICS = ("nDCG@10", "P@10", "MRR", "MAP", "recall@100")
OVERALL = "all"  # the row of every brief, whatever its track

_T = TypeVar("_T")

_ROUNDS = 5000
_SEED = 1
_BRIEF_LAYOUT = 'a line is {"id": "…", "text": "…", "track": "…", "where": {…}}'


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefLine:
    """One line of a file of briefs. `where` holds filters by the names of their flags.

    Values are as typed on the command line: `{"followers": "5k..50k", "source": ("mastodon",)}`.
    """

    id: str
    text: str
    track: str | None = None
    where: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean and the bootstrap 95 % interval around it."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The measures of the briefs of one track, by the names in `METRICS`."""

    track: str
    n_briefs: int
    metrics: Mapping[str, Interval]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What `evaluate` found out: a row a track in the order of the briefs, then `OVERALL`.

    `missing` are briefs the run does not answer, counted as 0; `unjudged` are briefs without any
    judgement, left out of every row because nothing is known of them. Of the `first_ten` creators
    that the run puts first for the measured briefs, ten a brief at the most, `first_ten_judged`
    have a judgement; the others count as grade 0.
    """

    rows: tuple[Row, ...]
    by_brief: Mapping[str, Mapping[str, float]]
    missing: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()
    first_ten: int = 0
    first_ten_judged: int = 0


def measure(ranked: Ranking, grades: Grades, *, relevant_from: int = 1) -> dict[str, float]:
    """Measure one ranking against the grades of its brief, by the names in `METRICS`.

    `relevant_from` is the least grade that counts for P@10 and MRR; MAP and recall@100 count every
    grade above 0. Unjudged creators are grade 0. A brief with nothing to be found measures 0.

    Raises:
        ValueError: a creator is ranked twice, or `relevant_from` is below 1.
    """
    if relevant_from < 1:
        raise ValueError(f"relevant_from must be at least 1, not {relevant_from}")
    if len(set(ranked)) != len(ranked):
        raise ValueError("a creator is ranked twice")
    gains = [max(0, grades.get(creator, 0)) for creator in ranked]
    ideal = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    return {
        "nDCG@10": _dcg(gains[:10]) / _dcg(ideal[:10]) if ideal else 0.0,
        "P@10": sum(gain >= relevant_from for gain in gains[:10]) / 10,
        "MRR": _reciprocal_rank(gains, relevant_from),
        "MAP": _average_precision(gains, n_relevant=len(ideal)),
        "recall@100": sum(gain > 0 for gain in gains[:100]) / len(ideal) if ideal else 0.0,
    }


def evaluate(
    run: Mapping[str, Ranking],
    qrels: Mapping[str, Grades],
    briefs: Sequence[BriefLine],
    *,
    relevant_from: int = 1,
) -> Evaluation:
    """Measure a run over `briefs`, by track and overall, with 95 % intervals over the briefs.

    A brief that is missing from the run counts 0 and is named; one without judgements is named
    and left out. The same arguments give the same numbers: the bootstrap has a fixed seed.

    Raises:
        InputError: none of the briefs has a judgement.
    """
    judged = [brief for brief in briefs if qrels.get(brief.id)]
    if not judged:
        raise InputError(
            f"none of the {len(briefs)} briefs has a judgement",
            hint="the first column of the qrels must hold the ids of the briefs",
        )
    by_brief = {
        brief.id: measure(run.get(brief.id, ()), qrels[brief.id], relevant_from=relevant_from)
        for brief in judged
    }
    tracks = dict.fromkeys(brief.track for brief in judged if brief.track is not None)
    rows = [_row(t, [by_brief[b.id] for b in judged if b.track == t]) for t in tracks]
    first = [(brief.id, creator) for brief in judged for creator in run.get(brief.id, ())[:10]]
    return Evaluation(
        rows=(*rows, _row(OVERALL, list(by_brief.values()))),
        by_brief=by_brief,
        missing=tuple(brief.id for brief in judged if brief.id not in run),
        unjudged=tuple(brief.id for brief in briefs if not qrels.get(brief.id)),
        first_ten=len(first),
        first_ten_judged=sum(creator in qrels[brief] for brief, creator in first),
    )


def bootstrap(values: Sequence[float], *, rounds: int = _ROUNDS, seed: int = _SEED) -> Interval:
    """Return the mean of `values` and its 95 % percentile interval under resampling.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    sample = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(seed).integers(0, len(sample), (rounds, len(sample)))
    low, high = np.percentile(sample[draws].mean(axis=1), [2.5, 97.5])
    return Interval(mean=float(sample.mean()), low=float(low), high=float(high))


def randomisation_p(
    ours: Sequence[float], theirs: Sequence[float], *, rounds: int = 10_000, seed: int = _SEED
) -> float:
    """Return the two-sided p of the difference of two means over the same briefs, in (0, 1].

    The paired randomisation test: how often the difference is as large when each brief's two
    values change places at random. Smucker, Allan & Carterette (CIKM 2007).

    Raises:
        ValueError: the two are not of one length, or empty.
    """
    if len(ours) != len(theirs) or not ours:
        raise ValueError(f"a paired test of {len(ours)} and {len(theirs)} values")
    difference = np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), (rounds, len(difference)))
    # The tolerance makes sums that differ only by rounding count as equal.
    extreme = np.abs((signs * difference).mean(axis=1)) >= abs(difference.mean()) - 1e-12
    return float((int(extreme.sum()) + 1) / (rounds + 1))


def read_briefs(path: Path) -> tuple[BriefLine, ...]:
    """Read briefs, one JSON object a line; keys that mean nothing here are passed over.

    Raises:
        InputError: the file cannot be read, holds no brief, or a line is not a brief with an id
            of its own; the message names the line.
    """
    briefs: dict[str, BriefLine] = {}
    for place, line in _lines(path):
        brief = _parse_brief_line(place, line)
        if brief.id in briefs:
            raise InputError(f"{place}: a second brief with the id {brief.id!r}")
        briefs[brief.id] = brief
    return tuple(_unless_empty(briefs, path, "briefs").values())


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements, `BRIEF_ID 0 SOURCE:CREATOR_ID GRADE` a line, as brief -> creator -> grade.

    Raises:
        InputError: the file cannot be read, holds no judgement, or a line is not one, or judges
            a creator a second time; the message names the line.
    """
    qrels: dict[str, dict[str, int]] = {}
    for place, line in _lines(path):
        brief, _, creator, grade = _fields(place, line, "BRIEF_ID 0 SOURCE:CREATOR_ID GRADE")
        grades = qrels.setdefault(brief, {})
        if creator in grades:
            raise InputError(f"{place}: {creator} is judged twice for {brief}")
        grades[creator] = int(_number(place, "grade", grade, whole=True))
    return _unless_empty(qrels, path, "judgements")


def read_run(path: Path) -> dict[str, tuple[str, ...]]:
    """Read rankings, `BRIEF_ID Q0 SOURCE:CREATOR_ID RANK SCORE NAME` a line, as brief -> creators.

    The best score comes first; equal scores are ordered by rank, so that a run is measured as it
    was shown, and equal ranks by id, last first, as trec_eval orders ties.

    Raises:
        InputError: the file cannot be read, holds no ranking, or a line is not one, or ranks a
            creator a second time; the message names the line.
    """
    rows: dict[str, dict[str, tuple[float, float]]] = {}
    layout = "BRIEF_ID Q0 SOURCE:CREATOR_ID RANK SCORE NAME"
    for place, line in _lines(path):
        brief, _, creator, rank, score, _ = _fields(place, line, layout)
        ranked = rows.setdefault(brief, {})
        if creator in ranked:
            raise InputError(f"{place}: {creator} is ranked twice for {brief}")
        ranked[creator] = (
            -_number(place, "score", score),
            _number(place, "rank", rank, whole=True),
        )
    _unless_empty(rows, path, "rankings")
    return {brief: _in_order(ranked) for brief, ranked in rows.items()}


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _reciprocal_rank(gains: Sequence[int], relevant_from: int) -> float:
    ranks = (rank for rank, gain in enumerate(gains, start=1) if gain >= relevant_from)
    first = next(ranks, None)
    return 1 / first if first else 0.0


def _average_precision(gains: Sequence[int], *, n_relevant: int) -> float:
    ranks = [rank for rank, gain in enumerate(gains, start=1) if gain > 0]
    precisions = (found / rank for found, rank in enumerate(ranks, start=1))
    return sum(precisions) / n_relevant if n_relevant else 0.0


def _row(track: str, measures: Sequence[Mapping[str, float]]) -> Row:
    metrics = {name: bootstrap([each[name] for each in measures]) for name in METRICS}
    return Row(track=track, n_briefs=len(measures), metrics=metrics)


def _in_order(ranked: Mapping[str, tuple[float, float]]) -> tuple[str, ...]:
    last_id_first = sorted(ranked, reverse=True)
    return tuple(sorted(last_id_first, key=lambda creator: ranked[creator]))


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every line that is not blank with its place, as a message would name it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not text in UTF-8 (byte {error.start})") from error
    # Not splitlines: JSON strings may hold the other line ends of Unicode as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path}, line {number}", line


def _parse_brief_line(place: str, line: str) -> BriefLine:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{place}: not JSON: {error}", hint=_BRIEF_LAYOUT) from error
    if not isinstance(row, dict):
        raise InputError(f"{place}: not a JSON object", hint=_BRIEF_LAYOUT)
    brief = BriefLine(
        id=_words(place, row, "id"),
        text=_words(place, row, "text"),
        track=None if row.get("track") is None else _words(place, row, "track"),
        where=_parse_where(place, row.get("where")),
    )
    if brief.id.split() != [brief.id]:
        raise InputError(f"{place}: the id {brief.id!r} holds a space, which TREC files cannot")
    return brief


def _words(place: str, row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{place}: {key} is {value!r}, not words", hint=_BRIEF_LAYOUT)
    return value


def _parse_where(place: str, where: object) -> dict[str, str | tuple[str, ...]]:
    if where is None:
        return {}
    if not isinstance(where, dict):
        raise InputError(f"{place}: where is {where!r}, not an object of filters")
    return {name: _parse_filter(place, name, value) for name, value in where.items()}


def _parse_filter(place: str, name: str, value: object) -> str | tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if any(isinstance(each, bool) or not isinstance(each, str | int | float) for each in values):
        raise InputError(
            f"{place}: the filter {name!r} is {value!r}",
            hint="a filter is written as on the command line, or as a list of such words",
        )
    return tuple(str(each) for each in values) if isinstance(value, list) else str(value)


def _fields(place: str, line: str, layout: str) -> list[str]:
    fields = line.split()
    if len(fields) != len(layout.split()):
        raise InputError(
            f"{place}: {len(fields)} columns instead of {len(layout.split())}",
            hint=f"a line is {layout}",
        )
    return fields


def _number(place: str, what: str, text: str, *, whole: bool = False) -> float:
    try:
        value = float(int(text)) if whole else float(text)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{place}: the {what} {text!r} is not a number") from error
    if not math.isfinite(value):
        raise InputError(f"{place}: the {what} {text!r} is not a finite number")
    return value


def _unless_empty(found: dict[str, _T], path: Path, what: str) -> dict[str, _T]:
    if not found:
        raise InputError(f"{path} holds no {what}")
    return found
