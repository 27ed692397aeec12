"""Creators with made-up posts, as facts, for tests of what is measured of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from engine.vetting.facts import Facts
from engine.vocabulary import Creator
from tests.fakes import NOW, make_creator

NAN = float("nan")


def facts(
    creator: Creator | None = None,
    *,
    hours_ago: Sequence[float] = (),
    texts: Sequence[int] = (),
    likes: Sequence[float] = (),
    replies: Sequence[float] = (),
    reposts: Sequence[float] = (),
    views: Sequence[float] = (),
    marks: Sequence[int] = (),
    links: Sequence[bool] = (),
) -> Facts:
    """Return a creator whose posts are `hours_ago`, the oldest first. Unknown: the rest.

    Their number is that of the longest list.
    """
    n = max(map(len, (hours_ago, texts, likes, replies, reposts, views, marks, links)))
    ago = hours_ago or [float(n - i) for i in range(n)]
    return Facts(
        creator=creator or make_creator(),
        post_ids=np.arange(1, n + 1),
        times=np.array([(NOW - timedelta(hours=h)).timestamp() for h in ago]),
        texts=np.array(texts or range(1, n + 1), dtype=np.int64),
        likes=np.array(likes or [NAN] * n, dtype=np.float64),
        replies=np.array(replies or [NAN] * n, dtype=np.float64),
        reposts=np.array(reposts or [NAN] * n, dtype=np.float64),
        views=np.array(views or [NAN] * n, dtype=np.float64),
        marks=np.array(marks or [0] * n, dtype=np.uint8),
        has_link=np.array(links or [False] * n, dtype=np.bool_),
    )
