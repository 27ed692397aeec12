"""The post a first letter quotes, and what a creator shares with whoever writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.text import lexical_terms
from engine.vocabulary import Mark, Post

RECENT = timedelta(days=180)
_SHARED = 6  # words and hashtags at the most
_SHORTEST = 3  # letters of a word worth naming


def post_to_quote(
    evidence: Sequence[Post], posts: Sequence[Post], topic: str | None, *, now: datetime
) -> Post | None:
    """Return the newest of the posts on the topic, None if there is none.

    On the topic are those of `evidence`, where there is any; else those of `posts` that share a
    word with `topic`, prize draws and walls of hashtags left out. Later ones than `now` do not
    count.
    """
    from engine.text.marks import marks_of

    poor = Mark.PRIZE_DRAW | Mark.HASHTAG_WALL | Mark.KEYWORDS
    wanted = _terms(topic or "")
    on_topic = [post for post in evidence if post.created_at <= now] or [
        post
        for post in posts
        if post.created_at <= now
        and post.reply_to is None
        and wanted & _terms(post.text, post.hashtags)
        and not marks_of(post.text, post.hashtags) & poor
    ]
    return max(on_topic, key=lambda post: (post.created_at, post.native_id), default=None)


def shared_with(about: str, posts: Sequence[Post]) -> tuple[str, ...]:
    """Return the words of `about` that the creator uses too, in most posts first."""
    wanted = _terms(about)
    used = Counter(word for post in posts for word in wanted & _terms(post.text, post.hashtags))
    ordered = sorted(used.items(), key=lambda one: (-one[1], one[0]))
    return tuple(word for word, _ in ordered[:_SHARED])


def _terms(text: str, hashtags: Sequence[str] = ()) -> set[str]:
    words = {term.lstrip("#@").casefold() for term in lexical_terms(text)}
    words |= {tag.casefold() for tag in hashtags}
    return {word for word in words if len(word) >= _SHORTEST}
