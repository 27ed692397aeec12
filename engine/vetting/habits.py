"""What is measured of how somebody posts: when, how often, what again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import numpy as np

from engine.ranking.engagement import post_reactions
from engine.vetting.facts import Facts
from engine.vetting.findings import Measured
from engine.vocabulary import Floats, Mark

_DAY, _HOUR = 86_400.0, 3_600.0
_PAUSE = 4 * _HOUR
_SHOWN = 5  # posts shown as evidence


def silence(facts: Facts, now: datetime) -> Measured:
    """Return the days since the latest post known."""
    n = len(facts.times)
    if not n:
        return Measured(value=None, n=0)
    days = (now.timestamp() - float(facts.times[-1])) / _DAY
    return Measured(value=max(days, 0.0), n=n, evidence=_ids(facts, np.array([n - 1])))


def repeated_text(facts: Facts, _: datetime) -> Measured:
    """Return how often the text that was posted most was posted; texts of nothing do not count."""
    told = facts.texts[facts.texts != 0]
    if not len(told):
        return Measured(value=None, n=len(facts.texts))
    texts, counts = np.unique(told, return_counts=True)
    most = texts[counts.argmax()]
    rows = np.flatnonzero(facts.texts == most)
    evidence = _ids(facts, rows) if len(rows) > 1 else ()
    return Measured(value=float(counts.max()), n=len(told), evidence=evidence)


def giveaways(facts: Facts, _: datetime) -> Measured:
    """Return the share of posts with the words of a prize draw."""
    return _share(facts, (facts.marks & Mark.PRIZE_DRAW) != 0)


def link_posts(facts: Facts, _: datetime) -> Measured:
    """Return the share of posts with a link."""
    return _share(facts, facts.has_link)


def busiest_day(facts: Facts, _: datetime) -> Measured:
    """Return the most posts within any 24 hours."""
    times = facts.times
    if not len(times):
        return Measured(value=None, n=0)
    ends = np.searchsorted(times, times + _DAY, side="left")
    counts = ends - np.arange(len(times))
    first = int(counts.argmax())
    rows = np.arange(first, first + int(counts.max()))
    return Measured(value=float(counts.max()), n=len(times), evidence=_ids(facts, rows))


def no_pause(facts: Facts, _: datetime) -> Measured:
    """Return the longest stretch, in days, in which no two posts stand four hours apart."""
    times = facts.times
    if len(times) < 2:
        return Measured(value=None, n=len(times))
    breaks = np.flatnonzero(np.diff(times) > _PAUSE)
    starts = times[np.concatenate([[0], breaks + 1])]
    ends = times[np.concatenate([breaks, [len(times) - 1]])]
    return Measured(value=float((ends - starts).max()) / _DAY, n=len(times))


def hours(facts: Facts, _: datetime) -> Measured:
    """Return the entropy, in bits, of the hours of the day in UTC: 0 for one, 4.58 for all."""
    n = len(facts.times)
    if not n:
        return Measured(value=None, n=0)
    counts = np.bincount((facts.times % _DAY // _HOUR).astype(np.int64), minlength=24)
    shares = counts[counts > 0] / n
    return Measured(value=float(-(shares * np.log2(shares)).sum()) + 0.0, n=n)


def even_gaps(facts: Facts, _: datetime) -> Measured:
    """Return the standard deviation of the gaps between posts by their mean."""
    gaps = np.diff(facts.times)
    if not len(gaps) or not gaps.mean() > 0.0:
        return Measured(value=None, n=len(facts.times))
    return Measured(value=float(gaps.std() / gaps.mean()), n=len(facts.times))


def likes_to_replies(facts: Facts, _: datetime) -> Measured:
    """Return the likes for each reply over the posts that tell both, (likes + 1) / (replies + 1).

    The one added to either sum keeps the ratio finite where nobody replied.
    """
    both = ~np.isnan(facts.likes) & ~np.isnan(facts.replies)
    n = int(both.sum())
    if not n:
        return Measured(value=None, n=0)
    likes, replies = facts.likes[both].sum(), facts.replies[both].sum()
    detail = f"{likes:,.0f} likes, {replies:,.0f} replies"
    return Measured(value=float((likes + 1.0) / (replies + 1.0)), n=n, detail=detail)


def reactions_of(facts: Facts) -> Floats:
    """Return log(1 + likes + 2 replies + 2 reposts) of the posts that tell any, (k,)."""
    y = post_reactions(facts.likes, facts.replies, facts.reposts)
    return y[~np.isnan(y)]


def _share(facts: Facts, which: np.ndarray) -> Measured:
    n = len(facts.times)
    if not n:
        return Measured(value=None, n=0)
    rows = np.flatnonzero(which)
    return Measured(value=len(rows) / n, n=n, evidence=_ids(facts, rows))


def _ids(facts: Facts, rows: np.ndarray) -> tuple[int, ...]:
    return tuple(facts.post_ids[rows[-_SHOWN:]].tolist())


MEASURES: Mapping[str, Callable[[Facts, datetime], Measured]] = {
    "silence": silence,
    "repeated_text": repeated_text,
    "giveaways": giveaways,
    "link_posts": link_posts,
    "busiest_day": busiest_day,
    "no_pause": no_pause,
    "hours": hours,
    "even_gaps": even_gaps,
    "likes_to_replies": likes_to_replies,
}
"""What is measured of posts, by the name of its rule."""
