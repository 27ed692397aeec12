"""Taking out what was deleted where it came from, and creators who are erased for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from engine.store import community, deliveries
from engine.store.connection import writing
from engine.store.contents import creator_by_key, creators
from engine.store.rows import to_microseconds
from engine.text import CODE_LETTERS, ascii_letters
from engine.vocabulary import Creator, CreatorKey, Page, PostKey

_HASH_BYTES = 16
_POST = "DELETE FROM posts WHERE source = ? AND native_id = ?"
_POSTS_OF = """DELETE FROM posts WHERE creator_id =
    (SELECT id FROM creators WHERE source = ? AND native_id = ?)"""
_CREATOR = "DELETE FROM creators WHERE source = ? AND native_id = ?"


# What was sold by the code or link of somebody erased names them too; campaigns count them.
_BOOKS = (
    "DELETE FROM outreach WHERE source = ? AND native_id = ?",
    "DELETE FROM do_not_contact WHERE kind = 'creator' AND entry = ? || ':' || ?",
    """DELETE FROM campaign_sales WHERE EXISTS (SELECT 1 FROM campaign_creators AS theirs
        WHERE theirs.source = ? AND theirs.native_id = ?
            AND (theirs.code = campaign_sales.code OR theirs.tag = campaign_sales.tag))""",
    """UPDATE campaigns SET erased = erased + 1 WHERE id IN (
        SELECT campaign FROM campaign_creators WHERE source = ? AND native_id = ?)""",
    "DELETE FROM campaign_creators WHERE source = ? AND native_id = ?",
    "DELETE FROM saved_notes WHERE source = ? AND native_id = ?",
    "DELETE FROM saved_members WHERE source = ? AND native_id = ?",
    "DELETE FROM saved_cells WHERE source = ? AND native_id = ?",
)
_SAVED = (
    "DELETE FROM saved_candidates WHERE source = ? AND native_id = ?",
    "DELETE FROM saved_evidence WHERE source = ? AND native_id = ?",
)
_SAVED_POST = "DELETE FROM saved_evidence WHERE source = ? AND post_id = ?"


# Sales stay when a creator is taken out of a campaign; a code made from a handle names them still.
_SALES_OF_NOBODY = """DELETE FROM campaign_sales
    WHERE (code = :stem OR code LIKE :stem || '-%' OR tag = :tag)
        AND NOT EXISTS (SELECT 1 FROM campaign_creators AS others
            WHERE others.campaign = campaign_sales.campaign
                AND (others.code = campaign_sales.code OR others.tag = campaign_sales.tag))"""


def remove(
    connection: sqlite3.Connection, posts: Sequence[PostKey], creators: Sequence[CreatorKey]
) -> int:
    """Remove posts, and creators with all they posted; return how many posts there were.

    Vectors, languages, full text and what saved lists show go along. What is not there is no
    error. Call it inside a transaction.
    """
    removed = sum(_removed(connection, _POST, key) for key in posts)
    removed += sum(_removed(connection, _POSTS_OF, key) for key in creators)
    connection.executemany(_CREATOR, creators)
    connection.executemany(_SAVED_POST, posts)
    for statement in _SAVED:
        connection.executemany(statement, creators)
    return removed


def _removed(connection: sqlite3.Connection, statement: str, key: tuple[str, str]) -> int:
    return connection.execute(statement, key).rowcount


def erase(connection: sqlite3.Connection, keys: Sequence[CreatorKey], *, now: datetime) -> int:
    """Remove creators and refuse them from `now` on; return how many posts there were.

    Freed space is overwritten, in the full-text indexes too, and the write-ahead log is emptied.
    """
    connection.execute("PRAGMA secure_delete = ON")
    with writing(connection):
        known = _known(connection, keys)
        community.forget(connection, known)
        deliveries.forget(connection, keys)
        removed = remove(connection, (), keys)
        for statement in _BOOKS:
            connection.executemany(statement, keys)
        connection.executemany(_SALES_OF_NOBODY, [*filter(None, map(_traces, known))])
        for table in ("posts_fts", "creators_fts"):  # else deleted words stay until a later merge
            connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608
        connection.executemany(
            "INSERT OR IGNORE INTO erased(key_hash, erased_at) VALUES (?, ?)",
            [(_hash(key), to_microseconds(now)) for key in keys],
        )
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return removed


def _traces(creator: Creator) -> dict[str, str] | None:
    """Return how codes and links made for a creator begin, None without a handle in Latin."""
    name = creator.handle or creator.name or creator.native_id
    stem, tag = ascii_letters(name), ascii_letters(name, between="-")
    return {"stem": stem[:CODE_LETTERS], "tag": tag[:40].strip("-")} if stem else None


def _known(connection: sqlite3.Connection, keys: Sequence[CreatorKey]) -> list[Creator]:
    """Return the creators with these keys, by the key alone where no more is known."""
    ids = (creator_by_key(connection, key) for key in keys)
    found = creators(connection, [id_ for id_ in ids if id_ is not None]).values()
    known = {creator.key: creator for creator in found}
    return [known.get(key) or Creator(source=key.source, native_id=key.native_id) for key in keys]


def without_erased(connection: sqlite3.Connection, page: Page) -> tuple[Page, int]:
    """Return `page` without what erased creators are or posted, and how many posts that were."""
    (any_erased,) = connection.execute("SELECT EXISTS (SELECT 1 FROM erased)").fetchone()
    if not any_erased:
        return page, 0
    of_posts = {CreatorKey(post.source, post.creator_id) for post in page.posts}
    refused = erased(connection, of_posts | {creator.key for creator in page.creators})
    posts = tuple(p for p in page.posts if CreatorKey(p.source, p.creator_id) not in refused)
    creators = tuple(creator for creator in page.creators if creator.key not in refused)
    return replace(page, posts=posts, creators=creators), len(page.posts) - len(posts)


def erased(connection: sqlite3.Connection, keys: Iterable[CreatorKey]) -> set[CreatorKey]:
    """Return those of `keys` who were erased."""
    query = "SELECT 1 FROM erased WHERE key_hash = ?"
    return {key for key in keys if connection.execute(query, (_hash(key),)).fetchone()}


def _hash(key: CreatorKey) -> bytes:
    return blake2b("\0".join(key).encode(), digest_size=_HASH_BYTES).digest()
