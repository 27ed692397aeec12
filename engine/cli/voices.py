"""Shares of voice as a table for a terminal, as rows and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from engine.brands.counting.bursts import Burst
from engine.brands.counting.counted import Reason, Window
from engine.brands.counting.coverage import Coverage, Covered
from engine.brands.counting.periods import Step, moment_of
from engine.brands.counting.voice import Change, Figure, Measure, Period, Share, Voice
from engine.cli.bursting import burst_lines, burst_sheet, burst_values
from engine.cli.layout import UNKNOWN, columns, day_text
from engine.exports.papers import Paper, Sheet
from engine.exports.rows import Cell
from engine.exports.writing import moment, number
from engine.vocabulary import Ids, Post, PostId

LISTED = 20  # posts of a figure named in JSON
LISTED_DAYS = 100
_EMPTY = 3  # periods without a mention in a row, of which more have one line
ABOUT = {
    Measure.MENTIONS: "posts, one a creator, brand and day; one that names k brands is 1 / k",
    Measure.CREATORS: "distinct creators; one who names several brands counts for each",
    Measure.ENGAGEMENT: "sum of log(1 + likes + replies + reposts), shared as mentions are; what "
    "is not known adds nothing",
}
_HEADS = {
    Measure.MENTIONS: "of mentions",
    Measure.CREATORS: "of creators",
    Measure.ENGAGEMENT: "of log-engagement",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What figures are shown with. `names` are by key, `posts` those that can be listed."""

    names: Mapping[str, str]
    posts: Mapping[PostId, Post]
    coverage: Coverage
    made_at: datetime
    by: Step | None = None
    change: Change | None = None
    bursts: tuple[Burst, ...] = ()
    notes: tuple[str, ...] = ()


def listed(post_ids: Ids) -> Ids:
    """Return the posts of a figure that JSON names."""
    return post_ids[:LISTED]


def voice_lines(found: Voice, about: About) -> Iterator[str]:
    """Yield the shares of the window, of its periods, and what moved."""
    names = ", ".join(about.names.values())
    yield f"Share of voice of {names}, {_span_text(found.whole.window, about)}"
    yield ""
    yield from _whole(found.whole, about)
    if about.change is not None:
        yield ""
        yield from _moves(about.change, about)
    if found.periods and about.by is not None:
        yield ""
        yield f"Share of mentions by {about.by.value}, and mentions:"
        yield from _by_period(found.periods, about)
    yield from burst_lines(about.bursts, about.names)
    yield ""


def _whole(whole: Period, about: About) -> list[str]:
    heads = ("brand", "mentions", "creators", *_HEADS.values())
    rows = [
        (
            about.names[figure.brand],
            f"{figure.mentions:,}",
            f"{figure.creators:,}",
            *(share_text(figure.shares[measure]) for measure in Measure),
        )
        for figure in whole.figures
    ]
    return columns([heads, *rows], left=(0,))


def _by_period(periods: Sequence[Period], about: About) -> list[str]:
    heads = ("from", *about.names.values())
    rows: list[tuple[str, ...]] = []
    for is_empty, some in groupby(periods, _is_empty):
        run = list(some)
        if is_empty and len(run) > _EMPTY:
            _, *none = _period_cells(run[0])
            rows.append((f"… {len(run):,} {_name_of(about.by)}s, each", *none))
        else:
            rows += [_period_cells(period) for period in run]
    return columns([heads, *rows], left=(0,))


def _is_empty(period: Period) -> bool:
    return not any(figure.mentions for figure in period.figures)


def _period_cells(period: Period) -> tuple[str, ...]:
    return (
        day_text(period.window.since),
        *(
            f"{share_text(figure.shares[Measure.MENTIONS])} {figure.mentions:>5,}"
            for figure in period.figures
        ),
    )


def _moves(change: Change, about: About) -> Iterator[str]:
    yield f"Since {_span_text(change.then.window, about)}, in points:"
    heads = ("brand", "mentions then", *_HEADS.values())
    rows = [
        (
            about.names[then.brand],
            f"{then.mentions:,}",
            *(share_text(change.moved[then.brand][measure], sign="+") for measure in Measure),
        )
        for then in change.then.figures
    ]
    yield from columns([heads, *rows], left=(0,))


def share_text(share: Share, *, sign: str = "") -> str:
    """Return `41.2 % [35.0, 47.9]`; without an interval where there is none."""
    if share.value is None:
        return UNKNOWN
    value = f"{100 * share.value:{sign}.1f} %"
    if share.low is None or share.high is None:
        return value
    return f"{value} [{100 * share.low:{sign}.1f}, {100 * share.high:{sign}.1f}]"


def sentences(found: Voice, about: About) -> Iterator[str]:
    """Yield what the figures rest on, and what is not in them."""
    total = sum(figure.mentions for figure in found.whole.figures)
    sources = _sources(found.whole)
    told = ", ".join(f"{name} {count:,}" for name, count in sources.items())
    yield f"{total:,} mentions by {found.whole.creators:,} creators ({told or 'no source'})"
    for key, reasons in found.left_out.items():
        if reasons:
            counted = ", ".join(f"{reason.value} {count:,}" for reason, count in reasons.items())
            yield f"not counted of {about.names[key]}: {counted}"
    for figure in found.whole.figures:
        unsure = found.left_out[figure.brand].get(Reason.UNSURE, 0)
        if unsure > figure.mentions:
            yield (
                f"most mentions of {about.names[figure.brand]} may mean something else: say more "
                "on its card, or count them with --with-unsure"
            )
    for name, (unknown, n) in found.unknown_by_source.items():
        if unknown:
            yield f"engagement is not known of {unknown:,} of {n:,} mentions on {name}"
    yield from _coverage(about.coverage)
    yield from about.notes
    if about.coverage.whole is not None:
        yield "only what was collected can be counted; overheard mentions lists the posts"


def _coverage(coverage: Coverage) -> Iterator[str]:
    if coverage.whole is None:
        yield "there is no post to count in"
        return
    whole = coverage.whole
    if whole.silent:
        yield f"without any post: {len(whole.silent):,} of {whole.days:,} days"
    for name, one in coverage.by_source.items():
        if len(one.silent) > len(whole.silent):
            yield f"without a post on {name}: {len(one.silent):,} of {one.days:,} days"


def voice_paper(found: Voice, about: About) -> Paper:
    """Return the shares as a sheet of rows, one a period and brand, and as JSON values."""
    periods = (("whole", found.whole), *((_name_of(about.by), one) for one in found.periods))
    rows = [
        _row(kind, period, figure, about) for kind, period in periods for figure in period.figures
    ]
    sheets = [Sheet(name="Share of voice", heads=_COLUMNS, rows=rows)]
    if about.change is not None:
        sheets.append(Sheet(name="Moved", heads=_MOVED, rows=_moved_rows(about.change, about)))
    if about.bursts:
        sheets.append(burst_sheet(about.bursts, about.names))
    return Paper(
        title=f"Share of voice of {', '.join(about.names.values())}",
        made_at=about.made_at,
        sheets=tuple(sheets),
        document=_document(found, about),
        notes=tuple(sentences(found, about)),
    )


def _name_of(by: Step | None) -> str:
    return by.value if by else ""


_SHARES = tuple(
    f"{measure.value}_{part}" for measure in Measure for part in ("share", "low", "high")
)
_COLUMNS = (
    *("period", "since", "until", "brand", "name", "mentions", "creators", "log_engagement"),
    *("engagement_unknown", *_SHARES),
)
_MOVED = ("brand", "name", "mentions_then", "mentions_now", *_SHARES)


def _row(kind: str, period: Period, figure: Figure, about: About) -> list[Cell]:
    return [
        kind,
        period.window.since,
        period.window.until,
        figure.brand,
        about.names[figure.brand],
        figure.mentions,
        figure.creators,
        number(figure.engagement),
        figure.unknown,
        *_share_cells(figure.shares),
    ]


def _share_cells(shares: Mapping[Measure, Share]) -> Iterator[Cell]:
    for measure in Measure:
        share = shares[measure]
        for value in (share.value, share.low, share.high):
            yield None if value is None else number(value)


def _moved_rows(change: Change, about: About) -> list[list[Cell]]:
    return [
        [
            then.brand,
            about.names[then.brand],
            then.mentions,
            now.mentions,
            *_share_cells(change.moved[then.brand]),
        ]
        for then, now in zip(change.then.figures, change.now.figures, strict=True)
    ]


def _document(found: Voice, about: About) -> dict[str, Any]:
    change = about.change
    return {
        "brands": [{"key": key, "name": name} for key, name in about.names.items()],
        "made_at": moment(about.made_at),
        "measures": {measure.value: words for measure, words in ABOUT.items()},
        "interval": "95 %, bootstrap over creators",
        "whole": _period(found.whole, about),
        "by": about.by.value if about.by else None,
        "periods": [_period(period, about) for period in found.periods],
        "bursts": [burst_values(one) for one in about.bursts],
        "compared": None if change is None else _change(change, about),
        "not_counted": {
            key: {reason.value: count for reason, count in reasons.items()}
            for key, reasons in found.left_out.items()
        },
        "engagement_unknown": {
            name: {"unknown": unknown, "mentions": n}
            for name, (unknown, n) in found.unknown_by_source.items()
        },
        "coverage": _coverage_values(about.coverage),
        "notes": list(sentences(found, about)),
    }


def _change(change: Change, about: About) -> dict[str, Any]:
    return {
        "then": _period(change.then, about),
        "moved": {
            key: {measure.value: _share(share) for measure, share in shares.items()}
            for key, shares in change.moved.items()
        },
    }


def _period(period: Period, about: About) -> dict[str, Any]:
    return {
        **_window(period.window),
        "creators": period.creators,
        "figures": [_figure(figure, about) for figure in period.figures],
    }


def _window(window: Window) -> dict[str, str | None]:
    return {
        "since": moment(window.since) if window.since else None,
        "until": moment(window.until) if window.until else None,
        "known_by": moment(window.known_by) if window.known_by else None,
    }


def _figure(figure: Figure, about: About) -> dict[str, Any]:
    posts = [about.posts[PostId(one)] for one in listed(figure.post_ids).tolist()]
    return {
        "brand": figure.brand,
        "mentions": figure.mentions,
        "creators": figure.creators,
        "log_engagement": number(figure.engagement),
        "engagement_unknown": figure.unknown,
        "sources": dict(figure.by_source),
        "shares": {measure.value: _share(share) for measure, share in figure.shares.items()},
        "posts": [{"source": post.source, "id": post.native_id, "url": post.url} for post in posts],
        "posts_not_listed": figure.mentions - len(posts),
    }


def _share(share: Share) -> dict[str, float | None]:
    values = {"value": share.value, "low": share.low, "high": share.high}
    return {name: None if value is None else number(value) for name, value in values.items()}


def _coverage_values(coverage: Coverage) -> dict[str, Any] | None:
    if coverage.whole is None:
        return None
    return {
        **_covered(coverage.whole),
        "sources": {name: _covered(one) for name, one in coverage.by_source.items()},
    }


def _covered(one: Covered) -> dict[str, Any]:
    return {
        "first": _date(one.first),
        "last": _date(one.last),
        "days": one.days,
        "days_without_posts": len(one.silent),
        "without_posts": [_date(day) for day in one.silent[:LISTED_DAYS]],
    }


def _date(day: int) -> str:
    return moment_of(day).date().isoformat()


def _sources(period: Period) -> dict[str, int]:
    total: dict[str, int] = {}
    for figure in period.figures:
        for name, count in figure.by_source.items():
            total[name] = total.get(name, 0) + count
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))


def _span_text(window: Window, about: About) -> str:
    whole = about.coverage.whole
    since = window.since or (moment_of(whole.first) if whole else None)
    return f"{day_text(since)} to {day_text(window.until)}" if since else "without any post"
