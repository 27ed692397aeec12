"""The upsert law: what a page of posts and creators changes in the database.

A post is identified by (source, native_id), a creator likewise. What is not known never
overwrites what is; a row that would stay as it is is not written at all, so importing a file
again costs neither full-text nor embedding work.

* Posts: the last one committed wins. Text, time, hashtags and links are replaced as they are;
  every field that may be unknown keeps its value where the new post does not say.
* Creators: field by field, the later `measured_at` wins (the last committed if they are equal);
  an earlier measurement only fills in what was unknown.

Rows go through temporary tables, so that each table is changed by one statement: FTS5 writes out
what it has gathered at every statement, and one a row would halve the speed (measured).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.store.rows import Row, creator_row, post_row, to_microseconds
from engine.vocabulary import Creator, CreatorKey, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What a page changed: counts of posts (repeats on the page included) and of new creators.

    `removed` posts were deleted where they came from, `refused` are by creators who were erased.
    """

    new: int
    updated: int
    unchanged: int
    creators: int
    removed: int = 0
    refused: int = 0


_POST = (
    "source", "native_id", "creator", "url", "text", "tag_words", "created_at", "lang",
    "likes", "replies", "reposts", "quotes", "views", "hashtags", "links", "reply_to",
    "paid_label", "content_hash", "marks", "fetched_at",
)  # fmt: skip
_REPLACED = (
    "creator_id",
    "text",
    "tag_words",
    "created_at",
    "hashtags",
    "links",
    "content_hash",
    "marks",
)
_KEPT = ("url", "lang", "likes", "replies", "reposts", "quotes", "views", "reply_to", "paid_label")
_PROFILE = (
    "handle", "name", "bio", "url", "followers", "following", "posts", "location", "verified",
    "created_at",
)  # fmt: skip
_MEASURED = (*_PROFILE, "opt_outs", "default_avatar")
_CREATOR = ("source", "native_id", *_PROFILE, "measured_at", "opt_outs", "default_avatar")
_MERGED = "coalesce(iif(excluded.measured_at >= measured_at, excluded.{0}, {0}), {0}, excluded.{0})"


def _changes(table: str, values: dict[str, str]) -> tuple[str, str]:
    """Return the SET list, and the condition that it would change something."""
    assignments = ", ".join(f"{column} = {value}" for column, value in values.items())
    before = ", ".join(f"{table}.{column}" for column in values)
    return assignments, f"({before}) IS NOT ({', '.join(values.values())})"


_POST_SET, _POST_DIFFERS = _changes(
    "posts",
    {column: f"excluded.{column}" for column in _REPLACED}
    | {column: f"coalesce(excluded.{column}, posts.{column})" for column in _KEPT},
)
_PROFILE_SET, _PROFILE_DIFFERS = _changes(
    "creators",
    {column: _MERGED.format(column) for column in _MEASURED}
    | {"measured_at": "max(excluded.measured_at, coalesce(measured_at, 0))"},
)

_CREATOR_ID = """SELECT id FROM creators
    WHERE creators.source = incoming.source AND creators.native_id = incoming.creator"""

# All columns of these statements are named above; nothing that a user types gets into them.
_INCOMING = (
    f"CREATE TEMP TABLE IF NOT EXISTS incoming_posts({', '.join(_POST)})",
    f"CREATE TEMP TABLE IF NOT EXISTS incoming_creators({', '.join(_CREATOR)})",
    "DELETE FROM temp.incoming_posts",
    "DELETE FROM temp.incoming_creators",
)
_RECEIVE_POST = f"INSERT INTO temp.incoming_posts VALUES ({', '.join('?' * len(_POST))})"  # noqa: S608
_RECEIVE_CREATOR = f"INSERT INTO temp.incoming_creators VALUES ({', '.join('?' * len(_CREATOR))})"  # noqa: S608
_UPSERT_PROFILES = f"""
    INSERT INTO creators({", ".join(_CREATOR)})
    SELECT {", ".join(_CREATOR)} FROM temp.incoming_creators WHERE true ORDER BY rowid
    ON CONFLICT(source, native_id) DO UPDATE SET {_PROFILE_SET} WHERE {_PROFILE_DIFFERS}
"""  # noqa: S608
_ADD_BARE_CREATORS = """
    INSERT INTO creators(source, native_id)
    SELECT source, creator FROM temp.incoming_posts WHERE true ORDER BY rowid
    ON CONFLICT(source, native_id) DO NOTHING
"""
_UPSERT_POSTS = f"""
    INSERT INTO posts({", ".join(_POST).replace("creator,", "creator_id,")})
    SELECT {", ".join(_POST).replace("creator,", "(" + _CREATOR_ID + "),")}
    FROM temp.incoming_posts AS incoming WHERE true ORDER BY incoming.rowid
    ON CONFLICT(source, native_id) DO UPDATE
    SET {_POST_SET}, fetched_at = excluded.fetched_at WHERE {_POST_DIFFERS}
"""  # noqa: S608
_LAST_IDS = """
    SELECT (SELECT coalesce(max(id), 0) FROM creators), (SELECT coalesce(max(id), 0) FROM posts)
"""


def post_rows(page: Page, *, now: datetime) -> list[Row]:
    """Return the rows of the page's posts: the costly half of a commit, done outside the lock."""
    fetched_at = to_microseconds(now)
    return [post_row(post, fetched_at=fetched_at) for post in page.posts]


def creator_rows(page: Page, *, now: datetime) -> list[Row]:
    """Return the rows of the page's profiles, without immediate repeats of one and the same."""
    fetched_at = to_microseconds(now)
    last_seen: dict[CreatorKey, Creator] = {}
    rows = []
    for creator in page.creators:
        if last_seen.get(creator.key) != creator:
            last_seen[creator.key] = creator
            rows.append(creator_row(creator, fetched_at=fetched_at))
    return rows


def upsert(
    connection: sqlite3.Connection, *, posts: Sequence[Row], creators: Sequence[Row]
) -> Committed:
    """Write rows made by `post_rows` and `creator_rows`; call it inside a transaction."""
    creators_before, posts_before = _last_ids(connection)
    for statement in _INCOMING:
        connection.execute(statement)
    connection.executemany(_RECEIVE_CREATOR, creators)
    connection.executemany(_RECEIVE_POST, posts)
    connection.execute(_UPSERT_PROFILES)
    connection.execute(_ADD_BARE_CREATORS)
    written = connection.execute(_UPSERT_POSTS).rowcount
    creators_after, posts_after = _last_ids(connection)
    new = posts_after - posts_before
    return Committed(
        new=new,
        updated=written - new,
        unchanged=len(posts) - written,
        creators=creators_after - creators_before,
    )


def _last_ids(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the largest ids of creators and posts; an upsert that updates takes no new one."""
    creators, posts = connection.execute(_LAST_IDS).fetchone()
    return creators, posts
