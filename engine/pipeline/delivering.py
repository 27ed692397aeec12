"""What was told of brands, noted as it is told, and read back for people to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.alerts.digest import QUOTED, Digest, burst_document, counts_of, summary
from engine.errors import AlertError
from engine.store import Attempt, Delivery, Store
from engine.text import snippet
from engine.vocabulary import Post, PostId, PostKey

_COMPLAINT = 500  # characters
SHOWN = 20  # digests


def note_attempt(
    store: Store, channel: str, digest: Digest, refused: AlertError | None, *, now: datetime
) -> None:
    """Note that `channel` was given `digest`, and why it did not take it."""
    store.put_attempt(
        Attempt(
            channel=channel,
            at=now,
            counts=counts_of(digest),
            bursts=[burst_document(one) for one in digest.bursts],
            quoted=[(PostKey(one.source, one.post_id), one.brand) for one in digest.mentions],
            error=None if refused is None else snippet(str(refused), _COMPLAINT),
            hint=None if refused is None else refused.hint,
        )
    )


def deliveries_document(
    store: Store, *, limit: int = SHOWN, before: int | None = None
) -> dict[str, Any]:
    """Return the last digests ready for `json.dumps`, the newest first.

    `next` is the number to go on before, None at the end.
    """
    found = store.deliveries(limit=limit + 1, before=before)
    shown = found[:limit]
    posts = store.posts(one.post_id for delivery in shown for one in delivery.quoted)
    return {
        "alerts": [_document(one, posts) for one in shown],
        "next": shown[-1].id if len(found) > limit else None,
    }


def _document(one: Delivery, posts: Mapping[PostId, Post]) -> dict[str, Any]:
    return {
        "number": one.id,
        "channel": one.channel,
        "headline": summary([str(burst["name"]) for burst in one.bursts], one.counts),
        "taken": one.is_taken,
        "first_tried_at": _moment(one.first_at),
        "last_tried_at": _moment(one.last_at),
        "tries": one.tries,
        "error": one.error,
        "hint": one.hint,
        "counts": dict(one.counts),
        "bursts": list(one.bursts),
        "told": one.told,
        "posts": _quoted(one, posts),
    }


def _quoted(one: Delivery, posts: Mapping[PostId, Post]) -> Sequence[dict[str, Any]]:
    """Return the posts it told that are still here, as they are now."""
    return [
        {
            "brand": quoted.brand,
            "source": post.source,
            "id": post.native_id,
            "handle": quoted.handle,
            "creator_id": post.creator_id,
            "url": post.url,
            "created_at": _moment(post.created_at),
            "text": snippet(post.text, QUOTED),
        }
        for quoted in one.quoted
        if (post := posts.get(quoted.post_id)) is not None
    ]


def _moment(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")
