"""What an account's posts usually get: the medians that prices are worked out from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from engine.vocabulary import Post

LATEST = 30  # posts looked at
LEAST = 3  # posts that have to say a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """Medians over an account's latest posts, None where fewer than `LEAST` posts say it.

    `engagements` is by `formula`; `n` and `n_views` count the posts behind the two medians.
    """

    engagements: float | None = None
    formula: str = "likes + comments"
    n: int = 0
    views: float | None = None
    n_views: int = 0


def usual_of(posts: Sequence[Post]) -> Usual:
    """Return what the latest `LATEST` of `posts` got, replies to others left out.

    Comments are counted where enough posts say them; else likes alone, and `formula` says so.
    """
    own = [post for post in posts if post.reply_to is None]
    latest = sorted(own, key=lambda post: post.created_at, reverse=True)[:LATEST]
    said = [post.engagement for post in latest]
    likes = [float(one.likes) for one in said if one.likes is not None]
    both = [
        float(one.likes + one.replies)
        for one in said
        if one.likes is not None and one.replies is not None
    ]
    views = [float(one.views) for one in said if one.views is not None]
    counted = both if len(both) >= LEAST else likes
    return Usual(
        engagements=_median(counted),
        formula="likes + comments" if len(both) >= LEAST else "likes; comments not known",
        n=len(counted),
        views=_median(views),
        n_views=len(views),
    )


def _median(values: Sequence[float]) -> float | None:
    return median(values) if len(values) >= LEAST else None
