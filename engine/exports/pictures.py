"""Charts of a report: what a shortlist looks like as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, timedelta

from markupsafe import Markup

from engine.charts import Line, distribution_chart, stacked_time_chart
from engine.exports.views import Section

_WEEKLY = timedelta(days=200)  # the longest span of which weeks are counted, else months
_FEW = 5  # creators whose followers are known, below which there is nothing to distribute


def charts_of(section: Section) -> tuple[tuple[str, Markup], ...]:
    """Return headings with charts: posts on topic over time, and followers of those listed."""
    return (*_over_time(section), *_followers(section))


def _over_time(section: Section) -> Iterator[tuple[str, Markup]]:
    days = [at.astimezone(UTC).date() for card in section.cards for at in
            card.candidate.on_topic_at]  # fmt: skip
    if not days:
        return
    weekly = section.end - section.start <= _WEEKLY
    counts = Counter(_start(day, weekly=weekly) for day in days)
    last = _start(section.end.astimezone(UTC).date(), weekly=weekly)
    points = [(day, counts[day]) for day in _periods(min(counts), last, weekly=weekly)]
    what = f"Posts on topic by those listed, by {'week' if weekly else 'month'}"
    yield what, stacked_time_chart([Line("posts on topic", points)], title=what, unit="posts")


def _start(day: date, *, weekly: bool) -> date:
    return day - timedelta(days=day.weekday()) if weekly else day.replace(day=1)


def _periods(first: date, last: date, *, weekly: bool) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        later = day + timedelta(days=7 if weekly else 32)
        day = later if weekly else later.replace(day=1)


def _followers(section: Section) -> Iterator[tuple[str, Markup]]:
    followers = [card.candidate.creator.followers for card in section.cards]
    known = [count for count in followers if count is not None]
    if len(known) < _FEW:
        return
    unknown = len(followers) - len(known)
    beside = f", not known of {unknown:,}" if unknown else ""
    what = f"Followers of those listed{beside}"
    yield what, distribution_chart(known, title=what, unit="followers", log=True)
