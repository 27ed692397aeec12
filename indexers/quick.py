"""Native records that are as they should be, read in one go.

Nearly all are. What `plain_post` takes it reads exactly as `indexers.records` does; of anything
else it says nothing, and the careful way is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from engine.text import clean, hashtags_in
from engine.vocabulary import Engagement, Post
from indexers.values import EARLIEST, MAX_COUNT, MAX_HASHTAGS, MAX_ID, MAX_LABEL, MAX_TEXT, MAX_URL

_WORDS = (("url", MAX_URL), ("lang", MAX_LABEL), ("paid_label", MAX_LABEL), ("reply_to", MAX_ID))
_COUNTS = ("likes", "replies", "reposts", "quotes", "views")
_RARE = frozenset({"url", "lang", "paid_label", "reply_to", "hashtags", "links"})


def plain_post(record: Mapping[str, object], now: datetime) -> Post | None:
    """Return the post of a native record without a fault, `None` for any other."""
    source, native_id, text = record.get("source"), record.get("id"), record.get("text")
    creator, created_at = record.get("creator"), record.get("created_at")
    creator_id = creator.get("id") if type(creator) is dict else None
    if not (
        type(source) is type(native_id) is type(creator_id) is type(text) is type(created_at) is str
    ):
        return None
    moment = _moment(created_at, now)
    if moment is None or not _are_ids(source, native_id, creator_id) or len(text) > MAX_TEXT:
        return None
    if (engagement := _engagement(record)) is None:
        return None
    text = clean(text)
    if len(tags := hashtags_in(text)) > MAX_HASHTAGS:
        return None
    if _RARE.isdisjoint(record):
        return Post(
            source=source,
            native_id=native_id,
            creator_id=creator_id,
            text=text,
            created_at=moment,
            engagement=engagement,
            hashtags=tags,
        )
    given, links = record.get("hashtags"), record.get("links")
    if given not in (None, []) or links not in (None, []) or not _are_words(record):
        return None
    return Post(
        source=source,
        native_id=native_id,
        creator_id=creator_id,
        text=text,
        created_at=moment,
        engagement=engagement,
        hashtags=tags,
        **{name: record.get(name) for name, _ in _WORDS},  # type: ignore[arg-type]
    )


def _moment(written: str, now: datetime) -> datetime | None:
    """Return the moment of a text like 2026-05-01T10:00:00Z, if it needs no second look."""
    if len(written) < 20 or written[4] != "-":
        return None
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            return None
        if moment.tzinfo is not UTC:
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if EARLIEST <= moment <= now else None


def _are_ids(source: str, native_id: str, creator_id: str) -> bool:
    """Tell whether all three are short and of plain characters."""
    joined = source + native_id + creator_id
    return (
        joined.isascii()
        and joined.isprintable()
        and " " not in joined
        and "+" not in joined  # as in 5.7E+17
        and len(joined) <= MAX_ID
        and bool(source and native_id and creator_id)
    )


def _engagement(record: Mapping[str, object]) -> Engagement | None:
    """Return the reactions, if each is a whole number or not known."""
    counts: dict[str, int] = {}
    for name in _COUNTS:
        count = record.get(name)
        if count is not None:
            if type(count) is not int or not 0 <= count <= MAX_COUNT:
                return None
            counts[name] = count
    return Engagement(**counts)


def _are_words(record: Mapping[str, object]) -> bool:
    """Tell whether what is written out is short and of plain characters, or not there."""
    for name, limit in _WORDS:
        word = record.get(name)
        if word is None:
            continue
        if type(word) is not str or len(word) > limit or not word.isascii():
            return False
        if not word.isprintable() or (name == "reply_to" and not word.isalnum()):
            return False
    return True
