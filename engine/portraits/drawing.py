"""One creator as their posts show them, whatever the brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from engine.portraits.reception import Reception, reception
from engine.portraits.timeline import Timeline, timeline
from engine.protocols import Corpus
from engine.tiers import tier_of
from engine.vocabulary import Creator, CreatorId, Ids, Post, PostFilter

WEEKS = 52
HASHTAGS = 24
_WEEK = 604_800.0  # seconds
_DAY = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Portrait:
    """A creator, and what their newest posts (up to 500) say.

    `by_week` counts posts in the 52 weeks before the newest one, or before now. `per_week` is posts
    a week between the first and the last looked at, None of fewer than two; `days_since` the last
    one. `hashtags` are the commonest with the number of posts that have them.
    """

    creator_id: CreatorId
    creator: Creator
    tier: str | None
    post_ids: Ids  # (n,) newest first
    first_at: datetime | None
    last_at: datetime | None
    by_week: Timeline
    per_week: float | None
    days_since: float | None
    hashtags: tuple[tuple[str, int], ...]
    reception: Reception | None


def draw(creator_id: CreatorId, corpus: Corpus, *, dim: int, now: datetime) -> Portrait:
    """Return the portrait of a creator; `dim` is the length of the corpus' vectors.

    Raises:
        KeyError: there is no such creator.
    """
    ids = np.array([creator_id], dtype=np.int64)
    creator = corpus.creators(ids)[creator_id]
    activity = corpus.activity(np.zeros(dim, dtype=np.float32), ids, PostFilter())
    times = [datetime.fromtimestamp(int(second), UTC) for second in activity.created_at]
    last = times[-1] if times else None
    end = max(now, last) if last else now
    return Portrait(
        creator_id=creator_id,
        creator=creator,
        tier=tier_of(creator.followers),
        post_ids=activity.post_ids[::-1],
        first_at=times[0] if times else None,
        last_at=last,
        by_week=timeline(times, start=end - timedelta(weeks=WEEKS), end=end, stretches=WEEKS),
        per_week=_per_week(activity.created_at),
        days_since=None if last is None else max((now - last).total_seconds(), 0.0) / _DAY,
        hashtags=_hashtags([*corpus.posts(activity.post_ids).values()]),
        reception=reception(creator_id, activity, corpus.engagement()),
    )


def newest(portrait: Portrait, corpus: Corpus, *, start: int, n: int) -> Sequence[Post]:
    """Return `n` of the creator's posts, newest first, the first `start` passed over."""
    ids = portrait.post_ids[start : start + n]
    posts = corpus.posts(ids)
    return [posts[id_] for id_ in ids.tolist() if id_ in posts]


def _per_week(times: NDArray[np.int64]) -> float | None:
    """Return the mean rate between the first and the last post, as gaps over their time."""
    if len(times) < 2 or times[-1] <= times[0]:
        return None
    return float((len(times) - 1) / ((times[-1] - times[0]) / _WEEK))


def _hashtags(posts: Sequence[Post]) -> tuple[tuple[str, int], ...]:
    counts = Counter(tag for post in posts for tag in set(post.hashtags))
    ordered = sorted(counts.items(), key=lambda found: (-found[1], found[0]))
    return tuple(ordered[:HASHTAGS])
