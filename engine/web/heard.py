"""What was heard, as tables and as a chart over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from engine.charts import Line, stacked_time_chart
from engine.exports.papers import Paper, Sheet
from engine.exports.rows import Cell

Status: TypeAlias = Mapping[str, Any]
"""What `overheard status --output json` prints."""

_HEADS = ("source", "posts", "fetched_at", "row", "at", "run", "asked_for", "posts_read",
          "posts_new", "posts_updated", "unreadable", "why_unreadable", "left_out",
          "not_understood", "trouble", "ended")  # fmt: skip
_RUN_HEADS = ("at", "run", "source", *_HEADS[6:])
_BY_DAY, _BY_WEEK = 130, 1_100  # days in all up to which they are counted so


class Step(StrEnum):
    """What posts are counted by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def begin(self, day: date) -> date:
        """Return the first day of the period that `day` is in; weeks begin on Monday."""
        if self is Step.MONTH:
            return day.replace(day=1)
        return day - timedelta(days=day.weekday()) if self is Step.WEEK else day


def step_of(by_day: Mapping[str, Mapping[str, int]]) -> Step:
    """Return what days are counted by for a chart to be read: by more, the longer the time."""
    days = [date.fromisoformat(day) for counts in by_day.values() for day in counts]
    apart = (max(days) - min(days)).days if days else 0
    if apart <= _BY_DAY:
        return Step.DAY
    return Step.WEEK if apart <= _BY_WEEK else Step.MONTH


def days_chart(status: Status) -> str:
    """Return how many posts each source has over time, as a chart."""
    by_day = status["by_day"]
    step = step_of(by_day)
    return stacked_time_chart(
        _lines(by_day, step), title=f"Posts per {step} and source", unit="posts"
    )


def _lines(by_day: Mapping[str, Mapping[str, int]], step: Step) -> list[Line]:
    """Return a line a source; a period in which no source has a post is left out."""
    counted: dict[str, Counter[date]] = {}
    for source, counts in by_day.items():
        line = counted.setdefault(source, Counter())
        for day, count in counts.items():
            line[step.begin(date.fromisoformat(day))] += count
    periods = sorted({period for line in counted.values() for period in line})
    return [
        Line(source, [(period, float(line[period])) for period in periods])
        for source, line in counted.items()
    ]


def heard_paper(status: Status, now: datetime) -> Paper:
    """Return the sources and the runs in one table, and each in one of their own."""
    runs = [_run(run) for run in status["runs"]]
    sources = [
        (name, it["posts"], _moment(it["fetched_at"])) for name, it in status["by_source"].items()
    ]
    blank = (None,) * (len(_HEADS) - 4)
    rows: list[Sequence[Cell]] = [(*row, "source", *blank) for row in sources]
    rows += [(run[2], None, None, "run", run[0], run[1], *run[3:]) for run in runs]
    days = [
        (source, day, count)
        for source, counts in status["by_day"].items()
        for day, count in counts.items()
    ]
    languages = [(lang or None, count) for lang, count in status["languages"].items()]
    return Paper(
        title="What has been heard",
        made_at=now,
        sheets=(
            Sheet(name="Corpus", heads=_HEADS, rows=rows),
            Sheet(name="Sources", heads=_HEADS[:3], rows=sources),
            Sheet(name="Runs", heads=_RUN_HEADS, rows=runs),
            Sheet(name="Left out", heads=("why", "posts"), rows=[*status["left_out"].items()]),
            Sheet(name="Posts by day", heads=("source", "day", "posts"), rows=days),
            Sheet(name="Languages", heads=("language", "posts"), rows=languages),
        ),
        document=status,
    )


def _run(run: Mapping[str, Any]) -> tuple[Cell, ...]:
    return (
        *(_moment(run["at"]), run["kind"], run["source"], run["query"]),
        *(run["posts_read"], run["posts_new"], run["posts_updated"], run["failed"]),
        "; ".join(f"{it.get('where')}: {it.get('reason')}" for it in run["problems"]) or None,
        *(_counted(run["dropped"]), _counted(run["unmapped"]), run["error"], run["ended"]),
    )


def _counted(counts: Mapping[str, int]) -> str | None:
    return "; ".join(f"{name} {count}" for name, count in counts.items()) or None


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
