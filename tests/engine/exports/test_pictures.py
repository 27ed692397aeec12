"""Charts of a report: what was counted, in which periods, and what is not known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from engine.exports.pictures import charts_of
from engine.exports.report import html_bytes
from engine.exports.views import Section, sections_of
from engine.vocabulary import Candidate
from tests.engine.exports.samples import ANA, MADE_AT, SHORTLIST


def section(*candidates: Candidate) -> Section:
    (found,) = sections_of([replace(SHORTLIST, candidates=candidates)])
    return found


def wide(chart: str) -> str:
    return chart.partition('class="ch ch-narrow"')[0]


def followed(*followers: int | None) -> list[Candidate]:
    return [replace(ANA, creator=replace(ANA.creator, followers=count)) for count in followers]


def at(*moments: datetime) -> Candidate:
    return replace(ANA, on_topic_at=moments, evidence=())


def test_posts_on_topic_are_counted_by_month_over_all_who_are_listed() -> None:
    first = datetime(2026, 1, 10, tzinfo=MADE_AT.tzinfo)
    posts = [first, first + timedelta(days=3), first + timedelta(days=70)]
    listed = section(at(*posts[:2]), at(posts[2]))
    listed = replace(listed, start=first, end=first + timedelta(days=300))
    (what, chart), *_ = charts_of(listed)
    assert what == "Posts on topic by those listed, by month"
    said = re.findall(r"posts on topic, ([^<]*)</title>", wide(chart))
    assert said == ["1 Jan 2026: 2 posts", "1 Mar 2026: 1 posts"]


def test_a_short_time_is_counted_by_week_from_monday() -> None:
    first = datetime(2026, 1, 7, tzinfo=MADE_AT.tzinfo)  # a Wednesday
    listed = replace(section(at(first)), start=first, end=first + timedelta(days=60))
    (what, chart), *_ = charts_of(listed)
    assert what.endswith("by week")
    assert "posts on topic, 5 Jan 2026: 1 posts" in chart


def test_followers_that_are_not_known_are_said_and_not_counted() -> None:
    listed = section(*followed(10, 200, 3_000, 40_000, 500_000, None, None))
    what, chart = charts_of(listed)[-1]
    assert what == "Followers of those listed, not known of 2"
    counts = re.findall(r"<title>(\d+): ", wide(chart))
    assert sum(int(count) for count in counts) == 5


def test_a_few_creators_have_no_distribution_and_nobody_no_chart() -> None:
    assert [what for what, _ in charts_of(section(*followed(1, 2, 3))) if "Followers" in what] == []
    assert charts_of(section()) == ()


def test_the_report_holds_its_charts_and_their_style_and_loads_nothing() -> None:
    candidates = tuple(followed(10, 200, 3_000, 40_000, 500_000))
    written = html_bytes([replace(SHORTLIST, candidates=candidates)]).decode()
    assert 'class="ch ch-wide"' in written
    assert ".ch-bin {" in written
    assert not re.search(r"<(script|link|img|iframe)\b|url\(", written)
