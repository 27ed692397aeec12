"""What posts brought: engagements, what one cost, earned media value and return on investment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from engine.errors import ConfigError
from engine.money.rows import ANY, ReachRow, UnitRow
from engine.vocabulary import Post

METRICS = ("likes", "comments", "shares", "views")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A count times the value of one: a term of earned media value, and the row it is from."""

    metric: str
    count: int
    row: UnitRow

    @property
    def value(self) -> float:
        """The product."""
        return self.count * self.row.value


def counts_of(post: Post) -> dict[str, int | None]:
    """Return what the platform says of a post, by metric; shares are reposts and quotes."""
    said = post.engagement
    shared = [count for count in (said.reposts, said.quotes) if count is not None]
    return {
        "likes": said.likes,
        "comments": said.replies,
        "shares": sum(shared) if shared else None,
        "views": said.views,
    }


def engagements_of(post: Post) -> int | None:
    """Return likes + comments + shares, what is not known adding nothing; None if none is."""
    counts = counts_of(post)
    known = [counts[name] for name in ("likes", "comments", "shares")]
    said = [count for count in known if count is not None]
    return sum(said) if said else None


def emv_terms(
    counts: Mapping[str, int | None], platform: str, units: Sequence[UnitRow]
) -> tuple[Term, ...]:
    """Return the terms of earned media value: the sum over metrics of count x unit value.

    A unit value of the platform goes before one of any. A metric that is not known, or has no
    unit value, has no term.
    """
    terms = []
    for metric in METRICS:
        count = counts.get(metric)
        rows = [row for row in units if row.metric == metric and row.platform in (platform, ANY)]
        rows.sort(key=lambda row: row.platform == ANY)
        if rows and count is not None:
            terms.append(Term(metric=metric, count=count, row=rows[0]))
    return tuple(terms)


def units_called(name: str, units: Sequence[UnitRow]) -> tuple[UnitRow, ...]:
    """Return the unit values of the set `name`.

    Raises:
        ConfigError: there is no such set, or its values are in several currencies.
    """
    rows = tuple(row for row in units if row.set == name)
    if not rows:
        known = ", ".join(dict.fromkeys(row.set for row in units))
        raise ConfigError(f"there is no set of unit values {name!r}", hint=f"there are: {known}")
    if len({row.currency for row in rows}) > 1:
        raise ConfigError(f"the unit values {name!r} are in several currencies", hint="use one")
    return rows


def cost_per(cost: float | None, count: float | None) -> float | None:
    """Return cost / count, None where one is not known or the count is zero."""
    return cost / count if cost is not None and count else None


def roi(revenue: float | None, cost: float | None) -> float | None:
    """Return (revenue - cost) / cost, None where one is not known or nothing was spent."""
    return (revenue - cost) / cost if revenue is not None and cost else None


def reach_share(followers: float, rows: Sequence[ReachRow]) -> float | None:
    """Return the share of followers who see a post, on lines between the rows, None without any.

    Below the first row it is that row's share, above the last that one's. Earned impressions are
    followers x share (Sprinklr).
    """
    ordered = sorted(rows, key=lambda row: row.at)
    if not ordered:
        return None
    if followers <= ordered[0].at:
        return ordered[0].share
    for low, high in pairwise(ordered):
        if followers <= high.at:
            along = (followers - low.at) / (high.at - low.at)
            return low.share + along * (high.share - low.share)
    return ordered[-1].share


def median_engagements(posts: Sequence[Post], *, least: int) -> tuple[float | None, int]:
    """Return the median of engagements a post and how many posts say them.

    The median is None where fewer than `least` do.
    """
    said = [count for post in posts if (count := engagements_of(post)) is not None]
    return (median(said) if len(said) >= max(least, 1) else None), len(said)
