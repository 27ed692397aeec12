"""Charts of a creator's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from markupsafe import Markup

from engine.charts import Line, distribution_chart, stacked_time_chart
from engine.portraits import Portrait, Timeline, timeline


def cadence_chart(portrait: Portrait, on_topic_at: Sequence[datetime] | None) -> Markup:
    """Return posts by week of the last year; those on topic apart where a brief was given."""
    week = portrait.by_week
    if on_topic_at is None:
        lines = [Line("posts", _points(week, week.counts))]
    else:
        topic = on_topic_by_week(week, on_topic_at)
        rest = [max(n - k, 0) for n, k in zip(week.counts, topic, strict=True)]
        lines = [Line("on topic", _points(week, topic)), Line("other posts", _points(week, rest))]
    return stacked_time_chart(lines, title="Posts by week", unit="posts")


def on_topic_by_week(week: Timeline, on_topic_at: Sequence[datetime]) -> tuple[int, ...]:
    """Return how many of the moments lie in each stretch of `week`."""
    stretches = len(week.counts)
    return timeline(on_topic_at, start=week.start, end=week.end, stretches=stretches).counts


def reception_chart(portrait: Portrait) -> Markup | None:
    """Return typical reactions of the peers with the creator's own; None where not known."""
    found = portrait.reception
    if found is None:
        return None
    return distribution_chart(
        found.all_typical,
        title=f"Typical reactions of {found.peers:,} creators",
        unit="reactions",
        mark=found.typical,
        log=True,
    )


def _points(week: Timeline, counts: Sequence[int]) -> list[tuple[date, float | None]]:
    days = [(week.start + timedelta(weeks=i)).astimezone(UTC).date() for i in range(len(counts))]
    return list(zip(days, counts, strict=True))
