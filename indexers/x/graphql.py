"""Posts of X as its own pages get them: answers of its GraphQL, or what Zeeschuimer cut out.

Such a post is one of the API v1.1 inside another wrapping, which has changed more than once; it is
taken out of it and read as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

Record = Mapping[str, object]
PLATFORMS = frozenset(["twitter.com", "x.com"])
_POST = "Tweet"
_LIMITED = "TweetWithVisibilityResults"
_ITEM = "tweet_results"
_MAX_DEPTH = 40


class Item(NamedTuple):
    """A post in its wrapping, and whether somebody paid for its being shown."""

    post: Record
    is_paid: bool


def items_in(record: object, depth: int = 0) -> Iterator[Item]:
    """Yield the posts in `record`, at whatever depth, without those they quote or repeat."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(record, dict):
        if _ITEM in record or depth == 0:
            result = _record(record.get(_ITEM)).get("result") if _ITEM in record else record
            if post := _unwrapped(result):
                yield Item(post, bool(record.get("promotedMetadata")))
                return
        record = [*record.values()]
    if isinstance(record, list):
        for part in record:
            yield from items_in(part, depth + 1)


def content_of(record: Record) -> object:
    """Return the item in a line of Zeeschuimer; anything else as it is."""
    return record.get("data") if record.get("source_platform") in PLATFORMS else record


def is_graphql(record: Record) -> bool:
    """Return whether there is a post of X in `record`."""
    return next(items_in(content_of(record)), None) is not None


def as_v1(item: Item) -> dict[str, object]:
    """Return the post as one of the API v1.1, with `views` and the whole text of a long one."""
    post = item.post
    fields = dict(_record(post.get("legacy")))
    fields.setdefault("id_str", post.get("rest_id"))
    fields["user"] = _user(_record(_at(post, "core.user_results.result")))
    fields["views"] = _at(post, "views.count")
    if retweeted := fields.pop("retweeted_status_result", None):
        fields["retweeted_status"] = retweeted
    note = _record(_at(post, "note_tweet.note_tweet_results.result"))
    if note.get("text"):
        entities = {**_record(fields.get("entities")), **_record(note.get("entity_set"))}
        fields["extended_tweet"] = {"full_text": note["text"], "entities": entities}
        fields["full_text"] = None
    return fields


def _user(user: Record) -> dict[str, object]:
    """Return a profile as one of the API v1.1; since 2025 parts of it stand outside `legacy`."""
    fields = dict(_record(user.get("legacy")))
    fields["id_str"] = user.get("rest_id")
    moved = {
        "screen_name": "core.screen_name",
        "name": "core.name",
        "created_at": "core.created_at",
        "location": "location.location",
        "description": "profile_bio.description",
        "protected": "privacy.protected",
        "verified": "verification.verified",
    }
    for name, path in moved.items():
        if fields.get(name) is None and (value := _at(user, path)) is not None:
            fields[name] = value
    if user.get("is_blue_verified") is True:
        fields["verified"] = True
    return fields


def _unwrapped(result: object) -> Record | None:
    """Return the post in a result; `None` for a tombstone and for what is none."""
    if not isinstance(result, dict):
        return None
    if result.get("__typename") == _LIMITED or ("legacy" not in result and "tweet" in result):
        return _unwrapped(result.get("tweet"))
    kind = result.get("__typename", _POST)
    is_post = kind == _POST and "rest_id" in result and "full_text" in _record(result.get("legacy"))
    return result if is_post else None


def _at(record: Record, path: str) -> object:
    value: object = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _record(value: object) -> Record:
    return value if isinstance(value, dict) else {}
