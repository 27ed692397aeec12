"""Records of X, whatever wrote them, put on a page: API answers, and what tools store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.vocabulary import PostKey
from indexers.pages import LeftOutError, PageDraft, strange_names
from indexers.values import shown
from indexers.x import graphql, scraped, v1, v2
from indexers.x.texts import SOURCE

ADVERTISEMENT = "an advertisement"
PROTECTED_PROFILE = "a protected account"
_ANSWER = frozenset(["data", "includes", "meta", "errors", "__twarc", "matching_rules"])
_STORED_INCLUDES = frozenset(["users", "tweets", "media", "places", "polls", "topics"])
_OF_POSTS = frozenset(["author_id", "edit_history_tweet_ids", "public_metrics", "author"])
_OF_USERS = frozenset(["id", "name", "username"])
_OF_OTHERS = frozenset(["permalink", "timestamp", "username", "user", "createTime"])
_ERROR = frozenset(["title", "resource_type", "type"])


def is_answer(record: Mapping[str, object]) -> bool:
    """Return whether `record` is an answer of the API v2 that holds posts or profiles."""
    if rows := _rows(record.get("data")):
        return any(_is_bare_post(row) or _is_v2_user(row) for row in rows)
    if any(is_error(error) for error in _rows(record.get("errors"))) or "__twarc" in record:
        return True
    meta = record.get("meta")
    return record.keys() == {"meta"} and isinstance(meta, dict) and meta.get("result_count") == 0


def is_includes(record: Mapping[str, object]) -> bool:
    """Return whether `record` is what academictwitteR stores beside posts: their profiles."""
    users = _rows(record.get("users"))
    return bool(users) and record.keys() <= _STORED_INCLUDES and _is_v2_user(users[0])


def is_error(record: Mapping[str, object]) -> bool:
    """Return whether `record` is an entry of the `errors` of an answer."""
    return record.keys() >= _ERROR and ("value" in record or "resource_id" in record)


def is_v2(record: Mapping[str, object]) -> bool:
    """Return whether `record` is surely of the API v2: an answer, a post, a profile, an error."""
    return (
        is_answer(record)
        or is_includes(record)
        or is_error(record)
        or _is_v2_post(record)
        or (_is_v2_user(record) and "public_metrics" in record)
    )


def add_v2(record: Mapping[str, object], draft: PageDraft, where: str) -> None:
    """Put what `record`, of the API v2, holds on the page. What cannot be kept costs itself."""
    if is_includes(record):
        _add_users(_rows(record.get("users")), draft, where, None)
    elif is_error(record):
        _add_error(record, draft)
    elif "data" in record or "includes" in record or "errors" in record or "meta" in record:
        add_answer(record, draft, where)
    else:
        measured_at = _retrieved_at(record.get("__twarc"))
        _add_row(record, draft, where, users={}, measured_at=measured_at)


def add_answer(
    answer: Mapping[str, object],
    draft: PageDraft,
    where: str,
    *,
    measured_at: str | None = None,
) -> None:
    """Put the posts or profiles of an answer on the page, the posts with their creators.

    What posts refer to (`includes.tweets`) is context that nobody asked for, and is not kept.
    """
    measured_at = measured_at or _retrieved_at(answer.get("__twarc"))
    includes = answer.get("includes")
    users = _users(includes if isinstance(includes, dict) else {}, draft, where)
    rows = _rows(answer.get("data"))
    for number, row in enumerate(rows, start=1):
        place = f"{where}, post {number}" if len(rows) > 1 else where
        _add_row(row, draft, place, users=users, measured_at=measured_at)
    for error in _rows(answer.get("errors")):
        _add_error(error, draft)
    draft.not_understood(strange_names(answer, _ANSWER))


def _users(includes: Mapping[str, object], draft: PageDraft, where: str) -> Mapping[str, v2.User]:
    users = {}
    for row in _rows(includes.get("users")):
        with draft.one(f"{where}, a profile"):
            user = v2.read_user(row)
            users[str(user.id)] = user
            draft.not_understood(v2.strange_fields_of_user(row, "author."))
    return users


def _add_row(
    row: Mapping[str, object],
    draft: PageDraft,
    where: str,
    *,
    users: Mapping[str, v2.User],
    measured_at: str | None,
) -> None:
    if "text" not in row:
        _add_users([row], draft, where, measured_at)
        return
    with draft.one(where):
        draft.add(v2.to_post(row, users, measured_at))
        draft.not_understood(v2.strange_fields_of_post(row))
        for earlier in _earlier_versions(row):
            draft.delete(PostKey(SOURCE, earlier))


def _earlier_versions(row: Mapping[str, object]) -> list[str]:
    """Return the ids that a post had before it was edited; each edit gives it another."""
    versions = row.get("edit_history_tweet_ids")
    if not isinstance(versions, list) or not versions or versions[-1] != row.get("id"):
        return []
    return [version for version in versions[:-1] if isinstance(version, str)]


def _add_users(
    rows: Sequence[Mapping[str, object]], draft: PageDraft, where: str, measured_at: str | None
) -> None:
    for row in rows:
        if not row.keys() >= _OF_USERS:
            names = ", ".join(sorted(row)[:5])
            draft.refuse(where, f"it is neither a post nor a profile: it has {shown(names)}")
            continue
        with draft.one(where):
            user = v2.read_user(row)
            if user.is_protected:
                raise LeftOutError(PROTECTED_PROFILE)
            draft.add_creator(v2.to_creator(user, measured_at), SOURCE)
            draft.not_understood(v2.strange_fields_of_user(row, "author."))


def _add_error(error: Mapping[str, object], draft: PageDraft) -> None:
    """Delete the post that X does not find any more; other errors say nothing of ours."""
    gone = str(error.get("resource_id") or error.get("value") or "")
    not_found = error.get("title") == "Not Found Error" and error.get("resource_type") == "tweet"
    if not_found and gone.isdecimal():
        draft.delete(PostKey(SOURCE, gone))


def add_v1(record: Mapping[str, object], draft: PageDraft, where: str) -> None:
    """Put a post of the API v1.1 on the page."""
    with draft.one(where):
        draft.add(v1.to_post(record))
        draft.not_understood(v1.strange_fields(record))


def add_scraped(record: Mapping[str, object], draft: PageDraft, where: str) -> None:
    """Put a post or profile that snscrape or twscrape wrote on the page."""
    if scraped.is_of_another_kind(record):
        draft.refuse(where, scraped.what_it_is(record))
        return
    with draft.one(where):
        if scraped.is_user(record):
            draft.add_creator(scraped.to_creator(record), SOURCE)
        else:
            draft.add(scraped.to_post(record))
        draft.not_understood(scraped.strange_fields(record))


def add_graphql(record: Mapping[str, object], draft: PageDraft, where: str) -> None:
    """Put the posts in an answer of X's own pages, or in a line of Zeeschuimer, on the page."""
    items = list(graphql.items_in(graphql.content_of(record)))
    if not items:
        draft.refuse(where, "there is no post of X in it")
    collected = record.get("timestamp_collected")
    for number, item in enumerate(items, start=1):
        fields = graphql.as_v1(item)
        with draft.one(f"{where}, post {number}" if len(items) > 1 else where):
            post = v1.to_post(fields)
            post.paid_label = ADVERTISEMENT if item.is_paid else None
            if isinstance(collected, int):
                post.creator.measured_at = collected
            draft.add(post)
            draft.not_understood(v1.strange_fields(fields))


def _rows(value: object) -> list[dict[str, object]]:
    """Return the objects of a list, or the one object there is."""
    if isinstance(value, dict):
        return [value]
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _is_v2_post(row: Mapping[str, object]) -> bool:
    return _is_bare_post(row) and not row.keys().isdisjoint(_OF_POSTS)


def _is_bare_post(row: Mapping[str, object]) -> bool:
    """Return whether it may be a post of an answer for which no fields were asked."""
    return row.keys() >= {"id", "text"} and row.keys().isdisjoint(_OF_OTHERS)


def _is_v2_user(row: Mapping[str, object]) -> bool:
    """Return whether it is a profile; others have handles too, but other fields beside them."""
    is_known = "public_metrics" in row or not any(v2.strange_fields_of_user(row))
    return row.keys() >= _OF_USERS and is_known


def _retrieved_at(envelope: object) -> str | None:
    """Return when twarc got an answer."""
    value = envelope.get("retrieved_at") if isinstance(envelope, dict) else None
    return value if isinstance(value, str) else None
